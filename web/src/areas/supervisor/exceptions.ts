// What needs the supervisor: each kind a list of orders with a word on why it is there.
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";
import type { ListOf, OrderRow } from "../../api/types";

export type Waiting = ListOf<"/api/v1/queue">;

const unfinished = ["open", "assigned", "in_progress", "on_hold", "awaiting_approval"] as const;
const most = 100; // of one kind; who has more has another problem than reading them

export const exceptionsQueries = {
  late: {
    queryKey: [...keys.orders, "late"],
    refetchInterval: 60_000, // an order becomes late without an event as well
    queryFn: async () => {
      const query = { status: [...unfinished], sort: "due" as const, limit: most };
      const { items } = await call(api.GET("/api/v1/orders", { params: { query } }));
      return lateOf(items, Date.now());
    },
  },
  queue: {
    queryKey: [...keys.queue, "exceptions"],
    queryFn: async () =>
      (await call(api.GET("/api/v1/queue", { params: { query: { limit: most } } }))).items,
  },
  approval: ofStatus("awaiting_approval"),
  held: ofStatus("on_hold"),
};

function ofStatus(status: "awaiting_approval" | "on_hold") {
  return {
    queryKey: [...keys.orders, "exceptions", status],
    queryFn: async () => {
      const query = { status: [status], sort: "due" as const, limit: most };
      return (await call(api.GET("/api/v1/orders", { params: { query } }))).items;
    },
  };
}

/** Those whose time is over; a clock that waits for the customer does not run. */
export function lateOf(orders: OrderRow[], now: number): OrderRow[] {
  return orders.filter(
    ({ sla }) => !sla.pausedAt && (sla.breached || new Date(sla.dueAt).getTime() < now),
  );
}
