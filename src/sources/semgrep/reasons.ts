import { sentence } from "../../errors.ts";
import type { Reason, ReasonCode } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import type { MissingScan, ScanChoice } from "./scans/find-scan.ts";
import { isKnownStatus, type Scan } from "./scans/scan.ts";
import type { ScanTarget } from "./scans/targets.ts";

/** After this long without a scan it is told that none has started, and why that usually is. */
const MISSING_AFTER_MS = 120_000;

const LIKELY_CAUSES =
  "likely causes: the Semgrep job or managed scans are not set up for this event, the job is queued, or it runs for another project";

/** Managed Scans look at a branch about once a week, and never at a commit when somebody asks. */
const BRANCH_HINT =
  "where Semgrep Managed Scans look at the branch only once a week, set `semgrep-evidence: branch`";

/** Scans that do not count and are named at most. */
const MOST_NAMED = 3;

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
      return choice.newest === undefined ? missing(choice, about) : stale(choice, choice.newest, about);
    case "superseded":
      return superseded(choice, about);
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

/** Why scans that looked for nothing that Scan Gate knows are no evidence. */
export function noProductsReason(scans: readonly Scan[], project: string): Reason {
  const named = [...new Set(scans.flatMap((scan) => scan.products))];
  const says = named.length === 0 ? "no product" : `only ${named.join(", ")}, which Scan Gate does not know`;
  return reason("no-evidence", {
    what: `Semgrep's scan ${scans.map(({ id }) => id).join(", ")} in project ${project} names ${says}, so nothing says that anything was looked for`,
    hint: "See which products of Semgrep are on for this project, then scan again",
  });
}

function missing(choice: MissingScan, about: ScanCircumstances): Reason {
  const others = choice.others.length === 0 ? ` (${LIKELY_CAUSES})` : `; ${notCounting(choice, about)}`;
  return reason("scan-missing", {
    what: `Semgrep has no ${usable(choice)}scan of ${commits(about.targets)} in project ${about.project}${waited(about.waitedMs)}${others}`,
    hint: hintOf(choice, about, "See that Semgrep scans this event, then run this job again"),
  });
}

function stale(choice: MissingScan, newest: Scan, about: ScanCircumstances): Reason {
  const { ahead, behind } = about.distance ?? { ahead: 0, behind: 0 };
  const apart = about.distance === undefined ? "" : `, ${counted(ahead + behind, "commit")} apart`;
  const others = choice.others.length === 0 ? "" : `; ${notCounting(choice, about)}`;
  return reason("scan-stale", {
    what: `Semgrep's newest scan of ${newest.ref ?? "the branch"} in project ${about.project} is of ${newest.commit}, not of ${commits(about.targets)}${apart}${waited(about.waitedMs)}${others}`,
    hint: hintOf(choice, about, "See that Semgrep scans every push, then run this job again"),
  });
}

function superseded(
  { group, newer }: Extract<ScanChoice, { kind: "superseded" }>,
  about: ScanCircumstances,
): Reason {
  const ids = group.members.map(({ id }) => id).join(", ");
  return reason("scan-stale", {
    what: `Semgrep's scan ${ids} of ${group.target.commit} in project ${about.project} no longer shows what this commit has: since then scan ${newer.id} of ${newer.commit} on ${newer.ref ?? "the same ref"} has changed what Semgrep lists`,
    hint: isOnRef(about)
      ? `The newer commit has a run of its own, and here nothing is to be done; ${BRANCH_HINT}`
      : "If this commit is still the head, scan it again, then run this job again",
  });
}

function hintOf(choice: MissingScan, about: ScanCircumstances, usual: string): string {
  if (isOnRef(about)) return `${usual}; ${BRANCH_HINT}`;
  const [number] = about.targets.flatMap(({ pullRequests }) => pullRequests);
  if (choice.others.length === 0 || number === undefined) return usual;
  return `Set \`SEMGREP_BRANCH: refs/pull/${number}/merge\` in the job that runs Semgrep for the pull request, then run this job again`;
}

function isOnRef({ targets }: ScanCircumstances): boolean {
  return targets[0]?.kind === "ref";
}

function usable({ others }: MissingScan): string {
  return others.length === 0 ? "" : "usable ";
}

/** Scans of the commit that prove nothing for what is judged, each with the reason. */
function notCounting({ others }: MissingScan, about: ScanCircumstances): string {
  const shown = others.slice(0, MOST_NAMED).map((scan) => {
    const kind = scan.full ? "full" : "diff";
    const where = `scan ${scan.id} of it is a ${kind} scan on ${scan.ref ?? "no ref"}`;
    if (isOnRef(about)) return `${where}, and only a full one counts here`;
    if (scan.pullRequest !== undefined) return `${where} for pull request #${scan.pullRequest}`;
    return `${where}, which is not compared as this pull request is`;
  });
  const more = others.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more.toLocaleString("en-US")} more do not count either`] : [])].join(
    "; ",
  );
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
    case "superseded":
      return `${start}: only ${choice.group.target.commit} was scanned, and ${choice.newer.commit} since`;
    case "missing":
      return `${start}: ${noneYet(choice, about)}`;
  }
}

function noneYet(choice: MissingScan, about: ScanCircumstances): string {
  const { newest, others } = choice;
  const known = newest === undefined ? "" : `; the newest one of ${newest.ref} is of ${newest.commit}`;
  const counting = others.length === 0 ? "" : `; ${notCounting(choice, about)}`;
  if (about.waitedMs < MISSING_AFTER_MS) return `none is there yet${known}${counting}`;
  return `no scan has started${known}${counting || `; ${LIKELY_CAUSES}`}`;
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
