import { describe, expect, it } from "vitest";
import { folderIn, pathInRepository, pathOfUri } from "./paths.ts";

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
    ["/w/repo/../repo-evil/x", "/w/repo/../repo-evil/x"],
    ["/w/repo-evil/x", "/w/repo-evil/x"],
    ["https://host//x", "https://host//x"],
  ])("%j is %j in the repository", (path, expected) => {
    expect(pathInRepository(path, { workspace: "/w/repo" })).toBe(expected);
  });

  it("counts from the folder in which the tool ran", () => {
    expect(pathInRepository("../b/x.js", { folder: "a" })).toBe("b/x.js");
    expect(folderIn("/w/repo", "/w/repo/a/b")).toBe("a/b");
    expect(folderIn("/w/repo", "/elsewhere")).toBe("");
    expect(folderIn(undefined, "/w")).toBe("");
    expect(folderIn("/", "/w")).toBe("");
  });

  it("may be a URI", () => {
    expect(pathOfUri("file:///w/a%20b")).toBe("/w/a b");
    expect(pathOfUri("file://host/share/x")).toBe("/share/x");
    expect(pathOfUri("file:///C:/x")).toBe("C:/x");
    expect(pathOfUri("C:/x")).toBe("C:/x");
    expect(pathOfUri("docker://image")).toBe("docker://image");
  });
});
