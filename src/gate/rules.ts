import type { Policy } from "../model/policy.ts";
import type { Threshold } from "../model/severity.ts";
import { matcher } from "./match.ts";
import type { Draft } from "./merge.ts";

/** What decides about a finding: the lowest severity that blocks, and who says so. */
export interface Ruling {
  readonly threshold: Threshold;
  /** `fail-on: high`, or `rule 2 (fail-on: low)` with rules counted from 1. */
  readonly name: string;
}

/** Finds the first rule of a policy that matches; what none matches falls to its `fail-on` (contract §6). */
export function rulings(policy: Policy): (finding: Draft) => Ruling {
  const rules = policy.rules.map(({ match, failOn }, index) => ({
    matches: matcher(match),
    ruling: { threshold: failOn, name: `rule ${index + 1} (fail-on: ${failOn})` },
  }));
  const otherwise: Ruling = { threshold: policy.failOn, name: `fail-on: ${policy.failOn}` };
  return (finding) => rules.find(({ matches }) => matches(finding))?.ruling ?? otherwise;
}
