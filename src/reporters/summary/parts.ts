import type { Finding } from "../../model/finding.ts";
import { type Phase, SERVICES } from "../../model/phase.ts";
import type { Report } from "../../model/report.ts";
import { SEVERITIES } from "../../model/severity.ts";
import { markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { measuredTable } from "../markdown/evidence.ts";
import { prose } from "../markdown/prose.ts";
import { folded, table, took, toolName } from "../markdown/words.ts";
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

/** A shorter axis would have fractions of findings on it. */
const SHORTEST_AXIS = 10;

/** Mermaid's own color of bars is hardly seen on a light page. */
const BAR_COLOR = `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#2f6feb"}}}}%%`;

/**
 * A bar chart of unsuppressed findings by tool and severity, as a mermaid block; empty when there are none. A finding
 * that two tools saw is in the bars of both.
 */
export function severityChart(findings: readonly Finding[]): string {
  const bars = barsOf(findings).slice(0, MOST_BARS);
  if (bars.length === 0) return "";
  const labels = bars.map(({ label }) => `"${label}"`).join(", ");
  const lines = [
    BAR_COLOR,
    "xychart-beta horizontal",
    '  title "Findings by tool and severity"',
    `  x-axis [${labels}]`,
    `  y-axis "Findings" 0 --> ${Math.max(SHORTEST_AXIS, ...bars.map(({ count }) => count))}`,
    `  bar [${bars.map(({ count }) => count).join(", ")}]`,
  ];
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}

function barsOf(findings: readonly Finding[]): readonly { readonly label: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  const tools = new Set<string>();
  for (const finding of findings) {
    if (finding.suppressedBy !== undefined) continue;
    for (const tool of new Set(finding.seenBy.map((each) => each.tool))) {
      tools.add(tool);
      const key = JSON.stringify([tool, finding.severity]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...tools].sort().flatMap((tool) =>
    SEVERITIES.map((severity) => ({
      label: `${labelOf(tool)} ${severity}`,
      count: counts.get(JSON.stringify([tool, severity])) ?? 0,
    })).filter(({ count }) => count > 0),
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
