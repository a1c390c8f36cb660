import type { PullRequestContext, RefContext, ShortCommitContext } from "../../context/run-context.ts";
import { UNKNOWN_COMMIT } from "../../model/report.ts";
import type { ForgeKind } from "../../model/verdict.ts";
import { refusedValue } from "../../settings/readers.ts";
import { present } from "../../text/present.ts";
import {
  bareBranch,
  type CiPullRequest,
  type CommitFacts,
  commitName,
  fullRef,
  numberIn,
  wholeCommit,
} from "./ci-environment.ts";
import type { GitFacts } from "./git.ts";
import { ownerAndName, repositoryByText } from "./repository-address.ts";

/** Options about a pull request; they need its target branch. */
const BASE_OPTIONS = ["base-ref", "base-commit", "pull-request"];

/** The context of a run in a shell, or what keeps it from being known. */
export type ShellContext =
  | {
      readonly ok: true;
      readonly context: PullRequestContext | RefContext | ShortCommitContext;
      /** What a reader may wonder about. */
      readonly remarks: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface ContextQuestion {
  /** The options of `CONTEXT_OPTIONS`, as far as they are given. */
  readonly options: Readonly<Record<string, string>>;
  readonly ci: (CommitFacts & { readonly ci: string }) | undefined;
  readonly git: GitFacts | undefined;
  /** Whether a service will be asked: it has to be told which commit of which repository. */
  readonly asksServices: boolean;
  /** The forge that the repository is on; GitHub unless given. */
  readonly forge?: ForgeKind;
  /** The web address that repositories known by name alone are below; GitHub's unless given. */
  readonly site?: string;
  /** The name of the folder, for a repository that has no other. */
  readonly folder: string;
}

/** Puts together what options, the CI and git say; each wins over the next. A fact never comes of two of them. */
export function contextInShell(question: ContextQuestion): ShellContext {
  const facts = factsOf(question);
  const problems = [...malformedOptions(question.options), ...missingOptions(question, facts)];
  if (problems.length > 0) return { ok: false, problems };
  const { pullRequest } = facts;
  const nameless = "the commit is not known, so the reports do not name it; set it with --commit";
  const remarks = facts.commit === undefined ? [nameless] : [];
  const whole = (context: PullRequestContext | RefContext) => completed(context, question);
  if (pullRequest === undefined) return { ok: true, remarks, context: whole(refContext(facts)) };
  const { number, baseRef, mergeCommit } = pullRequest;
  if (baseRef !== undefined)
    return { ok: true, remarks, context: whole(pullRequestContext(facts, { ...pullRequest, baseRef })) };
  const untargeted = question.asksServices ? { number, ...present({ mergeCommit }) } : undefined;
  const context = whole({ ...refContext(facts), ...present({ untargeted }) });
  return { ok: true, remarks: [...remarks, withoutBase(number)], context };
}

/** A context whose commit is only a beginning is for the forge to complete. */
function completed(
  context: PullRequestContext | RefContext,
  { asksServices }: ContextQuestion,
): PullRequestContext | RefContext | ShortCommitContext {
  const { event, owner, repo, repositoryUrl, commit, forge } = context;
  if (commit === UNKNOWN_COMMIT || wholeCommit(commit) !== undefined) return context;
  const common = { event, owner, repo, repositoryUrl, commit, ...present({ forge }) };
  return { ...common, kind: "short-commit", judged: context, needsWhole: asksServices };
}

/** What options, the CI and git say, put together. */
interface ShellFacts {
  readonly folder: string;
  readonly repository: ShellRepository | undefined;
  readonly commit: string | undefined;
  /** Full: `refs/heads/main`. */
  readonly ref: string | undefined;
  readonly defaultBranch: string | undefined;
  readonly pullRequest: CiPullRequest | undefined;
  readonly forge: ForgeKind | undefined;
}

function factsOf(question: ContextQuestion): ShellFacts {
  const { options, ci, git, folder, forge } = question;
  return {
    folder,
    forge: forge === "github" ? undefined : forge,
    repository: repositoryOf(question),
    commit: commitOf(question),
    ref: options.ref === undefined ? (ci?.ref ?? git?.ref) : fullRef(options.ref),
    defaultBranch: ci?.defaultBranch,
    pullRequest: pullRequestOf(question),
  };
}

/** The commit to judge: whole, or as much of it as anybody tells. */
function commitOf(question: ContextQuestion): string | undefined {
  const { options, ci, git } = question;
  const start = commitName(options.commit);
  const given = wholeCommit(start) ?? (start && (git?.wholeId(start) ?? start));
  // Where a CI says nothing of the commit, git may have checked out another: a test merge.
  if (given !== undefined || ci === undefined) return given ?? git?.commit;
  const { commit, commitStart } = ci;
  if (commitStart !== undefined) return git?.wholeId(commitStart) ?? commitStart;
  return fetchedHead(question) ?? commit;
}

/** The head of a pull request by git's own branches, where the CI tells what it built and not what of. */
function fetchedHead({ options, ci, git }: ContextQuestion): string | undefined {
  if (options.commit !== undefined) return undefined;
  return (ci?.fetchedHeads ?? [])
    .map((name) => git?.remoteCommit(name))
    .find((commit) => commit !== undefined);
}

/** A sentence for each option without which what is known does not suffice. */
function missingOptions(
  { options, asksServices }: ContextQuestion,
  { repository, commit, pullRequest }: ShellFacts,
): readonly string[] {
  const givesBase = BASE_OPTIONS.some((name) => options[name] !== undefined);
  const needs: readonly (readonly [isNeeded: boolean, sentence: string])[] = [
    [
      asksServices && repository === undefined,
      "--repository is needed: neither the CI nor git names the repository",
    ],
    [asksServices && commit === undefined, "--commit is needed: neither the CI nor git names the commit"],
    [
      givesBase && pullRequest !== undefined && pullRequest.baseRef === undefined,
      "--base-ref is needed with --base-commit or --pull-request",
    ],
    [givesBase && pullRequest === undefined, "--pull-request is needed with --base-ref or --base-commit"],
  ];
  return needs.filter(([isNeeded]) => isNeeded).map(([, sentence]) => sentence);
}

type CommonFields = Omit<RefContext, "kind" | "ref" | "upload">;

function commonFields({ repository, commit, defaultBranch, folder, forge }: ShellFacts): CommonFields {
  return {
    event: "cli",
    ...ownerAndName(repository?.name ?? `local/${folder}`),
    repositoryUrl: repository?.url ?? "",
    commit: commit ?? UNKNOWN_COMMIT,
    ...present({ defaultBranch, forge }),
  };
}

function refContext(facts: ShellFacts): RefContext {
  const { ref } = facts;
  const common = commonFields(facts);
  return {
    ...common,
    kind: "ref",
    ref: ref ?? "HEAD",
    ...(ref === undefined ? {} : { upload: { ref, commit: common.commit } }),
  };
}

function pullRequestContext(
  facts: ShellFacts,
  pullRequest: CiPullRequest & { readonly baseRef: string },
): PullRequestContext {
  const common = commonFields(facts);
  const { baseRef, baseCommit, onMergeTrain, ...told } = pullRequest;
  return {
    ...common,
    ...told,
    kind: "pull-request",
    headRef: facts.ref === undefined ? "HEAD" : bareBranch(facts.ref),
    base: { ref: baseRef, commit: baseCommit ?? UNKNOWN_COMMIT },
    upload: { ref: `refs/pull/${told.number}/head`, commit: common.commit },
    ...present({ leftAlone: onMergeTrain && "this pipeline is a part of a merge train" }),
  };
}

/** A sentence for each option whose value cannot be read. */
function malformedOptions(options: Readonly<Record<string, string>>): readonly string[] {
  const problems: string[] = [];
  const refuse = (name: string, isFine: (text: string) => boolean, allowed: string) => {
    const text = options[name];
    if (text !== undefined && !isFine(text))
      problems.push(`--${name} ${refusedValue(text, allowed).problem}`);
  };
  refuse("commit", (text) => commitName(text) !== undefined, "a commit ID, of at least 7 hex digits");
  refuse("base-commit", (text) => commitName(text) !== undefined, "a commit ID");
  refuse("pull-request", (text) => numberIn(text) !== undefined, "a number");
  refuse("repository", (text) => repositoryByText(text) !== undefined, "owner/name or a web address");
  return problems;
}

interface ShellRepository {
  readonly name: string;
  readonly url: string;
}

/** A name alone is on GitHub, or on the site that is given, unless the CI or git knows the same repository by its address. */
function repositoryOf({
  options,
  ci,
  git,
  site = "https://github.com",
}: ContextQuestion): ShellRepository | undefined {
  const given = options.repository === undefined ? undefined : repositoryByText(options.repository);
  const known = ci?.repository === undefined ? git : ci;
  const name = given?.name ?? known?.repository;
  if (name === undefined) return undefined;
  const isSame = known?.repository?.toLowerCase() === name.toLowerCase();
  const knownUrl = isSame ? known?.repositoryUrl : undefined;
  return { name, url: given?.url ?? knownUrl ?? `${site}/${name}` };
}

/** A base that is given by name is another than the CI's, so the CI's commit of it does not count then. */
function pullRequestOf(question: ContextQuestion): CiPullRequest | undefined {
  const { options, ci, git, asksServices } = question;
  const told = ci?.pullRequest;
  const number = numberIn(options["pull-request"]) ?? told?.number;
  if (number === undefined) return undefined;
  const isTold = told !== undefined && told.number === number;
  const givenBase = options["base-ref"];
  const base =
    givenBase === undefined
      ? { ref: told?.baseRef, commit: told?.baseCommit }
      : { ref: bareBranch(givenBase), commit: undefined };
  const fetched = base.ref === undefined ? undefined : git?.remoteCommit(base.ref);
  const head = fetchedHead(question);
  const merged = told?.mergeCommit ?? (head === undefined || head === ci?.commit ? undefined : ci?.commit);
  return {
    number,
    fork: isTold && told.fork,
    ...present({
      // Report files alone ask nobody, and look for nothing by a branch's name.
      isForkUnknown: asksServices && !isTold ? (true as const) : undefined,
      // A commit that is given is another than the CI's, whose merge says nothing of it.
      mergeCommit: options.commit === undefined ? merged : undefined,
      onMergeTrain: told?.onMergeTrain,
      baseRef: base.ref,
      baseCommit: commitName(options["base-commit"]) ?? base.commit ?? fetched,
    }),
  };
}

function withoutBase(number: number): string {
  return `the target branch of the pull request ${number} is not known; where the forge is not asked for it, or does not tell, the commit is judged like a branch. Set it with --base-ref`;
}
