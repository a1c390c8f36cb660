import { SNYK_PRODUCTS } from "../../../model/evidence.ts";
import type { Steps } from "../../../model/steps.ts";
import { counted } from "../../../text/count.ts";
import { countOf, type Fields, fieldsOf, listOf, objectsOf, textOf } from "../fields.ts";
import {
  MOST_RESULTS,
  type ParsedReport,
  quoted,
  type ReportOrigin,
  type ReportPart,
  tooMany,
} from "../report-part.ts";
import { isFailedProject, isTestedImage, productsOfProject, snykPart, snykProjectPart } from "./project.ts";

/** Whether a JSON value is what `snyk test`, `container test` or `iac test` write with `--json`. */
export function isSnykJson(json: unknown): boolean {
  const entries = Array.isArray(json) ? json : [json];
  return entries.length > 0 && entries.every((entry) => isEntry(fieldsOf(entry)));
}

/** Fields that Snyk writes beside `ok`. Many other reports have `vulnerabilities`, and none has `ok` and one of these. */
const OWN_FIELDS = [
  "dependencyCount",
  "packageManager",
  "displayTargetFile",
  "uniqueCount",
  "licensesPolicy",
  "filesystemPolicy",
];

function isEntry(entry: Fields | undefined): boolean {
  if (entry === undefined) return false;
  if (Array.isArray(entry.infrastructureAsCodeIssues)) return true;
  if (typeof entry.ok !== "boolean") return false;
  // A list of its own is not asked for, so that a project without one is told as that, and not as another format.
  return isFailedProject(entry) || OWN_FIELDS.some((name) => Object.hasOwn(entry, name));
}

/**
 * Reads Snyk's JSON output (https://docs.snyk.io/developer-tools/snyk-cli): one project, or a list of them;
 * container results carry the applications of the image inside. A project that could not be tested makes the
 * report partial; when none could be, there is no report.
 */
export function* parseSnykJson(json: unknown, origin: ReportOrigin): Steps<ParsedReport> {
  const entries = objectsOf(Array.isArray(json) ? json : [json]);
  const tested = entries.flatMap((entry) => [entry, ...objectsOf(entry.applications)]);
  const issues = tested.reduce((sum, entry) => sum + issueCount(entry), tested.length);
  if (issues > MOST_RESULTS) return { refused: tooMany(issues) };
  const parts: ReportPart[] = [];
  for (const entry of entries) parts.push(...(yield* partsOf(entry, origin)));
  const problems = parts.flatMap((one) => one.problems);
  const [first] = problems;
  if (first !== undefined && entries.every(isFailedProject)) {
    return { refused: `it holds no result: ${first.message}` };
  }
  const thresholds = [...new Set(tested.flatMap(thresholdOf))];
  const products = entries.flatMap(productsOfProject);
  return {
    parts: [
      {
        tool: "snyk",
        products: SNYK_PRODUCTS.filter((product) => products.includes(product)),
        results: parts.flatMap((one) => one.results),
        problems,
        notes: Array.isArray(json) ? [] : untestedNotes(entries),
        ...(thresholds.length === 0 ? {} : { thresholds }),
      },
    ],
  };
}

/** Issues of a project; a grouped one counts once for each of its ways. */
function issueCount({ vulnerabilities, infrastructureAsCodeIssues }: Fields): number {
  const ways = objectsOf(vulnerabilities).map(({ name, from }) =>
    Math.max(
      1,
      Array.isArray(name) ? name.length : 1,
      listOf(from).some(Array.isArray) ? listOf(from).length : 1,
    ),
  );
  return ways.reduce((sum, count) => sum + count, listOf(infrastructureAsCodeIssues).length);
}

/** How many more manifests `snyk test` saw. With `--all-projects` it writes a list, and they are in it. */
function untestedNotes(entries: readonly Fields[]): ReportPart["notes"] {
  const count = Math.max(0, ...entries.map((entry) => countOf(entry.foundProjectCount) ?? 0));
  if (count === 0) return [];
  const text = `snyk saw ${counted(count, "more manifest")} and did not test ${count === 1 ? "it" : "them"}; --all-projects tests all`;
  return [{ level: "warning", text }];
}

/** An entry, and of an image the applications in it. */
function* partsOf(entry: Fields, origin: ReportOrigin): Steps<readonly ReportPart[]> {
  const image = isTestedImage(entry) ? (textOf(entry.projectName) ?? textOf(entry.path)) : undefined;
  const applications = objectsOf(entry.applications);
  const odd = listOf(entry.applications).length - applications.length;
  const message = counted(odd, "application is not an object", "applications are not objects");
  const parts = [yield* snykProjectPart(entry, origin, image)];
  for (const application of applications)
    parts.push(yield* snykProjectPart(application, origin, image ?? ""));
  return [...parts, snykPart([], odd === 0 ? [] : [{ code: "report-invalid", message }])];
}

/** The severity below which `--severity-threshold` left everything out; none where that leaves nothing out. */
function thresholdOf({ severityThreshold }: Fields): readonly string[] {
  const word = quoted(textOf(severityThreshold)?.toLowerCase() ?? "", 20);
  return word === "" || word === "low" ? [] : [word];
}
