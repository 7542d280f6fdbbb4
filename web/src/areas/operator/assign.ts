// Giving an order to a technician, and taking that back.
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call, keyed, newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { problemOf } from "../../api/problem";
import type { ListOf } from "../../api/types";

export type Candidate = ListOf<"/api/v1/orders/{id}/candidates">;

export interface TimeWindow {
  from: string;
  to: string;
}

export interface Choice {
  orderId: string;
  technicianId: string;
  window?: TimeWindow;
  reason?: string;
}

export const candidatesQuery = (orderId: string) =>
  queryOptions({
    queryKey: [...keys.order(orderId), "candidates"],
    queryFn: async () =>
      (await call(api.GET("/api/v1/orders/{id}/candidates", { params: { path: { id: orderId } } })))
        .items,
  });

const needsReason = ["override_needs_reason", "reassignment_needs_reason"];

/** The server's word that this choice is possible, but not without a reason. */
export function wantsReason(error: unknown): string | null {
  const found = problemOf(error).errors?.find(({ code }) => needsReason.includes(code));
  return found ? (found.detail ?? "") : null;
}

function useRenewed() {
  const client = useQueryClient();
  return (orderId: string) =>
    Promise.all(
      [keys.order(orderId), keys.orders, keys.queue, keys.visits, keys.technicians].map(
        (queryKey) => client.invalidateQueries({ queryKey }),
      ),
    );
}

export function useAssign() {
  const renewed = useRenewed();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ orderId, ...body }: Choice) =>
      call(
        api.POST("/api/v1/orders/{id}/assignments", {
          params: { path: { id: orderId } },
          body,
          ...keyed(newKey()),
        }),
      ),
    onSuccess: (_made, { orderId }) => renewed(orderId),
  });
}

export function useUnassign() {
  const renewed = useRenewed();
  return useMutation({
    mutationFn: ({ orderId, reason }: { orderId: string; reason: string }) =>
      call(
        api.POST("/api/v1/orders/{id}/transitions", {
          params: { path: { id: orderId } },
          body: { transition: "unassign", reason },
          ...keyed(newKey()),
        }),
      ),
    onSuccess: (_made, { orderId }) => renewed(orderId),
  });
}
