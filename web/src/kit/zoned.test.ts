import { describe, expect, it } from "vitest";
import { dayIn, momentOf } from "./zoned";

describe("a day and an hour on a wall", () => {
  it("are the moment of that zone", () => {
    expect(momentOf("2026-11-28", 8 * 60, "America/Bogota")).toBe("2026-11-28T13:00:00.000Z");
    expect(momentOf("2026-11-28", 8 * 60, "Asia/Kathmandu")).toBe("2026-11-28T02:15:00.000Z");
  });

  it("keep to the wall on the days when clocks change", () => {
    expect(momentOf("2026-03-29", 12 * 60, "Europe/Madrid")).toBe("2026-03-29T10:00:00.000Z");
    expect(momentOf("2026-10-25", 60, "Europe/Madrid")).toBe("2026-10-24T23:00:00.000Z");
    expect(momentOf("2026-10-25", 12 * 60, "Europe/Madrid")).toBe("2026-10-25T11:00:00.000Z");
  });

  it("know which day it is where", () => {
    const at = Date.parse("2026-11-28T03:00:00Z");
    expect(dayIn("America/Bogota", at)).toBe("2026-11-27");
    expect(dayIn("Asia/Tokyo", at)).toBe("2026-11-28");
  });
});
