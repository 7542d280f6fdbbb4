import { describe, expect, it } from "vitest";
import type { Site } from "../../api/types";
import { bodyOf, emptyDraft, isComplete } from "./draft";

const site = { id: "s1", timeZone: "America/Bogota" } as Site;
const whole = {
  ...emptyDraft,
  typeId: "t1",
  title: " Sin tono ",
  description: "Desde ayer",
  siteId: "s1",
};

describe("a request for work", () => {
  it("goes on from a step only when the step is complete", () => {
    expect(isComplete(emptyDraft, "what")).toBe(false);
    expect(isComplete({ ...whole, title: "  ab  " }, "what")).toBe(false);
    expect(isComplete(whole, "what")).toBe(true);
    expect(isComplete(emptyDraft, "where")).toBe(false);
    expect(isComplete(whole, "where")).toBe(true);
  });

  it("names no window where the person does not mind", () => {
    expect(bodyOf(whole, [site])).toMatchObject({ title: "Sin tono", window: undefined });
  });

  it("names the half of the day as the clock at the site shows it", () => {
    const { window } = bodyOf({ ...whole, day: "2026-11-28", slot: "afternoon" }, [site]);
    expect(window).toEqual({ from: "2026-11-28T18:00:00.000Z", to: "2026-11-28T22:00:00.000Z" });
  });
});
