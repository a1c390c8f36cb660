/** A policy file of another repository. */
export interface PolicyReference {
  readonly owner: string;
  readonly repo: string;
  readonly path: string;
  /** A branch, a tag, or a commit id. */
  readonly ref: string;
}

/** How a reference is written, for messages. */
export const REFERENCE_FORM = "OWNER/REPO/PATH@REF";

/** Longest reference that is taken. */
const LONGEST_REFERENCE = 1000;

/** What git allows in no name of a branch or tag (https://git-scm.com/docs/git-check-ref-format), but for `@{`. */
const NO_REF = /[\s~^:?*[\\]|\.\.|\/\/|^[/-]|[/.]$/;

/** Reads `OWNER/REPO/PATH@REF`; the first `@` begins the ref. Undefined for anything else. */
export function parsePolicyReference(text: string): PolicyReference | undefined {
  const match = /^([\w.-]+)\/([\w.-]+)\/([^@\s]+)@(\S+)$/.exec(text);
  if (match === null || text.length > LONGEST_REFERENCE) return undefined;
  const [, owner = "", repo = "", path = "", ref = ""] = match;
  const isPart = (part: string) => part !== "" && part !== "." && part !== "..";
  const isUsable = [owner, repo, ...path.split("/")].every(isPart) && !NO_REF.test(ref);
  return isUsable ? { owner, repo, path, ref } : undefined;
}

/** `OWNER/REPO/PATH@REF`, as messages and `blockedBy` name the file. */
export function policyReferenceName({ owner, repo, path, ref }: PolicyReference): string {
  return `${owner}/${repo}/${path}@${ref}`;
}
