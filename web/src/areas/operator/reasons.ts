// The ranking explains itself in English sentences of a fixed form (services/dispatch, ranking.cpp).
// Here they are told in the reader's language; one that is not known stays as it is.
import type { TFunction } from "i18next";

export const rules = ["inactive", "skill_missing", "skill_level", "zone", "shift", "busy"] as const;
export type Rule = (typeof rules)[number];

const sentences: [shape: RegExp, key: Sentence][] = [
  [/^Is not active\.$/, "inactive"],
  [/^(?<name>.+): not held on \S+ \(level (?<needed>\d) needed\)\.$/, "skillMissing"],
  [/^(?<name>.+): level (?<held>\d) held, (?<needed>\d) needed\.$/, "skill"],
  [/^Serves the zone (?<zone>.+)\.$/, "zone"],
  [/^Does not serve the zone (?<zone>.+)\.$/, "notZone"],
  [/^The order has no zone\.$/, "noZone"],
  [/^(?<open>\d+) of (?<most>\d+) open visits.*\.$/, "load"],
  [/^Has no fixed hours\.$/, "noHours"],
  [/^On shift now\.$/, "onShift"],
  [/^Off shift now, begins within a day\.$/, "shiftSoon"],
  [/^Off shift now\.$/, "offShift"],
  [/^On shift in the order's window\.$/, "inShift"],
  [/^On shift for (?<share>\d+) % of the work in the order's window\.$/, "partShift"],
  [/^Off shift in the order's window\.$/, "outOfShift"],
];

type Part = "name" | "needed" | "held" | "zone" | "open" | "most" | "share";
type Sentence = keyof typeof import("../../locales/es/operator.json")["because"];

/** `named`: how the reader calls a specialty of that English name. */
export function tellReason(
  t: TFunction<"operator">,
  reason: string,
  named: (specialty: string) => string,
): string {
  for (const [shape, key] of sentences) {
    const found = shape.exec(reason);
    if (found) {
      const parts = found.groups as Partial<Record<Part, string>> | undefined;
      return t(`because.${key}`, { ...parts, name: named(parts?.name ?? "") });
    }
  }
  return reason;
}

/** How a refusal names the rules that a choice would break. */
const told: Record<Rule, string> = {
  inactive: "the technician is not active",
  skill_missing: "a required specialty is not held on that day",
  skill_level: "a required specialty is held below the level",
  zone: "the order's zone is not served",
  shift: "the window lies outside the shift hours",
  busy: "there are 5 open visits or more",
};

export function rulesIn(detail: string): Rule[] {
  return rules.filter((rule) => detail.includes(told[rule]));
}
