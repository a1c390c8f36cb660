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
import { parsePolicyReference, REFERENCE_FORM } from "./reference.ts";

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
  json: { type: "string", minLength: 1, maxLength: TEXT_LIMIT },
  read: (given) => {
    if (typeof given === "number") return { problem: "must be text", hint: "put it in quotes" };
    if (typeof given !== "string" || given.trim() === "") return { problem: "must be text" };
    if (given.length > TEXT_LIMIT) return { problem: `must have at most ${TEXT_LIMIT} characters` };
    return { value: given.trim() };
  },
};

const flag: Reader<boolean> = {
  json: { type: "boolean" },
  read: (given) => (typeof given === "boolean" ? { value: given } : { problem: "must be true or false" }),
};

const glob: Reader<string> = {
  json: { type: "string", minLength: 1, maxLength: GLOB_LIMIT, pattern: "^[^!]" },
  read: (given) => {
    if (typeof given !== "string" || given === "") return { problem: "must be a glob" };
    if (given.length > GLOB_LIMIT) return { problem: `must have at most ${GLOB_LIMIT} characters` };
    return given.startsWith("!")
      ? { problem: "must not begin with !", hint: "globs only select" }
      : { value: given };
  },
};

const cwe: Reader<string> = {
  json: { type: ["string", "integer"], pattern: "^([Cc][Ww][Ee]-)?[0-9]+$", examples: ["CWE-79"] },
  read: (given) => {
    const value = plainCwe(String(given));
    return value === undefined ? { problem: "must be a CWE like CWE-79" } : { value };
  },
};

const OPERATORS: readonly NumberCondition["operator"][] = [">=", "<=", ">", "<", "="];

/** A comparison with a number, as text. */
function comparison(of: {
  readonly number: string;
  readonly most: number;
  readonly unit?: string;
  readonly must: string;
  readonly example: string;
}): Reader<NumberCondition> {
  const { number, most, unit = "", must, example } = of;
  const form = new RegExp(`^(>=|>|<=|<|=)\\s*(${number})${unit}$`);
  return {
    json: { type: "string", pattern: `^ *(>=|>|<=|<|=) *(${number})${unit} *$`, examples: [example] },
    read: (given) => {
      const [, sign, digits] = form.exec(String(given).trim()) ?? [];
      const operator = OPERATORS.find((one) => one === sign);
      const value = Number(digits);
      if (operator === undefined || value > most) return { problem: `must ${must}, like "${example}"` };
      return { value: { operator, value } };
    },
  };
}

const epss = comparison({
  number: "\\d+(?:\\.\\d+)?|\\.\\d+",
  most: 1,
  must: "compare with 0 to 1",
  example: ">=0.5",
});
const riskScore = comparison({
  number: "\\d{1,4}",
  most: 1000,
  must: "compare with 0 to 1000",
  example: ">=700",
});
const age = comparison({
  number: "\\d{1,5}",
  most: 99_999,
  unit: "d",
  must: "compare with a number of days",
  example: ">30d",
});

const reference: Reader<string> = {
  json: {
    type: "string",
    maxLength: 1000,
    pattern: "^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+/[^@\\s]+@[^\\s~^:?*\\[\\\\]+$",
    examples: ["acme/.github/scan-gate.yml@v1"],
  },
  read: (given) =>
    typeof given === "string" && parsePolicyReference(given) !== undefined
      ? { value: given }
      : { problem: `must name a file of another repository as ${REFERENCE_FORM}` },
};

const date: Reader<string> = {
  json: { type: "string", format: "date", examples: ["2027-01-31"] },
  read: (given) =>
    typeof given === "string" && isDate(given)
      ? { value: given }
      : { problem: "must be a date of the calendar, as YYYY-MM-DD" },
};

const allowance: Reader<number> = {
  json: { type: "integer", minimum: 0 },
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
      anyOf: [{ enum: words }, { pattern: `^ *(?:${words.map(anyCase).join("|")}) *$` }],
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

function isDate(given: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const time = Date.parse(given);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(given);
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
