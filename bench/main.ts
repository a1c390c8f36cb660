/**
 * Measures what Scan Gate takes, part by part, and holds it against its targets.
 *
 *   npm run bench                  all parts; the table and the chart go into docs/performance.md
 *   npm run bench -- --check       all parts, writes nothing; exit code 1 when a target is missed by more than a fifth
 *   npm run bench -- --short       ratios and numbers of requests alone, in half a minute; checks like --check
 *   npm run bench -- start-up      one part or several by name
 *
 * Every part is a process of its own, so that none works with the memory and the compiled code of another.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { argv, env } from "node:process";
import { groupBy } from "../src/text/group.ts";
import { chartOf } from "./chart.ts";
import { FIGURES_VARIABLE, type Figure, given, lineOf, standing, valueInWords } from "./measure.ts";

interface Part {
  readonly title: string;
  /** Its file, without the ending. */
  readonly name: string;
  /** Whether it has a short form. */
  readonly short?: true;
}

const PARTS: readonly Part[] = [
  { title: "Start-up", name: "start-up", short: true },
  { title: "A clean pull request", name: "critical-path", short: true },
  { title: "Waiting for a scan", name: "detection", short: true },
  { title: "Many findings, from end to end", name: "many-findings", short: true },
  { title: "A large policy", name: "large-policy" },
  { title: "A usual large pull request, judged and rendered", name: "judge-and-render" },
  { title: "Limits of single parts", name: "limits" },
  { title: "The longest piece of work, of 200,000 findings", name: "longest-step" },
];

/** Of units that a short form tells: what depends least on the machine and on who else works on it. */
const RATIOS = ["×", ""];

interface Measured extends Part {
  readonly figures: readonly Figure[];
  /** Seconds that measuring took. */
  readonly seconds: number;
}

const project = join(import.meta.dirname, "..");
const isShort = argv.includes("--short");
const mustHold = isShort || argv.includes("--check");

/** Runs one part and reads its figures. */
function measure(part: Part): Measured {
  const started = performance.now();
  const file = join(import.meta.dirname, `${part.name}.ts`);
  const { stdout, status, stderr } = spawnSync(process.execPath, [file, ...(isShort ? ["--short"] : [])], {
    cwd: project,
    env: { ...env, [FIGURES_VARIABLE]: "json" },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const figures = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): Figure => JSON.parse(line));
  if (status !== 0 || figures.length === 0) throw new Error(`${part.name} could not be measured:\n${stderr}`);
  const seconds = (performance.now() - started) / 1000;
  return {
    ...part,
    figures: isShort ? figures.filter(({ unit }) => RATIOS.includes(unit)) : figures,
    seconds,
  };
}

function machine(): string {
  const processors = cpus();
  const kind = (processors[0]?.model ?? "an unknown processor").trim();
  return `Node.js ${process.version.slice(1)}, ${processors.length} processors (${kind})`;
}

/** The same figures as Markdown; of one that was measured several times, all values. */
function tableOf({ title, figures }: Measured): string {
  const byName = groupBy(figures, ({ name, unit }) => `${name}\n${unit}`);
  const rows = [...byName.values()].map((same) => {
    const { name, unit, limit } = same[0] as Figure; // a group has one at least
    const values = same.map(({ value }) => valueInWords(value, unit)).join(", ");
    const worst = {
      value: Math.max(...same.map(({ value }) => value)),
      ...(limit === undefined ? {} : { limit }),
    };
    const target = limit === undefined ? "" : `at most ${valueInWords(limit, unit)}`;
    return `| ${name} | ${values} | ${target} | ${standing(worst)} |`;
  });
  return [`### ${title}`, "", "| what | measured | target | |", "|---|---|---|---|", ...rows].join("\n");
}

const BEGIN = "<!-- figures: begin -->";
const END = "<!-- figures: end -->";

/** Puts table and chart into the documents. */
function writeDocuments(measured: readonly Measured[]): void {
  const file = join(project, "docs", "performance.md");
  const text = readFileSync(file, "utf8");
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`${file} has no place for the figures: ${BEGIN} … ${END}`);
  const day = new Date().toISOString().slice(0, 10);
  const body = [
    `Measured by \`npm run bench\` on ${day}: ${machine()}. "near" is above the target by a fifth at most.`,
    "![Start-up, a clean run and many findings](images/performance.svg)",
    ...measured.map(tableOf),
  ].join("\n\n");
  writeFileSync(join(project, "docs", "images", "performance.svg"), chartOf(measured, machine()));
  writeFileSync(file, `${text.slice(0, begin + BEGIN.length)}\n\n${body}\n\n${text.slice(end)}`);
  process.stdout.write("\ndocs/performance.md and docs/images/performance.svg are written.\n");
}

const wanted = PARTS.filter(
  (part) => (given.length === 0 || given.includes(part.name)) && (!isShort || part.short),
);
const unknown = given.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  const names = PARTS.map(({ name }) => name).join(", ");
  throw new Error(`There is no part ${unknown.join(", ")}. Parts are ${names}`);
}
if (!existsSync(join(project, "dist", "index.js")))
  throw new Error("Run `npm run build` first: dist/index.js is missing");

process.stdout.write(`${machine()}\n`);
const measured: Measured[] = [];
for (const part of wanted) {
  const one = measure(part);
  measured.push(one);
  process.stdout.write(`\n${one.title} (measured in ${one.seconds.toFixed(0)} s)\n`);
  for (const figure of one.figures) process.stdout.write(`${lineOf(figure)}\n`);
}
const missed = measured.flatMap(({ figures }) => figures).filter((figure) => standing(figure) === "missed");
process.stdout.write(
  missed.length === 0
    ? "\nNo target is missed by more than a fifth.\n"
    : `\nMissed by more than a fifth:\n${missed.map(lineOf).join("\n")}\n`,
);
if (mustHold && missed.length > 0) process.exitCode = 1;
if (!mustHold && given.length === 0) writeDocuments(measured);
