/** The key-value file of a step (`GITHUB_OUTPUT`) as the runner reads it. */
export interface FileValues {
  /** The last write of a key wins. */
  readonly values: Readonly<Record<string, string>>;
  /** Every write, in order. */
  readonly writes: readonly (readonly [string, string])[];
  /** What would fail the step. */
  readonly problem?: string;
}

/**
 * Reads `name=value` lines and `name<<DELIMITER` blocks. A block ends at a line that is the delimiter and nothing
 * else; without one the runner fails the step
 * (https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs).
 */
export function readFileValues(text: string): FileValues {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const writes: (readonly [string, string])[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? "";
    index += 1;
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) return finish(writes, `Invalid format '${line}'. Name must not be empty`);
      writes.push([line.slice(0, equals), line.slice(equals + 1)]);
      continue;
    }
    if (heredoc < 1) return finish(writes, `Invalid format '${line}'`);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter, index);
    if (delimiter === "" || end < 0) return finish(writes, `Matching delimiter not found '${delimiter}'`);
    writes.push([line.slice(0, heredoc), lines.slice(index, end).join("\n")]);
    index = end + 1;
  }
  return finish(writes);
}

function finish(writes: readonly (readonly [string, string])[], problem?: string): FileValues {
  return { values: Object.fromEntries(writes), writes, ...(problem === undefined ? {} : { problem }) };
}
