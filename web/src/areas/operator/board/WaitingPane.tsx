// The orders that wait for somebody, most urgent first. Only the cards in view exist.

import { useDraggable } from "@dnd-kit/core";
import { Button, Group, Select, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconCoffee, IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Priority } from "../../../api/types";
import { PriorityBadge } from "../../../kit/badges";
import { EmptyState } from "../../../kit/states";
import { SlaClock } from "../../../order/SlaClock";
import { priorities } from "../words";
import classes from "./board.module.css";
import { useTypeNamed, type Waiting } from "./data";

interface WaitingPaneProps {
  orders: Waiting[];
  selected: string | undefined;
  onSelect: (order: Waiting) => void;
  onAssign: (order: Waiting) => void;
}

export function WaitingPane({ orders, selected, onSelect, onAssign }: WaitingPaneProps) {
  const { t } = useTranslation(["operator", "common"]);
  const [words, setWords] = useState("");
  const [priority, setPriority] = useState<Priority | null>(null);
  const [zone, setZone] = useState<string | null>(null);
  const zones = useMemo(
    () => [...new Set(orders.flatMap((order) => order.zoneName ?? []))].sort(),
    [orders],
  );
  const shown = useMemo(() => {
    const sought = words.trim().toLocaleLowerCase();
    return orders.filter(
      (order) =>
        (!priority || order.priority === priority) &&
        (!zone || order.zoneName === zone) &&
        `${order.code} ${order.title} ${order.customerName}`.toLocaleLowerCase().includes(sought),
    );
  }, [orders, words, priority, zone]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => 150,
    overscan: 6,
    getItemKey: (index) => shown[index]?.orderId ?? index,
  });
  return (
    <div className={classes.pane}>
      <Stack gap="xs" p="sm" className={classes.paneHead}>
        <Group justify="space-between">
          <Text fw={650} component="h2">
            {t("board.waiting")}
          </Text>
          <Text size="sm" c="dimmed">
            {t("board.count", { count: shown.length })}
          </Text>
        </Group>
        <TextInput
          aria-label={t("board.search")}
          placeholder={t("board.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          size="sm"
        />
        <Group gap="xs" grow>
          <Select
            aria-label={t("form.priority")}
            placeholder={t("form.priority")}
            data={priorities.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
            value={priority}
            onChange={(value) => setPriority(value as Priority | null)}
            clearable
            size="sm"
          />
          <Select
            aria-label={t("form.zone")}
            placeholder={t("form.zone")}
            data={zones}
            value={zone}
            onChange={setZone}
            clearable
            size="sm"
          />
        </Group>
      </Stack>
      {shown.length === 0 ? (
        <EmptyState
          icon={IconCoffee}
          title={t(orders.length === 0 ? "board.nothingWaits" : "board.noMatch")}
          help={t(orders.length === 0 ? "board.nothingWaitsHelp" : "board.noMatchHelp")}
        />
      ) : (
        <section
          ref={box}
          className={classes.scrolls}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t("board.waiting")}
        >
          <ul className={classes.list} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const order = shown[item.index];
              return order ? (
                <li
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={classes.item}
                  style={{ top: item.start }}
                >
                  <WaitingCard
                    order={order}
                    selected={order.orderId === selected}
                    onSelect={onSelect}
                    onAssign={onAssign}
                  />
                </li>
              ) : null;
            })}
          </ul>
        </section>
      )}
    </div>
  );
}

interface WaitingCardProps {
  order: Waiting;
  selected: boolean;
  onSelect: (order: Waiting) => void;
  onAssign: (order: Waiting) => void;
}

const WaitingCard = memo(function WaitingCard(props: WaitingCardProps) {
  const { order, selected, onSelect, onAssign } = props;
  const { t } = useTranslation("operator");
  const typeName = useTypeNamed();
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: `waiting:${order.orderId}`,
    data: { order },
  });
  return (
    <div
      ref={setNodeRef}
      {...listeners}
      className={classes.card}
      data-selected={selected || undefined}
      data-dragging={isDragging || undefined}
    >
      <UnstyledButton
        className={classes.cardMain}
        onClick={() => onSelect(order)}
        aria-pressed={selected}
      >
        <Text fw={600} size="sm" lineClamp={2} component="span">
          {order.title}
        </Text>
        <Text size="sm" c="dimmed" lineClamp={1} component="span">
          {[order.code, order.customerName, order.zoneName].filter(Boolean).join(" · ")}
        </Text>
        <Text size="sm" lineClamp={1} component="span">
          {typeName(order.typeName)} · {t(`wait.${order.reason}`)}
        </Text>
      </UnstyledButton>
      <Group justify="space-between" gap="xs" mt={6} wrap="nowrap">
        <Group gap={8}>
          <PriorityBadge priority={order.priority} />
          {order.due && (
            <Text size="sm" component="span">
              <SlaClock
                order={{
                  status: order.status,
                  sla: { dueAt: order.due, warned: false, breached: false },
                }}
              />
            </Text>
          )}
        </Group>
        <Button
          size="compact-sm"
          flex="none"
          variant="default"
          onClick={() => onAssign(order)}
          aria-label={t("board.assign", { code: order.code })}
        >
          {t("order.assign")}
        </Button>
      </Group>
    </div>
  );
});
