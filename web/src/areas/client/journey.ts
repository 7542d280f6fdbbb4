// How far a request has come, from the order's story; and when the technician may be there. Pure.
import type { Order, TimelineEntry } from "../../api/types";

export const stages = ["received", "assigned", "travelling", "arrived", "working", "done"] as const;
export type Stage = (typeof stages)[number];

export interface Journey {
  /** The furthest stage of the present attempt. */
  stage: Stage;
  /** When each stage of the present attempt was reached. */
  reached: Partial<Record<Stage, string>>;
  paused: boolean;
  /** Where the technician set out, if the device said it. */
  startedFrom?: Position;
}

export interface Position {
  latitude: number;
  longitude: number;
}

const stageOf: Partial<Record<TimelineEntry["kind"], Stage>> = {
  assigned: "assigned",
  travel_started: "travelling",
  arrived: "arrived",
  work_started: "working",
  work_resumed: "working",
  work_completed: "done",
};

/** `entries` from the oldest to the newest. */
export function journeyOf(entries: TimelineEntry[]): Journey {
  let journey: Journey = { stage: "received", reached: {}, paused: false };
  for (const { kind, at, details } of entries) {
    if (kind === "order_created") {
      journey.reached.received = at;
    } else if (kind === "status_changed" && details.to === "open") {
      // Somebody else will come, or will come again: it begins anew.
      journey = {
        stage: "received",
        reached: { received: journey.reached.received },
        paused: false,
      };
    }
    const stage = stageOf[kind];
    if (stage) {
      journey.stage = stage;
      journey.reached[stage] ??= at;
    }
    if (kind === "travel_started") {
      journey.startedFrom = details.position;
    }
    journey.paused = kind === "work_paused" || (journey.paused && !stage);
  }
  return journey;
}

const earthKm = 6371;
const detour = 1.4; // streets are longer than the crow's flight
const kmPerMinute = 22 / 60; // a car in a city

/** An estimate of the arrival, where both ends are known; rounded up to five minutes. */
export function arrivalOf(journey: Journey, order: Pick<Order, "site">): Date | null {
  const { startedFrom: from, reached } = journey;
  const to = order.site.position;
  if (journey.stage !== "travelling" || !from || !to || !reached.travelling) {
    return null;
  }
  const minutes = (distanceKm(from, to) * detour) / kmPerMinute;
  const step = 5 * 60_000;
  return new Date(Math.ceil((Date.parse(reached.travelling) + minutes * 60_000) / step) * step);
}

/** Haversine. */
export function distanceKm(a: Position, b: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.sqrt(half));
}
