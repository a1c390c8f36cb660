import type { Finding, FindingStatus, Observation } from "../model/finding.ts";
import { compareSeverity } from "../model/severity.ts";
import { compareText } from "../text/group.ts";

const AGES: Readonly<Record<FindingStatus, number>> = { new: 0, unknown: 1, existing: 2 };

/** What needs attention first: blocking, then by severity, age and place. No two findings are equal in it. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    Number(b.blocking) - Number(a.blocking) ||
    compareSeverity(a.severity, b.severity) ||
    (a.blocking && b.blocking ? compareUrgency(a, b) : AGES[a.status] - AGES[b.status]) ||
    comparePlaces(a, b) ||
    compareText(a.fingerprint, b.fingerprint)
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

/** What has no file stands behind what has one. */
function comparePlaces(a: Finding, b: Finding): number {
  if (a.path === undefined || b.path === undefined) {
    return Number(a.path === undefined) - Number(b.path === undefined);
  }
  return compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0);
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
