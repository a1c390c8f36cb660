import { resolve } from "node:path";
import { suppressionRemarks, wordRemarks, wordRemarkText } from "../../gate/remarks.ts";
import type { Suppression } from "../../model/policy.ts";
import type { Annotation } from "../../ports.ts";
import { parsePolicyFile, toPolicy } from "../../settings/policy/file.ts";
import { policyFaultOf } from "../../settings/policy/problems.ts";
import { counted } from "../../text/count.ts";
import { logLine } from "../../text/escape-printed.ts";
import { COMMON_OPTIONS } from "../option-table.ts";
import { parseArguments } from "../options.ts";
import { EXIT, refuse, type Shell } from "../shell.ts";

/** What is said of a policy file: each line begins with `path:line:column`. */
export interface CheckedPolicy {
  readonly problems: readonly string[];
  /** What is right and worth a look. */
  readonly remarks: readonly string[];
  /** What the file holds, where it can be used. */
  readonly summary?: string;
}

/**
 * `scan-gate policy check FILE…`: reads the files alone, and asks no service for what they extend. The exit code is 1
 * when one of them is missing or cannot be used; in a GitHub workflow each line is an annotation too.
 */
export function checkPolicies(args: readonly string[], shell: Shell): number {
  const { positionals, problems } = parseArguments(args, COMMON_OPTIONS);
  const files = positionals.map((path) => ({ path, text: shell.readText(resolve(shell.folder, path)) }));
  const wrong = [
    ...problems,
    ...(positionals.length === 0 ? ["policy check needs a file: scan-gate policy check FILE"] : []),
  ];
  if (wrong.length > 0) return refuse(shell, wrong);
  const today = new Date(shell.clock.now()).toISOString().slice(0, 10);
  const checked = files.map(({ path, text }) => ({ path, ...checkPolicyFile(text, path, today) }));
  for (const { path, problems: told, remarks, summary } of checked) {
    for (const line of told) shell.annotate?.(annotationFor(line, path, "error"));
    for (const line of remarks) shell.annotate?.(annotationFor(line, path, "notice"));
    const lines = [
      ...told,
      ...remarks.map((line) => `${line} (a note)`),
      ...(summary === undefined ? [] : [`${path}: ${summary}`]),
    ];
    shell.stdout.write(lines.map((line) => `${logLine(line)}\n`).join(""));
  }
  return checked.some(({ problems: told }) => told.length > 0) ? EXIT.fail : EXIT.pass;
}

/** All that there is to say of the text of a policy file. @param today `YYYY-MM-DD`, in UTC */
function checkPolicyFile(text: string | undefined, path: string, today: string): CheckedPolicy {
  if (text === undefined) return { problems: [`${path}: there is no such file`], remarks: [] };
  const result = parsePolicyFile(text, path);
  if (!result.ok) return { problems: result.problems, remarks: [] };
  const policy = toPolicy(result.policy, { path, failOnInput: "high" });
  const { rules, suppressions, extends: above } = policy;
  const words = wordRemarks(policy).map((remark) => `${result.at(remark.part)}: ${wordRemarkText(remark)}`);
  const entries = suppressionRemarks(suppressions, today).map(({ index, kind }) => {
    const entry = suppressions[index] as Suppression; // the remark is about one of them
    const what =
      kind === "repeated" ? "is there twice" : `expires on ${entry.expires}, more than a year away`;
    return `${result.at(["suppress", index])}: suppress[${index}] (${entry.id}) ${what}`;
  });
  const parts = [
    counted(rules.length, "rule"),
    counted(suppressions.length, "suppression"),
    ...(above === undefined ? [] : [`extends ${above}, which was not read`]),
  ];
  return { problems: [], remarks: [...words, ...entries], summary: `can be used: ${parts.join(", ")}` };
}

/** A line about a file as an annotation on its place; of a problem without a place, on the file. */
function annotationFor(line: string, path: string, level: Annotation["level"]): Annotation {
  return { level, path, title: "Scan Gate policy", ...policyFaultOf(line, path) };
}
