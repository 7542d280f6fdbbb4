import { createInstance } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import common from "../locales/es/common.json";
import { fieldProblems, ProblemError, problemText, readProblem, unreachable } from "./problem";

const words = createInstance();
beforeAll(() =>
  words.init({ lng: "es", ns: ["common"], defaultNS: "common", resources: { es: { common } } }),
);
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });
const text = (error: unknown) => problemText(words.getFixedT("es", "common"), error);

describe("a problem", () => {
  it("is told in our words where we know it, with how long to wait", () => {
    const problem = readProblem(answer(429, { "retry-after": "840" }), { code: "account_locked" });
    expect(text(new ProblemError(problem))).toContain("Espera 14 min");
    expect(text(new ProblemError(unreachable))).toContain("No hay conexión");
  });

  it("is told in the server's words where we do not", () => {
    const problem = readProblem(answer(409), { code: "new_rule", title: "No", detail: "Because." });
    expect(text(new ProblemError(problem))).toBe("Because.");
  });

  it("of the server's own carries the number that support asks for, and nothing else", () => {
    const problem = readProblem(answer(500, { "x-request-id": "abc1" }), null);
    expect(text(new ProblemError(problem))).toContain("abc1");
  });

  it("is a lost network where fetch says so", () => {
    expect(text(new TypeError("Failed to fetch"))).toContain("No hay conexión");
  });

  it("names each field as a form does", () => {
    const problem = readProblem(answer(422), {
      errors: [
        { pointer: "/window/from", code: "past", detail: "Too early." },
        { pointer: "/title", code: "required" },
      ],
    });
    expect(fieldProblems(new ProblemError(problem))).toEqual({
      "window.from": "Too early.",
      title: "required",
    });
  });
});
