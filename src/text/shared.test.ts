import { describe, expect, it } from "vitest";
import { createShared } from "./shared.ts";

describe("createShared", () => {
  it("gives one list for equal ones, and another for those that only join to the same", () => {
    const { list } = createShared();
    const first = list(["CWE-79", "CWE-80"]);
    expect(first).toEqual(["CWE-79", "CWE-80"]);
    expect(list(["CWE-79", "CWE-80"])).toBe(first);
    expect(list(["a\nb"])).not.toEqual(list(["a", "b"]));
    expect(list(["a,b"])).not.toEqual(list(["a", "b"]));
  });

  it("copies data of any shape without the keys that have no value, and leaves what it was given alone", () => {
    const { data } = createShared();
    const given = { id: "1", none: undefined, null: null, flag: false, deep: { list: ["a", 2, { b: "c" }] } };
    const before = structuredClone(given);
    const copy = data(given);
    expect(copy).toStrictEqual({ id: "1", null: null, flag: false, deep: { list: ["a", 2, { b: "c" }] } });
    expect(copy).not.toBe(given);
    expect(given).toStrictEqual(before);
  });

  it("begins anew when it has remembered enough, and stays right", () => {
    const { text, list } = createShared(2);
    const first = list(["a"]);
    list(["b"]);
    list(["c"]);
    expect(list(["a"])).toEqual(first);
    expect(list(["a"])).not.toBe(first);
    expect(["a", "b", "c", "a"].map(text)).toEqual(["a", "b", "c", "a"]);
  });
});
