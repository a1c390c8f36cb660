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

/** A place in the repository at a commit. `line` and `endLine` count from 1. */
export interface Place {
  /** The repository's web address, without a slash at the end; empty when nobody knows it. */
  readonly repositoryUrl: string;
  readonly commit: string;
  readonly path: string;
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
}

/** The lasting web address of a place, or undefined when its path or commit is none that can be linked. */
export function permalink(place: Place): string | undefined {
  const { repositoryUrl, commit, path, line, endLine } = place;
  if (repositoryUrl === "" || !isRepositoryPath(path) || !COMMIT.test(commit)) return undefined;
  return `${repositoryUrl}/blob/${commit}/${uriPath(path)}${lines(line, endLine)}`;
}

function lines(line?: number, endLine?: number): string {
  if (line === undefined || !Number.isSafeInteger(line) || line < 1) return "";
  const last = endLine !== undefined && Number.isSafeInteger(endLine) && endLine > line ? `-L${endLine}` : "";
  return `#L${line}${last}`;
}

/** The web address of a commit, or undefined when it is not a whole one, or nobody knows the repository's. */
export function commitLink(repositoryUrl: string, commit: string): string | undefined {
  return repositoryUrl !== "" && COMMIT.test(commit) ? `${repositoryUrl}/commit/${commit}` : undefined;
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
