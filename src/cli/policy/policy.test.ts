import { describe, expect, it } from "vitest";
import { fakePorts } from "../../../test/support/fake-ports.ts";
import type { Annotation } from "../../ports.ts";
import { main } from "../main.ts";
import { noForge } from "../run/forge-opener.ts";
import type { Shell, WantedPorts } from "../shell.ts";

const PATH = ".github/scan-gate.yml";
const ORG = "acme/.github/scan-gate.yml@v1";

interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The text of the organization's file; undefined where there is none. */
  readonly organization?: string;
}

/** Runs the command line in a folder with files, beside an organization's repository. */
async function play(args: readonly string[], { files = {}, env = {}, organization }: World = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const annotations: Annotation[] = [];
  const wanted: WantedPorts[] = [];
  const ports = fakePorts({
    policyRepositories: () => () => ({
      isVisible: async () => organization !== undefined,
      commitOf: async () => (organization === undefined ? undefined : "7d0c5e1f2a"),
      file: async () => organization,
    }),
    forge: () => noForge("it is a test"),
  });
  const shell: Shell = {
    env,
    folder: "/w",
    stdout: { write: (text) => void out.push(text), isTerminal: false },
    stderr: { write: (text) => void err.push(text), isTerminal: false },
    clock: ports.clock,
    cancelled: ports.cancelled,
    version: "9.9.9",
    readText: (path) => files[path.slice("/w/".length)],
    annotate: (annotation) => void annotations.push(annotation),
    ports: async (want) => {
      wanted.push(want);
      return { ...ports, files: { ...ports.files, readWorkspace: async (path) => files[path] } };
    },
  };
  const code = await main(args, shell);
  return { code, stdout: out.join(""), stderr: err.join(""), annotations, wanted };
}

describe("scan-gate policy", () => {
  it("says what it can do", async () => {
    expect(await play(["policy"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("show or check FILE"),
    });
    expect((await play(["policy", "chekc"])).stderr).toContain("did you mean policy check?");
    const { stdout } = await play(["policy", "--help"]);
    expect(stdout).toMatch(/policy show[\s\S]*policy check FILE[\s\S]*--policy/);
  });
});

describe("scan-gate policy check", () => {
  const repeated = "  - { id: CVE-1, reason: r, expires: 2027-01-31 }\n";
  const far = "  - { id: CVE-2, reason: r, expires: 2029-01-31 }\n";

  it("is content with a file that can be used, and tells what is worth a look", async () => {
    const text = `version: 1\nextends: ${ORG}\nsuppress:\n${repeated}${repeated}${far}`;
    const { code, stdout, annotations } = await play(["policy", "check", "p.yml"], {
      files: { "p.yml": text },
    });
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "p.yml:5:5: suppress[1] (CVE-1) is there twice (a note)",
      "p.yml:6:5: suppress[2] (CVE-2) expires on 2029-01-31, more than a year away (a note)",
      `p.yml: can be used: 0 rules, 3 suppressions, extends ${ORG}, which was not read`,
      "",
    ]);
    expect(annotations.map(({ level, path, line }) => [level, path, line])).toEqual([
      ["notice", "p.yml", 5],
      ["notice", "p.yml", 6],
    ]);
  });

  it("tells words that look misspelt, which may be right all the same", async () => {
    const rule = "  - { match: { tool: snik, reachability: [unreachable, unreachble] }, fail-on: low }\n";
    const text = `version: 1\nrules:\n${rule}`;
    const { code, stdout } = await play(["policy", "check", "p.yml"], { files: { "p.yml": text } });
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      'p.yml:3:22: rules[0].match.tool: no tool is known to say "snik"; did you mean snyk? (a note)',
      'p.yml:3:42: rules[0].match.reachability: no tool is known to say "unreachble"; did you mean unreachable? (a note)',
    ]);
  });

  it("tells every problem of every file on its line, and ends with 1", async () => {
    const files = { "a.yml": "version: 1\nfail_on: high\n", "b.yml": "version: 1\n" };
    const { code, stdout, annotations } = await play(["policy", "check", "a.yml", "b.yml"], { files });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^a\.yml:2:1: "fail_on" is not a key here; did you mean fail-on\?/);
    expect(stdout).toContain("b.yml: can be used");
    expect(annotations).toEqual([
      {
        level: "error",
        path: "a.yml",
        line: 2,
        title: "Scan Gate policy",
        message: expect.stringMatching(/^"fail_on" is not a key here/),
      },
    ]);
  });

  it("annotates the file where there are more problems than are told", async () => {
    const files = {
      "a.yml": `version: 1\n${Array.from({ length: 60 }, (_, at) => `k${at}: 1`).join("\n")}\n`,
    };
    const { annotations } = await play(["policy", "check", "a.yml"], { files });
    expect(annotations.at(-1)).toMatchObject({ path: "a.yml", message: "and 10 more problems" });
    expect(annotations.at(-1)).not.toHaveProperty("line");
  });

  it("ends with 1 for a file that is not there, and checks the others", async () => {
    const { code, stdout, annotations } = await play(["policy", "check", "none.yml", "p.yml"], {
      files: { "p.yml": "version: 1\n" },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^none\.yml: there is no such file\np\.yml: can be used/);
    expect(annotations).toMatchObject([
      { level: "error", path: "none.yml", message: "none.yml: there is no such file" },
    ]);
  });

  it.each([[[]], [["--bogus", "p.yml"]]])("refuses %j as wrong usage", async (args) => {
    expect((await play(["policy", "check", ...args], { files: { "p.yml": "version: 1\n" } })).code).toBe(3);
  });
});

describe("scan-gate policy show", () => {
  const own = `version: 1
extends: ${ORG}
rules:
  - match: { type: sca, epss: ">=0.5" }
    gate: all
    fail-on: low
budgets: { medium: 20 }
products: { snyk: [sca] }
suppress:
  - { id: CVE-1, package: lodash, reason: build only, expires: 2027-01-31 }
  - { id: CVE-2, reason: far, expires: 2027-10-31 }
  - { id: CVE-3, reason: over, expires: 2026-01-31 }
`;
  const organization = "version: 1\nfail-on: critical\nlocal: { max-days: 90 }\n";

  it("shows the chain, each file with its origin and what it says", async () => {
    const { code, stdout } = await play(["policy", "show"], { files: { [PATH]: own }, organization });
    expect(code).toBe(0);
    expect(stdout).toBe(`2 policies judge, each by itself; a finding blocks when any blocks it.

1. ${ORG}  (commit 7d0c5e1)
   fail-on: critical
   local: suppressions below count, for at most 90 days

2. ${PATH}  (working tree)
   fail-on: none of its own
   rule 1 (fail-on: low): type sca, epss >=0.5; gate all
   budgets: medium 20
   products: snyk: sca
   suppress CVE-1 in lodash until 2027-01-31: build only
   suppress CVE-2 until 2027-10-31: far (does not count: it expires in 344 days, and ${ORG} allows 90 (local.max-days))
   suppress CVE-3 until 2026-01-31: over (does not count: it expired on 2026-01-31)
`);
  });

  it("shows the inputs where there is no file, and a policy that allows nothing below", async () => {
    expect((await play(["policy", "show", "--fail-on", "low"])).stdout).toContain(
      "1. the inputs alone\n   fail-on: low (the input)",
    );
    const strict = "version: 1\nlocal: { suppress: false }\nrules: [{ match: {}, fail-on: none }]\n";
    const { stdout } = await play(["policy", "show", "--policy", ORG], { organization: strict });
    expect(stdout).toContain("local: no suppressions below");
    expect(stdout).toContain("rule 1 (fail-on: none): every finding");
    const open = "version: 1\nlocal: { suppress: true }\n";
    expect((await play(["policy", "show"], { files: { [PATH]: open } })).stdout).toMatch(/below count$/m);
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await play(["policy", "show", "--format", "json"], {
      files: { [PATH]: own },
      organization,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      policies: [
        {
          file: ORG,
          failOn: "critical",
          origin: { repository: "acme/.github", ref: "v1", commit: "7d0c5e1f2a" },
        },
        { file: PATH, suppress: [{ isCounted: true }, { isCounted: false }, { isCounted: false }] },
      ],
    });
  });

  it("reads other repositories on GitHub with a token, and nowhere else", async () => {
    const asked = async (env: Readonly<Record<string, string>>, ...args: string[]) =>
      (await play(["policy", "show", ...args], { env, files: {} })).wanted[0]?.policies;
    const env = { SCAN_GATE_POLICY_TOKEN: "fake-token" };
    expect(await asked(env)).toMatchObject({
      kind: "github",
      url: "https://api.github.com",
      token: { value: "fake-token" },
    });
    expect(await asked({})).toMatchObject({ why: "GITHUB_TOKEN is not set" });
    expect(await asked(env, "--repository", "https://gitlab.example/a/b")).toMatchObject({
      why: "the repository is on gitlab.example",
    });
  });

  it("ends with 1 for a file that cannot be used, with 2 for one that cannot be read", async () => {
    const broken = await play(["policy", "show"], { files: { [PATH]: "version: 2\n" } });
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining("version must be 1, not 2") });
    const unseen = await play(["policy", "show"], { files: { [PATH]: own } });
    expect(unseen).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("acme/.github") });
  });

  it.each([
    [["--format", "xml"], "allowed: text, json"],
    [["p.yml"], "takes no file"],
    [["--fail-on", "hihg"], "did you mean high?"],
    [["--policy", "../x.yml"], "a path inside the repository"],
    [["--repository", "::"], "--repository"],
  ])("refuses %j as wrong usage", async (args, message) => {
    expect(await play(["policy", "show", ...args])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(message),
    });
  });

  it("names a token that is none by its variable, for there is no such option", async () => {
    const { code, stderr } = await play(["policy", "show"], { env: { SNYK_TOKEN: "fake snyk" } });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^scan-gate: SNYK_TOKEN holds a space/)]);
  });
});
