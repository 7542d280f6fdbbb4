import { describe, expect, it } from "vitest";
import type { OrderRow } from "../../api/types";
import { lateOf } from "./exceptions";

const due = (dueAt: string, more: Partial<OrderRow["sla"]> = {}) =>
  ({ sla: { dueAt, breached: false, warned: false, ...more } }) as OrderRow;

describe("what is late", () => {
  const now = Date.parse("2026-11-27T12:00:00Z");
  it("is past its time or breached, and does not wait for the customer", () => {
    const past = due("2026-11-27T11:59:00Z");
    const breached = due("2026-11-27T13:00:00Z", { breached: true });
    const waits = due("2026-11-27T11:00:00Z", { pausedAt: "2026-11-27T10:00:00Z" });
    expect(lateOf([past, breached, waits, due("2026-11-27T12:01:00Z")], now)).toEqual([
      past,
      breached,
    ]);
  });
});
