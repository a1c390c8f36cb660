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
import type { PullRequestContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { CommitStatus, ForgePullRequest } from "../../forge-ports.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import { type SnykOptions, snykSource } from "./collect.ts";

const EARLIER = "e".repeat(40);
const OTHER = "f".repeat(40);
const CONTEXT: PullRequestContext = {
  kind: "pull-request",
  event: "pull_request",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: HEAD,
  defaultBranch: "main",
  number: 7,
  headRef: "feature",
  fork: false,
  author: "mallory",
  base: { ref: "main", commit: "b".repeat(40) },
  upload: { ref: "refs/pull/7/merge", commit: HEAD },
};
const npm = aProject({ id: projectId(1) });
const sast = aProject({ id: projectId(2), type: "sast", file: "", name: "acme/shop" });
const packages: FakeWorld = { projects: [npm], issues: [anIssue(1, projectId(1))] };
const cliCode = aProject({ id: projectId(2), type: "sast", file: "", name: "acme/shop", origin: "cli" });
const both: FakeWorld = { projects: [npm, sast] };
const other: ForgePullRequest = {
  number: 6,
  state: "closed",
  headRef: "x",
  headCommit: OTHER,
  base: CONTEXT.base,
};
const status = (context: string, state: string, author = "snyk-bot"): CommitStatus => ({
  context,
  state,
  author,
});

interface Setup {
  readonly world?: FakeWorld;
  readonly forge?: SnykForge;
  readonly settings?: Partial<SnykSettings>;
  readonly timeoutMs?: number;
  readonly scanReady?: Promise<boolean>;
  readonly context?: PullRequestContext;
}

async function collect(setup: Setup = {}) {
  const time = stillTime();
  const { forge, asked } = snykForge(setup.forge);
  const { log, lines } = fakeLog();
  const options: SnykOptions = {
    ...time,
    connect: fakeSnyk(setup.world ?? packages).connect,
    forge,
    log,
    pollIntervalMs: 10_000,
    timeoutMs: setup.timeoutMs ?? 600_000,
    checkAuthors: [],
    settings: {
      token: "fake-token",
      orgs: [ORG],
      projects: [],
      url: "https://api.snyk.io",
      urlGiven: false,
      evidence: "branch",
      checkWaitMs: 120_000,
      ...setup.settings,
    },
    ...(setup.scanReady === undefined ? {} : { scanReady: setup.scanReady }),
  };
  const outcome = await snykSource(options).collect(setup.context ?? CONTEXT);
  const waited = time.clock.pauses.reduce((sum, ms) => sum + ms, 0);
  return { ...outcome, codes: outcome.reasons.map(({ code }) => code), asked, lines, waited };
}

/** Statuses of the head look by look, the last of which stay, beside those of other commits. */
function looks(
  head: readonly (readonly CommitStatus[])[],
  elsewhere: Readonly<Record<string, readonly CommitStatus[]>> = {},
) {
  let at = -1;
  return (commit: string): readonly CommitStatus[] => {
    if (commit !== HEAD) return elsewhere[commit] ?? [];
    at += 1;
    return head[Math.min(at, head.length - 1)] ?? [];
  };
}

describe("a check that is not there yet", () => {
  const failed = [status("security/snyk", "failure")];
  const passed = [status("security/snyk", "success")];

  it("is waited for where another pull request had one, and blocks when it fails", async () => {
    const { failedChecks, evidence, lines, asked } = await collect({
      forge: { recent: () => [other], statuses: looks([[], [], failed], { [OTHER]: passed }) },
    });
    expect(failedChecks).toMatchObject([{ type: "sca" }]);
    expect(evidence.evidence).toBe("pr-check");
    expect(lines).toContain(
      "waiting for Snyk's check of sca: pull request #6 has security/snyk on fffffff (0 s so far, at most 120 s)",
    );
    expect(asked).toEqual([
      `statuses of ${HEAD}`,
      "commits of 7",
      "last updated",
      `statuses of ${OTHER}`,
      `statuses of ${HEAD}`,
      `statuses of ${HEAD}`,
    ]);
  });

  it("is waited for where only another product's check is there", async () => {
    const { failedChecks } = await collect({
      world: both,
      forge: {
        recent: () => [other],
        statuses: looks([passed, [...passed, status("code/snyk", "failure")]], { [OTHER]: passed }),
      },
    });
    expect(failedChecks).toMatchObject([{ type: "sast" }]);
  });

  it("leaves the next rung to decide when it does not come", async () => {
    const { codes, evidence, waited, notes } = await collect({
      forge: { recent: () => [other], statuses: looks([[]], { [OTHER]: passed }) },
    });
    expect(codes).toEqual([]);
    expect(evidence).toMatchObject({ status: "complete", evidence: "base-projects" });
    expect(waited).toBeGreaterThan(100_000);
    expect(waited).toBeLessThanOrEqual(120_000);
    expect(notes.map(({ text }) => text).join()).toContain("has not looked at this change");
  });

  it("is expected where an earlier head had it, and named when it does not come", async () => {
    const { codes, reasons, lines } = await collect({
      world: both,
      forge: {
        commits: () => [EARLIER, HEAD],
        statuses: looks([passed], { [EARLIER]: [...passed, status("code/snyk", "success")] }),
      },
    });
    expect(lines.join("\n")).toContain(
      "waiting for Snyk's check code/snyk: it was there on eeeeeee (0 s so far",
    );
    expect(codes).toEqual(["timeout"]);
    expect(reasons[0]?.message).toContain("code/snyk (it was there on eeeeeee)");
  });

  it("is waited for no longer than half of the time limit", async () => {
    const { waited } = await collect({
      timeoutMs: 60_000,
      forge: { recent: () => [other], statuses: looks([[]], { [OTHER]: passed }) },
    });
    expect(waited).toBeLessThanOrEqual(30_000);
    expect(waited).toBeGreaterThan(20_000);
  });

  it("is not waited for with `snyk-check-wait: 0`, and nothing is asked", async () => {
    const { asked, waited, evidence } = await collect({ settings: { checkWaitMs: 0 } });
    expect([asked, waited]).toEqual([[`statuses of ${HEAD}`], 0]);
    expect(evidence.evidence).toBe("base-projects");
  });

  it("is waited for with `snyk-evidence: commit` too", async () => {
    const { codes, evidence } = await collect({
      settings: { evidence: "commit" },
      forge: { recent: () => [other], statuses: looks([[], passed], { [OTHER]: passed }) },
    });
    expect(codes).toEqual([]);
    expect(evidence.evidence).toBe("pr-check");
  });

  it.each([
    ["the project was not imported from a source code manager", { projects: [aProject({ origin: "cli" })] }],
    ["Snyk does not check its product", { projects: [aProject({ type: "terraformconfig" })] }],
  ])("cannot come where %s", async (_, world) => {
    const { waited } = await collect({
      world,
      forge: { recent: () => [other], statuses: looks([[]], { [OTHER]: passed }) },
    });
    expect(waited).toBe(0);
  });

  describe("of a product that was not imported, in a repository of which another one was", () => {
    const world = { projects: [npm, cliCode] };
    const code = status("code/snyk", "success");

    it("is waited for where another pull request had a check of that product", async () => {
      const { failedChecks } = await collect({
        world,
        forge: {
          recent: () => [other],
          statuses: looks([passed, [...passed, status("code/snyk", "failure")]], {
            [OTHER]: [...passed, code],
          }),
        },
      });
      expect(failedChecks).toMatchObject([{ type: "sast" }]);
    });

    it("is not waited for where other pull requests had checks of other products only", async () => {
      const { waited } = await collect({
        world,
        forge: { recent: () => [other], statuses: looks([passed], { [OTHER]: passed }) },
      });
      expect(waited).toBe(0);
    });
  });

  it("cannot come where no other pull request had one", async () => {
    const { waited, asked } = await collect({ forge: { recent: () => [{ ...other, number: 7 }, other] } });
    expect(waited).toBe(0);
    expect(asked.at(-1)).toBe(`statuses of ${OTHER}`);
  });

  it("is taken to come where that could not be asked, which is told", async () => {
    const { waited, notes } = await collect({
      forge: {
        recent: () => {
          throw new ScanGateError({ code: "forbidden", source: "github", message: "pull-requests: read" });
        },
      },
    });
    expect(waited).toBeGreaterThan(100_000);
    expect(notes.map(({ text }) => text).join()).toContain("pull-requests: read");
  });

  it("asks nothing and waits for nothing where all checks are there", async () => {
    const { asked, waited } = await collect({
      world: both,
      forge: { statuses: looks([[...passed, status("code/snyk", "success")]]) },
    });
    expect([asked, waited]).toEqual([[`statuses of ${HEAD}`], 0]);
  });

  it("asks nothing where every product has projects of the head branch", async () => {
    const { asked, waited } = await collect({ world: { projects: [aProject({ reference: "feature" })] } });
    expect([asked, waited]).toEqual([[`statuses of ${HEAD}`], 0]);
  });
});

describe("when Semgrep's scan is ready", () => {
  const passed = [status("security/snyk", "success")];
  const later = (isReady: boolean) => new Promise<boolean>((resolve) => setTimeout(resolve, 5, isReady));

  it("the checks are read once more, and the last state decides", async () => {
    const { failedChecks, asked } = await collect({
      scanReady: later(true),
      forge: { statuses: looks([passed, [status("security/snyk", "failure")]]) },
    });
    expect(failedChecks).toHaveLength(1);
    expect(asked).toEqual([`statuses of ${HEAD}`, `statuses of ${HEAD}`]);
  });

  it("a check that is pending by then is waited for", async () => {
    const { evidence, waited } = await collect({
      scanReady: later(true),
      forge: { statuses: looks([passed, [status("security/snyk", "pending")], passed]) },
    });
    expect(waited).toBe(10_000);
    expect(evidence.checks).toMatchObject([{ state: "success" }]);
  });

  it("nothing is read again where there is none", async () => {
    const { asked } = await collect({ scanReady: later(false), forge: { statuses: looks([passed]) } });
    expect(asked).toHaveLength(1);
  });
});

describe("whoever opens a pull request", () => {
  const forged = [status("security/snyk", "success", "mallory")];

  it("ends no waiting with a success of their own, and is told", async () => {
    const { waited, notes, evidence } = await collect({
      forge: {
        recent: () => [other],
        statuses: looks([forged], { [OTHER]: [status("security/snyk", "success")] }),
      },
    });
    expect(waited).toBeGreaterThan(100_000);
    expect(evidence.evidence).toBe("pr-check");
    expect(notes).toMatchObject([
      { level: "warning", source: "snyk", text: expect.stringMatching(/mallory.*`snyk-check-author`/s) },
    ]);
    expect(evidence.remarks).toEqual([
      "Snyk's check security/snyk was set to success by mallory, who opened the pull request",
    ]);
  });

  it("does not undo Snyk's failure", async () => {
    const { failedChecks } = await collect({
      forge: { statuses: looks([[status("security/snyk", "failure"), ...forged]]) },
    });
    expect(failedChecks).toHaveLength(1);
  });

  it("is asked for where the event does not tell, and only when a success hangs on it", async () => {
    const { author: _, ...context } = CONTEXT;
    const pull = () => ({ ...other, number: 7, author: "mallory" });
    const told = await collect({
      context,
      settings: { checkWaitMs: 0 },
      forge: { pull, statuses: looks([forged]) },
    });
    expect(told.asked).toEqual([`statuses of ${HEAD}`, "pull 7"]);
    expect(told.notes.map(({ text }) => text).join()).toContain("mallory");
    const none = await collect({ context, settings: { checkWaitMs: 0 }, forge: { pull } });
    expect(none.asked).toEqual([`statuses of ${HEAD}`]);
  });

  it("cannot hide a failed check behind projects of the head branch", async () => {
    const { failedChecks, evidence } = await collect({
      world: { projects: [aProject({ reference: "feature", monitoredAt: "2024-01-01T00:00:00Z" })] },
      forge: { statuses: looks([[status("security/snyk", "failure")]]) },
    });
    expect(evidence.evidence).toBe("head-projects");
    expect(failedChecks).toHaveLength(1);
  });

  it("cannot dodge a check by a branch that is called like an image's tag", async () => {
    const image = aProject({ id: projectId(3), type: "deb", origin: "docker-hub", reference: "latest" });
    const { failedChecks, evidence } = await collect({
      context: { ...CONTEXT, headRef: "latest" },
      world: { projects: [npm, image] },
      forge: { statuses: looks([[status("security/snyk", "failure")]]) },
    });
    expect(evidence).toMatchObject({
      evidence: "pr-check",
      products: [
        { product: "sca", evidence: "pr-check" },
        { product: "container", evidence: "base-projects" },
      ],
    });
    expect(failedChecks).toHaveLength(1);
    expect(evidence.remarks).toEqual([
      "sca by pr-check, container by base-projects",
      "container as on the base branch, for Snyk does not check it in pull requests",
    ]);
  });
});

describe("statuses that cannot be read", () => {
  const refused = () => {
    throw new ScanGateError({ code: "forbidden", source: "github", message: "add statuses: read" });
  };
  const head = { projects: [aProject({ reference: "feature" })] };

  it("are a warning where projects of the head branch are the evidence", async () => {
    const { codes, notes } = await collect({ world: head, forge: { statuses: refused } });
    expect(codes).toEqual([]);
    const warnings = notes.filter(({ level }) => level === "warning");
    expect(warnings).toMatchObject([{ text: expect.stringContaining("statuses: read") }]);
  });

  it("leave Snyk incomplete where evidence hangs on them, or where there are too many to read", async () => {
    expect((await collect({ forge: { statuses: refused } })).codes).toEqual(["forbidden"]);
    const endless = () => {
      throw new ScanGateError({ code: "partial", source: "github", message: "the list does not end" });
    };
    expect((await collect({ world: head, forge: { statuses: endless } })).codes).toEqual(["partial"]);
  });
});

describe("trouble of many projects", () => {
  it("is one reason that names some and counts the rest", async () => {
    const projects = Array.from({ length: 25 }, (_, index) => aProject({ id: projectId(index + 1) }));
    const { reasons } = await collect({
      settings: { checkWaitMs: 0 },
      world: {
        projects,
        answer: ({ path }) => {
          if (path.endsWith("/issues")) throw fault("rate-limited", 429);
        },
      },
    });
    expect(reasons).toMatchObject([
      { code: "rate-limited", message: expect.stringContaining("and 22 more") },
    ]);
  });
});
