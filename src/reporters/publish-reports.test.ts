import { describe, expect, it } from "vitest";
import { aFinding, anObservation, aReport } from "../../test/support/a-report.ts";
import { deadlineOf } from "../../test/support/clock.ts";
import { type FakeRoles, fakeForge, fakePorts } from "../../test/support/fake-ports.ts";
import { fakeService } from "../../test/support/fake-service.ts";
import type { PullRequestContext, RunContext } from "../context/run-context.ts";
import { ScanGateError } from "../errors.ts";
import { GITHUB_TRAITS } from "../forges/github/github.ts";
import type { Ports } from "../ports.ts";
import { readSettings } from "../settings/read.ts";
import { publishReports } from "./publish-reports.ts";

const CONTEXT: RunContext = {
  kind: "ref",
  event: "push",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: "1".repeat(40),
  ref: "refs/heads/main",
  defaultBranch: "main",
};
const FINDING = aFinding({
  observations: [anObservation({ home: { organization: "acme", project: "acme/shop", issue: "1001" } })],
});

/** A machine so slow that every look at the clock is a second later: each step of work has used up its slice. */
function everLater(): Ports["clock"] {
  let now = 0;
  return {
    now: () => {
      now += 1000;
      return now;
    },
    sleep: async (_, signal) => signal.throwIfAborted(),
  };
}

/** Tells a push to main that makes tickets, with a Semgrep of the test's choice. */
async function tell(connect: (cancel: AbortController) => Ports["connect"], deadline = deadlineOf(60_000)) {
  const result = readSettings(
    { "semgrep-token": "fake-semgrep-token", tickets: "blocking", sarif: "off", annotations: "false" },
    { workspace: "/w", temp: "/t" },
  );
  if (!result.ok) throw new Error(result.problems.join());
  const ports = fakePorts();
  const told = await publishReports(
    { ...ports, clock: everLater(), connect: connect(ports.cancel), deadline: ({ ms }) => deadlineOf(ms) },
    {
      report: aReport({ findings: [FINDING] }),
      settings: result.settings,
      context: CONTEXT,
      deadline,
      phases: () => [],
    },
  );
  return { ports, told, log: ports.lines.join("\n"), json: [...ports.savedFiles.values()].join("\n") };
}

describe("publishing", () => {
  it("names in every document the tickets that it made first", async () => {
    const { ports, log, json } = await tell(
      () => () => fakeService(() => ({ succeeded: [{ external_slug: "SHOP-1", issue_ids: [1001] }] })),
    );
    expect(log).toContain("tickets: created 1 for 1 finding: SHOP-1");
    expect(json).toContain("SHOP-1");
    expect(ports.summaries.join("")).toContain("SHOP-1");
  });

  it("goes on when tickets cannot be made, and says so", async () => {
    const { ports, log, json } = await tell(() => () => {
      throw new Error("no way there");
    });
    expect(log).toMatch(/warning: tickets: .*no way there.* The verdict stands\./);
    expect(json).toContain('"fail"');
    expect(ports.summaries).toHaveLength(1);
  });

  it("writes the summary on a slow machine too, when no time is left for anything else", async () => {
    const over = new AbortController();
    over.abort(new ScanGateError({ code: "timeout", source: "gate", message: "The time limit is used up" }));
    const { ports } = await tell(() => () => fakeService(() => ({})), deadlineOf(0, over));
    expect(ports.summaries.join("")).toContain("Scan Gate");
  });

  it("begins nothing more when the run is cancelled while tickets are made", async () => {
    const { ports, told } = await tell(
      (cancel) => () =>
        fakeService(() => {
          cancel.abort();
          return {};
        }),
    );
    expect(told.outputs).toEqual({});
    expect([...ports.savedFiles.keys(), ...ports.summaries]).toEqual([]);
  });
});

const PULL_REQUEST: PullRequestContext = {
  ...CONTEXT,
  kind: "pull-request",
  event: "pull_request",
  number: 42,
  headRef: "feature",
  fork: false,
  base: { ref: "main", commit: "2".repeat(40) },
  upload: { ref: "refs/pull/42/merge", commit: "3".repeat(40) },
};

/** Tells a pull request by whatever the inputs ask for, with a GitHub of the test's choice. */
async function tellPullRequest(
  inputs: Record<string, string>,
  roles: FakeRoles = {},
  context: Partial<PullRequestContext> = {},
  { isWorkflow = false, finding = FINDING, left = 60_000 } = {},
) {
  const result = readSettings(
    { "semgrep-token": "fake-semgrep-token", sarif: "off", ...inputs },
    { workspace: "/w", temp: "/t" },
  );
  if (!result.ok) throw new Error(result.problems.join());
  const fakes = fakePorts();
  const outputs = isWorkflow ? { ...fakes.outputs, annotationsInLog: true as const } : fakes.outputs;
  const ports = { ...fakes, outputs };
  const told = await publishReports(ports, {
    report: aReport({ findings: [finding] }),
    settings: result.settings,
    context: { ...PULL_REQUEST, ...context },
    forge: { traits: GITHUB_TRAITS, roles: fakeForge(roles) },
    deadline: deadlineOf(left),
    phases: () => [{ name: "publishing", ms: 1500, requests: { github: 3 } }],
  });
  return { ports, told, log: ports.lines.join("\n") };
}

describe("telling a pull request", () => {
  const forbidden = () =>
    Promise.reject(
      new ScanGateError({
        code: "forbidden",
        source: "github",
        message: "GitHub refused the comment",
        hint: "Add `pull-requests: write` to the job's permissions",
        status: 403,
      }),
    );

  it("tells a warning once in a workflow's log, which its annotation is a line of, and on a command line too", async () => {
    for (const isWorkflow of [true, false]) {
      const { ports } = await tellPullRequest({}, { comments: { list: forbidden } }, {}, { isWorkflow });
      expect(
        ports.annotations.filter(({ message }) => message.includes("GitHub refused the comment")),
      ).toHaveLength(1);
      const lines = ports.lines.filter((line) => line.includes("GitHub refused the comment"));
      expect(lines).toHaveLength(isWorkflow ? 0 : 1);
    }
  });

  it("puts all that could not be told into one warning, with the missing permission, and goes on", async () => {
    const { ports, told } = await tellPullRequest(
      { annotations: "false" },
      { comments: { list: forbidden } },
    );
    expect(ports.annotations).toEqual([
      {
        level: "warning",
        title: "Scan Gate: some results could not be published",
        message: expect.stringMatching(/^comment: .*`pull-requests: write`.* The verdict stands\.$/),
      },
    ]);
    expect(Object.keys(told.outputs).sort()).toEqual(["report-html", "report-json"]);
  });

  it("ends with the summary, which tells what came of the others and how long it all took", async () => {
    const { ports } = await tellPullRequest({ annotations: "false" }, { comments: { list: forbidden } });
    const [summary = ""] = ports.summaries;
    expect(summary).toContain("- json: report written to /t/scan-gate/report.json");
    expect(summary).toMatch(/^- ⚠️ comment: .*pull-requests: write.*The verdict stands\.$/m);
    expect(summary).toContain("| publishing | 1.5&nbsp;s | GitHub 3 |");
  });

  const MANY_CWE = aFinding({
    observations: [anObservation({ cwe: Array.from({ length: 30 }, (_, at) => `CWE-${at + 1}`) })],
  });
  const CUT = "left out, beyond 20 per rule: ";

  it("tells in every document what has no room in the SARIF file", async () => {
    const bodies: string[] = [];
    const create = async (_: number, body: string) => {
      bodies.push(body);
      return { id: "1", body, author: "github-actions[bot]", url: "https://github.com/c/1" };
    };
    const pullRequests = { get: async () => pullOf({}) };
    const { ports } = await tellPullRequest(
      { sarif: "file" },
      { comments: { create }, pullRequests },
      {},
      {
        finding: MANY_CWE,
      },
    );
    const { notes } = JSON.parse(ports.savedFiles.get("/t/scan-gate/report.json") ?? "");
    expect(notes).toEqual([{ level: "info", text: expect.stringContaining(CUT) }]);
    for (const text of [ports.savedFiles.get("/t/scan-gate/report.html"), ...bodies, ...ports.summaries])
      expect(text).toContain(CUT);
    expect([bodies.length, ports.summaries.length]).toEqual([1, 1]);
  });

  it("lets nothing wait for the SARIF file where little time is left, and tells its cuts at the end", async () => {
    const { ports } = await tellPullRequest(
      { sarif: "file", comment: "never" },
      {},
      {},
      {
        finding: MANY_CWE,
        left: 2000,
      },
    );
    expect(JSON.parse(ports.savedFiles.get("/t/scan-gate/report.json") ?? "").notes).toEqual([]);
    expect(ports.summaries.join()).toContain(CUT);
  });

  it("writes nothing to GitHub in a dry run, and shows the comment instead", async () => {
    const { ports, log } = await tellPullRequest(
      { "dry-run": "true", sarif: "upload" },
      { comments: { list: forbidden } },
    );
    expect(log).toContain("dry run, so this comment was not posted:");
    expect(log).toContain("<!-- scan-gate:default -->");
    expect([...ports.savedFiles.keys()]).toContain("/t/scan-gate/scan-gate.sarif");
    expect(ports.annotations.filter(({ level }) => level === "warning")).toEqual([]);
  });

  const pullOf = (overrides: object = {}) => ({
    number: 42,
    state: "open",
    headRef: "feature",
    headCommit: CONTEXT.commit,
    base: { ref: "main", commit: "2".repeat(40) },
    ...overrides,
  });

  /** Both ways of telling GitHub, and how often each pull request was looked at. */
  async function tellBoth(pull: object, context: Partial<PullRequestContext> = {}) {
    const [looks, posted, uploads]: [number[], number[], string[]] = [[], [], []];
    const roles: FakeRoles = {
      pullRequests: {
        get: async (number) => {
          looks.push(number);
          return pullOf(pull);
        },
      },
      comments: {
        create: async (number, body) => {
          posted.push(number);
          return { id: "1", body, author: "github-actions[bot]", url: `https://github.com/c/${number}` };
        },
      },
      codeScanning: {
        upload: async ({ ref }) => {
          uploads.push(ref);
          return { id: "s" };
        },
        processing: async () => ({ status: "complete", errors: [] }),
      },
    };
    const { told, log } = await tellPullRequest({ sarif: "upload" }, roles, context);
    return { looks: looks.sort(), posted: posted.sort(), uploads, told, log };
  }

  it("looks at it once, for the comment and for SARIF", async () => {
    const { looks, posted, uploads } = await tellBoth({});
    expect([looks, posted, uploads]).toEqual([[42], [42], ["refs/pull/42/merge"]]);
  });

  it.each([
    [{ state: "closed" }, "it is closed"],
    [{ headCommit: "9".repeat(40) }, "it is at 9999999 now, and this run judged 1111111"],
    [{ headCommit: "" }, "it is at a commit that is not known now, and this run judged 1111111"],
  ])("writes neither comment nor SARIF when the pull request is %j", async (pull, because) => {
    const { posted, uploads, log } = await tellBoth(pull);
    expect([posted, uploads]).toEqual([[], []]);
    expect(log).toContain(because);
  });

  it("looks at nothing when it is known that the pull request is left alone", async () => {
    const { looks, posted, uploads } = await tellBoth({}, { leftAlone: "it is closed" });
    expect([looks, posted, uploads]).toEqual([[], [], []]);
  });

  it("tells every open pull request of the head, and gives the address of its own comment", async () => {
    const base = { ref: "release", commit: "2".repeat(40) };
    const { looks, posted, uploads, told } = await tellBoth({}, { siblings: [{ number: 43, base }] });
    expect([looks, posted]).toEqual([
      [42, 43],
      [42, 43],
    ]);
    expect(uploads).toEqual(["refs/pull/42/merge", "refs/pull/43/head"]);
    expect(told.outputs["comment-url"]).toBe("https://github.com/c/42");
  });

  it("asks GitHub for nothing when no comment is wanted", async () => {
    const { log } = await tellPullRequest(
      { comment: "never" },
      { comments: { author: forbidden, list: forbidden } },
    );
    expect(log).not.toContain("comment:");
  });
});
