import { describe, expect, it } from "vitest";
import { contextFromEvent } from "./from-event.ts";
import { branchOf, hasBase } from "./run-context.ts";
import type { RunnerEvent } from "./runner-event.ts";

const HEAD = "1".repeat(40);
const BASE = "2".repeat(40);
const MERGE = "3".repeat(40);
const REPOSITORY = { default_branch: "main" };

function anEvent(name: string, payload: unknown, overrides: Partial<RunnerEvent> = {}): RunnerEvent {
  return {
    name,
    payload,
    repository: "acme/web-shop",
    sha: MERGE,
    ref: "refs/pull/42/merge",
    serverUrl: "https://github.com",
    ...overrides,
  };
}

function aPullRequest(head: object = {}) {
  return {
    repository: REPOSITORY,
    pull_request: {
      number: 42,
      head: { sha: HEAD.toUpperCase(), ref: "feature/cart", repo: { full_name: "Acme/web-shop" }, ...head },
      base: { sha: BASE, ref: "main" },
    },
  };
}

const COMMON = {
  owner: "acme",
  repo: "web-shop",
  repositoryUrl: "https://github.com/acme/web-shop",
  workflowCommit: MERGE,
  defaultBranch: "main",
};

const PULL_REQUEST = {
  ...COMMON,
  kind: "pull-request",
  commit: HEAD,
  number: 42,
  headRef: "feature/cart",
  fork: false,
  base: { ref: "main", commit: BASE },
};

function aWorkflowRun(overrides: object = {}) {
  return {
    repository: REPOSITORY,
    workflow_run: {
      event: "pull_request",
      head_sha: HEAD,
      head_branch: "feature/cart",
      head_repository: { full_name: "acme/web-shop" },
      pull_requests: [
        { number: 41, head: { sha: MERGE, ref: "other" }, base: { sha: BASE, ref: "main" } },
        {
          number: 42,
          head: { sha: HEAD, ref: "feature/cart", repo: { id: 1 } },
          base: { sha: BASE, ref: "main", repo: { id: 1 } },
        },
      ],
      ...overrides,
    },
  };
}

describe("contextFromEvent", () => {
  it("judges the head of a pull request and uploads for the merge commit", () => {
    expect(contextFromEvent(anEvent("pull_request", aPullRequest(), { actor: "mona" }))).toEqual({
      ...PULL_REQUEST,
      event: "pull_request",
      actor: "mona",
      mergeCommit: MERGE,
      upload: { ref: "refs/pull/42/merge", commit: MERGE },
    });
  });

  it("knows who opened the pull request, where the payload tells it", () => {
    const payload = aPullRequest();
    const told = { ...payload, pull_request: { ...payload.pull_request, user: { login: "jo-winter" } } };
    expect(contextFromEvent(anEvent("pull_request", told))).toHaveProperty("author", "jo-winter");
    expect(contextFromEvent(anEvent("pull_request", payload))).not.toHaveProperty("author");
  });

  it("uploads for the head on pull_request_target, where GITHUB_SHA is of the default branch", () => {
    expect(contextFromEvent(anEvent("pull_request_target", aPullRequest(), { actor: "" }))).toEqual({
      ...PULL_REQUEST,
      event: "pull_request_target",
      upload: { ref: "refs/pull/42/head", commit: HEAD },
    });
  });

  it.each([
    ["another repository", { repo: { full_name: "mallory/web-shop" } }],
    ["a deleted repository", { repo: null }],
  ])("takes a head in %s for a fork", (_, head) => {
    expect(contextFromEvent(anEvent("pull_request", aPullRequest(head)))).toHaveProperty("fork", true);
  });

  it("finds the pull request of a workflow_run in the payload by its head commit", () => {
    expect(contextFromEvent(anEvent("workflow_run", aWorkflowRun()))).toEqual({
      ...PULL_REQUEST,
      event: "workflow_run",
      upload: { ref: "refs/pull/42/head", commit: HEAD },
    });
  });

  it.each([
    ["empty", []],
    ["absent", null],
    ["of another commit", [{ number: 42, head: { sha: MERGE, ref: "x" }, base: { sha: BASE, ref: "main" } }]],
    [
      "of another repository",
      [
        {
          number: 42,
          head: { sha: HEAD, ref: "x", repo: { id: 1 } },
          base: { sha: BASE, ref: "main", repo: { id: 2 } },
        },
      ],
    ],
  ])("leaves a workflow_run to be asked of GitHub when its list of pull requests is %s", (_, pull_requests) => {
    const run = aWorkflowRun({ pull_requests, head_repository: { full_name: "mallory/shop" } });
    expect(contextFromEvent(anEvent("workflow_run", run))).toEqual({
      ...COMMON,
      event: "workflow_run",
      kind: "unresolved-pull-request",
      commit: HEAD,
      headRef: "feature/cart",
      headOwner: "mallory",
      fork: true,
    });
  });

  it("looks for the branch in this repository when the head repository was deleted", () => {
    const run = aWorkflowRun({ pull_requests: [], head_repository: null });
    expect(contextFromEvent(anEvent("workflow_run", run))).toHaveProperty("headOwner", "acme");
  });

  it("judges the branch of a workflow_run after another event", () => {
    const run = aWorkflowRun({ event: "push", head_branch: "main" });
    expect(contextFromEvent(anEvent("workflow_run", run))).toEqual({
      ...COMMON,
      event: "workflow_run",
      kind: "ref",
      commit: HEAD,
      ref: "refs/heads/main",
      upload: { ref: "refs/heads/main", commit: HEAD },
    });
  });

  it.each([
    ["another repository", { full_name: "mallory/web-shop" }],
    ["a deleted repository", null],
  ])("knows a workflow_run's branch for that of %s, and uploads nothing for it", (_, head_repository) => {
    const run = aWorkflowRun({ event: "pull_request_review", head_branch: "main", head_repository });
    const context = contextFromEvent(anEvent("workflow_run", run));
    expect(context).toMatchObject({ kind: "ref", ref: "refs/heads/main", foreign: true });
    expect(context).not.toHaveProperty("upload");
  });

  it("takes a head whose repository the payload does not name for our own", () => {
    const payload = aPullRequest({ repo: undefined });
    expect(contextFromEvent(anEvent("pull_request", payload))).toHaveProperty("fork", false);
  });

  it.each([
    ["gh-readonly-queue/main/pr-104-", { number: 104 }],
    ["gh-readonly-queue/main/group-", {}],
  ])("judges the queue's commit against its base and reads the pull request from %s", (prefix, number) => {
    const ref = `refs/heads/${prefix}${BASE}`;
    const payload = {
      repository: REPOSITORY,
      merge_group: { head_sha: HEAD, head_ref: ref, base_sha: BASE, base_ref: "refs/heads/main" },
    };
    const context = contextFromEvent(anEvent("merge_group", payload));
    expect(context).toEqual({
      ...COMMON,
      event: "merge_group",
      kind: "merge-group",
      commit: HEAD,
      ref,
      base: { ref: "main", commit: BASE },
      ...number,
    });
  });

  it.each(["push", "schedule", "workflow_dispatch"])("judges the runner's commit and ref on %s", (name) => {
    const context = contextFromEvent(anEvent(name, { repository: REPOSITORY }, { ref: "refs/heads/main" }));
    expect(context).toEqual({
      ...COMMON,
      event: name,
      kind: "ref",
      commit: MERGE,
      ref: "refs/heads/main",
      upload: { ref: "refs/heads/main", commit: MERGE },
    });
  });

  it("uploads nothing for a branch of the merge queue", () => {
    const ref = `refs/heads/gh-readonly-queue/main/pr-1-${BASE}`;
    expect(contextFromEvent(anEvent("push", {}, { ref }))).not.toHaveProperty("upload");
  });

  it("does without a default branch when the payload names none", () => {
    expect(contextFromEvent(anEvent("schedule", {}, { ref: "refs/heads/main" }))).not.toHaveProperty(
      "defaultBranch",
    );
  });

  it("refuses an event that has no place in the table, and lists those that have", () => {
    expect(() => contextFromEvent(anEvent("release", {}))).toThrow(
      expect.objectContaining({
        code: "config-invalid",
        source: "github",
        hint: expect.stringContaining(
          "pull_request, pull_request_target, workflow_run, merge_group, push, schedule, workflow_dispatch",
        ),
      }),
    );
  });

  it.each([
    ["a payload without its pull request", anEvent("pull_request", {})],
    ["a payload that is no object", anEvent("push", null)],
    ["a pull request without a commit", anEvent("pull_request", aPullRequest({ sha: "main" }))],
    ["a repository that is not owner/name", anEvent("push", {}, { repository: "acme" })],
    ["a ref that is not whole", anEvent("push", {}, { ref: "main" })],
    ["a sha that is none", anEvent("push", {}, { ref: "refs/heads/main", sha: "" })],
  ])("refuses %s as config-invalid", (_, event) => {
    expect(() => contextFromEvent(event)).toThrow(expect.objectContaining({ code: "config-invalid" }));
  });

  it("takes no mistake of its own for one of the payload", () => {
    const payload = {
      get repository(): object {
        throw new TypeError("a mistake");
      },
    };
    expect(() => contextFromEvent(anEvent("push", payload))).toThrow(TypeError);
  });
});

describe("branchOf", () => {
  it("gives the bare name of a branch, and nothing for a tag", () => {
    expect(branchOf("refs/heads/feature/cart")).toBe("feature/cart");
    expect(branchOf("refs/tags/v1")).toBeUndefined();
  });
});

describe("hasBase", () => {
  it("holds for pull requests and merge groups, and not for plain refs", () => {
    const pull = contextFromEvent(anEvent("pull_request", aPullRequest()));
    const push = contextFromEvent(anEvent("push", {}, { ref: "refs/heads/main" }));
    expect(pull.kind === "pull-request" && hasBase(pull)).toBe(true);
    expect(push.kind === "ref" && hasBase(push)).toBe(false);
  });
});
