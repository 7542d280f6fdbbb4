// Filters that a person keeps under a name, in this browser. No customer's data: only what was chosen.
import type { OrderFilter } from "../../api/types";

export interface SavedFilter {
  name: string;
  filter: OrderFilter;
}

const most = 12;
const place = (personId: string) => `microflow.filters.${personId}`;

export function readFilters(personId: string): SavedFilter[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(personId)) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((one): one is SavedFilter => typeof one?.name === "string" && !!one.filter)
      : [];
  } catch {
    return [];
  }
}

/** Under the same name the newer one counts. */
export function withFilter(kept: SavedFilter[], added: SavedFilter): SavedFilter[] {
  return [added, ...kept.filter(({ name }) => name !== added.name)].slice(0, most);
}

export function writeFilters(personId: string, kept: SavedFilter[]): void {
  localStorage.setItem(place(personId), JSON.stringify(kept));
}
