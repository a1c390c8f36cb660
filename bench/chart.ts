import { groupBy } from "../src/text/group.ts";
import { type Figure, valueInWords } from "./measure.ts";

interface Panel {
  readonly title: string;
  /** The part that its figures come from, and their unit. */
  readonly part: string;
  readonly unit: string;
}

const PANELS: readonly Panel[] = [
  { title: "From start to first request; others: until they are loaded", part: "start-up", unit: "ms" },
  {
    title: "A clean pull request, by the time that services take for an answer",
    part: "critical-path",
    unit: "s",
  },
  { title: "Processor time by the number of findings", part: "many-findings", unit: "s CPU" },
  { title: "Peak memory by the number of findings", part: "many-findings", unit: "MB" },
];

const WIDTH = 760;
const LABEL = 300;
const BAR = 330;
const ROW = 24;

/** A picture with a group of bars for each panel; one without figures is left out. */
export function chartOf(
  measured: readonly { readonly name: string; readonly figures: readonly Figure[] }[],
  machine: string,
): string {
  const parts: string[] = [];
  let y = 30;
  for (const { title, part, unit } of PANELS) {
    const figures = measured.find(({ name }) => name === part)?.figures ?? [];
    const bars = barsOf(figures, unit);
    if (bars.length === 0) continue;
    const most = Math.max(...bars.map(({ value }) => value));
    parts.push(`<text x="20" y="${y}" font-weight="600">${escaped(title)}</text>`);
    for (const { label, value } of bars) {
      y += ROW;
      const length = Math.max(1, Math.round((value / most) * BAR));
      parts.push(
        `<text x="${LABEL - 10}" y="${y + 4}" text-anchor="end">${escaped(label)}</text>`,
        `<rect x="${LABEL}" y="${y - 8}" width="${length}" height="14" rx="2" fill="${label === "Scan Gate" || part !== "start-up" ? "#0969da" : "#8c959f"}"/>`,
        `<text x="${LABEL + length + 8}" y="${y + 4}">${escaped(valueInWords(value, unit))}</text>`,
      );
    }
    y += 44;
  }
  const height = y + 4;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="What Scan Gate takes">`,
    `<rect width="${WIDTH}" height="${height}" rx="6" fill="#ffffff"/>`,
    `<g font-family="-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13" fill="#1f2328">`,
    ...parts,
    `<text x="20" y="${y - 12}" font-size="11" fill="#59636e">${escaped(machine)}</text>`,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** One bar for each label; of several figures the middle one. */
function barsOf(
  figures: readonly Figure[],
  unit: string,
): readonly { readonly label: string; readonly value: number }[] {
  const charted = figures.filter((figure) => figure.chart !== undefined && figure.unit === unit);
  return [...groupBy(charted, ({ chart }) => chart as string)].map(([label, same]) => {
    const sorted = same.map(({ value }) => value).toSorted((a, b) => a - b);
    return { label, value: sorted[Math.floor(sorted.length / 2)] as number }; // a group has one at least
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
