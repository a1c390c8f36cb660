import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globFolderMatcher, globListMatcher, globMatcher } from "./glob.ts";
import { compileGlob } from "./glob-program.ts";

const matches = (pattern: string, path: string) => globMatcher(pattern)(path);

describe("a glob", () => {
  it.each([
    ["src/app.ts", "src/app.ts"],
    ["*.ts", "app.ts"],
    ["*.ts", ".ts"],
    ["a*c", "ac"],
    ["a*c", "abbc"],
    ["a?c", "abc"],
    ["a?c", "a😀c"],
    ["a*c", "a😀😀c"],
    ["a[😀x]c", "a😀c"],
    ["*", ".hidden"],
    ["**", "a/b/c"],
    ["**", "a"],
    ["legacy/**", "legacy/a"],
    ["legacy/**", "legacy/a/.b/c.ts"],
    ["legacy/", "legacy/a/b"],
    ["**/x", "x"],
    ["**/x", "a/x"],
    ["**/x", "a/b/x"],
    ["a/**/b", "a/b"],
    ["a/**/b", "a/x/y/b"],
    ["a/**/**/b", "a/b"],
    ["a/**/**/b", "a/q/b"],
    ["a/***/b", "a/x/y/b"],
    ["**/*.test.ts", "src/gate/judge.test.ts"],
    ["a**c", "abbc"],
    ["**c/d", "abc/d"],
    ["a/b**", "a/bcd"],
    ["[abc].ts", "b.ts"],
    ["[a-c].ts", "a.ts"],
    ["[a-c].ts", "c.ts"],
    ["[!a-c].ts", "d.ts"],
    ["[^a-c].ts", "d.ts"],
    ["[]a].ts", "].ts"],
    ["[!]a].ts", "b.ts"],
    ["[a-].ts", "-.ts"],
    ["[-a].ts", "-.ts"],
    ["[a\\-c].ts", "-.ts"],
    ["[\\]].ts", "].ts"],
    ["[a", "[a"],
    ["[a/b]", "[a/b]"],
    ["a\\", "a\\"],
    ["[\\", "[\\"],
    ["\\*.ts", "*.ts"],
    ["a\\/b", "a/b"],
    ["*.{ts,js}", "a.js"],
    ["{a,b/{c,d}}/x", "b/d/x"],
    ["{a,b/{c,d}}/x", "a/x"],
    ["{,b}x", "x"],
    ["{src,**}/x", "a/b/x"],
    ["{src,**}/x", "x"],
    ["a{/**,}/b", "a/b"],
    ["a{/**,}/b", "a/c/d/b"],
    ["{a}", "{a}"],
    ["{a,b", "{a,b"],
    ["a,b}", "a,b}"],
    ["{{a},b}", "{a}"],
    ["{[,],b}", ","],
    ["./src/*.ts", "src/a.ts"],
    ["src/*.ts", "./src/a.ts"],
    ["././a.ts", "a.ts"],
    ["a.ts", "././a.ts"],
    ["**\\/a", "a"],
    ["[a\\/b]", "[a/b]"],
    ["[cxa].ts", "x.ts"],
    ["{**,x}", "a/b"],
    ["**{/a,/b}", "b"],
    ["**{x,/a}", "a"],
    ["{**,b}/a", "a"],
    ["/src/*.ts", "src/a.ts"],
    [".github/**", ".github/scan-gate.yml"],
    ["", ""],
  ])("%s selects %s", (pattern, path) => {
    expect(matches(pattern, path)).toBe(true);
  });

  it.each([
    ["src/app.ts", "src/app.tsx"],
    ["src/app.ts", "src/app_ts"],
    ["src/app.ts", "x/src/app.ts"],
    ["*.ts", "src/app.ts"],
    ["*.TS", "app.ts"],
    ["a?c", "ac"],
    ["a?c", "a/c"],
    ["a?c", "abbc"],
    ["a*c", "a/c"],
    ["legacy/**", "legacy"],
    ["legacy/**", "legacy2/a"],
    ["legacy/", "legacy"],
    ["legacy/*", "legacy/a/b"],
    ["*/x", "ax"],
    ["a,b", "axb"],
    ["**/x", "ax"],
    ["**/x", "a/bx"],
    ["a/**/b", "ab"],
    ["a/**/b", "a/xb"],
    ["a**c", "a/c"],
    ["a**/c", "ax/y/c"],
    ["a**/c", "ac"],
    ["**c/d", "a/bc/d"],
    ["a/b**", "a/b/c"],
    ["[!a-c].ts", "b.ts"],
    ["x[!a]y", "x/y"],
    ["x[+-:]y", "x/y"],
    ["[a-c].ts", "-.ts"],
    ["[a-c].ts", "d.ts"],
    ["[b-c].ts", "a.ts"],
    ["[a\\-c].ts", "b.ts"],
    ["\\*.ts", "a.ts"],
    ["*.{ts,js}", "a.css"],
    ["{a,b}c", "ab"],
    ["{src,lib}/x", "x"],
    ["{a}", "a"],
    ["?", ""],
    ["a", ""],
  ])("%s does not select %s", (pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it("can be asked again and again", () => {
    const matcher = globMatcher("**/*.{ts,js}");
    expect(["a.ts", "b", "c/d.js", "c/d.jsx", "a.ts"].map(matcher)).toEqual([true, false, true, false, true]);
  });

  it("agrees with a plain, slow reading of the same rules", () => {
    const part = fc.constantFrom("a", "b", "?", "*", "**", "/", "[ab]", "[!a]", "{a,b}", "{,a}", "{*,a/b}");
    const pattern = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(""));
    const path = fc
      .array(fc.constantFrom("a", "b", "c", "/"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(pattern, path, (glob, text) => {
        // Doubled and outer slashes are no paths, and their meaning is left open.
        fc.pre(!/^\/|\/$|\/\//.test(text));
        // So is a `**` that only two neighbouring parts make.
        fc.pre(!alternatives(glob).some((one) => /\*\0+\*|^\0*\/|\/\0*$|\/\0*\/|\*\*\*/.test(one)));
        const expected = alternatives(glob).some((one) => slowly(one.replaceAll("\0", ""), text, true));
        expect(matches(glob, text)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("the text that says at once that a path is not selected", () => {
  it.each([
    ["src/a.ts", "src/a.ts", "src/a.ts", "a.ts"],
    ["src/*.ts", "src/", ".ts", "src"],
    ["**/lib/*", "", "", "lib"],
    ["**/a.ts", "", "a.ts", "a.ts"],
    ["*{abcdef,g}xyz{h,ijklmn}*", "", "", "xyz"],
    ["x{a,{bcd,e}fgh}ij?", "x", "", "ij"],
    ["{a,b}", "", "", ""],
  ])("of %s begins it with %j, ends it with %j and holds %j", (pattern, prefix, suffix, inside) => {
    expect(compileGlob(pattern)).toMatchObject({ prefix, suffix, inside });
  });
});

describe("the folders that a glob can go through", () => {
  it.each([
    ["dir/*.sarif", "dir"],
    ["./dir/*.sarif", "dir"],
    ["dir/**", "dir"],
    ["dir/", "dir"],
    ["dir/**", "dir/a/b"],
    ["**/*.sarif", "a/b"],
    ["*/x.sarif", "dir"],
    ["d?r/[a-c]/x", "dir"],
    ["d?r/[a-c]/x", "dir/b"],
    ["{a/b,c}/*.sarif", "a"],
    ["{a/b,c}/*.sarif", "a/b"],
    ["a/**/b/*.sarif", "a/x/y"],
  ])("of %s are among others %s", (pattern, folder) => {
    expect(globFolderMatcher(pattern)(folder)).toBe(true);
  });

  it.each([
    ["out/*.sarif", "node_modules"],
    ["out/*.sarif", "out/bin"],
    ["out/*.sarif", "ou"],
    ["*.sarif", "dir"],
    ["dir", "dir"],
    ["d*", "dir"],
    ["{a/b,c}/*.sarif", "b"],
    ["a/**/b", "c"],
  ])("of %s are not %s", (pattern, folder) => {
    expect(globFolderMatcher(pattern)(folder)).toBe(false);
  });

  it("can be asked for again and again", () => {
    const leadsThrough = globFolderMatcher("out/*/x");
    expect(["out", "in", "out/a", "out/a/b", "out"].map(leadsThrough)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it("are all those above whatever it selects", () => {
    const part = fc.constantFrom("a", "b", "?", "*", "**", "/", "[ab]", "{a,b}", "{*,a/b}");
    const pattern = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(""));
    const path = fc.array(fc.constantFrom("a", "b"), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(pattern, path, (glob, steps) => {
        fc.pre(matches(glob, steps.join("/")));
        expect(globFolderMatcher(glob)(steps.slice(0, -1).join("/"))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a pattern of pathological shape", () => {
  const long = `${"a/".repeat(300)}z`;
  // Backtracking takes longer than the age of the world for each of these, so that a return is the proof.
  it.each([
    ["many globstars", `${"**/a/".repeat(40)}[b]`, long],
    ["many stars", `${"a*".repeat(60)}[b]`, "a".repeat(400)],
    ["many globstars without slashes", `${"**a".repeat(60)}[b]`, "a".repeat(400)],
    ["many alternatives", `${"{a,b}".repeat(300)}[c]`, "ab".repeat(151)],
    ["empty alternatives", `${"{,a}".repeat(300)}[b]`, "a".repeat(300)],
    ["stars in alternatives", `${"{*,**/*}".repeat(50)}[b]`, "a/".repeat(100)],
    ["deep braces", `${"{a,".repeat(5000)}b${"}".repeat(5000)}`, "c"],
    ["open braces", `?${"{".repeat(20_000)}`, "a"],
    ["open brackets", `?${"[".repeat(20_000)}`, "a"],
    ["classes", `${"[a-z]*".repeat(60)}[!a-z]`, "a".repeat(400)],
  ])("stays quick: %s", (_shape, pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it.each([9, 11, 12])("stays quick with %i repeated globstars, and still finds what is there", (count) => {
    const matcher = globMatcher(`${"**/a/".repeat(count)}b`);
    expect(matcher(`${"a/".repeat(40)}z`)).toBe(false);
    expect(matcher(`${"a/".repeat(40)}b`)).toBe(true);
    expect(matcher(`${"a/".repeat(count - 1)}b`)).toBe(false);
  });
});

describe("a list of globs", () => {
  it("selects what any of them selects", () => {
    const matcher = globListMatcher(["legacy/**", "*.md"]);
    expect(["legacy/a", "a.md", "src/a"].map(matcher)).toEqual([true, true, false]);
  });

  it("selects nothing when it is empty", () => {
    expect(globListMatcher([])("a")).toBe(false);
  });
});

/** Multiplies braces out, with a mark at every seam. */
function alternatives(glob: string): string[] {
  const found = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(glob);
  if (found === null) return [glob];
  const [, before = "", inside = "", after = ""] = found;
  return inside.split(",").flatMap((one) => alternatives(`${before}\0${one}\0${after}`));
}

/** Tries every way, straight from the words of the documentation. */
function slowly(glob: string, path: string, segmentStarts: boolean): boolean {
  if (glob === "") return path === "";
  const whole = /^\*\*(?:\/|$)/.exec(glob);
  if (segmentStarts && whole !== null) {
    if (glob === "**") return true;
    const rest = glob.slice(3);
    if (slowly(rest, path, true)) return true;
    return [...path].some((one, at) => one === "/" && slowly(rest, path.slice(at + 1), true));
  }
  if (glob.startsWith("*")) {
    const rest = glob.replace(/^\*+/, "");
    const end = `${path}/`.indexOf("/");
    return Array.from({ length: end + 1 }, (_, at) => at).some((at) => slowly(rest, path.slice(at), false));
  }
  const [one] = path;
  if (one === undefined) return false;
  const set = /^\[(!?)([^\]]*)\]/.exec(glob);
  if (set !== null) {
    if (one === "/" || set[2]?.includes(one) === (set[1] === "!")) return false;
    return slowly(glob.slice(set[0].length), path.slice(1), false);
  }
  if (glob.startsWith("?") ? one === "/" : !glob.startsWith(one)) return false;
  return slowly(glob.slice(1), path.slice(1), one === "/");
}
