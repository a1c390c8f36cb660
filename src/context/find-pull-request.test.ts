import { describe, expect, it } from "vitest";
import { ScanGateError } from "../errors.ts";
import type { ForgePullRequest, PullRequests } from "../ports.ts";
import { resolvePullRequest } from "./find-pull-request.ts";
import type { UnresolvedPullRequestContext } from "./run-context.ts";

const HEAD = "1".repeat(40);
const CONTEXT: UnresolvedPullRequestContext = {
  kind: "unresolved-pull-request",
  event: "workflow_run",
  owner: "acme",
  repo: "web-shop",
  repositoryUrl: "https://github.com/acme/web-shop",
  commit: HEAD,
  headOwner: "mallory",
  headRef: "patch-1",
  fork: true,
};

function aPull(overrides: Partial<ForgePullRequest> = {}): ForgePullRequest {
  return {
    number: 7,
    state: "open",
    headRef: "patch-1",
    headCommit: HEAD,
    base: { ref: "main", commit: "2".repeat(40) },
    ...overrides,
  };
}

type Search = Pick<PullRequests, "ofCommit" | "fromBranch">;

function pullRequests(found: Partial<Search>): Search {
  return { ofCommit: async () => [], fromBranch: async () => [], ...found };
}

describe("resolvePullRequest", () => {
  it("finds it by commit, and uploads for its head", async () => {
    const found = await resolvePullRequest(CONTEXT, pullRequests({ ofCommit: async () => [aPull()] }));
    expect(found).toMatchObject({
      kind: "pull-request",
      number: 7,
      commit: HEAD,
      fork: true,
      base: { ref: "main" },
      upload: { ref: "refs/pull/7/head", commit: HEAD },
    });
    expect(found).not.toHaveProperty("headOwner");
  });

  it("finds it by head branch when GitHub does not know the commit", async () => {
    const asked: string[] = [];
    const found = await resolvePullRequest(CONTEXT, {
      ofCommit: async () => {
        throw new ScanGateError({
          code: "bad-response",
          source: "github",
          message: "no commit",
          status: 422,
        });
      },
      fromBranch: async (owner, ref) => {
        asked.push(`${owner}:${ref}`);
        return [aPull({ number: 8, headCommit: HEAD.toUpperCase() })];
      },
    });
    expect(found).toMatchObject({ number: 8 });
    expect(asked).toEqual(["mallory:patch-1"]);
  });

  it.each([
    ["has another head by now", aPull({ headCommit: "9".repeat(40) })],
    ["is closed", aPull({ state: "closed" })],
  ])("takes none that %s", async (_, pull) => {
    const search = pullRequests({ ofCommit: async () => [pull], fromBranch: async () => [pull] });
    await expect(resolvePullRequest(CONTEXT, search)).rejects.toMatchObject({
      code: "not-found",
      source: "github",
      message: expect.stringContaining("mallory:patch-1"),
    });
  });

  it("passes on a refusal that says nothing about the commit", async () => {
    const refused = new ScanGateError({ code: "forbidden", source: "github", message: "no", status: 403 });
    const search = pullRequests({ ofCommit: () => Promise.reject(refused) });
    await expect(resolvePullRequest(CONTEXT, search)).rejects.toBe(refused);
  });

  it("passes on a fault that has no status", async () => {
    const fault = new ScanGateError({ code: "unreachable", source: "github", message: "no answer" });
    const search = pullRequests({ ofCommit: () => Promise.reject(fault) });
    await expect(resolvePullRequest(CONTEXT, search)).rejects.toBe(fault);
  });
});
