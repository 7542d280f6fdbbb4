import type { Order } from "../../api/types";
import type { Entry, Job } from "./offline/db";

/** When a job is to be done: by its window, else by what was promised. */
export function whenOf({ window, sla }: Pick<Order, "window" | "sla">): number {
  return new Date(window?.from ?? sla.dueAt).getTime();
}

/** Jobs of today (also those of before, and those without a window), and those of later days. */
export function sorted(jobs: Job[], now = Date.now()): { today: Job[]; later: Job[] } {
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  const isLater = ({ window }: Order) =>
    window !== undefined && new Date(window.from).getTime() >= midnight;
  const byTime = [...jobs].sort((a, b) => whenOf(a.order) - whenOf(b.order));
  return {
    today: byTime.filter(({ order }) => !isLater(order)),
    later: byTime.filter(({ order }) => isLater(order)),
  };
}

/** What the server will ask for before the work can be completed; what waits on the device counts. */
export function missing({ order, story }: Job, entries: Entry[]): "evidence" | "materials" | null {
  const has = (told: string, queued: string) =>
    story.some(({ kind }) => kind === told) || entries.some(({ action }) => action.kind === queued);
  if (!has("evidence_uploaded", "file")) {
    return "evidence";
  }
  return order.type.materialsRequired && !has("material_used", "material") ? "materials" : null;
}

/** An address that opens the phone's own maps. */
export function mapsLink({ address, position }: Order["site"]): string {
  const place = encodeURIComponent(address);
  const apple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  if (apple) {
    const to = position ? `${position.latitude},${position.longitude}` : place;
    return `https://maps.apple.com/?daddr=${to}`;
  }
  return position
    ? `geo:${position.latitude},${position.longitude}?q=${position.latitude},${position.longitude}(${place})`
    : `geo:0,0?q=${place}`;
}
