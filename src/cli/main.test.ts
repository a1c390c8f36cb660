import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../test/support/a-report.ts";
import { type FakePorts, fakePorts } from "../../test/support/fake-ports.ts";
import { ScanGateError } from "../errors.ts";
import { renderReportJson } from "../report-json/write.ts";
import { main } from "./main.ts";
import { noForge } from "./run/forge-opener.ts";
import type { Shell } from "./shell.ts";

const SEMGREP_JSON = JSON.stringify({
  version: "1.0.0",
  results: [
    {
      check_id: "rules.bad",
      path: "a.js",
      start: { line: 1 },
      end: { line: 1 },
      extra: { message: "Bad.", severity: "ERROR", fingerprint: "f_0", metadata: {}, lines: "x" },
    },
  ],
  errors: [],
  paths: {},
});

interface Terminal {
  readonly shell: Shell;
  readonly ports: FakePorts;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** A shell whose workspace holds `a.json`, and whose other files are given. */
function terminal(files: Readonly<Record<string, string>> = {}, over: Partial<Shell> = {}): Terminal {
  const out: string[] = [];
  const err: string[] = [];
  const workspace: Readonly<Record<string, string>> = { "a.json": SEMGREP_JSON, ...files };
  const ports = fakePorts({
    files: {
      writeParts: async () => undefined,
      remove: async () => undefined,
      readWorkspace: async (path) => workspace[path],
      findWorkspace: async (matches) => Object.keys(workspace).filter(matches),
    },
  });
  const shell: Shell = {
    env: {},
    folder: "/w",
    stdout: { write: (text) => void out.push(text), isTerminal: false },
    stderr: { write: (text) => void err.push(text), isTerminal: false },
    clock: ports.clock,
    cancelled: ports.cancelled,
    version: "9.9.9",
    readText: (path) => (path.startsWith("/w/") ? files[path.slice(3)] : undefined),
    annotate: (annotation) => void ports.annotations.push(annotation),
    ports: async ({ log, redact, forge }) => ({
      ...ports,
      log,
      redact,
      forge: () => noForge("why" in forge ? forge.why : "it is a test"),
    }),
    ...over,
  };
  return { shell, ports, stdout: () => out.join(""), stderr: () => err.join("") };
}

const report = renderReportJson(aReport({ findings: [aDependency(), aFinding()] }));

describe("scan-gate", () => {
  it.each([["--help"], ["-h"], ["run", "--help"], ["--bogus", "--help"]])("helps for %s", async (...args) => {
    const { shell, stdout, stderr } = terminal();
    expect(await main(args, shell)).toBe(0);
    expect(stdout()).toContain("scan-gate explain");
    expect(stderr()).toBe("");
  });

  it("helps for one command, and tells its version", async () => {
    const { shell, stdout } = terminal();
    expect(await main(["explain", "--help"], shell)).toBe(0);
    expect(await main(["replay", "-h"], shell)).toBe(0);
    expect(await main(["--version"], shell)).toBe(0);
    expect(stdout()).toMatch(/scan-gate explain[\s\S]*scan-gate replay[\s\S]*scan-gate 9\.9\.9\n$/);
  });

  it.each([
    ["rum", "did you mean run?"],
    ["frobnicate", "the commands are run, doctor, explain, replay, policy, join, relay"],
  ])("does not know %s", async (command, hint) => {
    const { shell, stderr } = terminal();
    expect(await main([command], shell)).toBe(3);
    expect(stderr()).toContain(hint);
  });
});

describe("scan-gate run", () => {
  it("judges report files, writes the result to stdout and the log to stderr", async () => {
    const { shell, stdout, stderr } = terminal();
    expect(await main(["run", "--reports", "a.json"], shell)).toBe(1);
    expect(stdout()).toMatch(/^❌ Scan Gate failed: 1 finding/);
    expect(stdout().trimEnd().split("\n").at(-1)).toMatch(/^failed: /);
    expect(stderr()).toContain("\nReports\n  a.json: Semgrep JSON of semgrep, 1 result\n");
    expect(stderr()).toContain("  warning: the commit is not known");
  });

  it("passes, fails or is incomplete by its exit code", async () => {
    const code = async (...args: string[]) => main(["--reports", ...args], terminal().shell);
    expect(await code("a.json", "--fail-on=critical")).toBe(0);
    expect(await code("a.json")).toBe(1);
    expect(await code("none.json")).toBe(2);
    expect(await code("none.json", "--on-incomplete=warn")).toBe(0);
    expect(await code("none.json", "--on-incomplete=never")).toBe(3);
  });

  it("judges by the policy of the working tree", async () => {
    const policy = "version: 1\nrules:\n  - match: { tool: semgrep }\n    fail-on: none\n";
    const { shell } = terminal({ ".github/scan-gate.yml": policy });
    expect(await main(["--reports", "a.json"], shell)).toBe(0);
    expect(await main(["--reports", "a.json", "--policy", "gone.yml"], terminal().shell)).toBe(2);
  });

  it("writes nothing but the format that was asked for to stdout", async () => {
    const { shell, stdout } = terminal();
    await main(["--reports", "a.json", "--format=json"], shell);
    expect(JSON.parse(stdout())).toMatchObject({
      verdict: "fail",
      context: { event: "cli", commit: "unknown" },
    });
  });

  it("colors each stream as its terminal allows", async () => {
    const { shell, stdout, stderr } = terminal({}, { env: { FORCE_COLOR: "1" } });
    await main(["--reports", "none.json"], shell);
    expect(stdout()).toContain("\u001b[");
    expect(stderr()).toContain("\u001b[33mwarning:\u001b[0m");
  });

  it("fits the terminal's width, from 40 to 120 columns, and 80 where nobody knows it", async () => {
    const widest = async (columns?: number): Promise<number> => {
      let out = "";
      const write = (text: string) => {
        out += text;
      };
      const stdout = { write, isTerminal: true, columns: () => columns };
      const { shell } = terminal({}, { stdout, env: { NO_COLOR: "1" } });
      await main(["--reports", "none.json"], shell);
      // The verdict is one line, however long it is.
      const lines = out.trimEnd().split("\n").slice(0, -1);
      return Math.max(...lines.map((line) => line.length));
    };
    const widths = await Promise.all([20, 40, 60, undefined, 80, 120, 500].map(widest));
    expect(widths[0]).toBe(widths[1]);
    expect(widths[3]).toBe(widths[4]);
    expect(widths[6]).toBe(widths[5]);
    for (const [at, most] of [40, 40, 60, 80, 80, 120].entries()) {
      expect(widths[at]).toBeLessThanOrEqual(most);
      expect(widths[at]).toBeGreaterThan(most * 0.7);
    }
  });

  it("shows no token, wherever it stands", async () => {
    const env = { SCAN_GATE_GITHUB_TOKEN: "fake-secret-token" };
    const named = terminal({}, { env });
    await main(["--reports", "fake-secret-token.json"], named.shell);
    const wrong = terminal({}, { env });
    await main(["--format", "fake-secret-token"], wrong.shell);
    for (const { stdout, stderr } of [named, wrong]) {
      expect(stdout() + stderr()).not.toContain("fake-secret-token");
      expect(stdout() + stderr()).toContain("***");
    }
  });

  it.each([
    ["doctor", "--fail-on", "a-forge-token", "--reports", "a.json"],
    ["explain", "a-forge-token"],
    ["explain", "0a1b", "--report", "a-forge-token.json"],
    ["replay", "--policy", "a-forge-token.yml", "a-forge-token.json"],
    ["policy", "check", "a-forge-token.yml"],
    ["policy", "show", "--policy", "a-forge-token.yml"],
    ["join", "a-forge-token.json"],
    ["a-forge-token"],
    ["--a-forge-token"],
  ])("shows no token of a forge in whatever command: %j", async (...args) => {
    const { shell, stdout, stderr } = terminal(
      {
        "a-forge-token.json": "{",
        "a-forge-token.yml": "version: 1\nfail-on: a-forge-token\n",
        "scan-gate/report.json": report,
      },
      { env: { GITLAB_TOKEN: "a-forge-token" } },
    );
    await main(args, shell);
    expect(stdout() + stderr()).toContain("***");
    expect(stdout() + stderr()).not.toContain("a-forge-token");
  });

  it.each([
    [
      ["--format", "jsno", "--reports", "a.json"],
      '--format "jsno" is not known (did you mean json?); allowed:',
    ],
    [["doctor", "--format", "jsno"], '--format "jsno" is not known (did you mean json?); allowed:'],
    [["policy", "show", "--format", "jsno"], '--format "jsno" is not known (did you mean json?); allowed:'],
    [["join", "--format", "htm"], '--format "htm" is not known (did you mean html?); allowed:'],
    [["explain", "0a1b", "--gate", "nwe"], '--gate "nwe" is not known (did you mean new?); allowed:'],
    [
      ["--workspace", "gone", "--reports", "a.json"],
      '--workspace "gone" is not known; allowed: a folder that is there',
    ],
    [
      ["policy", "show", "--workspace", "gone"],
      '--workspace "gone" is not known; allowed: a folder that is there',
    ],
  ])("says of a wrong value what was given and what is allowed: %j", async (args, expected) => {
    const { shell, stderr } = terminal({}, { isFolder: (path) => path === "/w" });
    expect(await main(args, shell)).toBe(3);
    expect(stderr()).toContain(expected);
    const long = terminal({}, { isFolder: () => false });
    await main(args.with(args.indexOf(/"(\w+)"/.exec(expected)?.[1] ?? ""), "x".repeat(5_000)), long.shell);
    expect(long.stderr().length).toBeLessThan(1_000);
    expect(long.stderr()).toMatch(/ a value that looks like a token is not known|"x{80}…" is not known/);
  });

  it("says what is wrong with its usage, and runs nothing", async () => {
    const { shell, stdout, stderr } = terminal(
      {},
      {
        ports: () => {
          throw new Error("it ran");
        },
      },
    );
    expect(await main(["--fail-on", "hgih"], shell)).toBe(3);
    expect(stdout()).toBe("");
    expect(stderr()).toMatch(
      /^scan-gate: --fail-on "hgih" is not known.*\nscan-gate: no source|Try scan-gate --help\.\n$/,
    );
  });

  it("says nothing but that it was cancelled, once it was", async () => {
    const { shell, ports, stdout, stderr } = terminal();
    ports.cancel.abort(
      new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
    );
    expect(await main(["--reports", "a.json"], shell)).toBe(2);
    expect(stdout()).toBe("");
    expect(stderr()).toContain("error: incomplete: The run was cancelled");
  });
});

describe("scan-gate explain", () => {
  const files = { "scan-gate/report.json": report, "old.json": report, "bad.yml": "version: 2\n" };

  it("tells about a finding by the first digits of its fingerprint", async () => {
    const { shell, stdout } = terminal(files);
    expect(await main(["explain", "9f8e"], shell)).toBe(0);
    expect(stdout()).toContain("Command injection in lodash templates");
    expect(stdout()).toContain("It blocks.");
  });

  it("takes a report, a policy and a gate by name", async () => {
    const { shell, stdout } = terminal({ ...files, "new.yml": "version: 1\nfail-on: none\n" });
    const args = ["explain", "9f8e", "--report=old.json", "--policy=new.yml", "--gate=all"];
    expect(await main(args, shell)).toBe(0);
    expect(stdout()).toContain("This policy decides by another rule: fail-on: none (new.yml).");
  });

  it.each([
    [["explain"], "needs the fingerprint"],
    [["explain", "a", "b"], "takes one fingerprint"],
    [["explain", "9f8e", "old.json"], "scan-gate explain 9f8e --report old.json"],
    [["explain", "old.json", "9f8e"], "scan-gate explain 9f8e --report old.json"],
    [["explain", "a", "b", "old.json"], "takes one fingerprint\n"],
    [["explain", "9f8e", "--report=gone.json"], "there is no report at gone.json"],
    [
      ["explain", "9f8e", "--report=bad.yml"],
      "bad.yml is not a report of Scan Gate (scan-gate/report@1): it is not JSON",
    ],
    [["explain", "9f8e", "--policy=gone.yml"], "there is no policy file at gone.yml"],
    [["explain", "9f8e", "--policy=bad.yml"], "bad.yml:1:"],
    [["explain", "9f8e", "--gate=some"], '--gate "some" is not known'],
    [["explain", "9f8e7d6c5b4a39281706f5e4d3c2b1a1"], "similar fingerprints:\nscan-gate:   9f8e7d6c5b4a"],
    [["explain", "zzz"], "no finding of"],
  ])("refuses %j", async (args, expected) => {
    const { shell, stdout, stderr } = terminal(files);
    expect(await main(args, shell)).toBe(3);
    expect(stderr()).toContain(expected);
    expect(stdout()).toBe("");
  });

  it("does not guess which of several is meant", async () => {
    const both = renderReportJson(
      aReport({ findings: [aFinding({ fingerprint: "abc1" }), aFinding({ fingerprint: "abc2" })] }),
    );
    const { shell, stderr } = terminal({ "scan-gate/report.json": both });
    expect(await main(["explain", "abc"], shell)).toBe(3);
    expect(stderr()).toMatch(/several fingerprints begin with abc:[\s\S]*abc1[\s\S]*abc2/);
  });
});

describe("scan-gate replay", () => {
  const files = {
    "a.report.json": report,
    "b.report.json": report,
    "new.yml": "version: 1\nfail-on: none\n",
    bad: "[",
  };

  it("shows a table for each report, and decides nothing", async () => {
    const { shell, stdout } = terminal(files);
    expect(await main(["replay", "--policy", "new.yml", "a.report.json", "b.report.json"], shell)).toBe(0);
    expect(stdout()).toMatch(
      /a\.report\.json[\s\S]*verdict +fail +pass[\s\S]*b\.report\.json[\s\S]*verdict +fail +pass/,
    );
  });

  it("takes several files as a chain, top first, and says what it does not look up", async () => {
    const above = "version: 1\nextends: acme/base/gate.yml@v1\nfail-on: high\n";
    const { shell, stdout, stderr } = terminal({ ...files, "above.yml": above });
    const args = ["replay", "--policy", "above.yml", "--policy", "new.yml", "a.report.json"];
    expect(await main(args, shell)).toBe(0);
    expect(stdout()).toMatch(/verdict +fail +fail/);
    expect(stdout()).toContain("above.yml: fail-on: high");
    expect(stderr()).toContain("above.yml extends acme/base/gate.yml@v1, which is not looked up here");
  });

  it.each([
    [["replay", "a.report.json"], "--policy FILE"],
    [["replay", "--policy=new.yml"], "at least one report.json"],
    [["replay", "--policy=gone.yml", "a.report.json"], "there is no policy file at gone.yml"],
    [
      ["replay", "--policy=new.yml", "bad", "gone.json"],
      "bad is not a report of Scan Gate (scan-gate/report@1): it is not JSON\nscan-gate: there is no report at gone.json",
    ],
    [["replay", "--policy=bad", "a.report.json"], "bad:1:"],
    [["replay", "--policy=new.yml", "--fail-on=x", "a.report.json"], '--fail-on "x" is not known'],
  ])("refuses %j", async (args, expected) => {
    const { shell, stderr } = terminal(files);
    expect(await main(args, shell)).toBe(3);
    expect(stderr()).toContain(expected);
  });
});

describe("commands of CI systems in a tool's text", () => {
  const COMMANDS = [
    "##vso[task.complete result=Skipped;]",
    "##[error]x",
    "##teamcity[buildStatus status='SUCCESS']",
    "###vso[task.setvariable variable=a]",
  ];
  const path = `src/${COMMANDS.join(" ")}a.js`;
  const hostile = JSON.parse(SEMGREP_JSON);
  hostile.results[0].path = path;
  hostile.results[0].extra.message = COMMANDS.join(" ");
  const files = { "a.json": JSON.stringify(hostile) };
  const hasCommand = (text: string) => /##\w*\[/.test(text);

  it.each([
    "text",
    "json",
    "sarif",
    "markdown",
  ])("do not take effect on stdout and stderr: %s", async (format) => {
    const { shell, stdout, stderr } = terminal(files);
    await main(["--reports", "a.json", "--format", format], shell);
    expect(stdout()).toMatch(/task\.(?:<wbr>)?complete/);
    expect(hasCommand(stdout())).toBe(false);
    expect(hasCommand(stderr())).toBe(false);
  });

  it("stay what they are as values of JSON and SARIF", async () => {
    const json = terminal(files);
    await main(["--reports", "a.json", "--format", "json"], json.shell);
    expect(JSON.parse(json.stdout()).findings[0].path).toBe(path);
    const sarif = terminal(files);
    await main(["--reports", "a.json", "--format", "sarif"], sarif.shell);
    expect(JSON.stringify(JSON.parse(sarif.stdout()))).toContain("##vso[task.complete");
  });

  it("do not take effect where a command line is wrong, or a finding is explained or replayed", async () => {
    const evil = COMMANDS.join(" ");
    const saved = renderReportJson(aReport({ findings: [aFinding({ path, title: evil, blockedBy: evil })] }));
    const known = { "scan-gate/report.json": saved, [`${evil}.json`]: saved, "new.yml": "version: 1\n" };
    for (const args of [
      [evil],
      ["--gate", evil],
      ["--format", evil],
      [`--${evil}`],
      ["--commit", evil],
      ["--reports", `${evil}.json`],
      ["explain", "0a1b"],
      ["explain", evil],
      ["replay", "--policy=new.yml", `${evil}.json`],
    ]) {
      const { shell, stdout, stderr } = terminal(known);
      await main(args, shell);
      expect(stdout() + stderr(), args.join(" ")).not.toBe("");
      expect(hasCommand(stdout() + stderr()), args.join(" ")).toBe(false);
    }
  });
});
