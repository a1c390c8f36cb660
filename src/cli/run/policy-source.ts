import type { Policy, PolicyChain } from "../../model/policy.ts";
import { THRESHOLDS, type Threshold } from "../../model/severity.ts";
import { parsePolicyFile, toPolicy } from "../../settings/policy/file.ts";
import { isProblem } from "../../settings/readers.ts";
import { GATES } from "../../settings/settings.ts";
import { optionProblems, wordOption } from "../options.ts";

export type PolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The policy of a file's text, or of `fail-on` alone where there is no file. */
export function policyOf(
  file: { readonly path: string; readonly text: string } | undefined,
  failOn: Threshold,
): PolicyResult {
  if (file === undefined) {
    return {
      ok: true,
      policy: { failOn, origin: "fail-on", rules: [], budgets: {}, suppressions: [] },
    };
  }
  const result = parsePolicyFile(file.text, file.path);
  if (!result.ok) return result;
  return { ok: true, policy: toPolicy(result.policy, { path: file.path, failOnInput: failOn }) };
}

export type PolicyChainResult =
  | { readonly ok: true; readonly chain: PolicyChain; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The chain of some files, top first; all their problems together. What a file extends is not looked up: a remark says
 * so, unless a file stands above it.
 */
export function policyChainOf(
  files: readonly { readonly path: string; readonly text: string }[],
  failOn: Threshold,
): PolicyChainResult {
  const results = files.map((file) => policyOf(file, failOn));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  const [first, ...others] = results.flatMap((result) => (result.ok ? [{ policy: result.policy }] : []));
  if (problems.length > 0 || first === undefined) return { ok: false, problems };
  const unread = first.policy.extends;
  const remark = `${first.policy.file} extends ${unread}, which is not looked up here: name a copy of it with --policy before it`;
  return { ok: true, chain: [first, ...others], remarks: unread === undefined ? [] : [remark] };
}

/** The options that stand beside a policy, each a word of a list. */
export interface JudgingOptions {
  readonly failOn: Threshold;
  readonly gate: (typeof GATES)[number];
  readonly problems: readonly string[];
}

/** Reads `--fail-on` and `--gate`; what is not given is the action's default. */
export function readJudging(values: Readonly<Record<string, string>>): JudgingOptions {
  const problems: string[] = [];
  const word = <const Words extends readonly string[]>(
    name: string,
    words: Words,
    fallback: Words[number],
  ): Words[number] => {
    const read = wordOption(name, values[name] ?? fallback, words);
    problems.push(...optionProblems(read));
    return isProblem(read) ? fallback : read;
  };
  return {
    failOn: word("fail-on", THRESHOLDS, "high"),
    gate: word("gate", GATES, "auto"),
    problems,
  };
}

/** `gate: auto` for a report: `new` where there was a base to compare with. */
export function gateOf(gate: JudgingOptions["gate"], context: { readonly base?: unknown }): "new" | "all" {
  if (gate !== "auto") return gate;
  return context.base === undefined ? "all" : "new";
}
