import { describe, expect, it } from "vitest";
import type { Technician } from "../../../api/types";
import { addDays, axisOf, laid, momentAt, place, shiftsOn, widthOf } from "./timeline";

const zone = "America/Bogota";
const axis = axisOf("2026-11-27", "day", zone);

describe("the board's axis", () => {
  it("begins at midnight of the place and is a day wide", () => {
    expect(new Date(axis.start).toISOString()).toBe("2026-11-27T05:00:00.000Z");
    expect(widthOf(axis)).toBe(24 * axis.hour);
    expect(axisOf("2026-11-27", "week", zone).days.at(-1)).toBe("2026-12-03");
  });

  it("reads a point as the quarter of an hour before it, and never beyond its ends", () => {
    const nine = axis.start + 9 * 3_600_000;
    expect(momentAt(axis, place(axis, nine) + axis.hour / 5)).toBe(nine);
    expect(momentAt(axis, -50)).toBe(axis.start);
    expect(momentAt(axis, 1e6)).toBe(axis.end - 15 * 60_000);
  });

  it("crosses the end of a month", () => {
    expect(addDays("2026-11-30", 1)).toBe("2026-12-01");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });
});

describe("shifts", () => {
  const technician = {
    timeZone: zone,
    shifts: [
      { weekday: "friday", from: 8 * 60, to: 17 * 60 },
      { weekday: "thursday", from: 22 * 60, to: 30 * 60 },
      { weekday: "monday", from: 8 * 60, to: 17 * 60 },
    ],
  } as unknown as Technician;

  it("are those of the day, with the night that began on the day before", () => {
    const clock = shiftsOn(axis, technician).map(({ from, to }) => [
      (from - axis.start) / 3_600_000,
      (to - axis.start) / 3_600_000,
    ]);
    expect(clock).toEqual([
      [-2, 6],
      [8, 17],
    ]);
  });
});

describe("lanes", () => {
  it("keep apart what overlaps and use a lane again when it is free", () => {
    const bars = [
      { from: 0, to: 10 },
      { from: 5, to: 8 },
      { from: 8, to: 12 },
      { from: 10, to: 11 },
    ];
    const result = laid(bars, (bar) => bar);
    expect(result.lanes).toBe(2);
    for (const one of result.laid) {
      for (const other of result.laid) {
        const apart =
          one === other ||
          one.lane !== other.lane ||
          one.item.to <= other.item.from ||
          other.item.to <= one.item.from;
        expect(apart).toBe(true);
      }
    }
  });
});
