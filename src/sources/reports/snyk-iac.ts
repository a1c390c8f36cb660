import type { Observation } from "../../model/finding.ts";
import { severityFromWord } from "../../model/severity.ts";
import { present } from "../../text/present.ts";
import { cwesIn } from "../identifiers.ts";
import { SNYK_SEVERITIES } from "../snyk-words.ts";
import { countOf, type Fields, fieldAt, linkOf, linksOf, listOf, textOf, textsOf } from "./fields.ts";
import { identityFrom, titleFrom } from "./parsed.ts";
import type { SnykProject } from "./snyk-vulnerability.ts";

/** Misconfigurations of one file, as `snyk iac test` lists them. */
export function snykMisconfigurations(
  issues: readonly Fields[],
  project: Pick<SnykProject, "name" | "path">,
): readonly Observation[] {
  return issues.map((issue) => {
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
      ...(project.name === undefined ? {} : { project: project.name }),
      ...(project.path === undefined ? {} : { path: project.path }),
      severity: severityFromWord(issue.severity, SNYK_SEVERITIES),
      title: titleFrom(textOf(issue.title) ?? rule),
      rule,
      cwe: cwesIn(textsOf(issue.cwe)),
      identifiers: [],
      ...present({
        line: line !== undefined && line > 0 ? line : undefined,
        nativeSeverity: textOf(issue.severity),
        description: descriptionOf(issue, setting),
        fix: textOf(issue.resolve) ?? textOf(fieldAt(issue, "iacDescription", "resolve")),
        link: linkOf(issue.documentation),
        references: linksOf(listOf(issue.references)),
        ignored: issue.isIgnored === true ? {} : undefined,
      }),
    };
  });
}

function descriptionOf(issue: Fields, setting: string): string | undefined {
  const about = fieldAt(issue, "iacDescription");
  const sentences = [
    textOf(issue.issue) ?? textOf(fieldAt(about, "issue")),
    textOf(issue.impact),
    textOf(setting),
  ];
  return textOf(sentences.filter((text) => text !== undefined).join("\n"));
}
