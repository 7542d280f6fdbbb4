import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OrderRow } from "../api/types";
import { PriorityBadge, StatusBadge } from "../kit/badges";
import classes from "./OrderCard.module.css";
import { SlaClock } from "./SlaClock";

/** An order in a list on a phone; the whole card leads to it. */
export function OrderCard({ order }: { order: OrderRow }) {
  return (
    <Link to="/orders/$orderId" params={{ orderId: order.id }} className={classes.card}>
      <Group justify="space-between" gap="xs">
        <StatusBadge status={order.status} />
        <PriorityBadge priority={order.priority} />
      </Group>
      <Text fw={600} mt={6}>
        {order.title}
      </Text>
      <Text size="sm" c="dimmed">
        {order.code} · {order.customer.name} · {order.siteAddress}
      </Text>
      <Text size="sm" component="div">
        <SlaClock order={order} />
      </Text>
    </Link>
  );
}
