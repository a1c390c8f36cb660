/** Whatever a workflow of any branch posts; a pull request can bring such a workflow. */
const WORKFLOWS = "github-actions[bot]";

/**
 * Whether a commit status counts as Snyk's by who set it: anybody's but a workflow's, or only the accounts named in
 * `snyk-check-author`. A status without an author counts where none is named.
 */
export function countsAsSnyk(author: string | undefined, named: readonly string[]): boolean {
  const login = author?.toLowerCase();
  if (named.length > 0) return named.some((name) => name.toLowerCase() === login);
  return login !== WORKFLOWS;
}
