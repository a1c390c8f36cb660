import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fakeLog } from "../../../test/support/fake-log.ts";
import type { Files } from "../../ports.ts";
import { outcomeOf, readReports, snykReportOf } from "./collect.ts";
import type { ReportsOptions } from "./read.ts";
import { subjectOf } from "./subject.ts";

/** Report files as a job may leave them, each of a kind that was once read wrongly, and what they come to. */

const HEAD = "b".repeat(40);
const OTHER = "a".repeat(40);
const SUBJECT = { repository: "acme/app", commits: [HEAD] };

const { log } = fakeLog();

function workspace(texts: Readonly<Record<string, string>>, others: readonly string[] = []): Files {
  const never = () => Promise.reject(new Error("report files are only read"));
  return {
    writeParts: never,
    remove: never,
    readWorkspace: async (path) => texts[path],
    findWorkspace: async (matches) => [...Object.keys(texts), ...others].filter(matches),
  };
}

const WORKSPACE_FILES = ["src/a.c", "go.mod", "package.json", "package-lock.json", "a.env", "main.tf"];

async function readText(text: string, options: Partial<ReportsOptions> = {}) {
  const read = await readReports({
    globs: ["report"],
    files: workspace({ report: text.replaceAll("@WORKSPACE@", "/w/repo") }, WORKSPACE_FILES),
    log,
    subject: SUBJECT,
    workspace: "/w/repo",
    pace: { clock: { now: () => 0, sleep: async () => undefined }, deadline: new AbortController() },
    ...options,
  });
  const { evidence, batches, reasons, notes } = outcomeOf(read);
  return {
    read,
    evidence,
    reasons,
    codes: reasons.map(({ code }) => code),
    findings: batches.flatMap(({ observations }) => observations),
    warnings: notes.flatMap(({ level, text }) => (level === "warning" ? [text] : [])),
  };
}

const readJson = (json: unknown, options: Partial<ReportsOptions> = {}) =>
  readText(JSON.stringify(json), options);

type Json = Readonly<Record<string, unknown>>;

const result = (fields: Json = {}): Json => ({ ruleId: "R1", message: { text: "Bad" }, ...fields });
const at = (uri: string, more: Json = {}): Json => ({
  locations: [{ physicalLocation: { artifactLocation: { uri, ...more }, region: { startLine: 3 } } }],
});
const sarif = (run: Json = {}, driver: Json = {}): Json => ({
  version: "2.1.0",
  runs: [{ tool: { driver: { name: "Lintbot", rules: [{ id: "R1" }], ...driver } }, results: [], ...run }],
});
const snyk = (fields: Json = {}): Json => ({
  ok: true,
  vulnerabilities: [],
  dependencyCount: 3,
  packageManager: "npm",
  uniqueCount: 0,
  projectName: "app",
  displayTargetFile: "package-lock.json",
  path: "/w/repo",
  ...fields,
});
const semgrep = (fields: Json = {}): Json => ({
  version: "1.140.0",
  results: [],
  errors: [],
  paths: { scanned: ["src/a.c"] },
  ...fields,
});

describe("another tool's JSON is no report, whatever keys it shares with one", () => {
  it.each<[string, unknown]>([
    ["GitLab SAST", { version: "15.0.0", scan: { type: "sast", status: "success" }, vulnerabilities: [] }],
    ["GitLab dependencies", { version: "15.0.0", vulnerabilities: [], dependency_files: [] }],
    ["CycloneDX", { bomFormat: "CycloneDX", specVersion: "1.6", components: [], vulnerabilities: [] }],
    ["SPDX", { spdxVersion: "SPDX-2.3", packages: [], files: [] }],
    ["SPDX 3", { "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [] }],
    ["Anchore", { imageDigest: "sha256:0", vulnerability_type: "all", vulnerabilities: [] }],
    ["Clair", { manifest_hash: "sha256:0", packages: {}, vulnerabilities: {} }],
    ["Grype", { matches: [], descriptor: { name: "grype" } }],
    ["Bandit", { errors: [], generated_at: "2026-01-01T00:00:00Z", metrics: {}, results: [] }],
    ["Trivy", { SchemaVersion: 2, ArtifactName: ".", Results: [] }],
    ["npm audit", { auditReportVersion: 2, vulnerabilities: {}, metadata: {} }],
    ["old npm audit", { actions: [], advisories: {}, metadata: {} }],
    ["Snyk-like", { ok: true, vulnerabilities: [] }],
    ["a list of such", [{ ok: true, vulnerabilities: [] }]],
    ["a bare list", { vulnerabilities: [] }],
    ["results and errors", { results: [], errors: [] }],
    ["paths that list nothing", { results: [], errors: [], paths: {} }],
    ["a test without a state", { testId: "1", findings: [] }],
    ["Bandit in Semgrep's clothes", { ...semgrep(), metrics: {}, generated_at: "2026-01-01T00:00:00Z" }],
    ["CycloneDX in Snyk's clothes", { ...snyk(), bomFormat: "CycloneDX" }],
  ])("%s", async (_, json) => {
    const { codes, evidence, findings, read } = await readJson(json);
    expect(codes).toEqual(["report-invalid"]);
    expect(evidence).not.toHaveProperty("evidence");
    expect(findings).toEqual([]);
    expect(snykReportOf(read)).toBeUndefined();
  });

  it("and the message names it", async () => {
    const { reasons } = await readJson({ bomFormat: "CycloneDX", vulnerabilities: [] });
    expect(reasons[0]?.message).toContain("it is a CycloneDX bill of materials, and only SARIF");
  });
});

describe("Snyk's report", () => {
  it("stands for the product that made it, and for no other", async () => {
    const productsOf = async (json: unknown) => snykReportOf((await readJson(json)).read)?.products;
    expect(await productsOf(sarif({}, { name: "Snyk IaC" }))).toEqual(["iac"]);
    expect(await productsOf(sarif({}, { name: "Snyk Open Source" }))).toEqual(["sca", "license"]);
    expect(await productsOf(sarif({}, { name: "SnykCode" }))).toEqual(["code"]);
    expect(await productsOf(snyk())).toEqual(["sca", "license"]);
    expect(await productsOf(snyk({ docker: {} }))).toEqual(["container"]);
    expect(await productsOf(snyk({ infrastructureAsCodeIssues: [] }))).toEqual(["iac"]);
    const test = { testId: "1", executionState: "finished", findings: [], findingsComplete: true };
    expect(await productsOf({ ...test, testConfiguration: { scan_config: { secrets: {} } } })).toEqual([
      "secrets",
    ]);
    expect(await productsOf(test)).toBeUndefined();
  });

  it("stands for nothing when it cannot be used", async () => {
    const broken = sarif({ results: [7] }, { name: "Snyk Open Source" });
    const { codes, read } = await readJson(broken);
    expect(codes).toEqual(["report-invalid"]);
    expect(snykReportOf(read)).toBeUndefined();
  });

  it("that holds only an error is none", async () => {
    for (const json of [{ ok: false, error: "no lock file", path: "api" }, [{ ok: false, error: "x" }]]) {
      const { codes, evidence } = await readJson(json);
      expect(codes).toEqual(["report-invalid"]);
      expect(evidence).not.toHaveProperty("evidence");
    }
  });

  it("has what follows the first slash of the project's name behind its folder", async () => {
    const issue = { id: "SNYK-1", severity: "low", name: "a", version: "1" };
    const pathOf = async (fields: Json) =>
      (await readJson(snyk({ ok: false, vulnerabilities: [issue], ...fields }))).findings[0]?.path;
    const go = { projectName: "example.org/acme/app", displayTargetFile: "go.mod" };
    expect(await pathOf({ ...go, path: "/w/repo/acme/app" })).toBe("go.mod");
    expect(await pathOf({ ...go, path: "/w/repo/api/acme/app" })).toBe("api/go.mod");
    expect(await pathOf({ projectName: "@acme/web", path: "/w/repo/web" })).toBe("package-lock.json");
    expect(await pathOf({ projectName: "web", path: "/w/repo/web" })).toBe("web/package-lock.json");
  });

  it("is read with grouped issues as without", async () => {
    const fields = { id: "SNYK-1", title: "Bad", severity: "high", version: "1.0.0", isUpgradable: true };
    const upgradePath = [false, "acme@1.0.1"];
    const grouped = [
      {
        ...fields,
        name: ["b/x", "b/y"],
        from: [
          ["app", "b/x@1.0.0"],
          ["app", "b/y@1.0.0"],
        ],
      },
      {
        ...fields,
        id: "SNYK-2",
        name: ["c", "c"],
        upgradePath,
        from: [
          ["app", "c@1.0.0"],
          ["app", "d@2", "c@1.0.0"],
        ],
      },
    ];
    const single = [
      { ...fields, name: "b/x", from: ["app", "b/x@1.0.0"] },
      { ...fields, name: "b/y", from: ["app", "b/y@1.0.0"] },
      { ...fields, id: "SNYK-2", name: "c", upgradePath, from: ["app", "c@1.0.0"] },
      { ...fields, id: "SNYK-2", name: "c", upgradePath, from: ["app", "d@2", "c@1.0.0"] },
    ];
    const found = await readJson(snyk({ ok: false, vulnerabilities: grouped }));
    const plain = await readJson(snyk({ ok: false, vulnerabilities: single }));
    expect(found.findings).toEqual(plain.findings);
    expect(found.findings).toMatchObject([
      { package: { name: "b/x", via: ["b/x@1.0.0"] } },
      { package: { name: "b/y", via: ["b/y@1.0.0"] } },
      { package: { name: "c", via: ["c@1.0.0"] }, fix: "Upgrade c@1.0.0 to acme@1.0.1" },
    ]);
  });

  it("counts a grouped issue once for each of its ways, and is bounded in them", async () => {
    const from = Array.from({ length: 200_001 }, () => ["app", "a@1"]);
    const { reasons } = await readJson(snyk({ ok: false, vulnerabilities: [{ id: "A", name: "a", from }] }));
    expect(reasons[0]?.message).toContain("it lists 200002 results");
  });

  it("never merges issues without an id", async () => {
    const { findings } = await readJson(
      snyk({
        ok: false,
        vulnerabilities: [{ title: "A", severity: "low" }, { title: "B", severity: "low" }, {}, {}],
      }),
    );
    expect(findings).toHaveLength(4);
    expect(new Set(findings.map(({ identity }) => identity)).size).toBe(4);
  });

  it("warns of manifests that were seen and not tested, but not of those of all projects", async () => {
    const { warnings, codes, evidence } = await readJson(snyk({ foundProjectCount: 7 }));
    expect(codes).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("7 more manifests")]);
    expect(evidence.remarks).toEqual(warnings);
    expect((await readJson([snyk({ foundProjectCount: 7 })])).warnings).toEqual([]);
  });

  it("of the newer format may leave the empty list out, when all its words say that nothing was found", async () => {
    const clean = {
      testId: "1",
      executionState: "finished",
      passFail: "pass",
      findingsComplete: true,
      effectiveSummary: { count: 0 },
    };
    expect((await readJson([clean])).codes).toEqual([]);
    const doubts = [
      { passFail: "fail" },
      { findingsComplete: undefined },
      { executionState: "started" },
      { effectiveSummary: { count: 1 } },
      { effectiveSummary: undefined },
    ];
    for (const doubt of doubts) {
      expect((await readJson([{ ...clean, ...doubt }])).codes).toContain("report-invalid");
    }
  });

  it("of code warns of files that could not be analyzed, and is partial when there was no other", async () => {
    const coverage = (...entries: Json[]) =>
      sarif({ properties: { coverage: entries } }, { name: "SnykCode" });
    const failed = { files: 12, isSupported: false, lang: "JavaScript", type: "FAILED_PARSING" };
    const good = { files: 3, isSupported: true, lang: "Go", type: "SUPPORTED" };
    const some = await readJson(coverage(failed, good));
    expect(some.codes).toEqual([]);
    expect(some.warnings).toEqual([expect.stringContaining("12 files (JavaScript)")]);
    expect((await readJson(coverage(failed))).codes).toEqual(["partial"]);
    expect((await readJson(coverage(good))).warnings).toEqual([]);
  });
});

describe("Semgrep's report", () => {
  it("warns when no file was scanned, in its row of evidence too", async () => {
    const { codes, warnings, evidence } = await readJson(semgrep({ paths: { scanned: [] } }));
    expect(codes).toEqual([]);
    expect(warnings).toEqual(["report: semgrep scanned no file"]);
    expect(evidence.remarks).toEqual(warnings);
  });

  it("warns of files that were not, or not wholly, analyzed, with their number and names", async () => {
    const errors = ["a", "b", "c", "d"].map((name) => ({
      level: "warn",
      type: "Timeout",
      path: `src/${name}.py`,
    }));
    const paths = { scanned: ["src/a.py"], skipped: [{ path: "big.js", reason: "exceeded_size_limit" }] };
    const { codes, warnings } = await readJson(semgrep({ errors, paths }));
    expect(codes).toEqual([]);
    expect(warnings).toEqual([
      "report: semgrep did not, or not wholly, analyze 5 files: src/a.py, src/b.py, src/c.py and 2 more",
    ]);
  });

  it("is partial when files were to be scanned and none could be", async () => {
    const errors = [{ level: "warn", type: "Syntax error", path: "a.py" }];
    expect((await readJson(semgrep({ errors, paths: { scanned: [] } }))).codes).toEqual(["partial"]);
  });

  it("is invalid when it failed and holds nothing", async () => {
    const errors = [{ level: "error", type: "Fatal error", message: "no rules" }];
    expect((await readJson(semgrep({ errors, paths: { scanned: [] } }))).codes).toEqual(["report-invalid"]);
    expect((await readJson(semgrep({ errors }))).codes).toEqual(["partial"]);
  });
});

describe("a failed run in SARIF", () => {
  const failures: readonly (readonly [string, Json])[] = [
    ["an exit code", { exitCode: 2 }],
    ["an exit code as text", { exitCode: "2" }],
    ["a signal", { exitSignalName: "SIGKILL", exitSignalNumber: 9, executionSuccessful: true }],
    ["a signal's number", { exitSignalNumber: 11 }],
    ["a flag as text", { executionSuccessful: "false" }],
    ["a flag", { executionSuccessful: false }],
    ["a flag that is null", { executionSuccessful: null }],
    ["a start failure", { processStartFailureMessage: "not found", executionSuccessful: true }],
    ["an error", { toolExecutionNotifications: [{ level: "error", message: { text: "boom" } }] }],
    ["an error by its descriptor", { toolConfigurationNotifications: [{ descriptor: { id: "N1" } }] }],
    ["an error by the descriptor's index", { toolExecutionNotifications: [{ descriptor: { index: 0 } }] }],
    [
      "an error by an override",
      {
        notificationConfigurationOverrides: [{ descriptor: { id: "N2" }, configuration: { level: "error" } }],
        toolExecutionNotifications: [{ descriptor: { id: "N2" } }],
      },
    ],
  ];
  const driver = { notifications: [{ id: "N1", defaultConfiguration: { level: "error" } }, { id: "N2" }] };

  it.each(failures)("is partial by %s, and invalid when it holds nothing", async (_, invocation) => {
    const invocations = [invocation];
    expect((await readJson(sarif({ invocations, results: [result()] }, driver))).codes).toEqual(["partial"]);
    expect((await readJson(sarif({ invocations }, driver))).codes).toEqual(["report-invalid"]);
  });

  it("is told by an exit code above 1 where nothing came, whatever its flag says", async () => {
    const invocations = [{ executionSuccessful: true, exitCode: 2 }];
    expect((await readJson(sarif({ invocations }, driver))).codes).toEqual(["report-invalid"]);
    // A linter may be told which code to end with when it finds something.
    expect((await readJson(sarif({ invocations, results: [result()] }, driver))).codes).toEqual([]);
  });

  it.each([
    "Semgrep OSS",
    "Snyk Open Source",
  ])("is told by an exit code of %s that means trouble, whatever its flag says", async (name) => {
    const run = (exitCode: number) => ({
      invocations: [{ executionSuccessful: true, exitCode }],
      results: [result()],
    });
    expect((await readJson(sarif(run(2), { name }))).codes).toEqual(["partial"]);
    expect((await readJson(sarif(run(1), { name }))).codes).toEqual([]);
  });

  it.each<[Json | string]>([
    [{ exitCode: 0 }],
    [{ exitCode: 1, executionSuccessful: true }],
    [{ executionSuccessful: true, toolExecutionNotifications: [{ message: { text: "slow" } }] }],
    [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: "note", descriptor: { id: "N1" } }],
      },
    ],
  ])("is none by %j", async (invocation) => {
    expect((await readJson(sarif({ invocations: [invocation] }, driver))).codes).toEqual([]);
  });

  it.each([
    ["nonsense"],
    [[7]],
    [{ exitCode: 1 }],
  ])("may be hidden in invocations of another shape: %j", async (invocations) => {
    expect((await readJson(sarif({ invocations }))).codes).toEqual(["report-invalid"]);
  });

  it.each([
    "results",
    "invocations",
    "driver",
    "extensions",
  ])("is one that keeps its %s in other files", async (name) => {
    const results = [result()];
    const references = { [name]: name === "driver" ? { location: { uri: "x" } } : [{ guid: "x" }] };
    const external = await readJson(sarif({ results, externalPropertyFileReferences: references }));
    expect(external.codes).toEqual(["partial"]);
    const inline = { ...sarif({ results }), inlineExternalProperties: [{ [name]: [{}] }] };
    expect((await readJson(inline)).codes).toEqual(["partial"]);
  });
});

describe("the severity of a SARIF result", () => {
  const severityOf = async (json: Json) => (await readJson(json)).findings[0]?.severity;
  const ruled = (rule: Json, fields: Json = {}, driver: Json = {}) =>
    sarif({ results: [result(fields)] }, { rules: [{ id: "R1", ...rule }], ...driver });

  it("follows the overrides of its invocation before its rule", async () => {
    const override = (level: string) => ({
      executionSuccessful: true,
      ruleConfigurationOverrides: [{ descriptor: { id: "R1", index: 0 }, configuration: { level } }],
    });
    const rules = [{ id: "R1", defaultConfiguration: { level: "note" } }];
    const of = (invocations: readonly Json[], fields: Json = {}) =>
      severityOf(sarif({ invocations, results: [result(fields)] }, { rules }));
    const from = (invocationIndex: number) => ({ provenance: { invocationIndex } });
    expect(await of([override("error")])).toBe("high");
    expect(await of([override("warning"), override("error")], from(0))).toBe("medium");
    expect(await of([override("warning"), override("error")], from(1))).toBe("high");
    // Which of the two found it is not said.
    expect(await of([override("note"), override("error")])).toBe("high");
    expect(await of([override("error")], { level: "note" })).toBe("low");
  });

  it.each([
    ["Critical", "critical"],
    ["low", "low"],
    ["9,8", "unknown"],
    ["severe", "unknown"],
    ["undefined", "low"],
    ["null", "low"],
    [null, "low"],
    ["0.0", "low"],
    ["-1", "low"],
    [{}, "unknown"],
  ])("with a security-severity of %j and the level note is %s", async (word, expected) => {
    expect(await severityOf(ruled({ properties: { "security-severity": word } }, { level: "note" }))).toBe(
      expected,
    );
  });

  it("is what Snyk says itself, not the score of the advisory", async () => {
    const of = (rule: Json, fields: Json) => severityOf(ruled(rule, fields, { name: "Snyk Open Source" }));
    const score = (value: string) => ({ properties: { "security-severity": value } });
    const titled = (word: string) => ({ shortDescription: { text: `${word} severity - Bad thing` } });
    expect(await of({ ...titled("High"), ...score("5.6") }, { level: "error" })).toBe("high");
    expect(await of({ ...titled("Low"), ...score("7.5") }, { level: "note" })).toBe("low");
    expect(await of({ ...titled("Critical"), ...score("5.6") }, { level: "error" })).toBe("critical");
    expect(await of(score("5.6"), { level: "error" })).toBe("high");
    expect(await of(score("9.8"), { level: "error" })).toBe("critical");
    const text = "This file introduces a vulnerable x package with a critical severity vulnerability.";
    expect(await of({}, { level: "error", message: { text } })).toBe("critical");
    expect(await of({ properties: { problem: { severity: "critical" } } }, {})).toBe("critical");
    // Two words of its own that differ: the worst.
    expect(await of({ ...titled("Low"), properties: { problem: { severity: "high" } } }, {})).toBe("high");
  });

  it("is Semgrep's level, not the score of the advisory", async () => {
    const of = (level: string, score: string) =>
      severityOf(
        ruled(
          { defaultConfiguration: { level }, properties: { "security-severity": score } },
          {},
          { name: "Semgrep OSS" },
        ),
      );
    expect(await of("error", "5.0")).toBe("high");
    expect(await of("note", "9.8")).toBe("low");
  });

  it.each(["Semgrep OSS", "Snyk Open Source"])("of %s is no milder than a word beside it", async (name) => {
    const of = (level: string, word: string) =>
      severityOf(ruled({ properties: { "security-severity": word } }, { level }, { name }));
    expect(await of("note", "9,8")).toBe("unknown");
    expect(await of("note", "critical")).toBe("critical");
    expect(await of("error", "low")).toBe("high");
    expect(await of("note", "undefined")).toBe("low");
  });

  it("of a secret is high where nobody states one", async () => {
    expect(await severityOf(ruled({}, {}, { name: "gitleaks" }))).toBe("high");
    expect(await severityOf(ruled({}, { level: "note" }, { name: "gitleaks" }))).toBe("low");
    expect(await severityOf(ruled({}))).toBe("medium");
  });
});

describe("the path of a SARIF result", () => {
  const pathOf = async (run: Json) => (await readJson(sarif(run))).findings[0]?.path;

  it("counts from the repository when its base is on the web", async () => {
    const originalUriBaseIds = { ROOT: { uri: "https://github.com/acme/app/blob/0123abc/" } };
    const results = [result(at("src/a.c", { uriBaseId: "ROOT" }))];
    expect(await pathOf({ originalUriBaseIds, results })).toBe("src/a.c");
  });

  it.each([
    "/github/workspace/src/a.c",
    "/__w/app/app/src/a.c",
    "file:///src/src/a.c",
    "/src/a.c",
    "file:///C:/build/src/a.c",
    "/w/repo/src/a.c",
    "src/../src/./a.c",
  ])("%s is the workspace file that its longest ending names", async (uri) => {
    const { findings, warnings } = await readJson(sarif({ results: [result(at(uri))] }));
    expect(findings[0]?.path).toBe("src/a.c");
    expect(warnings).toEqual([]);
  });

  it("counts from a base folder of another machine", async () => {
    const originalUriBaseIds = { SRC: { uri: "file:///github/workspace/src/" } };
    expect(await pathOf({ originalUriBaseIds, results: [result(at("a.c", { uriBaseId: "SRC" }))] })).toBe(
      "src/a.c",
    );
  });

  it("is told when it names no file of the workspace", async () => {
    const { findings, warnings } = await readJson(sarif({ results: [result(at("/opt/other/b.c"))] }));
    expect(findings[0]?.path).toBe("/opt/other/b.c");
    expect(warnings).toEqual(["report: 1 path of it is of no file of the workspace: /opt/other/b.c."]);
  });

  it("gives the same identity on every machine", async () => {
    const of = async (uri: string) =>
      (await readJson(sarif({ results: [result(at(uri))] }))).findings[0]?.identity;
    expect(await of("/github/workspace/src/a.c")).toBe(await of("src/a.c"));
  });
});

describe("a report that says what it is of", () => {
  const of = (entry: Json, options: Partial<ReportsOptions> = {}) =>
    readJson(sarif({ versionControlProvenance: [entry] }), options);
  const repositoryUri = "https://github.com/Acme/app.git";

  it("is stale when that is another commit, naming both", async () => {
    const { codes, reasons, evidence } = await of({ repositoryUri, revisionId: OTHER });
    expect(codes).toEqual(["scan-stale"]);
    expect(reasons[0]).toMatchObject({ source: "reports" });
    expect(reasons[0]?.message).toContain(OTHER);
    expect(reasons[0]?.message).toContain(HEAD);
    expect(evidence).not.toHaveProperty("evidence");
  });

  it("is not stale for another name of the same repository, which its address has", async () => {
    const subject = subjectOf({
      ...{ kind: "ref", event: "cli", ref: "refs/heads/main", owner: "WEB", repo: "shop", commit: HEAD },
      repositoryUrl: "https://git.example/ctx/projects/WEB/repos/shop",
    });
    for (const path of ["ctx/scm/web/shop.git", "WEB/shop", "ctx/projects/WEB/repos/shop"]) {
      const uri = `https://git.example/${path}`;
      expect((await of({ repositoryUri: uri, revisionId: HEAD }, { subject })).codes).toEqual([]);
      expect((await of({ repositoryUri: uri, revisionId: OTHER }, { subject })).codes).toEqual([
        "scan-stale",
      ]);
    }
    const other = { repositoryUri: "https://git.example/scm/web/other", revisionId: HEAD };
    expect((await of(other, { subject })).codes).toEqual(["scan-stale"]);
  });

  it("is stale when that is another repository", async () => {
    for (const uri of [
      "https://github.com/acme/other",
      "git@github.com:acme/other.git",
      "ssh://git@h/acme/other",
    ]) {
      expect((await of({ repositoryUri: uri, revisionId: HEAD })).codes).toEqual(["scan-stale"]);
    }
  });

  it.each<[Json]>([
    [{ repositoryUri, revisionId: HEAD }],
    [{ repositoryUri, revisionId: HEAD.slice(0, 10) }],
    [{ repositoryUri }],
    [{ revisionId: HEAD.toUpperCase() }],
    [{ repositoryUri: "git@github.com:acme/app.git", revisionId: HEAD }],
    [{ repositoryUri: "file:///w/repo" }],
    [{}],
  ])("is not stale with %j", async (entry) => {
    expect((await of(entry)).codes).toEqual([]);
  });

  it("may be of the test merge of the pull request", async () => {
    const subject = { ...SUBJECT, commits: [HEAD, OTHER] };
    expect((await of({ repositoryUri, revisionId: OTHER }, { subject })).codes).toEqual([]);
  });

  it("may name submodules with commits of their own", async () => {
    const versionControlProvenance = [
      { repositoryUri, revisionId: HEAD },
      { repositoryUri: "https://github.com/acme/lib", revisionId: OTHER },
    ];
    expect((await readJson(sarif({ versionControlProvenance }))).codes).toEqual([]);
  });

  it("is believed where nobody knows the commit or the repository", async () => {
    const subject = { commits: [] };
    const unknown = await of({ repositoryUri: "https://github.com/x/y", revisionId: OTHER }, { subject });
    expect(unknown.codes).toEqual([]);
  });
});

describe("a job that ran on another commit", () => {
  const subject = { ...SUBJECT, ranElsewhere: OTHER };

  it("only adds findings: its reports are no evidence, and its row says why", async () => {
    const json = snyk({
      ok: false,
      vulnerabilities: [{ id: "SNYK-1", severity: "high", name: "a", version: "1" }],
    });
    const { read, evidence, findings, codes } = await readJson(json, { subject });
    expect(codes).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(evidence).not.toHaveProperty("evidence");
    expect(evidence.remarks).toEqual([expect.stringContaining(`this job ran on ${OTHER.slice(0, 12)}`)]);
    expect(snykReportOf(read)).toBeUndefined();
    expect(outcomeOf(read, { without: "snyk" }).evidence.files).toEqual(["report"]);
  });

  it("has evidence in a report that names the judged commit", async () => {
    const run = {
      versionControlProvenance: [{ repositoryUri: "https://github.com/acme/app", revisionId: HEAD }],
    };
    const { read, evidence } = await readJson(sarif(run, { name: "SnykCode" }), { subject });
    expect(evidence.evidence).toBe("report");
    expect(snykReportOf(read)?.products).toEqual(["code"]);
  });
});

const CASES = fileURLToPath(new URL("../../../../shared/cases/reports/", import.meta.url));

/** What the shared inputs come to: the codes of reasons, and what else is told of each. */
const EXPECTED: Readonly<Record<string, Json>> = {
  "01-gitlab-report-is-read-as-snyk/input.json": { codes: ["report-invalid"] },
  "03-cyclonedx-bom-is-read-as-snyk/input.json": { codes: ["report-invalid"] },
  "04-bandit-is-read-as-semgrep/input.json": { codes: ["report-invalid"] },
  "05-one-snyk-product-stands-for-all/input.sarif": { codes: [], read: { reports: [{ products: ["iac"] }] } },
  "06-snyk-path-has-the-project-name/input.json": { codes: [], findings: [{ path: "go.mod" }] },
  "08-web-base-uri/input.sarif": { codes: [], findings: [{ path: "src/a.c" }] },
  "09-failed-invocations/a-exit-code-no-flag.sarif": { codes: ["report-invalid"] },
  "09-failed-invocations/b-signal.sarif": { codes: ["report-invalid"] },
  "09-failed-invocations/d-flag-as-text.sarif": { codes: ["report-invalid"] },
  "10-rule-configuration-overrides/input.sarif": { codes: [], findings: [{ severity: "high" }] },
  "13-security-severity-in-words/input.sarif": { codes: [], findings: [{ severity: "critical" }] },
  "14-snyk-sarif-policy-severity/input.sarif": { codes: [], findings: [{ severity: "high" }] },
  "14-snyk-sarif-policy-severity/same-scan.json": { codes: [], findings: [{ severity: "high" }] },
  "15-snyk-sarif-critical/input.sarif": { codes: [], findings: [{ severity: "critical" }] },
  "16-clean-ufm-result-is-refused/input.json": { codes: [], findings: [] },
  "18-semgrep-scanned-nothing/input.json": { codes: [], warnings: [expect.stringContaining("no file")] },
  "19-semgrep-warnings-that-cut-the-scan/input.json": {
    codes: [],
    warnings: [expect.stringContaining("3 files")],
  },
  "21-snyk-group-issues/input.json": {
    codes: [],
    findings: [
      { package: { name: "busybox/ssl_client" } },
      { package: { name: "busybox/busybox" } },
      { package: { name: "acme", via: ["acme@1.0.0"] }, fix: "Upgrade acme@1.0.0 to 1.0.1" },
    ],
  },
  "22-github-workspace-path/input.sarif": { codes: [], findings: [{ path: "src/a.c" }] },
  "23-snyk-other-manifests-untested/input.json": {
    codes: [],
    warnings: [expect.stringContaining("7 more manifests")],
  },
  "26-report-of-another-commit/input.sarif": { codes: ["scan-stale"] },
  "27-snyk-code-files-not-parsed/input.sarif": { codes: ["partial"] },
  "28-gitleaks-secret-passes/input.sarif": { codes: [], findings: [{ severity: "high" }] },
};

describe.skipIf(!existsSync(CASES))(
  "the shared report files (skipped where they are not beside the project)",
  () => {
    it("are all known here", () => {
      const files = readdirSync(CASES, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(?:json|sarif)$/.test(name))
        .sort();
      expect(files).toEqual(Object.keys(EXPECTED));
    });

    it.each(Object.keys(EXPECTED))("%s", async (name) => {
      // The base on the web is of a commit that has that beginning.
      const subject = { ...SUBJECT, commits: name.startsWith("08") ? [`0123abc${"0".repeat(33)}`] : [HEAD] };
      expect(await readText(readFileSync(CASES + name, "utf8"), { subject })).toMatchObject(
        EXPECTED[name] ?? {},
      );
    });
  },
);

describe("a report file that git tracks", () => {
  const globs = ["made.json", "came.json"];
  const report = JSON.stringify({
    version: "1.0.0",
    results: [],
    errors: [],
    paths: { scanned: ["src/a.c"] },
  });
  const read = (tracked: readonly string[], unreadable: readonly string[] = []) => {
    const files = {
      ...workspace({ "made.json": report, "came.json": report }),
      trackedByGit: async () => ({ tracked: new Set(tracked), unreadable }),
    };
    return readText("", { globs, files });
  };

  it("came with the code and is refused, and the others are read", async () => {
    const { read: result, reasons } = await read(["came.json"]);
    expect(reasons).toMatchObject([
      {
        code: "report-invalid",
        source: "reports",
        message: expect.stringMatching(/came\.json.*`!came\.json`/),
      },
    ]);
    expect(JSON.stringify(result)).toContain("made.json");
    expect((await read([])).reasons).toEqual([]);
  });

  it("cannot be told where an index cannot be read, which is a warning", async () => {
    const { reasons, warnings } = await read([], ["the index of sub cannot be read"]);
    expect(reasons).toEqual([]);
    expect(warnings).toContainEqual(expect.stringContaining("the index of sub cannot be read"));
  });
});
