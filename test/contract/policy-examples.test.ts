import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Judgement } from "../../src/gate/judge.ts";
import type { Comparison } from "../../src/model/evidence.ts";
import { FINDING_STATUSES, FINDING_TYPES, type Observation } from "../../src/model/finding.ts";
import type { Policy } from "../../src/model/policy.ts";
import { SEVERITIES } from "../../src/model/severity.ts";
import { parsePolicyFile, toPolicy } from "../../src/settings/policy/file.ts";
import { answered, BASELINE, batch, judged, observed } from "../support/gating.ts";

const PATH = ".github/scan-gate.yml";
const LEAST_EXAMPLES = 20;

interface Example {
  readonly title: string;
  readonly yaml: string;
  readonly rows: readonly { readonly finding: string; readonly result: string; readonly by: string }[];
}

const PAGE = readFileSync(new URL("../../docs/policy.md", import.meta.url), "utf8");

/** Every heading with a number below "Worked examples", with the policy and the table that follow it. */
const EXAMPLES: readonly Example[] =
  PAGE.split("\n## Worked examples\n")[1]
    ?.split(/^### (?=\d+\. )/m)
    .slice(1)
    .map((section) => {
      const yaml = /^```yaml\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? "";
      const rows = [...section.matchAll(/^\| (?!finding |---)`?(.+?)`? \| (.+?) \| (?:`(.+)` )?\|$/gm)];
      return {
        title: section.slice(0, section.indexOf("\n")),
        yaml,
        rows: rows.map(([, finding = "", result = "", by = ""]) => ({ finding, result, by })),
      };
    }) ?? [];

type Fields = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<string, (value: string) => Partial<Observation>>> = {
  id: (value) => ({ identifiers: [value] }),
  package: (value) => {
    const at = value.lastIndexOf("@");
    return { package: { name: value.slice(0, at), version: value.slice(at + 1) } };
  },
  cwe: (value) => ({ cwe: [value] }),
  fixable: (value) => ({ fixable: value === "true" }),
  malicious: (value) => ({ malicious: value === "true" }),
  epss: (value) => ({ epss: Number(value) }),
  exploit: (value) => ({ exploit: value as "mature" }), // the gate compares words; the page's are its own
  validated: (value) => ({ validated: value as "valid" }), // as above
  path: (path) => ({ path }),
  rule: (rule) => ({ rule }),
  project: (project) => ({ project }),
  reachability: (reachability) => ({ reachability }),
  exploited: (value) => ({ exploited: value === "true" }),
  confidence: (value) => ({ confidence: value as "low" }), // as above
  aiVerdict: (value) => ({ aiVerdict: value as "false-positive" }), // as above
  riskScore: (value) => ({ riskScore: Number(value) }),
  transitive: (value) => ({ package: { name: "lodash", transitive: value === "true" } }),
  firstSeen: (firstSeen) => ({ firstSeen }),
};

function oneOf<Word extends string>(words: readonly Word[], given: string | undefined): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new Error(`"${given}" is none of ${words.join(", ")}`);
  return found;
}

/** `3 × medium sast · tool: snyk · age: existing` as what the tools say, and the age. */
function read(text: string): { observations: readonly Observation[]; comparison: Comparison } {
  const [, count = "1", head = "", rest = ""] = /^(?:(\d+) × )?([^·]+?)(?: · (.*))?$/.exec(text) ?? [];
  const [severity, type, ...more] = head.split(" ");
  if (more.length > 0) throw new Error(`"${head}" is not a severity and a type`);
  const fields: Fields = Object.fromEntries(
    rest === "" ? [] : rest.split(" · ").map((field) => field.split(": ", 2)),
  );
  const { tool = "semgrep", age = "new", ...words } = fields;
  const said = Object.entries(words).map(([key, value]) => {
    const toWords = WORDS[key];
    if (toWords === undefined) throw new Error(`"${key}" says nothing of a finding`);
    return toWords(value);
  });
  const kind = oneOf(SEVERITIES, severity);
  const observations = Array.from({ length: Number(count) }, (_, index) =>
    tool.split(" and ").map((name) => {
      const place = tool.includes(" and ") ? { path: "package.json" } : {};
      const basis = { id: `${name} ${index}`, tool: name, severity: kind, type: oneOf(FINDING_TYPES, type) };
      return observed(Object.assign({}, basis, place, ...said));
    }),
  ).flat();
  return { observations, comparison: comparisonFor(oneOf(FINDING_STATUSES, age)) };
}

function comparisonFor(age: "new" | "existing" | "unknown"): Comparison {
  if (age === "new") return { kind: "diff" };
  return age === "existing" ? { kind: "is-baseline", baseline: BASELINE } : { kind: "none" };
}

function policyOf(yaml: string): Policy {
  const result = parsePolicyFile(`version: 1\n${yaml}`, PATH);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return toPolicy(result.policy, { path: PATH, failOnInput: "high" });
}

function judgedBy(yaml: string, finding: string): Judgement {
  const { observations, comparison } = read(finding);
  const outcomes = [answered("semgrep", { batches: [batch(observations, comparison)] })];
  return judged([], { outcomes, policy: policyOf(yaml) });
}

/** What came of it, in the words of the page. */
function told({ findings, reasons, notes, verdict }: Judgement, by: string) {
  const [first] = findings;
  const excess = reasons.find(({ code }) => code === "budget-exceeded");
  const texts = notes.map(({ text }) => text);
  if (excess !== undefined) return { verdict, result: "budget exceeded", by: excess.message.startsWith(by) };
  if (first?.blocking) return { verdict, result: "blocks", by: first.blockedBy === by };
  if (first?.suppressedBy) return { verdict, result: "suppressed", by: first.suppressedBy.reason === by };
  return { verdict, result: "does not block", by: by === "" || texts.includes(by) };
}

describe("the examples of docs/policy.md", () => {
  it("are many, and each has a policy and findings", () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(LEAST_EXAMPLES);
    for (const { yaml, rows } of EXAMPLES) expect([yaml === "", rows.length === 0]).toEqual([false, false]);
    const lines = PAGE.split("\n## Worked examples\n")[1]?.match(/^\|(?! finding \||---)/gm);
    expect(EXAMPLES.flatMap(({ rows }) => rows)).toHaveLength(lines?.length ?? 0);
    const results = new Set(EXAMPLES.flatMap(({ rows }) => rows.map(({ result }) => result)));
    expect(results).toEqual(
      new Set(["blocks", "does not block", "suppressed", "budget exceeded", "refused"]),
    );
  });

  describe.each(EXAMPLES)("$title", ({ yaml, rows }) => {
    it.each(rows)("$finding: $result", ({ finding, result, by }) => {
      if (result === "refused") {
        expect(parsePolicyFile(yaml, PATH)).toEqual({ ok: false, problems: [by] });
        return;
      }
      const verdict = ["blocks", "budget exceeded"].includes(result) ? "fail" : "pass";
      expect(told(judgedBy(yaml, finding), by)).toEqual({ verdict, result, by: true });
    });
  });
});
