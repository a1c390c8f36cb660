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
export const LONGEST_REFERENCE = 1000;

const NAME = "((?!\\.{1,2}/)[\\w.-]+)";
const PATH = "((?!\\.{1,2}[/@])[^/@\\s]+(?:/(?!\\.{1,2}[/@])[^/@\\s]+)*)";
/** Without what git allows in no name of a branch or tag (https://git-scm.com/docs/git-check-ref-format), but for `@{`. */
const REF = "((?![/-])(?!\\S*(?:\\.\\.|//))[^\\s~^:?*[\\\\]*[^\\s~^:?*[\\\\/.])";

/** The pattern of a reference, for the parser and for the schema that editors read. */
export const REFERENCE_PATTERN = `^${NAME}/${NAME}/${PATH}@${REF}$`;

const REFERENCE = new RegExp(REFERENCE_PATTERN);

/** Reads `OWNER/REPO/PATH@REF`; the first `@` begins the ref. Undefined for anything else. */
export function parsePolicyReference(text: string): PolicyReference | undefined {
  const match = text.length > LONGEST_REFERENCE ? null : REFERENCE.exec(text);
  if (match === null) return undefined;
  const [owner, repo, path, ref] = match.slice(1) as [string, string, string, string]; // the pattern has four groups
  return { owner, repo, path, ref };
}

/** `OWNER/REPO/PATH@REF`, as messages and `blockedBy` name the file. */
export function policyReferenceName({ owner, repo, path, ref }: PolicyReference): string {
  return `${owner}/${repo}/${path}@${ref}`;
}
