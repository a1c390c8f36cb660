import type { Finding, FindingStatus, Observation } from "../model/finding.ts";
import { compareSeverity } from "../model/severity.ts";
import { type Steps, sortInSteps } from "../model/steps.ts";
import { compareText } from "../text/group.ts";

const AGES: Readonly<Record<FindingStatus, number>> = { new: 0, unknown: 1, existing: 2 };

/**
 * What needs attention first: blocking, then by severity, age and place. No two findings are equal in it. Paths, of
 * which there are few, are put in order first, so that findings are compared by numbers.
 */
export function* sortFindings(findings: readonly Finding[]): Steps<readonly Finding[]> {
  const paths = new Map<string | undefined, number>();
  for (const { path } of findings) paths.set(path, NO_FILE);
  const named = [...paths.keys()].filter((path) => path !== undefined);
  for (const [at, path] of (yield* sortInSteps(named, compareText)).entries()) paths.set(path, at);
  const ranked = findings.map(
    (finding): RankedFinding => ({
      finding,
      rank: rankOf(finding),
      place: Number(paths.get(finding.path)),
      line: finding.path === undefined ? 0 : (finding.line ?? 0),
    }),
  );
  yield;
  return (yield* sortInSteps(ranked, compareRanked)).map(({ finding }) => finding);
}

/** What has no file stands behind what has one. */
const NO_FILE = Number.MAX_SAFE_INTEGER;

interface RankedFinding {
  readonly finding: Finding;
  /** The less, the sooner it needs attention. */
  readonly rank: number;
  /** Its path's place among all paths. */
  readonly place: number;
  readonly line: number;
}

/** Of blockers, urgency stands before age and place. */
function rankOf({ blocking, severity, status }: Finding): number {
  return (blocking ? 0 : 100) + 10 * compareSeverity(severity, "critical") + (blocking ? 0 : AGES[status]);
}

function compareRanked(a: RankedFinding, b: RankedFinding): number {
  return (
    a.rank - b.rank ||
    (a.finding.blocking ? compareUrgency(a.finding, b.finding) : 0) ||
    a.place - b.place ||
    a.line - b.line ||
    compareText(a.finding.fingerprint, b.finding.fingerprint)
  );
}

/** What makes one blocker more urgent than another of its severity, the first of these that tells them apart. */
const URGENCY: readonly ((finding: Finding) => number)[] = [
  ({ malicious }) => Number(malicious === true),
  ({ validated }) => Number(validated === "valid"),
  ({ exploited }) => Number(exploited === true),
  ({ exploit }) => Number(exploit === "mature"),
  ({ reachability = "" }) => Number(/^reachable\b|^always reachable$/i.test(reachability)),
  ({ epss = 0 }) => epss,
];

function compareUrgency(a: Finding, b: Finding): number {
  for (const urgency of URGENCY) {
    const difference = urgency(b) - urgency(a);
    if (difference !== 0) return difference;
  }
  return 0;
}

const TOOL_ORDER: readonly string[] = ["semgrep", "snyk"];

function toolRank(tool: string): string {
  const rank = TOOL_ORDER.indexOf(tool);
  return rank === -1 ? `${TOOL_ORDER.length}${tool}` : String(rank);
}

/** An order that depends on nothing but what the observations say. */
export function compareObservations(a: Observation, b: Observation): number {
  return (
    compareText(toolRank(a.tool), toolRank(b.tool)) ||
    compareText(a.id, b.id) ||
    compareText(a.source, b.source) ||
    compareSeverity(a.severity, b.severity) ||
    Number(a.ignored !== undefined) - Number(b.ignored !== undefined) ||
    compareText(a.identity, b.identity) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}
