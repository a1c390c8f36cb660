import type { Finding } from "../model/finding.ts";
import type { ChainedPolicy, PolicyChain, Suppression } from "../model/policy.ts";
import { finishSteps } from "../model/steps.ts";
import { subjectsOf } from "./rules.ts";
import { fingerprintsOf, namesOf, plainId } from "./subject-names.ts";
import { SuppressionBook } from "./suppress.ts";

/** A finding that an exception reaches. */
export interface CoveredFinding {
  readonly finding: Finding;
  /** Tools by which it counts all the same, because what they say of it has another ID. */
  readonly countsBy: readonly string[];
}

/** What an exception would reach. */
export interface ExceptionReach {
  /** Unsuppressed findings that have its ID. */
  readonly covered: readonly CoveredFinding[];
  /** How many findings of its ID are suppressed already. */
  readonly suppressed: number;
}

/** An exception, and what is judged. */
export interface ExceptionQuestion {
  readonly entry: Suppression;
  readonly chain: PolicyChain;
  /** All findings of the head, as they were judged by the chain. */
  readonly findings: readonly Finding[];
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
}

/** What an exception would reach if it counted beside what the chain has already. */
export function reachOfException({ entry, chain, findings, today }: ExceptionQuestion): ExceptionReach {
  const named = findings.filter((finding) => hasId(finding, entry.id));
  const counting = named.filter(({ suppressedBy }) => suppressedBy === undefined);
  const suppressions = new SuppressionBook([fileOf(entry), ...chain], today);
  return {
    covered: counting.map((finding) => {
      const suppressed = finishSteps(suppressions.reaching(subjectsOf({ ...finding, blocking: false })));
      const tools = finding.observations
        .filter((_, at) => suppressed[at] === undefined)
        .map(({ tool }) => tool);
      return { finding, countsBy: [...new Set(tools)].toSorted() };
    }),
    suppressed: named.length - counting.length,
  };
}

/** Whether an ID means a finding or one of its observations, as in a suppression. */
function hasId(finding: Finding, id: string): boolean {
  const plain = plainId(id);
  return finding.observations.some((one) =>
    [...namesOf(one), ...fingerprintsOf(one, finding)].includes(plain),
  );
}

/** A file with nothing but one entry, which no other file stands above. */
function fileOf(entry: Suppression): ChainedPolicy {
  return {
    policy: { failOn: "none", origin: "fail-on", rules: [], budgets: {}, suppressions: [entry] },
  };
}
