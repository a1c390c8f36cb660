import { sentence } from "../../errors.ts";
import type { Reason, ReasonCode } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import type { ScanChoice } from "./scans/find-scan.ts";
import { isKnownStatus, type Scan } from "./scans/scan.ts";
import type { ScanTarget } from "./scans/targets.ts";

/** After this long without a scan it is told that none has started, and why that usually is. */
const MISSING_AFTER_MS = 120_000;

const LIKELY_CAUSES =
  "likely causes: the Semgrep job or managed scans are not set up for this event, the job is queued, or it runs for another project";

/** How far a stale scan is behind, as GitHub knows it. */
export interface CommitsApart {
  readonly ahead: number;
  readonly behind: number;
}

/** What a reason may know beyond the choice itself. */
export interface ScanCircumstances {
  readonly project: string;
  readonly targets: readonly ScanTarget[];
  /** How long was waited. */
  readonly waitedMs: number;
  readonly distance?: CommitsApart;
  /** The CI job of the scan that failed. */
  readonly ciJob?: string;
}

/** Why there is no usable scan: missing, stale, running and failed are told apart (contract §4.4). */
export function scanReason(choice: Exclude<ScanChoice, { kind: "ready" }>, about: ScanCircumstances): Reason {
  switch (choice.kind) {
    case "missing":
      return choice.newest === undefined ? missing(about) : stale(choice.newest, about);
    case "running":
      return reason("scan-running", {
        what: `Semgrep's scan of ${choice.group.target.commit} in project ${about.project} was not finished in time: ${choice.running.map(runningScan).join("; ")}`,
        hint: "Run this job again when the scan is done, or raise `timeout`",
      });
    case "failed":
      return reason("scan-failed", {
        what: `Semgrep's scan of ${choice.group.target.commit} in project ${about.project} did not succeed: ${choice.failed.map(failedScan).join("; ")}`,
        hint:
          about.ciJob === undefined
            ? "Run the scan again, then this job"
            : `Look at its CI job ${about.ciJob} and run it again, then this job`,
      });
  }
}

function missing(about: ScanCircumstances): Reason {
  return reason("scan-missing", {
    what: `Semgrep has no scan of ${commits(about.targets)} in project ${about.project}${waited(about.waitedMs)} (${LIKELY_CAUSES})`,
    hint: "See that Semgrep scans this event, then run this job again",
  });
}

function stale(newest: Scan, about: ScanCircumstances): Reason {
  const { ahead, behind } = about.distance ?? { ahead: 0, behind: 0 };
  const apart = about.distance === undefined ? "" : `, ${counted(ahead + behind, "commit")} apart`;
  return reason("scan-stale", {
    what: `Semgrep's newest scan of ${newest.ref ?? "the branch"} in project ${about.project} is of ${newest.commit}, not of ${commits(about.targets)}${apart}${waited(about.waitedMs)}`,
    hint: "See that Semgrep scans every push, then run this job again",
  });
}

/** One line for the log: what is waited for, and since when. */
export function waitingLine(choice: ScanChoice, about: ScanCircumstances): string {
  const start = `waiting for Semgrep's scan of ${commits(about.targets)} in project ${about.project}${waited(about.waitedMs)}`;
  switch (choice.kind) {
    case "ready":
      return `${start}: it is ready`;
    case "running":
      return `${start}: ${choice.running.map(runningScan).join("; ")}`;
    case "failed":
      return `${start}: only ${choice.failed.map(failedScan).join("; ")}`;
    case "missing": {
      const known =
        choice.newest === undefined
          ? ""
          : `; the newest one of ${choice.newest.ref} is of ${choice.newest.commit}`;
      if (about.waitedMs < MISSING_AFTER_MS) return `${start}: none is there yet${known}`;
      return `${start}: no scan has started${known}; ${LIKELY_CAUSES}`;
    }
  }
}

function runningScan(scan: Scan): string {
  const word = isKnownStatus(scan.status) ? scan.status : `in the unknown status ${scan.status}`;
  const since = scan.startedAt === undefined ? "" : ` since ${scan.startedAt}`;
  return `scan ${scan.id} is ${word}${since}`;
}

function failedScan(scan: Scan): string {
  const unknown = isKnownStatus(scan.status) ? "" : ", which is unknown";
  const code = scan.exitCode === undefined ? "" : `, exit code ${scan.exitCode}`;
  const never =
    scan.status === "never_finished"
      ? ": it reported nothing for over an hour; should it still complete, it counts"
      : "";
  return `scan ${scan.id} has the status ${scan.status}${unknown}${code}${never}`;
}

function commits(targets: readonly ScanTarget[]): string {
  return targets.map((target) => target.commit).join(" or ");
}

function waited(ms: number): string {
  return ms < 1000
    ? ""
    : ` after ${ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`}`;
}

function reason(code: ReasonCode, told: { readonly what: string; readonly hint: string }): Reason {
  return { code, source: "semgrep", message: sentence(told.what, told.hint) };
}
