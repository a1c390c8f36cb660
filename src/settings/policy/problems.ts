import type { z } from "zod";
import type { PolicyFault } from "../../model/report.ts";
import { counted } from "../../text/count.ts";
import { clip, visible } from "../../text/escape.ts";
import { nearest } from "../../text/near.ts";
import type { PolicyYaml } from "./yaml.ts";

/** Most problems told of one file: who has more will mend these first. */
const PROBLEMS_LIMIT = 50;
const PROBLEM_LENGTH = 420;

/** Stands before the keys that are allowed, in the message about one that is not. */
export const ALLOWED_KEYS = "allowed are ";

/** What is wrong with a value, what was given, and what may be meant. */
export function problemWith(
  given: unknown,
  { problem, hint }: { readonly problem: string; readonly hint?: string },
): { readonly message: string; readonly params?: { readonly [WITHOUT_VALUE]: string } } {
  if (given === undefined || given === null) return { message: `is missing: it ${problem}` };
  const what = typeof given === "string" ? `"${clip(visible(given), SHOWN)}"` : kindOf(given);
  return {
    message: `${problem}, not ${what}${hint === undefined ? "" : `; ${hint}`}`,
    params: { [WITHOUT_VALUE]: problem },
  };
}

/** Where an issue keeps its message without the value that was given. */
const WITHOUT_VALUE = "withoutValue";

/** What an issue says of what is allowed, without the value that was given. */
function withoutValue(issue: z.core.$ZodIssue): string {
  const told: unknown = issue.code === "custom" ? issue.params?.[WITHOUT_VALUE] : undefined;
  return typeof told === "string" ? told : issue.message;
}

/** Most characters of a wrong value that are shown. */
const SHOWN = 60;

function kindOf(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  return typeof given === "object" ? "a mapping" : String(given);
}

/** What is wrong with a part of a policy file. */
export interface PolicyProblem {
  readonly offset: number;
  readonly message: string;
}

/** What an issue of the schema says, and where it stands. */
export function problemsOf(
  issue: z.core.$ZodIssue,
  yaml: PolicyYaml,
  hidesValues: boolean,
): readonly PolicyProblem[] {
  const { path, message } = issue;
  if (issue.code !== "unrecognized_keys") {
    const told = hidesValues ? withoutValue(issue) : message;
    return [{ offset: yaml.offsetOf(path), message: `${nameOf(path)} ${told}` }];
  }
  const allowed = message.slice(message.indexOf(ALLOWED_KEYS) + ALLOWED_KEYS.length);
  return issue.keys.map((key) => {
    const [near] = nearest(key.toLowerCase().replaceAll("_", "-"), allowed.split(", "), 1);
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    return {
      offset: yaml.offsetOfKey(path, key),
      message: `"${clip(key, 80)}" is not a key here${hint}; ${ALLOWED_KEYS}${allowed}`,
    };
  });
}

/** `rules[0].match.type`, as an author would point at it. */
function nameOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the policy";
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

/** A problem of a file apart from its place, which stands before it as `path:line:column`. */
export function policyFaultOf(problem: string, path: string): PolicyFault {
  const place = /^:(\d+):\d+: /.exec(problem.slice(path.length));
  if (place === null) return { message: problem };
  return { line: Number(place[1]), message: problem.slice(path.length + place[0].length) };
}

/** As many problems as one reads, each safe to print. */
export function boundedProblems(problems: readonly string[]): readonly string[] {
  const told = problems.slice(0, PROBLEMS_LIMIT).map((problem) => clip(visible(problem), PROBLEM_LENGTH));
  const left = problems.length - told.length;
  return left === 0 ? told : [...told, `and ${counted(left, "more problem")}`];
}
