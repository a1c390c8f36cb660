import {
  type CodeScanningRun,
  PROBLEM_SEVERITIES,
  RULE_PRECISIONS,
  SARIF_LEVELS,
  type SarifDocument,
  type SarifLocation,
  type SarifResult,
  type SarifRule,
} from "./document.ts";
import { SARIF_LIMITS } from "./limits.ts";

const HIGHEST_INTEGER = 2_147_483_647;

/** One thing that code scanning insists on. Tables of them, so that checking 25,000 sound results costs nothing. */
export interface SarifCheck<Part, Surroundings> {
  /** What is wrong, to follow "with". */
  readonly what: string;
  readonly wrong: (part: Part, surroundings: Surroundings) => boolean;
}

export const RUN_CHECKS: readonly SarifCheck<CodeScanningRun, { index: number; document: SarifDocument }>[] =
  [
    { what: `a place beyond ${SARIF_LIMITS.runs} runs`, wrong: (_, { index }) => index >= SARIF_LIMITS.runs },
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

export const RULE_CHECKS: readonly SarifCheck<SarifRule, { index: number }>[] = [
  {
    what: `a place beyond ${SARIF_LIMITS.rules} rules`,
    wrong: (_, { index }) => index >= SARIF_LIMITS.rules,
  },
  { what: "no id", wrong: ({ id }) => isBlank(id) },
  { what: "an empty name", wrong: ({ name }) => name !== undefined && isBlank(name) },
  {
    what: `a name over ${SARIF_LIMITS.ruleName} characters`,
    wrong: ({ name = "" }) => name.length > SARIF_LIMITS.ruleName,
  },
  {
    what: "an empty description",
    wrong: ({ shortDescription, fullDescription }) =>
      isBlank(shortDescription.text) || isBlank(fullDescription.text),
  },
  {
    what: `a description over ${SARIF_LIMITS.description} characters`,
    wrong: ({ shortDescription, fullDescription }) =>
      shortDescription.text.length > SARIF_LIMITS.description ||
      fullDescription.text.length > SARIF_LIMITS.description,
  },
  {
    what: "an empty help",
    wrong: ({ help }) => isBlank(help.text) || (help.markdown !== undefined && isBlank(help.markdown)),
  },
  {
    what: `more than ${SARIF_LIMITS.tags} tags`,
    wrong: ({ properties }) => properties.tags.length > SARIF_LIMITS.tags,
  },
  {
    what: "an unknown precision",
    wrong: ({ properties }) => !RULE_PRECISIONS.includes(properties.precision),
  },
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
    wrong: ({ defaultConfiguration }) => !SARIF_LEVELS.includes(defaultConfiguration.level),
  },
  {
    what: "a help address that is none",
    wrong: ({ helpUri }) => helpUri !== undefined && !URL.canParse(helpUri),
  },
];

export const RESULT_CHECKS: readonly SarifCheck<
  SarifResult,
  { index: number; rule: SarifRule | undefined }
>[] = [
  {
    what: `a place beyond ${SARIF_LIMITS.results} results`,
    wrong: (_, { index }) => index >= SARIF_LIMITS.results,
  },
  { what: "no rule", wrong: ({ ruleId }, { rule }) => rule?.id !== ruleId },
  { what: "an unknown level", wrong: ({ level }) => !SARIF_LEVELS.includes(level) },
  { what: "an empty message", wrong: ({ message }) => isBlank(message.text) },
  { what: "a placeholder in its message", wrong: ({ message }) => hasPlaceholder(message.text) },
  { what: "no location", wrong: ({ locations }) => locations.length === 0 },
  {
    what: `more than ${SARIF_LIMITS.locations} locations`,
    wrong: ({ locations }) => locations.length > SARIF_LIMITS.locations,
  },
  {
    what: `more than ${SARIF_LIMITS.flowLocations} steps in its code flow`,
    wrong: (result) => stepsOf(result).length > SARIF_LIMITS.flowLocations,
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

function isSameKey(a: CodeScanningRun, b: CodeScanningRun): boolean {
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
