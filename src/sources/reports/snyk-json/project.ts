import type { SnykProduct } from "../../../model/evidence.ts";
import type { Observation } from "../../../model/finding.ts";
import { severityFromWord } from "../../../model/severity.ts";
import { mapInSteps, type Steps } from "../../../model/steps.ts";
import { counted } from "../../../text/count.ts";
import { present } from "../../../text/present.ts";
import { cwesIn } from "../../identifiers.ts";
import { SNYK_SEVERITIES } from "../../snyk-words.ts";
import {
  countOf,
  type Fields,
  fieldAt,
  fieldsOf,
  linkOf,
  linksOf,
  listOf,
  objectsOf,
  textOf,
  textsOf,
} from "../fields.ts";
import { isAbsolute, pathInRepository, type ReportFolder } from "../paths.ts";
import {
  identityFrom,
  quoted,
  type ReportOrigin,
  type ReportPart,
  type ReportProblem,
  titleFrom,
  unlisted,
} from "../report-part.ts";
import { type SnykTestedProject, snykVulnerabilities } from "./vulnerability.ts";

/** An entry that stands for a project which could not be tested. */
export function isFailedProject(entry: Fields): boolean {
  return entry.ok === false && textOf(entry.error) !== undefined;
}

/** Whether an entry tells of an image, and not of the manifests of a repository. */
export function isTestedImage(entry: Fields): boolean {
  return (
    fieldsOf(entry.docker) !== undefined ||
    Array.isArray(entry.applications) ||
    (textOf(entry.projectName)?.startsWith("docker-image|") ?? false)
  );
}

/** What an entry of a report speaks for. `snyk test` looks at licenses too; what failed speaks for nothing. */
export function productsOfProject(entry: Fields): readonly SnykProduct[] {
  if (isFailedProject(entry)) return [];
  if (isTestedImage(entry)) return ["container"];
  return Array.isArray(entry.infrastructureAsCodeIssues) ? ["iac"] : ["sca", "license"];
}

/**
 * One project as Snyk tested it: its issues, and why they may not be all.
 *
 * @param image the image that the project was found in, for results of `snyk container test`
 */
export function* snykProjectPart(entry: Fields, origin: ReportOrigin, image?: string): Steps<ReportPart> {
  const told = labelOf(entry);
  if (isFailedProject(entry)) return snykPart([], [couldNotTest(told, entry)]);
  if (!Array.isArray(entry.vulnerabilities) && !Array.isArray(entry.infrastructureAsCodeIssues)) {
    return snykPart([], [invalid(`snyk's result for ${told} has no list of vulnerabilities`)]);
  }
  const project = projectOf(entry, origin, image);
  const observations = [
    ...(yield* vulnerabilitiesOf(entry, project)),
    ...(yield* misconfigurationsOf(entry, project)),
  ];
  return snykPart(observations, problemsOf(entry, told));
}

/** A part that Snyk's JSON gives. It never tells ages. */
export function snykPart(
  observations: readonly Observation[],
  problems: readonly ReportProblem[],
): ReportPart {
  const results = observations.map((observation) => ({ observation, age: "unknown" as const }));
  return { tool: "snyk", results, problems, notes: [] };
}

/** How messages name a project: by its manifest, its folder or its name. */
function labelOf(entry: Fields): string {
  return quoted(targetOf(entry) ?? textOf(entry.path) ?? textOf(entry.projectName) ?? "a project", 120);
}

function targetOf(entry: Fields): string | undefined {
  return textOf(entry.displayTargetFile) ?? textOf(entry.targetFile);
}

function projectOf(entry: Fields, origin: ReportOrigin, image: string | undefined): SnykTestedProject {
  const name = textOf(entry.projectName);
  const target = targetOf(entry);
  // A path inside an image is none of the repository.
  const isInImage = image !== undefined && target !== undefined && isAbsolute(target);
  const path =
    target === undefined || isInImage ? undefined : pathInRepository(target, origin, folderOf(entry));
  return {
    ...present({ name: isInImage && name !== undefined ? `${image}:${target}` : name, path }),
    container: image !== undefined,
    ecosystem: textOf(entry.packageManager),
    upgrades: fieldsOf(fieldAt(entry.remediation, "upgrade")),
    pins: fieldsOf(fieldAt(entry.remediation, "pin")),
  };
}

/**
 * The folder that was tested. Behind it Snyk puts what follows the first slash of the project's name
 * (https://github.com/snyk/cli, `getPathWithOptionalProjectName`), which names no folder.
 */
function folderOf({ path, projectName }: Fields): ReportFolder {
  const root = textOf(path)?.replaceAll("\\", "/").replace(/\/+$/, "");
  if (root === undefined || !isAbsolute(root)) return {};
  const behind = textOf(projectName)?.replace(/^[^/]*/, "") ?? "";
  return { root: behind !== "" && root.endsWith(behind) ? root.slice(0, -behind.length) : root };
}

function vulnerabilitiesOf({ vulnerabilities, filtered }: Fields, project: SnykTestedProject) {
  const entries = {
    listed: objectsOf(vulnerabilities),
    ignored: objectsOf(fieldAt(filtered, "ignore")),
    patched: objectsOf(fieldAt(filtered, "patch")),
  };
  return snykVulnerabilities(entries, project);
}

/** Misconfigurations of one file, as `snyk iac test` lists them. */
function misconfigurationsOf(
  { infrastructureAsCodeIssues }: Fields,
  project: SnykTestedProject,
): Steps<Observation[]> {
  return mapInSteps(objectsOf(infrastructureAsCodeIssues), (issue) => {
    const rule = textOf(issue.publicId) ?? textOf(issue.id) ?? "unnamed issue";
    // The way to the setting inside the file: it stays while lines move.
    const setting = textOf(issue.msg) ?? textsOf(listOf(issue.path)).join(".");
    const identity = identityFrom("snyk", rule, project.path ?? project.name ?? "", setting);
    const line = countOf(issue.lineNumber);
    return {
      source: "reports",
      tool: "snyk",
      id: identity,
      identity,
      type: "iac",
      severity: severityFromWord(issue.severity, SNYK_SEVERITIES),
      title: titleFrom(textOf(issue.title) ?? rule),
      rule,
      cwe: cwesIn(textsOf(issue.cwe)),
      identifiers: [],
      ...present({
        project: project.name,
        path: project.path,
        line: line !== undefined && line > 0 ? line : undefined,
        nativeSeverity: textOf(issue.severity),
        description: misconfigurationText(issue, setting),
        fix: textOf(issue.resolve) ?? textOf(fieldAt(issue, "iacDescription", "resolve")),
        link: linkOf(issue.documentation),
        references: linksOf(listOf(issue.references)),
        ignored: issue.isIgnored === true ? {} : undefined,
      }),
    };
  });
}

function misconfigurationText(issue: Fields, setting: string): string | undefined {
  const sentences = [
    textOf(issue.issue) ?? textOf(fieldAt(issue, "iacDescription", "issue")),
    textOf(issue.impact),
    textOf(setting),
  ];
  return textOf(sentences.filter((text) => text !== undefined).join("\n"));
}

function problemsOf(entry: Fields, told: string): readonly ReportProblem[] {
  const issues = [...listOf(entry.vulnerabilities), ...listOf(entry.infrastructureAsCodeIssues)];
  const odd = issues.filter((issue) => fieldsOf(issue) === undefined).length;
  if (odd > 0) {
    const are = odd === 1 ? "is not an object" : "are not objects";
    return [invalid(`${counted(odd, "issue")} of snyk's result for ${told} ${are}`)];
  }
  return saysMoreThanItLists(entry) ? [unlisted(`snyk's result for ${told}`)] : [];
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

function invalid(message: string): ReportProblem {
  return { code: "report-invalid", message };
}

function couldNotTest(told: string, entry: Fields): ReportProblem {
  return { code: "partial", message: `snyk could not test ${told}: ${quoted(textOf(entry.error) ?? "")}` };
}
