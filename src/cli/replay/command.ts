import { resolve } from "node:path";
import { parseReportFile, type SavedReportResult } from "../../report-json/read.ts";
import { EXIT } from "../exit-code.ts";
import { REPLAY_OPTIONS } from "../option-table.ts";
import { parseArguments } from "../options.ts";
import { gateOf, policyOf, readJudging } from "../run/policy-source.ts";
import type { Shell } from "../shell.ts";
import { createPaint, wantsColour } from "../terminal/paint.ts";
import { refuse } from "../usage.ts";
import { replay } from "./replay.ts";
import { type Replayed, replayTable } from "./table.ts";

/** `scan-gate replay`: holds another policy against earlier reports. It decides nothing, so it ends with 0. */
export async function replayCommand(args: readonly string[], shell: Shell): Promise<number> {
  const { values, positionals, problems } = parseArguments(args, REPLAY_OPTIONS);
  const judging = readJudging(values);
  const policyText =
    values.policy === undefined ? undefined : shell.readText(resolve(shell.folder, values.policy));
  const policy = policyOf(
    policyText === undefined ? undefined : { path: values.policy ?? "", text: policyText },
    judging.failOn,
  );
  const reports = positionals.map((path) => ({ path, read: readReport(path, shell) }));
  const wrong = [
    ...problems,
    ...judging.problems,
    ...policyProblems(values.policy, policyText),
    ...(policy.ok ? [] : policy.problems),
    ...(positionals.length === 0 ? ["replay needs at least one report.json"] : []),
    ...reports.flatMap(({ read }) => (read.ok ? [] : [read.problem])),
  ];
  if (!policy.ok || wrong.length > 0) return refuse(shell, wrong);
  const paint = createPaint(wantsColour(shell.env, shell.stdout.isTerminal));
  const today = new Date(shell.clock.now()).toISOString().slice(0, 10);
  const replayed = reports.flatMap(({ path, read }): readonly Replayed[] => {
    if (!read.ok) return []; // refused above
    const gate = gateOf(judging.gate, read.report.context);
    return [
      { path, report: read.report, judgement: replay(read.report, { policy: policy.policy, gate, today }) },
    ];
  });
  shell.stdout.write(`${replayed.map((one) => replayTable(one, paint)).join("\n")}\n`);
  return EXIT.pass;
}

function readReport(path: string, shell: Shell): SavedReportResult {
  const text = shell.readText(resolve(shell.folder, path));
  return text === undefined
    ? { ok: false, problem: `there is no report ${path}` }
    : parseReportFile(text, path);
}

function policyProblems(path: string | undefined, text: string | undefined): readonly string[] {
  if (path === undefined) return ["replay needs the policy to try: --policy FILE"];
  return text === undefined ? [`there is no policy file ${path}`] : [];
}
