import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aReport } from "../../../test/support/a-report.ts";
import { anyText } from "../../../test/support/any-text.ts";
import { draft, suppressedBy, TODAY, together, vulnerable } from "../../../test/support/gating.ts";
import type { Draft } from "../../gate/merge.ts";
import type { Observation } from "../../model/finding.ts";
import { finishSteps } from "../../model/steps.ts";
import { parsePolicyFile, toPolicy } from "../../settings/policy/file.ts";
import { suppressionEntry } from "./page/list-model.ts";
import { pageRows } from "./rows.ts";

/** The entries that the page offers for findings, as somebody copies them into a policy file. */
function policiesFor(findings: readonly Draft[]) {
  return [...finishSteps(pageRows(aReport({ findings }))).rows].map((row) => {
    const text = `version: 1\nsuppress:\n${suppressionEntry(row, row.entry ?? [], new Date(TODAY))}\n`;
    const file = parsePolicyFile(text, "policy.yml");
    if (!file.ok) throw new Error(`${file.problems.join("\n")}\n${text}`);
    return { text, policy: toPolicy(file.policy, { path: "policy.yml", failOnInput: "high" }) };
  });
}

/** Of each finding's entry, which findings the gate suppresses by it. */
function suppressedByEach(findings: readonly Draft[]): readonly (readonly number[])[] {
  return policiesFor(findings).map(({ policy }) => {
    const { suppressedBy: suppressed, notices } = suppressedBy(findings, policy.suppressions);
    expect(notices).toEqual([]);
    return suppressed.flatMap((by, index) => (by === undefined ? [] : [index]));
  });
}

const at = (path: string, over: Partial<Observation> = {}) =>
  vulnerable({ path, identity: `lodash in ${path}`, ...over });
const alone = (...observations: readonly Observation[]) => observations.map((one) => together([one]));

describe("the entry that the page offers for a finding", () => {
  it("suppresses a package in its own folder of a monorepo, and not in another", () => {
    const findings = alone(at("packages/a/package.json"), at("packages/b/package.json"));
    expect(suppressedByEach(findings)).toEqual([[0], [1]]);
    expect(policiesFor(findings)[0]?.text).toContain(
      '  - id: "CVE-2021-23337"\n    package: "lodash@4.17.15"\n    paths: ["packages/a/package.json"]\n',
    );
  });

  it("takes the path as it is, whatever it would mean in a glob", () => {
    const findings = alone(
      at("packages/*/package.json"),
      at("packages/a/package.json"),
      at("{packages,apps}/b/[ab]?.json"),
      at("packages/b/a1.json"),
      at("!x\\y.json"),
    );
    expect(suppressedByEach(findings)).toEqual([[0], [1], [2], [3], [4]]);
  });

  it("is for one version, one advisory and one package", () => {
    const findings = alone(
      at("package.json"),
      at("package.json", { id: "2", identity: "old", package: { name: "lodash", version: "3.0.0" } }),
      at("package.json", { id: "3", identity: "other", identifiers: ["CVE-2020-8203"] }),
      at("package.json", { id: "4", identity: "qs", package: { name: "qs", version: "4.17.15" } }),
    );
    expect(suppressedByEach(findings)).toEqual([[0], [1], [2], [3]]);
  });

  it("goes by the fingerprint where advisory, package and path are those of another finding too", () => {
    const findings = alone(
      at("package.json"),
      at("./package.json", { id: "2", identity: "again", package: { name: "Lodash", version: "v4.17.15" } }),
    );
    expect(suppressedByEach(findings)).toEqual([[0], [1]]);
  });

  it("covers a finding that two tools name by different advisories and files", () => {
    const semgrep = at("web/package-lock.json", { identifiers: ["CVE-2021-23337"] });
    const snyk = at("web/package.json", {
      tool: "snyk",
      source: "snyk",
      identifiers: ["SNYK-JS-LODASH-1", "GHSA-35JH-R3H4-6JHM", "CVE-2021-23337"],
    });
    expect(suppressedByEach([together([semgrep, snyk]), ...alone(at("package.json"))])).toEqual([[0], [1]]);
  });

  it.each([
    ["no path", { path: undefined }],
    ["no advisory", { identifiers: ["SNYK-JS-LODASH-1"] }],
    ["a path that no glob may be long enough for", { path: "deep/".repeat(250) }],
    ["a name that the policy would trim", { package: { name: "lodash ", version: "4.17.15 " } }],
    ["no package", { package: undefined, type: "sast" }],
  ] as const)("goes by the fingerprint with %s", (_, over) => {
    const bare = Object.fromEntries(
      Object.entries({ ...at("package.json"), ...over }).filter(([, value]) => value !== undefined),
    ) as unknown as Observation; // only optional keys are taken away
    const finding = together([bare]);
    const other = draft({ id: "2", path: "package.json", cwe: ["CWE-89"] });
    expect(suppressedByEach([finding, other])).toEqual([[0], [1]]);
    expect(policiesFor([finding])[0]?.text).toContain(`id: "${finding.fingerprint}"`);
  });

  it("says what it is for, why somebody should write down, and when it ends", () => {
    expect(policiesFor(alone(at("package.json")))[0]?.text).toBe(`version: 1
suppress:
  # Finding 1 (lodash@4.17.15 in package.json)
  - id: "CVE-2021-23337"
    package: "lodash@4.17.15"
    paths: ["package.json"]
    reason: "say here why this is acceptable"
    # owner: "@org/team"
    expires: 2026-09-13
`);
  });

  it("is offered for what is there and counts, and for nothing else", () => {
    const [finding] = alone(at("package.json"));
    if (finding === undefined) throw new Error("there is one");
    const { rows } = finishSteps(
      pageRows(
        aReport({ findings: [finding, { ...finding, suppressedBy: { by: "snyk" } }], fixed: [finding] }),
      ),
    );
    expect([...rows].map(({ entry }) => entry !== undefined)).toEqual([true, false, false]);
  });

  it("is a valid policy that suppresses its finding alone, whatever the tools say", () => {
    const text = fc.oneof(
      anyText(),
      fc.constantFrom(
        'x"\n- id: "CVE-2020-1',
        "# a: b\u0085\u2028\u2029\u202e\ufeff\u{e0041}",
        "*",
        "[a-z]",
        "{a,b}/**",
        "!x",
        "&a *b %c @d `e`",
        " ",
        "a/../b",
      ),
    );
    fc.assert(
      fc.property(text, text, text, text, (path, name, title, id) => {
        const hostile = at(path, {
          title,
          identifiers: [`CVE-${id}`, id],
          package: { name, version: title },
          rule: id,
        });
        const findings = [...alone(hostile), draft({ id: "other", path: "x", cwe: ["CWE-89"] })];
        expect(suppressedByEach(findings)).toEqual([[0], [1]]);
      }),
      {
        numRuns: 200,
        examples: [
          ["", "", "\t\u0000", ""],
          [" ", "*", "", "2020-1"],
          ["../a", "*", "", "2020-1"],
        ],
      },
    );
  });
});
