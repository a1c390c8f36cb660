import type { Finding } from "../model/finding.ts";
import type { ChainedPolicy, PolicyChain, Suppression } from "../model/policy.ts";
import { finishSteps } from "../model/steps.ts";
import { suppressionRefusal } from "./chain.ts";
import { fingerprintsOf, namesOf, plainId } from "./match.ts";
import { suppress } from "./suppress.ts";

/** A finding that an exception reaches. */
export interface CoveredFinding {
  readonly finding: Finding;
  /** Tools by which it counts all the same, because what they say of it has another ID. */
  readonly countsBy: readonly string[];
}

/** What an exception would do in a policy file. */
export interface ExceptionReach {
  /** Why a file above does not allow it, as a part of a sentence; undefined when all do. */
  readonly refused: string | undefined;
  /** Unsuppressed findings that have its ID. */
  readonly covered: readonly CoveredFinding[];
  /** How many findings of its ID are suppressed already. */
  readonly suppressed: number;
}

/** An exception, and the file that it is to stand in. */
export interface ExceptionQuestion {
  readonly entry: Suppression;
  readonly chain: PolicyChain;
  /** This repository's own file, by the name that it has in the chain; it need not be there. */
  readonly path: string;
  /** All findings of the head, as they were judged by the chain. */
  readonly findings: readonly Finding[];
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
}

/** What an exception would reach if it stood in this repository's own file, and whether the files above allow it. */
export function reachOfException({ entry, chain, path, findings, today }: ExceptionQuestion): ExceptionReach {
  const at = chain.findIndex(({ policy }) => policy.file === path);
  const above = at === -1 ? chain : chain.slice(0, at);
  const named = findings.filter((finding) => hasId(finding, entry.id));
  const counting = named.filter(({ suppressedBy }) => suppressedBy === undefined);
  const added = above.length === chain.length ? [...chain, emptyFile(path)] : chain;
  const { suppressedBy } = finishSteps(
    suppress({
      findings: counting.map((finding) => ({ ...finding, blocking: false })),
      chain: withEntry(added, above.length, entry),
      today,
      isComplete: false,
    }),
  );
  return {
    refused: suppressionRefusal(entry, above, today),
    covered: counting.map((finding, index) => {
      const by = suppressedBy[index] ?? [];
      const tools = finding.observations.flatMap(({ tool }, one) => (by[one] === undefined ? [tool] : []));
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

function emptyFile(file: string): ChainedPolicy {
  return {
    policy: { failOn: "none", origin: file, file, rules: [], budgets: {}, suppressions: [] },
  };
}

/** The chain with an entry at the end of one file. */
function withEntry(chain: readonly ChainedPolicy[], at: number, entry: Suppression): PolicyChain {
  const changed = chain.map((one, index) =>
    index === at
      ? { ...one, policy: { ...one.policy, suppressions: [...one.policy.suppressions, entry] } }
      : one,
  );
  return changed as [ChainedPolicy, ...ChainedPolicy[]]; // as long as the chain, which is not empty
}
