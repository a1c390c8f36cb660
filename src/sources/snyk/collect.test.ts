import { describe, expect, it } from "vitest";
import { stillTime } from "../../../test/support/clock.ts";
import { fakeLog } from "../../../test/support/fake-log.ts";
import {
  anIssue,
  aProject,
  type FakeWorld,
  fakeSnyk,
  fault,
  HEAD,
  ORG,
  projectId,
  type SnykForge,
  snykForge,
} from "../../../test/support/fake-snyk.ts";
import type {
  MergeGroupContext,
  PullRequestContext,
  RefContext,
  RunContext,
} from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { CommitStatus, ForgePullRequest } from "../../forge-ports.ts";
import type { Observation } from "../../model/finding.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import type { SnykReport } from "../source.ts";
import { type SnykOptions, snykSource } from "./collect.ts";

const BASE = { ref: "main", commit: "b".repeat(40) };
const common = {
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: HEAD,
  defaultBranch: "main",
};
const pull = (details: Partial<PullRequestContext> = {}): PullRequestContext => ({
  ...common,
  kind: "pull-request",
  event: "pull_request",
  number: 7,
  headRef: "feature",
  fork: false,
  base: BASE,
  upload: { ref: "refs/pull/7/merge", commit: HEAD },
  ...details,
});
const push = (ref = "refs/heads/main"): RefContext => ({
  ...common,
  kind: "ref",
  event: "push",
  ref,
  upload: { ref, commit: HEAD },
});
const queue = (details: Partial<MergeGroupContext> = {}): MergeGroupContext => ({
  ...common,
  kind: "merge-group",
  event: "merge_group",
  ref: "refs/heads/gh-readonly-queue/main/pr-7-abc",
  base: BASE,
  commit: "c".repeat(40),
  number: 7,
  ...details,
});
const facts = (details: Partial<ForgePullRequest> = {}): ForgePullRequest => ({
  number: 7,
  state: "open",
  headRef: "feature",
  headCommit: HEAD,
  headRepository: "Acme/Shop",
  base: BASE,
  ...details,
});

interface Setup {
  readonly world?: FakeWorld;
  readonly forge?: SnykForge;
  readonly settings?: Partial<SnykSettings>;
  readonly report?: SnykReport;
  readonly limitMs?: number;
}

async function collect(context: RunContext, setup: Setup = {}) {
  const snyk = fakeSnyk(setup.world ?? {});
  const { forge, asked } = snykForge(setup.forge);
  const time = stillTime({ limitMs: setup.limitMs });
  const { log, lines } = fakeLog();
  const options: SnykOptions = {
    ...time,
    connect: snyk.connect,
    forge,
    log,
    pollIntervalMs: 10_000,
    timeoutMs: 600_000,
    checkAuthors: [],
    settings: {
      token: "fake-token",
      orgs: [ORG],
      projects: [],
      url: "https://api.snyk.io",
      urlGiven: false,
      evidence: "branch",
      checkWaitMs: 0,
      ...setup.settings,
    },
    ...(setup.report === undefined ? {} : { report: setup.report }),
  };
  const outcome = await snykSource(options).collect(context);
  const codes = outcome.reasons.map(({ source, code }) => `${source} ${code}`);
  return { ...outcome, codes, ...snyk, asked, lines, sleeps: time.clock.pauses };
}

const keys = (observations: readonly Observation[] | undefined) =>
  observations?.map(({ identity }) => identity);
const HEAD_PROJECT = aProject({
  id: projectId(1),
  reference: "feature",
  monitoredAt: "2026-06-01T11:00:00Z",
});
const BASE_PROJECT = aProject({ id: projectId(2), reference: "main", monitoredAt: "2026-05-01T00:00:00Z" });
const both: FakeWorld = {
  projects: [HEAD_PROJECT, BASE_PROJECT],
  issues: [
    anIssue(1, projectId(1)),
    anIssue(2, projectId(1)),
    anIssue(3, projectId(2), { key: "SNYK-JS-LODASH-1" }),
  ],
};
const onlyBase: FakeWorld = { projects: [BASE_PROJECT], issues: [anIssue(3, projectId(2))] };
const checks = (...states: readonly string[]): SnykForge => ({
  statuses: () =>
    states.map(
      (state, index): CommitStatus => ({
        context: `${["security", "license", "code"][index]}/snyk (acme)`,
        state,
        link: `https://app.snyk.io/${index}`,
      }),
    ),
});

describe("on a pull request with projects of its branch", () => {
  it("their issues are compared with the base branch's by key", async () => {
    const { batches, evidence, codes, asked, notes, connections } = await collect(pull(), { world: both });
    expect(codes).toEqual([]);
    expect(notes).toEqual([]);
    expect(batches).toHaveLength(1);
    expect(keys(batches[0]?.observations)).toEqual(["SNYK-JS-LODASH-1", "SNYK-JS-LODASH-2"]);
    expect(batches[0]?.comparison).toMatchObject({
      kind: "baseline",
      baseline: { ref: "main", at: "2026-05-01T00:00:00Z" },
      known: [{ identity: "SNYK-JS-LODASH-1" }],
    });
    expect(evidence).toEqual({
      source: "snyk",
      status: "complete",
      evidence: "head-projects",
      products: [{ product: "sca", evidence: "head-projects" }],
      ref: "feature",
      projects: [{ id: projectId(1), name: "acme/shop:package.json" }],
      baseline: { ref: "main", at: "2026-05-01T00:00:00Z" },
      counts: { critical: 0, high: 2, medium: 0, low: 0, unknown: 0 },
      requests: 4,
    });
    expect(asked).toEqual([`statuses of ${HEAD}`]);
    expect(connections).toMatchObject([{ source: "snyk", authorization: "token fake-token" }]);
  });

  it("their age is unknown without projects of the base", async () => {
    const { batches, notes, codes } = await collect(pull(), { world: { ...both, projects: [HEAD_PROJECT] } });
    expect(codes).toEqual([]);
    expect(batches.map(({ comparison }) => comparison)).toEqual([{ kind: "none" }]);
    expect(notes).toMatchObject([{ level: "info", text: expect.stringContaining("no baseline") }]);
  });

  it("their age is unknown when the base cannot be read, and nothing is incomplete", async () => {
    const { batches, notes, codes } = await collect(pull(), {
      world: {
        ...both,
        answer: ({ query }) => {
          if (query.some(([, value]) => value === projectId(2))) throw fault("unreachable", 503);
        },
      },
    });
    expect(codes).toEqual([]);
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["none"]);
    expect(notes).toMatchObject([{ level: "warning" }]);
  });

  it("manifests that only the base has are existing, and not called fixed", async () => {
    const code = aProject({ id: projectId(3), type: "sast", file: "", name: "acme/shop" });
    const { batches, notes } = await collect(pull(), {
      world: {
        projects: [HEAD_PROJECT, BASE_PROJECT, code],
        issues: [...(both.issues ?? []), anIssue(9, projectId(3), { type: "code" })],
      },
    });
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["baseline", "is-baseline"]);
    expect(keys(batches[1]?.observations)).toEqual(["SNYK-JS-LODASH-9"]);
    expect(batches[0]?.comparison).toMatchObject({ known: [{ identity: "SNYK-JS-LODASH-1" }] });
    expect(notes).toMatchObject([
      { level: "info", text: expect.stringContaining("Snyk's findings of code are those of main") },
    ]);
  });

  it("one project that cannot be read makes Snyk incomplete, and the others count", async () => {
    const second = aProject({ id: projectId(4), reference: "feature", name: "acme/shop:api/package.json" });
    const { codes, batches, evidence, reasons } = await collect(pull(), {
      world: {
        ...both,
        projects: [HEAD_PROJECT, second, BASE_PROJECT],
        answer: ({ query }) => {
          if (query.some(([, value]) => value === projectId(4))) throw fault("internal", 403);
        },
      },
    });
    expect(codes).toEqual(["snyk forbidden"]);
    expect(reasons[0]?.message).toContain("api/package.json");
    expect(evidence.status).toBe("incomplete");
    expect(batches[0]?.observations).toHaveLength(2);
  });

  it("a later page that fails is partial, and what was read counts", async () => {
    const { codes, batches } = await collect(pull(), {
      world: {
        ...both,
        answer: ({ path, query }) => {
          if (path.includes("page=2")) throw fault("unreachable", 500);
          if (!query.some(([, value]) => value === projectId(1))) return undefined;
          return { data: [anIssue(1, projectId(1))], links: { next: "/orgs/x/issues?page=2" } };
        },
      },
    });
    expect(codes).toEqual(["snyk partial"]);
    expect(batches[0]?.observations).toHaveLength(1);
  });

  it("at most eight projects are read at a time, each once", async () => {
    const projects = Array.from({ length: 30 }, (_, index) =>
      aProject({ id: projectId(index + 1), reference: "feature" }),
    );
    let open = 0;
    let most = 0;
    const snyk = fakeSnyk({ projects });
    const json = snyk.service.json.bind(snyk.service);
    const service = Object.assign(Object.create(snyk.service), {
      json: async (...request: Parameters<typeof json>) => {
        open += 1;
        most = Math.max(most, open);
        try {
          return await json(...request);
        } finally {
          open -= 1;
        }
      },
    });
    const settings = {
      token: "fake",
      orgs: [ORG],
      projects: [],
      url: "https://api.snyk.io",
      urlGiven: true,
      checkWaitMs: 0,
    };
    const outcome = await snykSource({
      ...stillTime(),
      ...snykForge(),
      ...fakeLog(),
      connect: () => service,
      checkAuthors: [],
      pollIntervalMs: 1,
      timeoutMs: 600_000,
      settings: { ...settings, evidence: "branch" },
    }).collect(pull());
    expect(outcome.evidence.projects).toHaveLength(30);
    expect(most).toBe(8);
    const read = snyk.calls.filter(({ path }) => path.endsWith("/issues"));
    expect(new Set(read.map(({ query }) => query[2]?.[1])).size).toBe(30);
    expect(read).toHaveLength(30);
  });

  it("resolved issues and those of other projects are no findings", async () => {
    const { batches } = await collect(pull(), {
      world: {
        projects: [HEAD_PROJECT],
        answer: ({ path }) =>
          path.endsWith("/issues")
            ? {
                data: [
                  anIssue(1, projectId(1), { status: "Resolved" }),
                  anIssue(2, projectId(9)),
                  anIssue(3, projectId(1)),
                ],
              }
            : undefined,
      },
    });
    expect(keys(batches[0]?.observations)).toEqual(["SNYK-JS-LODASH-3"]);
  });

  it("issues that name only a project nobody read count, and those of a project that was read do not", async () => {
    const { batches } = await collect(pull(), {
      world: {
        projects: [HEAD_PROJECT, BASE_PROJECT],
        answer: ({ path, query }) => {
          if (!path.endsWith("/issues")) return undefined;
          const isHead = query.some(([, value]) => value === projectId(1));
          return { data: isHead ? [anIssue(1, projectId(9)), anIssue(2, projectId(2))] : [] };
        },
      },
    });
    expect(keys(batches[0]?.observations)).toEqual(["SNYK-JS-LODASH-1"]);
  });

  it("ignored issues come with their reason, and without one when Snyk does not tell it", async () => {
    const world = { projects: [HEAD_PROJECT], issues: [anIssue(1, projectId(1), { ignored: true })] };
    const told = await collect(pull(), {
      world: { ...world, ignores: { "SNYK-JS-LODASH-1": [{ "*": { reason: "unused" } }] } },
    });
    expect(told.batches[0]?.observations[0]?.ignored).toEqual({ reason: "unused" });
    expect(told.calls.at(-1)?.path).toBe(`/v1/org/${ORG}/project/${projectId(1)}/ignores`);
    for (const thrown of [fault("not-found", 404), new TypeError("bug"), "text"]) {
      const silent = await collect(pull(), {
        world: {
          ...world,
          answer: ({ path }) => {
            if (path.startsWith("/v1/")) throw thrown;
          },
        },
      });
      expect(silent.codes).toEqual([]);
      expect(silent.batches[0]?.observations[0]?.ignored).toEqual({});
    }
  });

  it("results of another commit are told in a note", async () => {
    const place = { sourceLocation: { file: "a.ts", commit_id: "d".repeat(40) } };
    const { notes, codes, evidence } = await collect(pull(), {
      world: {
        projects: [HEAD_PROJECT],
        issues: [anIssue(1, projectId(1), { type: "code", coordinates: [{ representations: [place] }] })],
      },
    });
    expect(codes).toEqual([]);
    expect(evidence.commit).toBe("d".repeat(40));
    expect(notes.map(({ text }) => text).join()).toContain("scanned commit dddddddddddd");
  });
});

describe("on a pull request without projects of its branch", () => {
  it("a check that passed is the evidence, and the base's findings are existing", async () => {
    const { evidence, batches, codes, failedChecks, asked } = await collect(pull(), {
      world: onlyBase,
      forge: checks("success", "success"),
    });
    expect(codes).toEqual([]);
    expect(failedChecks).toBeUndefined();
    expect(asked).toEqual([`statuses of ${HEAD}`]);
    expect(evidence).toMatchObject({
      status: "complete",
      evidence: "pr-check",
      commit: HEAD,
      ref: "feature",
    });
    expect(evidence.checks).toHaveLength(2);
    expect(batches.map(({ comparison }) => comparison)).toEqual([
      { kind: "is-baseline", baseline: { ref: "main", at: "2026-05-01T00:00:00Z" } },
    ]);
  });

  it("a check that passed is enough without any project", async () => {
    const { evidence, batches, codes } = await collect(pull(), {
      world: { targets: [] },
      forge: checks("success"),
    });
    expect(codes).toEqual([]);
    expect(evidence).toMatchObject({ status: "complete", evidence: "pr-check" });
    expect(batches).toEqual([]);
  });

  it("a check that failed blocks by its type, and Snyk is complete", async () => {
    const { codes, failedChecks, evidence } = await collect(pull(), {
      world: onlyBase,
      forge: checks("success", "success", "failure"),
    });
    expect(codes).toEqual([]);
    expect(evidence.status).toBe("complete");
    expect(failedChecks).toMatchObject([{ type: "sast", reason: { code: "pr-check-failed" } }]);
  });

  it("a check that could not be done is no evidence", async () => {
    const { codes, evidence } = await collect(pull(), {
      world: onlyBase,
      forge: checks("error", "success"),
    });
    expect(codes).toEqual(["snyk no-evidence"]);
    expect(evidence).toMatchObject({ status: "incomplete", evidence: "pr-check" });
  });

  it("a pending check is waited for while the base is read", async () => {
    let looks = 0;
    const { codes, evidence, sleeps } = await collect(pull(), {
      world: onlyBase,
      forge: {
        statuses: () => {
          looks += 1;
          return [{ context: "security/snyk", state: looks < 3 ? "pending" : "success" }];
        },
      },
    });
    expect(codes).toEqual([]);
    expect(sleeps).toEqual([10_000, 15_000]);
    expect(evidence.checks).toEqual([{ context: "security/snyk", state: "success" }]);
  });

  it("a check that stays pending is a timeout, and what was read counts", async () => {
    const { codes, reasons, batches } = await collect(pull(), {
      world: onlyBase,
      forge: checks("pending"),
      limitMs: 60_000,
    });
    expect(codes).toEqual(["snyk timeout"]);
    expect(reasons[0]?.message).toContain("security/snyk (acme)");
    expect(keys(batches[0]?.observations)).toEqual(["SNYK-JS-LODASH-3"]);
  });

  it("statuses that cannot be read make Snyk incomplete and are not taken for absent", async () => {
    const refused = new ScanGateError({
      code: "forbidden",
      source: "github",
      message: "statuses: read is missing",
    });
    const forge: SnykForge = {
      statuses: () => {
        throw refused;
      },
    };
    const some = await collect(pull(), { world: onlyBase, forge });
    expect(some.codes).toEqual(["snyk forbidden"]);
    expect(some.evidence).toMatchObject({ status: "incomplete", evidence: "base-projects" });
    expect(some.batches[0]?.observations).toHaveLength(1);
    const none = await collect(pull(), { world: { targets: [] }, forge });
    expect(none.codes).toEqual(["snyk forbidden"]);
    expect(none.evidence).not.toHaveProperty("evidence");
  });

  it("the base's projects are the evidence when there is no check, and never new", async () => {
    const { evidence, batches, codes, notes } = await collect(pull(), { world: onlyBase });
    expect(codes).toEqual([]);
    expect(evidence).toMatchObject({ status: "complete", evidence: "base-projects", ref: "main" });
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["is-baseline"]);
    expect(notes).toMatchObject([{ level: "info", text: expect.stringContaining("main") }]);
  });

  it("a base that cannot be read makes Snyk incomplete", async () => {
    const { codes } = await collect(pull(), {
      world: {
        ...onlyBase,
        answer: ({ path }) => (path.endsWith("/issues") ? {} : undefined),
      },
    });
    expect(codes).toEqual(["snyk bad-response"]);
  });

  it("a fork's branch matches no project by name", async () => {
    const { evidence } = await collect(pull({ fork: true }), { world: both });
    expect(evidence).toMatchObject({ evidence: "base-projects", ref: "main" });
  });

  it("no project and no check is no-projects, never zero findings", async () => {
    const { codes, reasons, evidence } = await collect(pull(), { world: { targets: [] } });
    expect(codes).toEqual(["snyk no-projects"]);
    expect(reasons[0]?.message).toContain("acme/shop");
    expect(evidence.status).toBe("incomplete");
  });

  it("inactive projects alone are no-projects that says so", async () => {
    const { codes, reasons } = await collect(pull(), {
      world: { projects: [aProject({ status: "inactive", name: "sleeper" })] },
    });
    expect(codes).toEqual(["snyk no-projects"]);
    expect(reasons[0]?.message).toContain("sleeper");
  });

  it("projects of other branches are no-evidence that names them", async () => {
    const { codes, reasons } = await collect(pull(), {
      world: {
        projects: [aProject({ reference: "develop" }), aProject({ id: projectId(2), reference: "release" })],
      },
    });
    expect(codes).toEqual(["snyk no-evidence"]);
    expect(reasons[0]?.message).toContain("develop, release");
    expect(reasons[0]?.message).toContain("feature or main");
  });

  it("trouble with Snyk itself is the only reason told, and no check is waited for", async () => {
    const { codes, asked, evidence } = await collect(pull(), {
      world: {
        answer: () => {
          throw fault("internal", 401);
        },
      },
    });
    expect(codes).toEqual(["snyk auth"]);
    expect(asked).toEqual([`statuses of ${HEAD}`]);
    expect(evidence).toEqual({
      source: "snyk",
      status: "incomplete",
      ref: "main",
      counts: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 },
      requests: 1,
    });
  });
});

describe("with snyk-evidence: commit", () => {
  const settings = { evidence: "commit" } as const;
  const since = (commitDate: string): SnykForge => ({ commitDate: () => commitDate });

  it("head projects count when they were looked at since the commit was made", async () => {
    const { codes, evidence, asked } = await collect(pull(), {
      world: both,
      settings,
      forge: since("2026-06-01T10:00:00Z"),
    });
    expect(codes).toEqual([]);
    expect(evidence).toMatchObject({ status: "complete", evidence: "head-projects" });
    expect(asked).toEqual([`statuses of ${HEAD}`, `date of ${HEAD}`]);
  });

  it("older ones are no evidence, with their names and times, and their findings are only shown", async () => {
    const { codes, reasons, batches, evidence } = await collect(pull(), {
      world: both,
      settings,
      forge: since("2026-06-01T11:00:01Z"),
    });
    expect(codes).toEqual(["snyk no-evidence"]);
    expect(reasons[0]?.message).toContain("2026-06-01T11:00:00Z");
    expect(evidence.status).toBe("incomplete");
    expect(evidence).not.toHaveProperty("evidence");
    expect(batches[0]?.observations).toHaveLength(2);
    expect(batches[0]?.observations.map(({ shownOnly }) => shownOnly)).toEqual([true, true]);
  });

  it("code that was scanned at another commit is no evidence, however new", async () => {
    const place = { sourceLocation: { file: "a.ts", commit_id: "d".repeat(40) } };
    const issue = anIssue(1, projectId(1), { type: "code", coordinates: [{ representations: [place] }] });
    const { codes, reasons } = await collect(pull(), {
      world: { projects: [HEAD_PROJECT], issues: [issue] },
      settings,
      forge: since("2026-01-01T00:00:00Z"),
    });
    expect(codes).toEqual(["snyk no-evidence"]);
    expect(reasons[0]?.message).toContain("dddddddddddd");
  });

  it("a check on the commit counts where head projects are stale", async () => {
    const { codes, evidence, batches } = await collect(pull(), {
      world: both,
      settings,
      forge: { ...since("2026-06-02T00:00:00Z"), ...checks("success") },
    });
    expect(codes).toEqual([]);
    expect(evidence.evidence).toBe("pr-check");
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["baseline"]);
    expect(batches[0]?.observations.every(({ shownOnly }) => shownOnly)).toBe(true);
  });

  it("base projects are no evidence", async () => {
    const { codes, batches } = await collect(pull(), { world: onlyBase, settings });
    expect(codes).toEqual(["snyk no-evidence"]);
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["is-baseline"]);
    expect(batches[0]?.observations.map(({ shownOnly }) => shownOnly)).toEqual([true]);
  });

  it("a commit whose time cannot be read leaves Snyk incomplete", async () => {
    const { codes, evidence } = await collect(pull(), {
      world: both,
      settings,
      forge: {
        commitDate: () => {
          throw new ScanGateError({ code: "rate-limited", source: "github", message: "slow down" });
        },
      },
    });
    expect(codes).toEqual(["snyk rate-limited"]);
    expect(evidence).toMatchObject({ status: "incomplete", evidence: "head-projects" });
  });

  it("a branch is judged the same way", async () => {
    const world = { projects: [BASE_PROJECT] };
    const fresh = await collect(push(), { world, settings, forge: since("2026-04-01T00:00:00Z") });
    expect(fresh.codes).toEqual([]);
    const stale = await collect(push(), { world, settings, forge: since("2026-05-02T00:00:00Z") });
    expect(stale.codes).toEqual(["snyk no-evidence"]);
    expect(stale.asked).toEqual([`date of ${HEAD}`]);
  });
});

describe("on a ref", () => {
  it("that is a branch with projects they are the evidence, with nothing to compare", async () => {
    const { evidence, batches, codes, asked } = await collect(push(), { world: both });
    expect(codes).toEqual([]);
    expect(evidence).toMatchObject({ evidence: "head-projects", ref: "main", status: "complete" });
    expect(evidence).not.toHaveProperty("baseline");
    expect(batches.map(({ comparison }) => comparison)).toEqual([{ kind: "none" }]);
    expect(keys(batches[0]?.observations)).toEqual(["SNYK-JS-LODASH-1"]);
    expect(asked).toEqual([]);
  });

  it.each([
    "refs/tags/v1",
    "refs/heads/quiet",
  ])("%s without own projects the default branch's stand in", async (ref) => {
    const { evidence, batches, codes, asked } = await collect(push(ref), { world: both });
    expect(codes).toEqual([]);
    expect(evidence).toMatchObject({ evidence: "base-projects", ref: "main" });
    expect(batches.map(({ comparison }) => comparison)).toEqual([{ kind: "none" }]);
    expect(asked).toEqual([]);
  });

  it("without any project it is no-projects", async () => {
    const { codes, reasons } = await collect(push("refs/tags/v1"), { world: { targets: [] } });
    expect(codes).toEqual(["snyk no-projects"]);
    expect(reasons[0]?.message).not.toContain("check");
  });

  it("of which the default branch is not known a branchless project will do", async () => {
    const { defaultBranch: _, ...context } = push("refs/heads/quiet");
    const { evidence, codes } = await collect(context, {
      world: { projects: [aProject({ reference: null })] },
    });
    expect(codes).toEqual([]);
    expect(evidence.evidence).toBe("base-projects");
  });
});

describe("on a merge group", () => {
  it("the pull request's head is judged", async () => {
    const { evidence, codes, asked } = await collect(queue(), {
      world: both,
      forge: { pull: () => facts() },
    });
    expect(codes).toEqual([]);
    expect(asked).toEqual(["pull 7", `statuses of ${HEAD}`]);
    expect(evidence).toMatchObject({ evidence: "head-projects", ref: "feature" });
  });

  it("a pull request that is not found is GitHub's to tell, for it is missing to every source", async () => {
    const { codes } = await collect(queue(), {
      world: onlyBase,
      forge: {
        pull: () => {
          throw new ScanGateError({
            code: "not-found",
            source: "github",
            message: "No such thing",
            status: 404,
          });
        },
      },
    });
    expect(codes).toEqual(["github not-found"]);
  });

  it("the checks are those of the pull request's head commit", async () => {
    const { evidence, asked } = await collect(queue(), {
      world: onlyBase,
      forge: { pull: () => facts({ headCommit: HEAD.toUpperCase() }), ...checks("success") },
    });
    expect(asked).toEqual(["pull 7", `statuses of ${HEAD}`]);
    expect(evidence).toMatchObject({ evidence: "pr-check", commit: HEAD });
  });

  it.each([
    { headRepository: "mallory/shop" },
    { headRepository: undefined },
  ])("a head of %j matches no project by name", async (details) => {
    const { headRepository: _, ...rest } = facts();
    const head = details.headRepository === undefined ? rest : facts(details);
    const { evidence } = await collect(queue(), { world: both, forge: { pull: () => head } });
    expect(evidence.evidence).toBe("base-projects");
  });

  it("without a number the pull request is found by the commit", async () => {
    const { number: _, ...context } = queue();
    const found = await collect(context, {
      world: both,
      forge: { pulls: () => [facts({ state: "closed" }), facts()] },
    });
    expect(found.codes).toEqual([]);
    expect(found.evidence.evidence).toBe("head-projects");
    const lost = await collect(context, { world: both });
    expect(lost.codes).toEqual(["snyk no-evidence"]);
    expect(lost.evidence).toMatchObject({ evidence: "base-projects", status: "incomplete" });
  });

  it("a pull request that GitHub does not tell makes Snyk incomplete", async () => {
    const { codes, asked } = await collect(queue(), {
      world: both,
      forge: {
        pull: () => {
          throw new ScanGateError({ code: "unreachable", source: "github", message: "GitHub is down" });
        },
      },
    });
    expect(codes).toEqual(["snyk unreachable"]);
    expect(asked).toEqual(["pull 7"]);
  });
});

describe("with a report file of Snyk's CLI", () => {
  const found: Observation = {
    source: "snyk",
    tool: "snyk",
    id: "SNYK-JS-LODASH-3",
    identity: "SNYK-JS-LODASH-3",
    type: "sca",
    path: "package.json",
    severity: "high",
    title: "Prototype Pollution",
    cwe: [],
    identifiers: [],
  };
  const report: SnykReport = {
    products: ["sca", "license"],
    observations: [found],
    files: ["snyk.json"],
    reasons: [],
  };

  it("it is the evidence on a pull request, and the base's projects are the baseline", async () => {
    const { evidence, batches, codes, asked, calls } = await collect(pull(), {
      world: { ...both, ...onlyBase, projects: [HEAD_PROJECT, BASE_PROJECT] },
      report,
    });
    expect(codes).toEqual([]);
    expect(asked).toEqual([`statuses of ${HEAD}`]);
    expect(evidence).toMatchObject({
      status: "complete",
      evidence: "report",
      commit: HEAD,
      files: ["snyk.json"],
      baseline: { ref: "main" },
      counts: { high: 1 },
    });
    expect(batches).toHaveLength(1);
    expect(batches[0]?.comparison).toMatchObject({
      kind: "baseline",
      known: [{ identity: "SNYK-JS-LODASH-3" }],
    });
    expect(calls.filter(({ path }) => path.endsWith("/issues"))).toHaveLength(1);
  });

  it("trouble with the service leaves open what other products need, and costs the baseline", async () => {
    const { codes, batches } = await collect(pull(), {
      report,
      world: {
        answer: () => {
          throw fault("internal", 401);
        },
      },
    });
    expect(codes).toEqual(["snyk auth"]);
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["none"]);
  });

  it("a merge group whose pull request is unknown is incomplete, for its checks cannot be read", async () => {
    const { number: _, ...context } = queue();
    const { codes } = await collect(context, { world: onlyBase, report });
    expect(codes).toEqual(["snyk no-evidence"]);
  });

  it("it stands for its own product only, and others still need their evidence", async () => {
    const code = aProject({ id: projectId(3), type: "sast", file: "", name: "acme/shop", reference: "main" });
    const world = { projects: [BASE_PROJECT, code], issues: [anIssue(9, projectId(3), { type: "code" })] };
    const { evidence, notes, batches } = await collect(pull(), { world, report });
    expect(evidence).toMatchObject({
      evidence: "base-projects",
      products: [
        { product: "sca", evidence: "report" },
        { product: "license", evidence: "report" },
        { product: "code", evidence: "base-projects" },
      ],
    });
    expect(batches.map(({ comparison }) => comparison.kind)).toEqual(["baseline", "is-baseline"]);
    expect(notes.map(({ text }) => text).join()).toContain("Snyk's findings of code are those of main");
    const strict = await collect(pull(), { world, report, settings: { evidence: "commit" } });
    expect(strict.codes).toEqual(["snyk no-evidence"]);
    expect(strict.reasons[0]?.message).toContain("no evidence of code");
  });

  it("its own trouble makes Snyk incomplete", async () => {
    const broken = { code: "report-invalid", source: "snyk", message: "An entry is an error." } as const;
    const { codes, evidence } = await collect(pull(), {
      world: onlyBase,
      report: { ...report, reasons: [broken] },
    });
    expect(codes).toEqual(["snyk report-invalid"]);
    expect(evidence.status).toBe("incomplete");
  });

  it("what its files are told with is told of Snyk", async () => {
    const note = { level: "warning", text: "snyk.json: snyk ran with a threshold" } as const;
    const { notes } = await collect(push(), { world: both, report: { ...report, notes: [note] } });
    expect(notes).toEqual([note]);
  });

  it("on a ref its own product's projects are not read, and others are", async () => {
    const code = aProject({ id: projectId(3), type: "sast", file: "", name: "acme/shop", reference: "main" });
    const { evidence, batches, calls, codes } = await collect(push(), {
      world: { projects: [BASE_PROJECT, code], issues: [anIssue(9, projectId(3), { type: "code" })] },
      report,
    });
    expect(codes).toEqual([]);
    expect(calls.filter(({ path }) => path.endsWith("/issues"))).toHaveLength(1);
    expect(evidence).toMatchObject({ evidence: "head-projects", products: { length: 3 } });
    expect(batches.map(({ comparison }) => comparison)).toEqual([{ kind: "none" }, { kind: "none" }]);
  });
});

describe("the source", () => {
  it("never throws, whatever breaks", async () => {
    const options: SnykOptions = {
      ...stillTime(),
      ...snykForge(),
      ...fakeLog(),
      checkAuthors: [],
      pollIntervalMs: 1,
      timeoutMs: 600_000,
      settings: {
        token: "fake",
        orgs: [],
        projects: [],
        url: "https://api.snyk.io",
        urlGiven: true,
        evidence: "branch",
        checkWaitMs: 0,
      },
      connect: () => {
        throw new TypeError("bug");
      },
    };
    const outcome = await snykSource(options).collect(pull());
    expect(outcome.reasons).toMatchObject([{ code: "internal", source: "snyk" }]);
    expect(outcome.evidence).toEqual({ source: "snyk", status: "incomplete", requests: 0 });
  });

  it("ends at once when the run is cancelled", async () => {
    const time = stillTime();
    const { forge } = snykForge();
    const pullRequests = { ...forge.pullRequests, get: () => new Promise<never>(() => {}) };
    const { connect } = fakeSnyk(both);
    const settings = {
      token: "fake",
      orgs: [ORG],
      projects: [],
      url: "https://api.snyk.io",
      urlGiven: true,
      checkWaitMs: 0,
    };
    const source = snykSource({
      ...time,
      ...fakeLog(),
      forge: { ...forge, pullRequests },
      connect,
      checkAuthors: [],
      pollIntervalMs: 1,
      timeoutMs: 600_000,
      settings: { ...settings, evidence: "branch" },
    });
    const collecting = source.collect(queue());
    time.end(new ScanGateError({ code: "cancelled", source: "gate", message: "Cancelled" }));
    expect((await collecting).reasons).toMatchObject([{ code: "cancelled", source: "snyk" }]);
  });

  it("tells a token of another region, and what it looked at", async () => {
    const claims = Buffer.from(JSON.stringify({ h: "api.eu.snyk.io" })).toString("base64url");
    const token = `snyk_uat.12345678.${claims}.not-a-signature`;
    const given = await collect(pull(), { world: both, settings: { token, urlGiven: true } });
    expect(given.notes).toMatchObject([
      { level: "warning", text: expect.stringContaining("api.eu.snyk.io") },
    ]);
    expect(given.connections[0]?.baseUrl).toBe("https://api.snyk.io");
    const followed = await collect(pull(), { world: both, settings: { token } });
    expect(followed.notes).toEqual([]);
    expect(followed.connections[0]?.baseUrl).toBe("https://api.eu.snyk.io");
    expect(followed.batches[0]?.observations[0]?.link).toContain("https://app.eu.snyk.io/org/");
    expect(followed.lines).toEqual([
      `organizations: ${ORG}; projects: 2 active, 0 inactive`,
      "acme/shop:package.json (feature), npm: 2 open issues",
      "acme/shop:package.json (main), npm: 1 open issue",
      "evidence: head-projects (sca: head-projects; 1 head project, 0 checks, 1 base project)",
    ]);
  });
});
