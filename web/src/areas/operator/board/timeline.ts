// Where things stand on the board's time axis. Pure; moments in milliseconds, places in pixels.
import type { Technician, Visit } from "../../../api/types";
import { dayIn, momentOf } from "../../../kit/zoned";

export type Scale = "day" | "week";

export interface Axis {
  zone: string;
  days: string[];
  start: number;
  end: number;
  /** Pixels of an hour. */
  hour: number;
}

const hours = 3_600_000;
const day = 24 * hours;
const hourWidth: Record<Scale, number> = { day: 72, week: 11 };
const daysOf: Record<Scale, number> = { day: 1, week: 7 };
const weekdays = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

export function addDays(text: string, days: number): string {
  return new Date(Date.parse(`${text}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

export function axisOf(first: string, scale: Scale, zone: string): Axis {
  const count = daysOf[scale];
  const days = Array.from({ length: count }, (_, index) => addDays(first, index));
  return {
    zone,
    days,
    start: Date.parse(momentOf(first, 0, zone)),
    end: Date.parse(momentOf(addDays(first, count), 0, zone)),
    hour: hourWidth[scale],
  };
}

export function place(axis: Axis, at: number): number {
  const within = Math.min(Math.max(at, axis.start), axis.end);
  return ((within - axis.start) / hours) * axis.hour;
}

export const widthOf = (axis: Axis): number => place(axis, axis.end);

const step = 15 * 60_000;

/** The moment under a point of the axis, on the quarter of an hour before it. */
export function momentAt(axis: Axis, x: number): number {
  const at = axis.start + (x / axis.hour) * hours;
  return Math.floor(Math.min(Math.max(at, axis.start), axis.end - step) / step) * step;
}

export interface Stretch {
  from: number;
  to: number;
}

/** The hours that a technician works on the axis' days, by the clock where they live. */
export function shiftsOn(axis: Axis, technician: Technician): Stretch[] {
  const first = addDays(dayIn(technician.timeZone, axis.start), -1);
  const dates = Array.from({ length: axis.days.length + 2 }, (_, index) => addDays(first, index));
  return dates
    .flatMap((date) => {
      const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];
      return technician.shifts
        .filter((shift) => shift.weekday === weekday)
        .map((shift) => ({
          from: Date.parse(momentOf(date, shift.from, technician.timeZone)),
          to: Date.parse(momentOf(date, shift.to, technician.timeZone)),
        }));
    })
    .filter((shift) => shift.to > axis.start && shift.from < axis.end);
}

const unknownLength = hours;

/** When a visit is, or was: as agreed; else from its start, or from when it was given. */
export function stretchOf(visit: Visit): Stretch {
  if (visit.window) {
    return { from: Date.parse(visit.window.from), to: Date.parse(visit.window.to) };
  }
  const from = Date.parse(visit.startedAt ?? visit.createdAt);
  const to = visit.endedAt ? Date.parse(visit.endedAt) : from + unknownLength;
  return { from, to: Math.max(to, from + unknownLength / 2) };
}

export interface Laid<T> {
  item: T;
  lane: number;
}

/** Puts what overlaps into lanes of their own: each into the first that is free when it begins. */
export function laid<T>(
  items: T[],
  stretch: (item: T) => Stretch,
): { laid: Laid<T>[]; lanes: number } {
  const ends: number[] = [];
  const inOrder = [...items].sort((a, b) => stretch(a).from - stretch(b).from);
  const placed = inOrder.map((item) => {
    const { from, to } = stretch(item);
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = to;
    return { item, lane };
  });
  return { laid: placed, lanes: Math.max(ends.length, 1) };
}
