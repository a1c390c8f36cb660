/**
 * What is read of a webhook's payload (https://docs.github.com/en/webhooks/webhook-events-and-payloads). By hand and
 * without a schema: this comes before the first request, which should not wait until a library is loaded.
 */

/** Says which part of a payload is not what its event needs; it never holds what stands there. */
export class PayloadProblem extends Error {}

interface Repository {
  readonly full_name: string;
}

interface Side {
  /** In lower case. */
  readonly sha: string;
  readonly ref: string;
}

type ListedSide = Side & { readonly repo?: { readonly id: number } };

/** A pull request as a `workflow_run` lists it. */
export interface ListedPullRequest {
  readonly number: number;
  readonly head: ListedSide;
  readonly base: ListedSide;
}

interface PullRequestPayload {
  readonly number: number;
  readonly head: Side & { readonly repo?: Repository | null };
  readonly base: Side;
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
  readonly head_repository?: Repository | null;
  readonly pull_requests?: readonly ListedPullRequest[];
}

/** A commit id as git writes it, SHA-1 or SHA-256, in lower case; undefined for anything else. */
export function commitId(value: unknown): string | undefined {
  return typeof value === "string" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)
    ? value.toLowerCase()
    : undefined;
}

/** What every payload may tell of its repository. */
export function defaultBranchIn(payload: unknown): string | undefined {
  const repository = optional(part(payload, "it"), "repository");
  return repository === undefined
    ? undefined
    : optionalName(part(repository, "repository"), "default_branch");
}

/** @throws PayloadProblem */
export function pullRequestIn(payload: unknown): PullRequestPayload {
  const pull = part(member(part(payload, "it"), "pull_request"), "pull_request");
  const head = part(member(pull, "head"), "pull_request.head");
  return {
    number: numberOf(pull),
    head: { ...sideOf(head), ...repositoryOf(head, "repo") },
    base: sideOf(part(member(pull, "base"), "pull_request.base")),
  };
}

/** @throws PayloadProblem */
export function mergeGroupIn(payload: unknown): MergeGroupPayload {
  const group = part(member(part(payload, "it"), "merge_group"), "merge_group");
  return {
    head_sha: commitOf(group, "head_sha"),
    head_ref: nameOf(group, "head_ref"),
    base_sha: commitOf(group, "base_sha"),
    base_ref: nameOf(group, "base_ref"),
  };
}

/** @throws PayloadProblem */
export function workflowRunIn(payload: unknown): WorkflowRunPayload {
  const run = part(member(part(payload, "it"), "workflow_run"), "workflow_run");
  const pulls = member(run, "pull_requests") ?? undefined;
  if (pulls !== undefined && !Array.isArray(pulls)) throw wrong(run, "pull_requests", "is not a list");
  return {
    event: nameOf(run, "event"),
    head_sha: commitOf(run, "head_sha"),
    head_branch: nameOf(run, "head_branch"),
    ...repositoryOf(run, "head_repository"),
    ...(pulls === undefined ? {} : { pull_requests: pulls.map(listedPullRequest) }),
  };
}

function listedPullRequest(value: unknown, at: number): ListedPullRequest {
  const pull = part(value, `workflow_run.pull_requests.${at}`);
  return { number: numberOf(pull), head: listedSide(pull, "head"), base: listedSide(pull, "base") };
}

function listedSide(pull: Part, key: string): ListedSide {
  const side = part(member(pull, key), `${pull.path}.${key}`);
  const repo = optional(side, "repo");
  const id = repo === undefined ? undefined : optionalId(part(repo, `${side.path}.repo`));
  return { ...sideOf(side), ...(id === undefined ? {} : { repo: { id } }) };
}

function optionalId(from: Part): number | undefined {
  const id = member(from, "id");
  if (id !== undefined && typeof id !== "number") throw wrong(from, "id", "is not a number");
  return id;
}

/** An object of the payload, and where it stands. */
interface Part {
  readonly path: string;
  readonly value: object;
}

function part(value: unknown, path: string): Part {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PayloadProblem(`${path}: is not an object`);
  }
  return { path, value };
}

function member({ value }: Part, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** Null stands for "there is none" as well. */
function optional(from: Part, key: string): unknown {
  return member(from, key) ?? undefined;
}

function sideOf(side: Part): Side {
  return { sha: commitOf(side, "sha"), ref: nameOf(side, "ref") };
}

function commitOf(from: Part, key: string): string {
  const commit = commitId(member(from, key));
  if (commit === undefined) throw wrong(from, key, "is not a commit id of 40 or 64 hex digits");
  return commit;
}

function nameOf(from: Part, key: string): string {
  const name = optionalName(from, key);
  if (name === undefined) throw wrong(from, key, "is missing");
  return name;
}

function optionalName(from: Part, key: string): string | undefined {
  const name = member(from, key);
  if (name !== undefined && (typeof name !== "string" || name === ""))
    throw wrong(from, key, "is not a text");
  return name;
}

function numberOf(from: Part): number {
  const number = member(from, "number");
  if (typeof number === "number" && Number.isSafeInteger(number) && number > 0) return number;
  throw wrong(from, "number", "is not a number");
}

/** Absent, null (it was deleted), or with its name. */
function repositoryOf<Key extends string>(from: Part, key: Key): { readonly [K in Key]?: Repository | null } {
  const repository = member(from, key);
  const named = (value: Repository | null) => ({ [key]: value }) as { [K in Key]: Repository | null }; // its one key
  if (repository === undefined) return {};
  if (repository === null) return named(null);
  return named({ full_name: nameOf(part(repository, `${from.path}.${key}`), "full_name") });
}

function wrong({ path }: Part, key: string, what: string): PayloadProblem {
  return new PayloadProblem(`${path}.${key}: ${what}`);
}
