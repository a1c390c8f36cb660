import { describe, expect, it } from "vitest";
import type { UnresolvedCommitContext } from "./run-context.ts";
import { countsAsSnyk, ignoredEvent } from "./snyk-author.ts";

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

describe("ignoredEvent", () => {
  const commit: UnresolvedCommitContext = {
    kind: "unresolved-commit",
    event: "status",
    owner: "acme",
    repo: "shop",
    repositoryUrl: "https://github.com/acme/shop",
    commit: "a".repeat(40),
    branches: [],
  };
  const setBy = (creator?: string): UnresolvedCommitContext => ({
    ...commit,
    status: { context: "security/snyk", state: "success", ...(creator === undefined ? {} : { creator }) },
  });

  it("hands on what the event says of itself", () => {
    const ignored = { kind: "ignored", why: "Nothing is asked for" } as const;
    expect(ignoredEvent(() => ignored, [])).toBe(ignored);
  });

  it.each([
    ["is not Snyk's", setBy("github-actions[bot]"), [], "The status was set by github-actions[bot]"],
    ["has no author where one is named", setBy(), ["snyk-bot"], "The status was set by nobody"],
  ])("ignores a status that %s", (_, event, named, why) => {
    expect(ignoredEvent(() => event, named)?.why).toContain(why);
  });

  it.each([
    ["a status of Snyk's", setBy("snyk-bot"), []],
    ["a commit without a status", commit, []],
    ["a status where the settings cannot be used", setBy("github-actions[bot]"), undefined],
  ])("ignores nothing of %s", (_, event, named) => {
    expect(ignoredEvent(() => event, named)).toBeUndefined();
  });

  it("leaves an event that cannot be used to the verdict", () => {
    const broken = () => {
      throw new Error("no event");
    };
    expect(ignoredEvent(broken, [])).toBeUndefined();
  });
});
