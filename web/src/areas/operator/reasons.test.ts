import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import operator from "../../locales/es/operator.json";
import { rulesIn, tellReason } from "./reasons";

let t: TFunction<"operator">;
beforeAll(async () => {
  const words = i18next.createInstance();
  await words.init({
    lng: "es",
    defaultNS: "operator",
    resources: { es: { operator } },
    interpolation: { escapeValue: false },
  });
  t = words.getFixedT("es", "operator");
});

const named = (name: string) => (name === "Fiber" ? "Fibra" : name);

describe("the ranking's reasons", () => {
  it("are told in Spanish with their names and numbers", () => {
    expect(tellReason(t, "Fiber: level 3 held, 2 needed.", named)).toBe(
      "Fibra: nivel 3, se pide 2",
    );
    expect(tellReason(t, "4 of 5 open visits.", named)).toBe("4 de 5 visitas abiertas");
    expect(tellReason(t, "Does not serve the zone Laureles.", named)).toBe(
      "No atiende la zona Laureles",
    );
  });

  it("stay as they are where the sentence is new", () => {
    expect(tellReason(t, "Speaks Wayuunaiki.", named)).toBe("Speaks Wayuunaiki.");
  });

  it("give the broken rules of a refusal", () => {
    const detail =
      "This choice overrides a rule: the order's zone is not served, there are 5 open visits or more. Give a reason.";
    expect(rulesIn(detail)).toEqual(["zone", "busy"]);
    expect(rulesIn("Ana has this order already. Give a reason.")).toEqual([]);
  });
});
