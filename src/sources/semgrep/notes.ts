import type { RunContext } from "../../context/run-context.ts";
import { sentence } from "../../errors.ts";
import type { Note } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import type { Translated } from "./findings/to-findings.ts";
import type { ScanGroup } from "./scans/find-scan.ts";
import { READABLE, type Scan } from "./scans/scan.ts";

/** A note about one project; its text needs no full stop. */
export function projectNote(project: string, { level, text }: Note): Note {
  return { level, text: sentence(`Semgrep, project ${project}: ${text}`) };
}

/** What the reader should know about the scan that was taken. */
export function groupNotes(about: {
  readonly project: string;
  readonly context: RunContext;
  readonly group: ScanGroup;
  /** A newer scan of another commit on the same ref. */
  readonly newer?: Scan;
}): readonly Note[] {
  const { project, context, group, newer } = about;
  const { target, members, full, ref } = group;
  const unreadable = [...new Set(members.flatMap((scan) => scan.products))].filter(
    (product) => !READABLE.includes(product),
  );
  const texts = [
    ...(target.evidence === "pull-request-scan"
      ? [
          `the merge queue's commit ${context.commit} has no scan, so the scan of the head ${target.commit} of pull request #${target.pullRequest} counts`,
        ]
      : []),
    ...(context.kind === "ref" && !full
      ? [`the scan on ${ref ?? "this ref"} is a diff scan, so what was there before is not looked at again`]
      : []),
    ...(newer !== undefined
      ? [
          `a newer scan ${newer.id} of ${newer.commit} is on ${ref ?? "the same ref"}, so its findings are as that one left them`,
        ]
      : []),
    ...(unreadable.length > 0
      ? [`the scan ran ${unreadable.join(", ")}, whose findings Scan Gate cannot read`]
      : []),
  ];
  return texts.map((text) => projectNote(project, { level: "warning", text }));
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
