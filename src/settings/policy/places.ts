import { type Base, basesOf, branchOf, type RunContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import { UNKNOWN_COMMIT } from "../../model/report.ts";
import type { Note, Reason, ReasonCode } from "../../model/verdict.ts";
import type { Files } from "../../ports.ts";
import { UnreadablePolicy } from "./foreign.ts";
import { commitPlace, type PolicyPlace, treePlace } from "./place.ts";

/** What tells where the files of an event are. */
export interface PlacedEvent {
  readonly context: RunContext;
  readonly commits: Pick<RepositoryCommits, "file" | "branchTip" | "defaultBranch">;
}

/** Where this repository's files of an event are. */
export interface PolicyPlaces {
  /** The tip of the default branch, where it stands above the others. */
  readonly top?: PolicyPlace;
  readonly bottoms: readonly [PolicyPlace, ...(readonly PolicyPlace[])];
}

/** Where the files of a run on a command line are. */
export interface ShellPolicyPlaces extends PolicyPlaces {
  /** Set where they are read from the working tree; its note says why, where a change could alter it. */
  readonly tree?: { readonly note?: Note };
}

/** Why a forge did not let us read: then the working tree counts. Any other failure does not (contract §12). */
const REFUSALS: readonly ReasonCode[] = ["no-credentials", "auth", "forbidden"];

/**
 * Where the files of a run on a command line are: of a pull request on the target branch, wherever the forge lets us
 * read it, else in the working tree.
 * @throws UnreadablePolicy for any failure but a refusal
 */
export async function policyPlacesInShell(
  event: PlacedEvent,
  { tree, path }: { readonly tree: Pick<Files, "readWorkspace">; readonly path: string },
): Promise<ShellPolicyPlaces> {
  const places = { bottoms: [treePlace(tree)] } as const;
  if (event.context.kind === "ref") return { ...places, tree: {} };
  try {
    const { bottoms, ...above } = await policyPlacesOf(event);
    const [first, ...others] = bottoms;
    // Asked now, because a token may be allowed to read branches and no files.
    const text = await readAt(first, path);
    return { ...above, bottoms: [{ ...first, read: async () => text }, ...others] };
  } catch (error) {
    if (!(error instanceof UnreadablePolicy) || !REFUSALS.includes(error.reason.code)) throw error;
    return { ...places, tree: { note: treeNote(error.reason) } };
  }
}

async function readAt(place: PolicyPlace, path: string): Promise<string | undefined> {
  try {
    return await place.read(path);
  } catch (error) {
    throw new UnreadablePolicy(error, `${path} ${place.name}`);
  }
}

function treeNote({ message }: Reason): Note {
  const text = `The policy is that of the working tree, which the change itself can alter, and not that of the target branch. ${message}`;
  return { level: "warning", text };
}

/** Where the files of an event are (contract §3, last column of the table). @throws UnreadablePolicy */
export async function policyPlacesOf(event: PlacedEvent): Promise<PolicyPlaces> {
  const { context } = event;
  const [defaultBranch, bottoms] = await Promise.all([defaultBranchOf(event), bottomsOf(event)]);
  const isOnDefault = branchesOf(context).every((branch) => branch === defaultBranch);
  if (defaultBranch === undefined || isOnDefault) return { bottoms };
  return { top: await defaultTip(event, defaultBranch), bottoms };
}

/** Where neither the event nor the CI tells the default branch, the forge does. */
async function defaultBranchOf({ context, commits }: PlacedEvent): Promise<string | undefined> {
  if (context.defaultBranch !== undefined) return context.defaultBranch;
  try {
    return await commits.defaultBranch?.();
  } catch (error) {
    throw new UnreadablePolicy(error, "the name of the default branch");
  }
}

async function bottomsOf(event: PlacedEvent): Promise<PolicyPlaces["bottoms"]> {
  const { context, commits } = event;
  switch (context.kind) {
    case "pull-request": {
      const [first, ...others] = basesOf(context);
      return Promise.all([tipOf(event, first), ...others.map((base) => tipOf(event, base))]);
    }
    case "merge-group":
      return [commitPlace(commits, context.base)];
    case "ref":
      return [commitPlace(commits, { commit: context.commit, ref: context.ref, isJudged: true })];
  }
}

/** The branches on which the files of an event stand; undefined for a tag, and for another repository's branch. */
function branchesOf(context: RunContext): readonly (string | undefined)[] {
  switch (context.kind) {
    case "pull-request":
      return basesOf(context).map(({ ref }) => ref);
    case "merge-group":
      return [context.base.ref];
    case "ref":
      return [context.foreign === true ? undefined : branchOf(context.ref)];
  }
}

/**
 * The tip of a base branch when the run begins; of a branch that is gone the event's base commit. Where nobody told one
 * there is nothing to read: what stands in its place could be the name of a branch.
 */
async function tipOf(event: PlacedEvent, { ref, commit }: Base): Promise<PolicyPlace> {
  const tip = await branchTip(event, ref);
  if (tip === undefined && commit === UNKNOWN_COMMIT) throw goneBranch(event, ref);
  return commitPlace(event.commits, { commit: tip ?? commit, ref });
}

function goneBranch({ context }: PlacedEvent, ref: string): UnreadablePolicy {
  const error = new ScanGateError({
    code: "not-found",
    source: "policy",
    message: `the repository has no branch ${ref}, and its base commit is not known`,
    hint: `Give the branch that ${context.owner}/${context.repo} has with --base-ref, or its commit with --base-commit; it may also be one that the token cannot see`,
  });
  return new UnreadablePolicy(error, `The tip of ${ref}`);
}

/** The tip of the default branch; where the forge does not tell its commit, by the branch's full name. */
async function defaultTip(event: PlacedEvent, ref: string): Promise<PolicyPlace> {
  const tip = await branchTip(event, ref);
  if (tip !== undefined) return commitPlace(event.commits, { commit: tip, ref });
  const { commit: _, ...place } = commitPlace(event.commits, { commit: `refs/heads/${ref}`, ref });
  return { ...place, name: `at the tip of ${ref}` };
}

async function branchTip({ commits }: PlacedEvent, ref: string): Promise<string | undefined> {
  try {
    return await commits.branchTip(ref);
  } catch (error) {
    throw new UnreadablePolicy(error, `the tip of ${ref}`);
  }
}
