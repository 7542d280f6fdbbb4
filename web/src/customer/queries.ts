import { queryOptions } from "@tanstack/react-query";
import { api, call } from "../api/client";
import { keys } from "../api/keys";
import { readAll } from "../api/paging";

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.customers, id],
    queryFn: () => call(api.GET("/api/v1/customers/{id}", { params: { path: { id } } })),
  });

export const sitesQuery = (customerId: string) =>
  queryOptions({
    queryKey: [...keys.customers, customerId, "sites"],
    queryFn: () =>
      readAll((cursor) =>
        call(
          api.GET("/api/v1/customers/{id}/sites", {
            params: { path: { id: customerId }, query: { cursor, limit: 100 } },
          }),
        ),
      ),
  });
