import { describe, expect, it } from "vitest";
import { countsAsSnyk } from "./snyk-author.ts";

describe("countsAsSnyk", () => {
  it.each([
    ["anybody", "jo", [], true],
    ["a status without an author", undefined, [], true],
    ["a workflow", "GitHub-Actions[bot]", [], false],
    ["a named account, whatever its case", "Snyk-Bot", ["snyk-bot"], true],
    ["a workflow that is named", "github-actions[bot]", ["github-actions[bot]"], true],
    ["another account than the named", "jo", ["snyk-bot"], false],
    ["no author where one is named", undefined, ["snyk-bot"], false],
  ])("says of %s what the settings say", (_, author, named, counts) => {
    expect(countsAsSnyk(author, named)).toBe(counts);
  });
});
