import {
  LEVELS,
  PRECISIONS,
  PROBLEM_SEVERITIES,
  type SarifDocument,
  type SarifLocation,
  type SarifResult,
  type SarifRule,
  type SarifRun,
} from "./document.ts";
import { LIMITS } from "./limits.ts";

/** Something for which code scanning would refuse the whole file, and which part of the file to blame. */
export interface Problem {
  /** Index in `runs`. */
  readonly run: number;
  /** Index in the run's rules, when one of them is to blame. */
  readonly rule?: number;
  /** Index in the run's results, when one of them is to blame. */
  readonly result?: number;
  readonly what: string;
}

const HIGHEST_INTEGER = 2_147_483_647;

/**
 * Checks a document against every limit and every property that code scanning is known to insist on, number for
 * number, except for its size. An empty list means that nothing known speaks against the upload.
 */
export function preflight(document: SarifDocument): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [run, part] of document.runs.entries()) {
    const { rules } = part.tool.driver;
    for (const what of objections(RUN_CHECKS, part, { index: run, document })) problems.push({ run, what });
    for (const [rule, item] of rules.entries()) {
      for (const what of objections(RULE_CHECKS, item, { index: rule })) problems.push({ run, rule, what });
    }
    for (const [result, item] of part.results.entries()) {
      const rule = rules[item.ruleIndex];
      for (const what of objections(RESULT_CHECKS, item, { index: result, rule })) {
        problems.push({ run, result, what });
      }
    }
  }
  return problems;
}

/** One thing that code scanning insists on. Tables of them, so that checking 25,000 sound results costs nothing. */
interface Check<Part, Surroundings> {
  /** What is wrong, to follow "with". */
  readonly what: string;
  readonly wrong: (part: Part, surroundings: Surroundings) => boolean;
}

const NOTHING: readonly string[] = [];

function objections<Part, Surroundings>(
  checks: readonly Check<Part, Surroundings>[],
  part: Part,
  surroundings: Surroundings,
): readonly string[] {
  const wrong = checks.filter((check) => check.wrong(part, surroundings));
  return wrong.length === 0 ? NOTHING : wrong.map(({ what }) => what);
}

/**
 * The document without what {@link preflight} objects to, and a sentence per objection: a faulty result goes alone, a
 * faulty rule takes its results with it, a faulty run goes as a whole.
 */
export function dropFaulty(document: SarifDocument): {
  readonly document: SarifDocument;
  readonly notes: readonly string[];
} {
  const problems = preflight(document);
  if (problems.length === 0) return { document, notes: [] };
  const badRuns = new Set(
    problems
      .filter((problem) => problem.rule === undefined && problem.result === undefined)
      .map(({ run }) => run),
  );
  const runs = document.runs.flatMap((run, index) =>
    badRuns.has(index)
      ? []
      : [
          withoutFaults(
            run,
            problems.filter((problem) => problem.run === index),
          ),
        ],
  );
  return { document: { ...document, runs }, notes: tell(document, problems) };
}

function withoutFaults(run: SarifRun, problems: readonly Problem[]): SarifRun {
  if (problems.length === 0) return run;
  const badRules = new Set(problems.map(({ rule }) => rule));
  const badResults = new Set(problems.map(({ result }) => result));
  const rules = run.tool.driver.rules.filter((_, index) => !badRules.has(index));
  const newIndex = new Map(rules.map((rule, index) => [rule, index]));
  const results = run.results.flatMap((result, index): readonly SarifResult[] => {
    const rule = run.tool.driver.rules[result.ruleIndex];
    const ruleIndex = rule === undefined ? undefined : newIndex.get(rule);
    return badResults.has(index) || ruleIndex === undefined ? [] : [{ ...result, ruleIndex }];
  });
  return { ...run, tool: { driver: { ...run.tool.driver, rules } }, results };
}

/** Objections of one kind are told once, with their number. */
function tell(document: SarifDocument, problems: readonly Problem[]): readonly string[] {
  const numbers = new Map<string, number>();
  for (const { run, rule, result, what } of problems) {
    const part = result !== undefined ? "result" : rule !== undefined ? "rule" : "run";
    const kind = `${part} of ${document.runs[run]?.tool.driver.name ?? "a tool"} with ${what}`;
    numbers.set(kind, (numbers.get(kind) ?? 0) + 1);
  }
  return [...numbers].map(
    ([kind, number]) => `left out, because code scanning would refuse the file: ${number} × ${kind}.`,
  );
}

const RUN_CHECKS: readonly Check<SarifRun, { index: number; document: SarifDocument }>[] = [
  { what: `a place beyond ${LIMITS.runs} runs`, wrong: (_, { index }) => index >= LIMITS.runs },
  { what: "no tool name", wrong: (run) => isBlank(run.tool.driver.name) },
  {
    what: "a category that does not end in a slash",
    wrong: (run) => !/^[^/].*\/$/.test(run.automationDetails.id),
  },
  {
    what: "the tool and category of an earlier one",
    wrong: (run, { index, document }) =>
      document.runs.slice(0, index).some((earlier) => isSameKey(earlier, run)),
  },
];

const RULE_CHECKS: readonly Check<SarifRule, { index: number }>[] = [
  { what: `a place beyond ${LIMITS.rules} rules`, wrong: (_, { index }) => index >= LIMITS.rules },
  { what: "no id", wrong: ({ id }) => isBlank(id) },
  { what: "an empty name", wrong: ({ name }) => name !== undefined && isBlank(name) },
  {
    what: `a name over ${LIMITS.ruleName} characters`,
    wrong: ({ name = "" }) => name.length > LIMITS.ruleName,
  },
  {
    what: "an empty description",
    wrong: ({ shortDescription, fullDescription }) =>
      isBlank(shortDescription.text) || isBlank(fullDescription.text),
  },
  {
    what: `a description over ${LIMITS.description} characters`,
    wrong: ({ shortDescription, fullDescription }) =>
      shortDescription.text.length > LIMITS.description || fullDescription.text.length > LIMITS.description,
  },
  {
    what: "an empty help",
    wrong: ({ help }) => isBlank(help.text) || (help.markdown !== undefined && isBlank(help.markdown)),
  },
  { what: `more than ${LIMITS.tags} tags`, wrong: ({ properties }) => properties.tags.length > LIMITS.tags },
  { what: "an unknown precision", wrong: ({ properties }) => !PRECISIONS.includes(properties.precision) },
  {
    what: "an unknown problem.severity",
    wrong: ({ properties }) => !PROBLEM_SEVERITIES.includes(properties["problem.severity"]),
  },
  {
    what: "a security-severity outside 0.1 to 10.0",
    wrong: ({ properties }) => !/^(?:10\.0|[1-9]\.\d|0\.[1-9])$/.test(properties["security-severity"]),
  },
  {
    what: "an unknown default level",
    wrong: ({ defaultConfiguration }) => !LEVELS.includes(defaultConfiguration.level),
  },
  {
    what: "a help address that is none",
    wrong: ({ helpUri }) => helpUri !== undefined && !URL.canParse(helpUri),
  },
];

const RESULT_CHECKS: readonly Check<SarifResult, { index: number; rule: SarifRule | undefined }>[] = [
  { what: `a place beyond ${LIMITS.results} results`, wrong: (_, { index }) => index >= LIMITS.results },
  { what: "no rule", wrong: ({ ruleId }, { rule }) => rule?.id !== ruleId },
  { what: "an unknown level", wrong: ({ level }) => !LEVELS.includes(level) },
  { what: "an empty message", wrong: ({ message }) => isBlank(message.text) },
  { what: "a placeholder in its message", wrong: ({ message }) => hasPlaceholder(message.text) },
  { what: "no location", wrong: ({ locations }) => locations.length === 0 },
  {
    what: `more than ${LIMITS.locations} locations`,
    wrong: ({ locations }) => locations.length > LIMITS.locations,
  },
  {
    what: `more than ${LIMITS.flowLocations} steps in its code flow`,
    wrong: (result) => stepsOf(result).length > LIMITS.flowLocations,
  },
  {
    what: "a location that is no relative path",
    wrong: (result) => !result.locations.every(hasPath) || !stepsOf(result).every(hasPath),
  },
  {
    what: "a location with impossible lines",
    wrong: (result) => !result.locations.every(hasLines) || !stepsOf(result).every(hasLines),
  },
  {
    what: "a line hash of another form",
    wrong: ({ partialFingerprints: prints }) =>
      prints !== undefined && !/^[0-9a-f]{1,16}:[1-9]\d*$/.test(prints.primaryLocationLineHash),
  },
];

const NO_STEPS: readonly SarifLocation[] = [];

function stepsOf({ codeFlows }: SarifResult): readonly SarifLocation[] {
  if (codeFlows === undefined) return NO_STEPS;
  return codeFlows.flatMap(({ threadFlows }) =>
    threadFlows.flatMap(({ locations }) => locations.map(({ location }) => location)),
  );
}

function isSameKey(a: SarifRun, b: SarifRun): boolean {
  return a.tool.driver.name === b.tool.driver.name && a.automationDetails.id === b.automationDetails.id;
}

/** Empty text is refused, and half a surrogate pair is no text that JSON can carry everywhere. */
function isBlank(text: string): boolean {
  return text.trim() === "" || /\p{Surrogate}/u.test(text);
}

/** `{0}` stands for an argument, and there are none; doubled braces are braces. */
function hasPlaceholder(text: string): boolean {
  return text.includes("{") && /\{\d+\}/.test(text.replaceAll("{{", "").replaceAll("}}", ""));
}

/** A percent-encoded relative reference that stays below the repository's root, also for who decodes it. */
function hasPath({ physicalLocation }: SarifLocation): boolean {
  const { uri } = physicalLocation.artifactLocation;
  if (!/^(?:[\w.!$&'()*+,;=@~/-]|%[0-9A-F]{2})+$/.test(uri)) return false;
  const segments = uri.replaceAll(/%2E/gi, ".").split(/\/|%2F|%5C/i);
  return segments.every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

function hasLines({ physicalLocation }: SarifLocation): boolean {
  const { startLine, startColumn, endLine } = physicalLocation.region;
  const isPlace = (value: number): boolean =>
    Number.isInteger(value) && value >= 1 && value <= HIGHEST_INTEGER;
  return [startLine, startColumn, endLine].every(isPlace) && endLine >= startLine;
}
