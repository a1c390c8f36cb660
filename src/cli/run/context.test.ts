import { describe, expect, it } from "vitest";
import { type ContextQuestion, contextInShell } from "./context.ts";

const HEAD = "1".repeat(40);
const BASE = "3".repeat(40);

const NOTHING: ContextQuestion = {
  options: {},
  ci: undefined,
  git: undefined,
  asksServices: false,
  folder: "shop",
};
const GITLAB = {
  ci: "GitLab CI/CD",
  repository: "acme/web/shop",
  repositoryUrl: "https://gitlab.example/acme/web/shop",
  commit: HEAD,
  ref: "refs/heads/feature",
  defaultBranch: "main",
  pullRequest: { number: 12, baseRef: "main", baseCommit: BASE, fork: false },
};
const git = (remote?: string) => ({
  repository: "acme/shop",
  repositoryUrl: "https://git.example/acme/shop",
  commit: HEAD,
  ref: "refs/heads/main",
  remoteCommit: () => remote,
  wholeId: () => undefined,
});

const ask = (question: Partial<ContextQuestion>) => contextInShell({ ...NOTHING, ...question });
const contextOf = (question: Partial<ContextQuestion>) => {
  const result = ask(question);
  if (!result.ok) throw new Error(result.problems.join("; "));
  return result.context;
};
const problemsOf = (question: Partial<ContextQuestion>) => {
  const result = ask(question);
  return result.ok ? [] : result.problems;
};

describe("the context in a shell", () => {
  it("is a pull request where the CI says so", () => {
    expect(contextOf({ ci: GITLAB, asksServices: true })).toEqual({
      event: "cli",
      kind: "pull-request",
      owner: "acme/web",
      repo: "shop",
      repositoryUrl: "https://gitlab.example/acme/web/shop",
      commit: HEAD,
      defaultBranch: "main",
      number: 12,
      headRef: "feature",
      fork: false,
      base: { ref: "main", commit: BASE },
      upload: { ref: "refs/pull/12/head", commit: HEAD },
    });
  });

  it("is a branch otherwise, of the CI or else of git", () => {
    const { pullRequest: _, ...branch } = GITLAB;
    expect(contextOf({ ci: branch })).toMatchObject({ kind: "ref", ref: "refs/heads/feature", commit: HEAD });
    expect(contextOf({ git: git(), asksServices: true })).toMatchObject({
      kind: "ref",
      owner: "acme",
      repo: "shop",
      ref: "refs/heads/main",
      commit: HEAD,
      upload: { ref: "refs/heads/main", commit: HEAD },
    });
  });

  it("follows the options before all else", () => {
    const options = {
      repository: "other/thing",
      commit: BASE.toUpperCase(),
      ref: "topic",
      "pull-request": "7",
      "base-ref": "refs/heads/release",
      "base-commit": "abcdef1",
    };
    expect(contextOf({ options, ci: GITLAB })).toMatchObject({
      owner: "other",
      repo: "thing",
      repositoryUrl: "https://github.com/other/thing",
      commit: BASE,
      headRef: "topic",
      number: 7,
      base: { ref: "release", commit: "abcdef1" },
    });
  });

  it("takes a repository by its address, and keeps a known address for a known name", () => {
    expect(contextOf({ options: { repository: "https://x:fake@git.example/a/b.git" } })).toMatchObject({
      owner: "a",
      repo: "b",
      repositoryUrl: "https://git.example/a/b",
    });
    expect(contextOf({ options: { repository: "ACME/shop" }, git: git() }).repositoryUrl).toBe(
      "https://git.example/acme/shop",
    );
  });

  it("looks for the base's commit in git, and does without", () => {
    const ci = { ...GITLAB, pullRequest: { number: 12, baseRef: "main", fork: true } };
    expect(contextOf({ ci, git: git(BASE) })).toMatchObject({
      base: { ref: "main", commit: BASE },
      fork: true,
    });
    expect(contextOf({ ci })).toMatchObject({ base: { ref: "main", commit: "unknown" } });
    const other = { options: { "base-ref": "other" }, ci: GITLAB };
    expect(contextOf(other)).toMatchObject({ base: { ref: "other", commit: "unknown" } });
  });

  it("judges a pull request without a base like a branch, and says so", () => {
    const result = ask({ ci: { ...GITLAB, pullRequest: { number: 12, fork: false } } });
    expect(result).toMatchObject({
      ok: true,
      context: { kind: "ref" },
      remarks: [expect.stringContaining("--base-ref")],
    });
  });

  it("needs nothing when no service is asked", () => {
    expect(ask({})).toEqual({
      ok: true,
      remarks: [expect.stringContaining("--commit")],
      context: {
        event: "cli",
        kind: "ref",
        owner: "local",
        repo: "shop",
        repositoryUrl: "",
        commit: "unknown",
        ref: "HEAD",
      },
    });
    expect(contextOf({ options: { "pull-request": "7", "base-ref": "main" } })).toMatchObject({
      headRef: "HEAD",
    });
  });

  it("leaves to the forge whether a pull request that only options name is a fork's", () => {
    const options = { "pull-request": "7", "base-ref": "main", repository: "acme/shop", commit: HEAD };
    expect(contextOf({ options, asksServices: true })).toMatchObject({ fork: false, isForkUnknown: true });
    const { pullRequest } = GITLAB;
    const ci = { ...GITLAB, pullRequest: { ...pullRequest, number: 8, fork: true } };
    expect(contextOf({ options, ci, asksServices: true })).toMatchObject({
      fork: false,
      isForkUnknown: true,
    });
    const own = { ...ci, pullRequest: { ...pullRequest, number: 7, fork: true } };
    expect(contextOf({ options, ci: own, asksServices: true })).toMatchObject({ fork: true });
    for (const told of [contextOf({ options }), contextOf({ options, ci: own, asksServices: true })])
      expect(told).not.toHaveProperty("isForkUnknown");
  });

  it("leaves the target branch that a CI does not name to the forge, where a service is asked", () => {
    const { baseRef: _, ...pullRequest } = { ...GITLAB.pullRequest, mergeCommit: BASE };
    const ci = { ...GITLAB, pullRequest };
    expect(contextOf({ ci, asksServices: true })).toMatchObject({
      kind: "ref",
      untargeted: { number: pullRequest.number, mergeCommit: BASE },
    });
    expect(contextOf({ ci })).not.toHaveProperty("untargeted");
  });

  it("completes a commit that the CI shortened, by git or else by the forge", () => {
    const { commit: _, ...ci } = { ...GITLAB, commitStart: HEAD.slice(0, 12) };
    const completing = { ...git(), wholeId: () => HEAD };
    expect(contextOf({ ci, git: completing })).toMatchObject({ kind: "pull-request", commit: HEAD });
    expect(ask({ ci, git: git(), asksServices: true, forge: "bitbucket" })).toMatchObject({
      context: {
        kind: "short-commit",
        commit: HEAD.slice(0, 12),
        forge: "bitbucket",
        needsWhole: true,
        judged: { kind: "pull-request", commit: HEAD.slice(0, 12) },
      },
    });
    const { pullRequest: __, ...branch } = ci;
    expect(ask({ ci: branch })).toMatchObject({
      context: { kind: "short-commit", needsWhole: false, judged: { kind: "ref" } },
    });
  });

  it("completes a commit that an option shortens, and goes on with it for report files alone", () => {
    const commit = HEAD.slice(0, 9);
    const options = { commit };
    const completing = { ...git(), wholeId: (start: string) => (start === commit ? HEAD : undefined) };
    expect(contextOf({ options, git: completing })).toMatchObject({ kind: "ref", commit: HEAD });
    expect(ask({ options })).toMatchObject({ context: { kind: "short-commit", commit, needsWhole: false } });
    expect(ask({ options: { ...options, repository: "acme/shop" }, asksServices: true })).toMatchObject({
      context: { kind: "short-commit", commit, needsWhole: true },
    });
    expect(ask({ options: { commit: "abc" } })).toMatchObject({
      problems: [expect.stringContaining("at least 7 hex digits")],
    });
  });

  it("tells a merge that the CI made from the head, by the CI or by what git fetched", () => {
    const merged = { ...GITLAB, pullRequest: { ...GITLAB.pullRequest, mergeCommit: BASE } };
    expect(contextOf({ ci: merged })).toMatchObject({ commit: HEAD, mergeCommit: BASE });
    const fetched = { ...GITLAB, fetchedHeads: ["PR-12"] };
    const remote = (name: string) => (name === "PR-12" ? BASE : undefined);
    expect(contextOf({ ci: fetched, git: { ...git(), remoteCommit: remote } })).toMatchObject({
      commit: BASE,
      mergeCommit: HEAD,
    });
    expect(contextOf({ ci: fetched, git: { ...git(), remoteCommit: () => HEAD } })).not.toHaveProperty(
      "mergeCommit",
    );
    const given = contextOf({ ci: merged, options: { commit: "5".repeat(40) } });
    expect(given).not.toHaveProperty("mergeCommit");
  });

  it("leaves a merge request alone that a merge train tests", () => {
    const ci = { ...GITLAB, pullRequest: { ...GITLAB.pullRequest, onMergeTrain: true } } as const;
    expect(contextOf({ ci })).toMatchObject({ leftAlone: expect.stringContaining("merge train") });
  });

  it("takes a name for a repository of the forge that is given", () => {
    const site = "https://gitlab.example/root";
    expect(contextOf({ options: { repository: "a/b/c" }, forge: "gitlab", site })).toMatchObject({
      owner: "a/b",
      repo: "c",
      repositoryUrl: "https://gitlab.example/root/a/b/c",
      forge: "gitlab",
    });
  });

  it("does not mix a commit of git into what the CI says", () => {
    const { commit: _, ...ci } = GITLAB;
    expect(contextOf({ ci, git: git() }).commit).toBe("unknown");
  });

  it("tells all that services would lack, and all that cannot be", () => {
    expect(problemsOf({ asksServices: true })).toEqual([
      expect.stringContaining("--repository is needed"),
      expect.stringContaining("--commit is needed"),
    ]);
    expect(
      problemsOf({
        options: { commit: "abc", "base-commit": "x", "pull-request": "none", repository: "shop" },
      }),
    ).toHaveLength(5);
    expect(problemsOf({ options: { "base-ref": "main" } })).toEqual([
      expect.stringContaining("--pull-request"),
    ]);
    expect(problemsOf({ options: { "pull-request": "4" } })).toEqual([expect.stringContaining("--base-ref")]);
  });
});
