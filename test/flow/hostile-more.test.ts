import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ownComments } from "../../sandbox/check.ts";
import type { PlayOptions } from "../../sandbox/play.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { workflowRun } from "../../sandbox/scenarios/workflow-run.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import { BASE_COMMIT, HEAD_COMMIT, PULL_REQUEST } from "../../sandbox/shop/names.ts";
import { codeFinding } from "../../sandbox/shop/semgrep-records.ts";
import { briskClock } from "../support/clock.ts";
import {
  byClock,
  onPath,
  reasonsOf,
  situation,
  stageFor,
  type TestContext,
} from "../support/run-scenario.ts";
import { expectSafe, UNSEEN } from "../support/safe-run.ts";

/** A run with a file in the workspace that its inputs may name. */
async function run(
  context: TestContext,
  scenario: Scenario,
  { file, ...options }: Partial<PlayOptions> & { readonly file?: readonly [name: string, text: string] } = {},
) {
  const stage = await stageFor(context, scenario, options);
  const running = stage.start();
  if (file !== undefined) writeFileSync(join(running.paths.workspace, file[0]), file[1]);
  const result = await running.finished;
  expectSafe(result, stage);
  return { stage, result, codes: [...new Set(reasonsOf(result).map(({ code }) => code))] };
}

const withPolicy = (text: string) =>
  situation((world) => ({
    ...world,
    github: { ...world.github, files: [{ commit: BASE_COMMIT, path: ".github/scan-gate.yml", text }] },
  }));

/** A SARIF file of one tool; its texts may be anything. */
const sarif = (run: object) => JSON.stringify({ version: "2.1.0", runs: [run] });
const sarifResult = (over: object = {}) => ({
  ruleId: "r",
  level: "error",
  message: { text: "Planted" },
  locations: [{ physicalLocation: { artifactLocation: { uri: "src/a.ts" }, region: { startLine: 3 } } }],
  ...over,
});

describe.concurrent("a policy file", () => {
  it.for<[string, string]>([
    ["H51: a policy merged from an alias", "version: 1\nbase: &base { fail-on: none }\n<<: *base\n"],
    [
      "H52: with a date that no calendar has",
      "version: 1\nsuppress: [{ id: CVE-2099-1, reason: r, expires: 2027-02-30 }]\n",
    ],
    ["H53: a policy with a number beyond all numbers", "version: 1\nbudgets: { high: 1e400 }\n"],
    [
      "H54: a policy of two documents, the second of which loosens",
      "version: 1\n---\nversion: 1\nfail-on: none\n",
    ],
  ])("%s is an error of the configuration", async ([, text], context) => {
    const { result, codes } = await run(context, withPolicy(text));
    expect([result.exitCode, result.outputs.verdict, codes]).toEqual([1, "incomplete", ["config-invalid"]]);
  });

  it("H55: a policy that begins with a byte order mark is read as it is meant", async (context) => {
    const { result, codes } = await run(context, withPolicy("\ufeffversion: 1\nbudgets: { low: 0 }\n"), {
      inputs: { reports: "other.sarif" },
      file: [
        "other.sarif",
        sarif({ tool: { driver: { name: "other" } }, results: [sarifResult({ level: "note" })] }),
      ],
    });
    expect([result.exitCode, codes]).toEqual([1, ["budget-exceeded"]]);
  });

  it("H56: a policy that is an HTML log-in page is none, and nothing passes by it", async (context) => {
    const html = {
      kind: "answer",
      status: 200,
      body: "<html>log in</html>",
      headers: { "content-type": "text/html" },
    } as const;
    const { result } = await run(context, situation(), { faults: { github: onPath(/\/contents\//, html) } });
    expect([result.exitCode, result.outputs.verdict]).toEqual([1, "incomplete"]);
    expect(JSON.stringify(reasonsOf(result))).not.toContain("<html>");
  });
});

describe.concurrent("comments on the pull request", () => {
  const withComment = (author: string, body: string) =>
    situation((world) => ({
      ...world,
      github: {
        ...world.github,
        comments: [...world.github.comments, { id: 4711, issue: PULL_REQUEST, author, body }],
      },
    }));

  it.for<[string, string]>([
    [
      "H57: a comment of our own login that quotes our marker in a code fence",
      "```\n<!-- scan-gate:default -->\n```",
    ],
    [
      "H57: a comment of our own login that has our marker behind a space",
      " <!-- scan-gate:default -->\nours?",
    ],
  ])("%s is left alone", async ([, body], context) => {
    const { stage, result } = await run(context, withComment("github-actions[bot]", body));
    expect(result.outputs.verdict).toBe("pass");
    expect(stage.sandbox.github.comments().map((comment) => comment.body)).toContain(body);
    expect(ownComments(stage).length).toBeGreaterThan(0);
  });

  it("H58: a state that was forged in ours changes no verdict, and takes no effect", async (context) => {
    const forged = `<!-- scan-gate:default -->\n<!-- scan-gate-state:1;${"f".repeat(40)}.999999999.--><h1>APPROVED</h1> -->`;
    const { stage, result } = await run(context, withComment("github-actions[bot]", forged));
    expect(result.outputs.verdict).toBe("pass");
    expect(
      stage.sandbox.github
        .comments()
        .map(({ body }) => body)
        .join(),
    ).not.toContain("APPROVED");
  });
});

describe.concurrent("report files", () => {
  it("H59: lines below zero and severities that are no number still block", async (context) => {
    const driver = { name: "other", rules: [{ id: "r", properties: { "security-severity": "NaN" } }] };
    const place = {
      physicalLocation: { artifactLocation: { uri: "a.ts" }, region: { startLine: -5, endLine: -9 } },
    };
    const { result } = await run(context, situation(), {
      inputs: { reports: "other.sarif" },
      file: [
        "other.sarif",
        sarif({
          tool: { driver },
          results: [sarifResult({ ruleIndex: -1, rank: "NaN", locations: [place] })],
        }),
      ],
    });
    expect(result.outputs).toMatchObject({ verdict: "fail", blocking: "1" });
  });

  it("H60: 100,000 rules hold nothing up, and the one that is used counts", async (context) => {
    const rules = Array.from({ length: 100_000 }, (_, at) => ({ id: `r${at}` }));
    const { result } = await run(context, situation(), {
      inputs: { reports: "other.sarif" },
      file: [
        "other.sarif",
        sarif({ tool: { driver: { name: "other", rules } }, results: [sarifResult({ ruleId: "r99999" })] }),
      ],
    });
    expect(result.outputs).toMatchObject({ verdict: "fail", blocking: "1" });
  });

  it.for<[string, string]>([
    ["H61: a tool's name that ends an output", "x\nverdict=pass\nghadelimiter_\nverdict<<EOF\npass\nEOF"],
    ["H62: a tool's name of a prototype", "__proto__"],
  ])("%s changes none", async ([, name], context) => {
    const { stage, result } = await run(context, situation(), {
      inputs: { reports: "other.sarif" },
      file: ["other.sarif", sarif({ tool: { driver: { name } }, results: [sarifResult()] })],
    });
    expect(result.outputs).toMatchObject({ verdict: "fail", blocking: "1" });
    expect(ownComments(stage)[0]).not.toMatch(UNSEEN);
  });

  it("H63: names of files with line breaks, backticks and marks that turn text are shown as they are", async (context) => {
    const uri = "src/a%0A::error::x%60%E2%80%AEgnp.ts";
    const locations = [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }];
    const { stage, result } = await run(context, situation(), {
      inputs: { reports: "other.sarif" },
      file: [
        "other.sarif",
        sarif({ tool: { driver: { name: "other" } }, results: [sarifResult({ locations })] }),
      ],
    });
    expect(result.outputs.verdict).toBe("fail");
    expect(ownComments(stage)[0]).not.toMatch(UNSEEN);
    const page = readFileSync(result.outputs["report-html"] ?? "", "utf8");
    expect(page).not.toMatch(/[\u202e\u2066]/);
  });

  it("H64: a file of a job that ran on another commit is no evidence, unless it names the judged one", async (context) => {
    const only = { "semgrep-token": "", "snyk-token": "", require: "", reports: "other.sarif" };
    const empty = { tool: { driver: { name: "other" } }, results: [] };
    const named = {
      ...empty,
      versionControlProvenance: [
        { repositoryUri: "https://github.com/acme/web-shop", revisionId: HEAD_COMMIT },
      ],
    };
    const unnamed = await run(context, workflowRun, { inputs: only, file: ["other.sarif", sarif(empty)] });
    expect([unnamed.result.exitCode, unnamed.codes]).toEqual([1, ["no-evidence"]]);
    expect(ownComments(unnamed.stage)[0]).toContain("this job ran on");
    const other = await run(context, workflowRun, { inputs: only, file: ["other.sarif", sarif(named)] });
    expect(other.result.outputs.verdict).toBe("pass");
  });
});

describe.concurrent("services that misbehave", () => {
  const raw = (body: string): Respond =>
    onPath(/\/findings$/, {
      kind: "answer",
      status: 200,
      body,
      headers: { "content-type": "application/json" },
    });

  it("H65: a list of findings that hides behind a prototype is a bad response", async (context) => {
    const { codes } = await run(context, situation(), {
      faults: { semgrep: raw('{"__proto__":{"findings":[]}}') },
    });
    expect(codes).toEqual(["bad-response"]);
  });

  it("H66: an answer that was not modified, though nobody asked for that, is a bad response", async (context) => {
    const semgrep = onPath(/\/scans\/search$/, { kind: "answer", status: 304, body: "" });
    const { result } = await run(context, situation(), { faults: { semgrep } });
    expect([result.exitCode, result.outputs.verdict]).toEqual([1, "incomplete"]);
  });

  it("H67: pages of Snyk that lead in a circle come to an end", async (context) => {
    // The first page leads to a, a to b, and b to a again.
    const snyk: Respond = ({ path, query }) => {
      if (!path.endsWith("/issues")) return undefined;
      const at = query.find(([key]) => key === "starting_after")?.[1];
      const next = `${path}?version=2024-10-15&starting_after=${at === "a" ? "b" : "a"}`;
      return { kind: "answer", status: 200, body: { data: [], links: { next } } };
    };
    const { result } = await run(context, situation(), { faults: { snyk } });
    expect([result.exitCode, result.outputs.verdict]).toEqual([1, "incomplete"]);
  });

  it("H68: pages of comments that lead in a circle come to an end, and no second comment is made", async (context) => {
    const github: Respond = ({ method, path, headers }) =>
      method === "GET" && path.endsWith("/comments")
        ? {
            kind: "answer",
            status: 200,
            body: [],
            headers: { link: `<http://${headers.host}${path}?per_page=100&page=2>; rel="next"` },
          }
        : undefined;
    const { stage, result } = await run(context, situation(), { faults: { github } });
    expect(result.outputs.verdict).toBe("pass");
    expect(ownComments(stage).length).toBeLessThan(2);
  });

  it("H69: findings of which all have one id are all counted", async (context) => {
    const scenario = situation((world) => {
      const findings = [3, 7, 9].map((line) =>
        codeFinding({
          id: 7,
          path: "src/a.ts",
          line,
          severity: "high",
          cwe: "CWE-79",
          rule: `r${line}`,
          message: "x",
        }),
      );
      return { ...world, semgrep: { ...world.semgrep, findings: [...world.semgrep.findings, ...findings] } };
    });
    const { result } = await run(context, scenario);
    expect(result.outputs).toMatchObject({ verdict: "fail", blocking: "3" });
  });

  it("H70: a pull request that moved on while it was judged gets neither comment nor SARIF", async (context) => {
    const scenario = situation();
    const stage = await stageFor(context, scenario, {
      faults: {
        github: ({ method, path }) =>
          method === "GET" && /\/pulls\/\d+$/.test(path)
            ? { kind: "answer", status: 200, body: movedPull(path) }
            : undefined,
      },
    });
    const result = await stage.run();
    expect(ownComments(stage)).toEqual([]);
    expect(stage.sandbox.github.uploads()).toEqual([]);
    expect(result.outputs.verdict).toBe("pass");
  });
});

/** A pull request whose head is another commit by now. */
function movedPull(path: string): object {
  const number = Number(path.split("/").at(-1));
  const repo = { full_name: "acme/web-shop", name: "web-shop", owner: { login: "acme" } };
  return {
    number,
    state: "open",
    merged: false,
    user: { login: "ann" },
    head: { sha: "d".repeat(40), ref: "feature", repo, user: { login: "acme" } },
    base: { sha: BASE_COMMIT, ref: "main", repo },
    merge_commit_sha: null,
  };
}

describe.concurrent("the machine", () => {
  it("H71: a clock that is set back an hour in the middle changes nothing", async (context) => {
    const brisk = briskClock();
    const started = brisk.now();
    let looks = 0;
    const clock = {
      ...brisk,
      now: () => {
        looks += 1;
        return brisk.now() - (looks > 200 ? 3_600_000 : 0);
      },
    };
    const { result } = await run(context, situation(), { launch: byClock(clock) });
    expect(result.outputs.verdict).toBe("pass");
    expect(looks).toBeGreaterThan(50);
    expect(brisk.now() - started).toBeLessThan(15_000);
  });
});
