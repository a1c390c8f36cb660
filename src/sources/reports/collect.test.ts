import { describe, expect, it } from "vitest";
import { fakeLog } from "../../../test/support/fake-log.ts";
import { ScanGateError } from "../../errors.ts";
import type { Threshold } from "../../model/severity.ts";
import type { Files } from "../../ports.ts";
import { outcomeOf, readReports, snykReportOf } from "./collect.ts";
import { MOST_FILES } from "./find.ts";
import { REPORT_LIMIT, type ReportsOptions } from "./read.ts";

const semgrepJson = (ids: readonly string[]) => {
  const results = ids.map((id, index) => ({
    check_id: "rule",
    path: "a.js",
    start: { line: index + 1 },
    end: { line: index + 1 },
    extra: { message: "Bad.", severity: "ERROR", fingerprint: id, metadata: {}, lines: "x" },
  }));
  return JSON.stringify({ results, errors: [], paths: { scanned: ["a.js"] } });
};

const snykJson = JSON.stringify({
  ok: false,
  dependencyCount: 1,
  displayTargetFile: "package.json",
  vulnerabilities: [
    { id: "SNYK-JS-A-1", title: "A", severity: "high", name: "a", version: "1", from: ["w", "a@1"] },
  ],
});

const sarif = (driver: string, results: readonly unknown[]) => ({
  tool: { driver: { name: driver } },
  results,
});
const sarifJson = (...runs: readonly unknown[]) => JSON.stringify({ version: "2.1.0", runs });

/** A workspace in memory. A value that is no text is what reading the file throws, or undefined when it is too large. */
function workspace(contents: Readonly<Record<string, string | Error | undefined>>): Files {
  return {
    writeParts: () => Promise.reject(new Error("report files are only read")),
    remove: () => Promise.reject(new Error("report files are only read")),
    async readWorkspace(path, limit) {
      expect(limit).toBe(REPORT_LIMIT);
      const content = contents[path];
      if (content instanceof Error) throw content;
      return content;
    },
    findWorkspace: async (matches) => Object.keys(contents).filter(matches),
  };
}

const { log, lines } = fakeLog();

const HEAD = "a".repeat(40);
const pace = {
  clock: { now: () => 0, sleep: async () => undefined },
  deadline: new AbortController(),
};

const readWith = (
  globs: readonly string[],
  options: Partial<ReportsOptions> & Pick<ReportsOptions, "files">,
) => readReports({ globs, log, pace, subject: { repository: "acme/web", commits: [HEAD] }, ...options });

const source = (globs: readonly string[], contents: Readonly<Record<string, string | Error | undefined>>) =>
  readWith(globs, { files: workspace(contents), workspace: "/w/repo" });

async function outcome(
  globs: readonly string[],
  contents: Readonly<Record<string, string | Error | undefined>>,
) {
  return outcomeOf(await source(globs, contents));
}

const codes = async (
  globs: readonly string[],
  contents: Readonly<Record<string, string | Error | undefined>>,
) => (await outcome(globs, contents)).reasons.map(({ code }) => code);

describe("the source of report files", () => {
  it("reads what its globs select, whatever the files are called", async () => {
    const found = await outcome(["out/*", "/w/repo/semgrep.txt"], {
      "out/snyk": snykJson,
      "out/lint.sarif": sarifJson(sarif("Lintbot", [])),
      "semgrep.txt": semgrepJson(["f_0"]),
      "other.json": "not asked for",
    });
    expect(found.evidence).toEqual({
      source: "reports",
      status: "complete",
      evidence: "report",
      counts: { critical: 0, high: 2, medium: 0, low: 0, unknown: 0 },
      requests: 0,
      files: ["out/lint.sarif", "out/snyk", "semgrep.txt"],
      tools: ["lintbot", "semgrep", "snyk"],
    });
    expect(found.batches).toHaveLength(1);
    expect(found.batches[0]?.comparison).toEqual({ kind: "none" });
    expect(found.batches[0]?.observations.map(({ source: from, tool }) => [from, tool])).toEqual([
      ["reports", "snyk"],
      ["reports", "semgrep"],
    ]);
    expect(lines).toContain("semgrep.txt: Semgrep JSON of semgrep, 1 result");
  });

  it("names a glob and a path that match nothing", async () => {
    const found = await outcome(["*.sarif", "gone.json"], {});
    expect(found.reasons.map(({ code, message }) => [code, message.split(".")[0]])).toEqual([
      ["report-missing", "No report file matches *"],
      ["report-missing", "No report file matches gone"],
    ]);
    expect(found.evidence.status).toBe("incomplete");
    expect(found.evidence).not.toHaveProperty("evidence");
  });

  it.each([
    [["*.sarif", "!a.sarif"]],
    [["a.sarif", "!*.sarif", "!b/**"]],
    [["!a.sarif"]],
  ])("says that nothing is left where %j take out all that was selected", async (globs) => {
    const found = await outcome(globs, { "a.sarif": sarifJson(sarif("Lintbot", [])) });
    expect(found.reasons.map(({ code }) => code)).toEqual(["report-missing"]);
    expect(found.reasons[0]?.message).toContain(globs.filter((glob) => glob.startsWith("!")).join(", "));
    expect(found.evidence.status).toBe("incomplete");
  });

  it.each([
    "../x.sarif",
    "a/../../x.sarif",
    "../*.sarif",
    "a/../*.sarif",
    "/etc/*.json",
    "/w/repo-evil/x.sarif",
    "/proc/self/environ",
  ])("refuses %s without opening anything", async (glob) => {
    const opened = new Error("must not be opened");
    const found = await outcome([glob], { [glob]: opened, "x.sarif": opened });
    expect(found.reasons).toMatchObject([{ code: "report-invalid", source: "reports" }]);
    expect(found.reasons[0]?.message).toContain("leads out of the workspace");
  });

  it("takes what lies outside where the files reach beyond the workspace, as on a command line", async () => {
    const contents = { "../out/a.json": semgrepJson(["f_0"]), "/tmp/b.json": semgrepJson(["f_1"]) };
    const files: Files = { ...workspace(contents), beyondWorkspace: true };
    const read = await readWith(["../out/*.json", "/tmp/b.json"], { files });
    expect(read.reasons).toEqual([]);
    expect(read.reports.map(({ path }) => path)).toEqual(["../out/a.json", "/tmp/b.json"]);
  });

  it("refuses a glob through a link that leads out, once, and reads what others select", async () => {
    const out = new ScanGateError({ code: "report-invalid", source: "reports", message: '"dir/" leads out' });
    const globs = ["dir/*.json", "gone/*.json", "out/*.json"];
    const contents = { "out/a.json": semgrepJson(["f_0"]) };
    const asked: string[] = [];
    const files: Files = {
      ...workspace({ ...contents, "dir/": out }),
      findWorkspace: async (matches, leadsThrough = () => false) => [
        ...Object.keys(contents).filter(matches),
        ...["dir", "bin"].filter(leadsThrough).map((folder) => {
          asked.push(folder);
          return `${folder}/`;
        }),
      ],
    };
    const only = { globs, files, log };
    const read = await readWith(only.globs, only);
    expect(asked).toEqual(["dir"]);
    expect(read.reports.map(({ path }) => path)).toEqual(["out/a.json"]);
    expect(read.reasons.map(({ code, message }) => [code, message])).toEqual([
      ["report-missing", expect.stringContaining("gone/*.json")],
      ["report-invalid", '"dir/" leads out.'],
    ]);
    const beyond = { ...only, files: { ...files, beyondWorkspace: true as const } };
    const codesBeyond = (await readWith(beyond.globs, beyond)).reasons.map(({ code }) => code);
    expect(codesBeyond).toEqual(["report-missing", "report-missing"]);
  });

  it.each([
    ["**/*.json", []],
    ["**", []],
    ["dir/**/*.json", ["dir"]],
    ["dir/**", ["dir"]],
    ["*/x.json", ["dir", "bin"]],
  ])("goes by %s through the links %j and no others", async (glob, through) => {
    const asked: string[] = [];
    const files: Files = {
      ...workspace({}),
      findWorkspace: async (_, leadsThrough = () => false) => {
        asked.push(...["dir", "bin"].filter(leadsThrough));
        return [];
      },
    };
    await readWith([glob], { files });
    expect(asked).toEqual(through);
  });

  it("tells a link that leads out, a file too large, a folder and a file that is no report", async () => {
    const out = new ScanGateError({ code: "report-invalid", source: "github", message: "it leads out" });
    const contents = { "link.json": out, "huge.json": undefined, "folder/a.txt": "", "bad.json": "{" };
    const found = await outcome(["*.json", "folder"], contents);
    expect(found.reasons.map(({ code, source: from, message }) => `${code} ${from} ${message}`)).toEqual([
      expect.stringMatching(
        /^report-invalid reports .*bad\.json cannot be used: it is JSON that was cut off/,
      ),
      expect.stringMatching(/^report-invalid reports .*folder cannot be used: it is a folder/),
      expect.stringMatching(
        /^report-invalid reports .*huge\.json cannot be used: it is no regular file of at most 32 MiB/,
      ),
      expect.stringMatching(/^report-invalid reports it leads out/),
    ]);
  });

  it("lets a bad file not cost the good ones", async () => {
    const found = await outcome(["*"], { a: "no json", b: semgrepJson(["f_0"]) });
    expect(found.reasons).toHaveLength(1);
    expect(found.batches[0]?.observations).toHaveLength(1);
  });

  it("tells a failure that is nobody's plan as internal", async () => {
    expect(await codes(["a"], { a: new Error("disk on fire") })).toEqual(["internal"]);
    const files: Files = { ...workspace({}), findWorkspace: () => Promise.reject(new Error("disk on fire")) };
    const read = await readWith(["*"], { files });
    expect(read.reasons.map(({ code }) => code)).toEqual(["internal"]);
  });

  it("tells at most twenty unusable files one by one, and reads a bounded number", async () => {
    const many = Object.fromEntries(
      Array.from({ length: MOST_FILES + 5 }, (_, index) => [`f${index}`, "no"]),
    );
    const { reasons } = await outcome(["*"], many);
    expect(reasons).toHaveLength(21);
    expect(reasons[0]?.message).toContain(`${MOST_FILES + 5} files`);
    expect(reasons[20]?.message).toMatch(/^481 more report files/);
  });

  it("says why a report does not stand for the whole, and passes notes on", async () => {
    const errors = [
      { level: "error", type: "Timeout" },
      { level: "warn", type: "Odd" },
    ];
    const found = await outcome(["s"], {
      s: JSON.stringify({ results: [], errors, paths: { scanned: ["a.js"] } }),
    });
    expect(found.reasons).toEqual([
      {
        code: "partial",
        source: "reports",
        message:
          "The report file s does not cover everything: semgrep met Timeout. Repair that scan and run it again.",
      },
    ]);
    expect(found.notes).toEqual([{ level: "warning", text: "s: semgrep gives 1 warning, the first of Odd" }]);
  });
});

describe("the same finding in several files", () => {
  const observations = async (contents: Readonly<Record<string, string>>) =>
    (await outcome(["*"], contents)).batches.flatMap((batch) => batch.observations);

  it("counts once, while repeats in one file are numbered", async () => {
    const results = ["f_0"].map((id) => ({
      ruleId: "rule",
      level: "error",
      message: { text: "Bad." },
      locations: [{ physicalLocation: { artifactLocation: { uri: "a.js" }, region: { startLine: 1 } } }],
      fingerprints: { "matchBasedId/v1": id },
    }));
    const both = {
      "a.json": semgrepJson(["f_0", "f_0"]),
      "b.sarif": sarifJson(sarif("Semgrep OSS", results)),
    };
    expect((await observations(both)).map(({ identity, line }) => [identity, line])).toEqual([
      ["f_0", 1],
      ["f_0#2", 2],
    ]);
  });

  it("stays when the later file finds it worse, or not ignored", async () => {
    const at = (level: string, suppressions: readonly unknown[] = []) =>
      sarifJson(sarif("lint", [{ ruleId: "r", level, message: { text: "m" }, suppressions }]));
    expect(await observations({ a: at("warning"), b: at("error") })).toHaveLength(2);
    expect(await observations({ a: at("error"), b: at("warning") })).toHaveLength(1);
    expect(await observations({ a: at("error", [{ kind: "inSource" }]), b: at("error") })).toHaveLength(2);
  });

  it("counts once where Snyk names the lock file in JSON and its manifest in SARIF", async () => {
    const issue = (severity: string) => ({
      id: "SNYK-JS-A-1",
      title: "A",
      severity,
      name: "a",
      version: "1",
      from: ["w", "a@1"],
    });
    const json = (severity: string) =>
      JSON.stringify({
        ok: false,
        dependencyCount: 1,
        displayTargetFile: "web/package-lock.json",
        vulnerabilities: [issue(severity)],
      });
    const inSarif = (uri: string, level = "error") =>
      sarifJson(
        sarif("Snyk Open Source", [
          {
            ruleId: "SNYK-JS-A-1",
            level,
            message: { text: "m" },
            locations: [
              {
                physicalLocation: { artifactLocation: { uri } },
                logicalLocations: [{ fullyQualifiedName: "a@1" }],
              },
            ],
          },
        ]),
      );
    const pathsOf = async (contents: Readonly<Record<string, string>>) =>
      (await observations(contents)).map(({ path }) => path);
    const atManifest = { "b.sarif": inSarif("web/package.json") };
    expect(await pathsOf({ "a.json": json("high"), ...atManifest })).toEqual(["web/package.json"]);
    // The worse one stays as well, at the same place, so that both are one finding of the worse severity.
    expect(await pathsOf({ "a.json": json("low"), ...atManifest })).toEqual([
      "web/package.json",
      "web/package.json",
    ]);
    // Another folder, and another manifest of this one, are other projects.
    for (const other of ["package.json", "web/pom.xml"]) {
      expect(await pathsOf({ "a.json": json("high"), "b.sarif": inSarif(other) })).toEqual([
        "web/package-lock.json",
        other,
      ]);
    }
  });

  it("is numbered by package and line, not by the order of the file", async () => {
    const result = (line: number) => ({
      ruleId: "r",
      level: "error",
      message: { text: "m" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "a.js" }, region: { startLine: line } } }],
    });
    const found = await observations({ a: sarifJson(sarif("lint", [result(9), result(2)])) });
    expect(found.map(({ line, identity }) => [line, identity.endsWith("#2")])).toEqual([
      [9, true],
      [2, false],
    ]);
  });
});

describe("Snyk's report files", () => {
  const contents = {
    "lint.sarif": sarifJson(sarif("lint", [{ ruleId: "r", message: { text: "m" } }]), sarif("SnykCode", [])),
    "snyk.json": JSON.stringify([JSON.parse(snykJson), { ok: false, error: "no lock file", path: "api" }]),
    "bad.json": "?",
  };

  it("are handed to the Snyk source with their troubles, and the rest stays", async () => {
    const read = await source(["*"], contents);
    const report = snykReportOf(read);
    expect(report?.files).toEqual(["lint.sarif", "snyk.json"]);
    expect(report?.products).toEqual(["sca", "license", "code"]);
    expect(report?.observations).toMatchObject([{ source: "snyk", tool: "snyk", identity: "SNYK-JS-A-1" }]);
    expect(report?.reasons).toMatchObject([{ source: "snyk", code: "partial" }]);
    const rest = outcomeOf(read, { without: "snyk" });
    expect(rest.evidence).toMatchObject({ files: ["lint.sarif"], tools: ["lint"], status: "incomplete" });
    expect(rest.reasons).toMatchObject([{ source: "reports", code: "report-invalid" }]);
    expect(rest.batches.flatMap((batch) => batch.observations)).toMatchObject([{ tool: "lint" }]);
    expect(rest.notes.at(-1)?.text).toContain("evidence of Snyk");
  });

  it("leave a complete source behind when there is nothing else", async () => {
    const read = await source(["snyk.json"], contents);
    expect(outcomeOf(read, { without: "snyk" }).evidence).toMatchObject({
      status: "complete",
      evidence: "report",
      files: [],
    });
    expect(outcomeOf(read).evidence.tools).toEqual(["snyk"]);
  });

  it("stay report files where nobody can tell which product made them", async () => {
    const read = await source(["*"], { a: sarifJson(sarif("snyk", [])) });
    expect(snykReportOf(read)).toBeUndefined();
    expect(outcomeOf(read, { without: "snyk" }).evidence).toMatchObject({ files: ["a"], tools: ["snyk"] });
  });

  it("are none where no file is Snyk's", async () => {
    expect(snykReportOf(await source(["*"], { a: semgrepJson([]) }))).toBeUndefined();
  });
});

it("keeps findings apart by the age that a report itself gives", async () => {
  const states = ["new", "unchanged", "absent"].map((baselineState, index) => ({
    ruleId: `r${index}`,
    message: { text: "m" },
    baselineState,
  }));
  const { batches } = await outcome(["a"], { a: sarifJson(sarif("lint", states)) });
  expect(
    batches.map((batch) => [batch.comparison.kind, batch.observations.length, batch.fixed.length]),
  ).toEqual([
    ["none", 0, 1],
    ["diff", 1, 0],
    ["is-baseline", 1, 0],
  ]);
});

describe("a Snyk report made with a severity threshold", () => {
  const filtered = (severityThreshold: string) =>
    JSON.stringify({ ok: true, packageManager: "npm", vulnerabilities: [], severityThreshold });
  const read = (threshold: string, failOn?: Threshold) =>
    readReports({
      globs: ["s.json"],
      files: workspace({ "s.json": filtered(threshold) }),
      log,
      pace,
      subject: { commits: [] },
      ...(failOn === undefined ? {} : { failOn }),
    });

  it.each<[string, Threshold | undefined, boolean]>([
    ["critical", "high", true],
    ["critical", "critical", false],
    ["high", "high", false],
    ["high", "critical", false],
    ["high", "low", true],
    ["medium", "low", true],
    ["high", "medium", true],
    ["critical", "none", false],
    ["urgent", "critical", true],
    ["urgent", "none", false],
    ["critical", undefined, false],
  ])("of %s, with fail-on %s, is partial: %s", async (threshold, failOn, isPartial) => {
    const found = outcomeOf(await read(threshold, failOn));
    expect(found.reasons.map(({ code }) => code)).toEqual(isPartial ? ["partial"] : []);
    expect(found.notes).toEqual([
      {
        level: "warning",
        text: `s.json: snyk ran with --severity-threshold=${threshold}, so what is less severe is not in its report.`,
      },
    ]);
  });

  it("says what to do", async () => {
    const [reason] = outcomeOf(await read("critical", "high")).reasons;
    expect(reason?.source).toBe("reports");
    expect(reason?.message).toBe(
      "The report file s.json does not cover everything: snyk ran with --severity-threshold=critical, " +
        "which may leave out what `fail-on` (high) blocks. Run snyk without --severity-threshold, or with a lower one.",
    );
  });

  it("says so as evidence of Snyk too", async () => {
    const report = snykReportOf(await read("critical", "high"));
    expect(report?.reasons).toMatchObject([{ code: "partial", source: "snyk" }]);
    expect(report?.notes).toMatchObject([{ level: "warning" }]);
  });
});
