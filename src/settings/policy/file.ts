import "../../no-eval.ts";
import { z } from "zod";
import type { Match, Policy, Suppression } from "../../model/policy.ts";
import type { Severity, Threshold } from "../../model/severity.ts";
import { counted } from "../../text/count.ts";
import { clip, visible } from "../../text/escape.ts";
import { values } from "./values.ts";
import { type PolicyYaml, readPolicyYaml } from "./yaml.ts";

/** Most problems told of one file: who has more will mend these first. */
const PROBLEMS_LIMIT = 50;
const PROBLEM_LENGTH = 300;

/** A mapping of which every key is known; the error of another one names those that are. */
function mapping<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not a key here; allowed are ${allowed}`
        : `must be a mapping with ${allowed}`,
  });
}

const listError = { error: "must be a list" };

const match = mapping({
  tool: values.texts.optional(),
  type: values.types.optional(),
  severity: values.severities.optional(),
  id: values.texts.optional(),
  rule: values.texts.optional(),
  cwe: values.cwes.optional(),
  package: values.texts.optional(),
  paths: values.globs.optional(),
  project: values.texts.optional(),
  fixable: values.flags.optional(),
  reachability: values.texts.optional(),
  epss: values.epss.optional(),
  exploit: values.exploits.optional(),
  malicious: values.flags.optional(),
  status: values.statuses.optional(),
  validated: values.validations.optional(),
});

const suppression = mapping({
  id: values.text,
  package: values.text.optional(),
  version: values.text.optional(),
  paths: values.globs.optional(),
  tool: values.text.optional(),
  reason: values.text,
  owner: values.text.optional(),
  expires: values.date,
});

const budgets = mapping({
  critical: values.allowance.optional(),
  high: values.allowance.optional(),
  medium: values.allowance.optional(),
  low: values.allowance.optional(),
  unknown: values.allowance.optional(),
});

const policyFile = mapping({
  version: values.version,
  "fail-on": values.threshold.optional(),
  rules: z.array(mapping({ match, "fail-on": values.threshold }), listError).nullish(),
  budgets: budgets.nullish(),
  suppress: z.array(suppression, listError).nullish(),
});

/** A policy file that keeps the schema (contract §6): values are lists, words are lower case, CWEs are `CWE-79`. */
export type PolicyFile = z.output<typeof policyFile>;

export type PolicyFileResult =
  | { readonly ok: true; readonly policy: PolicyFile }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a policy file. All problems are told together, each beginning with `path:line:column` and safe to print; 50
 * at most. Takes a moment even for a text that was made to take longer, and never throws.
 */
export function parsePolicyFile(text: string, path: string): PolicyFileResult {
  const read = readPolicyYaml(text, path);
  if (!read.ok) return { ok: false, problems: bounded(read.problems) };
  const parsed = policyFile.safeParse(read.yaml.data);
  if (parsed.success) return { ok: true, policy: parsed.data };
  const problems = parsed.error.issues
    .flatMap((issue) => problemsOf(issue, read.yaml))
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => `${read.yaml.at(offset)}: ${message}`);
  return { ok: false, problems: bounded(problems) };
}

/** The policy that a file makes, with what the `fail-on` input says where the file says nothing. */
export function toPolicy(
  file: PolicyFile,
  { path, failOnInput }: { readonly path: string; readonly failOnInput: Threshold },
): Policy {
  const failOn = file["fail-on"];
  return {
    failOn: failOn ?? failOnInput,
    origin: failOn === undefined ? "fail-on" : path,
    file: path,
    ...(failOn === undefined ? { inheritsFailOn: true } : {}),
    rules: (file.rules ?? []).map((rule) => ({
      match: given<Match>(rule.match),
      failOn: rule["fail-on"],
    })),
    budgets: given<Partial<Record<Severity, number>>>(file.budgets ?? {}),
    suppressions: (file.suppress ?? []).map((entry) => given<Suppression>(entry)),
  };
}

/** A JSON Schema of the file, draft 2020-12, for editors. What it accepts may still have dates that are none. */
export function policyJsonSchema(): object {
  return {
    ...z.toJSONSchema(policyFile, { io: "input" }),
    title: "Scan Gate policy",
    description: "The rules by which Scan Gate judges findings (.github/scan-gate.yml).",
  };
}

/** Leaves out the keys that are only there without a value. */
function given<Target extends object>(
  from: { readonly [Key in keyof Target]: Target[Key] | undefined },
): Target {
  const present = Object.entries(from).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Target; // the same keys, but for those that may be absent
}

interface Problem {
  readonly offset: number;
  readonly message: string;
}

function problemsOf(issue: z.core.$ZodIssue, yaml: PolicyYaml): readonly Problem[] {
  const { path, message } = issue;
  if (issue.code !== "unrecognized_keys") {
    return [{ offset: yaml.offsetOf(path), message: `${nameOf(path)} ${message}` }];
  }
  return issue.keys.map((key) => ({
    offset: yaml.offsetOfKey(path, key),
    message: `"${clip(key, 80)}" ${message}`,
  }));
}

/** `rules[0].match.type`, as an author would point at it. */
function nameOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the policy";
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function bounded(problems: readonly string[]): readonly string[] {
  const told = problems.slice(0, PROBLEMS_LIMIT).map((problem) => clip(visible(problem), PROBLEM_LENGTH));
  const left = problems.length - told.length;
  return left === 0 ? told : [...told, `and ${counted(left, "more problem")}`];
}
