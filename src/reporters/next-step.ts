import type { Report } from "../model/report.ts";
import { isFailing, type Reason, type ReasonCode, SOURCE_NAMES } from "../model/verdict.ts";
import { listed } from "./markdown/words.ts";

/** The one thing to do about a verdict that no finding explains. Both are plain sentences of ours. */
export interface NextStep {
  /** Whether the reader has anything to change. */
  readonly who: string;
  readonly what: string;
}

type Trouble = "settings" | "reports" | "broken" | "scan" | "service" | "time" | "cancelled";

const TROUBLES: Readonly<Partial<Record<ReasonCode, Trouble>>> = {
  "scan-missing": "scan",
  "scan-stale": "scan",
  "scan-running": "scan",
  "scan-failed": "scan",
  "no-projects": "settings",
  "no-evidence": "settings",
  "no-credentials": "settings",
  auth: "settings",
  forbidden: "settings",
  "not-found": "settings",
  "config-invalid": "settings",
  "report-missing": "reports",
  "report-invalid": "reports",
  "rate-limited": "service",
  unreachable: "service",
  timeout: "service",
  "bad-response": "service",
  partial: "service",
  cancelled: "cancelled",
  internal: "broken",
};

/** Of several troubles the one that keeps a new run from helping stands first. */
const FIRST_TO_FIX: readonly Trouble[] = [
  "settings",
  "reports",
  "broken",
  "scan",
  "service",
  "time",
  "cancelled",
];

/**
 * What to do first about an incomplete verdict; undefined where findings say it, or where all is well. A developer who
 * is blocked by a service must not look for a fault in the code.
 */
export function nextStep({ verdict, reasons, isTolerated }: Report): NextStep | undefined {
  if (verdict !== "incomplete") return undefined;
  const troubles = reasons.filter(({ code }) => !isFailing(code));
  const kind = FIRST_TO_FIX.find((each) => troubles.some((reason) => troubleOf(reason) === each));
  if (kind === undefined) return undefined;
  const names = [...new Set(troubles.filter((reason) => troubleOf(reason) === kind).map(nameOf))];
  return STEPS[kind](listed(names), isTolerated === true ? "the job" : "the failed job");
}

const STEPS: Readonly<Record<Trouble, (names: string, job: string) => NextStep>> = {
  settings: (_, job) => ({
    who: "Nothing in your code to change.",
    what: `Ask whoever keeps this workflow to fix what is named below, then re-run ${job}.`,
  }),
  reports: (_, job) => ({
    who: "Look at the step that makes the report files.",
    what: `When it writes them again, re-run ${job}.`,
  }),
  scan: (names, job) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job} once ${names} has scanned this commit.`,
  }),
  service: (names, job) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job} once ${names} ${names.includes(" and ") ? "answer" : "answers"} again.`,
  }),
  time: (_, job) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job}. If its time runs out again, ask whoever keeps this workflow for a longer \`timeout\`.`,
  }),
  broken: (_, job) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job}. If it fails in the same way again, report it with the log.`,
  }),
  cancelled: (_, job) => ({ who: "The run was cancelled.", what: `Re-run ${job}.` }),
};

function troubleOf({ code, source }: Reason): Trouble | undefined {
  const kind = TROUBLES[code];
  const isService = kind === "service" || kind === "scan";
  if (isService && source === "reports") return "reports";
  // The gate waits for others: when its own time is over, no service can be named.
  return isService && source === "gate" ? "time" : kind;
}

/** Policies of other repositories are read from GitHub. */
function nameOf({ source }: Reason): string {
  return SOURCE_NAMES[source === "policy" ? "github" : source];
}
