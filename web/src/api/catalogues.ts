// What changes seldom: read once, kept for the session.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "./client";
import { keys } from "./keys";
import { readAll } from "./paging";
import type { OrderType } from "./types";

const seldom = 10 * 60_000;

export const orderTypesQuery = queryOptions({
  queryKey: [...keys.catalogues, "order-types"],
  staleTime: seldom,
  queryFn: () =>
    readAll((cursor) =>
      call(api.GET("/api/v1/order-types", { params: { query: { cursor, limit: 100 } } })),
    ),
});

export const zonesQuery = queryOptions({
  queryKey: [...keys.catalogues, "zones"],
  staleTime: seldom,
  queryFn: () =>
    readAll((cursor) =>
      call(api.GET("/api/v1/zones", { params: { query: { cursor, limit: 100 } } })),
    ),
});

export const specialtiesQuery = queryOptions({
  queryKey: [...keys.catalogues, "specialties"],
  staleTime: seldom,
  queryFn: () =>
    readAll((cursor) =>
      call(api.GET("/api/v1/specialties", { params: { query: { cursor, limit: 100 } } })),
    ),
});

/** The name of an order's type in the reader's language; orders carry the English one. */
export function useTypeName(): (type: { id: string; name: string }) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery(orderTypesQuery);
  return useCallback(
    (type) => {
      const known = data?.find((one: OrderType) => one.id === type.id);
      return (i18n.language === "es" ? known?.nameEs : known?.name) ?? type.name;
    },
    [data, i18n.language],
  );
}
