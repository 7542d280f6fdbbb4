// What the order page reads and does. Every key begins with keys.order(id), so that an event about
// the order renews all of it.
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call, keyed, newKey } from "../api/client";
import { keys } from "../api/keys";
import { paged } from "../api/paging";
import type { Transition } from "../api/types";

const path = (id: string) => ({ path: { id } });
const page = (id: string, cursor: string | undefined) => ({
  params: { ...path(id), query: { cursor, limit: 50 } },
});

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: keys.order(id),
    queryFn: () => call(api.GET("/api/v1/orders/{id}", { params: path(id) })),
  });

export const timelineQuery = (id: string) =>
  paged([...keys.order(id), "timeline"], (cursor) =>
    call(api.GET("/api/v1/orders/{id}/timeline", page(id, cursor))),
  );

export const commentsQuery = (id: string) =>
  paged([...keys.order(id), "comments"], (cursor) =>
    call(api.GET("/api/v1/orders/{id}/comments", page(id, cursor))),
  );

export const evidenceQuery = (id: string) =>
  paged([...keys.order(id), "evidence"], (cursor) =>
    call(api.GET("/api/v1/orders/{id}/evidence", page(id, cursor))),
  );

export const assignmentsQuery = (id: string) =>
  paged([...keys.order(id), "assignments"], (cursor) =>
    call(api.GET("/api/v1/orders/{id}/assignments", page(id, cursor))),
  );

export const materialsQuery = (id: string) =>
  paged([...keys.order(id), "materials"], (cursor) =>
    call(api.GET("/api/v1/orders/{id}/materials", page(id, cursor))),
  );

/** What the customer says of the work; null: nothing yet. */
export const ratingQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.order(id), "rating"],
    queryFn: async () =>
      (await call(api.GET("/api/v1/orders/{id}/rating", { params: path(id) }))).rating ?? null,
  });

export function useRate(id: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { stars: number; comment?: string }) =>
      call(api.POST("/api/v1/orders/{id}/rating", { params: path(id), body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.order(id) }),
  });
}

export function useComment(id: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ text, key }: { text: string; key: string }) =>
      call(
        api.POST("/api/v1/orders/{id}/comments", {
          params: path(id),
          body: { text },
          ...keyed(key),
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [...keys.order(id), "comments"] }),
  });
}

export function useTransition(id: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ transition, reason }: { transition: Transition; reason?: string }) =>
      call(
        api.POST("/api/v1/orders/{id}/transitions", {
          params: path(id),
          body: { transition, reason },
          ...keyed(newKey()),
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.order(id) }),
        client.invalidateQueries({ queryKey: keys.orders }),
      ]);
    },
  });
}
