// A request while it is being written. Pure.
import type { Priority, Site } from "../../api/types";
import { momentOf } from "../../kit/zoned";

export const steps = ["what", "where", "when"] as const;
export type Step = (typeof steps)[number];

/** Halves of a day, in minutes after midnight at the site. */
export const slots = {
  morning: { from: 8 * 60, to: 12 * 60 },
  afternoon: { from: 13 * 60, to: 17 * 60 },
} as const;
export type Slot = keyof typeof slots;

/** What a client may choose; critical is for the office. */
export const clientPriorities = ["low", "medium", "high"] as const satisfies Priority[];

export interface Draft {
  typeId: string;
  title: string;
  description: string;
  siteId: string;
  priority: (typeof clientPriorities)[number];
  /** "2026-11-28"; empty: whenever somebody can come. */
  day: string;
  slot: Slot;
}

export const emptyDraft: Draft = {
  typeId: "",
  title: "",
  description: "",
  siteId: "",
  priority: "medium",
  day: "",
  slot: "morning",
};

export const shortest = 3; // characters of title and description, by the API's rule

export function isComplete(draft: Draft, step: Step): boolean {
  const long = (text: string) => text.trim().length >= shortest;
  switch (step) {
    case "what":
      return draft.typeId !== "" && long(draft.title) && long(draft.description);
    case "where":
      return draft.siteId !== "";
    case "when":
      return true;
  }
}

/** What the API is sent. */
export function bodyOf(draft: Draft, sites: Site[]) {
  const site = sites.find(({ id }) => id === draft.siteId);
  const { from, to } = slots[draft.slot];
  return {
    typeId: draft.typeId,
    siteId: draft.siteId,
    priority: draft.priority,
    title: draft.title.trim(),
    description: draft.description.trim(),
    window:
      draft.day && site
        ? {
            from: momentOf(draft.day, from, site.timeZone),
            to: momentOf(draft.day, to, site.timeZone),
          }
        : undefined,
  };
}
