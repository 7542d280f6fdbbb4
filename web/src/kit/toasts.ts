// Short messages at the top of the page. Their library is read when the first one is shown.
import type { NotificationData } from "@mantine/notifications";
import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { problemText } from "../api/problem";

const listeners = new Set<() => void>();
let wanted = false;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether there has been anything to show: from then on the page has a place for it. */
export function useToastsWanted(): boolean {
  return useSyncExternalStore(subscribe, () => wanted);
}

export function showToast(toast: NotificationData): void {
  wanted = true;
  for (const listener of listeners) {
    listener();
  }
  void import("@mantine/notifications").then(({ notifications }) =>
    notifications.show({ closeButtonProps: { "aria-label": i18next.t("close") }, ...toast }),
  );
}

/** Says what went wrong in the words of the problem. */
export function showProblem(error: unknown): void {
  showToast({ color: "red", message: problemText(i18next.t, error), autoClose: 10_000 });
}

export function showDone(message: string): void {
  showToast({ message });
}

export function hideToast(id: string): void {
  void import("@mantine/notifications").then(({ notifications }) => notifications.hide(id));
}
