// The steps of the work, as the server knows them, and what the device may say about the state of
// a job before the server has heard of it. Pure: the queue, the screens and the tests share it.
import type { TimelineEntry } from "../../../api/types";

export type Work = "assigned" | "en_route" | "on_site" | "working" | "paused" | "done" | "released";
export type Step =
  | "travel_started"
  | "arrived"
  | "work_started"
  | "work_paused"
  | "work_resumed"
  | "work_completed";

export interface Position {
  latitude: number;
  longitude: number;
}

export type Action =
  | { kind: "activity"; step: Step; reason?: string; position?: Position }
  | { kind: "transition"; transition: "hold" | "cannot_complete"; reason: string }
  | { kind: "progress"; comment: string; minutes: number }
  | { kind: "material"; materialId: string; name: string; unit: string; quantity: number }
  | { kind: "file"; name: string; mediaType: string; bytes: ArrayBuffer; position?: Position };

const led: Record<Step, Work> = {
  travel_started: "en_route",
  arrived: "on_site",
  work_started: "working",
  work_paused: "paused",
  work_resumed: "working",
  work_completed: "done",
};

/** The one large button of each state. */
export const nextStep: Partial<Record<Work, Step>> = {
  assigned: "travel_started",
  en_route: "arrived",
  on_site: "work_started",
  working: "work_completed",
  paused: "work_resumed",
};

/** Where the work stands after an action. */
export function after(work: Work, action: Action): Work {
  if (action.kind === "activity") {
    return led[action.step];
  }
  if (action.kind === "transition") {
    return action.transition === "hold" ? "paused" : "released";
  }
  return work;
}

/** Where the work stands by the order's story. */
export function workOf(story: TimelineEntry[]): Work {
  let work: Work = "assigned";
  for (const { kind, details } of story) {
    if (kind === "assigned") {
      work = "assigned";
    } else if (kind in led) {
      work = led[kind as Step];
    } else if (kind === "status_changed" && details.to === "on_hold") {
      work = "paused";
    } else if (kind === "status_changed" && details.to === "in_progress") {
      work = "working";
    }
  }
  return work;
}
