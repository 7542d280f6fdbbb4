import { describe, expect, it } from "vitest";
import { filterOf, readBehind } from "./behind";

describe("the orders behind a figure", () => {
  it("are said by the address, without what it does not know", () => {
    const behind = readBehind({ status: "open", zoneId: "z", other: "x", from: 5 });
    expect(behind).toEqual({ status: "open", zoneId: "z" });
    expect(filterOf(behind)).toEqual({ status: ["open"], zoneId: "z" });
  });
});
