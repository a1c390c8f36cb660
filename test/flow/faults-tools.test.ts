import { describe, expect, it } from "vitest";
import { differences } from "../../sandbox/check.ts";
import type { PlayOptions } from "../../sandbox/play.ts";
import type { Faults } from "../../sandbox/sandbox.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { incomplete } from "../../sandbox/scenarios/incomplete.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import type { ScanStatus, SemgrepScan } from "../../sandbox/semgrep/world.ts";
import type { Fault } from "../../sandbox/service/fault.ts";
import type { ServiceName } from "../../sandbox/service/stand-in.ts";
import {
  HEAD_COMMIT,
  OLDER_COMMIT,
  SNYK_BASE_PACKAGES,
  SNYK_HEAD_PACKAGES,
} from "../../sandbox/shop/names.ts";
import { codeFinding } from "../../sandbox/shop/semgrep-records.ts";
import { type PackageIssue, packageIssue } from "../../sandbox/shop/snyk-records.ts";
import type { World } from "../../sandbox/world.ts";
import { briskClock } from "../support/clock.ts";
import {
  byClock,
  first,
  onPath,
  printed,
  reasonsOf,
  situation,
  stageFor,
  type TestContext,
  warningsOf,
} from "../support/run-scenario.ts";
import { expectSafe, secretsOf } from "../support/safe-run.ts";

const FINDINGS = /\/findings$/;
const ISSUES = /\/issues$/;

/** Runs a scenario, checks what must hold of every run, and tells what came of it. */
async function outcome(context: TestContext, scenario: Scenario, options: Partial<PlayOptions> = {}) {
  const stage = await stageFor(context, scenario, options);
  const result = await stage.run();
  const given = ["semgrep-token", "snyk-token"].flatMap((name) => options.inputs?.[name] ?? []);
  expectSafe(result, stage, [...secretsOf(stage), ...given]);
  const reasons = [...new Set(reasonsOf(result).map(({ code, source }) => `${code}(${source})`))];
  return {
    stage,
    result,
    reasons,
    messages: reasonsOf(result)
      .map(({ message }) => message)
      .join("\n"),
  };
}

/** The pull request's scan, changed. */
function withScan(change: (scan: SemgrepScan) => readonly SemgrepScan[]): (world: World) => World {
  return (world) => ({
    ...world,
    semgrep: {
      ...world.semgrep,
      scans: world.semgrep.scans.flatMap((scan) => (scan.commit === HEAD_COMMIT ? change(scan) : [scan])),
    },
  });
}

const oldIssue = (index: number): PackageIssue => ({
  key: `SNYK-JS-OLD-${index}`,
  package: `old-${index}`,
  version: "1.0.0",
  title: "Information Exposure",
  severity: "low",
  score: 3.1,
  cve: `CVE-2099-${40_000 + index}`,
  ghsa: `GHSA-0000-olds-${String(index).padStart(4, "0")}`,
  cwe: "CWE-200",
});

/** The same old issues of low severity on both branches, more than fit on a page. */
function manyIssues(world: World): World {
  const issues = [SNYK_HEAD_PACKAGES, SNYK_BASE_PACKAGES].flatMap((project) =>
    Array.from({ length: 150 }, (_, index) => packageIssue(project, oldIssue(index))),
  );
  return { ...world, snyk: { ...world.snyk, issues: [...world.snyk.issues, ...issues] } };
}

/** Later pages of the head project's issues go wrong. */
const laterPages = (fault: Fault): Faults => ({
  snyk: (request) => (request.query.some(([key]) => key === "starting_after") ? fault : undefined),
});

const both = (fault: Fault): Faults => ({ semgrep: () => fault, snyk: () => fault });
const only = (service: ServiceName, path: RegExp, fault: Fault): Faults => ({
  [service]: onPath(path, fault),
});

describe.concurrent("no answer", () => {
  it("F01: a closed port is unreachable, and the other tool is read all the same", async (context) => {
    const { result, reasons, stage } = await outcome(context, situation(), {
      inputs: { "snyk-url": "http://127.0.0.1:1" },
    });
    expect([result.outputs.verdict, result.exitCode, reasons]).toEqual([
      "incomplete",
      1,
      ["unreachable(snyk)"],
    ]);
    expect(stage.sandbox.semgrep.requests.some(({ path }) => FINDINGS.test(path))).toBe(true);
  });

  it("F02: a name that does not resolve is unreachable", async (context) => {
    const { reasons, messages } = await outcome(context, situation(), {
      inputs: { "snyk-url": "https://nx.invalid" },
    });
    expect(reasons).toEqual(["unreachable(snyk)"]);
    expect(messages).toContain("nx.invalid");
  });

  it("F08: a failed TLS handshake is unreachable, and is not tried without TLS", async (context) => {
    const stage = await stageFor(context, situation());
    const inputs = { "snyk-url": stage.sandbox.snyk.url.replace("http:", "https:") };
    const result = await stage.run({ inputs });
    expect(reasonsOf(result)).toMatchObject([{ code: "unreachable", source: "snyk" }]);
    expect(stage.sandbox.snyk.requests).toEqual([]);
  });

  it.for<[string, Fault]>([
    ["F03: accepts and never answers", { kind: "hang" }],
    ["F04: stops in the middle of the body", { kind: "stall" }],
    ["F05: sends a byte now and then", { kind: "drip", everyMs: 100 }],
  ])("%s: times out, while the other tool is read", async ([, fault], context) => {
    const clock = briskClock();
    const started = clock.now();
    const { stage, result, reasons } = await outcome(context, situation(), {
      inputs: { timeout: "8s" },
      faults: { semgrep: () => fault },
      launch: byClock(clock),
    });
    expect([result.outputs.verdict, reasons]).toEqual(["incomplete", ["timeout(semgrep)"]]);
    expect(clock.now() - started).toBeLessThan(20_000);
    expect(stage.sandbox.snyk.requests.some(({ path }) => ISSUES.test(path))).toBe(true);
  });

  it("F46: both tools silent cost one time limit, not two", async (context) => {
    const clock = briskClock();
    const started = clock.now();
    const { reasons } = await outcome(context, situation(), {
      inputs: { timeout: "8s" },
      faults: both({ kind: "hang" }),
      launch: byClock(clock),
    });
    expect([...reasons].sort()).toEqual(["timeout(semgrep)", "timeout(snyk)"]);
    expect(clock.now() - started).toBeLessThan(14_000);
  });

  it("F46: a proxy is not used for loopback", async (context) => {
    const proxy = "http://127.0.0.1:1";
    const { result } = await outcome(context, situation(), {
      env: { https_proxy: proxy, http_proxy: proxy },
    });
    expect(result.outputs.verdict).toBe("pass");
  });
});

describe.concurrent("trouble that passes", () => {
  it.for<[string, Fault, number]>([
    ["F06: two resets", { kind: "reset" }, 2],
    ["F15: two errors", { kind: "answer", status: 502, body: "bad gateway" }, 2],
    [
      "F17: a 429 with a time to wait",
      { kind: "answer", status: 429, headers: { "Retry-After": "1" }, body: {} },
      1,
    ],
  ])("%s and then a good answer", async ([, fault, times], context) => {
    const clock = briskClock();
    const { stage, result } = await outcome(context, situation(), {
      faults: { semgrep: onPath(/\/deployments$/, fault, first(times)) },
      launch: byClock(clock),
    });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    const tries = stage.sandbox.semgrep.requests.filter(({ path }) => path.endsWith("/deployments"));
    expect(tries).toHaveLength(times + 1);
    if (fault.kind === "answer" && fault.status === 429) {
      expect(Math.max(...clock.pauses)).toBeGreaterThanOrEqual(990);
    }
  });

  it("F18: a 429 with a date is waited for", async (context) => {
    const clock = briskClock();
    const stage = await stageFor(context, situation(), {
      launch: byClock(clock),
      faults: {
        snyk: (_request, nth) => {
          const headers = { "Retry-After": new Date(clock.now() + 2500).toUTCString() };
          return nth === 1 ? { kind: "answer", status: 429, headers, body: {} } : undefined;
        },
      },
    });
    const result = await stage.run({ inputs: { timeout: "60s" } });
    expect(result.outputs.verdict).toBe("pass");
    expect(stage.sandbox.snyk.requests.length).toBeGreaterThan(1);
    expect(Math.max(...clock.pauses)).toBeGreaterThanOrEqual(990);
  });

  it("F07: an answer cut off once is asked for again, and counted once", async (context) => {
    const stage = await stageFor(context, blocked, {
      faults: {
        semgrep: onPath(FINDINGS, { kind: "cut", bytes: 200 }, first(1)),
        snyk: onPath(ISSUES, { kind: "cut", bytes: 200 }, first(1)),
      },
    });
    const result = await stage.run();
    expect(differences(blocked, result, stage)).toEqual([]);
  });
});

describe.concurrent("answers that cannot be trusted", () => {
  const shapes: readonly (readonly [string, Fault])[] = [
    ["F09a: cut off every time", { kind: "cut", bytes: 5 }],
    ["F10: an empty body", { kind: "answer", status: 200, body: "" }],
    ["F10: no content", { kind: "answer", status: 204 }],
    [
      "F11: a login page",
      {
        kind: "answer",
        status: 200,
        body: "<html>LOGIN-CANARY</html>",
        headers: { "content-type": "text/html" },
      },
    ],
    ...["{}", '{"findings":null,"data":null}', '{"data":{},"findings":{}}', "[]", '"x"', "null"].map(
      (body): readonly [string, Fault] => [
        `F12: ${body}`,
        { kind: "answer", status: 200, body, headers: { "content-type": "application/json" } },
      ],
    ),
  ];

  it.for(shapes)("%s as Semgrep's findings is a bad response", async ([, fault], context) => {
    const { result, reasons } = await outcome(context, situation(), {
      faults: only("semgrep", FINDINGS, fault),
    });
    expect([result.outputs.verdict, result.exitCode, reasons]).toEqual([
      "incomplete",
      1,
      ["bad-response(semgrep)"],
    ]);
    expect(printed(result)).not.toContain("LOGIN-CANARY");
  });

  it.for(shapes)("%s as Snyk's issues is a bad response", async ([, fault], context) => {
    const { result, reasons } = await outcome(context, situation(), { faults: only("snyk", ISSUES, fault) });
    expect([result.outputs.verdict, result.exitCode, reasons]).toEqual([
      "incomplete",
      1,
      ["bad-response(snyk)"],
    ]);
    expect(printed(result)).not.toContain("LOGIN-CANARY");
  });

  it("H43: a body without end is a bad response", async (context) => {
    const { reasons } = await outcome(
      context,
      situation(undefined, { inputs: { timeout: "30s", "poll-interval": "200ms" } }),
      {
        faults: only("snyk", ISSUES, { kind: "endless" }),
      },
    );
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/^(bad-response|timeout)\(snyk\)$/);
  });

  it("F13: an unknown severity blocks and is named, and unknown fields are normal", async (context) => {
    const finding = codeFinding({
      id: 1,
      path: "src/db.ts",
      line: 18,
      severity: "CATASTROPHIC",
      rule: "r",
      message: "m",
      cwe: "CWE-89: x",
      status: "zombie",
      more: { brand_new_field: { deep: [1] } },
    });
    const scenario = situation((world) => ({ ...world, semgrep: { ...world.semgrep, findings: [finding] } }));
    const { result } = await outcome(context, scenario);
    expect(result.outputs).toMatchObject({
      verdict: "fail",
      blocking: "1",
      total: "1",
      high: "0",
      critical: "0",
    });
  });
});

describe.concurrent("refusals", () => {
  it("F16: a service that is down for good is tried at most four times", async (context) => {
    const fault: Fault = { kind: "answer", status: 503, body: "down" };
    const { stage, result, reasons } = await outcome(context, situation(), {
      faults: { semgrep: () => fault },
    });
    expect([result.outputs.verdict, reasons]).toEqual(["incomplete", ["unreachable(semgrep)"]]);
    expect(stage.sandbox.semgrep.requests.length).toBeLessThanOrEqual(4);
  });

  it("F19: a wait that does not fit is not begun", async (context) => {
    const fault: Fault = { kind: "answer", status: 429, headers: { "Retry-After": "3600" }, body: {} };
    const clock = briskClock();
    const started = clock.now();
    const { stage, result, reasons } = await outcome(context, situation(), {
      faults: { snyk: () => fault },
      launch: byClock(clock),
    });
    expect([result.outputs.verdict, reasons]).toEqual(["incomplete", ["rate-limited(snyk)"]]);
    expect(stage.sandbox.snyk.requests.length).toBeLessThanOrEqual(2);
    expect(clock.now() - started).toBeLessThan(12_000);
  });

  it("F21: a wrong token names its input and not itself", async (context) => {
    const token = "sandbox-wrong-token-not-a-secret-0000";
    const { stage, reasons, messages } = await outcome(context, situation(), {
      inputs: { "semgrep-token": token },
    });
    expect(reasons).toEqual(["auth(semgrep)"]);
    expect(messages).toContain("semgrep-token");
    expect(messages).not.toContain(token);
    expect(stage.sandbox.semgrep.requests.length).toBeLessThanOrEqual(2);
  });

  it("F22: a plan without the API is forbidden", async (context) => {
    const fault: Fault = {
      kind: "answer",
      status: 403,
      body: { errors: [{ status: "403", detail: "Plan" }] },
    };
    const { stage, reasons } = await outcome(context, situation(), { faults: { snyk: () => fault } });
    expect(reasons).toEqual(["forbidden(snyk)"]);
    expect(stage.sandbox.snyk.requests.length).toBeLessThanOrEqual(2);
  });

  it("F23: a token without the web API scope is not found, and told of the scope", async (context) => {
    const scenario = situation((world) => ({ ...world, semgrep: { ...world.semgrep, scope: "agent" } }));
    const { reasons, messages } = await outcome(context, scenario);
    expect(reasons).toEqual(["not-found(semgrep)"]);
    expect(messages).toContain("Web API");
  });

  it.for<[string, string, string]>([
    ["semgrep-deployment", "other-deployment", "semgrep"],
    ["semgrep-project", "acme/other-project", "semgrep"],
    ["snyk-org", "other-org", "snyk"],
    ["snyk-project", "other-project", "snyk"],
  ])("F23: a %s that is not there is named", async ([input, value, source], context) => {
    const { reasons, messages } = await outcome(context, situation(), { inputs: { [input]: value } });
    expect(reasons).toEqual([`not-found(${source})`]);
    expect(messages).toContain(value);
  });

  it("F44: a source that need not answer is told and does not decide", async (context) => {
    const { result } = await outcome(context, situation(), {
      inputs: { require: "snyk" },
      faults: { semgrep: () => ({ kind: "answer", status: 401, body: { error: "Not authorized" } }) },
    });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    expect(result.summary).toMatch(/semgrep/i);
  });

  it("F16: an incomplete run that may go on passes the job with a warning", async (context) => {
    const { result } = await outcome(
      context,
      { ...incomplete, faults: {} },
      {
        inputs: { "on-incomplete": "warn", "snyk-token": "sandbox-wrong-token-not-a-secret-0001" },
      },
    );
    expect([result.outputs.verdict, result.exitCode]).toEqual(["incomplete", 0]);
    expect(warningsOf(result).length).toBeGreaterThan(0);
  });
});

describe.concurrent("half of it", () => {
  it.for<[string, Fault]>([
    ["F09b: cut off", { kind: "cut", bytes: 50 }],
    ["F31: an error", { kind: "answer", status: 400, body: { errors: [] } }],
  ])("%s on a later page is partial", async ([, fault], context) => {
    const { result, reasons } = await outcome(context, situation(manyIssues), { faults: laterPages(fault) });
    expect([result.outputs.verdict, result.exitCode, reasons]).toEqual(["incomplete", 1, ["partial(snyk)"]]);
  });

  it("F31: what blocks on the first page still fails the run, which says that it is partial too", async (context) => {
    const scenario: Scenario = { ...blocked, world: (now) => manyIssues(blocked.world(now)) };
    const { result, reasons } = await outcome(context, scenario, {
      faults: laterPages({ kind: "cut", bytes: 50 }),
    });
    expect(result.outputs.verdict).toBe("fail");
    expect([...reasons].sort()).toEqual([expect.stringMatching(/^blocking-findings/), "partial(snyk)"]);
  });

  it("F34: pages without end come to an end", async (context) => {
    let page = 0;
    // Nothing sleeps here, so that time passes by the pages.
    const brisk = briskClock();
    const clock = { ...brisk, now: () => brisk.now() + page * 10 };
    const { reasons, result } = await outcome(context, situation(manyIssues), {
      inputs: { timeout: "8s" },
      launch: byClock(clock),
      faults: {
        snyk: ({ path, query }) => {
          if (!ISSUES.test(path)) return undefined;
          page += 1;
          const next = `${path}?${new URLSearchParams(query.map(([key, value]): [string, string] => [key, value]))}`;
          const { id, attributes } = packageIssue(SNYK_HEAD_PACKAGES, oldIssue(page));
          const body = {
            data: [{ id, type: "issue", attributes }],
            links: { next: `${next}&starting_after=v1.${page}` },
          };
          return { kind: "answer", status: 200, body };
        },
      },
    });
    expect(result.outputs.verdict).toBe("incomplete");
    // Of several projects one may be cut off while another still waits for its turn.
    expect(reasons.join()).toMatch(/^((partial|bad-response|timeout)\(snyk\),?)+$/);
  });

  it("no findings at all where the scan counts some are partial", async (context) => {
    const counts = { code: 2, supplyChain: 0, secrets: 0 };
    const { reasons } = await outcome(context, situation(withScan((scan) => [{ ...scan, counts }])), {
      inputs: { timeout: "8s" },
    });
    expect(reasons).toEqual(["partial(semgrep)"]);
  });

  it("F36: fewer findings than the scan counts are told with both figures", async (context) => {
    const findings = Array.from({ length: 100 }, (_, index) =>
      codeFinding({
        id: index,
        path: `src/${index}.ts`,
        line: 1,
        severity: "low",
        rule: "r",
        message: "m",
        cwe: "CWE-20: x",
      }),
    );
    const counts = { code: 120, supplyChain: 0, secrets: 0 };
    const counted = withScan((scan) => [{ ...scan, counts }]);
    const scenario = situation((world) => counted({ ...world, semgrep: { ...world.semgrep, findings } }));
    const { reasons, result } = await outcome(context, scenario, { inputs: { timeout: "8s" } });
    // The counts include what the API does not list, so that this is no reason.
    expect(reasons).toEqual([]);
    expect(result.summary).toMatch(/\b120\b/);
    expect(result.summary).toMatch(/\b100\b/);
  });
});

describe.concurrent("no proof", () => {
  const status = (name: ScanStatus) =>
    withScan((scan) => [{ ...scan, exitCode: 2, timeline: [{ look: 1, status: name }] }]);

  it.for<[string, (world: World) => World, string]>([
    ["F38: no scan of the commit", withScan(() => []), "scan-missing"],
    ["F38: a scan of an older commit", withScan((scan) => [{ ...scan, commit: OLDER_COMMIT }]), "scan-stale"],
    ["F41: a scan that does not end", status("RUNNING"), "scan-running"],
    ["F42: a scan with an error", status("ERROR"), "scan-failed"],
    ["F42: a cancelled scan", status("CANCELLED"), "scan-failed"],
    ["F42: a scan that never finished", status("NEVER_FINISHED"), "scan-failed"],
  ])("%s is never a pass", async ([, world, code], context) => {
    const { result, reasons } = await outcome(context, situation(world), { inputs: { timeout: "8s" } });
    expect([result.outputs.verdict, result.exitCode, reasons]).toEqual([
      "incomplete",
      1,
      [`${code}(semgrep)`],
    ]);
  });

  it("F40: a scan that is done at the third look passes, and is not asked for more often than set", async (context) => {
    const scenario = situation(
      withScan((scan) => [
        {
          ...scan,
          timeline: [
            { look: 1, status: "RUNNING" },
            { look: 3, status: "COMPLETED" },
          ],
        },
      ]),
    );
    const clock = briskClock();
    const looks: number[] = [];
    const { result } = await outcome(context, scenario, {
      inputs: { "poll-interval": "1s" },
      launch: byClock(clock),
      faults: {
        semgrep: ({ path }) => {
          if (path.endsWith("/scans/search")) looks.push(clock.now());
          return undefined;
        },
      },
    });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(gaps.filter((gap) => gap >= 950).length).toBeGreaterThanOrEqual(2);
  });

  it("a repository that Snyk does not know is not a clean one", async (context) => {
    const scenario = situation((world) => ({
      ...world,
      snyk: { ...world.snyk, targets: [], projects: [], issues: [] },
    }));
    const { reasons } = await outcome(context, scenario);
    expect(reasons).toEqual(["no-projects(snyk)"]);
  });
});
