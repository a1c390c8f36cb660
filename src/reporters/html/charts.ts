import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { countBySeverity, SEVERITIES, type Severity } from "../../model/severity.ts";
import { inStepsOver, type Steps } from "../../model/steps.ts";
import { clip, htmlText } from "../../text/escape.ts";
import { compareText } from "../../text/group.ts";
import { toolTitle } from "../finding-words.ts";

type SeverityCounts = Record<Severity, number>;

/** Most rows of a chart; what has fewer findings is one row at its end. */
const MOST_BARS = 8;

/** Most severities with which two charts stand beside each other. */
const MOST_BESIDE = 3;

/** A chart: open findings by something, and by severity within. */
interface ChartKind {
  readonly id: string;
  readonly title: string;
  /** What the rows are. */
  readonly head: string;
  /** The rows that a finding counts in. */
  readonly of: (finding: Finding) => readonly string[];
  /** All rows in their order; without it those with the most findings come first. */
  readonly order?: readonly string[];
  /** Whether one row alone is worth a chart. */
  readonly isFineAlone?: boolean;
  /** Said below it where its numbers do not add up to the open findings. */
  readonly remark?: string;
}

/**
 * Open findings by tool, by age, by directory or package, and new against existing: bars for the eye, and the same
 * numbers as tables. A chart that would say nothing is left out.
 *
 * @param now milliseconds since 1970, from which ages are told; without it no age is
 */
export function* chartsPart({ findings }: Pick<Report, "findings">, now: number | undefined): Steps<string> {
  const charts = [...CHARTS, ...(now === undefined ? [] : [ageChart(now)])].map((kind) => ({
    kind,
    groups: new Map<string, SeverityCounts>(),
  }));
  let open = 0;
  yield* inStepsOver(findings, (finding) => {
    if (finding.suppressedBy !== undefined) return;
    open += 1;
    for (const { kind, groups } of charts) {
      for (const name of kind.of(finding)) {
        const counts = groups.get(name) ?? countBySeverity([]);
        counts[finding.severity] += 1;
        groups.set(name, counts);
      }
    }
  });
  const drawn = charts.map(({ kind, groups }) => chart(kind, groups, open)).filter((text) => text !== "");
  const severities = new Set(findings.map(({ severity }) => severity)).size;
  const look = severities > MOST_BESIDE ? "charts long" : "charts";
  return drawn.length === 0 ? "" : `<div class="${look}">\n${drawn.join("\n")}\n</div>`;
}

const AGES = { new: "new", existing: "existing", unknown: "age unknown" } as const;

const CHARTS: readonly ChartKind[] = [
  {
    id: "chart-tool",
    title: "Open findings by tool",
    head: "Tool",
    of: ({ seenBy }) => [...new Set(seenBy.map(({ tool }) => toolTitle(tool)))],
    isFineAlone: true,
    remark: "A finding of several tools counts for each of them.",
  },
  {
    id: "chart-new",
    title: "Open findings, new and existing",
    head: "Age",
    of: ({ status }) => [AGES[status]],
    order: Object.values(AGES),
  },
  {
    id: "chart-place",
    title: "Open findings by directory or package",
    head: "Where",
    of: (finding) => [placeGroup(finding)],
  },
];

/** A package by its name, other findings by the first two directories of their path. */
function placeGroup({ package: one, path, project }: Finding): string {
  if (one !== undefined) return one.name;
  if (path === undefined) return project ?? "no place";
  const folders = path.split("/").slice(0, -1);
  return folders.length === 0 ? "the top directory" : `${folders.slice(0, 2).join("/")}/`;
}

const DAY_MS = 86_400_000;

/** The limits within which findings of a severity are usually to be fixed. */
const AGE_BUCKETS: readonly (readonly [days: number, name: string])[] = [
  [7, "up to 7 days"],
  [30, "8 to 30 days"],
  [90, "31 to 90 days"],
  [Number.POSITIVE_INFINITY, "over 90 days"],
];

function ageChart(now: number): ChartKind {
  return {
    id: "chart-age",
    title: "Open findings by time since they were first seen",
    head: "First seen",
    of: ({ firstSeen = "" }) => {
      const days = Math.floor((now - Date.parse(firstSeen)) / DAY_MS);
      const [, name] = AGE_BUCKETS.find(([most]) => days <= most) ?? [];
      return name === undefined ? [] : [name];
    },
    order: AGE_BUCKETS.map(([, name]) => name),
    remark: "Findings of which no tool says when it first saw them are left out.",
  };
}

function chart(kind: ChartKind, groups: ReadonlyMap<string, SeverityCounts>, open: number): string {
  if (groups.size === 0 || (groups.size === 1 && kind.isFineAlone !== true)) return "";
  const sums = [...groups.values()].map(total);
  const numbers = [...groups.values()].flatMap((counts) => SEVERITIES.filter((one) => counts[one] > 0));
  // A single number, and one finding in each row, are what the list says at a glance.
  const most = Math.max(...sums);
  if (most === 1 || numbers.length === 1) return "";
  const bars = inOrder(kind, groups);
  const told = SEVERITIES.filter((severity) => bars.some(([, counts]) => counts[severity] > 0));
  const rows = bars.map(([name, counts]) => {
    const cells = told.map(
      (severity) =>
        `<td data-name="${severity}"${counts[severity] === 0 ? ' class="zero"' : ""}>${counts[severity].toLocaleString("en-US")}</td>`,
    );
    // What is put together of many would make all others look small.
    const drawn = groups.has(name) ? bar(counts, most) : "";
    return `<tr><th scope="row">${htmlText(clip(name, 80))}</th><td class="share"><div>${drawn}${total(counts).toLocaleString("en-US")}</div></td>${cells.join("")}</tr>`;
  });
  const heads = told.map(
    (severity) => `<th scope="col"><span class="key ${severity}"></span>${severity}</th>`,
  );
  const isWhole = sums.reduce((sum, one) => sum + one, 0) === open;
  const remark = isWhole || kind.remark === undefined ? "" : `<p class="remark">${kind.remark}</p>\n`;
  return `<section aria-labelledby="${kind.id}">
<h2 id="${kind.id}">${kind.title}</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="${kind.id}"><table class="chart stacks">
<thead><tr><th scope="col">${kind.head}</th><th scope="col" class="share">Findings</th>${heads.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
${remark}</section>`;
}

function inOrder(
  { order }: ChartKind,
  groups: ReadonlyMap<string, SeverityCounts>,
): readonly (readonly [string, SeverityCounts])[] {
  if (order !== undefined) {
    return order.flatMap((name) => {
      const counts = groups.get(name);
      return counts === undefined ? [] : [[name, counts] as const];
    });
  }
  const sorted = [...groups]
    .map(([name, counts]) => ({ bar: [name, counts] as const, name, size: total(counts) }))
    .sort((a, b) => b.size - a.size || compareText(a.name, b.name))
    .map((one) => one.bar);
  const rest = sorted.slice(MOST_BARS);
  if (rest.length < 2) return sorted;
  const others = countBySeverity([]);
  for (const [, counts] of rest) for (const severity of SEVERITIES) others[severity] += counts[severity];
  return [...sorted.slice(0, MOST_BARS), [`${rest.length.toLocaleString("en-US")} others`, others] as const];
}

function total(counts: Readonly<SeverityCounts>): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}

const BAR_WIDTH = 140;
/** What is there is seen, however few it is beside the rest; the last pixel parts it from the next. */
const LEAST_WIDTH = 4;
const GAP = 1;

/** The numbers stand beside it, so that a screen reader is told to pass it over. */
function bar(counts: Readonly<SeverityCounts>, most: number): string {
  const room = BAR_WIDTH - SEVERITIES.length * LEAST_WIDTH;
  let x = 0;
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => {
    const width = Math.max(LEAST_WIDTH, (counts[severity] / most) * room);
    const part = `<rect class="${severity}" x="${x.toFixed(2)}" width="${(width - GAP).toFixed(2)}" height="14"></rect>`;
    x += width;
    return part;
  });
  const end = x.toFixed(2);
  return `<svg aria-hidden="true" width="${end}" height="14" viewBox="0 0 ${end} 14">${parts.join("")}</svg>`;
}
