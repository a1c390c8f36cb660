import "../../no-eval.ts";
import { z } from "zod";
import { EXPLOIT_MATURITIES, FINDING_STATUSES, FINDING_TYPES, VALIDATIONS } from "../../model/finding.ts";
import { plainCwe } from "../../model/names.ts";
import type { NumberCondition } from "../../model/policy.ts";
import { SEVERITIES, THRESHOLDS } from "../../model/severity.ts";

const GLOB_LIMIT = 1000;
const TEXT_LIMIT = 2000;

/** What came of reading a value: the value, or what it must be, as in `must be true or false`. */
type Read<Value> = { readonly value: Value } | { readonly problem: string };

/** A single value of the policy file: how it is read, and how a JSON Schema describes it for editors. */
interface Reader<Value> {
  readonly json: Readonly<Record<string, unknown>>;
  readonly read: (given: unknown) => Read<Value>;
}

const text: Reader<string> = {
  json: { type: "string", minLength: 1, maxLength: TEXT_LIMIT },
  read: (given) => {
    if (typeof given === "number") return { problem: "must be text: put it in quotes" };
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
    return given.startsWith("!") ? { problem: "must not begin with !: globs only select" } : { value: given };
  },
};

const cwe: Reader<string> = {
  json: { type: ["string", "integer"], pattern: "^([Cc][Ww][Ee]-)?[0-9]+$", examples: ["CWE-79"] },
  read: (given) => {
    const value = plainCwe(String(given));
    return value === undefined ? { problem: "must be a CWE like CWE-79" } : { value };
  },
};

const epss: Reader<NumberCondition> = {
  json: { type: "string", pattern: "^(>=|>|<=|<|=) *[0-9.]+$", examples: [">=0.5"] },
  read: (given) => {
    const [, operator, number] = /^(>=|>|<=|<|=)\s*(\d+(?:\.\d+)?|\.\d+)$/.exec(String(given).trim()) ?? [];
    const value = Number(number);
    if (number === undefined || value > 1) return { problem: 'must compare with 0 to 1, like ">=0.5"' };
    return { value: { operator: operator as NumberCondition["operator"], value } }; // as the expression says
  },
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
    json: { type: "string", enum: words },
    read: (given) => {
      const plain = typeof given === "string" ? given.trim().toLowerCase() : undefined;
      const found = words.find((one) => one === plain);
      return found === undefined ? { problem: `must be one of ${words.join(", ")}` } : { value: found };
    },
  };
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
      const message =
        given === undefined || given === null ? `is missing: it ${result.problem}` : result.problem;
      context.addIssue({ code: "custom", message });
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
        context.addIssue({ code: "custom", message: result.problem, path });
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
} as const;
