import { describe, expect, it } from "vitest";
import { observed, together, vulnerable } from "../../test/support/gating.ts";
import type { FindingStatus, Observation } from "../model/finding.ts";
import { fingerprintOf } from "../model/identity.ts";
import { correlate } from "./ages.ts";
import { mergeObservations } from "./merge.ts";
import { ProblemGroups, UnionFind } from "./problem-groups.ts";

/** The native ids of what became one finding. */
function groups(...observations: readonly Observation[]): string[] {
  return correlate(observations.map((observation) => ({ observation, status: "new" })))
    .map(({ observations: members }) => members.map(({ id }) => id).join("+"))
    .toSorted();
}

describe("vulnerable packages", () => {
  const semgrep = (over: Partial<Observation> = {}) => vulnerable({ id: "s", ...over });
  const snyk = (over: Partial<Observation> = {}) => vulnerable({ id: "y", tool: "snyk", ...over });

  it("are one finding when two tools name package, version, manifest folder and an advisory alike", () => {
    expect(groups(semgrep(), snyk())).toEqual(["s+y"]);
  });

  it.each([
    ["the lock file of the manifest", { path: "package-lock.json" }],
    ["a path with a dot in front", { path: "./package.json" }],
    ["another case of the name", { package: { name: "Lodash", version: "4.17.15" } }],
    ["a repeated dot in front", { path: "././package.json" }],
    ["spaces around the version", { package: { name: "lodash", version: " 4.17.15 " } }],
    ["a v before the version", { package: { name: "lodash", version: "v4.17.15" } }],
    ["an advisory in lower case", { identifiers: ["cve-2021-23337", "SNYK-JS-1"] }],
  ])("are one finding with %s", (_what, over) => {
    expect(groups(semgrep(), snyk(over))).toEqual(["s+y"]);
  });

  it.each([
    ["another package", { package: { name: "lodash-es", version: "4.17.15" } }],
    ["another version", { package: { name: "lodash", version: "4.17.16" } }],
    ["a version that is a word with v", { package: { name: "lodash", version: "vendored" } }],
    ["no version", { package: { name: "lodash" } }],
    ["no package", { package: undefined as never }],
    ["a v inside the version", { package: { name: "lodash", version: "4.1v7.15" } }],
    ["a folder with a dot at its end", { path: "web./package.json" }],
    ["another folder", { path: "web/package.json" }],
    ["a deeper folder", { path: "a/b/package.json" }],
    ["another advisory", { identifiers: ["CVE-2020-1"] }],
    ["no advisory", { identifiers: [] }],
    ["a type that is no dependency", { type: "container" as const }],
  ])("stay two with %s", (_what, over) => {
    expect(groups(semgrep(), snyk(over))).toEqual(["s", "y"]);
  });

  it("stay two without a path, since a project is no folder", () => {
    const { path: _path, ...rest } = snyk();
    expect(groups(semgrep(), { ...rest, project: "org/shop:package.json" })).toEqual(["s", "y"]);
  });

  it("share a GHSA as well as a CVE, but no advisory that only one tool knows", () => {
    expect(groups(semgrep({ identifiers: ["GHSA-1"] }), snyk({ identifiers: ["GHSA-1"] }))).toEqual(["s+y"]);
    expect(groups(semgrep({ identifiers: ["MAL-1"] }), snyk({ identifiers: ["MAL-1"] }))).toEqual(["s", "y"]);
    expect(groups(semgrep({ identifiers: ["X-CVE-1"] }), snyk({ identifiers: ["X-CVE-1"] }))).toEqual([
      "s",
      "y",
    ]);
  });

  it("are joined by aliases from one to the next", () => {
    const gosec = vulnerable({ id: "g", tool: "gosec", identifiers: ["CVE-2021-23337", "GHSA-9"] });
    expect(groups(semgrep(), snyk({ identifiers: ["GHSA-9"] }), gosec)).toEqual(["s+y+g"]);
    expect(groups(semgrep(), snyk({ identifiers: ["GHSA-9"] }))).toEqual(["s", "y"]);
  });

  it("stay two when names and folders only look alike once they are put together", () => {
    const forged = { identifiers: ["CVE-2021-23337 6 lodash"], package: { name: "x", version: "1" } };
    expect(groups(semgrep(), snyk(forged))).toEqual(["s", "y"]);
  });

  it("stay two when one tool tells both", () => {
    expect(groups(semgrep({ id: "s1" }), semgrep({ id: "s2" }))).toEqual(["s1", "s2"]);
  });

  it("stay two of one tool also where other tools meet elsewhere", () => {
    const other = { package: { name: "ws", version: "1.0.0" } };
    expect(groups(semgrep({ id: "s1" }), semgrep({ id: "s2" }), snyk(other), semgrep(other))).toEqual([
      "s+y",
      "s1",
      "s2",
    ]);
  });

  it("know a Python package by any of its spellings, and no other package", () => {
    const named = (name: string, ecosystem?: string) => ({
      package: { name, version: "1", ...(ecosystem === undefined ? {} : { ecosystem }) },
    });
    expect(groups(semgrep(named("Zope.Interface", "pypi")), snyk(named("zope__interface", "pip")))).toEqual([
      "s+y",
    ]);
    expect(groups(semgrep(named("zope.interface", "npm")), snyk(named("zope-interface", "npm")))).toEqual([
      "s",
      "y",
    ]);
    expect(groups(semgrep(named("zope.interface")), snyk(named("zope-interface")))).toEqual(["s", "y"]);
    expect(groups(semgrep(named("zope.x", "pip")), snyk(named("zopex", "pip")))).toEqual(["s", "y"]);
  });
});

it("tells apart what leads out of the repository by the path as it is given", () => {
  const out = (id: string, tool: string, folder: string) =>
    vulnerable({ id, tool, path: `../${folder}/package.json` });
  expect(groups(out("s", "semgrep", "a"), out("y", "snyk", "a"))).toEqual(["s+y"]);
  expect(groups(out("s", "semgrep", "a"), out("y", "snyk", "b"))).toEqual(["s", "y"]);
});

describe("weaknesses in code", () => {
  const at = (id: string, tool: string, line?: number, endLine?: number, over: Partial<Observation> = {}) =>
    observed({
      id,
      tool,
      path: "src/db.ts",
      cwe: ["CWE-89"],
      ...(line === undefined ? {} : { line }),
      ...(endLine === undefined ? {} : { endLine }),
      ...over,
    });

  it.each([
    ["the same line", [10], [10]],
    ["a line inside", [10, 20], [15]],
    ["the last line as the first", [10, 20], [20, 30]],
    ["the first line as the last", [20, 30], [10, 20]],
    ["a last line before the first", [10, 3], [10]],
  ])("are one finding with %s in common", (_what, [a, b], [c, d]) => {
    expect(groups(at("s", "semgrep", a, b), at("y", "snyk", c, d))).toEqual(["s+y"]);
  });

  it.each([
    ["lines that only touch", [10, 19], [20], {}],
    ["lines that only touch, from below", [20], [10, 19], {}],
    ["no line", [10], [], {}],
    ["another weakness", [10], [10], { cwe: ["CWE-79"] }],
    ["no weakness", [10], [10], { cwe: [] }],
    ["another file", [10], [10], { path: "src/web.ts" }],
    ["another type", [10], [10], { type: "iac" as const }],
  ])("stay two with %s", (_what, [a, b], [c, d], over) => {
    expect(groups(at("s", "semgrep", a, b), at("y", "snyk", c, d, over))).toEqual(["s", "y"]);
  });

  it("stay two without a file", () => {
    const nowhere = (one: Observation): Observation => {
      const { path: _path, ...rest } = one;
      return rest;
    };
    expect(groups(nowhere(at("s", "semgrep", 1)), nowhere(at("y", "snyk", 1)))).toEqual(["s", "y"]);
  });

  it("share any one of several weaknesses", () => {
    const several = { cwe: ["CWE-1", "CWE-89"] };
    expect(groups(at("s", "semgrep", 1, 1, several), at("y", "snyk", 1))).toEqual(["s+y"]);
  });

  it("of one tool stay two on the same line", () => {
    expect(groups(at("s1", "semgrep", 1), at("s2", "semgrep", 1))).toEqual(["s1", "s2"]);
    expect(groups(at("s1", "semgrep", 1, 9), at("s2", "semgrep", 2, 3), at("y", "snyk", 20))).toEqual([
      "s1",
      "s2",
      "y",
    ]);
  });

  it("are met by a long one after shorter ones have ended", () => {
    expect(
      groups(
        at("long", "semgrep", 1, 100),
        at("short", "semgrep", 2, 3),
        at("y1", "snyk", 3),
        at("y2", "snyk", 50),
        at("y3", "snyk", 101),
      ),
    ).toEqual(["long+y1", "short", "y2", "y3"]);
    expect(
      groups(at("a", "semgrep", 1, 3), at("b", "semgrep", 2, 60), at("y1", "snyk", 3), at("y2", "snyk", 60)),
    ).toEqual(["a+y1", "b+y2"]);
  });

  it("of one tool are never joined by a wide one of another", () => {
    const many = Array.from({ length: 12 }, (_, index) => at(`s${index}`, "semgrep", 10 + index));
    const found = groups(at("wide", "snyk", 1, 99), ...many);
    expect(found).toHaveLength(12);
    expect(found).toContain("s0+wide");
  });

  it("are matched on the same lines first, then where they begin alike, then from the top", () => {
    const wide = at("wide", "semgrep", 1, 50);
    const tight = at("tight", "semgrep", 10, 12);
    expect(groups(wide, tight, at("y", "snyk", 10, 12))).toEqual(["tight+y", "wide"]);
    expect(groups(wide, tight, at("y", "snyk", 10, 11))).toEqual(["tight+y", "wide"]);
    expect(groups(wide, tight, at("y", "snyk", 11))).toEqual(["tight", "wide+y"]);
  });

  it("are one finding for three tools, of which each meets another", () => {
    expect(groups(at("g", "gosec", 8, 12), at("s", "semgrep", 1, 5), at("y", "snyk", 5, 8))).toEqual([
      "s+y+g",
    ]);
  });
});

describe("secrets", () => {
  const key = (id: string, tool: string, over: Partial<Observation> = {}) =>
    observed({ id, tool, type: "secrets", path: ".env", line: 3, ...over });

  it("are one finding on the same line of the same file", () => {
    expect(groups(key("s", "semgrep", { endLine: 4 }), key("y", "snyk"))).toEqual(["s+y"]);
  });

  it.each([
    ["on another line", { line: 4 }],
    ["in another file", { path: ".env.example" }],
    ["of another type", { type: "sast" as const }],
  ])("stay two %s", (_what, over) => {
    expect(groups(key("s", "semgrep"), key("y", "snyk", over))).toEqual(["s", "y"]);
  });

  it("stay two without a line or a file", () => {
    const { line: _line, ...noLine } = key("s", "semgrep");
    const { path: _path, ...noPath } = key("s", "semgrep");
    expect(groups(noLine, { ...noLine, id: "y", tool: "snyk" })).toEqual(["s", "y"]);
    expect(groups(noPath, { ...noPath, id: "y", tool: "snyk" })).toEqual(["s", "y"]);
  });
});

describe("one tool's finding that is told twice", () => {
  const told = (id: string, over: Partial<Observation> = {}) =>
    observed({ id, identity: "same", path: "a.ts", ...over });

  it("is one by its identity at its place, whoever tells it", () => {
    expect(groups(told("1"), told("2"))).toEqual(["1+2"]);
    expect(groups(told("1"), told("2", { source: "reports" }))).toEqual(["1+2"]);
  });

  it.each([
    ["in another file", { path: "b.ts" }],
    ["of another type", { type: "iac" as const }],
    ["of another tool", { tool: "snyk" }],
    ["of another identity", { identity: "other" }],
    ["of another file and type", { path: "b.ts", type: "iac" as const }],
  ])("is another %s", (_what, over) => {
    expect(groups(told("1"), told("2", over))).toEqual(["1", "2"]);
  });

  it("is found again among others of the same identity", () => {
    const elsewhere = (id: string, path: string) => told(id, { path });
    expect(
      groups(
        told("1"),
        elsewhere("2", "b.ts"),
        elsewhere("3", "c.ts"),
        elsewhere("4", "b.ts"),
        told("5"),
        elsewhere("6", "c.ts"),
      ),
    ).toEqual(["1+5", "2+4", "3+6"]);
  });

  it("is told apart by project where there is no file", () => {
    const { path: _path, ...rest } = told("1");
    expect(groups(rest, { ...rest, id: "2" })).toEqual(["1+2"]);
    expect(groups({ ...rest, project: "p" }, { ...rest, id: "2", project: "q" })).toEqual(["1", "2"]);
    expect(groups(rest, told("2", { path: "" }))).toEqual(["1", "2"]);
  });

  it("is one by an alias that its report and its service share", () => {
    const report = told("1", { source: "reports", identity: "hash", aliases: ["x", "same"] });
    expect(groups(report, told("2"))).toEqual(["1+2"]);
    expect(groups({ ...report, path: "b.ts" }, told("2"))).toEqual(["1", "2"]);
    expect(groups({ ...report, source: "semgrep" }, told("2"))).toEqual(["1", "2"]);
  });
});

describe("the title of a merged finding", () => {
  const ADVISORY = "CVE-2021-23337 in lodash@4.17.15";
  const titled = (semgrep: string, snyk: string, over: Partial<Observation> = {}) => {
    const pair = [
      vulnerable({ id: "s", title: semgrep, rule: "ssc-1", ...over }),
      vulnerable({ id: "y", tool: "snyk", title: snyk, rule: "SNYK-JS-LODASH-1", ...over }),
    ];
    const { title } = together(pair);
    expect(together(pair.toReversed()).title).toBe(title);
    return title;
  };

  it.each([
    [ADVISORY, "Command Injection", "Command Injection"],
    ["Command Injection", ADVISORY, "Command Injection"],
    ["GHSA-35jh-r3h4-6jhm: lodash", "Command Injection", "Command Injection"],
    ["Vulnerability in LODASH (4.17.15)", "Code Injection", "Code Injection"],
    ["ssc-1", "Command Injection", "Command Injection"],
    ["lodash - SNYK-JS-LODASH-1", "Command Injection", "Command Injection"],
    ["", "Command Injection", "Command Injection"],
    ["Advisory for the package lodash", "Command Injection", "Command Injection"],
    ["Version 4.17.15 of lodash", "Command Injection", "Command Injection"],
    ["CVE-2021-23337 and CVE-2021-1 at lodash", "Command Injection", "Command Injection"],
    ["lodash – CVE-2021-23337", "Command Injection", "Command Injection"],
    ["lodash — CVE-2021-23337", "Command Injection", "Command Injection"],
    ["Patchy-CVE-2021-23337 in lodash", "Command Injection", "Patchy-CVE-2021-23337"],
    ["CVE-2021-23337! in lodash", "Command Injection", "CVE-2021-23337!"],
    ["Template injection", "Command Injection", "Template injection"],
  ])("of %j and %j is the first that tells what the problem is: %s", (semgrep, snyk, expected) => {
    expect(titled(semgrep, snyk)).toBe(expected);
  });

  it.each([
    ["Command injection in lodash", "Command injection"],
    ["Command injection in Lodash@4.17.15", "Command injection"],
    ["lodash: Command injection", "Command injection"],
    ["lodash@4.17.15: Command injection", "Command injection"],
    ["Command injection in lodash-es", "Command injection in lodash-es"],
    ["Plain lodash: Command injection", "Plain lodash: Command injection"],
    ["lodash template runs in lodash", "lodash template runs"],
    ["See lodash", "See lodash"],
  ])("%j does not name the package that stands beside it: %s", (title, expected) => {
    expect(titled(title, "x")).toBe(expected);
  });

  it("is the first one when no tool says more than names, and is left as it is", () => {
    expect(titled(ADVISORY, "SNYK-JS-LODASH-1")).toBe(ADVISORY);
    expect(titled("SNYK-JS-LODASH-1: lodash", ADVISORY)).toBe("SNYK-JS-LODASH-1: lodash");
  });

  it("stays whole where nothing would be left beside the package", () => {
    const over = { package: { name: "Mutt Mail", version: "1.0" } };
    expect(titled("GHSA-1 in Mutt Mail", "SNYK-JS-LODASH-1", over)).toBe("GHSA-1 in Mutt Mail");
  });

  it("stays whole without a package", () => {
    const code = { path: "a.ts", line: 1, cwe: ["CWE-89"] };
    const pair = [
      observed({ ...code, id: "s", title: "rules.sqli", rule: "rules.sqli" }),
      observed({ ...code, id: "y", tool: "snyk", title: "SQL injection in lodash" }),
    ];
    expect(together(pair).title).toBe("SQL injection in lodash");
  });

  it("of a single tool is that tool's own", () => {
    expect(together([vulnerable({ title: "Command injection in lodash" })]).title).toBe(
      "Command injection in lodash",
    );
  });
});

const asNew = (observation: Observation) => ({ observation, status: "new" as const });

describe("problems of one tool that share another name", () => {
  const one = observed({ identity: "a", aliases: ["shared"] });
  const other = observed({ id: "2", identity: "b", aliases: ["shared"] });

  it("are one where two sources tell them, and two where one source tells both", () => {
    expect(correlate([one, { ...other, source: "reports" as const }].map(asNew))).toHaveLength(1);
    expect(correlate([{ ...one, source: "reports" as const }, other].map(asNew))).toHaveLength(1);
    expect(correlate([one, other].map(asNew))).toHaveLength(2);
  });
});

describe("observations of one tool", () => {
  const twice = (over: Partial<Observation>, other: Partial<Observation>) =>
    together([vulnerable(over), vulnerable(other)]).observations;

  it("stand once where they were delivered twice, ignored or not", () => {
    expect(twice({}, {})).toHaveLength(1);
    expect(twice({ ignored: {} }, { ignored: {} })).toHaveLength(1);
  });

  it.each<readonly [string, Partial<Observation>]>([
    ["severity", { severity: "low" }],
    ["triage", { ignored: {} }],
  ])("stand each by itself where they differ in %s, whichever comes first", (_what, other) => {
    expect(twice({}, other)).toHaveLength(2);
    expect(twice(other, {})).toEqual(twice({}, other));
  });
});

it("observations of one native id that are told apart by their identity are both kept", () => {
  const aged = [vulnerable(), vulnerable({ identity: "another" })].map((observation) => ({
    observation,
    status: "new" as const,
  }));
  expect(mergeObservations(aged).observations).toHaveLength(2);
});

describe("a merged finding", () => {
  const semgrep = vulnerable({
    id: "s",
    severity: "medium",
    title: "Command injection in lodash",
    rule: "ssc-1",
    path: "package-lock.json",
    line: 7,
    cwe: ["CWE-94"],
    identifiers: ["CVE-2021-23337"],
    reachability: "unreachable",
    fixable: false,
    epss: 0.1,
    link: "https://semgrep.example/s",
    firstSeen: "2026-01-01",
    package: { name: "lodash", version: "4.17.15", fixedIn: ["4.17.21"], transitive: true },
  });
  const snyk = vulnerable({
    id: "y",
    tool: "snyk",
    project: "shop",
    severity: "critical",
    title: "Command Injection",
    description: "Through template.",
    rule: "SNYK-JS-LODASH-1040724",
    cwe: ["CWE-77", "CWE-94"],
    identifiers: ["GHSA-35jh-r3h4-6jhm", "CVE-2021-23337"],
    reachability: "function",
    fixable: true,
    fix: "Upgrade",
    epss: 0.4,
    exploit: "proof-of-concept",
    malicious: false,
    ticket: { key: "SEC-1" },
    package: { name: "Lodash", version: "4.17.15", ecosystem: "npm", fixedIn: ["4.17.20", "4.17.21"] },
  });

  it("has each weakness and identifier that any tool names, once", () => {
    const cwe = (...lists: readonly (readonly string[])[]) =>
      together(lists.map((one, at) => vulnerable({ id: `${at}`, tool: `tool-${at}`, cwe: one }))).cwe;
    const [a, b] = ["CWE-1", "CWE-2"];
    expect([cwe([], [a]), cwe([a], [a]), cwe([a], []), cwe([], [])]).toEqual([[a], [a], [a], []]);
    expect([cwe([a], [b]), cwe([a], [a, b]), cwe([a, b], [b]), cwe([a, b], [a])]).toEqual(
      Array(4).fill([a, b]),
    );
    expect(cwe([], [a, b], [a])).toEqual([a, b]);
  });

  it("is exploited where a tool says so, and has the highest score of risk", () => {
    const of = (...said: readonly Partial<Observation>[]) =>
      together(said.map((one, at) => vulnerable({ ...one, id: `${at}`, tool: `tool-${at}` })));
    expect(of({ exploited: true }, { exploited: false }).exploited).toBe(true);
    expect(of({}, { exploited: true }).exploited).toBe(true);
    expect(of({ exploited: false }, {}).exploited).toBe(false);
    expect(of({ riskScore: 700 }, { riskScore: 20 }).riskScore).toBe(700);
  });

  it("says what it was joined by with the first of the names that the tools share", () => {
    const identifiers = ["CVE-2021-2", "CVE-2021-1"];
    const { how } = together([
      vulnerable({ identifiers }),
      vulnerable({ identifiers, id: "y", tool: "snyk" }),
    ]);
    expect(how).toMatch(/^CVE-2021-1 in /);
  });

  it("has the highest number that a tool gives, whichever tool that is", () => {
    const epss = (...given: readonly number[]) =>
      together(given.map((one, at) => vulnerable({ id: `${at}`, tool: `tool-${at}`, epss: one }))).epss;
    expect([epss(0.4, 0.1), epss(0.1, 0.4), epss(0.2, 0.4, 0.3)]).toEqual([0.4, 0.4, 0.4]);
  });

  it("has the worse word of each tool, the first tool's texts and place, and both links", () => {
    expect(together([snyk, semgrep])).toStrictEqual({
      fingerprint: fingerprintOf(semgrep),
      tool: "semgrep",
      seenBy: [semgrep, snyk],
      type: "sca",
      project: "shop",
      path: "package-lock.json",
      line: 7,
      severity: "critical",
      title: "Command injection",
      description: "Through template.",
      rule: "ssc-1",
      cwe: ["CWE-94", "CWE-77"],
      identifiers: ["CVE-2021-23337", "GHSA-35jh-r3h4-6jhm"],
      package: {
        name: "lodash",
        version: "4.17.15",
        ecosystem: "npm",
        fixedIn: ["4.17.21", "4.17.20"],
        transitive: true,
      },
      reachability: "function",
      fixable: true,
      fix: "Upgrade",
      epss: 0.4,
      exploit: "proof-of-concept",
      malicious: false,
      link: "https://semgrep.example/s",
      firstSeen: "2026-01-01",
      ticket: { key: "SEC-1" },
      how: "CVE-2021-23337 in lodash@4.17.15",
      status: "new",
      blocking: false,
      observations: [semgrep, snyk],
    });
  });

  it.each([
    ["exploit", "mature", "proof-of-concept"],
    ["exploit", "mature", "none"],
    ["exploit", "proof-of-concept", "unknown"],
    ["exploit", "unknown", "none"],
    ["validated", "valid", "unknown"],
    ["validated", "valid", "invalid"],
    ["validated", "unknown", "error"],
    ["validated", "error", "invalid"],
    ["confidence", "high", "medium"],
    ["confidence", "medium", "low"],
    ["aiVerdict", "true-positive", "false-positive"],
  ] as const)("has of the words on %s the more serious, %s before %s, whoever says it", (key, worse, milder) => {
    for (const [one, other] of [
      [worse, milder],
      [milder, worse],
    ]) {
      expect(
        together([
          { ...semgrep, [key]: one },
          { ...snyk, [key]: other },
        ])[key],
      ).toBe(worse);
    }
  });

  it("keeps what a single tool says, and leaves out what it does not", () => {
    expect(together([semgrep])).toStrictEqual({
      fingerprint: fingerprintOf(semgrep),
      tool: "semgrep",
      seenBy: [semgrep],
      type: "sca",
      path: "package-lock.json",
      line: 7,
      severity: "medium",
      title: "Command injection in lodash",
      rule: "ssc-1",
      cwe: ["CWE-94"],
      identifiers: ["CVE-2021-23337"],
      package: semgrep.package,
      reachability: "unreachable",
      fixable: false,
      epss: 0.1,
      link: "https://semgrep.example/s",
      firstSeen: "2026-01-01",
      status: "new",
      blocking: false,
      observations: [semgrep],
    });
  });

  it("names each telling with as much as there is: rule, link, both or none", () => {
    const link = "https://x.example";
    const said: readonly Pick<Observation, "rule" | "link">[] = [
      {},
      { rule: "r" },
      { link },
      { rule: "r", link },
    ];
    const tellings = said.map((one) => together([observed(one)]).seenBy[0]);
    expect(tellings.map((one) => [one?.tool, one?.id, one?.severity, one?.rule, one?.link])).toStrictEqual(
      said.map(({ rule, link: page }) => ["semgrep", "1", "high", rule, page]),
    );
  });

  it("names Semgrep first, then Snyk, then the others by name, and by native id within a tool", () => {
    const tools = ["trivy", "snyk", "gosec", "semgrep"].map((tool) => vulnerable({ id: tool, tool }));
    const second = vulnerable({ id: "a", identity: tools[3]?.identity ?? "" });
    const found = together([...tools, second]);
    expect(found.seenBy.map(({ id }) => id)).toEqual(["a", "semgrep", "snyk", "gosec", "trivy"]);
  });

  it("has a fingerprint that does not hang on native ids, which change from run to run", () => {
    const run = (first: string, second: string) =>
      together([
        vulnerable({ id: first, identity: "x", aliases: ["y"] }),
        vulnerable({ id: second, identity: "y", source: "reports" }),
        vulnerable({ id: "y", tool: "snyk", identity: "a" }),
      ]).fingerprint;
    expect(run("1", "2")).toBe(run("2", "1"));
    expect(run("1", "2")).toBe(fingerprintOf(vulnerable({ identity: "x" })));
  });

  it.each<[FindingStatus, FindingStatus, FindingStatus]>([
    ["existing", "existing", "existing"],
    ["existing", "unknown", "unknown"],
    ["unknown", "existing", "unknown"],
    ["unknown", "new", "new"],
    ["new", "existing", "new"],
    ["existing", "new", "new"],
  ])("that is %s to one tool and %s to another is %s", (a, b, expected) => {
    const [found] = correlate([
      { observation: semgrep, status: a },
      { observation: snyk, status: b },
    ]);
    expect(found?.status).toBe(expected);
  });

  it.each([
    ["unreachable", "reachable", "reachable"],
    ["unreachable", "conditionally_reachable", "conditionally_reachable"],
    ["always reachable", "unreachable", "always reachable"],
    ["unreachable", "no-info", "unreachable"],
    ["not-applicable", "unreachable", "unreachable"],
    ["unreachable", "brand new word", "brand new word"],
    ["brand new word", "package", "package"],
    ["no reachability analysis", "undetermined", "no reachability analysis"],
    [undefined, "Unreachable", "Unreachable"],
    [undefined, undefined, undefined],
  ])("that one tool calls %s and another %s is %s", (a, b, expected) => {
    const say = (one: Observation, reachability?: string): Observation => {
      const { reachability: _said, ...rest } = one;
      return reachability === undefined ? rest : { ...rest, reachability };
    };
    expect(together([say(semgrep, a), say(snyk, b)]).reachability).toBe(expected);
  });

  it("takes its place as a whole from one tool", () => {
    const [a, b] = [
      observed({ id: "a", identity: "x", path: "p", line: 4 }),
      observed({ id: "b", identity: "x", path: "p", endLine: 9 }),
    ];
    const found = together([a, b]);
    expect([found.path, found.line, found.endLine]).toEqual(["p", 4, undefined]);
  });

  it("says why it was merged", () => {
    const code = { path: "a.ts", line: 3, cwe: ["CWE-89", "CWE-79"] };
    expect(
      together([
        observed({ ...code, id: "s" }),
        observed({ ...code, id: "y", tool: "snyk", cwe: ["CWE-89"] }),
      ]).how,
    ).toBe("CWE-89 on lines in common at a.ts:3");
    const secret = { type: "secrets", path: ".env", line: 3 } as const;
    expect(together([observed(secret), observed({ ...secret, id: "y", tool: "snyk" })]).how).toBe(
      "a secret at .env:3",
    );
    const repeated = { ...secret, identity: "same" };
    const { line: _line, ...nowhere } = repeated;
    expect(
      together([
        observed({ ...nowhere, id: "a" }),
        observed({ ...repeated, id: "b" }),
        observed({ ...secret, id: "y", tool: "snyk" }),
      ]).how,
    ).toBe("a secret at .env:3");
    const vague = vulnerable({ id: "a", identity: "same", package: { name: "lodash" } });
    expect(
      together([vague, vulnerable({ id: "b", identity: "same" }), vulnerable({ tool: "snyk" })]).how,
    ).toBe("CVE-2021-23337 in lodash@4.17.15");
    const { package: _package, ...bare } = vague;
    expect(
      together([bare, vulnerable({ id: "b", identity: "same" }), vulnerable({ tool: "snyk" })]).package,
    ).toEqual({
      name: "lodash",
      version: "4.17.15",
    });
    expect(together([observed(), observed({ source: "reports" })]).how).toBe(
      "the same semgrep finding, told more than once",
    );
  });

  it("says why by the first name that different tools share, and by no other", () => {
    const seen = (id: string, tool: string, ...identifiers: string[]) =>
      vulnerable({ id, tool, identifiers });
    const several = [seen("s", "semgrep", "GHSA-1", "CVE-2"), seen("y", "snyk", "CVE-2", "GHSA-1")];
    expect(together(several).how).toBe("CVE-2 in lodash@4.17.15");
    const own = [
      seen("s", "semgrep", "CVE-1", "CVE-2"),
      { ...seen("s", "semgrep", "CVE-1"), source: "reports" as const },
      seen("y", "snyk", "CVE-2"),
    ];
    expect(together(own).how).toBe("CVE-2 in lodash@4.17.15");
  });

  it("leaves out what no tool says", () => {
    const bare = (tool: string) => observed({ tool, path: "a.ts", line: 1, cwe: ["CWE-1"], title: "T" });
    const found = together([bare("semgrep"), bare("snyk")]);
    expect(Object.keys(found).toSorted()).toEqual(
      [
        ...["blocking", "cwe", "fingerprint", "how", "identifiers", "line", "observations", "path"],
        ...["seenBy", "severity", "status", "title", "tool", "type"],
      ].toSorted(),
    );
  });

  it("says nothing twice that a source delivered twice", () => {
    const found = together([semgrep, semgrep]);
    expect(found.observations).toEqual([semgrep]);
    expect(found).not.toHaveProperty("how");
  });

  it.each([
    ["severity", { severity: "high" }],
    ["triage", { ignored: {} }],
    ["source", { source: "reports" }],
    ["native id", { id: "s2" }],
  ] as const)("keeps a second telling that has another %s", (_what, over) => {
    expect(together([{ ...semgrep, ...over }, semgrep]).observations).toHaveLength(2);
  });
});

describe("groups of one tool each", () => {
  const TOOLS = ["semgrep", "snyk", "semgrep"];
  const groupsOfThree = () => {
    const members = new UnionFind(TOOLS.length);
    const joined = new ProblemGroups(members, (member) => TOOLS[member] ?? "none");
    return { joined, roots: () => TOOLS.map((_, member) => members.rootOf(member)) };
  };

  it("are joined once, and never with another group that one of their tools has a problem in", () => {
    const { joined, roots } = groupsOfThree();
    joined.join(0, 1);
    joined.join(1, 0);
    expect(roots()).toEqual([0, 0, 2]);
    joined.join(1, 2);
    joined.join(0, 2);
    expect(roots()).toEqual([0, 0, 2]);
  });
});
