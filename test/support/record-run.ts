import { readdirSync } from "node:fs";
import { join } from "node:path";
import { reasonCodes } from "../../sandbox/check.ts";
import type { Stage } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { leaks, secretsOf } from "./safe-run.ts";

/** What a run showed, for `docs/reliability.md`. */
export interface RunRecord {
  readonly verdict: string;
  readonly exitCode: number | null;
  readonly reasons: readonly string[];
  readonly ms: number;
  /** Places where a token came out. */
  readonly tokens: number;
  /** Files written where none belongs. */
  readonly strays: number;
}

/** Keeps what a run showed with the test that made it, so that it stands in the report of the tests. */
export function recordRun(meta: object, result: RunResult, stage: Stage): void {
  const record: RunRecord = {
    verdict: result.outputs.verdict ?? "none",
    exitCode: result.exitCode,
    reasons: [...new Set(reasonCodes(result))],
    ms: result.durationMs,
    tokens: leaks(result, stage, secretsOf(stage)).length,
    strays: strays(result).length,
  };
  const before: unknown = Reflect.get(meta, "runs");
  Reflect.set(meta, "runs", [...(Array.isArray(before) ? before : []), record]);
}

/** Whatever a run left in the home folder, or in the temporary one beside its own. */
function strays({ paths }: RunResult): readonly string[] {
  const beside = readdirSync(paths.temp).filter((name) => name !== "scan-gate");
  return [
    ...beside.map((name) => join(paths.temp, name)),
    ...readdirSync(paths.home).map((name) => join(paths.home, name)),
  ];
}
