import { describe, expect, it } from "vitest";
import { backoff } from "./stream";

describe("the wait before the next try", () => {
  it("doubles up to half a minute and differs from browser to browser", () => {
    expect(backoff(0, () => 1)).toBe(500);
    expect(backoff(3, () => 1)).toBe(4000);
    expect(backoff(3, () => 0)).toBe(2000);
    expect(backoff(60, () => 1)).toBe(30_000);
  });
});
