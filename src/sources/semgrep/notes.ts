import type { RunContext } from "../../context/run-context.ts";
import { sentence } from "../../errors.ts";
import type { Note } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import type { Translated } from "./findings/to-findings.ts";
import type { ScanGroup } from "./scans/find-scan.ts";
import { SEMGREP_PRODUCTS } from "./scans/scan.ts";

/** A note about one project; its text needs no full stop. */
export function projectNote(project: string, { level, text }: Note): Note {
  return { level, text: sentence(`Semgrep, project ${project}: ${text}`) };
}

/** What the reader should know about the scan that was taken. */
export function groupNotes(about: {
  readonly project: string;
  readonly context: RunContext;
  readonly group: ScanGroup;
  /** The scan list is longer than what was read of it. */
  readonly cut: boolean;
}): readonly Note[] {
  const { project, context, group, cut } = about;
  const { target, members, ref } = group;
  const unreadable = [...new Set(members.flatMap((scan) => scan.products))].filter(
    (product) => !SEMGREP_PRODUCTS.some((known) => known === product),
  );
  const texts = [
    ...(target.evidence === "pull-request-scan"
      ? [
          `the merge queue's commit ${context.commit} has no scan, so the scan of the head ${target.commit} of pull request #${target.pullRequests[0]} counts`,
        ]
      : []),
    ...(target.evidence === "branch-scan"
      ? [
          `the commit ${context.commit} has no scan that counts, so the newest completed full scan of ${ref ?? "the branch"} counts, of ${target.commit}${endOf(group)} (\`semgrep-evidence: branch\`)`,
        ]
      : []),
    ...(unreadable.length > 0
      ? [`the scan ran ${unreadable.join(", ")}, whose findings Scan Gate cannot read`]
      : []),
    ...(cut
      ? ["the list of scans is too long to be read back to the commit; older scans of it are not known"]
      : []),
  ];
  return texts.map((text) => projectNote(project, { level: "warning", text }));
}

function endOf({ members }: ScanGroup): string {
  const ends = members.flatMap(({ completedAt }) => completedAt ?? []).toSorted();
  return ends.length === 0 ? "" : `, completed at ${ends.at(-1)}`;
}

/** What the reader should know about how the findings were read. */
export function findingNotes(project: string, found: Translated): readonly Note[] {
  const { unknownWords, historical } = found;
  return [
    ...(unknownWords.length === 0
      ? []
      : [
          projectNote(project, {
            level: "warning",
            text: `unknown words in findings, which count as open and as of the worst severity: ${unknownWords.join(", ")}`,
          }),
        ]),
    ...(historical === 0
      ? []
      : [
          projectNote(project, {
            level: "info",
            text: `${counted(historical, "secret is in the history only, not in this commit, and was", "secrets are in the history only, not in this commit, and were")} left out`,
          }),
        ]),
  ];
}
