import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { invalidator, keysOf } from "./invalidate";
import type { LiveEvent } from "./stream";

const event = (type: string, data: Record<string, unknown>, subject = "s"): LiveEvent => ({
  type,
  subject,
  time: "2026-11-27T12:00:00Z",
  data,
});

describe("an event of the stream", () => {
  it("makes the order that it is about old, and every list of orders", () => {
    const keys = keysOf(event("order.status_changed", { order: { id: "o1" } }));
    expect(keys).toContainEqual(["order", "o1"]);
    expect(keys).toContainEqual(["orders"]);
  });

  it("names its order by orderId where it carries no order", () => {
    expect(keysOf(event("tracking.arrived", { orderId: "o2" }))).toContainEqual(["order", "o2"]);
  });

  it("touches only the notifications where it is a message", () => {
    expect(keysOf(event("notification", {}))).toEqual([["notifications"]]);
  });
});

describe("a burst of events", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is one reading of each thing, and one more for what is made a moment later", () => {
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, "invalidateQueries");
    const take = invalidator(client);
    for (let i = 0; i < 50; ++i) {
      take(event("notification", {}));
    }
    expect(invalidate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(150);
    expect(invalidate).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5000);
    expect(invalidate).toHaveBeenCalledTimes(2);
  });
});
