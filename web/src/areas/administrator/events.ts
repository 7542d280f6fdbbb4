// The kinds of events in the reader's language; one that is not known is shown by its own name.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type words from "../../locales/es/administrator.json";

export const eventTypes = [
  "order.created",
  "order.updated",
  "order.status_changed",
  "order.commented",
  "order.completed",
  "order.closed",
  "order.reopened",
  "order.cancelled",
  "order.rated",
  "order.sla_warning",
  "order.sla_breached",
  "assignment.created",
  "assignment.cancelled",
  "tracking.travel_started",
  "tracking.arrived",
  "tracking.work_started",
  "tracking.work_paused",
  "tracking.work_resumed",
  "tracking.work_completed",
  "tracking.progress_recorded",
  "tracking.evidence_uploaded",
  "material.used",
  "material.low_stock",
  "notification.delivered",
  "notification.failed",
  "user.registered",
  "user.updated",
  "user.deactivated",
  "user.logged_in",
  "user.locked_out",
];

type Known = keyof (typeof words)["event"];

export function useEventName(): (type: string) => string {
  const { t } = useTranslation("administrator");
  return useCallback(
    (type) => t(`event.${type.replace(".", "_") as Known}`, { defaultValue: type }),
    [t],
  );
}
