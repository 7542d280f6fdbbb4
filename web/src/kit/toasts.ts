import { type NotificationData, notifications } from "@mantine/notifications";
import i18next from "i18next";
import { problemText } from "../api/problem";

function show(toast: NotificationData): void {
  notifications.show({ closeButtonProps: { "aria-label": i18next.t("close") }, ...toast });
}

/** Says what went wrong in the words of the problem. */
export function showProblem(error: unknown): void {
  show({ color: "red", message: problemText(i18next.t, error), autoClose: 10_000 });
}

export function showDone(message: string): void {
  show({ message });
}
