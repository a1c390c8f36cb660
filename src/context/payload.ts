import { present } from "../text/present.ts";
import {
  commitId,
  member,
  optionalId,
  optionalName,
  optionalPart,
  type PayloadPart,
  type PayloadRepository,
  type PayloadSide,
  part,
  repositoryOf,
  requiredCommit,
  requiredName,
  requiredNumber,
  sideOf,
  wrong,
} from "./payload-parts.ts";

/** What is read of a webhook's payload (https://docs.github.com/en/webhooks/webhook-events-and-payloads). */

type ListedSide = PayloadSide & { readonly repo?: { readonly id: number } };

/** A pull request as a `workflow_run` lists it. */
export interface ListedPullRequest {
  readonly number: number;
  readonly head: ListedSide;
  readonly base: ListedSide;
}

interface PullRequestPayload {
  readonly number: number;
  readonly head: PayloadSide & { readonly repo?: PayloadRepository | null };
  readonly base: PayloadSide;
  /** The login of whoever opened it. */
  readonly author?: string;
}

interface MergeGroupPayload {
  readonly head_sha: string;
  readonly head_ref: string;
  readonly base_sha: string;
  readonly base_ref: string;
}

interface WorkflowRunPayload {
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string;
  readonly head_repository?: PayloadRepository | null;
  readonly pull_requests?: readonly ListedPullRequest[];
}

/** A commit status as its event tells it. */
interface StatusPayload {
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  /** Login of who set it; absent when the account is gone. */
  readonly creator?: string;
  /** Branches whose newest commit this is. */
  readonly branches: readonly string[];
}

interface CommentPayload {
  readonly action: string;
  /** Absent for a comment on an issue. */
  readonly pullRequest?: number;
  readonly comment: {
    readonly id: number;
    readonly body: string;
    readonly author: string;
    readonly byBot: boolean;
  };
}

/** What a `repository_dispatch` names; whoever sends it may write anything there. */
interface DispatchPayload {
  readonly type: string;
  readonly commit?: string;
  readonly pullRequest?: number;
}

/** What every payload may tell of its repository. */
export function defaultBranchIn(payload: unknown): string | undefined {
  const repository = optionalPart(part(payload, "it"), "repository");
  return repository === undefined
    ? undefined
    : optionalName(part(repository, "repository"), "default_branch");
}

/** @throws PayloadProblem */
export function pullRequestIn(payload: unknown): PullRequestPayload {
  const pull = part(member(part(payload, "it"), "pull_request"), "pull_request");
  const head = part(member(pull, "head"), "pull_request.head");
  const user = optionalPart(pull, "user");
  return {
    number: requiredNumber(pull),
    head: { ...sideOf(head), ...repositoryOf(head, "repo") },
    base: sideOf(part(member(pull, "base"), "pull_request.base")),
    ...present({
      author: user === undefined ? undefined : optionalName(part(user, "pull_request.user"), "login"),
    }),
  };
}

/** @throws PayloadProblem */
export function mergeGroupIn(payload: unknown): MergeGroupPayload {
  const group = part(member(part(payload, "it"), "merge_group"), "merge_group");
  return {
    head_sha: requiredCommit(group, "head_sha"),
    head_ref: requiredName(group, "head_ref"),
    base_sha: requiredCommit(group, "base_sha"),
    base_ref: requiredName(group, "base_ref"),
  };
}

/** @throws PayloadProblem */
export function workflowRunIn(payload: unknown): WorkflowRunPayload {
  const run = part(member(part(payload, "it"), "workflow_run"), "workflow_run");
  const pulls = member(run, "pull_requests") ?? undefined;
  if (pulls !== undefined && !Array.isArray(pulls)) throw wrong(run, "pull_requests", "is not a list");
  return {
    event: requiredName(run, "event"),
    head_sha: requiredCommit(run, "head_sha"),
    head_branch: requiredName(run, "head_branch"),
    ...repositoryOf(run, "head_repository"),
    ...(pulls === undefined ? {} : { pull_requests: pulls.map(listedPullRequest) }),
  };
}

/** @throws PayloadProblem */
export function statusIn(payload: unknown): StatusPayload {
  const status = part(payload, "it");
  const sender = optionalPart(status, "sender");
  const creator = sender === undefined ? undefined : optionalName(part(sender, "sender"), "login");
  const branches = optionalPart(status, "branches");
  const sha = requiredCommit(status, "sha");
  return {
    sha,
    context: requiredName(status, "context"),
    state: requiredName(status, "state"),
    ...present({ creator }),
    branches: Array.isArray(branches) ? branches.flatMap((branch) => tipNamed(branch, sha)) : [],
  };
}

/** The name of a branch whose newest commit is `sha`; GitHub lists those that merely contain it as well. */
function tipNamed(value: unknown, sha: string): string[] {
  const branch = part(value, "branches");
  const commit = optionalPart(branch, "commit");
  const tip = commit === undefined ? undefined : commitId(member(part(commit, "branches.commit"), "sha"));
  return tip === sha ? [requiredName(branch, "name")] : [];
}

/** @throws PayloadProblem */
export function commentIn(payload: unknown): CommentPayload {
  const event = part(payload, "it");
  const issue = part(member(event, "issue"), "issue");
  const comment = part(member(event, "comment"), "comment");
  const user = optionalPart(comment, "user");
  const author = user === undefined ? undefined : part(user, "comment.user");
  const login = (author && optionalName(author, "login")) ?? "ghost";
  const id = optionalId(comment);
  const body = optionalPart(comment, "body") ?? "";
  if (id === undefined) throw wrong(comment, "id", "is missing");
  if (typeof body !== "string") throw wrong(comment, "body", "is not a text");
  return {
    action: requiredName(event, "action"),
    ...(optionalPart(issue, "pull_request") === undefined ? {} : { pullRequest: requiredNumber(issue) }),
    comment: {
      id,
      body,
      author: login,
      byBot: login.endsWith("[bot]") || (author !== undefined && member(author, "type") === "Bot"),
    },
  };
}

/**
 * Reads a dispatch; what one of another type carries is not ours to read.
 * @throws PayloadProblem
 */
export function dispatchIn(ours: string): (payload: unknown) => DispatchPayload {
  return (payload) => {
    const event = part(payload, "it");
    const type = requiredName(event, "action");
    const client = optionalPart(event, "client_payload");
    if (type !== ours || client === undefined) return { type };
    const named = part(client, "client_payload");
    return { type, ...present({ commit: namedCommit(named), pullRequest: namedPullRequest(named) }) };
  };
}

function namedCommit(from: PayloadPart): string | undefined {
  const value = optionalPart(from, "commit");
  if (value === undefined) return undefined;
  const commit = commitId(value);
  if (commit === undefined) throw wrong(from, "commit", "is not a commit id of 40 or 64 hex digits");
  return commit;
}

/** A number, or the same in digits, as senders of a dispatch write it. */
function namedPullRequest(from: PayloadPart): number | undefined {
  const value = optionalPart(from, "pull_request");
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number) && number > 0) return number;
  throw wrong(from, "pull_request", "is not the number of a pull request");
}

function listedPullRequest(value: unknown, at: number): ListedPullRequest {
  const pull = part(value, `workflow_run.pull_requests.${at}`);
  return { number: requiredNumber(pull), head: listedSide(pull, "head"), base: listedSide(pull, "base") };
}

function listedSide(pull: PayloadPart, key: string): ListedSide {
  const side = part(member(pull, key), `${pull.path}.${key}`);
  const repo = optionalPart(side, "repo");
  const id = repo === undefined ? undefined : optionalId(part(repo, `${side.path}.repo`));
  return { ...sideOf(side), ...(id === undefined ? {} : { repo: { id } }) };
}
