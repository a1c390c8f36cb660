import { describe, expect, it } from "vitest";
import { fileLocator, pathInRepository, pathOfUri } from "./paths.ts";

describe("a path of a report", () => {
  it.each([
    ["./src/./a.js", "src/a.js"],
    ["src//x/../a.js", "src/a.js"],
    ["custom-rule\\pom.xml", "custom-rule/pom.xml"],
    ["a\\b/c", "a\\b/c"],
    ["../x", "../x"],
    ["a/../../x", "../x"],
    [".", undefined],
    ["", undefined],
    ["/etc/passwd", "/etc/passwd"],
    ["C:\\x\\y", "C:/x/y"],
    ["/w/repo/src/a.js", "src/a.js"],
    ["/w/repo", undefined],
    ["/w/repo/../repo-evil/x", "/w/repo-evil/x"],
    ["legacy/../src/x.py", "src/x.py"],
    ["/w/repo/legacy/../src/x.py", "src/x.py"],
    ["/w/repo-evil/x", "/w/repo-evil/x"],
    ["https://host//x", "https://host//x"],
  ])("%j is %j in the repository", (path, expected) => {
    expect(pathInRepository(path, { workspace: "/w/repo" })).toBe(expected);
  });

  it("counts from the folder in which the tool ran", () => {
    const workspace = { workspace: "/w/repo" };
    expect(pathInRepository("../b/x.js", {}, { inner: "a" })).toBe("b/x.js");
    expect(pathInRepository("x.js", workspace, { root: "/w/repo/a/b" })).toBe("a/b/x.js");
    expect(pathInRepository("x.js", workspace, { root: "/elsewhere", inner: "c" })).toBe("c/x.js");
    expect(pathInRepository("x.js", {}, { root: "/w" })).toBe("x.js");
  });

  it("of another machine is the workspace file that its longest ending names", () => {
    const known = new Set(["a.c", "src/a.c", "docs/b.md"]);
    const origin = { workspace: "/w/repo", locate: fileLocator(known) };
    expect(pathInRepository("/github/workspace/src/a.c", origin)).toBe("src/a.c");
    expect(pathInRepository("/__w/repo/repo/docs/./x/../b.md", origin)).toBe("docs/b.md");
    expect(pathInRepository("/other/a.c", origin)).toBe("a.c");
    expect(pathInRepository("C:\\build\\src\\a.c", origin)).toBe("src/a.c");
    expect(pathInRepository("/src/gone.c", origin)).toBe("/src/gone.c");
    expect(pathInRepository("a.c", origin, { root: "/github/workspace/src" })).toBe("src/a.c");
    expect(pathInRepository("gone.c", origin, { root: "/github/workspace" })).toBe("gone.c");
  });

  it("may be a URI", () => {
    expect(pathOfUri("file:///w/a%20b")).toBe("/w/a b");
    expect(pathOfUri("file://host/share/x")).toBe("/share/x");
    expect(pathOfUri("file:///C:/x")).toBe("C:/x");
    expect(pathOfUri("C:/x")).toBe("C:/x");
    expect(pathOfUri("docker://image")).toBe("docker://image");
  });
});
