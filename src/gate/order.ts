import type { Finding, FindingStatus } from "../model/finding.ts";
import { compareSeverity } from "../model/severity.ts";
import { compareText } from "../text/group.ts";

const AGES: Readonly<Record<FindingStatus, number>> = { new: 0, unknown: 1, existing: 2 };

/** What needs attention first: blocking, then by severity, age and place. No two findings are equal in it. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    Number(b.blocking) - Number(a.blocking) ||
    compareSeverity(a.severity, b.severity) ||
    AGES[a.status] - AGES[b.status] ||
    comparePlaces(a, b) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/** What has no file stands behind what has one. */
function comparePlaces(a: Finding, b: Finding): number {
  if (a.path === undefined || b.path === undefined) {
    return Number(a.path === undefined) - Number(b.path === undefined);
  }
  return compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0);
}
