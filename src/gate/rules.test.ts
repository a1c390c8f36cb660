import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draft, rulingName, TODAY, together, vulnerable } from "../../test/support/gating.ts";
import { FINDING_STATUSES, FINDING_TYPES } from "../model/finding.ts";
import type { Match, Rule } from "../model/policy.ts";
import { SEVERITIES, THRESHOLDS, type Threshold } from "../model/severity.ts";
import { finishSteps } from "../model/steps.ts";
import type { MatchSubject } from "./match.ts";
import type { Draft } from "./merge.ts";
import { RuleBook, subjectsOf } from "./rules.ts";

function nameFor(finding: Draft, rules: readonly Rule[], failOn: Threshold = "high"): string {
  return rulingName(finding, { rules, failOn });
}

describe("a finding that two tools see", () => {
  const forTool = (tool: string, failOn: Threshold): Rule => ({ match: { tool: [tool] }, failOn });

  it.each<[string, readonly Rule[], string]>([
    ["is not let pass by a rule for one of them", [forTool("snyk", "none")], "fail-on: high"],
    [
      "is not let pass either when other rules name no tool",
      [{ match: { type: ["license"] }, failOn: "none" }, forTool("semgrep", "none")],
      "fail-on: high",
    ],
    ["nor by a rule for the other", [forTool("semgrep", "none")], "fail-on: high"],
    ["is held back by a stricter rule for any of them", [forTool("snyk", "low")], "rule 1 (fail-on: low)"],
    [
      "is let pass by rules for both",
      [forTool("snyk", "none"), forTool("semgrep", "none")],
      "rule 2 (fail-on: none)",
    ],
    [
      "has the strictest of its rules",
      [forTool("semgrep", "critical"), forTool("snyk", "medium")],
      "rule 2 (fail-on: medium)",
    ],
    [
      "is let pass by a rule that names no tool",
      [{ match: { type: ["sca"] }, failOn: "none" }, forTool("snyk", "low")],
      "rule 1 (fail-on: none)",
    ],
  ])("%s", (_what, rules, expected) => {
    const merged = together([vulnerable(), vulnerable({ id: "y", tool: "snyk" })]);
    expect(nameFor(merged, rules)).toBe(expected);
  });
});

describe("an unknown age or severity", () => {
  const ageless = () => draft({ severity: "medium" }, "unknown");
  const vague = () => draft({ severity: "unknown" });
  const onlyNew: Rule = { match: { status: ["new"] }, failOn: "low" };
  const onlyCritical: Rule = { match: { severity: ["critical"] }, failOn: "low" };

  it("is ruled like new, or like critical, where that is stricter", () => {
    expect(nameFor(ageless(), [onlyNew], "critical")).toBe("rule 1 (fail-on: low)");
    expect(nameFor(vague(), [onlyCritical], "none")).toBe("rule 1 (fail-on: low)");
    expect(nameFor(draft({ severity: "unknown" }, "unknown"), [onlyNew], "none")).toBe(
      "rule 1 (fail-on: low)",
    );
  });

  it("is never ruled like them where that is laxer", () => {
    expect(nameFor(ageless(), [{ ...onlyNew, failOn: "none" }])).toBe("fail-on: high");
    expect(nameFor(vague(), [{ ...onlyCritical, failOn: "none" }])).toBe("fail-on: high");
  });

  it("is ruled by its own name where a rule asks for it", () => {
    const age: Rule = { match: { status: ["unknown"] }, failOn: "none" };
    const severity: Rule = { match: { severity: ["unknown", "low"] }, failOn: "none" };
    expect(nameFor(ageless(), [age, onlyNew])).toBe("rule 1 (fail-on: none)");
    expect(nameFor(vague(), [severity, onlyCritical])).toBe("rule 1 (fail-on: none)");
    expect(nameFor(draft({ severity: "unknown" }, "unknown"), [age, onlyCritical])).toBe(
      "rule 1 (fail-on: none)",
    );
    expect(nameFor(draft({ severity: "unknown" }, "unknown"), [severity, onlyNew])).toBe(
      "rule 1 (fail-on: none)",
    );
  });

  it("leaves a finding alone of which all is known", () => {
    expect(nameFor(draft({ severity: "medium" }, "existing"), [onlyNew, onlyCritical])).toBe("fail-on: high");
  });
});

describe("rules that name what they are for", () => {
  const named = (over: Partial<Rule["match"]>, failOn: Threshold): Rule => ({
    match: { id: ["CVE-2021-23337"], ...over },
    failOn,
  });

  it("are tried in the order of the file, among those that name nothing", () => {
    const rules: Rule[] = [
      named({ severity: ["low"] }, "low"),
      { match: { type: ["sast"] }, failOn: "low" },
      named({}, "none"),
      { match: {}, failOn: "low" },
    ];
    expect(nameFor(draft(vulnerable()), rules)).toBe("rule 3 (fail-on: none)");
    expect(nameFor(draft(vulnerable({ severity: "low" })), rules)).toBe("rule 1 (fail-on: low)");
    expect(nameFor(draft(), rules)).toBe("rule 2 (fail-on: low)");
  });

  it("hold only where every name is met", () => {
    expect(nameFor(draft(vulnerable()), [named({ package: ["lodash"] }, "none")])).toBe(
      "rule 1 (fail-on: none)",
    );
    expect(nameFor(draft(vulnerable()), [named({ package: ["ws"] }, "none")])).toBe("fail-on: high");
  });
});

it("stops to look at the clock while many globs are held against a long path", () => {
  const paths = Array.from({ length: 200 }, (_, at) => `folder-${at}/**`);
  const book = new RuleBook(
    { rules: [{ match: { paths }, failOn: "none" }], failOn: "high" },
    { gate: "all", today: TODAY },
  );
  const [subject] = subjectsOf(draft({ path: `folder-199/${"x".repeat(4000)}` }));
  const steps = book.rulingOf(subject as MatchSubject); // of one observation
  expect(steps.next().done).toBe(false);
  expect(finishSteps(steps).name).toBe("rule 1 (fail-on: none)");
});

describe("a book that was asked about other findings before", () => {
  const seldom = <T>(condition: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: condition });
  const some = (...words: readonly string[]) => seldom(fc.subarray([...words], { minLength: 1 }));
  const anyMatch: fc.Arbitrary<Match> = fc
    .record({
      tool: some("semgrep", "snyk"),
      id: some("1", "CVE-2021-23337"),
      rule: some("sqli", "xss"),
      package: some("lodash", "ws"),
      cwe: some("CWE-89"),
      project: some("web", "api"),
      fixable: seldom(fc.constant([true])),
      paths: some("src/**", "test/**", "**/a.ts"),
      severity: seldom(fc.subarray(["low", "high"] as const, { minLength: 1 })),
    })
    .map((match) => JSON.parse(JSON.stringify(match)));
  const anyRules = fc.array(fc.record({ match: anyMatch, failOn: fc.constantFrom(...THRESHOLDS) }), {
    maxLength: 8,
  });
  const anyDraft = fc
    .record({
      tool: fc.constantFrom("semgrep", "snyk"),
      id: fc.constantFrom("1", "2"),
      severity: fc.constantFrom("low", "high"),
      rule: fc.constantFrom("sqli", "xss"),
      project: fc.constantFrom("web", "api"),
      path: fc.constantFrom("src/a.ts", "src/b.ts", "test/a.ts"),
      cwe: fc.subarray(["CWE-89"]),
      fixable: fc.boolean(),
      identifiers: fc.subarray(["CVE-2021-23337"]),
      package: fc.constantFrom({ name: "lodash", version: "4.17.15" }, { name: "ws", version: "1.0.0" }),
    })
    .map((over) => draft(over));

  const bookOf = (rules: readonly Rule[]) =>
    new RuleBook({ rules, failOn: "high" }, { gate: "all", today: TODAY });
  const nameBy = (book: RuleBook, finding: Draft) =>
    subjectsOf(finding).map((subject) => finishSteps(book.rulingOf(subject)).name);

  it("takes no type, severity or age for another", () => {
    const kinds = FINDING_TYPES.flatMap((type) =>
      SEVERITIES.flatMap((severity) => FINDING_STATUSES.map((status) => ({ type, severity, status }))),
    );
    const shared = bookOf(
      kinds.map(({ type, severity, status }) => ({
        match: { type: [type], severity: [severity], status: [status] },
        failOn: "low",
      })),
    );
    for (const order of [kinds, kinds.toReversed()]) {
      const told = order.map(({ type, severity, status }) =>
        nameBy(shared, draft({ type, severity }, status)),
      );
      expect(told).toEqual(order.map((kind) => [`rule ${kinds.indexOf(kind) + 1} (fail-on: low)`]));
    }
  });

  it("says of each what the first rule says that matches it alone", () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyDraft, { maxLength: 12 }), (rules, findings) => {
        const shared = bookOf(rules);
        for (const finding of findings) {
          const first = rules.findIndex((rule) => nameBy(bookOf([rule]), finding)[0] !== "fail-on: high");
          const expected =
            first < 0 ? "fail-on: high" : `rule ${first + 1} (fail-on: ${rules[first]?.failOn})`;
          expect(nameBy(shared, finding)).toEqual([expected]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
