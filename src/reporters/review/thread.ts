import type { FixAdvice, FixPlan } from "../../fixes/advice.ts";
import { type CodeEdit, type Finding, SOURCES, type SourceId, STATUS_WORDS } from "../../model/finding.ts";
import { fingerprintOf } from "../../model/identity.ts";
import type { ReportContext } from "../../model/report.ts";
import type { ReviewComment } from "../../review-ports.ts";
import { counted } from "../../text/count.ts";
import { clip, markdownFence, visibleLines } from "../../text/escape.ts";
import { fixCell } from "../markdown/fixes.ts";
import { findingHeadline, linkedTools, urgencyOf } from "../markdown/rows.ts";
import { severityMark } from "../markdown/words.ts";
import { suggestionBlock } from "./suggestion.ts";

/** The longest code that stands in a thread as text. */
const LONGEST_CODE = 2_000;

/** What a thread is about, by which it is found again. */
export interface ThreadMarker {
  /** Fingerprints of the finding, its own first, and of all that was merged into it. */
  readonly fingerprints: readonly string[];
  /** The sources of the finding: only all of them together can tell that it is gone. */
  readonly sources: readonly SourceId[];
}

/** A thread of ours on the pull request. */
export interface OwnThread {
  readonly comment: ReviewComment;
  readonly marker: ThreadMarker;
  /** Whether somebody else wrote in it. */
  readonly isAnswered: boolean;
}

/** What marks the thread of a finding. */
export function markerOf({ fingerprint, observations }: Finding): ThreadMarker {
  const sources = new Set(observations.map(({ source }) => source));
  return {
    fingerprints: [...new Set([fingerprint, ...observations.map(fingerprintOf)])],
    sources: SOURCES.filter((source) => sources.has(source)),
  };
}

/** The first line of a thread of a key, which nobody sees. */
export function threadMarkerLine(key: string, { fingerprints, sources }: ThreadMarker): string {
  return `<!-- scan-gate-review:${key} ${fingerprints.join(",")} ${sources.join(",")} -->`;
}

/** Reads the first line of a thread; undefined when it is none of this key. */
export function readThreadMarker(key: string, body: string): ThreadMarker | undefined {
  const [first = ""] = body.split(/\r?\n/, 1);
  const [, found, fingerprints = "", sources = ""] =
    /^<!-- scan-gate-review:(\S+) ([\w,-]+) ([\w,]*) -->\s*$/.exec(first) ?? [];
  if (found !== key) return undefined;
  const named = sources.split(",");
  return {
    fingerprints: fingerprints.split(","),
    sources: SOURCES.filter((source) => named.includes(source)),
  };
}

/** The code that is the finding's fix, where its tool says exactly what it replaces. */
export function editOf({ observations }: Pick<Finding, "observations">): CodeEdit | undefined {
  return observations.find(({ fix }) => fix !== undefined)?.edit;
}

export interface ThreadOptions {
  readonly key: string;
  readonly context: ReportContext;
  readonly fixes: FixPlan;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
  /** Lines that take the place of those that the thread is on. */
  readonly suggestion?: readonly string[] | undefined;
}

/**
 * The text of a finding's thread: severity, title, what to do, and who says so. Of the finding's texts nothing takes
 * effect, but for the code of a suggestion where somebody takes it over.
 */
export function renderThread(finding: Finding, options: ThreadOptions): string {
  const { key, context, fixes, linkHosts = [], suggestion } = options;
  const advice = fixes.adviceOn(finding);
  const facts = [
    ...urgencyOf(finding),
    STATUS_WORDS[finding.status],
    linkedTools(finding, { context, linkHosts }),
  ];
  return [
    threadMarkerLine(key, markerOf(finding)),
    `${severityMark(finding.severity)} · ${findingHeadline(finding)}`,
    ...(suggestion === undefined
      ? todoParts(advice)
      : ["→ commit this suggestion:", suggestionBlock(suggestion)]),
    `<sub>${facts.filter((fact) => fact !== "").join(" · ")}</sub>`,
  ].join("\n\n");
}

/** Code of several lines stands below; in a cell only its first line has room. */
function todoParts(advice: FixAdvice): readonly string[] {
  if (advice.action === "none") return [];
  const [, ...others] = advice.action === "replace-code" ? advice.lines : [];
  if (advice.action !== "replace-code" || others.length === 0) return [`→ ${fixCell(advice)}`];
  const code = visibleLines(advice.lines.join("\n"));
  if (code.includes("<!--")) return [`→ ${fixCell(advice)}`];
  const cut = code.length > LONGEST_CODE ? ["The rest of this fix is in the HTML report."] : [];
  return [
    `→ use this code, ${counted(advice.lines.length, "line")}:`,
    markdownFence(clip(code, LONGEST_CODE)),
    ...cut,
  ];
}
