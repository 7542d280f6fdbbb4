// What the customer said of the work, for those who read it.
import { Group, Rating, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Order } from "../api/types";
import { Panel } from "../kit/Panel";
import { SiteTime } from "../kit/times";
import { ratingQuery } from "./queries";

/** Only completed work has one. */
export function isRated(order: Order): boolean {
  return order.status === "completed" || order.status === "closed";
}

export function RatingPanel({ order }: { order: Order }) {
  const { t } = useTranslation("order");
  const { data: rating } = useQuery({ ...ratingQuery(order.id), enabled: isRated(order) });
  if (!rating) {
    return null;
  }
  return (
    <Panel title={t("rating.title")}>
      <Group gap="xs" role="img" aria-label={t("rating.stars", { count: rating.stars })}>
        <Rating value={rating.stars} readOnly aria-hidden />
      </Group>
      {rating.comment && <Text mt="xs">“{rating.comment}”</Text>}
      <Text size="sm" c="dimmed">
        {rating.by.name} · <SiteTime at={rating.at} zone={order.site.timeZone} />
      </Text>
    </Panel>
  );
}
