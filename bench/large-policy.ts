/**
 * A large policy and many findings: 500 rules, 5,000 suppressions and 100,000 findings, judged by one file and by a
 * chain of four that has as many between them.
 *
 *   node bench/large-policy.ts
 */

import { judge } from "../src/gate/judge.ts";
import type { Observation } from "../src/model/finding.ts";
import type { Policy, PolicyChain, Rule, Suppression } from "../src/model/policy.ts";
import { THRESHOLDS } from "../src/model/severity.ts";
import { show, timed } from "./measure.ts";
import { codeObservation, outcomeOf, packageObservation } from "./observations.ts";
import { judgeInput } from "./report.ts";

const RULES = 500;
const SUPPRESSIONS = 5_000;
const FINDINGS = 100_000;
const FILES = 4;

/** Every kind of condition, of which few match, so that most findings are held against most rules. */
function ruleAt(index: number): Rule {
  const kinds: readonly Rule["match"][] = [
    { rule: [`typescript.web.security.rule-${index * 3}`], type: ["sast"] },
    { paths: [`legacy-${index}/**`, `src/**/generated-${index}-*.ts`] },
    { package: [`package-${index}@2.0.0`], fixable: [false] },
    { cwe: [`CWE-${1000 + index}`] },
    { id: [`CVE-2099-${20_000 + index}`], tool: ["snyk"] },
  ];
  const match = kinds[index % kinds.length] ?? {};
  return { match, failOn: THRESHOLDS[index % THRESHOLDS.length] ?? "high" };
}

/** One in five reaches a finding, and the others none. */
function suppressionAt(index: number): Suppression {
  const common = { reason: "accepted until the upgrade", expires: "2026-12-31" };
  if (index % 5 === 0) return { id: `CVE-2099-${20_000 + index}`, package: `package-${index}`, ...common };
  if (index % 5 === 1) return { id: `CWE-${2000 + index}`, paths: [`test-${index}/**`], ...common };
  return { id: `CVE-2098-${20_000 + index}`, ...common };
}

/** The part of the policy that one of several files has. */
function policyPart(part: number, parts: number): Policy {
  const mine = <Item>(count: number, make: (index: number) => Item) =>
    Array.from({ length: count / parts }, (_, index) => make(index * parts + part));
  return {
    failOn: "high",
    origin: `policy-${part}.yml`,
    file: `policy-${part}.yml`,
    rules: mine(RULES, ruleAt),
    budgets: {},
    suppressions: mine(SUPPRESSIONS, suppressionAt),
  };
}

/** As sources deliver them: what is read from JSON is in one piece, and no text has to be put together first. */
function delivered(observations: readonly Observation[]): readonly Observation[] {
  return JSON.parse(JSON.stringify(observations));
}

const outcomes = [
  outcomeOf("semgrep", delivered(Array.from({ length: FINDINGS / 2 }, (_, index) => codeObservation(index)))),
  outcomeOf(
    "snyk",
    delivered(Array.from({ length: FINDINGS / 2 }, (_, index) => packageObservation(index, "snyk"))),
  ),
];

const [first, ...others] = Array.from({ length: FILES }, (_, part) => ({ policy: policyPart(part, FILES) }));
const chains: Readonly<Record<string, PolicyChain>> = {
  "one file": [{ policy: policyPart(0, 1) }],
  ...(first === undefined ? {} : { "four files": [first, ...others] }),
};
for (const [name, chain] of Object.entries(chains)) {
  const { ms, result } = timed(() => judge({ ...judgeInput(outcomes), chains: [chain] }));
  const { suppressed } = result.counts;
  if (suppressed === 0) throw new Error("no suppression reached a finding");
  show({
    name: `${name}: 500 rules, 5,000 suppressions, 100,000 findings`,
    value: ms / 1000,
    unit: "s CPU",
    limit: 3,
  });
}
