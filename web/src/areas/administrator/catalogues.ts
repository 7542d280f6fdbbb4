// The four catalogues as data: their columns and what a form asks for.
import { queryOptions } from "@tanstack/react-query";
import { api, call, ifVersion, keyed } from "../../api/client";
import { keys } from "../../api/keys";
import { readAll } from "../../api/paging";
import type words from "../../locales/es/administrator.json";
import type { Skill } from "./Skills";

export const kinds = ["order-types", "zones", "specialties", "materials"] as const;
export type Kind = (typeof kinds)[number];
type FieldName = keyof (typeof words)["field"];

export type Value = string | number | boolean | Skill[] | undefined;
export type Entry = { id: string; version: number; active: boolean } & Record<string, Value>;

export interface Field {
  name: FieldName;
  kind: "text" | "number" | "switch" | "zone" | "skills";
  /** What a new entry begins with. */
  first?: Value;
  inTable?: true;
  /** Asked for when it is added, and changed elsewhere later. */
  onlyNew?: true;
  least?: number;
}

const code: Field = { name: "code", kind: "text", first: "", inTable: true };
const name: Field = { name: "name", kind: "text", first: "", inTable: true };
const nameEs: Field = { name: "nameEs", kind: "text", first: "", inTable: true };
const active: Field = { name: "active", kind: "switch", first: true };

export const fields: Record<Kind, Field[]> = {
  "order-types": [
    code,
    nameEs,
    name,
    { name: "slaHours", kind: "number", first: 24, inTable: true, least: 1 },
    { name: "estimatedMinutes", kind: "number", first: 60, inTable: true, least: 1 },
    { name: "specialties", kind: "skills", first: [] },
    { name: "automatic", kind: "switch", first: false },
    { name: "materialsRequired", kind: "switch", first: false },
    active,
  ],
  zones: [
    code,
    name,
    { name: "timeZone", kind: "zone", first: "America/Bogota", inTable: true },
    active,
  ],
  specialties: [code, nameEs, name, active],
  materials: [
    code,
    name,
    { name: "unit", kind: "text", first: "", inTable: true },
    { name: "unitCost", kind: "text", first: "0.00 COP", inTable: true },
    { name: "stock", kind: "number", first: 0, inTable: true, onlyNew: true, least: 0 },
    { name: "minimumStock", kind: "number", first: 0, inTable: true, least: 0 },
    active,
  ],
};

export const catalogueQuery = (kind: Kind) =>
  queryOptions({
    queryKey: [...keys.catalogues, "all", kind],
    queryFn: () =>
      readAll<Entry>(async (cursor) => {
        const page = await call(
          api.GET(`/api/v1/${kind}` as "/api/v1/zones", {
            params: { query: { cursor, limit: 100 } },
          }),
        );
        return page as unknown as { items: Entry[]; nextCursor?: string | null };
      }),
  });

/** Adds the entry, or changes the one given. The four routes take their fields in the same way. */
export function saveEntry(
  kind: Kind,
  body: Record<string, Value>,
  key: string,
  entry: Entry | undefined,
) {
  return entry
    ? call(
        api.PATCH(`/api/v1/${kind}/{id}` as "/api/v1/zones/{id}", {
          params: { path: { id: entry.id } },
          body: body as never,
          ...ifVersion(entry.version),
        }),
      )
    : call(api.POST(`/api/v1/${kind}` as "/api/v1/zones", { body: body as never, ...keyed(key) }));
}
