import "../no-eval.ts";
import { z } from "zod";
import { compareText } from "../text/group.ts";
import { present } from "../text/present.ts";
import type { RelayHeaders, RelaySource } from "./signature.ts";

/** What a dispatch asks a repository to judge. With neither commit nor pull request: the tip of its default branch. */
export interface DispatchTarget {
  /** `owner/name`. */
  readonly repository: string;
  /** The whole id. */
  readonly commit?: string;
  readonly pullRequest?: number;
}

/** What an event names, before anybody knows which of its names of the repository is the one that counts. */
export interface NamedTarget extends Omit<DispatchTarget, "repository"> {
  /** Each `owner/name`, the most exact first. */
  readonly repositories: readonly string[];
}

/** What a delivery says. */
export type RelayEvent =
  | { readonly kind: "ping" }
  /** Nothing that a gate would judge; `why` is a clause. */
  | { readonly kind: "nothing"; readonly why: string }
  /** Not what its sender documents; `why` is a clause. */
  | { readonly kind: "malformed"; readonly why: string }
  | { readonly kind: "targets"; readonly targets: readonly NamedTarget[] };

/**
 * Reads what a verified body says. Fields that it does not need may be missing or new: both senders say that their
 * payloads may change.
 */
export function readRelayEvent(source: RelaySource, headers: RelayHeaders, body: Uint8Array): RelayEvent {
  return source === "snyk" ? readSnykEvent(headers, body) : readSemgrepEvent(body);
}

const optionalText = z.string().optional().catch(undefined);

/** https://docs.snyk.io/snyk-api/using-specific-snyk-apis/webhooks-apis/webhooks */
const snykSnapshot = z.object({
  project: z.object({ name: optionalText, origin: optionalText, remoteRepoUrl: optionalText }),
});

function readSnykEvent(headers: RelayHeaders, body: Uint8Array): RelayEvent {
  const event = headers["x-snyk-event"]?.trim() ?? "";
  if (event === "") return { kind: "malformed", why: "the header X-Snyk-Event is missing" };
  const value = parseBody(body);
  if (value === undefined) return NOT_JSON;
  if (event === "ping/v0") return { kind: "ping" };
  if (event !== "project_snapshot/v0")
    return { kind: "nothing", why: "the event is not project_snapshot/v0" };
  const snapshot = snykSnapshot.safeParse(value);
  if (!snapshot.success) return { kind: "malformed", why: "the snapshot has no project" };
  const { name = "", origin = "", remoteRepoUrl = "" } = snapshot.data.project;
  if (OTHER_FORGE.test(origin)) return { kind: "nothing", why: "the project is not on GitHub" };
  // `acme/shop:package.json`, `acme/shop(main):pom.xml`; the address is there for projects of the command line only.
  const inName = /^([^:(]*?)\s*(?:[:(]|$)/.exec(name.slice(0, LONGEST_NAME))?.[1] ?? "";
  return targetsOf([{ repositories: [...repositoryAt(remoteRepoUrl), ...repositoryNamed(inName)] }]);
}

const OTHER_FORGE = /^(?:gitlab|bitbucket|azure)/i;

const semgrepScan = z.object({
  meta: z.object({
    repository: optionalText,
    repo_display_name: optionalText,
    repo_url: optionalText,
    commit: optionalText,
    branch: optionalText,
    pull_request_id: z.union([z.string(), z.number()]).optional().catch(undefined),
  }),
});
const semgrepFinding = z.object({ repo_name: optionalText, ref: optionalText, commit_url: optionalText });

/** https://semgrep.dev/docs/semgrep-appsec-platform/webhooks: a scan, or a list of findings that are new. */
const semgrepItem = z.union([
  z.object({ semgrep_scan: semgrepScan }),
  z.object({ semgrep_finding: semgrepFinding }),
]);

function readSemgrepEvent(body: Uint8Array): RelayEvent {
  const value = parseBody(body);
  if (value === undefined) return NOT_JSON;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const targets: NamedTarget[] = [];
  for (const item of items) {
    if (typeof item !== "object" || item === null) return { kind: "malformed", why: "the body is no object" };
    const isOurs = "semgrep_scan" in item || "semgrep_finding" in item;
    if (!isOurs) continue;
    const read = semgrepItem.safeParse(item);
    if (!read.success) return { kind: "malformed", why: "the scan or finding has no meta data" };
    targets.push("semgrep_scan" in read.data ? scanTarget(read.data) : findingTarget(read.data));
  }
  if (targets.length === 0) return { kind: "nothing", why: "it holds neither a scan nor a finding" };
  return targetsOf(targets);
}

function scanTarget({ semgrep_scan: { meta } }: { readonly semgrep_scan: z.output<typeof semgrepScan> }) {
  return {
    repositories: [
      ...repositoryAt(meta.repo_url ?? ""),
      ...repositoryNamed(meta.repository ?? ""),
      ...repositoryNamed(meta.repo_display_name ?? ""),
    ],
    ...present({
      commit: wholeCommitIn(meta.commit ?? ""),
      pullRequest: pullRequestNumber(String(meta.pull_request_id ?? "")) ?? pullRequestOfRef(meta.branch),
    }),
  };
}

function findingTarget(item: { readonly semgrep_finding: z.output<typeof semgrepFinding> }) {
  const { repo_name = "", ref, commit_url = "" } = item.semgrep_finding;
  return {
    repositories: repositoryNamed(repo_name),
    ...present({
      commit: wholeCommitIn(/\/commit\/([0-9a-f]+)$/i.exec(commit_url.slice(0, LONGEST_NAME))?.[1] ?? ""),
      pullRequest: pullRequestOfRef(ref),
    }),
  };
}

/** Each target once, without those that name no repository. */
function targetsOf(named: readonly NamedTarget[]): RelayEvent {
  const known = named.filter(({ repositories }) => repositories.length > 0);
  if (known.length === 0) return { kind: "nothing", why: "it names no repository of GitHub" };
  const once = new Map(known.map((target) => [JSON.stringify(target), target]));
  return {
    kind: "targets",
    targets: [...once].toSorted(([a], [b]) => compareText(a, b)).map(([, one]) => one),
  };
}

const NOT_JSON = { kind: "malformed", why: "the body is not JSON" } as const;

/** A JSON object or list; undefined for anything else. */
function parseBody(body: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What is longer is no name or address of a repository. */
const LONGEST_NAME = 500;

const OWNER_AND_NAME = /^[\w-]{1,100}\/(?!\.{1,2}$)[\w.-]{1,100}$/;

/** Whether a text is `owner/name` as GitHub has them. */
export function isGitHubRepository(text: string): boolean {
  return OWNER_AND_NAME.test(text);
}

function repositoryNamed(text: string): readonly string[] {
  return isGitHubRepository(text) ? [text] : [];
}

/** `https://github.com/acme/shop.git`, `git@github.com:acme/shop.git`, `ssh://git@github.com/acme/shop`. */
function repositoryAt(address: string): readonly string[] {
  const form =
    /^(?:(?:https?|ssh|git):\/\/(?:[^@/\s]*@)?|[^@/\s:]+@)([^:/\s]+)(?::\d+(?=\/))?[:/](\S+?)\/?$/i;
  const [, host = "", path = ""] = form.exec(address.slice(0, LONGEST_NAME)) ?? [];
  const elsewhere = /(?:^|\.)(?:gitlab|bitbucket|azure|visualstudio)\./i.test(host);
  return elsewhere ? [] : repositoryNamed(path.replace(/\.git$/i, ""));
}

/** GitHub's refs of pull requests: `refs/pull/7/merge`, `refs/pull/7/head`. */
function pullRequestOfRef(ref = ""): number | undefined {
  return pullRequestNumber(/^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref)?.[1] ?? "");
}

function pullRequestNumber(digits: string): number | undefined {
  return /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : undefined;
}

function wholeCommitIn(text: string): string | undefined {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text) ? text.toLowerCase() : undefined;
}
