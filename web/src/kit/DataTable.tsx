// A list of any length: rows of a paged query, of which only those in view exist. On a phone each
// row is a card. Columns are TanStack Table's; sorting is the server's business (pass `sort`).
import { Box, Center, Loader, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  type Header,
  useReactTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import { Loading, ProblemAlert } from "./states";

export interface PageOf<Row> {
  items: Row[];
  nextCursor?: string | null;
}

export interface Sort {
  /** The server's word for the order by this column, and for the other way round. */
  id: string;
  descending: boolean;
}

interface DataTableProps<Row> {
  /** What the table lists, for those who do not see it. */
  label: string;
  query: UseInfiniteQueryResult<InfiniteData<PageOf<Row>>>;
  /** `size` is the column's share of the width. `meta: { sortable: true }` makes its head a button. */
  columns: ColumnDef<Row>[];
  rowId: (row: Row) => string;
  card: (row: Row) => ReactNode;
  empty: ReactNode;
  onOpen?: (row: Row) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** CSS height of the box that scrolls. */
  height?: string;
}

const rowHeight = 52;
const cardHeight = 132;
const ahead = 12; // rows before the end at which the next page is asked for

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { query, columns, rowId, height = "calc(100dvh - 230px)" } = props;
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const box = useRef<HTMLDivElement>(null);
  const table = useReactTable({
    data: rows,
    columns,
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
  });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (phone ? cardHeight : rowHeight),
    overscan: 8,
    getItemKey: (index) => rowId(rows[index] as Row),
  });
  const shown = virtual.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (last >= rows.length - ahead && hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError && rows.length === 0) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    return props.empty;
  }
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown[shown.length - 1]?.end ?? 0);
  return (
    <section
      ref={box}
      className={classes.box}
      style={{ maxHeight: height }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={props.label}
    >
      {phone ? (
        <ul className={classes.cards}>
          <li aria-hidden style={{ height: before }} />
          {shown.map((item) => (
            <li key={item.key} data-index={item.index} ref={virtual.measureElement}>
              {props.card(rows[item.index] as Row)}
            </li>
          ))}
          <li aria-hidden style={{ height: after }} />
        </ul>
      ) : (
        <table className={classes.table} aria-rowcount={hasNextPage ? -1 : rows.length + 1}>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => (
                  <HeadCell
                    key={header.id}
                    header={header}
                    sort={props.sort}
                    onSort={props.onSort}
                  />
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            <tr aria-hidden style={{ height: before }} />
            {shown.map((item) => {
              const row = table.getRowModel().rows[item.index];
              return row ? (
                // The row's own link is for the keyboard; the rest of the row is a larger target.
                <tr
                  key={row.id}
                  aria-rowindex={item.index + 2}
                  data-index={item.index}
                  ref={virtual.measureElement}
                  className={props.onOpen && classes.opens}
                  onClick={(event) => {
                    if (!(event.target as Element).closest("a, button, input, label")) {
                      props.onOpen?.(row.original);
                    }
                  }}
                >
                  {row.getVisibleCells().map((cell) => (
                    <td key={cell.id}>
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  ))}
                </tr>
              ) : null;
            })}
            <tr aria-hidden style={{ height: after }} />
          </tbody>
        </table>
      )}
      {isFetchingNextPage && (
        <Center p="sm">
          <Loader size="sm" aria-label={t("loading")} />
        </Center>
      )}
    </section>
  );
}

interface HeadCellProps<Row> {
  header: Header<Row, unknown>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}

function HeadCell<Row>({ header, sort, onSort }: HeadCellProps<Row>) {
  const { columnDef } = header.column;
  const label = flexRender(columnDef.header, header.getContext());
  const sortable = onSort && (columnDef.meta as { sortable?: boolean } | undefined)?.sortable;
  const active = sort?.id === header.id ? sort : undefined;
  const Arrow = active?.descending ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      style={{ width: columnDef.size ? `${columnDef.size}%` : undefined }}
      aria-sort={active ? (active.descending ? "descending" : "ascending") : undefined}
    >
      {sortable ? (
        <UnstyledButton
          className={classes.sorts}
          onClick={() => onSort({ id: header.id, descending: active ? !active.descending : false })}
        >
          {label}
          {active && <Arrow size={14} aria-hidden />}
        </UnstyledButton>
      ) : (
        <Box component="span">{label}</Box>
      )}
    </th>
  );
}
