import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicyFile, policyJsonSchema, toPolicy } from "./file.ts";
import { policyFaultOf } from "./problems.ts";

const PATH = ".github/scan-gate.yml";

const EXAMPLE = `version: 1
fail-on: high
rules:                       # first match wins
  - match: { tool: snyk, type: license }
    fail-on: none
  - match: { type: [SECRETS, sca], reachability: [unreachable] }
    fail-on: Critical
  - match: { epss: [">=0.5", "< 1", =.25], cwe: [CWE-079, 89, cwe-22] }
    fail-on: low
  - match: { fixable: false, malicious: [true, false], paths: ["legacy/**"] }
    fail-on: critical
  - match: { severity: HIGH, id: CVE-1, rule: r, package: lodash, project: p, exploit: mature, status: new, validated: [valid] }
    fail-on: medium
budgets: { medium: 20, low: 0 }
suppress:
  - id: CVE-2021-23337
    package: lodash@4.17.15
    version: "4.17.15"
    paths: package.json
    tool: snyk
    reason: only used at build time
    owner: "@org/platform"
    expires: 2027-01-31
`;

function problemsOf(text: string): readonly string[] {
  const result = parsePolicyFile(text, PATH);
  return result.ok ? [] : result.problems;
}

function policyOf(text: string) {
  const result = parsePolicyFile(text, PATH);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return toPolicy(result.policy, { path: PATH, failOnInput: "medium" });
}

const rule = (match: string) => `version: 1\nrules:\n  - match: ${match}\n    fail-on: low\n`;
const entry = (text: string) => `version: 1\nsuppress:\n  - ${text}\n`;

describe("a policy file", () => {
  it("knows the place of each of its parts", () => {
    const result = parsePolicyFile(EXAMPLE, PATH);
    expect(result.ok && [result.at(["rules"]), result.at(["suppress", 0])]).toEqual([
      `${PATH}:4:3`,
      `${PATH}:16:5`,
    ]);
  });

  it("names a key that is none, what may be meant by it, and what is allowed in its place", () => {
    expect(problemsOf("version: 1\nFail_On: high\n")).toEqual([
      `${PATH}:2:1: "Fail_On" is not a key here; did you mean fail-on?; allowed are version, fail-on, rules, budgets, suppress, extends, local, products`,
    ]);
    expect(problemsOf(`${entry("{ id: a, reason: r, expires: 2027-01-31, xyzzy: 1 }")}`)).toEqual([
      `${PATH}:3:46: "xyzzy" is not a key here; allowed are id, package, version, paths, tool, reason, owner, expires`,
    ]);
  });

  it("says of what kind a part must be", () => {
    expect(problemsOf("- version: 1\n")).toEqual([
      `${PATH}:1:1: the policy must be a mapping with version, fail-on, rules, budgets, suppress, extends, local, products`,
    ]);
    expect(problemsOf("version: 1\nbudgets: [1]\nrules: {}\nsuppress: text\nfail-on: null\n")).toEqual([
      `${PATH}:2:10: budgets must be a mapping with critical, high, medium, low, unknown`,
      `${PATH}:3:8: rules must be a list`,
      `${PATH}:4:11: suppress must be a list`,
      `${PATH}:5:10: fail-on is missing: it must be one of critical, high, medium, low, none`,
    ]);
  });

  it("becomes a policy, with single values as lists and words in lower case", () => {
    expect(policyOf(EXAMPLE)).toEqual({
      failOn: "high",
      origin: PATH,
      file: PATH,
      rules: [
        { match: { tool: ["snyk"], type: ["license"] }, failOn: "none" },
        { match: { type: ["secrets", "sca"], reachability: ["unreachable"] }, failOn: "critical" },
        {
          match: {
            epss: [
              { operator: ">=", value: 0.5 },
              { operator: "<", value: 1 },
              { operator: "=", value: 0.25 },
            ],
            cwe: ["CWE-79", "CWE-89", "CWE-22"],
          },
          failOn: "low",
        },
        { match: { fixable: [false], malicious: [true, false], paths: ["legacy/**"] }, failOn: "critical" },
        {
          match: {
            severity: ["high"],
            id: ["CVE-1"],
            rule: ["r"],
            package: ["lodash"],
            project: ["p"],
            exploit: ["mature"],
            status: ["new"],
            validated: ["valid"],
          },
          failOn: "medium",
        },
      ],
      budgets: { medium: 20, low: 0 },
      suppressions: [
        {
          id: "CVE-2021-23337",
          package: "lodash@4.17.15",
          version: "4.17.15",
          paths: ["package.json"],
          tool: "snyk",
          reason: "only used at build time",
          owner: "@org/platform",
          expires: "2027-01-31",
        },
      ],
    });
  });

  it("leaves to the input what it does not say, and names the input as the origin", () => {
    expect(policyOf("version: 1\nrules:\nbudgets:\nsuppress:\n")).toEqual({
      failOn: "medium",
      origin: "fail-on",
      file: PATH,
      inheritsFailOn: true,
      rules: [],
      budgets: {},
      suppressions: [],
    });
  });

  it.each([
    ["a mapping", "{ a: b }", "not a mapping"],
    ["a list", "[a, b]", "not a list"],
    ["true", "true", "not true"],
    ["a text of 2,001 characters", "x".repeat(2001), "must have at most 2000 characters"],
  ])("says what was given where a text must stand: %s", (_, given, said) => {
    const text = `version: 1\nsuppress:\n  - { id: CWE-89, reason: ${given}, expires: 2027-01-31 }\n`;
    expect(problemsOf(text).join("\n")).toContain(said);
  });

  it.each([
    ["2028-02-29", true],
    ["2027-02-29", false],
    ["2027-13-01", false],
    ["2027-1-31", false],
    ["2027-01-31T00:00:00Z", false],
    ["20270131", false],
    ["soon", false],
  ])("takes %s for a date: %s", (expires, isDate) => {
    const [problem, ...others] = problemsOf(entry(`{ id: a, reason: b, expires: ${expires} }`));
    expect(others).toEqual([]);
    const told = /^\S+:3:34: suppress\[0\]\.expires must be a date of the calendar, as YYYY-MM-DD, not .+/;
    expect(problem === undefined).toBe(isDate);
    if (problem !== undefined) expect(problem).toMatch(told);
  });

  it.each([
    ["1.0", true],
    ['">1"', true],
    ['">= 0"', true],
    ['"<=.5"', true],
    ['">1.01"', false],
    ['"=>0.5"', false],
    ['">"', false],
    ["high", false],
  ])("takes %s for a comparison with EPSS: %s", (epss, isComparison) => {
    const expected = epss === "1.0" ? false : isComparison;
    expect(problemsOf(rule(`{ epss: ${epss} }`)).length).toBe(expected ? 0 : 1);
  });
});

describe("a policy file with mistakes", () => {
  it.each([
    [entry("{ id: a, reason: b, expires: [2027-01-31] }"), "suppress[0].expires must be a date"],
    [entry("{ id: a, reason: [b], expires: 2027-01-31 }"), "suppress[0].reason must be text"],
    [
      entry("{ id: 7, reason: b, expires: 2027-01-31 }"),
      "suppress[0].id must be text, not 7; put it in quotes",
    ],
    [rule("{ fixable: 'yes' }"), "rules[0].match.fixable must be true or false"],
    [rule("{ paths: '' }"), "rules[0].match.paths must be a glob"],
    [rule("{ paths: '!src/**' }"), 'paths must not begin with !, not "!src/**"; globs only select'],
    [rule("{ cwe: CWE-0 }"), "rules[0].match.cwe must be a CWE like CWE-79"],
    [rule("{ risk-score: '>=1001' }"), 'risk-score must compare with 0 to 1000, like ">=700"'],
    [rule("{ severity: hihg }"), "must be one of critical, high, medium, low, unknown"],
    [rule("{ severity: hihg }"), "; did you mean high?"],
    [rule("{ paths: [] }"), "rules[0].match.paths must not be an empty list"],
    [rule("{ paths: [src/**, 7] }"), "rules[0].match.paths[1] must be a glob"],
    [rule('{ age: [[">30d"]] }'), 'age[0] must compare with a number of days, like ">30d"'],
    [rule("{ severity: [[high]] }"), "rules[0].match.severity[0] must be one of"],
    ["version: 1\nbudgets: { high: '3' }\n", "budgets.high must be a whole number"],
    ["version: 1\nbudgets: { high: 1.5 }\n", "budgets.high must be a whole number"],
    ["version: 1\nbudgets: { high: -1 }\n", "budgets.high must be a whole number"],
    ["version: 1\nextends: [acme/team/gate.yml@main]\n", "extends must name a file of another repository"],
  ])("takes a list for no value, and one kind of value for no other: %#", (text, told) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
  });

  it.each([
    [
      entry("{ id: 7, reason: b, expires: 2027-01-31 }"),
      ":3:11: suppress[0].id must be text, not 7; put it in quotes",
    ],
    [
      entry("{ id: a, reason: [], expires: 2027-01-31 }"),
      ":3:22: suppress[0].reason must be text, not a list",
    ],
    [
      entry("{ id: a, reason: true, expires: 2027-01-31 }"),
      ":3:22: suppress[0].reason must be text, not true; put it in quotes",
    ],
    [
      entry("{ id: a, reason: b, expires: soon }"),
      ':3:34: suppress[0].expires must be a date of the calendar, as YYYY-MM-DD, not "soon"',
    ],
    [entry("{ id: a, expires: 2027-01-31 }"), ":3:5: suppress[0].reason is missing: it must be text"],
    [rule("{ fixable: yes }"), ':3:23: rules[0].match.fixable must be true or false, not "yes"'],
    [rule("{ paths: 7 }"), ":3:21: rules[0].match.paths must be a glob, not 7"],
    [rule('{ paths: "" }'), ':3:21: rules[0].match.paths must be a glob, not ""'],
    [
      rule('{ paths: "!a" }'),
      ':3:21: rules[0].match.paths must not begin with !, not "!a"; globs only select',
    ],
    [
      rule('{ paths: "../a" }'),
      ':3:21: rules[0].match.paths must have no .. in it, not "../a"; globs begin at the root of the repository',
    ],
    [rule("{ cwe: [[79]] }"), ":3:20: rules[0].match.cwe[0] must be a CWE like CWE-79, not a list"],
    [rule("{ cwe: x }"), ':3:19: rules[0].match.cwe must be a CWE like CWE-79, not "x"'],
    [rule("{ epss: high }"), ':3:20: rules[0].match.epss must compare with 0 to 1, like ">=0.5", not "high"'],
    [rule("{ type: [] }"), ":3:20: rules[0].match.type must not be an empty list"],
    [
      rule("{ severity: 7 }"),
      ":3:24: rules[0].match.severity must be one of critical, high, medium, low, unknown, not 7",
    ],
    [
      "version: 1\nfail-on: hihg\n",
      ':2:10: fail-on must be one of critical, high, medium, low, none, not "hihg"; did you mean high?',
    ],
    [
      "version: 1\nfail-on: urgent\n",
      ':2:10: fail-on must be one of critical, high, medium, low, none, not "urgent"',
    ],
    [
      "version: 1\nbudgets: { high: many }\n",
      ':2:18: budgets.high must be a whole number, 0 or more, not "many"',
    ],
    [
      "version: 1\nextends: gate.yml\n",
      ':2:10: extends must name a file of another repository as OWNER/REPO/PATH@REF, not "gate.yml"',
    ],
  ])("tells the place, what must stand there, what was given, and what may be meant: %#", (text, told) => {
    expect(problemsOf(text)).toEqual([`${PATH}${told}`]);
  });

  it("tells of YAML that cannot be read nothing but what is wrong with it", () => {
    const [problem = ""] = problemsOf("version: [1\n");
    expect(problem).toMatch(/\band end with a \]$/);
    expect(problemsOf("version: 1\nsuppress: @a\n").join()).toContain(
      "put a text with a special sign in quotes",
    );
  });

  it("may have spaces around a text, which are no part of it", () => {
    const [accepted] = policyOf(
      entry("{ id: ' CVE-1 ', reason: ' known\t', expires: 2027-01-31 }"),
    ).suppressions;
    expect(accepted).toMatchObject({ id: "CVE-1", reason: "known" });
  });

  it("allows globs and texts up to their limits", () => {
    expect(problemsOf(rule(`{ paths: ${"a".repeat(1000)}, id: ${"a".repeat(2000)} }`))).toEqual([]);
    const [problem] = problemsOf(rule(`{ paths: ${"a".repeat(1001)} }`));
    expect(problem).toMatch(/: rules\[0\]\.match\.paths must have at most 1000 characters, not "a+…"$/);
  });

  it("has no glob that could select nothing", () => {
    for (const glob of ["../lib/**", "src/..", "src/../lib", "'..'"]) {
      expect(problemsOf(rule(`{ paths: ${glob} }`))).toEqual([
        expect.stringContaining("paths must have no .. in it"),
      ]);
    }
    expect(problemsOf(rule('{ paths: " " }'))).toEqual([
      expect.stringContaining('paths must be a glob, not " "'),
    ]);
    expect(problemsOf(rule("{ paths: [..a/b.., a..b, .../c] }"))).toEqual([]);
    for (const glob of ["src\\lib", "legacy\\**", "src\\été", "a\\_b"]) {
      expect(problemsOf(rule(`{ paths: '${glob}' }`))).toEqual([
        expect.stringMatching(
          /paths must have no backslash between names, not ".+"; folders are divided by \/$/,
        ),
      ]);
    }
    expect(problemsOf(rule("{ paths: ['a\\.b', 'a\\*b', 'a\\[b\\]', 'a\\\\b', 'a\\{b', 'a\\'] }"))).toEqual(
      [],
    );
  });

  it("tells at most 50 problems, and how many are left", () => {
    const problems = problemsOf(
      `version: 1\n${Array.from({ length: 53 }, (_, at) => `k${at}: 1\n`).join("")}`,
    );
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe("and 3 more problems");
  });

  it("is told without control characters and without long copies of itself", () => {
    const [problem = ""] = problemsOf(`version: 1\n"\\e[31m\\u202e${"x".repeat(5000)}": 1\n`);
    expect(problem).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(problem.length).toBeLessThanOrEqual(420);
  });
});

describe("the keys of a rule and of the file", () => {
  it("become conditions, with the gate that a rule has of its own", () => {
    const match =
      '{ exploited: true, age: ">30d", confidence: High, ai-verdict: [false-positive], transitive: false, risk-score: ">=700" }';
    const policy = policyOf(`version: 1\nrules:\n  - match: ${match}\n    gate: ALL\n    fail-on: low\n`);
    expect(policy.rules).toEqual([
      {
        match: {
          exploited: [true],
          age: [{ operator: ">", value: 30 }],
          confidence: ["high"],
          aiVerdict: ["false-positive"],
          transitive: [false],
          riskScore: [{ operator: ">=", value: 700 }],
        },
        failOn: "low",
        gate: "all",
      },
    ]);
  });

  it("say what files below may do, and which products must look", () => {
    const of = (text: string) => policyOf(`version: 1\n${text}\n`);
    expect(of("local: { max-days: 90 }").local).toEqual({ suppress: true, maxDays: 90 });
    expect(of("local: { suppress: false }").local).toEqual({ suppress: false });
    expect(of("local:").local).toBeUndefined();
    expect(of("products: { semgrep: [sast, sca], snyk: Code }").products).toEqual({
      semgrep: ["sast", "sca"],
      snyk: ["code"],
    });
  });
});

describe("a policy file that was made to do harm", () => {
  const merged = `base: &b { a: 1 }\n${Array.from({ length: 5000 }, (_, at) => `k${at}:\n  <<: *b\n`).join("")}`;
  // Without limits some of these take minutes or overflow the stack: that an answer comes is the proof.
  it.each([
    ["an alias bomb", 'a: &a ["x"]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n', /not supported/],
    ["a 5,000-fold merge", merged, /too many entries|not supported/],
    ["a merge", "a: &b { a: 1 }\nb:\n  <<: *b\n", /anchors are not supported/],
    ["20,000 brackets", "[".repeat(20_000), /./],
    ["20,000 lists in another", `${"[".repeat(10_000)}${"]".repeat(10_000)}`, /nested too deeply/],
    ["20,000 dashes", "- ".repeat(20_000), /too many entries|call stack|too deep/],
    ["question marks", "? ".repeat(160_000), /too many entries/],
    ["1,000 directives", "%x\n".repeat(1_000), /too many lines that begin with %/],
    ["17 levels", `version: ${"[".repeat(17)}${"]".repeat(17)}`, /nested too deeply/],
    ["17 mappings", `version: ${"{ a: ".repeat(17)}1${" }".repeat(17)}`, /the file is nested too deeply/],
    ["17 lists of one entry", `${"- ".repeat(17)}x\n`, /:1:33: nested too deeply/],
    ["a list as a key", "version: 1\n? [rules]\n: []\n", /:2:\d+: a key must be a plain word/],
    ["a mapping as a key", "version: 1\n{ rules: 1 }: []\n", /:2:\d+: a key must be a plain word/],
    ["a key given twice", "version: 1\nrules: []\nrules: []\n", /given twice/],
    ["20,000 keys", Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join("\n"), /too many entries/],
    ["a function", "version: !!js/function 'function () {}'\n", /tag/],
    ["a set", "version: !!set { a }\n", /tags are not supported/],
    ["a prototype", "__proto__: { version: 1 }\n", /"__proto__" is not a key here/],
    ["an unknown key", "version: 1\nfoo: 1\n", /allowed are version/],
    ["10 MB", `version: 1\n${"# padding\n".repeat(1_000_000)}`, /larger than 2 MB/],
    ["more bytes than letters", `#${"é".repeat(1_050_000)}\nversion: 1\n`, /larger than 2 MB/],
    ["several documents", "version: 1\n---\nversion: 1\n", /document/],
    ["no YAML", "version: [1\n", /./],
  ])("is refused, with its place: %s", (_what, text, problem) => {
    const problems = problemsOf(text);
    expect(problems.join("\n")).toMatch(problem);
    expect(problems[0]).toMatch(/^\.github\/scan-gate\.yml:\d+:\d+: /);
    expect(problems.length).toBeLessThanOrEqual(51);
  });

  it("never throws, whatever the text", () => {
    const token = fc.constantFrom(
      ..."[]{}:,-?&*!|>'\"%@`#~ \n\t",
      "a",
      "version: 1\n",
      "<<",
      "rules:\n",
      "  - ",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const result = parsePolicyFile(tokens.join(""), PATH);
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("may be as large as 2 MB", () => {
    const head = "version: 1\n#";
    const size = 2 * 1024 * 1024;
    expect(problemsOf(head + "x".repeat(size - head.length))).toEqual([]);
    expect(problemsOf(head + "x".repeat(size - head.length + 1))).toHaveLength(1);
  });

  it("may hold any number of mappings and lists beside each other", () => {
    const rule = "  - { match: { type: [sca] }, fail-on: low }\n";
    expect(problemsOf(`version: 1\nrules:\n${rule.repeat(40)}`)).toEqual([]);
  });

  it("may hold 5,000 suppressions with all that one can say", () => {
    const entry = (at: number) =>
      [
        `  - id: CVE-2099-${20_000 + at}`,
        `    package: "@acme/package-${at}@4.17.15"`,
        `    paths: ["services/payments-${at % 40}/**", "libs/shared-${at % 12}/src/**"]`,
        `    reason: only used at build time and planned with the next release`,
        `    owner: "@acme/platform-security"`,
        `    expires: 2027-01-31`,
      ].join("\n");
    const text = `version: 1\nsuppress:\n${Array.from({ length: 5000 }, (_, at) => entry(at)).join("\n")}\n`;
    expect(problemsOf(text)).toEqual([]);
  });
});

describe("the JSON Schema of the policy file", () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(policyJsonSchema());

  it("accepts what the parser accepts", () => {
    const result = parsePolicyFile(EXAMPLE, PATH);
    expect(result.ok).toBe(true);
    expect(
      validate({
        version: 1,
        "fail-on": "high",
        rules: [
          { match: { type: ["sca", "sast"], epss: ">=0.5", cwe: 79, fixable: false }, "fail-on": "none" },
        ],
        budgets: { medium: 20 },
        suppress: [{ id: "a", reason: "b", expires: "2027-01-31" }],
      }),
    ).toBe(true);
  });

  it.each([
    ["an unknown key", { version: 1, foo: 1 }],
    ["another version", { version: 2 }],
    ["an unknown word", { version: 1, "fail-on": "urgent" }],
    ["an unknown key of a match", { version: 1, rules: [{ match: { typ: "sca" }, "fail-on": "low" }] }],
    ["a negative budget", { version: 1, budgets: { low: -1 } }],
    ["a suppression without a reason", { version: 1, suppress: [{ id: "a", expires: "2027-01-31" }] }],
  ])("refuses %s", (_what, policy) => {
    expect(validate(policy)).toBe(false);
  });
});

describe("a problem apart from its place", () => {
  it("has the line of the file, or none where it is about no place", () => {
    expect(policyFaultOf(`${PATH}:13:15: it is wrong`, PATH)).toEqual({ line: 13, message: "it is wrong" });
    const unplaced = `a problem of the file ${PATH}, which stands at :3:5: of it`;
    expect(policyFaultOf(unplaced, PATH)).toEqual({ message: unplaced });
    expect(policyFaultOf("and 4 more problems", PATH)).toEqual({ message: "and 4 more problems" });
  });
});
