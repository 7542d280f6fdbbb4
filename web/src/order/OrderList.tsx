// Orders as cards, for short lists and small screens; more are fetched on demand.
import { Button, Stack, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { OrderFilter } from "../api/types";
import { Panel } from "../kit/Panel";
import { Loading, ProblemAlert } from "../kit/states";
import { ordersQuery } from "./list";
import { OrderCard } from "./OrderCard";

interface OrderListProps {
  filter: OrderFilter;
  /** What stands in place of an empty list; without it neither list nor heading is shown. */
  empty?: ReactNode;
  heading?: string;
}

export function OrderList({ heading, ...list }: OrderListProps) {
  const query = useInfiniteQuery(ordersQuery(list.filter));
  if (!list.empty && query.data?.pages[0]?.items.length === 0) {
    return null;
  }
  return heading ? (
    <section aria-label={heading}>
      <Title order={2} size="h4" mb="xs">
        {heading}
      </Title>
      <List {...list} />
    </section>
  ) : (
    <List {...list} />
  );
}

function List({ filter, empty }: OrderListProps) {
  const { t } = useTranslation("order");
  const query = useInfiniteQuery(ordersQuery(filter));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const orders = query.data.pages.flatMap((page) => page.items);
  if (orders.length === 0) {
    return empty;
  }
  return (
    <Stack gap="sm">
      {orders.map((order) => (
        <Panel key={order.id} flush>
          <OrderCard order={order} />
        </Panel>
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </Stack>
  );
}
