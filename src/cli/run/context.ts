import type { PullRequestContext, RefContext } from "../../context/run-context.ts";
import {
  bareBranch,
  type CommitFacts,
  commitName,
  fullRef,
  numberIn,
  wholeCommit,
} from "./ci-environment.ts";
import type { GitFacts } from "./git.ts";
import { repositoryAddress } from "./repository-address.ts";

/** What stands where nobody knows the commit; too short to be taken for one. */
const UNKNOWN_COMMIT = "unknown";

/** The context of a run in a shell, or what keeps it from being known. */
export type ShellContext =
  | {
      readonly ok: true;
      readonly context: PullRequestContext | RefContext;
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
  /** The name of the folder, for a repository that has no other. */
  readonly folder: string;
}

/** Puts together what options, the CI and git say; each wins over the next. A fact never comes of two of them. */
export function contextInShell(question: ContextQuestion): ShellContext {
  const { options, ci, git, asksServices, folder } = question;
  const problems = optionProblems(options);
  const repository = repositoryOf(question);
  const commit = wholeCommit(options.commit) ?? ci?.commit ?? (ci === undefined ? git?.commit : undefined);
  if (asksServices && repository === undefined) {
    problems.push("--repository is needed: neither the CI nor git tells which repository this is");
  }
  if (asksServices && commit === undefined) {
    problems.push("--commit is needed: neither the CI nor git tells which commit this is");
  }
  const ref = options.ref === undefined ? (ci?.ref ?? git?.ref) : fullRef(options.ref);
  const pullRequest = pullRequestOf(question);
  if (pullRequest !== undefined && pullRequest.baseRef === undefined && hasBaseOption(options)) {
    problems.push("--base-ref is needed with --base-commit or --pull-request");
  }
  if (pullRequest === undefined && hasBaseOption(options)) {
    problems.push("--pull-request is needed with --base-ref or --base-commit");
  }
  if (problems.length > 0) return { ok: false, problems };
  const common = {
    event: "cli",
    ...named(repository?.name ?? `local/${folder}`),
    repositoryUrl: repository?.url ?? "",
    commit: commit ?? UNKNOWN_COMMIT,
    ...(ci?.defaultBranch === undefined ? {} : { defaultBranch: ci.defaultBranch }),
  };
  const remarks =
    commit === undefined ? ["no commit is known, so the reports name none; --commit tells it"] : [];
  if (pullRequest?.baseRef === undefined) {
    const lacking = pullRequest === undefined ? [] : [withoutBase(pullRequest.number)];
    return { ok: true, context: refContext(common, ref), remarks: [...remarks, ...lacking] };
  }
  return {
    ok: true,
    remarks,
    context: {
      ...common,
      kind: "pull-request",
      number: pullRequest.number,
      headRef: ref === undefined ? "HEAD" : bareBranch(ref),
      fork: pullRequest.fork,
      base: { ref: pullRequest.baseRef, commit: pullRequest.baseCommit ?? UNKNOWN_COMMIT },
      upload: { ref: `refs/pull/${pullRequest.number}/head`, commit: common.commit },
    },
  };
}

type Common = Omit<RefContext, "kind" | "ref" | "upload">;

function refContext(common: Common, ref: string | undefined): RefContext {
  return {
    ...common,
    kind: "ref",
    ref: ref ?? "HEAD",
    ...(ref === undefined ? {} : { upload: { ref, commit: common.commit } }),
  };
}

function optionProblems(options: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const refuse = (name: string, isFine: (text: string) => boolean, allowed: string) => {
    const text = options[name];
    if (text !== undefined && !isFine(text))
      problems.push(`--${name} "${text}" is not known; allowed: ${allowed}`);
  };
  refuse("commit", (text) => wholeCommit(text) !== undefined, "a whole commit id of 40 or 64 hex digits");
  refuse("base-commit", (text) => commitName(text) !== undefined, "a commit id");
  refuse("pull-request", (text) => numberIn(text) !== undefined, "its number");
  refuse("repository", (text) => repositoryIn(text) !== undefined, "owner/name or its web address");
  return problems;
}

interface Repository {
  readonly name: string;
  readonly url: string;
}

/** A name alone is on GitHub, unless the CI or git knows the same repository by its address. */
function repositoryOf({ options, ci, git }: ContextQuestion): Repository | undefined {
  const given = options.repository === undefined ? undefined : repositoryIn(options.repository);
  const known = ci?.repository === undefined ? git : ci;
  const name = given?.name ?? known?.repository;
  if (name === undefined) return undefined;
  const isSame = known?.repository?.toLowerCase() === name.toLowerCase();
  const knownUrl = isSame ? known?.repositoryUrl : undefined;
  return { name, url: given?.url ?? knownUrl ?? `https://github.com/${name}` };
}

function repositoryIn(text: string): { readonly name: string; readonly url?: string } | undefined {
  const address = repositoryAddress(text);
  if (address !== undefined) return { name: address.path, url: address.url };
  return /^[^/\s:@]+(?:\/[^/\s:@]+)+$/.test(text) ? { name: text } : undefined;
}

function named(repository: string): Pick<Common, "owner" | "repo"> {
  const at = repository.lastIndexOf("/");
  return { owner: repository.slice(0, Math.max(at, 0)), repo: repository.slice(at + 1) };
}

function hasBaseOption(options: Readonly<Record<string, string>>): boolean {
  return ["base-ref", "base-commit", "pull-request"].some((name) => options[name] !== undefined);
}

function pullRequestOf({ options, ci, git }: ContextQuestion): CommitFacts["pullRequest"] {
  const number = numberIn(options["pull-request"]) ?? ci?.pullRequest?.number;
  if (number === undefined) return undefined;
  const baseRef =
    options["base-ref"] === undefined ? ci?.pullRequest?.baseRef : bareBranch(options["base-ref"]);
  const told = options["base-ref"] === undefined ? ci?.pullRequest?.baseCommit : undefined;
  const baseCommit =
    commitName(options["base-commit"]) ??
    told ??
    (baseRef === undefined ? undefined : git?.remoteCommit(baseRef));
  return {
    number,
    fork: ci?.pullRequest?.fork ?? false,
    ...(baseRef === undefined ? {} : { baseRef }),
    ...(baseCommit === undefined ? {} : { baseCommit }),
  };
}

function withoutBase(number: number): string {
  return `the pull request ${number} is judged like a branch, because nobody tells what it goes into; --base-ref does`;
}
