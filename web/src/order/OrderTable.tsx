// Orders by any filter, as a table on a desk and as cards on a phone. Search and status filter are
// its own; what a screen fixes (a zone, a technician) comes as `filter`.
import { Anchor, Group, MultiSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconClipboardOff, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OrderFilter, OrderRow, OrderStatus } from "../api/types";
import { PriorityBadge, StatusBadge } from "../kit/badges";
import { DataTable, type Sort } from "../kit/DataTable";
import { EmptyState } from "../kit/states";
import { ordersQuery } from "./list";
import { OrderCard } from "./OrderCard";
import { SlaClock } from "./SlaClock";

const statuses: OrderStatus[] = [
  "open",
  "assigned",
  "in_progress",
  "on_hold",
  "awaiting_approval",
  "completed",
  "closed",
  "cancelled",
];

/** The server's word for an order of rows by a column. */
const sorts: Record<string, [ascending: OrderFilter["sort"], descending: OrderFilter["sort"]]> = {
  code: ["createdAt", "-createdAt"],
  priority: ["priority", "priority"],
  due: ["due", "due"],
};

interface OrderTableProps {
  filter?: OrderFilter;
  height?: string;
  /** What the table's own search begins with, and who hears of its changes. */
  begin?: { q?: string; status?: OrderStatus[] };
  onSearch?: (search: { q?: string; status?: OrderStatus[] }) => void;
}

export function OrderTable({ filter = {}, height, begin, onSearch }: OrderTableProps) {
  const { t } = useTranslation(["order", "common"]);
  const navigate = useNavigate();
  const [words, setWords] = useState(begin?.q ?? "");
  const [q] = useDebouncedValue(words.trim(), 250);
  const [status, setStatus] = useState<OrderStatus[]>(begin?.status ?? filter.status ?? []);
  const [sort, setSort] = useState<Sort>({ id: "code", descending: true });
  useEffect(() => onSearch?.({ q: q || undefined, status }), [q, status, onSearch]);
  const query = useInfiniteQuery(
    ordersQuery({
      ...filter,
      q: q || undefined,
      status: status.length > 0 ? status : filter.status,
      sort: sorts[sort.id]?.[sort.descending ? 1 : 0],
    }),
  );
  const columns = useMemo<ColumnDef<OrderRow>[]>(
    () => [
      {
        id: "code",
        header: t("table.order"),
        size: 27,
        meta: { sortable: true },
        cell: ({ row }) => (
          <>
            <Anchor
              renderRoot={(props) => (
                <Link to="/orders/$orderId" params={{ orderId: row.original.id }} {...props} />
              )}
              fw={600}
              size="sm"
              lineClamp={1}
            >
              {row.original.title}
            </Anchor>
            <Text size="sm" c="dimmed">
              {row.original.code}
            </Text>
          </>
        ),
      },
      {
        id: "status",
        header: t("table.status"),
        size: 16,
        cell: ({ row }) => <StatusBadge status={row.original.status} />,
      },
      {
        id: "priority",
        header: t("table.priority"),
        size: 12,
        meta: { sortable: true },
        cell: ({ row }) => <PriorityBadge priority={row.original.priority} />,
      },
      {
        id: "customer",
        header: t("table.customer"),
        size: 20,
        cell: ({ row }) => (
          <>
            <Text size="sm" lineClamp={1}>
              {row.original.customer.name}
            </Text>
            <Text size="sm" c="dimmed" lineClamp={1}>
              {[row.original.siteAddress, row.original.zone?.name].filter(Boolean).join(" · ")}
            </Text>
          </>
        ),
      },
      {
        id: "technician",
        header: t("table.technician"),
        size: 13,
        cell: ({ row }) => row.original.technician?.name ?? "–",
      },
      {
        id: "due",
        header: t("table.due"),
        size: 12,
        meta: { sortable: true },
        cell: ({ row }) => <SlaClock order={row.original} />,
      },
    ],
    [t],
  );
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <TextInput
          aria-label={t("table.search")}
          placeholder={t("table.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={200}
          flex="1 1 220px"
        />
        <MultiSelect
          aria-label={t("table.status")}
          placeholder={status.length === 0 ? t("table.anyStatus") : undefined}
          data={statuses.map((value) => ({ value, label: t(`common:status.${value}`) }))}
          value={status}
          onChange={(chosen) => setStatus(chosen as OrderStatus[])}
          clearable
          flex="1 1 220px"
        />
      </Group>
      <DataTable
        label={t("table.label")}
        query={query}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={(row) => void navigate({ to: "/orders/$orderId", params: { orderId: row.id } })}
        sort={sort}
        onSort={setSort}
        height={height}
        card={(row) => <OrderCard order={row} />}
        empty={
          <EmptyState
            icon={IconClipboardOff}
            title={t("table.empty")}
            help={t("table.emptyHelp")}
          />
        }
      />
    </Stack>
  );
}
