// An order's status and priority, the same everywhere: colour is never the only sign.
import {
  IconAlertTriangleFilled,
  IconArrowDown,
  IconArrowUp,
  IconMinus,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { OrderStatus, Priority } from "../api/types";
import classes from "./Badge.module.css";

export function StatusBadge({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return (
    <span className={`${classes.badge} ${tone(status)}`}>
      <span className={classes.dot} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}

const priorityIcons = {
  low: IconArrowDown,
  medium: IconMinus,
  high: IconArrowUp,
  critical: IconAlertTriangleFilled,
};

export function PriorityBadge({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  const Icon = priorityIcons[priority];
  return (
    <span className={`${classes.badge} ${tone(priority)}`}>
      <Icon size={14} aria-hidden />
      {t(`priority.${priority}`)}
    </span>
  );
}

/** The stylesheet names its tones by the server's words. */
function tone(word: OrderStatus | Priority): string {
  return (classes as Record<string, string>)[word] ?? "";
}
