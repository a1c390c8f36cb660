import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../model/finding.ts";
import { alignBaseline } from "./align.ts";

const seen = (identity: string, details: Partial<Observation> = {}): Observation => ({
  source: "snyk",
  tool: "snyk",
  id: identity,
  identity,
  type: "sca",
  project: "acme/shop:package.json",
  path: "package.json",
  severity: "high",
  title: identity,
  cwe: [],
  identifiers: [],
  ...details,
});
const places = (observations: readonly Observation[]) =>
  observations.map(({ identity, path, project }) => `${identity} ${path ?? project}`).toSorted();
const cli = (identity: string, project = "shop"): Observation => {
  const { path: _, ...rest } = seen(identity, { project });
  return rest;
};

describe("a baseline", () => {
  it("stays as it is where head and base name the same files", () => {
    const base = [seen("A"), seen("B")];
    expect(alignBaseline([seen("A")], base)).toEqual(base);
  });

  it("is told in the head's names where the CLI monitored one branch and GitHub imported the other", () => {
    expect(places(alignBaseline([cli("A")], [seen("A"), seen("gone")]))).toEqual([
      "A shop",
      "gone package.json",
    ]);
    expect(places(alignBaseline([seen("A")], [cli("A")]))).toEqual(["A package.json"]);
    expect(places(alignBaseline([cli("A", "shop")], [cli("A", "Shop")]))).toEqual(["A shop"]);
  });

  it("does not make a second manifest's problem an old one", () => {
    const web = seen("A", { path: "web/package.json" });
    expect(places(alignBaseline([seen("A"), web], [seen("A")]))).toEqual(["A package.json"]);
    expect(places(alignBaseline([web], [seen("A")]))).toEqual(["A package.json"]);
    const twice = alignBaseline([cli("A", "one"), cli("A", "two")], [seen("A")]);
    expect(places(twice)).toEqual(["A one"]);
  });

  it("knows a problem that one branch tells of the manifest and the other of its lock file", () => {
    const locked = seen("A", { path: "web/package-lock.json", project: "shop" });
    expect(places(alignBaseline([locked], [seen("A", { path: "web/package.json" })]))).toEqual([
      "A web/package-lock.json",
    ]);
    expect(places(alignBaseline([seen("A")], [seen("A", { path: "yarn.lock" })]))).toEqual([
      "A package.json",
    ]);
    expect(places(alignBaseline([locked], [seen("A")]))).toEqual(["A package.json"]);
  });

  it("knows moved code by its key, or by the name that lasts", () => {
    const code = (identity: string, path: string, aliases: readonly string[] = []) =>
      seen(identity, { type: "sast", path, aliases });
    expect(places(alignBaseline([code("K", "new.ts")], [code("K", "old.ts")]))).toEqual(["K new.ts"]);
    expect(places(alignBaseline([code("K2", "new.ts", ["L"])], [code("K1", "old.ts", ["L"])]))).toEqual([
      "K1 new.ts",
    ]);
  });

  it("holds every issue of the base exactly once, and is the same for the same input", () => {
    const issue = fc
      .record({
        identity: fc.constantFrom("A", "B"),
        path: fc.constantFrom("a", "b", ""),
        type: fc.constantFrom("sca", "sast"),
      })
      .map(({ identity, path, type }) => {
        const { path: _, ...rest } = seen(identity, { type: type === "sca" ? "sca" : "sast" });
        return path === "" ? rest : { ...rest, path };
      });
    const issues = fc.array(issue, { maxLength: 8 });
    fc.assert(
      fc.property(issues, issues, (head, base) => {
        const known = alignBaseline(head, base);
        const names = (list: readonly Observation[]) =>
          list.map(({ type, identity }) => `${type} ${identity}`).toSorted();
        expect(names(known)).toEqual(names(base));
        expect(alignBaseline(head, base)).toEqual(known);
      }),
    );
  });

  it("never mixes types", () => {
    const license = seen("A", { type: "license" });
    expect(alignBaseline([cli("A")], [license])).toEqual([license]);
  });
});
