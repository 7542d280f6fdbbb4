import { describe, expect, it } from "vitest";
import { missing, sorted } from "./day";
import type { Entry, Job } from "./offline/db";
import { fitted } from "./photo";

const now = new Date(2026, 4, 4, 10).getTime();
const at = (day: number, hour: number) => new Date(2026, 4, day, hour).toISOString();

function job(orderId: string, from?: string, story: string[] = []): Job {
  const window = from && { from, to: from };
  const order = { window, sla: { dueAt: at(5, 12) }, type: { materialsRequired: true } };
  return { orderId, order, story: story.map((kind) => ({ kind })) } as unknown as Job;
}

const queued = (kind: string) => ({ action: { kind } }) as Entry;

describe("the day", () => {
  it("begins with what is earliest, and leaves later days for below", () => {
    const { today, later } = sorted(
      [
        job("tomorrow", at(5, 8)),
        job("afternoon", at(4, 15)),
        job("any time"),
        job("late", at(3, 9)),
      ],
      now,
    );
    expect(today.map(({ orderId }) => orderId)).toEqual(["late", "afternoon", "any time"]);
    expect(later.map(({ orderId }) => orderId)).toEqual(["tomorrow"]);
  });

  it("says what is lacking to complete, and counts what waits on the device", () => {
    expect(missing(job("a"), [])).toBe("evidence");
    expect(missing(job("a"), [queued("file")])).toBe("materials");
    expect(missing(job("a", undefined, ["evidence_uploaded"]), [queued("material")])).toBeNull();
  });
});

describe("a photo", () => {
  it("is made smaller, and never larger or of another shape", () => {
    expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 });
    expect(fitted(1000, 3200)).toEqual({ width: 500, height: 1600 });
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
  });
});
