import { createHash } from "node:crypto";
import { adviceBesideDescription, adviceLine, type FixPlan, planFixesInSteps } from "../../fixes/advice.ts";
import type { CodeInsightsTraits } from "../../forges/forge.ts";
import type { InsightsAnnotation, InsightsReport } from "../../insights-ports.ts";
import { type Finding, isDecisive, packageLabel, STATUS_WORDS } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Severity } from "../../model/severity.ts";
import type { Steps } from "../../model/steps.ts";
import { SOURCE_NAMES, VERDICT_WORDS } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import { clip, visible, visibleLines } from "../../text/escape.ts";
import { isRepositoryPath, toolLink } from "../../text/link.ts";
import { present } from "../../text/present.ts";
import { findingTitle, locationText } from "../finding-words.ts";

/** What a report of Code Insights is made with, beside the report itself. */
export interface InsightsOptions {
  readonly traits: CodeInsightsTraits;
  /** The `comment-key`. */
  readonly key: string;
  /** The run's page. */
  readonly link?: string;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
}

/** A report to put, and what it could not hold. */
export interface RenderedInsights {
  readonly report: InsightsReport;
  /** How many findings have no annotation, because the forge takes no more. */
  readonly leftOut: number;
}

/**
 * A verdict as a report of Code Insights. Every finding that counts has an annotation, as many as the forge takes: the
 * worst ones, and the report says how many are left out. All texts are plain: the forge shows them as they are.
 */
export function* insightsInSteps(report: Report, options: InsightsOptions): Steps<RenderedInsights> {
  const { traits, key, link, linkHosts } = options;
  const fixes = yield* planFixesInSteps(report.findings);
  const open = report.findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const base = report.context.pullRequest === undefined ? `${traits.key}.branch` : traits.key;
  const reportKey = insightsKey(base, key);
  const ids = uniqueIds(reportKey);
  const annotations: InsightsAnnotation[] = [];
  for (const finding of open.slice(0, traits.annotations)) {
    annotations.push(annotationOf(finding, { id: ids(finding), fixes, traits, linkHosts }));
    yield;
  }
  const leftOut = open.length - annotations.length;
  const { title, reportDetails } = traits.longest;
  return {
    leftOut,
    report: {
      key: reportKey,
      title: clip(titleOf(report, key), title),
      details: clip(detailsOf(report, { shown: annotations.length, leftOut }), reportDetails),
      isPassed: report.verdict === "pass" || report.isTolerated === true,
      figures: figuresOf(report).slice(0, traits.figures),
      ...present({ link }),
      annotations,
    },
  };
}

/**
 * The key of a report, which stands in addresses: what may not stand there is told apart by a hash. A run that judges no
 * pull request has one of its own, so that it never replaces a pull request's report on the same commit.
 */
function insightsKey(base: string, commentKey: string): string {
  if (commentKey === "default") return base;
  const plain = commentKey.replace(/[^A-Za-z0-9._-]/g, "-");
  return `${base}-${plain}${plain === commentKey ? "" : `-${shortHash(commentKey).slice(0, 8)}`}`;
}

/** Names findings within a report; the same problem twice in one report is numbered. */
function uniqueIds(reportKey: string): (finding: Finding) => string {
  const known = new Map<string, number>();
  return ({ fingerprint, path, line }) => {
    const id = `${reportKey}-${shortHash(JSON.stringify([fingerprint, path, line]))}`;
    const before = known.get(id) ?? 0;
    known.set(id, before + 1);
    return before === 0 ? id : `${id}-${before + 1}`;
  };
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function titleOf({ verdict, isTolerated, context }: Report, key: string): string {
  const told = [
    ...(key === "default" ? [] : [key]),
    ...(context.pullRequest === undefined ? ["branch"] : []),
  ];
  const name = told.length === 0 ? "Scan Gate" : `Scan Gate (${told.join(", ")})`;
  return `${name}: ${VERDICT_WORDS[verdict]}${isTolerated === true ? ", tolerated" : ""}`;
}

function detailsOf(
  report: Report,
  { shown, leftOut }: { readonly shown: number; readonly leftOut: number },
): string {
  const cut =
    leftOut > 0
      ? `${counted(shown, "finding is", "findings are")} shown here, the worst first; ${counted(leftOut, "more is", "more are")} in the other reports of the run.`
      : "";
  const reasons = report.reasons.map(({ source, message }) => `${SOURCE_NAMES[source]}: ${message}`);
  return [report.sentence, cut, ...reasons]
    .filter((line) => line !== "")
    .map(visible)
    .join("\n");
}

/** The most telling first: a forge may show only some. */
function figuresOf({ counts }: Report): InsightsReport["figures"] {
  return [
    { title: "To fix", value: counts.blocking },
    { title: "New", value: counts.new },
    { title: "Critical", value: counts.critical },
    { title: "High", value: counts.high },
    { title: "Medium", value: counts.medium },
    { title: "Low", value: counts.low },
    { title: "Existing", value: counts.existing },
    { title: "Fixed", value: counts.fixed },
    { title: "Suppressed", value: counts.suppressed },
  ];
}

interface AnnotationOptions {
  readonly id: string;
  readonly fixes: FixPlan;
  readonly traits: CodeInsightsTraits;
  readonly linkHosts: readonly string[] | undefined;
}

function annotationOf(
  finding: Finding,
  { id, fixes, traits, linkHosts }: AnnotationOptions,
): InsightsAnnotation {
  const { severity, type, line, seenBy } = finding;
  const { longest } = traits;
  const place = placeOf(finding);
  const headline = headlineOf(finding, place === undefined);
  const more = moreOf(finding, fixes);
  const link = seenBy.map((each) => toolLink(each.link, linkHosts)).find((each) => each !== undefined);
  const details = clip(more, longest.details ?? 0);
  return {
    id,
    severity: traits.severities[severity],
    type: type === "license" ? "CODE_SMELL" : "VULNERABILITY",
    message: clip(longest.details === undefined ? `${headline}\n${more}` : headline, longest.message),
    isBlocking: isDecisive(finding),
    ...present({
      details: details === "" ? undefined : details,
      path: place,
      line: place !== undefined && line !== undefined && line > 0 ? line : undefined,
      // The place for a link takes an address as it is.
      link: link?.replaceAll("&amp;", "&"),
    }),
  };
}

function placeOf({ path }: Finding): string | undefined {
  return path !== undefined && isRepositoryPath(path) ? path : undefined;
}

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  unknown: "Unknown severity",
};

/** `High, to fix: SQL injection in lodash@4.17.15`, and the place where the forge shows none. */
function headlineOf(finding: Finding, namesPlace: boolean): string {
  const { severity, blocking, package: pkg } = finding;
  const standing = blocking ? ", to fix" : isDecisive(finding) ? ", over the budget" : "";
  const where = namesPlace ? locationText(finding) : "";
  const parts = [
    `${SEVERITY_WORDS[severity]}${standing}: ${findingTitle(finding)}`,
    ...(pkg === undefined ? [] : [` in ${packageLabel(pkg)}`]),
    ...(where === "" ? [] : [` (${where})`]),
  ];
  return visible(parts.join(""));
}

/** What to do, who says so, and the tool's own description. */
function moreOf(finding: Finding, fixes: FixPlan): string {
  const { seenBy, status, description = "", blockedBy } = finding;
  const advice = fixes.adviceOn(finding);
  const beside = adviceBesideDescription(advice) === undefined ? undefined : adviceLine(advice);
  const tools = seenBy.map(({ tool, rule }) => (rule === undefined ? tool : `${tool} (${rule})`));
  return [
    beside === undefined ? "" : `Fix: ${beside}`,
    `Found by ${[...new Set(tools)].join(", ")}; ${STATUS_WORDS[status]}${blockedBy === undefined ? "" : `; blocks because of ${blockedBy}`}`,
    description,
  ]
    .map((text) => visibleLines(text).trim())
    .filter((text) => text !== "")
    .join("\n");
}
