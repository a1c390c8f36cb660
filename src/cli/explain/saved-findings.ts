import type { Draft } from "../../gate/merge.ts";
import type { Finding, Observation, ToolSuppression } from "../../model/finding.ts";

/**
 * Findings of a report as they were before anything was judged. What each tool said on its own is not kept in a
 * report: every tool gets the merged finding's words, with its own id, rule and severity. Suppressions by a policy
 * are lifted; triage made in a tool stays.
 */
export function draftOf(finding: Finding): Draft {
  const { blocking: _, blockedBy: __, suppressedBy: ___, ...draft } = finding;
  return { ...draft, blocking: false, observations: observationsOf(finding) };
}

function observationsOf(finding: Finding): readonly Observation[] {
  const ignored = triageOf(finding);
  const { type, title, cwe, identifiers, path, line, endLine, project } = finding;
  return finding.seenBy.map((seen) => ({
    source: "reports",
    tool: seen.tool,
    id: seen.id,
    identity: finding.fingerprint,
    type,
    severity: seen.severity,
    title,
    cwe,
    identifiers,
    ...given({ path, line, endLine, project, package: finding.package, rule: seen.rule ?? finding.rule }),
    ...(ignored === undefined ? {} : { ignored }),
  }));
}

function triageOf({ suppressedBy }: Finding): ToolSuppression | undefined {
  if (suppressedBy === undefined || suppressedBy.by === "policy") return undefined;
  const { reason, owner, expires } = suppressedBy;
  return given({ reason, by: owner, expires });
}

/** Leaves out the keys without a value. */
function given<T extends object>(from: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const present = Object.entries(from).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Key in keyof T]?: Exclude<T[Key], undefined> }; // the same keys, or fewer
}
