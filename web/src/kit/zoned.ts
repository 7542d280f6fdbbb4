// From a day and an hour on some place's wall to a moment, and back to a day. Intl alone knows zones.

/** Minutes that `zone` is ahead of UTC at a moment. */
function ahead(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    number("year"),
    number("month") - 1,
    number("day"),
    number("hour"),
    number("minute"),
  );
  return Math.round((wall - at) / 60_000);
}

/** The moment at which the wall in `zone` shows `minutes` after midnight of `day` ("2026-11-28"). */
export function momentOf(day: string, minutes: number, zone: string): string {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const guess = wall - ahead(wall, zone) * 60_000;
  // Near a change of the clocks the first guess may stand on its other side.
  return new Date(wall - ahead(guess, zone) * 60_000).toISOString();
}

/** The day that it is in `zone`. */
export function dayIn(zone: string, at: number = Date.now()): string {
  return new Date(at + ahead(at, zone) * 60_000).toISOString().slice(0, 10);
}
