// Orders as cards, for short lists and small screens; more are fetched on demand.
import { Button, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { OrderFilter } from "../api/types";
import { Panel } from "../kit/Panel";
import { Loading, ProblemAlert } from "../kit/states";
import { ordersQuery } from "./list";
import { OrderCard } from "./OrderCard";

export function OrderList({ filter, empty }: { filter: OrderFilter; empty: ReactNode }) {
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
