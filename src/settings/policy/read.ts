import type { RunContext } from "../../context/run-context.ts";
import { distinctReasons, ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import type { ChainedPolicy, Policy, PolicyChain } from "../../model/policy.ts";
import type { PolicyContext, PolicyOrigin } from "../../model/report.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { Files } from "../../ports.ts";
import { groupBy } from "../../text/group.ts";
import { present } from "../../text/present.ts";
import type { Settings } from "../settings.ts";
import {
  assembleChain,
  type ChainParts,
  chainExcess,
  type OwnPolicyFile,
  policiesAboveOwn,
} from "./assemble.ts";
import { type ChangedPolicy, readChange, repairedBy } from "./changed.ts";
import {
  ForeignPolicies,
  type ForeignPolicySource,
  type PolicyLineage,
  policyFileKey,
  UnreadablePolicy,
} from "./foreign.ts";
import { missingPolicy, type PolicyPlace, parsePolicy } from "./place.ts";
import { policyPlacesInShell, policyPlacesOf, type ShellPolicyPlaces } from "./places.ts";
import { policyReferenceName } from "./reference.ts";

/** Where the policy is when the `policy` input names none. */
export const DEFAULT_POLICY_PATH = ".github/scan-gate.yml";

/** A name that is not read, and that looks as if it were (contract §6). */
const MISTAKEN_PATH = ".github/scan-gate.yaml";

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
  /** The files above this repository's own on the default branch, top first; absent where there is none. */
  readonly aboveOwn?: readonly ChainedPolicy[];
  /** What a reader should know of where the files came from. */
  readonly notes?: readonly Note[];
}

export interface PolicySource extends ForeignPolicySource {
  readonly settings: Pick<Settings, "policy" | "policyAbove" | "failOn" | "githubToken" | "policyToken">;
  readonly context: RunContext;
  readonly commits: Pick<RepositoryCommits, "file" | "distance" | "branchTip">;
  /** Set on a command line: holds the file where the commit is judged for itself, or the forge lets nobody read it. */
  readonly policyTree?: Pick<Files, "readWorkspace"> | undefined;
}

/**
 * Reads the policies of this repository that a change cannot alter (contract §3, last column of the table): the tip of
 * a pull request's base branch, the base of a merge group, the commit itself otherwise; or the working tree, where
 * there is one. Above a file that does not stand on the default branch stands the default branch's own; above both,
 * what they and the input `policy` name in other repositories (contract §6).
 * @throws `config-invalid` (source `policy`) for a file that cannot be used, and for a named one that is not there
 */
export async function readPolicy(from: PolicySource): Promise<PolicyRead> {
  try {
    const foreign = new ForeignPolicies(from);
    const head = headFile(from);
    const { policyAbove } = from.settings;
    const [inherited, files] = await Promise.all([
      foreign.lineageOf(policyAbove && policyReferenceName(policyAbove)),
      readOwnFiles(from, foreign),
    ]);
    return await readChains(from, { inherited, head, ...files });
  } catch (error) {
    if (!(error instanceof UnreadablePolicy)) throw error;
    return unknownPolicy(from, [error.reason]);
  }
}

/**
 * The head's version of the file, asked for at once, for it stands at a commit that is known. On a command line the
 * forge may let nobody read, so that it is asked for only after the file that decides was read.
 */
function headFile(from: PolicySource): Promise<string | undefined> | undefined {
  const { context, commits, policyTree } = from;
  if (context.kind !== "pull-request" || policyTree !== undefined) return undefined;
  const head = commits.file(pathOf(from), context.commit);
  head.catch(() => undefined);
  return head;
}

/** This repository's files, as they were read. */
interface OwnFiles {
  readonly top: OwnPolicyFile | undefined;
  readonly files: readonly [OwnPolicyFile, ...(readonly OwnPolicyFile[])];
  /** Set where they were read from the working tree. */
  readonly tree: ShellPolicyPlaces["tree"];
}

async function readOwnFiles(from: PolicySource, foreign: ForeignPolicies): Promise<OwnFiles> {
  const { policyTree } = from;
  const { top, bottoms, tree }: ShellPolicyPlaces =
    policyTree === undefined
      ? await policyPlacesOf(from)
      : await policyPlacesInShell(from, { tree: policyTree, path: pathOf(from) });
  const [first, ...others] = bottoms;
  const [above, own, ...siblings] = await Promise.all([
    top && readFile(from, foreign, top, { isOptional: true }),
    readFile(from, foreign, first),
    ...others.map((place) => readFile(from, foreign, place)),
  ]);
  return { top: above, files: [own, ...siblings], tree };
}

async function readFile(
  from: PolicySource,
  foreign: ForeignPolicies,
  place: PolicyPlace,
  { isOptional = false }: { readonly isOptional?: boolean } = {},
): Promise<OwnPolicyFile> {
  const path = pathOf(from);
  const { owner, repo } = from.context;
  const origin = {
    repository: `${owner}/${repo}`,
    path,
    ...present({ ref: place.ref, commit: place.commit }),
  };
  const file = { place, origin, policy: undefined, lineage: { files: [] } };
  let text: string | undefined;
  try {
    text = await place.read(path);
  } catch (error) {
    throw new UnreadablePolicy(error, `${path} ${place.name}`);
  }
  if (text === undefined) {
    if (from.settings.policy === undefined)
      return { ...file, text, isMisnamed: await hasMistakenName(place) };
    if (!isOptional) throw missingPolicy(path, place);
    return { ...file, text };
  }
  try {
    const policy = await parsePolicy({ text, path, place, failOn: from.settings.failOn });
    return { ...file, text, policy, lineage: await foreign.lineageOf(policy.extends, origin) };
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    return { ...file, text, problem: error };
  }
}

/** Only a file that is surely there is told of. */
async function hasMistakenName(place: PolicyPlace): Promise<boolean> {
  return await place.read(MISTAKEN_PATH).then(
    (text) => text !== undefined,
    () => false,
  );
}

const MISNAMED: Note = {
  level: "warning",
  text: `The file ${MISTAKEN_PATH} is not read: rename it to ${DEFAULT_POLICY_PATH}.`,
};

interface ReadFiles extends OwnFiles {
  readonly inherited: PolicyLineage;
  readonly head: Promise<string | undefined> | undefined;
}

async function readChains(
  from: PolicySource,
  { inherited, head, top, files, tree }: ReadFiles,
): Promise<PolicyRead> {
  const partsOf = (own: OwnPolicyFile): ChainParts => ({
    inherited,
    top,
    own,
    withoutFile: withoutFile(from),
  });
  const [own, ...others] = files;
  const { context } = from;
  const changed =
    context.kind === "pull-request" && tree === undefined
      ? await readChange({ ...from, context, head, path: pathOf(from), parts: partsOf(own) })
      : undefined;
  const troubles = [inherited, ...[top, ...files].map((file) => file?.lineage)].map((one) => one?.trouble);
  const unread = troubles.flatMap((one) => (one instanceof UnreadablePolicy ? one.reason : []));
  if (unread.length > 0) return unknownPolicy(from, distinctReasons(unread));
  const parts = [partsOf(own), ...others.map(partsOf)] as const;
  if (own.problem !== undefined) throw repairedBy(own.problem, changed);
  const problems = [...others, top].map((file) => file?.problem);
  const broken = [...problems, ...troubles, ...parts.map(chainExcess)].find((one) => one !== undefined);
  if (broken !== undefined) throw broken;
  const chains = parts.map(assembleChain);
  const aboveOwn = policiesAboveOwn(parts[0]);
  const misnamed = [top, ...files].some((file) => file?.isMisnamed === true) ? [MISNAMED] : [];
  const notes = [...(tree?.note === undefined ? [] : [tree.note]), ...misnamed];
  return {
    chains: chains.map(({ chain }) => chain) as [PolicyChain, ...PolicyChain[]], // as many as there are files
    reasons: [],
    ...present({
      origin: originOf(chains.flatMap(({ origins }) => origins)),
      changed,
      aboveOwn: aboveOwn.length === 0 ? undefined : aboveOwn,
      notes: notes.length === 0 ? undefined : notes,
    }),
  };
}

function unknownPolicy(from: PolicySource, reasons: readonly Reason[]): PolicyRead {
  return { chains: [[{ policy: withoutFile(from) }]], reasons, isUnknown: true };
}

function originOf(origins: readonly PolicyOrigin[]): PolicyContext | undefined {
  const keyed = groupBy(origins, policyFileKey);
  const chain = [...keyed.values()].flatMap((same) => same.slice(0, 1));
  const last = chain.at(-1);
  return last === undefined ? undefined : { path: last.path, ...present({ commit: last.commit }), chain };
}

function pathOf({ settings }: PolicySource): string {
  return settings.policy ?? DEFAULT_POLICY_PATH;
}

/** The policy of the inputs alone. */
function withoutFile({ settings }: PolicySource): Policy {
  return { failOn: settings.failOn, origin: "fail-on", rules: [], budgets: {}, suppressions: [] };
}
