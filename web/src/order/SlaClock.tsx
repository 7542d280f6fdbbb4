// How long is left of what was promised.
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OrderRow } from "../api/types";
import { formatAgo, SiteTime, useMinute } from "../kit/times";
import classes from "./order.module.css";

type Clocked = Pick<OrderRow, "status" | "completedAt"> & {
  sla: { dueAt: string; warned: boolean; breached: boolean; pausedAt?: string };
  site?: { timeZone: string };
};

const finished = ["completed", "closed", "cancelled"];

export function SlaClock({ order }: { order: Clocked }) {
  const { t, i18n } = useTranslation("order");
  const now = useMinute();
  const { sla } = order;
  if (finished.includes(order.status)) {
    return (
      <span>
        {order.status === "cancelled" ? t("sla.none") : t(sla.breached ? "sla.missed" : "sla.kept")}
      </span>
    );
  }
  if (sla.pausedAt) {
    return <span>{t("sla.paused")}</span>;
  }
  const late = sla.breached || new Date(sla.dueAt).getTime() < now;
  const tone = late ? classes.late : sla.warned ? classes.soon : undefined;
  return (
    <>
      <span className={tone}>
        {t(late ? "sla.late" : "sla.due", { time: formatAgo(sla.dueAt, i18n.language, now) })}
      </span>
      {order.site && (
        <Text size="sm" c="dimmed">
          <SiteTime at={sla.dueAt} zone={order.site.timeZone} />
        </Text>
      )}
    </>
  );
}
