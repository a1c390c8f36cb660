import type { BaselineEvidence, ScanEvidence, SourceEvidence } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import { countBySeverity } from "../../model/severity.ts";
import type { Project } from "./client.ts";
import type { ScanGroup } from "./find-scan.ts";
import type { Scan } from "./scan.ts";

/** One scan as the report shows it. */
export function scanEvidence(
  scan: Scan,
  more: { readonly project: string; readonly ciJob?: string | undefined },
): ScanEvidence {
  return {
    id: scan.id,
    kind: scan.full ? "full" : "diff",
    status: scan.status,
    products: scan.products,
    ...(scan.startedAt === undefined ? {} : { startedAt: scan.startedAt }),
    ...(scan.completedAt === undefined ? {} : { completedAt: scan.completedAt }),
    ...(scan.commit === "" ? {} : { commit: scan.commit }),
    ...(scan.ref === undefined ? {} : { ref: scan.ref }),
    project: more.project,
    ...(more.ciJob === undefined || more.ciJob === "" ? {} : { link: more.ciJob }),
  };
}

/** What one project contributed. */
export interface ProjectEvidence {
  readonly project: Project;
  /** The group that was read; absent when none was usable. */
  readonly group?: ScanGroup;
  /** The ref that findings were read from. */
  readonly ref?: string;
  readonly scans: readonly ScanEvidence[];
  readonly baseline?: BaselineEvidence;
}

/** The source's evidence from all its projects. Where they differ, the weaker kind speaks for all. */
export function sourceEvidence(all: {
  readonly projects: readonly ProjectEvidence[];
  readonly observations: readonly Observation[];
  readonly complete: boolean;
  readonly requests: number;
}): SourceEvidence {
  const used = all.projects.filter((entry) => entry.group !== undefined);
  const first = used.find((entry) => entry.group?.target.evidence === "pull-request-scan") ?? used[0];
  const baseline = all.projects.find((entry) => entry.baseline !== undefined)?.baseline;
  return {
    source: "semgrep",
    status: all.complete ? "complete" : "incomplete",
    ...(first?.group === undefined
      ? {}
      : { evidence: first.group.target.evidence, commit: first.group.target.commit }),
    ...(first?.ref === undefined ? {} : { ref: first.ref }),
    scans: all.projects.flatMap((entry) => entry.scans),
    projects: all.projects.map(({ project }) => ({ id: project.id, name: project.name })),
    ...(baseline === undefined ? {} : { baseline }),
    ...(first === undefined ? {} : { counts: countBySeverity(all.observations) }),
    requests: all.requests,
  };
}
