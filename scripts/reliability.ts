/**
 * Writes the tables of `docs/reliability.md`: from the last run of the tests each case of a fault or of hostile input
 * with what its runs showed; and the scores of the last mutation tests, where they were run here and for all rooms.
 *
 *   npx vitest run test/flow test/run && node scripts/reliability.ts
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "../test/support/record-run.ts";
import { withBlocks } from "./generated.ts";
import { mutatedRooms } from "./mutation/rooms.ts";
import { type MutationReport, mutationScoreTable } from "./mutation/score-table.ts";

interface TestOutcome {
  readonly title: string;
  readonly status: string;
  /** Milliseconds. */
  readonly duration?: number;
  readonly meta: { readonly runs?: readonly RunRecord[] };
}

const root = join(import.meta.dirname, "..");
const results: { readonly testResults: readonly { readonly assertionResults: readonly TestOutcome[] }[] } =
  JSON.parse(readFileSync(join(root, "coverage", "tests.json"), "utf8"));

const CASE = /^([FH]\d{2}[a-c]?): /;

const cases = results.testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ title, status }) => CASE.test(title) && status !== "pending" && status !== "skipped")
  .sort((a, b) => (a.title < b.title ? -1 : 1));

/** What a run showed, in a few words. */
function seen({ verdict, exitCode, reasons }: RunRecord): string {
  const why = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  return `${verdict}${why}, ${exitCode === null ? "ended by a signal" : `exit ${exitCode}`}`;
}

function row({ title, status, duration, meta: { runs = [] } }: TestOutcome): string {
  const [id = ""] = CASE.exec(title)?.slice(1) ?? [];
  const expected = title.replace(CASE, "").replaceAll("|", "\\|").replace(/\s+/g, " ");
  const told = [...new Set(runs.map(seen))].join("; ") || "as expected, by looking at the code";
  const as = status === "passed" ? "" : "**not as expected:** ";
  const ms = runs.length === 0 ? (duration ?? 0) : Math.max(...runs.map((run) => run.ms));
  return `| ${id} | ${expected} | ${as}${told} | ${(ms / 1000).toFixed(1)} s |`;
}

const runs = cases.flatMap(({ meta }) => meta.runs ?? []);
const wrong = cases.filter(({ status }) => status !== "passed");
const falsePasses = wrong.flatMap(({ meta }) => meta.runs ?? []).filter(({ verdict }) => verdict === "pass");
const sum = (of: (run: RunRecord) => number): number => runs.reduce((total, run) => total + of(run), 0);

const table = [
  `${cases.length} cases, ${runs.length} runs. Not as expected: ${wrong.length}. False passes: ${falsePasses.length}. ` +
    `Tokens seen: ${sum(({ tokens }) => tokens)}. Files written elsewhere: ${sum(({ strays }) => strays)}.`,
  "",
  "| case | what happens, and what is expected | seen | longest run |",
  "|---|---|---|---|",
  ...cases.map(row),
].join("\n");

if (cases.length === 0)
  throw new Error("coverage/tests.json holds no case: run the tests in test/flow first.");
const document = join(root, "docs", "reliability.md");
writeFileSync(document, withBlocks(readFileSync(document, "utf8"), { cases: table, ...mutationBlock() }));

function mutationBlock(): { readonly mutation?: string } {
  const path = join(root, "reports", "mutation", "mutation.json");
  if (!existsSync(path)) return {};
  const report: MutationReport = JSON.parse(readFileSync(path, "utf8"));
  const isWhole = mutatedRooms.every((room) =>
    Object.keys(report.files).some((file) => file.startsWith(`src/${room}/`)),
  );
  return isWhole ? { mutation: mutationScoreTable(report) } : {};
}
