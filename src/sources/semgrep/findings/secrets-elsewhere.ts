import { counted } from "../../../text/count.ts";
import { bareRef } from "../scans/scan.ts";
import type { WireSecret } from "../schema.ts";

/**
 * Secrets that the API lists for other refs than the scan's. It shows each only where it was last seen, so some of
 * them may be what a scan counts and its ref lacks (contract §4.5).
 */
export interface SecretsElsewhere {
  /** Open, last seen on the base branch. */
  readonly existing: readonly WireSecret[];
  /** Open on another ref, and perhaps this scan's own. */
  readonly unknownAge: readonly WireSecret[];
  /** Ignored, fixed or only in the history: they explain a count, and are not taken in. */
  readonly settled: number;
  /** Made after the scan ended, so not its own. */
  readonly later: number;
  /** Open, in files that the pull request does not change. */
  readonly unchanged: number;
  /** How many of those that explain a count are in files that the pull request changes. */
  readonly inChangedFiles: number;
}

/** What is known of the scan whose secrets are missing. */
export interface SecretsQuestion {
  /** When the scan ended, ISO 8601. */
  readonly endedAt: string | undefined;
  /** The bare base branch, where there is one. */
  readonly base: string | undefined;
  /** Files that the pull request changes; undefined: all count, as of a full scan or where the list cannot be read. */
  readonly changedFiles: ReadonlySet<string> | undefined;
}

const SETTLED = ["ignored", "fixed", "removed"];

export function secretsElsewhere(
  others: readonly WireSecret[],
  { endedAt, base, changedFiles }: SecretsQuestion,
): SecretsElsewhere {
  const isLater = ({ createdAt }: WireSecret) => Date.parse(createdAt ?? "") > Date.parse(endedAt ?? "");
  const earlier = others.filter((secret) => !isLater(secret));
  const open = earlier.filter((secret) => !isSettled(secret));
  const isOnBase = ({ ref }: WireSecret) => base !== undefined && bareRef(ref ?? "") === base;
  const existing = open.filter(isOnBase);
  const rest = open.filter((secret) => !isOnBase(secret));
  const isChanged = ({ findingPath }: WireSecret) =>
    changedFiles === undefined || findingPath === undefined || changedFiles.has(fileOf(findingPath));
  const unknownAge = rest.filter(isChanged);
  const settled = earlier.filter(isSettled);
  return {
    existing,
    unknownAge,
    settled: settled.length,
    later: others.length - earlier.length,
    unchanged: rest.length - unknownAge.length,
    inChangedFiles: unknownAge.length + [...existing, ...settled].filter(isChanged).length,
  };
}

/** How many secrets are no lost ones. */
export function explainedBy({ existing, unknownAge, settled }: SecretsElsewhere): number {
  return existing.length + unknownAge.length + settled;
}

/** What was taken in and what was not, for a note. */
export function inWordsElsewhere(found: SecretsElsewhere, base: string | undefined): string {
  const { existing, unknownAge, settled, later, unchanged } = found;
  const parts = [
    existing.length > 0 ? `${existing.length} last seen on ${base} count as existing` : "",
    unknownAge.length > 0 ? `${unknownAge.length} count as of unknown age` : "",
    unchanged > 0 ? `${unchanged} in files that this pull request does not change do not count` : "",
    later > 0 ? `${later} made after the scan ended do not count` : "",
    settled > 0 ? `${settled} are ignored, fixed or in the history only` : "",
  ].filter((part) => part !== "");
  const all = existing.length + unknownAge.length + settled + later + unchanged;
  return `${counted(all, "secret")} of other refs: ${parts.join(", ")}`;
}

function isSettled({ status, historicalInfo }: WireSecret): boolean {
  const word = String(status)
    .trim()
    .toLowerCase()
    .replace(/^finding_status_/, "");
  return SETTLED.includes(word) || Boolean(historicalInfo?.gitCommit);
}

/** The file of `path:line`; the path itself may hold colons. */
function fileOf(findingPath: string): string {
  return findingPath.replace(/:\d+$/, "");
}
