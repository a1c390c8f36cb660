import "../../no-eval.ts";
import { z } from "zod";
import {
  AI_VERDICTS,
  CONFIDENCES,
  EXPLOIT_MATURITIES,
  FINDING_STATUSES,
  FINDING_TYPES,
  VALIDATIONS,
} from "../../model/finding.ts";
import { plainCwe } from "../../model/names.ts";
import { GATE_SCOPES, type NumberCondition } from "../../model/policy.ts";
import { SEVERITIES, THRESHOLDS } from "../../model/severity.ts";
import { nearest } from "../../text/near.ts";
import { problemWith } from "./problems.ts";
import { LONGEST_REFERENCE, parsePolicyReference, REFERENCE_FORM, REFERENCE_PATTERN } from "./reference.ts";

const GLOB_LIMIT = 1000;
const TEXT_LIMIT = 2000;

/** What came of reading a value: the value, or what it must be, as in `must be true or false`. */
type Read<Value> = { readonly value: Value } | { readonly problem: string; readonly hint?: string };

/** A single value of the policy file: how it is read, and how a JSON Schema describes it for editors. */
interface Reader<Value> {
  readonly json: Readonly<Record<string, unknown>>;
  readonly read: (given: unknown) => Read<Value>;
}

const text: Reader<string> = {
  json: { type: "string", minLength: 1, maxLength: TEXT_LIMIT, pattern: "\\S" },
  read: (given) => {
    if (typeof given === "number" || typeof given === "boolean")
      return { problem: "must be text", hint: "put it in quotes" };
    if (typeof given !== "string" || given.trim() === "") return { problem: "must be text" };
    if (given.length > TEXT_LIMIT) return { problem: `must have at most ${TEXT_LIMIT} characters` };
    return { value: given.trim() };
  },
};

const flag: Reader<boolean> = {
  json: { type: "boolean" },
  read: (given) => (typeof given === "boolean" ? { value: given } : { problem: "must be true or false" }),
};

/** A step to the folder above: paths have none, so that a glob with one would select nothing, and nobody would know. */
const STEP_UP = "(?:^|/)\\.\\.(?:/|$)";
const LEADS_UP = new RegExp(STEP_UP);

/** A glob without the likes of `src\lib` and `src\**`: a backslash makes the next character plain and divides nothing. */
const NO_DIVIDING_BACKSLASH = "(?:[^\\\\]|\\\\(?:[^\\w\\u0080-\\uffff*]|\\*(?!\\*)))*\\\\?";
const DIVIDES_BY_SLASH = new RegExp(`^${NO_DIVIDING_BACKSLASH}$`);

const glob: Reader<string> = {
  json: {
    type: "string",
    maxLength: GLOB_LIMIT,
    pattern: `^(?!!)(?![\\s\\S]*${STEP_UP})(?=${NO_DIVIDING_BACKSLASH}$)[\\s\\S]*\\S`,
  },
  read: (given) => {
    if (typeof given !== "string" || given.trim() === "") return { problem: "must be a glob" };
    if (LEADS_UP.test(given))
      return { problem: "must have no .. in it", hint: "globs begin at the root of the repository" };
    if (given.length > GLOB_LIMIT) return { problem: `must have at most ${GLOB_LIMIT} characters` };
    if (!DIVIDES_BY_SLASH.test(given))
      return { problem: "must have no backslash between names", hint: "folders are divided by /" };
    return given.startsWith("!")
      ? { problem: "must not begin with !", hint: "globs only select" }
      : { value: given };
  },
};

const cwe: Reader<string> = {
  json: {
    type: ["string", "integer"],
    pattern: "^\\s*(?:[Cc][Ww][Ee]-)?0*[1-9][0-9]{0,6}\\s*$",
    minimum: 1,
    maximum: 9_999_999,
  },
  read: (given) => {
    const isOne = typeof given === "string" || typeof given === "number";
    const value = isOne ? plainCwe(String(given)) : undefined;
    return value === undefined ? { problem: "must be a CWE like CWE-79" } : { value };
  },
};

const OPERATORS: readonly NumberCondition["operator"][] = [">=", "<=", ">", "<", "="];

/** A comparison with a number, as text. */
function comparison(of: {
  /** A pattern of the numbers that may stand there, and of no others. */
  readonly number: string;
  readonly unit?: string;
  readonly must: string;
  readonly example: string;
}): Reader<NumberCondition> {
  const { number, unit = "", must, example } = of;
  // One pattern for both, so that the editor and the gate can never disagree.
  const pattern = `^\\s*(>=|>|<=|<|=)\\s*(${number})${unit}\\s*$`;
  const form = new RegExp(pattern);
  return {
    json: { type: "string", pattern },
    read: (given) => {
      const [, sign, digits] = (typeof given === "string" && form.exec(given)) || [];
      const operator = OPERATORS.find((one) => one === sign);
      if (operator === undefined) return { problem: `must ${must}, like "${example}"` };
      return { value: { operator, value: Number(digits) } };
    },
  };
}

const epss = comparison({
  number: "0+(?:\\.[0-9]+)?|\\.[0-9]+|0*1(?:\\.0+)?",
  must: "compare with 0 to 1",
  example: ">=0.5",
});
const riskScore = comparison({
  number: "0?[0-9]{1,3}|1000",
  must: "compare with 0 to 1000",
  example: ">=700",
});
const age = comparison({
  number: "[0-9]{1,5}",
  unit: "d",
  must: "compare with a number of days",
  example: ">30d",
});

const reference: Reader<string> = {
  json: {
    type: "string",
    maxLength: LONGEST_REFERENCE,
    pattern: REFERENCE_PATTERN,
  },
  read: (given) =>
    typeof given === "string" && parsePolicyReference(given) !== undefined
      ? { value: given }
      : { problem: `must name a file of another repository as ${REFERENCE_FORM}` },
};

/** The days of the calendar, leap years too: not every editor looks at `format`. */
const DATE_PATTERN =
  "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$";

const IS_DATE = new RegExp(DATE_PATTERN);

const date: Reader<string> = {
  json: { type: "string", format: "date", pattern: DATE_PATTERN },
  read: (given) =>
    typeof given === "string" && IS_DATE.test(given)
      ? { value: given }
      : { problem: "must be a date of the calendar, as YYYY-MM-DD" },
};

const allowance: Reader<number> = {
  json: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  read: (given) =>
    typeof given === "number" && Number.isSafeInteger(given) && given >= 0
      ? { value: given }
      : { problem: "must be a whole number, 0 or more" },
};

const version: Reader<1> = {
  json: { const: 1 },
  read: (given) => (given === 1 ? { value: 1 } : { problem: "must be 1" }),
};

/** One of some words, in any case. */
function word<Word extends string>(words: readonly Word[]): Reader<Word> {
  return {
    json: {
      type: "string",
      anyOf: [{ enum: words }, { pattern: `^\\s*(?:${words.map(anyCase).join("|")})\\s*$` }],
    },
    read: (given) => {
      const plain = typeof given === "string" ? given.trim().toLowerCase() : undefined;
      const found = words.find((one) => one === plain);
      if (found !== undefined) return { value: found };
      const [near] = plain === undefined ? [] : nearest(plain, words, 1);
      return {
        problem: `must be one of ${words.join(", ")}`,
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      };
    },
  };
}

/** A pattern of a word in upper, lower and mixed case: JSON Schema knows no flags. */
function anyCase(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

function one<Value>({ json, read }: Reader<Value>) {
  return z
    .unknown()
    .meta({ ...json })
    .transform((given, context): Value => {
      const result = read(given);
      if ("value" in result) return result.value;
      context.addIssue({ code: "custom", ...problemWith(given, result) });
      return z.NEVER;
    });
}

/** One value or a list of them; a list of one by then. */
function some<Value>({ json, read }: Reader<Value>) {
  return z
    .unknown()
    .meta({ anyOf: [json, { type: "array", items: json, minItems: 1 }] })
    .transform((given, context): readonly Value[] => {
      const list: readonly unknown[] = Array.isArray(given) ? given : [given];
      if (list.length === 0) context.addIssue({ code: "custom", message: "must not be an empty list" });
      return list.flatMap((item, index) => {
        const result = read(item);
        if ("value" in result) return [result.value];
        const path = Array.isArray(given) ? [index] : [];
        context.addIssue({ code: "custom", ...problemWith(item, result), path });
        return [];
      });
    });
}

/** The values that the policy file is made of. */
export const values = {
  version: one(version),
  threshold: one(word(THRESHOLDS)),
  text: one(text),
  date: one(date),
  allowance: one(allowance),
  texts: some(text),
  globs: some(glob),
  cwes: some(cwe),
  flags: some(flag),
  epss: some(epss),
  types: some(word(FINDING_TYPES)),
  severities: some(word(SEVERITIES)),
  exploits: some(word(EXPLOIT_MATURITIES)),
  statuses: some(word(FINDING_STATUSES)),
  validations: some(word(VALIDATIONS)),
  ages: some(age),
  riskScores: some(riskScore),
  confidences: some(word(CONFIDENCES)),
  aiVerdicts: some(word(AI_VERDICTS)),
  flag: one(flag),
  gate: one(word(GATE_SCOPES)),
  reference: one(reference),
  semgrepProducts: some(word(["sast", "sca", "secrets", "ai_sast"])),
  snykProducts: some(word(["sca", "code", "container", "iac", "license", "secrets"])),
} as const;
