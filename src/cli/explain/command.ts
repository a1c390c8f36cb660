import { join, resolve } from "node:path";
import type { Finding } from "../../model/finding.ts";
import { parseReportFile } from "../../report-json/read.ts";
import { DEFAULT_POLICY_PATH } from "../../settings/policy/read.ts";
import { EXPLAIN_OPTIONS } from "../option-table.ts";
import { parseArguments } from "../options.ts";
import { gateOf, policyOf, readJudging } from "../run/policy-source.ts";
import { EXIT, refuse, type Shell } from "../shell.ts";
import { createPaint, wantsColor } from "../terminal/paint.ts";
import { shortFingerprint, terminalPlace, terminalText } from "../terminal/words.ts";
import { explainFinding, findByFingerprint } from "./explain.ts";

/** Where a run in this folder leaves its report. */
const DEFAULT_REPORT = join("scan-gate", "report.json");

/** `scan-gate explain FINGERPRINT`: reads a report and explains one finding of it. */
export async function explainCommand(args: readonly string[], shell: Shell): Promise<number> {
  const { values, positionals, problems } = parseArguments(args, EXPLAIN_OPTIONS);
  const [wanted, ...others] = positionals;
  const judging = readJudging(values);
  const path = values.report ?? DEFAULT_REPORT;
  const text = shell.readText(resolve(shell.folder, path));
  const wrong = [
    ...problems,
    ...judging.problems,
    ...(wanted === undefined
      ? ["explain needs the fingerprint of a finding, or its first digits: scan-gate explain FINGERPRINT"]
      : []),
    ...(others.length > 0 ? [severalNamed(positionals)] : []),
    ...(text === undefined ? [`there is no report at ${path}; name one with --report`] : []),
  ];
  if (wanted === undefined || text === undefined || wrong.length > 0) return refuse(shell, wrong);
  const saved = parseReportFile(text, path);
  const policy = readPolicy(values, shell, judging.failOn);
  if (!saved.ok || !policy.ok) {
    return refuse(shell, [...(saved.ok ? [] : [saved.problem]), ...(policy.ok ? [] : policy.problems)]);
  }
  const found = findByFingerprint(wanted, saved.report);
  if (!("finding" in found)) return refuse(shell, notFound(wanted, path, found));
  const paint = createPaint(wantsColor(shell.env, shell.stdout.isTerminal));
  const today = new Date(shell.clock.now()).toISOString().slice(0, 10);
  const gate = gateOf(judging.gate, saved.report.context);
  const explaining = { report: saved.report, policy: policy.policy, gate, today, paint };
  shell.stdout.write(explainFinding(found.finding, found.isFixed, explaining));
  return EXIT.pass;
}

/** A report that stands beside the fingerprint, as other commands take theirs, is told where it belongs. */
function severalNamed(given: readonly string[]): string {
  const report = given.find((one) => one.endsWith(".json"));
  const [fingerprint] = given.filter((one) => one !== report);
  if (report === undefined || fingerprint === undefined || given.length > 2)
    return "explain takes one fingerprint";
  const meant = `scan-gate explain ${terminalText(fingerprint)} --report ${terminalText(report)}`;
  return `explain takes one fingerprint, and the report by --report: ${meant}`;
}

/** The named policy must be there; that of the working tree need not. */
function readPolicy(
  values: Readonly<Record<string, string>>,
  shell: Shell,
  failOn: Parameters<typeof policyOf>[1],
) {
  const path = values.policy ?? DEFAULT_POLICY_PATH;
  const text = shell.readText(resolve(shell.folder, path));
  if (text === undefined && values.policy !== undefined) {
    return { ok: false, problems: [`there is no policy file at ${path}`] } as const;
  }
  return policyOf(text === undefined ? undefined : { path, text }, failOn);
}

function notFound(
  wanted: string,
  path: string,
  found: { readonly several: readonly Finding[] } | { readonly near: readonly Finding[] },
): readonly string[] {
  const named = (findings: readonly Finding[]) =>
    findings.map(
      (one) =>
        `  ${shortFingerprint(one)}  ${one.severity}  ${terminalPlace(one)}  ${terminalText(one.title)}`,
    );
  if ("several" in found)
    return [`several fingerprints begin with ${terminalText(wanted)}:`, ...named(found.several)];
  const near = found.near.length === 0 ? [] : ["similar fingerprints:", ...named(found.near)];
  return [`no finding of ${path} has the fingerprint ${terminalText(wanted)}`, ...near];
}
