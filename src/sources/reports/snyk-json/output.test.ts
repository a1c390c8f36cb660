import { describe, expect, it } from "vitest";
import type { Observation } from "../../../model/finding.ts";
import { finishSteps } from "../../../model/steps.ts";
import { parseReport } from "../parse.ts";
import type { ReportPart } from "../report-part.ts";

const read = (...given: Parameters<typeof parseReport>) => finishSteps(parseReport(...given));

type Json = Record<string, unknown>;

const vulnerability = (overrides: Json = {}): Json => ({
  id: "SNYK-JS-LODASH-1040724",
  title: "Command Injection",
  severity: "high",
  name: "lodash",
  version: "4.17.15",
  packageManager: "npm",
  from: ["web-shop@1.0.0", "lodash@4.17.15"],
  upgradePath: [false, "lodash@4.17.21"],
  isUpgradable: true,
  isPatchable: false,
  fixedIn: ["4.17.21"],
  cvssScore: 7.2,
  identifiers: { CVE: ["CVE-2021-23337"], CWE: ["CWE-94"], GHSA: ["GHSA-35jh-r3h4-6jhm"], NSP: 338 },
  ...overrides,
});

const project = (overrides: Json = {}): Json => ({
  ok: false,
  vulnerabilities: [vulnerability()],
  dependencyCount: 5,
  projectName: "web-shop",
  packageManager: "npm",
  displayTargetFile: "package-lock.json",
  path: "/w/repo",
  ...overrides,
});

function part(json: unknown, workspace?: string): ReportPart {
  const parsed = read(JSON.stringify(json), {
    path: "k.json",
    ...(workspace === undefined ? {} : { workspace }),
  });
  if ("refused" in parsed) throw new Error(parsed.refused);
  expect(parsed.format).toBe("snyk-json");
  expect(parsed.parts).toHaveLength(1);
  return parsed.parts[0] as ReportPart;
}

const observations = (json: unknown, workspace?: string): readonly Observation[] =>
  part(json, workspace).results.map(({ observation }) => observation);

function only(overrides: Json = {}, projectOverrides: Json = {}): Observation {
  const found = observations(project({ vulnerabilities: [vulnerability(overrides)], ...projectOverrides }));
  expect(found).toHaveLength(1);
  return found[0] as Observation;
}

describe("a Snyk vulnerability", () => {
  it("becomes an observation", () => {
    const more = {
      description: "## Overview",
      references: [{ url: "https://github.com/lodash/lodash/commit/1" }, { url: "javascript:alert(1)" }],
      exploit: "Proof of Concept",
      epssDetails: { probability: "0.25" },
      malicious: false,
      reachability: "no-path-found",
    };
    expect(only(more)).toEqual({
      source: "reports",
      tool: "snyk",
      id: "SNYK-JS-LODASH-1040724|lodash|4.17.15|package-lock.json",
      identity: "SNYK-JS-LODASH-1040724",
      type: "sca",
      project: "web-shop",
      path: "package-lock.json",
      severity: "high",
      nativeSeverity: "high",
      title: "Command Injection",
      description: "## Overview",
      rule: "SNYK-JS-LODASH-1040724",
      cwe: ["CWE-94"],
      identifiers: ["CVE-2021-23337", "GHSA-35jh-r3h4-6jhm", "SNYK-JS-LODASH-1040724"],
      package: {
        name: "lodash",
        version: "4.17.15",
        ecosystem: "npm",
        fixedIn: ["4.17.21"],
        transitive: false,
        via: ["lodash@4.17.15"],
      },
      fixable: true,
      fix: "Upgrade lodash@4.17.15 to 4.17.21",
      reachability: "no-path-found",
      epss: 0.25,
      exploit: "proof-of-concept",
      malicious: false,
      score: 7.2,
      link: "https://security.snyk.io/vuln/SNYK-JS-LODASH-1040724",
      references: ["https://github.com/lodash/lodash/commit/1"],
    });
  });

  it.each([
    ["critical", undefined, "critical"],
    ["HIGH", undefined, "high"],
    ["info", undefined, "low"],
    ["severe", undefined, "unknown"],
    [undefined, undefined, "unknown"],
    ["high", "critical", "critical"],
    ["low", "critical", "low"],
  ])("of severity %s, with critical %s, counts as %s", (severity, severityWithCritical, expected) => {
    expect(only({ severity, severityWithCritical }).severity).toBe(expected);
  });

  it("that comes in on several ways is one, with the shortest and the first that has a fix", () => {
    const long = {
      from: ["web-shop@1.0.0", "a@1.0.0", "lodash@4.17.15"],
      isUpgradable: false,
      upgradePath: [],
    };
    const found = observations(
      project({
        vulnerabilities: [vulnerability(long), vulnerability(), vulnerability({ version: "4.0.0" })],
      }),
    );
    expect(found.map((one) => one.package?.version)).toEqual(["4.17.15", "4.0.0"]);
    expect(found[0]).toMatchObject({
      fixable: true,
      fix: "Upgrade lodash@4.17.15 to 4.17.21",
      package: { via: ["lodash@4.17.15"] },
    });
  });

  it.each([
    [
      { upgradePath: [false, "a@1.0.0", "lodash@4.17.21"], from: ["w@1", "a@1.0.0", "lodash@4.17.15"] },
      {},
      "Reinstall a@1.0.0, so that it brings lodash@4.17.21",
    ],
    [{ upgradePath: [false, "b@2.0.0"], from: ["w@1", "a@1.0.0"] }, {}, "Upgrade a@1.0.0 to b@2.0.0"],
    [
      {},
      { upgrade: { "lodash@4.17.15": { upgradeTo: "lodash@4.18.0" } } },
      "Upgrade lodash@4.17.15 to 4.18.0",
    ],
    [
      { isUpgradable: false },
      { pin: { "lodash@4.17.15": { upgradeTo: "lodash@4.17.21" } } },
      "Pin lodash@4.17.21",
    ],
    [{ isUpgradable: false, isPatchable: true }, {}, "Apply Snyk's patch"],
    [{ isUpgradable: false }, {}, undefined],
    [{ upgradePath: null }, {}, undefined],
  ])("with %j and remediation %j is fixed by: %s", (overrides, remediation, fix) => {
    expect(only(overrides, { remediation }).fix).toBe(fix);
  });

  it("without a fix is not fixable, and a license issue has no advisory", () => {
    const license = {
      id: "snyk:lic:npm:lodash:GPL-2.0",
      type: "license",
      isUpgradable: false,
      identifiers: undefined,
      cvssScore: undefined,
    };
    const found = only(license);
    expect(found).toMatchObject({
      type: "license",
      fixable: false,
      identifiers: [],
      identity: "snyk:lic:npm:lodash:GPL-2.0",
    });
    expect(found).not.toHaveProperty("link");
    expect(found).not.toHaveProperty("exploit");
    expect(found).not.toHaveProperty("score");
  });

  it.each([
    [{ exploit: "Not Defined" }, "unknown"],
    [{ exploit: "Mature" }, "mature"],
    [{ exploit: "No Known Exploit" }, "none"],
    [{ exploit: "Freshly Invented" }, "unknown"],
    [{ exploitDetails: { maturityLevels: [{ level: "unproven" }, { level: "Attacked" }] } }, "mature"],
    [{ exploitDetails: { maturityLevels: [{ level: "unproven" }] } }, "none"],
    [{}, "unknown"],
  ])("with %j has the exploit maturity %s", (overrides, maturity) => {
    expect(only(overrides).exploit).toBe(maturity);
  });

  it.each([
    [{ exploit: "Attacked" }, true],
    [{ exploitDetails: { maturityLevels: [{ level: "attacked" }] } }, true],
    [{ exploitDetails: { sources: ["CISA"] } }, true],
    [{ exploit: "Mature", exploitDetails: { sources: ["Snyk"] } }, undefined],
  ])("with %j is known to be exploited: %s", (overrides, exploited) => {
    expect(only(overrides).exploited).toBe(exploited);
  });

  it("has Snyk's risk score where Snyk gives one", () => {
    expect(only({ riskScore: 700 }).riskScore).toBe(700);
    expect(only({ riskScore: "many" })).not.toHaveProperty("riskScore");
  });

  it("has no EPSS, score or package where there is none to be had", () => {
    const found = only({
      epssDetails: { probability: "2" },
      cvssScore: null,
      name: undefined,
      packageName: undefined,
    });
    expect(found).not.toHaveProperty("epss");
    expect(found).not.toHaveProperty("score");
    expect(found).not.toHaveProperty("package");
  });
});

describe("Snyk's output", () => {
  it("may be a list of projects, each in its folder", () => {
    const list = [
      project(),
      project({ displayTargetFile: "api\\pom.xml" }),
      project({ path: "/w/repo/sub", displayTargetFile: "go.mod" }),
    ];
    expect(observations(list, "/w/repo").map(({ path }) => path)).toEqual([
      "package-lock.json",
      "api/pom.xml",
      "sub/go.mod",
    ]);
  });

  it("names each project that could not be tested, and keeps the others", () => {
    const found = part([
      project(),
      { ok: false, error: "no such\nlock file", path: "api" },
      { ok: false, error: "x" },
    ]);
    expect(found.results).toHaveLength(1);
    expect(found.problems).toEqual([
      { code: "partial", message: "snyk could not test api: no such lock file" },
      { code: "partial", message: "snyk could not test a project: x" },
    ]);
  });

  it("may have no issues", () => {
    expect(part(project({ ok: true, vulnerabilities: [] }))).toEqual({
      tool: "snyk",
      products: ["sca", "license"],
      results: [],
      problems: [],
      notes: [],
    });
  });

  it("without its list, or with things that are no issues, is invalid in that part", () => {
    const found = part([
      project({ vulnerabilities: undefined }),
      project({ vulnerabilities: [vulnerability(), null, 4] }),
    ]);
    expect(found.results).toHaveLength(1);
    expect(found.problems).toEqual([
      {
        code: "report-invalid",
        message: "snyk's result for package-lock.json has no list of vulnerabilities",
      },
      { code: "report-invalid", message: "2 issues of snyk's result for package-lock.json are not objects" },
    ]);
  });

  it("keeps what was ignored as ignored, unless it is still open on another way", () => {
    const rule = {
      filtered: { ignored: [{ reason: "build only", expires: "2027-01-01", ignoredBy: { name: "Ana" } }] },
    };
    const filtered = {
      ignore: [vulnerability({ id: "SNYK-A", ...rule }), vulnerability(rule)],
      patch: [vulnerability({ id: "SNYK-B" })],
    };
    const found = observations(project({ filtered }));
    expect(found.map(({ rule: id, ignored }) => [id, ignored])).toEqual([
      ["SNYK-JS-LODASH-1040724", undefined],
      ["SNYK-A", { reason: "build only", by: "Ana", expires: "2027-01-01" }],
      ["SNYK-B", { reason: "patched by Snyk" }],
    ]);
  });

  it("of a container holds its applications, and no path inside the image is one of the repository", () => {
    const image = project({
      projectName: "docker-image|shop",
      displayTargetFile: undefined,
      docker: {},
      vulnerabilities: [
        vulnerability({ id: "SNYK-DEBIAN11-ZLIB-1", name: "zlib/zlib1g", nearestFixedInVersion: "1.2" }),
      ],
      applications: [project({ displayTargetFile: "/app/package.json" }), null],
    });
    const found = part(image);
    expect(found.results.map(({ observation: { type, path, project: name } }) => [type, path, name])).toEqual(
      [
        ["container", undefined, "docker-image|shop"],
        ["container", undefined, "docker-image|shop:/app/package.json"],
      ],
    );
    expect(found.results[0]?.observation.package?.fixedIn).toEqual(["1.2", "4.17.21"]);
    expect(found.problems).toEqual([{ code: "report-invalid", message: "1 application is not an object" }]);
  });

  it("of infrastructure names setting, line and fix", () => {
    const issue = {
      id: "SNYK-CC-TF-1",
      title: "Bucket is public",
      severity: "high",
      lineNumber: 7,
      msg: "resource.bucket.acl",
      impact: "Anyone reads",
      resolve: "Set acl",
      isIgnored: true,
      documentation: "https://security.snyk.io/rules/1",
    };
    const json = [
      {
        ok: false,
        infrastructureAsCodeIssues: [issue, { ...issue, lineNumber: -1, msg: "other" }],
        vulnerabilities: [],
        targetFile: "main.tf",
        path: ".",
        projectName: "infra",
      },
    ];
    const found = observations(json);
    expect(found[0]).toMatchObject({
      type: "iac",
      path: "main.tf",
      line: 7,
      severity: "high",
      rule: "SNYK-CC-TF-1",
      fix: "Set acl",
      ignored: {},
      description: "Anyone reads\nresource.bucket.acl",
    });
    expect(found[1]).not.toHaveProperty("line");
    expect(found[0]?.identity).not.toBe(found[1]?.identity);
    const moved = observations([{ ...json[0], infrastructureAsCodeIssues: [{ ...issue, lineNumber: 70 }] }]);
    expect(moved[0]?.identity).toBe(found[0]?.identity);
  });
});

it("reads infrastructure issues that say little", () => {
  const json = {
    ok: false,
    infrastructureAsCodeIssues: [
      { path: ["a", "b"] },
      { id: "R", iacDescription: { issue: "Open port", resolve: "Close it" } },
    ],
  };
  const [bare, described] = observations(json);
  expect(bare).toMatchObject({
    rule: "unnamed issue",
    title: "unnamed issue",
    severity: "unknown",
    description: "a.b",
  });
  expect(bare).not.toHaveProperty("path");
  expect(described).toMatchObject({ description: "Open port", fix: "Close it" });
});

describe("Snyk's unified test results", () => {
  const finding = (id: string, attributes: Json = {}): Json => ({
    id,
    attributes: {
      key: `key-${id}`,
      finding_type: "secrets",
      title: "Generic API Key",
      rating: { severity: "high" },
      locations: [{ type: "source", file_path: "config.env", from_line: 3, to_line: 5 }],
      problems: null,
      ...attributes,
    },
  });
  const test = (overrides: Json = {}): Json => ({
    testId: "t-1",
    executionState: "finished",
    findings: [finding("a")],
    _problemRefs: { a: ["generic-api-key", "CWE-798"] },
    ...overrides,
  });

  it("become observations, and only an approved ignore counts", () => {
    const findings = [
      finding("a", {
        suppression: { status: "ignored", justification: "test key", expires_at: "2027-01-01" },
      }),
      finding("b", {
        suppression: { status: "pending_ignore_approval" },
        finding_type: "sca",
        problems: [{ id: "CVE-2021-23337" }],
        locations: [{ type: "package", package: { name: "lodash", version: "4.17.15" } }],
      }),
      finding("c", { finding_type: "brand-new" }),
    ];
    const [a, b, c] = observations([test({ findings })]);
    expect(a).toMatchObject({
      type: "secrets",
      identity: "key-a",
      path: "config.env",
      line: 3,
      endLine: 5,
      severity: "high",
      rule: "generic-api-key",
      cwe: ["CWE-798"],
      ignored: { reason: "test key", expires: "2027-01-01" },
    });
    expect(b).toMatchObject({
      type: "sca",
      identifiers: ["CVE-2021-23337"],
      package: { name: "lodash", version: "4.17.15" },
    });
    expect(b).not.toHaveProperty("ignored");
    expect(c?.type).toBe("sast");
  });

  it.each([
    [{ executionState: "started" }, "partial"],
    [{ findingsComplete: false }, "partial"],
    [{ findings: undefined }, "report-invalid"],
    [{ findings: [{}] }, "report-invalid"],
  ])("with %j are not the whole: %s", (overrides, code) => {
    expect(part(test(overrides)).problems.map((problem) => problem.code)).toEqual([code]);
  });
});

describe("a Snyk report that speaks against itself", () => {
  const nothing = { vulnerabilities: [] };
  const codesOf = (json: unknown) => part(json).problems.map(({ code }) => code);

  it.each([
    [{ ok: false, ...nothing }],
    [{ ok: false, uniqueCount: 1, ...nothing }],
    [{ ok: false, vulnerabilities: undefined, infrastructureAsCodeIssues: [] }],
    [{ ok: false, ...nothing, filtered: { ignore: [], patch: [] } }],
    [{ ok: false, ...nothing, applications: [project({ ok: true, ...nothing })] }],
  ])("is invalid, since it says that there are problems and lists none: %j", (overrides) => {
    const { problems } = part(project(overrides));
    expect(problems).toEqual([
      {
        code: "report-invalid",
        message: "snyk's result for package-lock.json says that there are problems and lists none",
      },
    ]);
  });

  it("is invalid for each project alone", () => {
    expect(codesOf([project(), project({ ok: false, ...nothing })])).toEqual(["report-invalid"]);
    const image = project({ ok: true, ...nothing, applications: [project({ ok: false, ...nothing })] });
    expect(codesOf(image)).toEqual(["report-invalid"]);
  });

  it.each([
    [{ ok: true, ...nothing }],
    [{ ok: true, uniqueCount: 11, ...nothing }],
    [{ ok: false, ...nothing, filtered: { ignore: [vulnerability()], patch: [] } }],
    [{ ok: false, ...nothing, filtered: { ignore: [], patch: [vulnerability()] } }],
    [{ ok: false, ...nothing, infrastructureAsCodeIssues: [{ id: "SNYK-CC-1", severity: "low" }] }],
    [{ ok: false, ...nothing, applications: [project()] }],
  ])("is none where nothing is amiss: %j", (overrides) => {
    expect(codesOf(project(overrides))).toEqual([]);
  });

  it("is invalid in the newer format as well", () => {
    const test = { testId: "t1", executionState: "finished", findings: [], passFail: "fail" };
    expect(part(test).problems).toEqual([
      { code: "report-invalid", message: "snyk's test t1 says that there are problems and lists none" },
    ]);
    expect(codesOf({ ...test, passFail: "pass" })).toEqual([]);
    expect(codesOf({ ...test, passFail: "pass", effectiveSummary: { count: 1 } })).toEqual([
      "report-invalid",
    ]);
  });
});

describe("the severity threshold of a Snyk report", () => {
  it("is told, once however many projects have it", () => {
    const filtered = project({ severityThreshold: "Critical" });
    const applications = [project({ severityThreshold: "high" })];
    expect(part(filtered).thresholds).toEqual(["critical"]);
    expect(part([filtered, filtered, project({ applications })]).thresholds).toEqual(["critical", "high"]);
  });

  it.each(["low", undefined, null, "", 7])("is none where it is %j", (severityThreshold) => {
    expect(part(project({ severityThreshold })).thresholds ?? []).toEqual([]);
  });
});
