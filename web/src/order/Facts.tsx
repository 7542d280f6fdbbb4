// Who, where, when: the order's facts as a list of terms.
import { Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Order } from "../api/types";
import { Panel } from "../kit/Panel";
import { SiteTime } from "../kit/times";
import classes from "./order.module.css";
import { SlaClock } from "./SlaClock";

export function Facts({ order }: { order: Order }) {
  const { t } = useTranslation("order");
  const zone = order.site.timeZone;
  const rows: [string, ReactNode][] = [
    [t("fact.description"), order.description],
    [t("fact.sla"), <SlaClock key="sla" order={order} />],
    [
      t("fact.window"),
      order.window && (
        <>
          <SiteTime at={order.window.from} zone={zone} /> –{" "}
          <SiteTime at={order.window.to} zone={zone} shape="clock" />
        </>
      ),
    ],
    [t("fact.technician"), order.technician?.name ?? t("fact.nobody")],
    [
      t("fact.customer"),
      <>
        {order.customer.name}
        {order.customer.phone && (
          <Text size="sm">
            <Anchor href={`tel:${order.customer.phone.replaceAll(" ", "")}`} underline="always">
              {order.customer.phone}
            </Anchor>
          </Text>
        )}
      </>,
    ],
    [
      t("fact.site"),
      <>
        {order.site.address}
        <Text size="sm" c="dimmed">
          {[order.site.name, order.site.zone?.name].filter(Boolean).join(" · ")}
        </Text>
      </>,
    ],
    [t("fact.access"), order.site.accessNotes],
    [
      t("fact.created"),
      <>
        <SiteTime at={order.createdAt} zone={zone} />
        <Text size="sm" c="dimmed">
          {order.createdBy.name}
        </Text>
      </>,
    ],
    [t("fact.started"), order.startedAt && <SiteTime at={order.startedAt} zone={zone} />],
    [t("fact.completed"), order.completedAt && <SiteTime at={order.completedAt} zone={zone} />],
    [t("fact.externalRef"), order.externalRef],
  ];
  return (
    <Panel title={t("fact.title")}>
      <dl className={classes.facts}>
        {rows
          .filter(([, value]) => value)
          .map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}
