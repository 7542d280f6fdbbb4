import { api, call } from "../api/client";
import { keys } from "../api/keys";
import { paged } from "../api/paging";
import type { OrderFilter } from "../api/types";

/** Lists of orders, for useInfiniteQuery. */
export const ordersQuery = (filter: OrderFilter) =>
  paged([...keys.orders, "list", filter], (cursor) =>
    call(api.GET("/api/v1/orders", { params: { query: { limit: 50, ...filter, cursor } } })),
  );
