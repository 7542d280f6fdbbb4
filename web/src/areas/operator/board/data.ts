// What the board reads. The keys are those that the event stream makes old, so the board is live.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { orderTypesQuery } from "../../../api/catalogues";
import { api, call } from "../../../api/client";
import { keys } from "../../../api/keys";
import { readAll } from "../../../api/paging";
import type { ListOf, Order, Technician, Visit } from "../../../api/types";
import { useLiveEvents } from "../../../app/shell/live";
import type { Axis } from "./timeline";

export type Waiting = ListOf<"/api/v1/queue">;

export const queueQuery = queryOptions({
  queryKey: [...keys.queue, "all"],
  queryFn: () =>
    readAll((cursor) =>
      call(api.GET("/api/v1/queue", { params: { query: { cursor, limit: 100 } } })),
    ),
});

export const techniciansQuery = queryOptions({
  queryKey: [...keys.technicians, "active"],
  queryFn: () =>
    readAll((cursor) =>
      call(
        api.GET("/api/v1/technicians", { params: { query: { active: true, cursor, limit: 100 } } }),
      ),
    ),
});

export const visitsQuery = (axis: Axis) => {
  const from = new Date(axis.start).toISOString();
  const to = new Date(axis.end).toISOString();
  return queryOptions({
    queryKey: [...keys.visits, from, to],
    queryFn: () =>
      readAll((cursor) =>
        call(api.GET("/api/v1/visits", { params: { query: { from, to, cursor, limit: 100 } } })),
      ),
  });
};

const longAgo = 14 * 86_400_000;

/** Visits without a time that were given out before the axis begins and wait to be done. */
export const looseQuery = (axis: Axis) => {
  const from = new Date(axis.start - longAgo).toISOString();
  const to = new Date(axis.start).toISOString();
  return queryOptions({
    queryKey: [...keys.visits, "loose", from],
    queryFn: async () => {
      const found = await Promise.all(
        (["planned", "dispatched"] as const).map((status) =>
          readAll((cursor) =>
            call(
              api.GET("/api/v1/visits", {
                params: { query: { from, to, status, cursor, limit: 100 } },
              }),
            ),
          ),
        ),
      );
      return found.flat().filter((visit) => !visit.window);
    },
  });
};

/** Orders that wait carry their type's English name only. */
export function useTypeNamed(): (name: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery(orderTypesQuery);
  return (name) =>
    (i18n.language === "es" ? data?.find((type) => type.name === name)?.nameEs : null) ?? name;
}

export const isOver = (visit: Visit) => ["done", "failed", "cancelled"].includes(visit.status);
/** Not begun yet: it can be moved to another time or person. */
export const isMovable = (visit: Visit) => ["planned", "dispatched"].includes(visit.status);

export interface Position {
  latitude: number;
  longitude: number;
}
type Places = Record<string, Position | null>;

const most = 300; // orders whose places the map shows
const atOnce = 100; // that one reading takes

/** Where orders are. Each is read once: an order does not move. */
export function usePlaces(orderIds: string[]): Places {
  const client = useQueryClient();
  const ids = useMemo(() => [...new Set(orderIds)].slice(0, most).sort(), [orderIds]);
  const { data } = useQuery({
    queryKey: ["places", ids],
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before: Places | undefined) => before,
    enabled: ids.length > 0,
    queryFn: async () => {
      const known: Places = Object.assign(
        {},
        ...client.getQueriesData<Places>({ queryKey: ["places"] }).map(([, places]) => places),
      );
      const wanted = ids.filter((id) => !(id in known));
      const found: Places = {};
      for (let at = 0; at < wanted.length; at += atOnce) {
        const some = wanted.slice(at, at + atOnce);
        const { items } = await call(
          api.POST("/api/v1/operations/workorders/reads", {
            body: { targets: some.map((id) => `/api/v1/orders/${id}`) },
          }),
        );
        items.forEach(({ status, body }, index) => {
          const id = some[index];
          if (id && status === 200) {
            found[id] = (body as Order).site.position ?? null;
          }
        });
      }
      return Object.fromEntries(ids.map((id) => [id, found[id] ?? known[id] ?? null]));
    },
  });
  return data ?? none;
}
const none: Places = {};

/** Where technicians said they were, of what is heard while the board is open. */
export function useHeardPositions(): Record<string, Position> {
  const [heard, setHeard] = useState<Record<string, Position>>({});
  useLiveEvents((event) => {
    const { technicianId, position } = event.data as {
      technicianId?: string;
      position?: Position;
    };
    if (event.type.startsWith("tracking.") && technicianId && position) {
      setHeard((before) => ({ ...before, [technicianId]: position }));
    }
  });
  return heard;
}

/** Of each technician, in the order of names: the visits of the axis. */
export function useVisitsOf(visits: Visit[] | undefined): Map<string, Visit[]> {
  return useMemo(() => {
    const of = new Map<string, Visit[]>();
    for (const visit of visits ?? []) {
      if (visit.status !== "cancelled") {
        of.set(visit.technicianId, [...(of.get(visit.technicianId) ?? []), visit]);
      }
    }
    return of;
  }, [visits]);
}

export function zoneOf(technicians: Technician[] | undefined, otherwise: string): string {
  return technicians?.[0]?.timeZone ?? otherwise;
}
