import { SNYK_PRODUCTS, type SnykProduct } from "../../../model/evidence.ts";
import type { FindingType, Observation, Package, ToolSuppression } from "../../../model/finding.ts";
import { secretSeverity, severityFromWord } from "../../../model/severity.ts";
import { mapInSteps, type Steps } from "../../../model/steps.ts";
import { counted } from "../../../text/count.ts";
import { present } from "../../../text/present.ts";
import { advisoriesIn, cwesIn } from "../../identifiers.ts";
import { SNYK_SEVERITIES } from "../../snyk-words.ts";
import {
  countOf,
  type Fields,
  fieldAt,
  fieldsOf,
  listOf,
  objectsOf,
  ownField,
  textOf,
  textsOf,
} from "../fields.ts";
import { pathInRepository } from "../paths.ts";
import {
  MOST_RESULTS,
  type ParsedReport,
  quoted,
  type ReportOrigin,
  type ReportProblem,
  type StatedOrigin,
  titleFrom,
  tooMany,
  unlisted,
} from "../report-part.ts";

/** Fields of a test result of Snyk beside its id. */
const OWN_FIELDS = ["executionState", "passFail", "findingsComplete", "effectiveSummary"];

/** Whether a JSON value means to be Snyk's unified test results, the JSON of its newer products. */
export function isSnykTestResult(json: unknown): boolean {
  const entries = Array.isArray(json) ? json : [json];
  return (
    entries.length > 0 &&
    entries.every((entry) => {
      const fields = fieldsOf(entry) ?? {};
      return textOf(fields.testId) !== undefined && OWN_FIELDS.some((name) => Object.hasOwn(fields, name));
    })
  );
}

/** Reads unified test results, which Snyk's secrets product writes. A test that did not finish is partial. */
export function* parseSnykTestResult(json: unknown, origin: ReportOrigin): Steps<ParsedReport> {
  const tests = objectsOf(Array.isArray(json) ? json : [json]);
  const findings = tests.flatMap((test) => objectsOf(test.findings).map((finding) => ({ test, finding })));
  if (findings.length > MOST_RESULTS) return { refused: tooMany(findings.length) };
  const observations = yield* mapInSteps(findings, (one) => observationOf(one, origin));
  return {
    parts: [
      {
        tool: "snyk",
        products: productsOf(tests),
        results: observations.map((observation) => ({ observation, age: "unknown" })),
        problems: tests.flatMap(problemsOf),
        notes: [],
        stated: tests.flatMap(statedOrigins),
      },
    ],
  };
}

/** What a test says that it looked at: its subject, or the resources that it read. */
function statedOrigins(test: Fields): readonly StatedOrigin[] {
  const resources = objectsOf(test.testResources).map(({ resource }) => resource);
  return [test.testSubject, ...resources].map((subject) =>
    present({
      repository: textOf(fieldAt(subject, "repository_url")),
      commit: textOf(fieldAt(subject, "commit_id")),
    }),
  );
}

/** What a test was configured to look for (`scan_config`). */
const CONFIGURED: Readonly<Record<string, readonly SnykProduct[]>> = {
  sca: ["sca", "license"],
  sast: ["code"],
  secrets: ["secrets"],
  iac: ["iac"],
  container: ["container"],
};

function productsOf(tests: readonly Fields[]): readonly SnykProduct[] {
  const configured = tests.flatMap((test) => {
    const config = fieldsOf(fieldAt(test, "testConfiguration", "scan_config")) ?? {};
    return Object.keys(config).flatMap((name) =>
      Object.hasOwn(CONFIGURED, name) ? (CONFIGURED[name] ?? []) : [],
    );
  });
  return SNYK_PRODUCTS.filter((product) => configured.includes(product));
}

function problemsOf(test: Fields): readonly ReportProblem[] {
  const told = `snyk's test ${quoted(textOf(test.testId) ?? "", 60)}`;
  if (test.findings === undefined && isClean(test)) return [];
  if (!Array.isArray(test.findings)) {
    return [{ code: "report-invalid", message: `${told} has no list of findings` }];
  }
  const odd = test.findings.filter(
    (finding) => fieldsOf(fieldAt(finding, "attributes")) === undefined,
  ).length;
  const hasProblems =
    test.passFail === "fail" || (countOf(fieldAt(test, "effectiveSummary", "count")) ?? 0) > 0;
  const state = textOf(test.executionState) ?? "unknown";
  return [
    ...(odd > 0
      ? [
          {
            code: "report-invalid" as const,
            message: `${counted(odd, "finding")} of ${told} ${odd === 1 ? "has" : "have"} no attributes`,
          },
        ]
      : []),
    ...(hasProblems && test.findings.length === 0 ? [unlisted(told)] : []),
    ...(state === "finished" && test.findingsComplete !== false
      ? []
      : [{ code: "partial" as const, message: `${told} is not complete (state ${quoted(state, 40)})` }]),
  ];
}

/** Whether a test says in all its words that nothing was found: then Snyk leaves the empty list out. */
function isClean(test: Fields): boolean {
  return (
    test.findingsComplete === true &&
    test.passFail === "pass" &&
    test.executionState === "finished" &&
    fieldAt(test, "effectiveSummary", "count") === 0
  );
}

const TYPES: Readonly<Record<string, FindingType>> = {
  sast: "sast",
  sca: "sca",
  secrets: "secrets",
  secret: "secrets",
  config: "iac",
  license: "license",
};

function observationOf(
  { test, finding }: { test: Fields; finding: Fields },
  origin: ReportOrigin,
): Observation {
  const attributes = fieldsOf(finding.attributes) ?? {};
  const id = textOf(finding.id) ?? textOf(attributes.key) ?? "unnamed finding";
  const problems = problemIdsOf({ test, id, attributes });
  const rule = problems.find((problem) => !/^(?:CWE|CVE|GHSA)-/i.test(problem));
  const locations = objectsOf(attributes.locations);
  const source = locations.find((location) => textOf(location.file_path) !== undefined);
  const line = countOf(source?.from_line);
  const endLine = countOf(source?.to_line);
  const kind = textOf(attributes.finding_type) ?? "";
  const type = Object.hasOwn(TYPES, kind) ? (TYPES[kind] ?? "sast") : "sast";
  const severity = fieldAt(attributes, "rating", "severity");
  return {
    source: "reports",
    tool: "snyk",
    id,
    identity: textOf(attributes.key) ?? id,
    type,
    severity: (type === "secrets" ? secretSeverity : severityFromWord)(severity, SNYK_SEVERITIES),
    title: titleFrom(textOf(attributes.title) ?? rule ?? id),
    cwe: cwesIn(problems),
    identifiers: advisoriesIn(problems),
    ...present({
      path: pathInRepository(textOf(source?.file_path) ?? "", origin),
      line: line === undefined ? undefined : Math.max(1, line),
      endLine: endLine !== undefined && endLine > (line ?? 0) ? endLine : undefined,
      nativeSeverity: textOf(severity),
      rule,
      description: textOf(attributes.description),
      package: packageOf(locations),
      ignored: suppressionOf(fieldsOf(attributes.suppression)),
    }),
  };
}

/** Rules, weaknesses and advisories of a finding: by reference into the test's own store, or written out. */
function problemIdsOf(finding: {
  readonly test: Fields;
  readonly id: string;
  readonly attributes: Fields;
}): readonly string[] {
  const { test, id, attributes } = finding;
  const referred = textsOf(listOf(ownField(fieldsOf(test._problemRefs), id)));
  const written = objectsOf(attributes.problems).flatMap((problem) => textsOf(problem.id));
  return [...new Set([...referred, ...written])];
}

function packageOf(locations: readonly Fields[]): Package | undefined {
  const named = locations.map((location) => fieldsOf(location.package)).find((found) => found !== undefined);
  const name = textOf(named?.name);
  return name === undefined ? undefined : present({ name, version: textOf(named?.version) });
}

/** An ignore that still waits for approval does not count. */
function suppressionOf(suppression: Fields | undefined): ToolSuppression | undefined {
  if (suppression?.status !== "ignored") return undefined;
  return present({ reason: textOf(suppression.justification), expires: textOf(suppression.expires_at) });
}
