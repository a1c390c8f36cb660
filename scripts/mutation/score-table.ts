/** The table of what mutation tests showed, as `docs/reliability.md` has it. */

/** What Stryker writes to `reports/mutation/mutation.json`, as far as it is read here. */
export interface MutationReport {
  /** By path from the project's folder. */
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const COLUMNS = ["Killed", "Timeout", "Survived", "NoCoverage", "RuntimeError", "Ignored"];

/**
 * One row for each room, and one for all. Changes with which no test can be loaded, and those that were left out, are
 * told and are no part of the score.
 */
export function mutationScoreTable({ files }: MutationReport): string {
  const rooms = [...new Set(Object.keys(files).map(roomOf))].sort();
  const statuses = (among: readonly string[]): readonly string[] =>
    Object.entries(files)
      .filter(([path]) => among.includes(roomOf(path)))
      .flatMap(([, { mutants }]) => mutants.map(({ status }) => status));
  return [
    "| room | changes | noticed | ran out of time | not noticed | run by no test | cannot be loaded | left out | score |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rooms.map((room) => row(`\`src/${room}\``, statuses([room]))),
    row("all", statuses(rooms)),
  ].join("\n");
}

function roomOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
}

function row(name: string, statuses: readonly string[]): string {
  const counts = COLUMNS.map((status) => statuses.filter((one) => one === status).length);
  const [killed = 0, timeout = 0, survived = 0, uncovered = 0] = counts;
  const valid = killed + timeout + survived + uncovered;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const score = `${((100 * (killed + timeout)) / Math.max(valid, 1)).toFixed(1)} %`;
  const cells = [name, all, ...counts, score];
  return `| ${cells.map((cell) => cell.toLocaleString("en-US")).join(" | ")} |`;
}
