import type { SourceEvidence } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import { type Phase, SERVICES } from "../../model/phase.ts";
import type { Report } from "../../model/report.ts";
import { SEVERITIES, type Severity } from "../../model/severity.ts";
import { markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { compareText } from "../../text/group.ts";
import { sourcesToTell } from "../markdown/evidence.ts";
import { prose } from "../markdown/prose.ts";
import { dayOf, folded, table, took, toolName } from "../markdown/words.ts";
import type { Outcome } from "../reporter.ts";

/** What a run did: how long each phase took, and what came of the other reporters. */
export interface RunFacts {
  readonly phases: readonly Phase[];
  /** Of every other reporter. */
  readonly outcomes: readonly Outcome[];
  /** The run's own page, which lists what the job uploaded. */
  readonly link?: string | undefined;
}

/** Characters of what one reporter says. */
const LONGEST = 700;

/** How long each phase took and what it asked for, one row each, and their sum. */
export function phaseTable({ phases }: RunFacts): string {
  if (phases.length === 0) return "";
  const rows = phases.map(({ name, ms, requests }) => [name, took(ms), requestsOf([requests])]);
  const sum = phases.reduce((total, { ms }) => total + ms, 0);
  const all = requestsOf(phases.map(({ requests }) => requests));
  return table(["Phase", "Took", "Requests"], [...rows, ["**in all**", took(sum), all]]);
}

/** Scans of a source whose times are told. */
const MOST_SCANS = 3;

/** When each source scanned, how often it was asked, and how long that took: one row a source. */
export function measuredTable(report: Report): string {
  const rows = sourcesToTell(report)
    .filter(({ requests, scans = [] }) => requests > 0 || scans.length > 0)
    .map((evidence) => [toolName(evidence.source), scanned(evidence), asked(evidence)]);
  return table(["Source", "Scanned", "Requests"], rows);
}

function asked({ requests, tookMs }: SourceEvidence): string {
  return `${requests}${tookMs === undefined ? "" : ` in ${took(tookMs)}`}`;
}

function scanned({ scans = [] }: SourceEvidence): string {
  const times = scans.map(({ startedAt = "", completedAt = "" }) => {
    const [start, end] = [Date.parse(startedAt), Date.parse(completedAt)];
    if (Number.isNaN(start)) return "—";
    const from = new Date(start).toISOString();
    return `${dayOf(from)} ${from.slice(11, 16)}&nbsp;UTC${end >= start ? `, took ${took(end - start)}` : ""}`;
  });
  return times.slice(0, MOST_SCANS).join("<br>") || "—";
}

/** What kept other reporters from their work: somebody has to act on it. */
export function warningLines({ outcomes }: RunFacts): string {
  return outcomes
    .flatMap(({ warnings }) => warnings.map((warning) => `- ⚠️ ${fitText(warning, LONGEST, prose)}`))
    .join("\n");
}

/** What every other reporter did. */
function outcomeLines({ outcomes }: RunFacts): string {
  return outcomes
    .flatMap(({ id, done }) =>
      done === undefined ? [] : [`- ${id}: ${fitText(done, LONGEST, markdownText)}`],
    )
    .join("\n");
}

function artifactLine({ link }: RunFacts): string {
  if (link === undefined) return "";
  return `- [Artifacts of this run](${encodeURI(link)}#artifacts), where the job uploads the report`;
}

/** What nobody looks for first, folded: files and addresses of what was published, times, requests. */
export function runDetails(report: Report, run: RunFacts): string {
  const parts = [
    ["Published", [outcomeLines(run), artifactLine(run)].filter((lines) => lines !== "").join("\n")],
    ["Time and requests of each phase", phaseTable(run)],
    ["Time and requests of each source", measuredTable(report)],
  ].filter(([, body]) => body !== "");
  if (parts.length === 0) return "";
  return folded(
    "This run: files, times and requests",
    parts.map(([name, body]) => `**${name}**\n\n${body}`).join("\n\n"),
  );
}

function requestsOf(some: readonly Phase["requests"][]): string {
  const counts = SERVICES.map((service) => ({
    service,
    count: some.reduce((sum, requests) => sum + (requests[service] ?? 0), 0),
  }));
  const asked = counts.filter(({ count }) => count > 0);
  return asked.map(({ service, count }) => `${toolName(service)} ${count}`).join(", ") || "none";
}

const MOST_BARS = 20;
const BAR_HEIGHT = 28;
/** On a phone it is drawn smaller, and its labels must be read there too. */
const CHART_WIDTH = 500;
const MARGIN = 16;

/** Seen on GitHub's light page and on its dark one, at least 3 to 1 on either; each bar has its word beside it. */
const BAR_COLORS: Readonly<Record<Severity, string>> = {
  critical: "#cf222e",
  high: "#d1570c",
  medium: "#bf8700",
  low: "#2f6feb",
  unknown: "#818b98",
};

/** What is there is seen: the shortest bar, as a share of the longest. Its number stands beside it. */
const SHORTEST_BAR = 0.005;

interface ChartBar {
  readonly label: string;
  readonly severity: Severity;
  readonly count: number;
}

/**
 * A bar chart of unsuppressed findings by tool and severity, as a mermaid block; empty where it would have fewer than
 * two bars, which say no more than the counts do. A finding that two tools saw is in the bars of both.
 */
export function severityChart(findings: readonly Finding[]): string {
  const bars = barsOf(findings).slice(0, MOST_BARS);
  if (bars.length < 2) return "";
  const most = Math.max(...bars.map(({ count }) => count));
  const told = SEVERITIES.filter((severity) => bars.some((bar) => bar.severity === severity));
  // Only a series has a color of its own, so that each severity is one, with nothing in the places of the others.
  const series = told.map((severity) => {
    const lengths = bars.map((bar) =>
      bar.severity === severity ? Math.max(bar.count, most * SHORTEST_BAR) : 0,
    );
    return `  bar [${lengths.join(", ")}]`;
  });
  const labels = bars.map(
    ({ label, severity, count }) => `"${label}: ${count.toLocaleString("en-US")} ${severity}"`,
  );
  const lines = [
    `%%{init: ${JSON.stringify(chartLook(bars.length, told))}}%%`,
    "xychart-beta horizontal",
    "  accTitle: Findings by tool and severity",
    `  x-axis [${labels.join(", ")}]`,
    `  y-axis 0 --> ${most}`,
    ...series,
  ];
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}

/** As high as its bars need, on the page's own ground, and without an axis of numbers, which stand beside the bars. */
function chartLook(bars: number, told: readonly Severity[]): object {
  return {
    xyChart: {
      width: CHART_WIDTH,
      height: MARGIN + bars * BAR_HEIGHT,
      xAxis: { showTick: false },
      yAxis: { showLabel: false, showTick: false, showAxisLine: false },
    },
    themeVariables: {
      xyChart: {
        backgroundColor: "transparent",
        plotColorPalette: told.map((severity) => BAR_COLORS[severity]).join(", "),
      },
    },
  };
}

function barsOf(findings: readonly Finding[]): readonly ChartBar[] {
  const counts = new Map<string, Map<Severity, number>>();
  for (const { suppressedBy, seenBy, severity } of findings) {
    if (suppressedBy !== undefined) continue;
    for (const tool of new Set(seenBy.map((each) => each.tool))) {
      const own = counts.get(tool) ?? new Map<Severity, number>();
      counts.set(tool, own.set(severity, (own.get(severity) ?? 0) + 1));
    }
  }
  return [...counts]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([tool, own]) =>
      SEVERITIES.flatMap((severity) => {
        const count = own.get(severity) ?? 0;
        return count === 0 ? [] : [{ label: labelOf(tool), severity, count }];
      }),
    );
}

/** A tool's name in letters and digits: mermaid has a grammar of its own. */
function labelOf(tool: string): string {
  return (
    toolName(tool)
      .replace(/&#?\w+;/g, "")
      .replace(/[^a-z0-9 .-]/gi, "")
      .trim()
      .slice(0, 30) || "other"
  );
}
