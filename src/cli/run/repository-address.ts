import { trimEndMarks } from "../../text/escape.ts";
/** Where a repository is, as far as an address tells. */
export interface RepositoryAddress {
  /** `https://host/group/name`: no user info, no `.git`, no slash at the end. */
  readonly url: string;
  /** `group/name`, with as many groups as there are. */
  readonly path: string;
  readonly host: string;
}

/**
 * The web address of a repository from that or from any address that git clones from: `https`, `ssh`, or
 * `git@host:group/name.git`. User info is left out, for it may be a secret. Undefined when it is no such address.
 */
export function repositoryAddress(address: string): RepositoryAddress | undefined {
  const text = address.trim();
  const short = /^(?:[^@/\s:]+@)([^:/\s]+):(?!\/\/)\/?(\S+)$/.exec(text);
  const whole = /^(https?|ssh|git)(?::\/\/)(?:[^@/\s]*@)?(\[[^\]\s]+\]|[^:/\s]+)(:\d+)?\/(\S+)$/i.exec(text);
  const scheme = whole?.[1]?.toLowerCase();
  const host = (short?.[1] ?? whole?.[2])?.toLowerCase();
  const path = pathOf(short?.[2] ?? whole?.[4] ?? "");
  if (host === undefined || path === "") return undefined;
  const azure = AZURE_SSH.includes(host) ? /^v3\/([^/]+\/[^/]+)\/([^/]+)$/.exec(path) : null;
  if (azure !== null) {
    const web = `${azure[1]}/_git/${azure[2]}`;
    return { url: `https://dev.azure.com/${web}`, path: namePath(web), host: "dev.azure.com" };
  }
  // A port belongs to the web address only when the address is one.
  const port = scheme?.startsWith("http") ? (whole?.[3] ?? "") : "";
  // Bitbucket Pipelines names its own host by http, where nothing is but the way to https.
  const protocol = scheme === "http" && host !== "bitbucket.org" ? "http" : "https";
  return { url: `${protocol}://${host}${port}/${path}`, path: namePath(path), host: `${host}${port}` };
}

/** Azure's addresses for ssh have hosts of their own, and `v3/organization/project/name`. */
const AZURE_SSH: readonly string[] = ["ssh.dev.azure.com", "vs-ssh.visualstudio.com"];

function pathOf(path: string): string {
  return trimEndMarks(path.replace(/[?#].*$/, ""), "/")
    .replace(/\.git$/, "")
    .replace(/^\/+/, "");
}

/** `projects/KEY/repos/name` or `users/NAME/repos/name`, below whatever an instance of Data Center is served. */
const DATA_CENTER = /^(?:.*\/)?(?:projects\/([^/]+)|users\/([^/]+))\/repos\/([^/]+)$/;

/**
 * Azure writes `organization/project/_git/name` where its repository is `organization/project/name`, and Bitbucket Data
 * Center `projects/KEY/repos/name` for `KEY/name`.
 */
function namePath(path: string): string {
  return path
    .replace("/_git/", "/")
    .replace(DATA_CENTER, (_, key?: string, user = "", name = "") => `${key ?? `~${user}`}/${name}`);
}

/** A repository by its address or by its name alone; undefined when a text is neither. */
export function repositoryByText(text: string): { readonly name: string; readonly url?: string } | undefined {
  const address = repositoryAddress(text);
  if (address !== undefined) return { name: address.path, url: address.url };
  return /^[^/\s:@]+(?:\/[^/\s:@]+)+$/.test(text) ? { name: text } : undefined;
}

/** The last part of a repository's name, and all groups before it. */
export function ownerAndName(repository: string): { readonly owner: string; readonly repo: string } {
  const at = repository.lastIndexOf("/");
  return { owner: repository.slice(0, Math.max(at, 0)), repo: repository.slice(at + 1) };
}
