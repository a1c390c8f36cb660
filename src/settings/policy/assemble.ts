import type { ScanGateError } from "../../errors.ts";
import type { ChainedPolicy, Policy, PolicyChain } from "../../model/policy.ts";
import type { PolicyOrigin } from "../../model/report.ts";
import { groupBy } from "../../text/group.ts";
import { present } from "../../text/present.ts";
import {
  type ForeignPolicyFile,
  MOST_POLICY_FILES,
  type PolicyLineage,
  policyFileKey,
  tooManyPolicies,
} from "./foreign.ts";
import type { PolicyPlace } from "./place.ts";

/** A policy file of this repository as it was read from a place, and what it extends. */
export interface OwnPolicyFile {
  readonly place: PolicyPlace;
  readonly text: string | undefined;
  readonly policy: Policy | undefined;
  /** That it cannot be used. */
  readonly problem?: ScanGateError;
  readonly origin: PolicyOrigin;
  readonly lineage: PolicyLineage;
  /** There is none by the name that is read, and one by the name that people mistake for it. */
  readonly isMisnamed?: boolean;
}

/** The files that judge one place. */
export interface ChainParts {
  /** The file of another repository that the input names, and what that extends. */
  readonly inherited: PolicyLineage;
  /** The default branch's file, where it stands above the place's own. */
  readonly top: OwnPolicyFile | undefined;
  readonly own: OwnPolicyFile;
  /** What the inputs alone make: it judges where there is no file. */
  readonly withoutFile: Policy;
}

/** A file of a chain and where it came from; the inputs alone came from no file. */
interface ChainMember extends ChainedPolicy {
  readonly origin?: PolicyOrigin;
}

/** The chain from top to bottom (contract §6); the same file at the same commit stands there once. */
export function assembleChain(parts: ChainParts): {
  readonly chain: PolicyChain;
  readonly origins: readonly PolicyOrigin[];
} {
  const { own, withoutFile } = parts;
  // Where the default branch's file is the place's own, it stands there as the place's own.
  const top = parts.top?.place.commit === own.place.commit ? undefined : parts.top;
  const borrows = top !== undefined && own.place.isJudged === true;
  const members = distinctMembers([
    ...parts.inherited.files.map(foreignMember),
    ...topMembers(top, parts),
    // What came with the judged commit brings no exceptions, be it by a file that it extends.
    ...membersOf(own).map((one) => (borrows ? { ...one, borrowsSuppressions: true as const } : one)),
  ]);
  const [first = { policy: withoutFile }, ...others] = members;
  return {
    chain: [plain(first), ...others.map(plain)],
    origins: members.flatMap(({ origin }) => origin ?? []),
  };
}

/** The files above this repository's own one on the default branch: they say what its suppressions may do. */
export function policiesAboveOwn({ inherited, top, own }: ChainParts): readonly ChainedPolicy[] {
  return distinctMembers([...inherited.files, ...(top ?? own).lineage.files].map(foreignMember)).map(plain);
}

/** A chain of more files than may be judged together; those of the default branch are counted by themselves. */
export function chainExcess({ inherited, top, own }: ChainParts): ScanGateError | undefined {
  for (const file of [top, own]) {
    const members = distinctMembers([...inherited.files.map(foreignMember), ...membersOf(file)]);
    const beyond = members.slice(MOST_POLICY_FILES).at(-1)?.policy.file;
    if (beyond !== undefined) return tooManyPolicies(beyond);
  }
  return undefined;
}

/**
 * The default branch's part of a chain. It is no weaker there than on the default branch itself, whatever a file of
 * another branch says: where neither its file nor one above that sets a threshold, the input's stands in, as it does
 * where there is no file.
 */
function topMembers(
  top: OwnPolicyFile | undefined,
  { inherited, own, withoutFile }: ChainParts,
): readonly ChainMember[] {
  if (top === undefined || own.policy === undefined) return membersOf(top);
  if (top.policy === undefined) return [{ policy: withoutFile }];
  const members = membersOf(top);
  const isThresholdSet = [...inherited.files, ...members].some(
    ({ policy }) => policy.inheritsFailOn !== true,
  );
  const { inheritsFailOn: _, ...standing } = top.policy;
  return isThresholdSet ? members : [...members.slice(0, -1), { policy: standing, origin: top.origin }];
}

function membersOf(file: OwnPolicyFile | undefined): readonly ChainMember[] {
  if (file?.policy === undefined) return [];
  return [...file.lineage.files.map(foreignMember), { policy: file.policy, origin: file.origin }];
}

function foreignMember({ policy, origin }: ForeignPolicyFile): ChainMember {
  return { policy, origin, isForeign: true };
}

/** The topmost of each file: what stands above more files allows less. */
function distinctMembers(members: readonly ChainMember[]): readonly ChainMember[] {
  const keyed = groupBy(members, ({ origin }) => origin && policyFileKey(origin));
  return [...keyed.values()].flatMap((same) => same.slice(0, 1));
}

function plain({ policy, isForeign, borrowsSuppressions }: ChainMember): ChainedPolicy {
  return { policy, ...present({ isForeign, borrowsSuppressions }) };
}
