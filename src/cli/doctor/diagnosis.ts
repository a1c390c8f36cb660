import { ScanGateError, toReason } from "../../errors.ts";
import type { ReasonSource } from "../../model/verdict.ts";
import { present } from "../../text/present.ts";

export const DIAGNOSIS_AREAS = ["settings", "network", "policy", "semgrep", "snyk", "forge"] as const;
export type DiagnosisArea = (typeof DIAGNOSIS_AREAS)[number];

export const DIAGNOSIS_STATUSES = ["ok", "warning", "problem"] as const;
export type DiagnosisStatus = (typeof DIAGNOSIS_STATUSES)[number];

/** What one check came to. */
export interface Diagnosis {
  readonly area: DiagnosisArea;
  readonly status: DiagnosisStatus;
  /** A sentence without a full stop. */
  readonly text: string;
  /** The one thing to do. */
  readonly todo?: string;
}

/** The checks of one area, which share how they are told. */
export function diagnoses(area: DiagnosisArea) {
  const make = (status: DiagnosisStatus) => (text: string, todo?: string) =>
    ({ area, status, text, ...present({ todo }) }) satisfies Diagnosis;
  return { ok: make("ok"), warning: make("warning"), problem: make("problem") };
}

/** An error as a diagnosis; what a run would make of it decides how grave it is. */
export function diagnosisOf(
  error: unknown,
  {
    area,
    source,
    status = "problem",
  }: { area: DiagnosisArea; source: ReasonSource; status?: DiagnosisStatus },
): Diagnosis {
  if (!(error instanceof ScanGateError)) return { area, status, text: toReason(error, source).message };
  return { area, status, text: error.message, ...present({ todo: error.hint }) };
}
