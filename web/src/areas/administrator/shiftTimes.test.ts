import { describe, expect, it } from "vitest";
import { clockOf, endOf, minuteOf } from "./shiftTimes";

describe("the hours of a shift", () => {
  it("are minutes of the day", () => {
    expect(clockOf(420)).toBe("07:00");
    expect(minuteOf("18:30")).toBe(1110);
  });
  it("go on into the next day when they end before they begin", () => {
    expect(endOf(minuteOf("22:00"), "06:00")).toBe(1800);
    expect(clockOf(1800)).toBe("06:00");
    expect(endOf(420, "18:00")).toBe(1080);
  });
});
