import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { problemText } from "../api/problem";

/** Says what went wrong in the words of the problem. */
export function showProblem(error: unknown): void {
  notifications.show({ color: "red", message: problemText(i18next.t, error), autoClose: 10_000 });
}

export function showDone(message: string): void {
  notifications.show({ message });
}
