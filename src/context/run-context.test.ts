import { describe, expect, it } from "vitest";
import { type EventContext, isResolved } from "./run-context.ts";

const COMMON = {
  event: "workflow_run",
  owner: "acme",
  repo: "web-shop",
  repositoryUrl: "https://github.com/acme/web-shop",
  commit: "1".repeat(40),
};
const BASE = { ref: "main", commit: "2".repeat(40) };
const UPLOAD = { ref: "refs/heads/main", commit: COMMON.commit };

describe("GitHub is asked what an event means", () => {
  it.each<[string, boolean, EventContext]>([
    [
      "a pull request",
      false,
      { ...COMMON, kind: "pull-request", number: 42, headRef: "a", fork: false, base: BASE, upload: UPLOAD },
    ],
    [
      "a group of the merge queue",
      false,
      { ...COMMON, kind: "merge-group", ref: "refs/heads/gh-readonly-queue/main/pr-1", base: BASE },
    ],
    ["a branch", false, { ...COMMON, kind: "ref", ref: "refs/heads/main" }],
    ["the number of a pull request", true, { ...COMMON, kind: "numbered-pull-request", number: 42 }],
    ["a commit of no known branch", true, { ...COMMON, kind: "unresolved-commit", branches: [] }],
    [
      "a branch of a fork",
      true,
      { ...COMMON, kind: "unresolved-pull-request", headOwner: "sam", headRef: "a", fork: true },
    ],
  ])("for %s: %s", (_what, isAsked, context) => {
    expect(isResolved(context)).toBe(!isAsked);
  });

  it("for no event that asks for nothing", () => {
    expect(isResolved({ kind: "ignored", why: "It is a comment." })).toBe(false);
  });
});
