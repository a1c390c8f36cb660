import type { FindingType } from "../../model/finding.ts";
import type { Severity } from "../../model/severity.ts";
import type { ProblemSeverity, RulePrecision, SarifLevel } from "./document.ts";

/** How a severity is said to code scanning. */
interface Grade {
  readonly level: SarifLevel;
  readonly problem: ProblemSeverity;
  /** Score for a finding that has none, or one that contradicts its severity. */
  readonly score: number;
  /** Lowest and highest score that code scanning shows as this severity. */
  readonly band: readonly [lowest: number, highest: number];
}

/**
 * Code scanning's bands: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low. A severity that
 * nobody could read is shown as critical, because that is how it is judged, but below those known to be critical.
 */
const GRADES: Readonly<Record<Severity, Grade>> = {
  critical: { level: "error", problem: "error", score: 9.5, band: [9.1, 10] },
  unknown: { level: "error", problem: "error", score: 9.1, band: [9.1, 9.1] },
  high: { level: "error", problem: "error", score: 8, band: [7, 8.9] },
  medium: { level: "warning", problem: "warning", score: 5.5, band: [4, 6.9] },
  low: { level: "note", problem: "recommendation", score: 2, band: [0.1, 3.9] },
};

/** How far off its band a score may be and still count: scores are rounded to tenths, and 9.0 is critical for CVSS. */
const ROUNDING = 0.1;

/**
 * The number that code scanning derives its severity from, 0.1 to 10.0. It is the tool's own score when that tells
 * the same severity, moved to the edge of GitHub's band where the scales differ by a tenth.
 */
export function securitySeverity(severity: Severity, score?: number): number {
  const { band, score: usual } = GRADES[severity];
  const [lowest, highest] = band;
  if (severity === "unknown" || score === undefined || !Number.isFinite(score)) return usual;
  if (score < lowest - ROUNDING || score > highest + ROUNDING || score <= 0) return usual;
  return Math.min(highest, Math.max(lowest, Math.round(score * 10) / 10));
}

export function levelOf(severity: Severity): SarifLevel {
  return GRADES[severity].level;
}

export function problemSeverityOf(severity: Severity): ProblemSeverity {
  return GRADES[severity].problem;
}

/** Whether a version is affected is looked up; everything else is found by patterns and may be wrong more often. */
const PRECISION: Readonly<Record<FindingType, RulePrecision>> = {
  sca: "very-high",
  container: "very-high",
  license: "very-high",
  secrets: "high",
  iac: "high",
  sast: "high",
};

export function precisionOf(type: FindingType): RulePrecision {
  return PRECISION[type];
}
