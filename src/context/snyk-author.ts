import type { EventContext, IgnoredEvent } from "./run-context.ts";

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

/**
 * Why an event asks for nothing, which is known before anything is written or asked: it says so itself, or it is a status
 * whose creator does not count as Snyk.
 * @param named the accounts of `snyk-check-author`; undefined where the settings cannot be used
 */
export function ignoredEvent(
  readEvent: () => EventContext | IgnoredEvent,
  named: readonly string[] | undefined,
): IgnoredEvent | undefined {
  let event: EventContext | IgnoredEvent;
  try {
    event = readEvent();
  } catch {
    return undefined; // an event that cannot be used is a reason of the verdict
  }
  if (event.kind === "ignored") return event;
  if (event.kind !== "unresolved-commit" || event.status === undefined || named === undefined)
    return undefined;
  const { creator } = event.status;
  if (countsAsSnyk(creator, named)) return undefined;
  return {
    kind: "ignored",
    why: `The status was set by ${creator ?? "nobody"}, who does not count as Snyk`,
  };
}
