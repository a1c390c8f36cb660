import type { Finding, FindingStatus, Observation } from "../model/finding.ts";
import { compareSeverity } from "../model/severity.ts";
import { type Steps, sortInSteps } from "../model/steps.ts";
import { compareText, groupBy } from "../text/group.ts";
import { plainReachability } from "./reachability.ts";

const AGES: Readonly<Record<FindingStatus, number>> = { new: 0, unknown: 1, existing: 2 };

/**
 * What needs attention first: blocking, then by severity, age and place. No two findings are equal in it. Paths, of
 * which there are few, are put in order first, so that findings are compared by numbers; and only those are held
 * against each other that rank and file do not tell apart.
 */
export function* sortFindings(findings: readonly Finding[]): Steps<readonly Finding[]> {
  const paths = new Map<string, number>();
  for (const { path } of findings) if (path !== undefined) paths.set(path, 0);
  for (const [at, path] of (yield* sortInSteps([...paths.keys()], compareText)).entries())
    paths.set(path, at);
  const placeOf = ({ path }: Finding) => (path === undefined ? paths.size : Number(paths.get(path)));
  const ranked = findings.map((finding): RankedFinding => {
    const { blocking, path, line = 0 } = finding;
    const [rank, urgency] = [rankOf(finding), blocking ? urgencyOf(finding) : 0];
    return { finding, rank, urgency, place: placeOf(finding), line: path === undefined ? 0 : line };
  });
  yield;
  // The urgency of a blocker stands before its place.
  const groups = groupBy(
    ranked,
    ({ rank, place, finding }) => rank * (paths.size + 1) + (finding.blocking ? 0 : place),
  );
  const sorted: Finding[] = [];
  for (const [, alike] of yield* sortInSteps([...groups], ([a], [b]) => a - b)) {
    const inOrder = alike.length === 1 ? alike : yield* sortInSteps(alike, compareRanked);
    for (const { finding } of inOrder) sorted.push(finding);
  }
  return sorted;
}

interface RankedFinding {
  readonly finding: Finding;
  /** The less, the sooner it needs attention. */
  readonly rank: number;
  /** Of blockers of one rank, the greater, the sooner. */
  readonly urgency: number;
  /** Its path's place among all paths; what has no file stands behind what has one. */
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
    b.urgency - a.urgency ||
    a.place - b.place ||
    a.line - b.line ||
    compareText(a.finding.fingerprint, b.finding.fingerprint)
  );
}

/** What makes one blocker more urgent than another of its severity, the first of these that tells them apart. */
const URGENCY: readonly ((finding: Finding) => boolean)[] = [
  ({ malicious }) => malicious === true,
  ({ validated }) => validated === "valid",
  ({ exploited }) => exploited === true,
  ({ exploit }) => exploit === "mature",
  ({ reachability = "" }) => /^reachable\b|^always reachable$/.test(plainReachability(reachability)),
];

/** A digit of base two for each, and behind them the probability of exploitation, which is below two. */
function urgencyOf(finding: Finding): number {
  const marks = URGENCY.reduce((sum, isMarked) => 2 * sum + Number(isMarked(finding)), 0);
  return 2 * marks + (finding.epss ?? 0);
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
