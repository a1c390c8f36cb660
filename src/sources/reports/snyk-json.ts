import { SNYK_PRODUCTS, type SnykProduct } from "../../model/evidence.ts";
import { counted } from "../../text/count.ts";
import { countOf, type Fields, fieldsOf, listOf, objectsOf, textOf } from "./fields.ts";
import { type Origin, type ParsedReport, type Problem, quoted, type ReportPart, unlisted } from "./parsed.ts";
import { folderIn, isAbsolute, repositoryPath } from "./place.ts";
import { snykMisconfigurations } from "./snyk-iac.ts";
import { type SnykProject, snykVulnerabilities } from "./snyk-vulnerability.ts";

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
    isError(entry) ||
    // So that a project without its list is told as that, and not as some other format.
    (typeof entry.ok === "boolean" &&
      ["dependencyCount", "packageManager"].some((key) => Object.hasOwn(entry, key)))
  );
}

/** An entry that stands for a project which could not be tested. */
function isError(entry: Fields): boolean {
  return entry.ok === false && textOf(entry.error) !== undefined;
}

/**
 * Reads Snyk's JSON output (https://docs.snyk.io/developer-tools/snyk-cli): one project, or a list of them;
 * container results carry the applications of the image inside. A project that could not be tested makes the
 * report partial.
 */
export function parseSnykJson(json: unknown, origin: Origin): ParsedReport {
  const entries = objectsOf(Array.isArray(json) ? json : [json]);
  const parts = entries.flatMap((entry) => {
    const image = isContainer(entry) ? (textOf(entry.projectName) ?? textOf(entry.path)) : undefined;
    const inner = objectsOf(entry.applications).map((application) =>
      parseProject(application, origin, image ?? ""),
    );
    const odd = listOf(entry.applications).length - inner.length;
    const broken =
      odd > 0
        ? [
            part(
              [],
              [
                {
                  code: "report-invalid",
                  message: `${counted(odd, "application is not an object", "applications are not objects")}`,
                },
              ],
            ),
          ]
        : [];
    return [parseProject(entry, origin, image), ...inner, ...broken];
  });
  const results = parts.flatMap((one) => one.results);
  const problems = parts.flatMap((one) => one.problems);
  const tested = entries.flatMap((entry) => [entry, ...objectsOf(entry.applications)]);
  const thresholds = [...new Set(tested.flatMap(thresholdOf))];
  const products = SNYK_PRODUCTS.filter((product) =>
    entries.some((entry) => productsOf(entry).includes(product)),
  );
  return {
    parts: [{ ...part(results, problems), products, ...(thresholds.length === 0 ? {} : { thresholds }) }],
  };
}

/** `snyk test` looks at licenses too; a project that it could not test speaks for nothing. */
function productsOf(entry: Fields): readonly SnykProduct[] {
  if (isError(entry)) return [];
  if (isContainer(entry)) return ["container"];
  return Array.isArray(entry.infrastructureAsCodeIssues) ? ["iac"] : ["sca", "license"];
}

function part(results: ReportPart["results"], problems: readonly Problem[]): ReportPart {
  return { tool: "snyk", results, problems, notes: [] };
}

/** @param image the image that the project was found in, for results of `snyk container test` */
function parseProject(entry: Fields, { workspace }: Origin, image: string | undefined): ReportPart {
  const name = textOf(entry.projectName);
  const target = textOf(entry.displayTargetFile) ?? textOf(entry.targetFile);
  const told = quoted(target ?? textOf(entry.path) ?? name ?? "a project", 120);
  if (isError(entry)) return part([], [failure(told, entry)]);
  const vulnerabilities = entry.vulnerabilities;
  const misconfigurations = entry.infrastructureAsCodeIssues;
  if (!Array.isArray(vulnerabilities) && !Array.isArray(misconfigurations)) {
    return part(
      [],
      [{ code: "report-invalid", message: `snyk's result for ${told} has no list of vulnerabilities` }],
    );
  }
  const folder = folderIn(workspace, textOf(entry.path));
  // A path inside an image is none of the repository.
  const inImage = image !== undefined && target !== undefined && isAbsolute(target);
  const path = target === undefined || inImage ? undefined : repositoryPath(target, { workspace, folder });
  const project: SnykProject = {
    ...(name === undefined ? {} : { name: inImage ? `${image}:${target}` : name }),
    ...(path === undefined ? {} : { path }),
    container: image !== undefined,
    ecosystem: textOf(entry.packageManager),
    upgrades: fieldsOf(fieldsOf(entry.remediation)?.upgrade),
    pins: fieldsOf(fieldsOf(entry.remediation)?.pin),
  };
  const filtered = fieldsOf(entry.filtered);
  const odd = [...listOf(vulnerabilities), ...listOf(misconfigurations)].filter(
    (issue) => fieldsOf(issue) === undefined,
  );
  const entries = {
    listed: objectsOf(vulnerabilities),
    ignored: objectsOf(filtered?.ignore),
    patched: objectsOf(filtered?.patch),
  };
  const results = [
    ...snykVulnerabilities(entries, project),
    ...snykMisconfigurations(objectsOf(misconfigurations), project),
  ];
  const contradiction = saysMoreThanItLists(entry) ? [unlisted(`snyk's result for ${told}`)] : [];
  const message = `${counted(odd.length, "issue")} of snyk's result for ${told} ${odd.length === 1 ? "is not an object" : "are not objects"}`;
  return part(
    results.map((observation) => ({ observation, age: "unknown" })),
    odd.length > 0 ? [{ code: "report-invalid", message }] : contradiction,
  );
}

/**
 * Whether a result tells of problems and lists none, not even ignored ones: then its findings got lost on the way.
 * Where `ok` is given it decides, since `uniqueCount` may count what `ok` does not. An image may speak for the
 * applications in it.
 */
function saysMoreThanItLists(entry: Fields): boolean {
  const hasProblems = typeof entry.ok === "boolean" ? !entry.ok : (countOf(entry.uniqueCount) ?? 0) > 0;
  return hasProblems && [entry, ...objectsOf(entry.applications)].every(listsNothing);
}

function listsNothing({ vulnerabilities, infrastructureAsCodeIssues, filtered }: Fields): boolean {
  const left = fieldsOf(filtered);
  return [vulnerabilities, infrastructureAsCodeIssues, left?.ignore, left?.patch].every(
    (list) => listOf(list).length === 0,
  );
}

/** The severity below which `--severity-threshold` left everything out; none where that leaves nothing out. */
function thresholdOf({ severityThreshold }: Fields): readonly string[] {
  const word = quoted(textOf(severityThreshold)?.toLowerCase() ?? "", 20);
  return word === "" || word === "low" ? [] : [word];
}

function isContainer(entry: Fields): boolean {
  return (
    fieldsOf(entry.docker) !== undefined ||
    Array.isArray(entry.applications) ||
    (textOf(entry.projectName)?.startsWith("docker-image|") ?? false)
  );
}

function failure(told: string, entry: Fields): Problem {
  return { code: "partial", message: `snyk could not test ${told}: ${quoted(textOf(entry.error) ?? "")}` };
}
