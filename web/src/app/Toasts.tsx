import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";

export function Toasts() {
  return <Notifications position="top-center" autoClose={6000} />;
}
