import { type Base, basesOf, branchOf, type RunContext } from "../../context/run-context.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import { UnreadablePolicy } from "./foreign.ts";
import { commitPlace, type PolicyPlace } from "./place.ts";

/** What tells where the files of an event are. */
export interface PlacedEvent {
  readonly context: RunContext;
  readonly commits: Pick<RepositoryCommits, "file" | "branchTip">;
}

/** Where this repository's files of an event are. */
export interface PolicyPlaces {
  /** The tip of the default branch, where it stands above the others. */
  readonly top?: PolicyPlace;
  readonly bottoms: readonly [PolicyPlace, ...(readonly PolicyPlace[])];
}

/** Where the files of an event are (contract §3, last column of the table). @throws UnreadablePolicy */
export async function policyPlacesOf(event: PlacedEvent): Promise<PolicyPlaces> {
  const { context } = event;
  const { defaultBranch } = context;
  const bottoms = await bottomsOf(event);
  const isOnDefault = branchesOf(context).every((branch) => branch === defaultBranch);
  if (defaultBranch === undefined || isOnDefault) return { bottoms };
  return { top: await defaultTip(event, defaultBranch), bottoms };
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

/** The tip of a base branch when the run begins; of a branch that is gone the event's base commit. */
async function tipOf(event: PlacedEvent, { ref, commit }: Base): Promise<PolicyPlace> {
  const tip = await branchTip(event, ref);
  return commitPlace(event.commits, { commit: tip ?? commit, ref });
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
