import { describe, expect, it } from "vitest";
import { formatAgo, formatTime } from "./times";

describe("times", () => {
  it("are those of the clock on the site's wall", () => {
    const at = "2026-11-27T20:30:00Z";
    expect(formatTime(at, "es", "America/Bogota", "clock")).toBe("15:30");
    expect(formatTime(at, "es", "Europe/Madrid", "clock")).toBe("21:30");
  });

  it("are told from now in the reader's language", () => {
    const now = Date.parse("2026-11-27T12:00:00Z");
    expect(formatAgo("2026-11-27T09:00:00Z", "en", now)).toBe("3 hours ago");
    expect(formatAgo("2026-11-27T12:05:00Z", "es", now)).toBe("dentro de 5 minutos");
    expect(formatAgo("2026-11-27T12:00:20Z", "en", now)).toBe("now");
  });
});
