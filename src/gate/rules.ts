import type { Match, Policy, Rule } from "../model/policy.ts";
import { THRESHOLDS, type Threshold } from "../model/severity.ts";
import { matcher, type ToolTest } from "./match.ts";
import type { Draft } from "./merge.ts";

/** What decides about a finding: the lowest severity that blocks, and who says so. */
export interface Ruling {
  readonly threshold: Threshold;
  /** `fail-on: high`, or `rule 2 (fail-on: low)` with rules counted from 1. */
  readonly name: string;
  /** False for the policy's `fail-on`, to which all falls that no rule matches. */
  readonly isRule: boolean;
}

/**
 * Finds the first rule of a policy that matches; what none matches falls to its `fail-on` (contract §6). Two things
 * must not loosen: that more is known, and that less is. So a finding of several tools is judged as if each of them
 * alone had seen it, where rules name tools; and one of unknown severity or age also as if it had the worst, unless
 * the rule asks for `unknown` by this word. Of these rulings the strictest holds.
 */
export function rulings(policy: Policy): (finding: Draft) => Ruling {
  const rules = policy.rules.map(toPrepared);
  const otherwise: Deciding = {
    match: {},
    ruling: { threshold: policy.failOn, name: `fail-on: ${policy.failOn}`, isRule: false },
  };
  const firstFor = (finding: Draft, tool: string): Deciding =>
    rules.find(({ matches }) => matches(finding, tool)) ?? otherwise;
  const rulingFor = (finding: Draft, tool: string): Ruling => {
    const { match, ruling } = firstFor(finding, tool);
    const worst = atWorst(finding, match);
    return worst === finding ? ruling : stricter(ruling, firstFor(worst, tool).ruling);
  };
  const namesTools = policy.rules.some(({ match }) => match.tool !== undefined);
  return (finding) => {
    if (!namesTools || finding.observations.length === 1) return rulingFor(finding, finding.tool);
    const tools = new Set(finding.observations.map(({ tool }) => tool));
    return [...tools].map((tool) => rulingFor(finding, tool)).reduce(stricter);
  };
}

interface Deciding {
  readonly match: Match;
  readonly ruling: Ruling;
}

function toPrepared({ match, failOn }: Rule, index: number): Deciding & { readonly matches: ToolTest } {
  const name = `rule ${index + 1} (fail-on: ${failOn})`;
  return { match, matches: matcher(match), ruling: { threshold: failOn, name, isRule: true } };
}

/** The finding with the worst of what is unknown of it and not asked for as such; itself when there is none. */
function atWorst(finding: Draft, asked: Match): Draft {
  const isSevere = finding.severity === "unknown" && asked.severity === undefined;
  const isNew = finding.status === "unknown" && asked.status === undefined;
  if (!isSevere && !isNew) return finding;
  return { ...finding, ...(isSevere ? { severity: "critical" } : {}), ...(isNew ? { status: "new" } : {}) };
}

function stricter(a: Ruling, b: Ruling): Ruling {
  return strictness(b) > strictness(a) ? b : a;
}

function strictness({ threshold }: Ruling): number {
  return threshold === "none" ? -1 : THRESHOLDS.indexOf(threshold);
}
