// Shifts count minutes of the local day; one that ends on the next day goes beyond 1440.
const day = 1440;

export function clockOf(minute: number): string {
  const within = minute % day;
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(within / 60))}:${pad(within % 60)}`;
}

export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** The end of a shift that begins at `from`: an earlier clock is the next day's. */
export function endOf(from: number, clock: string): number {
  const minute = minuteOf(clock);
  return minute <= from ? minute + day : minute;
}
