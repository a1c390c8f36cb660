import type { SourceEvidence } from "../model/evidence.ts";
import type { Report } from "../model/report.ts";
import type { ReasonCode } from "../model/verdict.ts";

/** What is missing of a source, in three to six words. That findings block makes no source incomplete. */
const MISSING: Readonly<Partial<Record<ReasonCode, string>>> = {
  "scan-missing": "no scan of this commit",
  "scan-stale": "its scan is out of date",
  "scan-running": "its scan is still running",
  "scan-failed": "its scan failed",
  "no-projects": "no project of this repository",
  "no-evidence": "no proof for this commit",
  "no-credentials": "no token is set",
  auth: "its token was refused",
  forbidden: "its token may not read this",
  "not-found": "nothing has the name given",
  "rate-limited": "too many requests",
  unreachable: "it gave no answer",
  timeout: "no answer in time",
  "bad-response": "its answer cannot be trusted",
  partial: "only a part was read",
  "report-missing": "a file is not there",
  "report-invalid": "a file cannot be read",
  cancelled: "the run was cancelled",
  "config-invalid": "its settings are wrong",
  internal: "Scan Gate itself failed",
};

/** `incomplete: it gave no answer`, for a row or a line about a source that is not complete. */
export function incompleteWords(
  { source }: Pick<SourceEvidence, "source">,
  { reasons, notes }: Pick<Report, "reasons" | "notes">,
): string {
  // What a source that nobody requires had to tell is a note.
  const [missing] = [...reasons, ...notes]
    .filter((each) => each.source === source)
    .flatMap(({ code }) => (code === undefined ? [] : (MISSING[code] ?? [])));
  return missing === undefined ? "incomplete" : `incomplete: ${missing}`;
}
