import { type Base, basesOf, branchOf, type RunContext } from "../../context/run-context.ts";
import { ScanGateError, toReason } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import type { ChainedPolicy, Policy, PolicyChain } from "../../model/policy.ts";
import type { PolicyContext, PolicyOrigin } from "../../model/report.ts";
import type { Reason } from "../../model/verdict.ts";
import type { Files } from "../../ports.ts";
import { present } from "../../text/present.ts";
import type { Settings } from "../settings.ts";
import { type ChangedPolicy, readChange, repairedBy } from "./changed.ts";
import { commitPlace, missingPolicy, type PolicyPlace, parsePolicy, treePlace } from "./place.ts";

/** Where the policy is when the `policy` input names none. */
export const DEFAULT_POLICY_PATH = ".github/scan-gate.yml";

/** The policies to judge by, and what kept them from being read, which leaves the verdict incomplete. */
export interface PolicyRead {
  /** One chain; of several pull requests with one head, one for each base branch. */
  readonly chains: readonly [PolicyChain, ...(readonly PolicyChain[])];
  readonly reasons: readonly Reason[];
  /** Set when a file could not be read: nobody knows by what a finding blocks. */
  readonly isUnknown?: true;
  /** Where the files came from; absent where there is none. */
  readonly origin?: PolicyContext;
  /** What the pull request makes of the file, when it changes it. */
  readonly changed?: ChangedPolicy;
}

export interface PolicySource {
  readonly settings: Pick<Settings, "policy" | "failOn">;
  readonly context: RunContext;
  readonly commits: Pick<RepositoryCommits, "file" | "distance" | "branchTip">;
  /** Set where the file is read from the working tree, as on a command line; then the forge is not asked. */
  readonly policyTree?: Pick<Files, "readWorkspace">;
}

/**
 * Reads the policies of this repository that a change cannot alter (contract §3, last column of the table): the tip of
 * a pull request's base branch, the base of a merge group, the commit itself otherwise; or the working tree, where
 * there is one. Above a file that does not stand on the default branch stands the default branch's own.
 * @throws `config-invalid` (source `policy`) for a file that cannot be used, and for a named one that is not there
 */
export async function readPolicy(from: PolicySource): Promise<PolicyRead> {
  try {
    return await readChains(from);
  } catch (error) {
    if (!(error instanceof UnreadablePolicy)) throw error;
    return { chains: [[{ policy: withoutFile(from) }]], reasons: [error.reason], isUnknown: true };
  }
}

async function readChains(from: PolicySource): Promise<PolicyRead> {
  const { policyTree, context } = from;
  if (policyTree !== undefined) return single(await readFile(from, treePlace(policyTree)), from);
  const { top, bottoms } = await placesOf(from);
  const above = top && (await readFile(from, top, { isOptional: true }));
  const files = await Promise.all(bottoms.map((place) => readFile(from, place)));
  const chains = files.map((file) => chainOf(from, above, file));
  const [first, ...others] = chains as [PolicyChain, ...PolicyChain[]]; // every commit is judged by some place's policy
  const [file] = files;
  const changed =
    context.kind === "pull-request" && file !== undefined
      ? await readChange({
          ...from,
          context,
          path: pathOf(from),
          base: file.place,
          text: file.text,
          withoutFile: withoutFile(from),
        })
      : undefined;
  const broken = files.find(({ problem }) => problem !== undefined)?.problem ?? above?.problem;
  if (broken !== undefined) throw repairedBy(broken, changed);
  const origin = originOf(from, [above, ...files]);
  return { chains: [first, ...others], reasons: [], ...present({ origin, changed }) };
}

/** A file as it was read from a place. */
interface ReadFile {
  readonly place: PolicyPlace;
  readonly text: string | undefined;
  readonly policy: Policy | undefined;
  /** That it cannot be used. */
  readonly problem?: ScanGateError;
}

async function readFile(
  from: PolicySource,
  place: PolicyPlace,
  { isOptional = false }: { readonly isOptional?: boolean } = {},
): Promise<ReadFile> {
  const path = pathOf(from);
  let text: string | undefined;
  try {
    text = await place.read(path);
  } catch (error) {
    throw new UnreadablePolicy(unreadable(error, `${path} ${place.name}`));
  }
  if (text === undefined) {
    if (from.settings.policy !== undefined && !isOptional) throw missingPolicy(path, place);
    return { place, text, policy: undefined };
  }
  try {
    return { place, text, policy: await parsePolicy({ text, path, place, failOn: from.settings.failOn }) };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return { place, text, policy: undefined, problem: error };
  }
}

function single(file: ReadFile, from: PolicySource): PolicyRead {
  if (file.problem !== undefined) throw file.problem;
  const origin = originOf(from, [file]);
  return {
    chains: [[{ policy: file.policy ?? withoutFile(from) }]],
    reasons: [],
    ...present({ origin }),
  };
}

/**
 * The default branch's file above another: a default branch without one stands there with the input's `fail-on`. The
 * same file at the same commit stands there once.
 */
function chainOf(from: PolicySource, above: ReadFile | undefined, file: ReadFile): PolicyChain {
  const own: ChainedPolicy | undefined = file.policy && {
    policy: file.policy,
    ...(file.place.isJudged && above !== undefined ? { borrowsSuppressions: true } : {}),
  };
  if (above === undefined || above.place.commit === file.place.commit) {
    return [own === undefined ? { policy: withoutFile(from) } : { policy: own.policy }];
  }
  const top: ChainedPolicy = { policy: above.policy ?? withoutFile(from) };
  return own === undefined ? [top] : [top, own];
}

interface PolicyPlaces {
  /** The tip of the default branch, where it stands above the others. */
  readonly top?: PolicyPlace;
  readonly bottoms: readonly PolicyPlace[];
}

/** Where the files of an event are (contract §3). */
async function placesOf(from: PolicySource): Promise<PolicyPlaces> {
  const { context, commits } = from;
  const { defaultBranch } = context;
  const branches = branchesOf(context);
  const bottoms =
    context.kind === "pull-request"
      ? await Promise.all(basesOf(context).map((base) => tipOf(from, base)))
      : [
          context.kind === "merge-group"
            ? commitPlace(commits, { commit: context.base.commit, ref: context.base.ref })
            : commitPlace(commits, { commit: context.commit, ref: context.ref, isJudged: true }),
        ];
  const isOnDefault = branches.every((branch) => branch === defaultBranch);
  if (defaultBranch === undefined || isOnDefault) return { bottoms };
  return { top: await defaultTip(from, defaultBranch), bottoms };
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
async function tipOf(from: PolicySource, { ref, commit }: Base): Promise<PolicyPlace> {
  const tip = await branchTip(from, ref);
  return commitPlace(from.commits, { commit: tip ?? commit, ref });
}

/** The tip of the default branch; where the forge does not tell its commit, by the branch's full name. */
async function defaultTip(from: PolicySource, ref: string): Promise<PolicyPlace> {
  const tip = await branchTip(from, ref);
  if (tip !== undefined) return commitPlace(from.commits, { commit: tip, ref });
  const { commit: _, ...place } = commitPlace(from.commits, { commit: `refs/heads/${ref}`, ref });
  return { ...place, name: `at the tip of ${ref}` };
}

async function branchTip({ commits }: PolicySource, ref: string): Promise<string | undefined> {
  try {
    return await commits.branchTip(ref);
  } catch (error) {
    throw new UnreadablePolicy(unreadable(error, `the tip of ${ref}`));
  }
}

function originOf(from: PolicySource, files: readonly (ReadFile | undefined)[]): PolicyContext | undefined {
  const path = pathOf(from);
  const { owner, repo } = from.context;
  const read = files.filter((file) => file?.policy !== undefined);
  const places = new Map(read.map((file) => [file?.place.commit, file?.place]));
  const chain = [...places.values()].map(
    (place): PolicyOrigin => ({
      repository: `${owner}/${repo}`,
      path,
      ...present({ ref: place?.ref, commit: place?.commit }),
    }),
  );
  const last = read.at(-1)?.place;
  return last === undefined ? undefined : { path, ...present({ commit: last.commit }), chain };
}

function pathOf({ settings }: PolicySource): string {
  return settings.policy ?? DEFAULT_POLICY_PATH;
}

/** The policy of the inputs alone. */
function withoutFile({ settings }: PolicySource): Policy {
  return { failOn: settings.failOn, origin: "fail-on", rules: [], budgets: {}, suppressions: [] };
}

/** A policy that nobody could read; not one that is broken. */
class UnreadablePolicy extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.message);
    this.reason = reason;
  }
}

function unreadable(error: unknown, what: string): Reason {
  const reason = toReason(error, "policy");
  return { ...reason, source: "policy", message: `${what}: ${reason.message}` };
}
