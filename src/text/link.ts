import { uriPath } from "./escape.ts";

const PLAIN_SEGMENTS = /^(?!\.{1,2}(?:\/|$))[^/\\]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\]+)*$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const SUSPECT = /[\u0000-\u001f\u007f-\u009f]|^[a-z][a-z0-9+.-]*:|^~/i;
const LONGEST_PATH = 400;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;

/**
 * Whether a path that a tool gave can be meant as a file of the repository: relative, with `/`, without `.` or `..`
 * steps, drive, scheme or control characters, and not absurdly long. Only such a path is linked or annotated.
 */
export function isRepositoryPath(path: string): boolean {
  return path.length <= LONGEST_PATH && PLAIN_SEGMENTS.test(path) && !SUSPECT.test(path);
}

/** How a forge writes the web addresses of what is in a repository. */
export type LinkStyle = "github" | "gitlab" | "bitbucket" | "bitbucket-dc" | "azure";

/** A range of lines, from 1; both are the same for a single line. */
interface LineRange {
  readonly first: number;
  readonly last: number;
}

interface LinkForms {
  /** Behind the repository's address; `path` is encoded. */
  readonly file: (path: string, commit: string, range?: LineRange) => string;
  readonly commit: (commit: string) => string;
  /** Where the checks of a pull request are shown. */
  readonly checks: (pullRequest: number) => string;
}

const FORMS: Readonly<Record<LinkStyle, LinkForms>> = {
  github: {
    file: (path, commit, range) => `/blob/${commit}/${path}${anchor(range, ["#L", "-L"])}`,
    commit: (commit) => `/commit/${commit}`,
    checks: (number) => `/pull/${number}/checks`,
  },
  gitlab: {
    file: (path, commit, range) => `/-/blob/${commit}/${path}${anchor(range, ["#L", "-"])}`,
    commit: (commit) => `/-/commit/${commit}`,
    checks: (number) => `/-/merge_requests/${number}/pipelines`,
  },
  bitbucket: {
    file: (path, commit, range) => `/src/${commit}/${path}${anchor(range, ["#lines-", ":"])}`,
    commit: (commit) => `/commits/${commit}`,
    checks: (number) => `/pull-requests/${number}`,
  },
  "bitbucket-dc": {
    file: (path, commit, range) => `/browse/${path}?at=${commit}${anchor(range, ["#", "-"])}`,
    commit: (commit) => `/commits/${commit}`,
    checks: (number) => `/pull-requests/${number}/builds`,
  },
  azure: {
    file: (path, commit, range) =>
      `?path=/${path}&version=GC${commit}${range === undefined ? "" : `&line=${range.first}&lineEnd=${range.last + 1}&lineStartColumn=1&lineEndColumn=1`}`,
    commit: (commit) => `/commit/${commit}`,
    checks: (number) => `/pullrequest/${number}`,
  },
};

function anchor(range: LineRange | undefined, [one, to]: readonly [string, string]): string {
  if (range === undefined) return "";
  return `${one}${range.first}${range.last > range.first ? `${to}${range.last}` : ""}`;
}

/** A place in the repository at a commit. `line` and `endLine` count from 1. */
export interface Place {
  /** The repository's web address, without a slash at the end; empty when nobody knows it. */
  readonly repositoryUrl: string;
  /** GitHub's unless given. */
  readonly forge?: LinkStyle | undefined;
  readonly commit: string;
  readonly path: string;
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
}

/** The lasting web address of a place, or undefined when its path or commit is none that can be linked. */
export function permalink(place: Place): string | undefined {
  const { repositoryUrl, forge = "github", commit, path, line, endLine } = place;
  if (repositoryUrl === "" || !isRepositoryPath(path) || !COMMIT.test(commit)) return undefined;
  return `${repositoryUrl}${FORMS[forge].file(uriPath(path), commit, lineRange(line, endLine))}`;
}

function lineRange(line?: number, endLine?: number): LineRange | undefined {
  if (line === undefined || !Number.isSafeInteger(line) || line < 1) return undefined;
  const isLonger = endLine !== undefined && Number.isSafeInteger(endLine) && endLine > line;
  return { first: line, last: isLonger ? endLine : line };
}

/** Where a repository is shown. */
export interface ShownRepository {
  /** The repository's web address, without a slash at the end; empty when nobody knows it. */
  readonly repositoryUrl: string;
  /** GitHub's unless given. */
  readonly forge?: LinkStyle | undefined;
}

/** The web address of a commit, or undefined when it is not a whole one, or nobody knows the repository's. */
export function commitLink(
  { repositoryUrl, forge = "github" }: ShownRepository,
  commit: string,
): string | undefined {
  if (repositoryUrl === "" || !COMMIT.test(commit)) return undefined;
  return `${repositoryUrl}${FORMS[forge].commit(commit)}`;
}

/** Where a pull request's checks are shown. */
export function checksAddress(
  { repositoryUrl, forge = "github" }: ShownRepository,
  pullRequest: number,
): string {
  return `${repositoryUrl}${FORMS[forge].checks(pullRequest)}`;
}

/** Where GitHub shows the alerts of a pull request that are open. */
export function alertsAddress({ repositoryUrl }: ShownRepository, pullRequest: number): string {
  return `${repositoryUrl}/security/code-scanning?query=pr:${pullRequest}+is:open`;
}

const SHOWN_REPOSITORY = /\/(?:projects\/([^/]+)|users\/([^/]+))\/repos\/([^/]+)$/;

/**
 * The addresses that tools know a repository by, without `.git`: the one that it is shown at, and the one
 * that git clones from, where that is another: Data Center has `BASE/scm/KEY/slug`.
 */
export function repositoryAddresses(repositoryUrl: string): readonly string[] {
  const cloned = repositoryUrl.replace(
    SHOWN_REPOSITORY,
    (_, key: string | undefined, user: string | undefined, slug: string) =>
      `/scm/${key ?? `~${user}`}/${slug}`,
  );
  return [...new Set([repositoryUrl, cloned])];
}

/** Where the two tools show their findings. A report file can name any address, so others are not linked. */
const TOOL_HOSTS = ["semgrep.dev", "semgrep.com", "snyk.io"];

export interface WebAddress {
  readonly host: string;
  /** The whole address as RFC 3986 has it, which is stricter than what browsers take. */
  readonly uri: string;
}

/** An `https` address without user info and not absurdly long; anything else is undefined. */
export function webAddress(link: string | undefined): WebAddress | undefined {
  if (link === undefined || link.length > 1000 || !URL.canParse(link)) return undefined;
  const { protocol, username, password, host, origin, pathname, search, hash } = new URL(link);
  if (protocol !== "https:" || username !== "" || password !== "") return undefined;
  const uri = [
    origin,
    ...[pathname, search, hash].map((part) => part.charAt(0) + encoded(part.slice(1))),
  ].join("");
  // Many findings have a link, and nearly all are in order: a text that is there already takes no room again.
  return { host, uri: uri === link ? link : uri };
}

/** What RFC 3986 does not let stand in a path, query or fragment is percent-encoded; what is already, stays. */
function encoded(part: string): string {
  return part.replace(/%(?![0-9a-f]{2})|[^\w.~:/?@!$&'()*+,;=%-]/gi, (char) => encodeURIComponent(char));
}

/**
 * A link that a tool gave, fit for a Markdown destination or a quoted attribute: a {@link webAddress} on a host of
 * the tools or of `hosts` or below one of them, percent-encoded. Anything else is undefined, because a report file in
 * a pull request may name any address, and a link in our comment is believed.
 */
export function toolLink(link: string | undefined, hosts: readonly string[] = []): string | undefined {
  const address = webAddress(link);
  if (address === undefined) return undefined;
  const { host, uri } = address;
  const known = [...TOOL_HOSTS, ...hosts].some((each) => host === each || host.endsWith(`.${each}`));
  return known ? uri.replace(/[!@$&'()*[\]]/g, (char) => (char === "&" ? "&amp;" : hex(char))) : undefined;
}

/** The link of a ticket, as {@link toolLink} judges it: on Jira's own hosts. */
export function ticketLink({ url }: { readonly url?: string }): string | undefined {
  return toolLink(url, ["atlassian.net"]);
}

function hex(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
