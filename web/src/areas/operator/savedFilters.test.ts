import { describe, expect, it } from "vitest";
import { readFilters, withFilter, writeFilters } from "./savedFilters";

describe("saved filters", () => {
  it("are each person's own", () => {
    writeFilters("ana", [{ name: "Urgentes", filter: { priority: ["critical"] } }]);
    expect(readFilters("ana")[0]?.filter.priority).toEqual(["critical"]);
    expect(readFilters("beto")).toEqual([]);
  });

  it("replace one of the same name and are not without end", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ name: `f${index}`, filter: {} }));
    const kept = withFilter(many, { name: "f3", filter: { q: "x" } });
    expect(kept).toHaveLength(12);
    expect(kept.filter(({ name }) => name === "f3")).toEqual([{ name: "f3", filter: { q: "x" } }]);
    expect(withFilter(many, { name: "new", filter: {} })).toHaveLength(12);
  });

  it("begin anew where what is kept cannot be read", () => {
    localStorage.setItem("microflow.filters.ana", "{");
    expect(readFilters("ana")).toEqual([]);
  });
});
