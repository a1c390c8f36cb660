import { logLine } from "../text/escape.ts";
import { EXIT } from "./exit-code.ts";
import type { Shell } from "./shell.ts";

/** Tells all that is wrong with a command line, and gives the exit code of wrong usage. */
export function refuse({ stderr }: Pick<Shell, "stderr">, problems: readonly string[]): number {
  const lines = problems.map((problem) => `scan-gate: ${logLine(problem)}\n`);
  stderr.write(`${lines.join("")}Try scan-gate --help.\n`);
  return EXIT.usage;
}
