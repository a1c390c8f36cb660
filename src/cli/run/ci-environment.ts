import type { Environment } from "../../platform/runner/actions.ts";
import { trimEndMarks } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { CI_SYSTEMS, type CiVariables } from "./ci-systems.ts";
import { repositoryAddress } from "./repository-address.ts";

/** A pull or merge request, as far as it is known. */
export interface CiPullRequest {
  readonly number: number;
  readonly baseRef?: string;
  readonly baseCommit?: string;
  readonly fork: boolean;
  /** Set where no CI tells whether it is a fork's. */
  readonly isForkUnknown?: true;
  /** The merge of head and base that the CI made and checked out, where it tells both. */
  readonly mergeCommit?: string;
  /** Set when what is checked out is a part of a merge train. */
  readonly onMergeTrain?: true;
}

/** What is known of the commit before the options are looked at. */
export interface CommitFacts {
  /** `owner/name`; groups of groups are kept. */
  readonly repository?: string;
  /** Web address, without user info and without a slash at the end. */
  readonly repositoryUrl?: string;
  /** Whole, lower case. */
  readonly commit?: string;
  /** The beginning of the commit, lower case, where the CI tells no more. */
  readonly commitStart?: string;
  /** Remote branches of git that hold the head, where the CI tells the commit of a merge and not the head. */
  readonly fetchedHeads?: readonly string[];
  /** The page of the CI's job. */
  readonly page?: string;
  /** Full: `refs/heads/main`; that of the head branch on a pull request. */
  readonly ref?: string;
  readonly defaultBranch?: string;
  readonly pullRequest?: CiPullRequest;
}

/** What a CI tells of the commit, with the CI's name; undefined outside of those that are known. */
export function readCi(env: Environment): (CommitFacts & { readonly ci: string }) | undefined {
  const system = CI_SYSTEMS.find(({ sign }) => (env[sign] ?? "") !== "");
  if (system === undefined) return undefined;
  const look: Look = (fact) => system[fact].map((name) => env[name]?.trim()).find(isGiven);
  const address = repositoryAddress(look("address") ?? gitHubAddress(system, env));
  const repository = look("repository") ?? address?.path;
  const number = numberIn(look("pullRequest"));
  const isChange = number !== undefined;
  const built = builtCommit(look, env);
  const told = (isChange ? look("headCommit") : undefined) ?? built;
  const commit = wholeCommit(told);
  const change =
    number === undefined ? undefined : pullRequestOf(look, { number, repository, commit, built });
  return {
    ci: system.name,
    ...present({
      repository,
      repositoryUrl: address?.url,
      commit,
      commitStart: commit === undefined ? commitName(told) : undefined,
      fetchedHeads: isChange ? fetchedHeads(system, env) : undefined,
      page: webPage(look("page") ?? pageBelow(system, env, address?.url) ?? azurePage(env)),
      ref: refOf(look, isChange),
      defaultBranch: look("defaultBranch"),
      pullRequest: change,
    }),
  };
}

/** The first variable that tells a fact. */
type Look = (fact: Exclude<keyof CiVariables, "name" | "sign" | "pageBelow">) => string | undefined;

function builtCommit(look: Look, { GITHUB_REF }: Environment): string | undefined {
  // On a pull request GitHub's variable holds the commit of a test merge, which nobody scanned.
  return GITHUB_REF?.startsWith("refs/pull/") ? undefined : look("commit");
}

function fetchedHeads(system: CiVariables, env: Environment): readonly string[] | undefined {
  const names = system.fetchedHead.map((name) => env[name]?.trim()).filter(isGiven);
  return names.length === 0 ? undefined : names.map(bareBranch);
}

function pageBelow(
  { pageBelow: [path, variable] = ["", ""] }: CiVariables,
  env: Environment,
  repositoryUrl: string | undefined,
): string | undefined {
  const end = env[variable] ?? "";
  return repositoryUrl === undefined || !/^\d+$/.test(end) ? undefined : `${repositoryUrl}/${path}/${end}`;
}

/** https://learn.microsoft.com/azure/devops/pipelines/build/variables; no variable holds it. */
function azurePage({
  SYSTEM_COLLECTIONURI: collection = "",
  SYSTEM_TEAMPROJECT,
  BUILD_BUILDID,
}: Environment) {
  if (!SYSTEM_TEAMPROJECT || !/^\d+$/.test(BUILD_BUILDID ?? "")) return undefined;
  const project = encodeURIComponent(SYSTEM_TEAMPROJECT);
  return `${trimEndMarks(collection, "/")}/${project}/_build/results?buildId=${BUILD_BUILDID}`;
}

/** An address that may be linked to: of the web, and without user info. */
function webPage(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, username, password, href } = new URL(address);
  return /^https?:$/.test(protocol) && username === "" && password === "" ? href : undefined;
}

function refOf(look: Look, isChange: boolean): string | undefined {
  const tag = isChange ? undefined : look("tag");
  if (tag !== undefined) return `refs/tags/${tag}`;
  const name = (isChange ? look("headBranch") : undefined) ?? look("branch");
  return name === undefined ? undefined : fullRef(name);
}

interface ToldChange {
  readonly number: number;
  readonly repository: string | undefined;
  /** The head. */
  readonly commit: string | undefined;
  /** What is checked out. */
  readonly built: string | undefined;
}

function pullRequestOf(look: Look, { number, repository, commit, built }: ToldChange): CiPullRequest {
  const baseRef = look("baseBranch");
  const checkedOut = wholeCommit(built);
  const head = look("headRepository")?.toLowerCase();
  return {
    number,
    fork:
      !/^(false)?$/i.test(look("fork") ?? "") || (head !== undefined && head !== repository?.toLowerCase()),
    ...present({
      baseRef: baseRef === undefined ? undefined : bareBranch(baseRef),
      baseCommit: commitName(look("baseCommit")),
      mergeCommit: commit === undefined || checkedOut === commit ? undefined : checkedOut,
      onMergeTrain: look("queue") === "merge_train" ? (true as const) : undefined,
    }),
  };
}

/** A variable that was named but never filled stands there as Azure's `$(…)`. */
function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== "" && !value.startsWith("$(");
}

function gitHubAddress({ sign }: CiVariables, env: Environment): string {
  return sign === "GITHUB_ACTIONS" ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}` : "";
}

/** A full ref from a branch name in any of the forms that CI systems use. */
export function fullRef(name: string): string {
  return name.startsWith("refs/") ? name : `refs/heads/${bareBranch(name)}`;
}

/** The bare name of a branch; `origin/` is how Jenkins names what it fetched. */
export function bareBranch(name: string): string {
  return name.replace(/^refs\/heads\//, "").replace(/^origin\//, "");
}

/** A commit id of 40 or 64 hex digits, lower case. */
export function wholeCommit(text: string | undefined): string | undefined {
  const id = text?.toLowerCase() ?? "";
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
}

/** A commit id that may be shortened, as Bitbucket does with that of the destination. */
export function commitName(text: string | undefined): string | undefined {
  const id = text?.toLowerCase() ?? "";
  return /^[0-9a-f]{7,64}$/.test(id) ? id : undefined;
}

/** A positive number at the end of a text. */
export function numberIn(text: string | undefined): number | undefined {
  const number = Number(/(?:^|\/)([1-9]\d{0,9})$/.exec(text ?? "")?.[1]);
  return Number.isSafeInteger(number) ? number : undefined;
}
