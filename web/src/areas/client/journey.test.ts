import { describe, expect, it } from "vitest";
import type { Order, TimelineEntry } from "../../api/types";
import { arrivalOf, distanceKm, journeyOf } from "./journey";

let minute = 0;
const entry = (kind: TimelineEntry["kind"], details: TimelineEntry["details"] = {}) => {
  const at = new Date(Date.UTC(2026, 10, 27, 12, minute++)).toISOString();
  return { id: at, kind, at, recordedAt: at, by: { name: "x" }, details } as TimelineEntry;
};
const poblado = { latitude: 6.21, longitude: -75.57 };
const centro = { latitude: 6.25, longitude: -75.57 };

describe("the journey of a request", () => {
  it("is received, and goes on with each step of the technician", () => {
    const story = [entry("order_created")];
    expect(journeyOf(story).stage).toBe("received");
    story.push(entry("assigned"), entry("status_changed", { to: "assigned" }));
    expect(journeyOf(story).stage).toBe("assigned");
    story.push(entry("travel_started"), entry("arrived"), entry("work_started"));
    expect(journeyOf(story).stage).toBe("working");
    expect(Object.keys(journeyOf(story).reached)).toHaveLength(5);
  });

  it("rests while the work does, whatever else is noted meanwhile", () => {
    const story = [entry("order_created"), entry("assigned"), entry("work_started")];
    story.push(entry("work_paused"), entry("commented"));
    expect(journeyOf(story).paused).toBe(true);
    story.push(entry("work_resumed"));
    expect(journeyOf(story).paused).toBe(false);
  });

  it("begins anew when the order is open again", () => {
    const story = [entry("order_created"), entry("assigned"), entry("travel_started")];
    story.push(entry("status_changed", { to: "open" }));
    const journey = journeyOf(story);
    expect(journey.stage).toBe("received");
    expect(Object.keys(journey.reached)).toEqual(["received"]);
  });
});

describe("the estimated arrival", () => {
  const order = { site: { position: centro } } as Order;

  it("comes from the distance between where the technician set out and the site", () => {
    expect(distanceKm(poblado, centro)).toBeCloseTo(4.45, 1);
    const story = [entry("assigned"), entry("travel_started", { position: poblado })];
    const began = Date.parse(story[1]?.at ?? "");
    const minutes = ((arrivalOf(journeyOf(story), order)?.getTime() ?? 0) - began) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(17);
    expect(minutes).toBeLessThan(22);
  });

  it("is not guessed where a position is missing, nor told after the arrival", () => {
    const story = [entry("assigned"), entry("travel_started")];
    expect(arrivalOf(journeyOf(story), order)).toBeNull();
    const there = [entry("travel_started", { position: poblado }), entry("arrived")];
    expect(arrivalOf(journeyOf(there), order)).toBeNull();
  });
});
