import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicyFile, policyJsonSchema } from "./file.ts";

const ajv = new Ajv2020({ strict: false, validateFormats: false, allowUnionTypes: true });
const schema = policyJsonSchema();
const validate = ajv.compile(schema);

/** What may stand at any key: right for some, nearly right for others, and nonsense. */
const ANYTHING = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    1,
    2,
    -1,
    1.5,
    79,
    1e21,
    9_999_999,
    10_000_000,
    "",
    " ",
    "\t",
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    [[">=0.5"]],
    [["79"]],
    [null],
    [""],
    "!x",
    "lodash",
    "a".repeat(1001),
    "a".repeat(2001),
  ),
);

/** A word in some case, with blanks around it, or with a slip. */
function wordLike(words: readonly string[]): fc.Arbitrary<unknown> {
  return fc
    .record({
      word: fc.constantFrom(...words),
      upper: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      before: fc.constantFrom("", " ", "\t", "\u00a0"),
      after: fc.constantFrom("", " ", "\n", "x"),
    })
    .map(
      ({ word, upper, before, after }) =>
        before +
        [...word].map((sign, at) => (upper[at] === true ? sign.toUpperCase() : sign)).join("") +
        after,
    );
}

const digits = fc.stringMatching(/^[0-9]{0,5}$/);
const numberLike = fc.oneof(
  fc.tuple(digits, digits).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom(
    "0",
    "1",
    "1.0",
    "1.01",
    "01",
    "00.5",
    ".5",
    "1.",
    "0.99999999999999999999",
    "1.00000000000000000001",
  ),
  digits,
);
const comparisonLike = fc
  .tuple(
    fc.constantFrom("", " ", "\t"),
    fc.constantFrom(">=", "<=", ">", "<", "=", "=>", ""),
    fc.constantFrom("", " "),
    numberLike,
    fc.constantFrom("", "d", "D"),
  )
  .map((parts) => parts.join(""));
const pad = (number: number, length = 2) => String(number).padStart(length, "0");
const dateLike = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(1900, 2000, 2024, 2100)),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
    fc.constantFrom("", "", "", "T00:00", " "),
  )
  .map(([year, month, day, more]) => `${pad(year, 4)}-${pad(month)}-${pad(day)}${more}`);
const referenceLike = fc
  .array(
    fc.constantFrom(
      "acme",
      ".github",
      "/",
      "/",
      "@",
      "v1",
      ".",
      "..",
      "~",
      "a b",
      "\\",
      "[",
      "é",
      "-",
      "x.yml",
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));
const cweLike = fc
  .tuple(
    fc.constantFrom("", "CWE-", "cwe-", "cWe", " "),
    fc.stringMatching(/^[0-9]{0,9}$/),
    fc.constantFrom("", " "),
  )
  .map((parts) => parts.join(""));

const listed = (one: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: one }, fc.array(one, { maxLength: 3 }), ANYTHING);
const severities = ["critical", "high", "medium", "low", "none", "unknown", "hihg"];
const text = fc.oneof(fc.constantFrom("CVE-2021-23337", "lodash", "@acme/web", " x "), ANYTHING);
const flag = fc.oneof(fc.boolean(), ANYTHING);
const count = fc.oneof(fc.integer(), fc.constantFrom(2 ** 53, 2 ** 53 - 1), ANYTHING);

const matches = fc.record(
  {
    type: listed(wordLike(["sast", "sca", "secrets", "license", "iac", "container", "sats"])),
    severity: listed(wordLike(severities)),
    epss: listed(comparisonLike),
    age: listed(comparisonLike),
    "risk-score": listed(comparisonLike),
    cwe: listed(fc.oneof(cweLike, fc.integer({ min: -2, max: 20_000_000 }))),
    paths: listed(fc.constantFrom("legacy/**", "!a", "", " \n", "../a", "a/../b", "a\n/..", "..a/b..")),
    fixable: listed(flag),
    exploit: listed(wordLike(["mature", "proof-of-concept", "none", "unknown"])),
    "ai-verdict": listed(wordLike(["true-positive", "false-positive"])),
    confidence: listed(wordLike(["high", "medium", "low", "none"])),
    validated: listed(wordLike(["valid", "invalid", "error", "unknown"])),
    status: listed(wordLike(["new", "existing", "unknown"])),
    id: listed(text),
    typo: text,
  },
  { requiredKeys: [] },
);
const rules = fc.record(
  { match: matches, "fail-on": wordLike(severities), gate: wordLike(["new", "all", "auto"]) },
  { requiredKeys: ["match", "fail-on"] },
);
const suppressions = fc.record(
  {
    id: text,
    reason: text,
    expires: fc.oneof(dateLike, dateLike, ANYTHING),
    owner: text,
    version: text,
    paths: listed(text),
  },
  { requiredKeys: ["id", "expires"] },
);
const policies = fc.record(
  {
    version: fc.constantFrom<unknown>(1, 1, 1, 1, 1, 1, 2, "1"),
    "fail-on": fc.oneof(wordLike(severities), ANYTHING),
    rules: fc.oneof(fc.array(rules, { maxLength: 1 }), ANYTHING),
    suppress: fc.oneof(fc.array(suppressions, { maxLength: 1 }), ANYTHING),
    budgets: fc.oneof(fc.record({ high: count, unknown: count }, { requiredKeys: [] }), ANYTHING),
    extends: fc.oneof(referenceLike, referenceLike, ANYTHING),
    local: fc.record({ suppress: flag, "max-days": count }, { requiredKeys: [] }),
    products: fc.record(
      {
        semgrep: listed(wordLike(["sast", "ai_sast", "code"])),
        snyk: listed(wordLike(["sca", "iac", "sast"])),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** JSON is YAML, so the same data reaches both. */
function isTaken(policy: unknown): boolean {
  return parsePolicyFile(JSON.stringify(policy), "policy.yml").ok;
}

describe("the schema and the gate", () => {
  it("agree on every policy with one key more than its version", () => {
    const one = policies.chain((policy) =>
      fc
        .constantFrom(...Object.entries(policy).filter(([key]) => key !== "version"), ["version", 1] as const)
        .map(([key, value]) => ({ version: 1, [key]: value })),
    );
    fc.assert(
      fc.property(one, (policy) => {
        expect({ policy, isValid: validate(policy) }).toEqual({ policy, isValid: isTaken(policy) });
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    "epss",
    "age",
    "risk-score",
    "cwe",
    "severity",
    "paths",
    "fixable",
    "id",
  ] as const)("agree on what may stand at %s", (key) => {
    const values = matches.map((match) => match[key]).filter((value) => value !== undefined);
    fc.assert(
      fc.property(values, (value) => {
        const policy = { version: 1, rules: [{ match: { [key]: value }, "fail-on": "low" }] };
        expect({ value, isValid: validate(policy) }).toEqual({ value, isValid: isTaken(policy) });
      }),
      { numRuns: 100 },
    );
  });

  it("agree on dates and references", () => {
    const suppress = (expires: unknown) => ({ version: 1, suppress: [{ id: "a", reason: "b", expires }] });
    const refers = (reference: unknown) => ({ version: 1, extends: reference });
    fc.assert(
      fc.property(fc.oneof(dateLike.map(suppress), referenceLike.map(refers)), (policy) => {
        expect({ policy, isValid: validate(policy) }).toEqual({ policy, isValid: isTaken(policy) });
      }),
      { numRuns: 100 },
    );
    for (const [day, isDay] of [
      ["2024-02-29", true],
      ["2026-02-29", false],
      ["2100-02-29", false],
      ["2000-02-29", true],
    ])
      expect([day, validate(suppress(day)), isTaken(suppress(day))]).toEqual([day, isDay, isDay]);
  });
});

interface Part {
  readonly properties?: Readonly<Record<string, Part>>;
  readonly required?: readonly string[];
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

/** Every key of the schema with what is said of it, by its path. */
function keysOf(part: Part, path = ""): readonly (readonly [string, Part, boolean])[] {
  const inner = [...(part.anyOf ?? []), ...(part.items === undefined ? [] : [part.items])];
  const own = Object.entries(part.properties ?? {}).flatMap(([key, value]) => {
    const name = path === "" ? key : `${path}.${key}`;
    return [[name, value, part.required?.includes(key) === true] as const, ...keysOf(value, name)];
  });
  return [...own, ...inner.flatMap((one) => keysOf(one, path))];
}

describe("every key of the schema", () => {
  const keys = keysOf(schema);

  it("is found", () => {
    const names = keys.map(([name]) => name);
    for (const name of ["rules.match.ai-verdict", "suppress.expires", "local.max-days", "products.snyk"])
      expect(names).toContain(name);
  });

  it.each(
    keys,
  )("%s has a meaning, an example that is right, and a default unless it is required", (_name, key, isRequired) => {
    expect(key.description ?? "").toMatch(/\.$/);
    expect(key.examples ?? []).not.toEqual([]);
    for (const example of key.examples ?? []) expect(ajv.validate(key, example)).toBe(true);
    if (key.default !== undefined) expect(ajv.validate(key, key.default)).toBe(true);
    else expect(isRequired || /Default: /.test(key.description ?? "")).toBe(true);
  });
});
