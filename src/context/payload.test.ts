import { describe, expect, it } from "vitest";
import { defaultBranchIn, mergeGroupIn, pullRequestIn, workflowRunIn } from "./payload.ts";
import { commitId } from "./payload-parts.ts";

const SHA = "a".repeat(40);
const SIDE = { sha: SHA, ref: "main" };
const run = (more: object) => ({
  workflow_run: { event: "pull_request", head_sha: SHA, head_branch: "feature", ...more },
});
const listed = (more: object) => run({ pull_requests: [{ number: 1, head: SIDE, base: SIDE, ...more }] });

describe("a payload", () => {
  it.each([
    [() => pullRequestIn([]), "it: is not an object"],
    [() => pullRequestIn({}), "pull_request: is not an object"],
    [() => pullRequestIn({ pull_request: { number: 0 } }), "pull_request.head: is not an object"],
    [
      () => pullRequestIn({ pull_request: { number: 1.5, head: SIDE, base: SIDE } }),
      "pull_request.number: is not a number",
    ],
    [
      () => pullRequestIn({ pull_request: { number: 1, head: { ...SIDE, repo: {} }, base: SIDE } }),
      "pull_request.head.repo.full_name: is missing",
    ],
    [
      () => mergeGroupIn({ merge_group: { head_sha: SHA, head_ref: "" } }),
      "merge_group.head_ref: is not a text",
    ],
    [
      () => mergeGroupIn({ merge_group: { head_sha: SHA, head_ref: "r", base_sha: "HEAD" } }),
      "merge_group.base_sha: is not a commit id of 40 or 64 hex digits",
    ],
    [() => workflowRunIn(run({ pull_requests: {} })), "workflow_run.pull_requests: is not a list"],
    [() => workflowRunIn(run({ pull_requests: [3] })), "workflow_run.pull_requests.0: is not an object"],
    [
      () => workflowRunIn(listed({ base: { ...SIDE, repo: { id: "7" } } })),
      "workflow_run.pull_requests.0.base.repo.id: is not a number",
    ],
    [
      () => defaultBranchIn({ repository: { default_branch: 3 } }),
      "repository.default_branch: is not a text",
    ],
  ])("names the place that is wrong, and not what stands there", (read, message) => {
    expect(read).toThrow(message);
  });

  it("may say null where there is nothing", () => {
    expect(defaultBranchIn({ repository: null })).toBeUndefined();
    expect(workflowRunIn(run({ pull_requests: null, head_repository: null }))).toEqual({
      ...run({}).workflow_run,
      head_repository: null,
    });
    expect(workflowRunIn(listed({ head: { ...SIDE, repo: null } })).pull_requests).toEqual([
      { number: 1, head: SIDE, base: SIDE },
    ]);
  });

  it("is asked for its own keys only", () => {
    const inherited: unknown = Object.create({ repository: { default_branch: "main" } });
    expect(defaultBranchIn(inherited)).toBeUndefined();
  });
});

it("commitId takes ids of SHA-1 and SHA-256 in any case, and nothing else", () => {
  expect(commitId("A".repeat(64))).toBe("a".repeat(64));
  expect([commitId("a".repeat(41)), commitId(7), commitId(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
