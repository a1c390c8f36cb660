import { SNYK_PRODUCTS } from "../../../model/evidence.ts";
import { counted } from "../../../text/count.ts";
import { type Fields, fieldsOf, listOf, objectsOf, textOf } from "../fields.ts";
import { type ParsedReport, quoted, type ReportOrigin, type ReportPart } from "../report-part.ts";
import { isFailedProject, isImage, productsOfProject, snykPart, snykProjectPart } from "./project.ts";

/** Whether a JSON value means to be what `snyk test`, `container test` or `iac test` write with `--json`. */
export function isSnykJson(json: unknown): boolean {
  const entries = Array.isArray(json) ? json : [json];
  return entries.length > 0 && entries.every((entry) => isEntry(fieldsOf(entry)));
}

function isEntry(entry: Fields | undefined): boolean {
  if (entry === undefined) return false;
  return (
    Array.isArray(entry.vulnerabilities) ||
    Array.isArray(entry.infrastructureAsCodeIssues) ||
    isFailedProject(entry) ||
    // So that a project without its list is told as that, and not as some other format.
    (typeof entry.ok === "boolean" &&
      ["dependencyCount", "packageManager"].some((key) => Object.hasOwn(entry, key)))
  );
}

/**
 * Reads Snyk's JSON output (https://docs.snyk.io/developer-tools/snyk-cli): one project, or a list of them;
 * container results carry the applications of the image inside. A project that could not be tested makes the
 * report partial.
 */
export function parseSnykJson(json: unknown, origin: ReportOrigin): ParsedReport {
  const entries = objectsOf(Array.isArray(json) ? json : [json]);
  const parts = entries.flatMap((entry) => partsOf(entry, origin));
  const tested = entries.flatMap((entry) => [entry, ...objectsOf(entry.applications)]);
  const thresholds = [...new Set(tested.flatMap(thresholdOf))];
  const products = entries.flatMap(productsOfProject);
  return {
    parts: [
      {
        tool: "snyk",
        products: SNYK_PRODUCTS.filter((product) => products.includes(product)),
        results: parts.flatMap((one) => one.results),
        problems: parts.flatMap((one) => one.problems),
        notes: [],
        ...(thresholds.length === 0 ? {} : { thresholds }),
      },
    ],
  };
}

/** An entry, and of an image the applications in it. */
function partsOf(entry: Fields, origin: ReportOrigin): readonly ReportPart[] {
  const image = isImage(entry) ? (textOf(entry.projectName) ?? textOf(entry.path)) : undefined;
  const applications = objectsOf(entry.applications);
  const odd = listOf(entry.applications).length - applications.length;
  const message = counted(odd, "application is not an object", "applications are not objects");
  return [
    snykProjectPart(entry, origin, image),
    ...applications.map((application) => snykProjectPart(application, origin, image ?? "")),
    snykPart([], odd === 0 ? [] : [{ code: "report-invalid", message }]),
  ];
}

/** The severity below which `--severity-threshold` left everything out; none where that leaves nothing out. */
function thresholdOf({ severityThreshold }: Fields): readonly string[] {
  const word = quoted(textOf(severityThreshold)?.toLowerCase() ?? "", 20);
  return word === "" || word === "low" ? [] : [word];
}
