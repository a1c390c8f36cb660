import { describe, expect, it } from "vitest";
import { ScanGateError } from "../errors.ts";
import type { ForgePullRequest } from "../forge-ports.ts";
import { type ResolvingRoles, resolveContext, whyLeftAlone } from "./resolve.ts";
import type {
  EventContext,
  NumberedPullRequestContext,
  ShortCommitContext,
  UnresolvedCommitContext,
  UnresolvedPullRequestContext,
} from "./run-context.ts";

const HEAD = "1".repeat(40);
const BASE = "2".repeat(40);
const OLDER = "3".repeat(40);
const FACTS = {
  owner: "acme",
  repo: "web-shop",
  repositoryUrl: "https://github.com/acme/web-shop",
  defaultBranch: "main",
};

function aPull(overrides: Partial<ForgePullRequest> = {}): ForgePullRequest {
  return {
    number: 7,
    state: "open",
    headRef: "patch-1",
    headCommit: HEAD,
    headRepository: "acme/web-shop",
    base: { ref: "main", commit: BASE },
    ...overrides,
  };
}

/** A forge that answers what a test says, and writes down what it was asked. */
function forge(answers: Partial<ResolvingRoles["pullRequests"] & ResolvingRoles["commits"]> = {}) {
  const asked: string[] = [];
  const noting =
    <Args extends readonly unknown[], T>(name: string, answer: (...args: Args) => Promise<T>) =>
    (...args: Args) => {
      asked.push(name);
      return answer(...args);
    };
  const roles: ResolvingRoles = {
    pullRequests: {
      get: noting("get", answers.get ?? (async () => aPull())),
      ofCommit: noting("ofCommit", answers.ofCommit ?? (async () => [])),
      fromBranch: noting("fromBranch", answers.fromBranch ?? (async () => [])),
      commitsOf: noting("commitsOf", answers.commitsOf ?? (async () => [])),
      lastUpdated: noting("lastUpdated", answers.lastUpdated ?? (async () => [])),
    },
    commits: {
      branchTip: noting("branchTip", answers.branchTip ?? (async () => undefined)),
      distance: noting("distance", answers.distance ?? (async () => ({ ahead: 1, behind: 0 }))),
      ...(answers.whole && { whole: noting("whole", answers.whole) }),
      ...(answers.defaultBranch && { defaultBranch: noting("defaultBranch", answers.defaultBranch) }),
    },
  };
  return { asked, roles };
}

function refusal(status: number): () => Promise<never> {
  return async () => {
    throw new ScanGateError({ code: "bad-response", source: "github", message: "no commit", status });
  };
}

describe("a workflow_run whose payload names no pull request", () => {
  const CONTEXT: UnresolvedPullRequestContext = {
    ...FACTS,
    kind: "unresolved-pull-request",
    event: "workflow_run",
    commit: HEAD,
    headOwner: "mallory",
    headRef: "patch-1",
    fork: true,
  };

  it("is found by commit, and uploads for its head", async () => {
    const { roles, asked } = forge({ ofCommit: async () => [aPull()] });
    const found = await resolveContext(CONTEXT, roles);
    expect(found).toMatchObject({
      kind: "pull-request",
      number: 7,
      commit: HEAD,
      fork: true,
      base: { ref: "main" },
      upload: { ref: "refs/pull/7/head", commit: HEAD },
    });
    expect(found).not.toHaveProperty("headOwner");
    expect(asked).toEqual(["ofCommit"]);
  });

  it.each([
    404, 409, 422,
  ])("is found by head branch when GitHub answers %s for the commit", async (status) => {
    const { roles } = forge({ ofCommit: refusal(status), fromBranch: async () => [aPull({ number: 8 })] });
    expect(await resolveContext(CONTEXT, roles)).toMatchObject({ number: 8 });
  });

  it("has siblings, and the lowest number stands for all", async () => {
    const { roles } = forge({
      ofCommit: async () => [
        aPull({ number: 8 }),
        aPull(),
        aPull({ number: 9, base: { ref: "loose", commit: OLDER } }),
      ],
    });
    expect(await resolveContext(CONTEXT, roles)).toMatchObject({
      number: 7,
      siblings: [
        { number: 8, base: { ref: "main", commit: BASE } },
        { number: 9, base: { ref: "loose", commit: OLDER } },
      ],
    });
  });

  it.each([
    ["a closed one", aPull({ state: "closed" })],
    ["one that has moved on", aPull({ headCommit: OLDER })],
  ])("is not found by %s", async (_, pull) => {
    const { roles } = forge({ ofCommit: async () => [pull], fromBranch: async () => [pull] });
    await expect(resolveContext(CONTEXT, roles)).rejects.toMatchObject({
      code: "not-found",
      source: "github",
    });
  });

  it("passes on a refusal that says nothing about the commit", async () => {
    const { roles } = forge({ ofCommit: refusal(403) });
    await expect(resolveContext(CONTEXT, roles)).rejects.toMatchObject({ status: 403 });
  });
});

describe("a pull request by its number", () => {
  const CONTEXT: NumberedPullRequestContext = {
    ...FACTS,
    kind: "numbered-pull-request",
    event: "schedule",
    number: 7,
  };

  it("is judged at its head now", async () => {
    const found = await resolveContext(CONTEXT, forge().roles);
    expect(found).toMatchObject({
      kind: "pull-request",
      commit: HEAD,
      fork: false,
      upload: { ref: "refs/pull/7/head", commit: HEAD },
    });
    expect(found).not.toHaveProperty("leftAlone");
  });

  it.each([
    ["another repository's", "kim/web-shop"],
    ["a deleted repository's", undefined],
  ])("is a fork's when the head is %s", async (_, headRepository) => {
    const { headRepository: __, ...pull } = aPull();
    const get = async () => (headRepository === undefined ? pull : { ...pull, headRepository });
    expect(await resolveContext(CONTEXT, forge({ get }).roles)).toMatchObject({ fork: true });
  });

  it("gets neither comment nor SARIF when it is closed", async () => {
    const { roles } = forge({ get: async () => aPull({ state: "closed" }) });
    expect(await resolveContext(CONTEXT, roles)).toMatchObject({ leftAlone: "it is closed" });
  });

  it("is judged at the pushed commit when that is an older one of its own", async () => {
    const { roles } = forge({ commitsOf: async () => [OLDER, HEAD] });
    expect(await resolveContext({ ...CONTEXT, event: "push", pushed: OLDER }, roles)).toMatchObject({
      commit: OLDER,
      leftAlone: "its head is 1111111 now",
    });
  });

  it("is not asked for its commits when its head was pushed", async () => {
    const { roles, asked } = forge();
    await resolveContext({ ...CONTEXT, event: "push", pushed: HEAD }, roles);
    expect(asked).toEqual(["get"]);
  });

  const MANY = Array.from({ length: 250 }, () => BASE);
  it.each([
    ["is not in its short list", [HEAD], 0, 1, false],
    ["stands before what GitHub lists, between base and head", MANY, 0, 1, true],
    ["is not behind its head", MANY, 2, 1, false],
    ["is one of the base branch", MANY, 0, 0, false],
  ] as const)("takes a pushed commit that %s", async (_, listed, behind, ahead, taken) => {
    const { roles } = forge({
      commitsOf: async () => listed,
      distance: async (from) => (from === OLDER ? { ahead: 9, behind } : { ahead, behind: 0 }),
    });
    const context = { ...CONTEXT, event: "push", pushed: OLDER };
    if (taken) expect(await resolveContext(context, roles)).toMatchObject({ commit: OLDER });
    else await expect(resolveContext(context, roles)).rejects.toMatchObject({ code: "config-invalid" });
  });
});

describe("a commit", () => {
  const CONTEXT: UnresolvedCommitContext = {
    ...FACTS,
    kind: "unresolved-commit",
    event: "status",
    commit: HEAD,
    branches: [],
  };

  it("is judged as the pull request that has it as head", async () => {
    const { roles, asked } = forge({ ofCommit: async () => [aPull()] });
    expect(await resolveContext(CONTEXT, roles)).toMatchObject({ kind: "pull-request", number: 7 });
    expect(asked).toEqual(["ofCommit"]);
  });

  it("is looked for among the pull requests updated last, since GitHub often does not know a fork's", async () => {
    const { roles } = forge({
      lastUpdated: async () => [
        aPull({ number: 5, headCommit: OLDER }),
        aPull({ number: 6, headRepository: "kim/web-shop" }),
      ],
    });
    expect(await resolveContext(CONTEXT, roles)).toMatchObject({ number: 6, fork: true });
  });

  it("counts for the default branch when it is its tip", async () => {
    const { roles } = forge({ branchTip: async () => HEAD });
    const found = await resolveContext(CONTEXT, roles);
    expect(found).toMatchObject({
      kind: "ref",
      ref: "refs/heads/main",
      upload: { ref: "refs/heads/main", commit: HEAD },
    });
    expect(found).not.toHaveProperty("branches");
  });

  it("uploads nothing for any other branch", async () => {
    const { roles } = forge({ branchTip: async () => OLDER });
    const found = await resolveContext({ ...CONTEXT, branches: ["feature"] }, roles);
    expect(found).toMatchObject({ kind: "ref", ref: "refs/heads/feature" });
    expect(found).not.toHaveProperty("upload");
    expect(await resolveContext(CONTEXT, roles)).toMatchObject({ ref: "refs/heads/main" });
  });

  it("does without a default branch", async () => {
    const { defaultBranch: _, ...context } = CONTEXT;
    const { roles, asked } = forge();
    expect(await resolveContext(context, roles)).toMatchObject({ kind: "ref", ref: "refs/heads/" });
    expect(asked).not.toContain("branchTip");
  });
});

describe("resolveContext", () => {
  it("asks nothing about a context that says all", async () => {
    const context: EventContext = {
      ...FACTS,
      kind: "ref",
      event: "push",
      commit: HEAD,
      ref: "refs/heads/main",
    };
    const { roles, asked } = forge();
    expect(await resolveContext(context, roles)).toBe(context);
    expect(asked).toEqual([]);
  });
});

describe("a default branch that neither the event nor the CI tells", () => {
  const { defaultBranch: _, ...facts } = FACTS;
  const context: EventContext = { ...facts, kind: "ref", event: "cli", commit: HEAD, ref: "refs/heads/next" };

  it("is the forge's", async () => {
    const { roles } = forge({ defaultBranch: async () => "trunk" });
    expect(await resolveContext(context, roles)).toEqual({ ...context, defaultBranch: "trunk" });
  });

  it("stays unknown where the forge does not tell", async () => {
    const silent = [
      forge(),
      forge({ defaultBranch: async () => undefined }),
      forge({ defaultBranch: refusal(403) }),
    ];
    for (const { roles } of silent) expect(await resolveContext(context, roles)).toEqual(context);
  });

  it("is no reason to go on with a cancelled run, or to hide a mistake", async () => {
    const cancelled = new ScanGateError({ code: "cancelled", source: "gate", message: "cancelled" });
    for (const error of [cancelled, new TypeError("a mistake")]) {
      const { roles } = forge({ defaultBranch: () => Promise.reject(error) });
      await expect(resolveContext(context, roles)).rejects.toBe(error);
    }
  });
});

describe("a pull request of which nobody told whether it is a fork's", () => {
  const context: EventContext = {
    ...FACTS,
    kind: "pull-request",
    event: "cli",
    commit: HEAD,
    number: 7,
    headRef: "develop",
    fork: false,
    isForkUnknown: true,
    base: { ref: "main", commit: OLDER },
    upload: { ref: "refs/pull/7/head", commit: HEAD },
  };
  const { isForkUnknown: _, ...known } = context;

  it.each([
    ["acme/web-shop", false],
    ["ACME/Web-Shop", false],
    ["eve/web-shop", true],
    [undefined, true],
  ])("is one by its head's repository: %s", async (headRepository, fork) => {
    const pull = aPull(headRepository === undefined ? {} : { headRepository });
    const { headRepository: __, ...deleted } = pull;
    const { roles } = forge({ get: async () => (headRepository === undefined ? deleted : pull) });
    expect(await resolveContext(context, roles)).toEqual({ ...known, fork });
  });

  it.each([
    "no-credentials",
    "auth",
    "forbidden",
  ] as const)("counts as one of this repository's where the forge does not tell: %s", async (code) => {
    const error = new ScanGateError({ code, source: "github", message: "no" });
    const { roles } = forge({ get: () => Promise.reject(error) });
    expect(await resolveContext(context, roles)).toEqual(known);
  });

  it("is not judged where the forge cannot be asked, or has no such pull request", async () => {
    for (const code of ["not-found", "unreachable", "cancelled"] as const) {
      const error = new ScanGateError({ code, source: "github", message: "no" });
      const { roles } = forge({ get: () => Promise.reject(error) });
      await expect(resolveContext(context, roles)).rejects.toBe(error);
    }
    const mistake = new TypeError("a mistake");
    const { roles } = forge({ get: () => Promise.reject(mistake) });
    await expect(resolveContext(context, roles)).rejects.toBe(mistake);
  });
});

describe("a pull request whose target branch no CI named", () => {
  const branch = { ...FACTS, event: "cli", commit: HEAD, ref: "refs/heads/feature" } as const;
  const known: EventContext = { ...branch, kind: "ref", upload: { ref: branch.ref, commit: HEAD } };
  const context: EventContext = { ...known, untargeted: { number: 7, mergeCommit: BASE } };

  it("has the forge's", async () => {
    const pull = aPull({ base: { ref: "release", commit: OLDER }, author: "dev" });
    const { ref: _, ...common } = branch;
    expect(await resolveContext(context, forge({ get: async () => pull }).roles)).toEqual({
      ...common,
      kind: "pull-request",
      number: 7,
      headRef: "patch-1",
      fork: false,
      base: { ref: "release", commit: OLDER },
      upload: { ref: "refs/pull/7/head", commit: HEAD },
      author: "dev",
      mergeCommit: BASE,
    });
  });

  it("is judged like a branch where the forge refuses to tell, and not at all where it fails", async () => {
    const failing = (code: "forbidden" | "unreachable") => {
      const error = new ScanGateError({ code, source: "github", message: "no" });
      return forge({ get: () => Promise.reject(error) }).roles;
    };
    expect(await resolveContext(context, failing("forbidden"))).toEqual(known);
    await expect(resolveContext(context, failing("unreachable"))).rejects.toMatchObject({
      code: "unreachable",
    });
  });
});

describe("whyLeftAlone", () => {
  it("is nothing for an open pull request at its head, whatever the case of the id", () => {
    expect(whyLeftAlone(aPull({ headCommit: "A".repeat(40) }), "a".repeat(40))).toBeUndefined();
  });

  it("says that the head is not known, where the forge knows no source branch any more", () => {
    expect(whyLeftAlone(aPull({ headCommit: "" }), HEAD)).toBe("its head is not known");
  });
});

describe("a commit of which only the beginning is known", () => {
  const START = HEAD.slice(0, 12);
  const REF = {
    ...FACTS,
    event: "cli",
    kind: "ref",
    ref: "refs/heads/main",
    commit: START,
    upload: { ref: "refs/heads/main", commit: START },
  } as const;
  const short = (needsWhole: boolean, judged: ShortCommitContext["judged"] = REF): EventContext => ({
    ...FACTS,
    event: "cli",
    kind: "short-commit",
    commit: START,
    forge: "bitbucket",
    judged,
    needsWhole,
  });

  it("is completed by the forge, for the upload too", async () => {
    const { roles } = forge({ whole: async () => HEAD.toUpperCase() });
    expect(await resolveContext(short(true), roles)).toEqual({
      ...REF,
      commit: HEAD,
      upload: { ref: "refs/heads/main", commit: HEAD },
    });
    const { upload: _, ...bare } = REF;
    expect(await resolveContext(short(true, bare), roles)).toEqual({ ...bare, commit: HEAD });
  });

  it("stays as it is where nobody tells more, and no service is asked about it", async () => {
    const telling = [forge(), forge({ whole: async () => undefined }), forge({ whole: refusal(403) })];
    for (const { roles } of telling) expect(await resolveContext(short(false), roles)).toBe(REF);
  });

  it("is an error where a service must be asked, and never another commit", async () => {
    for (const { roles } of [forge(), forge({ whole: async () => BASE })]) {
      await expect(resolveContext(short(true), roles)).rejects.toMatchObject({
        code: "not-found",
        source: "bitbucket",
        hint: expect.stringContaining("--commit"),
      });
    }
    const { forge: _, ...elsewhere } = short(true);
    await expect(resolveContext(elsewhere, forge().roles)).rejects.toMatchObject({ source: "github" });
    await expect(resolveContext(short(true), forge({ whole: refusal(500) }).roles)).rejects.toMatchObject({
      status: 500,
    });
    const cancelled = async () => {
      throw new ScanGateError({ code: "cancelled", source: "gate", message: "cancelled" });
    };
    await expect(resolveContext(short(false), forge({ whole: cancelled }).roles)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});
