import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { planRun, type RunPlan } from "./plan.ts";

const HEAD = "1".repeat(40);
const BASE = "3".repeat(40);
const folder = mkdtempSync(join(tmpdir(), "scan-gate-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Env = Readonly<Record<string, string>>;

function plan(args: readonly string[], env: Env = {}) {
  return planRun(args, { env, folder: "/w", readText: () => undefined });
}
function planOf(args: readonly string[], env: Env = {}): RunPlan {
  const result = plan(args, env);
  if (!result.ok) throw new Error(result.problems.join("; "));
  return result;
}
function problemsOf(args: readonly string[], env: Env = {}): readonly string[] {
  const result = plan(args, env);
  return result.ok ? [] : result.problems;
}

/** A GitHub workflow's environment for an event. */
function workflow(name: string, payload: object): Env {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(payload));
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: HEAD,
    GITHUB_REF: "refs/heads/main",
  };
}
const PULL_REQUEST = workflow("pull_request", {
  pull_request: {
    number: 7,
    head: { sha: HEAD, ref: "feature", repo: { full_name: "acme/shop" } },
    base: { sha: BASE, ref: "main" },
  },
});
const GITHUB = { ...workflow("push", {}), GITHUB_TOKEN: "fake-github-token" };
const REPORTS = ["--reports", "a.json"];

describe("the plan of a run", () => {
  it("writes nothing to GitHub unless it is told to, and its files below the current folder", () => {
    const { settings, forge, format, workspace } = planOf(REPORTS, GITHUB);
    expect(settings).toMatchObject({
      comment: "never",
      sarif: "off",
      annotations: false,
      reports: ["a.json"],
      reportDir: "/w/scan-gate",
    });
    expect({ forge, format, workspace }).toMatchObject({
      forge: { kind: "github", url: "https://api.github.com", isOwnCi: true },
      format: "text",
      workspace: "/w",
    });
  });

  it("has the same settings as the action where they are given", () => {
    const { settings } = planOf(
      [
        ...REPORTS,
        "--comment=always",
        "--sarif=upload",
        "--annotations",
        "--fail-on",
        "LOW",
        "--timeout=30s",
      ],
      GITHUB,
    );
    expect(settings).toMatchObject({
      comment: "always",
      sarif: "upload",
      annotations: true,
      failOn: "low",
      timeoutMs: 30_000,
    });
  });

  it("puts SARIF beside the reports when it is asked for, by word or by file", () => {
    expect(planOf([...REPORTS, "--sarif-file=x.sarif"]).settings).toMatchObject({
      sarif: "file",
      sarifFile: "/w/x.sarif",
    });
    expect(planOf([...REPORTS, "--sarif=file", "--report-dir=out"]).settings).toMatchObject({
      sarif: "file",
      sarifFile: "/w/out/scan-gate.sarif",
      reportDir: "/w/out",
    });
  });

  it("leaves out what needs GitHub where there is none, and says so", () => {
    const args = [...REPORTS, "--comment=always", "--sarif=upload", "--annotations"];
    const { settings, remarks } = planOf(args, {
      GITLAB_CI: "true",
      CI_PROJECT_URL: "https://gitlab.example/a/b",
      GITHUB_TOKEN: "fake-github-token",
    });
    expect(settings).toMatchObject({ comment: "never", sarif: "file", annotations: false });
    expect(remarks).toEqual([
      expect.stringContaining("no comment is written, because GITLAB_TOKEN is not set. Set GITLAB_TOKEN to"),
      expect.stringContaining("SARIF is written to a file"),
      expect.stringContaining("no annotations are written"),
      expect.stringContaining("--commit"),
    ]);
  });

  it.each([
    [{}, [], { why: "the repository is not known" }],
    [{}, ["--repository=acme/shop"], { why: "GITHUB_TOKEN is not set" }],
    [
      { GITHUB_TOKEN: "t".repeat(9) },
      ["--repository=acme/shop"],
      { kind: "github", url: "https://api.github.com" },
    ],
    [
      { GITHUB_TOKEN: "t".repeat(9) },
      ["--repository=https://git.example/a/b"],
      { why: "the repository is on git.example" },
    ],
    [
      {
        GITHUB_TOKEN: "t".repeat(9),
        GITHUB_SERVER_URL: "https://git.example",
        GITHUB_API_URL: "https://git.example/api/v3",
      },
      ["--repository=https://git.example/a/b"],
      { kind: "github", url: "https://git.example/api/v3" },
    ],
  ])("asks GitHub only about its own repositories, and with a token: %#", (env, args, expected) => {
    expect(planOf([...REPORTS, ...args], env).forge).toMatchObject(expected);
  });

  it("finds report files outside of the workspace, from where they are named", () => {
    const { settings, roots } = planOf(["--reports", "../out/*.json,a.json", "--workspace", "src"]);
    expect(settings.reports).toEqual(["../../out/*.json", "../a.json"]);
    expect(roots).toMatchObject([{ folder: "/out" }, { folder: "/w" }]);
  });
});

describe("what is judged", () => {
  it("is what the event of a GitHub workflow says", () => {
    expect(planOf(REPORTS, PULL_REQUEST).context).toMatchObject({
      kind: "pull-request",
      event: "pull_request",
      number: 7,
      commit: HEAD,
      base: { ref: "main", commit: BASE },
    });
  });

  it("is what the options say, also there", () => {
    expect(planOf([...REPORTS, `--commit=${BASE}`], GITHUB).context).toMatchObject({
      event: "cli",
      commit: BASE,
    });
  });

  it("is what the variables say for an event that the action does not know", () => {
    expect(planOf(REPORTS, workflow("release", {})).context).toMatchObject({ kind: "ref", commit: HEAD });
  });

  it("is looked up at GitHub for services only", () => {
    const env = workflow("workflow_run", {
      workflow_run: { event: "pull_request", head_sha: HEAD, head_branch: "patch", pull_requests: [] },
    });
    expect(planOf(REPORTS, env)).toMatchObject({
      context: { kind: "ref", commit: HEAD, ref: "refs/heads/patch" },
      remarks: [expect.stringContaining("not looked up")],
    });
    expect(planOf([], { ...env, SNYK_TOKEN: "fake-snyk-token" }).context.kind).toBe(
      "unresolved-pull-request",
    );
  });
});

describe("a wrong command line", () => {
  it("is told whole: options, words, settings, context and what is too much", () => {
    const args = [
      "--bogus",
      "--fail-on=hgih",
      "--format=xml",
      "--commit=abc",
      "--comment=sometimes",
      "b.json",
    ];
    expect(problemsOf(args)).toEqual([
      "--bogus is not an option; see --help",
      expect.stringContaining('"b.json" is not an option; name several files by one quoted glob'),
      '--format "xml" is not known; allowed: text, json, sarif, markdown',
      expect.stringContaining('--fail-on "hgih" is not known (did you mean high?); allowed: critical'),
      expect.stringContaining('--comment "sometimes" is not known'),
      expect.stringContaining('--commit "abc" is not known'),
    ]);
  });

  it("has no source, or a service without a commit to ask about", () => {
    expect(problemsOf([])).toEqual([
      "no source is on: name report files with --reports, or set SEMGREP_TOKEN or SNYK_TOKEN",
    ]);
    expect(problemsOf([], { SNYK_TOKEN: "fake-snyk-token" })).toEqual([
      expect.stringContaining("--repository is needed"),
      expect.stringContaining("--commit is needed"),
    ]);
  });

  it("has a token that is none, which is named by its variable and not shown", () => {
    const [problem, ...others] = problemsOf(REPORTS, { SNYK_TOKEN: "fake snyk" });
    expect(problem).toMatch(/^SNYK_TOKEN holds a space/);
    expect([problem, ...others].join()).not.toContain("fake snyk");
  });

  it("shows a long stray word in part", () => {
    expect(problemsOf(["x".repeat(500)])[0]?.length).toBeLessThan(200);
  });
});
