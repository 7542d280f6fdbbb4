// Which of the things on screen an event makes old. One table; a screen that shows something new
// adds the key of its query here.
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { LiveEvent } from "./stream";

interface Row {
  /** The beginning of the event's type. */
  event: string;
  keys: (orderId: string) => QueryKey[];
}

const rows: Row[] = [
  { event: "order.", keys: (id) => [keys.orders, keys.order(id), keys.queue, keys.reports] },
  {
    event: "assignment.",
    keys: (id) => [keys.orders, keys.order(id), keys.visits, keys.technicians, keys.queue],
  },
  { event: "tracking.", keys: (id) => [keys.order(id), keys.visits, keys.technicians] },
  { event: "material.", keys: (id) => [keys.materials, keys.order(id)] },
  { event: "user.", keys: () => [keys.people, keys.technicians] },
  { event: "notification", keys: () => [keys.notifications] },
];

/** The order that an event is about, whichever payload it has. */
export function orderOf(event: LiveEvent): string {
  const { order, orderId } = event.data as { order?: { id?: string }; orderId?: string };
  return order?.id ?? orderId ?? event.subject;
}

export function keysOf(event: LiveEvent): QueryKey[] {
  return rows
    .filter((row) => event.type.startsWith(row.event))
    .flatMap((row) => row.keys(orderOf(event)));
}

const gather = 100; // milliseconds: a burst of events is one reading
// Some answers are pictures that their service makes from the same event, perhaps a moment after
// it was told to us: they are looked at once more.
const again = 1_200;

/** Takes events and marks old what they touch, in bursts. */
export function invalidator(client: QueryClient): (event: LiveEvent) => void {
  let waiting = new Map<string, QueryKey>();
  const invalidate = (found: Map<string, QueryKey>) => {
    for (const queryKey of found.values()) {
      void client.invalidateQueries({ queryKey });
    }
  };
  const flush = () => {
    const found = waiting;
    waiting = new Map();
    invalidate(found);
    setTimeout(() => invalidate(found), again);
  };
  return (event) => {
    if (waiting.size === 0) {
      setTimeout(flush, gather);
    }
    for (const key of keysOf(event)) {
      waiting.set(JSON.stringify(key), key);
    }
  };
}
