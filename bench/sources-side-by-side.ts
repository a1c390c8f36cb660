/**
 * Shows that both sources are worked on side by side: a run with two of them takes as long as the slower one. Each
 * service takes half a second for every answer, of which each source needs four in a row.
 *
 *   node bench/sources-side-by-side.ts [bundle]
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setStage } from "../sandbox/play.ts";
import { clean } from "../sandbox/scenarios/clean.ts";
import type { Respond } from "../sandbox/service/stand-in.ts";
import { median, show } from "./measure.ts";

const ANSWER_MS = 500;
const ROUNDS = 3;

const project = join(import.meta.dirname, "..");
const [bundle = join(project, "dist", "index.js")] = process.argv.slice(2);
const slow: Respond = () => ({ kind: "delay", ms: ANSWER_MS });
const off = { semgrep: { "snyk-token": "" }, snyk: { "semgrep-token": "" }, both: {} };

/** Milliseconds of one whole run, process and reports included. */
async function run(inputs: Readonly<Record<string, string>>): Promise<number> {
  const stage = await setStage(clean, { project, bundle, inputs, faults: { semgrep: slow, snyk: slow } });
  try {
    const { durationMs, outputs } = await stage.run();
    if (outputs.verdict !== "pass")
      throw new Error(`the verdict is ${outputs.verdict}, so nothing was measured`);
    return durationMs;
  } finally {
    await stage.close();
    for (const folder of stage.folders()) rmSync(folder, { recursive: true, force: true });
  }
}

const rounds: { readonly semgrep: number; readonly snyk: number; readonly both: number }[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.push({ semgrep: await run(off.semgrep), snyk: await run(off.snyk), both: await run(off.both) });
}
const semgrep = median(rounds.map((round) => round.semgrep));
const snyk = median(rounds.map((round) => round.snyk));
const both = median(rounds.map((round) => round.both));
show({ name: "Semgrep alone", value: semgrep, unit: "ms" });
show({ name: "Snyk alone", value: snyk, unit: "ms" });
show({ name: "both", value: both, unit: "ms" });
show({
  name: "both, to the slower one alone",
  value: both / Math.max(semgrep, snyk),
  unit: "×",
  limit: 1.15,
});
