import { resolve } from "node:path";
import {
  type JoinedReports,
  type JoinedRow,
  joinJson,
  joinReports,
  readEarlierJoin,
  readJoinedRow,
} from "../../join/joined.ts";
import { renderJoinHtml } from "../../join/render-html.ts";
import { renderJoinMarkdown, renderJoinText } from "../../join/render-text.ts";
import { spareMemoryAfter } from "../../platform/runner/memory.ts";
import { isProblem } from "../../settings/readers.ts";
import { visibleJson } from "../../text/escape-printed.ts";
import { JOIN_OPTIONS } from "../option-table.ts";
import { optionProblems, parseArguments, wordOption } from "../options.ts";
import { EXIT, refuse, type Shell } from "../shell.ts";
import { createPaint, wantsColor } from "../terminal/paint.ts";

const JOIN_FORMATS = ["text", "json", "markdown", "html"] as const;
type JoinFormat = (typeof JOIN_FORMATS)[number];

/**
 * `scan-gate join`: many repositories' reports in one table. Files are read one after the other, and only their counts
 * are kept. Its exit code is that of the worst verdict.
 */
export async function joinCommand(args: readonly string[], shell: Shell): Promise<number> {
  const { values, positionals, problems } = parseArguments(args, JOIN_OPTIONS);
  const format = wordOption("format", values.format ?? "text", JOIN_FORMATS);
  const wrong = [
    ...problems,
    ...optionProblems(format),
    ...(positionals.length === 0 ? ["join needs at least one report.json"] : []),
  ];
  const rows: JoinedRow[] = [];
  for (const path of positionals) {
    const json = shell.readText(resolve(shell.folder, path));
    const read =
      json === undefined
        ? { ok: false as const, problem: `there is no report at ${path}` }
        : readJoinedRow(json, path);
    spareMemoryAfter(json?.length ?? 0);
    if (read.ok) rows.push(read.row);
    else wrong.push(read.problem);
  }
  const earlier = readSince(values.since, shell);
  if (earlier !== undefined && !earlier.ok) wrong.push(earlier.problem);
  if (wrong.length > 0 || isProblem(format)) return refuse(shell, wrong);
  const joined = joinReports(rows, earlier?.ok === true ? earlier.rows : undefined);
  shell.stdout.write(render(format, joined, shell));
  return EXIT[joined.verdict];
}

function readSince(path: string | undefined, shell: Shell): ReturnType<typeof readEarlierJoin> | undefined {
  if (path === undefined) return undefined;
  const json = shell.readText(resolve(shell.folder, path));
  return json === undefined
    ? { ok: false, problem: `there is no earlier join at ${path}` }
    : readEarlierJoin(json, path);
}

function render(format: JoinFormat, joined: JoinedReports, { env, stdout, version }: Shell): string {
  switch (format) {
    case "text":
      return renderJoinText(joined, createPaint(wantsColor(env, stdout.isTerminal)));
    case "json":
      return visibleJson(joinJson(joined));
    case "markdown":
      return renderJoinMarkdown(joined);
    case "html":
      return renderJoinHtml(joined, version);
  }
}
