import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anObservation } from "../../../test/support/a-report.ts";
import { HOSTILE_PATHS } from "../../../test/support/sarif-situations.ts";
import { locationOf, sarifPlaceOf, sarifRepositoryPath } from "./place.ts";

describe("sarifRepositoryPath", () => {
  it.each(HOSTILE_PATHS)("refuses %j", (path) => {
    expect(sarifRepositoryPath(path)).toBeUndefined();
  });

  it.each([
    "",
    ".",
    "..",
    "./",
    "a/..",
    "a/./../b",
    "%2E./x",
    "a%2f..%2fb",
    "a%5c..%5cb",
    "x%00",
    "~/x",
  ])("refuses %j", (path) => {
    expect(sarifRepositoryPath(path)).toBeUndefined();
  });

  it.each([
    ["./src/a.ts", "src/a.ts"],
    ["src//a.ts", "src/a.ts"],
    ["src/./b/././a.ts", "src/b/a.ts"],
    ["src\\win\\a.cs", "src/win/a.cs"],
    ["100%.md", "100%.md"],
    ["a%20b.ts", "a%20b.ts"],
    ["...", "..."],
    [".github/x.yml", ".github/x.yml"],
  ])("takes %j as %j", (path, expected) => {
    expect(sarifRepositoryPath(path)).toBe(expected);
  });

  it("never yields a location that leads out of the repository, for any text", () => {
    const step = fc.constantFrom(
      "..",
      ".",
      "/",
      "\\",
      "%2e",
      "%2F",
      "%25",
      "a",
      "C:",
      "file:",
      "~",
      "\n",
      "%",
    );
    const path = fc.oneof(
      fc.string(),
      fc.array(step).map((steps) => steps.join("")),
    );
    fc.assert(
      fc.property(path, (value) => {
        const { uri } = locationOf(sarifPlaceOf(anObservation({ path: value }))).physicalLocation
          .artifactLocation;
        const resolved = new URL(uri, "https://root.test/repo/");
        expect(resolved.href.startsWith("https://root.test/repo/")).toBe(true);
        let decoded = uri;
        for (let round = 0; round < 3; round++)
          decoded = decoded.replace(/%(25|2e|2f|5c)/gi, (code) => decodeURIComponent(code));
        expect(decoded.split(/[/\\]/)).not.toContain("..");
      }),
    );
  });
});

describe("sarifPlaceOf", () => {
  it("is the finding's own file and lines", () => {
    expect(sarifPlaceOf(anObservation({ path: "a.ts", line: 3, endLine: 5 }))).toEqual({
      path: "a.ts",
      line: 3,
      endLine: 5,
    });
  });

  it("is line 1 when the line is missing or impossible, and drops an impossible end", () => {
    for (const line of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40]) {
      expect(sarifPlaceOf(anObservation({ path: "a.ts", line, endLine: 9 }))).toEqual({
        path: "a.ts",
        line: 1,
      });
    }
    expect(sarifPlaceOf(anObservation({ path: "a.ts", endLine: 9 }))).toEqual({ path: "a.ts", line: 1 });
    expect(sarifPlaceOf(anObservation({ path: "a.ts", line: 4, endLine: 2 }))).toEqual({
      path: "a.ts",
      line: 4,
    });
  });

  it("is the usual manifest's first line for a package without a file", () => {
    const place = (ecosystem: string) => sarifPlaceOf(anObservation({ package: { name: "x", ecosystem } }));
    expect(place("npm")).toEqual({ path: "package.json", line: 1 });
    expect(place("Maven")).toEqual({ path: "pom.xml", line: 1 });
    expect(place("constructor")).toEqual({ path: "README.md", line: 1 });
  });

  it("is the README for what belongs to the whole repository", () => {
    expect(sarifPlaceOf(anObservation())).toEqual({ path: "README.md", line: 1 });
    expect(sarifPlaceOf(anObservation({ path: " " }))).toEqual({ path: "README.md", line: 1 });
  });

  it("keeps a refused path for the reader, and does not believe its line", () => {
    expect(sarifPlaceOf(anObservation({ path: "../x", line: 7 }))).toEqual({
      path: "README.md",
      line: 1,
      refused: "../x",
    });
  });
});
