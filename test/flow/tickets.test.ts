import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PlayOptions } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { push } from "../../sandbox/scenarios/push.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import type { Fault } from "../../sandbox/service/fault.ts";
import type { RecordedRequest } from "../../sandbox/service/stand-in.ts";
import { pushEvent } from "../../sandbox/shop/events.ts";
import { codeFinding } from "../../sandbox/shop/semgrep-records.ts";
import type { World } from "../../sandbox/world.ts";
import type { Loose } from "../support/loose.ts";
import { onPath, printed, stageFor, type TestContext, warningsOf } from "../support/run-scenario.ts";
import { expectSafe } from "../support/safe-run.ts";

const TICKETS = /\/tickets$|\/jira-issue$/;
const BOTH = { tickets: "blocking", "tickets-project": "10001, SHOP" };

/** Runs the push to main with tickets on, or another scenario, and checks what must hold of every run. */
async function runWith(context: TestContext, options: Partial<PlayOptions> = {}, scenario: Scenario = push) {
  const stage = await stageFor(context, scenario, {
    ...options,
    inputs: { ...BOTH, ...options.inputs },
  });
  const asked = (): readonly RecordedRequest[] =>
    stage.sandbox.requests().filter(({ method, path }) => method === "POST" && TICKETS.test(path));
  const run = async () => {
    const result = await stage.run();
    expectSafe(result, stage);
    return { result, report: reportOf(result) };
  };
  return { stage, asked, run, ...(await run()) };
}

function reportOf(result: RunResult): Loose {
  return JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));
}

const ticketsIn = (report: Loose): readonly string[] =>
  report.findings.flatMap((finding: Loose) => finding.ticket?.key ?? []);
const bodyOf = (request: RecordedRequest | undefined): Loose => JSON.parse(request?.body ?? "null");

/** Main with many findings of two rules, all of which block. */
function crowded(count: number): Scenario {
  const findings = Array.from({ length: count }, (_, index) =>
    codeFinding({
      id: 5_000 + index,
      ref: "main",
      path: `src/file-${index}.ts`,
      line: 3,
      severity: "high",
      rule: `rule-${index % 2}`,
      message: `Problem number ${index}.`,
      cwe: "CWE-20: Improper Input Validation",
    }),
  );
  return {
    ...push,
    world: (now) => {
      const world = push.world(now);
      return { ...world, semgrep: { ...world.semgrep, findings } };
    },
  };
}

describe.concurrent("tickets of a push to the default branch", () => {
  it("are made for what blocks, by the tools that saw it, and named in every document", async (context) => {
    const { asked, result, report } = await runWith(context);
    const blockers = report.findings.filter((finding: Loose) => finding.blocking);
    expect(blockers).toHaveLength(3);
    expect(blockers.every((finding: Loose) => finding.ticket?.key.startsWith("SHOP-"))).toBe(true);
    expect(ticketsIn(report)).toHaveLength(3);
    const semgrep = asked().filter(({ service }) => service === "semgrep");
    expect(semgrep.map(bodyOf)).toMatchObject([
      { issue_type: "sca", group_issues: true, limit: 20, jira_project_id: "10001" },
      { issue_type: "sast", group_issues: true, limit: 20, jira_project_id: "10001" },
    ]);
    const [snyk, ...more] = asked().filter(({ service }) => service === "snyk");
    expect(more).toEqual([]);
    expect(bodyOf(snyk).fields).toMatchObject({
      project: { key: "SHOP" },
      issuetype: { name: "Bug" },
      summary: "critical: Prototype Pollution in minimist@1.2.5 (acme/web-shop)",
    });
    const html = readFileSync(result.outputs["report-html"] ?? "", "utf8");
    for (const { ticket } of blockers) {
      for (const document of [result.summary, html, printed(result)]) expect(document).toContain(ticket.key);
    }
    expect(result.summary).toContain("](https://acme.atlassian.net/browse/SHOP-100)");
    expect([result.outputs.verdict, result.exitCode]).toEqual(["fail", 1]);
  });

  it("are not made again by the next run", async (context) => {
    const { asked, run, report } = await runWith(context);
    const before = asked().length;
    const after = await run();
    expect(asked()).toHaveLength(before);
    expect(ticketsIn(after.report)).toEqual(ticketsIn(report));
  });

  it("are made for all that is not suppressed when that is wanted", async (context) => {
    const { report, result } = await runWith(context, { inputs: { tickets: "all" } });
    for (const finding of report.findings) {
      expect(finding.ticket === undefined).toBe(finding.suppressedBy !== undefined);
    }
    expect(ticketsIn(report)).toHaveLength(5);
    const html = readFileSync(result.outputs["report-html"] ?? "", "utf8").replace(/<script.*/s, "");
    for (const key of ticketsIn(report)) {
      const carried = ticketsIn(report).filter((each) => each === key).length;
      for (const document of [result.summary, html]) {
        expect(document.match(new RegExp(`\\b${key}\\b(?!\\))`, "g"))?.length).toBeGreaterThanOrEqual(
          carried,
        );
      }
    }
  });

  it("are asked for by at most 20 findings at once, those of a rule together", async (context) => {
    const { asked, report } = await runWith(context, { inputs: { require: "semgrep" } }, crowded(45));
    const ids: readonly (readonly string[])[] = asked()
      .filter(({ service }) => service === "semgrep")
      .map((request) => bodyOf(request).issue_ids);
    expect(ids.map((list) => list.length)).toEqual([20, 20, 5]);
    expect(new Set(ids.flat()).size).toBe(45);
    expect(new Set(ids[0]?.map((id) => Number(id) % 2)).size).toBe(1);
    expect(report.findings.filter((finding: Loose) => finding.tool === "semgrep" && !finding.ticket)).toEqual(
      [],
    );
  });

  it("are only planned in a dry run", async (context) => {
    const { asked, result, report } = await runWith(context, { inputs: { "dry-run": "true" } });
    expect(asked()).toEqual([]);
    expect(ticketsIn(report)).toEqual([]);
    expect(printed(result)).toContain("would ask Semgrep for 2 findings and Snyk for 1 finding");
  });

  it("that Semgrep refuses for some are told, and the rest are made", async (context) => {
    const partial = {
      kind: "answer",
      status: 200,
      body: { failed: [{ issue_ids: [71_200_101], error: "Jira said no" }] },
    } as const;
    const { result, report } = await runWith(context, { faults: { semgrep: onPath(/\/tickets$/, partial) } });
    expect(warningsOf(result).join("\n")).toContain("Semgrep made no ticket for 71200101: Jira said no");
    expect(ticketsIn(report)).toHaveLength(1);
    expect(result.outputs.verdict).toBe("fail");
  });

  it("that need a key say so when there is none", async (context) => {
    const { asked, result } = await runWith(context, { inputs: { "tickets-project": "10001" } });
    expect(asked().every(({ service }) => service === "semgrep")).toBe(true);
    expect(warningsOf(result).join("\n")).toMatch(/1 Snyk finding.*tickets-project/);
  });
});

const LOST: readonly (readonly [string, Fault])[] = [
  ["a reset", { kind: "reset" }],
  ["an error after the work was done", { kind: "after", status: 502, body: "Bad gateway" }],
  ["a cut-off answer", { kind: "cut", bytes: 10 }],
  ["a silence", { kind: "hang" }],
];

describe.concurrent("an answer about tickets that is lost", () => {
  it.for(LOST)("by %s is never followed by a second request", async ([, fault], context) => {
    const faults = { semgrep: onPath(TICKETS, fault), snyk: onPath(TICKETS, fault) };
    const { asked, stage, result, report } = await runWith(context, {
      faults,
      inputs: { timeout: fault.kind === "hang" ? "8s" : "30s" },
    });
    const paths = asked().map(({ service, path, body }) => `${service} ${path} ${body}`);
    expect(new Set(paths).size).toBe(paths.length);
    expect([result.outputs.verdict, result.exitCode]).toEqual(["fail", 1]);
    if (fault.kind === "after" || fault.kind === "cut") {
      expect(ticketsIn(report)).toHaveLength(3);
      expect(warningsOf(result).filter((text) => text.includes("tickets: "))).toEqual([]);
    } else {
      expect(ticketsIn(report)).toEqual([]);
      expect(warningsOf(result).join("\n")).toContain("tickets: ");
    }
    expect(stage.sandbox.github.uploads()).toHaveLength(1);
  });
});

/** What happened on another branch, or to another repository's branch of the same name. */
function elsewhere(change: (world: World) => Scenario["event"]): Scenario {
  return { ...push, event: (world) => change(world)(world) };
}

const reviewOfFork = () => () => {
  const event = pushEvent();
  const run = { event: "pull_request_review", head_sha: event.sha, head_branch: "main" };
  const payload = {
    ...event.payload,
    workflow_run: { ...run, head_repository: { full_name: "kim/web-shop" } },
  };
  return { ...event, name: "workflow_run", payload };
};
const otherBranch = () => () => ({
  ...pushEvent(),
  payload: { ...pushEvent().payload, repository: { default_branch: "trunk" } },
});

describe.concurrent("tickets are for the default branch only", () => {
  it.for([
    ["a pull request", blocked],
    ["a branch that is not the default one", elsewhere(otherBranch)],
    ["a fork's branch of that name", elsewhere(reviewOfFork)],
  ] as const)("and not for %s", async ([, scenario], context) => {
    const { asked, result } = await runWith(context, {}, scenario);
    expect(asked()).toEqual([]);
    expect(printed(result)).toContain("not the repository's default branch");
    expect(result.outputs.verdict).toBe("fail");
  });
});
