import { describe, expect, it } from "vitest";
import { rootGlobs } from "./report-roots.ts";

const PLACES = { from: "/home/me/shop", workspace: "/home/me/shop" };
const root = (glob: string, places = PLACES) => rootGlobs([glob], places);

describe("globs on a command line", () => {
  it.each([
    ["out/*.json", "out/*.json"],
    ["**/*.sarif", "**/*.sarif"],
    ["./a.json", "a.json"],
    ["../shop/out/*.json", "out/*.json"],
    ["/home/me/shop/out/a.json", "out/a.json"],
    ["*.json", "*.json"],
    ["..out/a.json", "..out/a.json"],
  ])("stay in the workspace: %s", (glob, expected) => {
    expect(root(glob)).toEqual({ globs: [expected], roots: [] });
  });

  it.each([
    ["../shared/**/cli/*.json", "../shared", "/home/me/shared", Number.POSITIVE_INFINITY],
    ["../out/*.json", "../out", "/home/me/out", 0],
    ["../out/*/x/*.json", "../out", "/home/me/out", 2],
    ["../a.json", "..", "/home/me", 0],
    ["/tmp/a.json", "/tmp", "/tmp", 0],
    ["/a.json", "/", "/", 0],
    ["out/../../b/a.json", "../b", "/home/me/b", 0],
  ])("lead out: %s", (glob, name, folder, depth) => {
    const { globs, roots } = root(glob);
    expect(roots).toMatchObject([{ name, folder, depth, glob: globs[0] }]);
    expect(globs[0]?.startsWith(name)).toBe(true);
  });

  it("start from where they are typed, also when the workspace is elsewhere", () => {
    const places = { from: "/home/me", workspace: "/home/me/shop" };
    expect(root("shop/a.json", places).globs).toEqual(["a.json"]);
    expect(root("a.json", places)).toMatchObject({ globs: ["../a.json"], roots: [{ folder: "/home/me" }] });
  });
});
