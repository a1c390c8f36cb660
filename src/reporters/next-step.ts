import type { Report } from "../model/report.ts";
import { isFailing, type Reason, type ReasonCode, SOURCE_NAMES } from "../model/verdict.ts";
import { toolLink } from "../text/link.ts";
import { listed, pipelineWord } from "./markdown/words.ts";

/** The one thing to do about a verdict that no finding explains. Both are plain sentences of ours. */
export interface NextStep {
  /** Whether the reader has anything to change. */
  readonly who: string;
  readonly what: string;
}

type Trouble =
  | "settings"
  | "credentials"
  | "reports"
  | "broken"
  | "scan"
  | "stale"
  | "service"
  | "time"
  | "cancelled";

const TROUBLES: Readonly<Partial<Record<ReasonCode, Trouble>>> = {
  "scan-missing": "scan",
  "scan-stale": "stale",
  "scan-running": "scan",
  "scan-failed": "scan",
  "no-projects": "settings",
  "no-evidence": "settings",
  "no-credentials": "credentials",
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
  "credentials",
  "reports",
  "broken",
  "stale",
  "scan",
  "service",
  "time",
  "cancelled",
];

/**
 * What to do first about an incomplete verdict; undefined where findings say it, or where all is well. A developer who
 * is blocked by a service must not look for a fault in the code.
 */
export function nextStep({ verdict, reasons, isTolerated, context }: Report): NextStep | undefined {
  if (verdict !== "incomplete") return undefined;
  const troubles = reasons.filter(({ code }) => !isFailing(code));
  const kind = FIRST_TO_FIX.find((each) => troubles.some((reason) => troubleOf(reason) === each));
  if (kind === undefined) return undefined;
  const names = [
    ...new Set(
      troubles.filter((reason) => troubleOf(reason) === kind).map((reason) => nameOf(reason, context)),
    ),
  ];
  const words = { names: listed(names), job: isTolerated === true ? "the job" : "the failed job" };
  return STEPS[kind]({ ...words, pipeline: pipelineWord(context) });
}

interface StepWords {
  readonly names: string;
  readonly job: string;
  readonly pipeline: string;
}

const STEPS: Readonly<Record<Trouble, (words: StepWords) => NextStep>> = {
  settings: ({ job, pipeline }) => ({
    who: "Nothing in your code to change.",
    what: `Ask whoever keeps this ${pipeline} to fix what is named below, then re-run ${job}.`,
  }),
  // A fork's run has no tokens however often it is repeated.
  credentials: ({ pipeline }) => ({
    who: "Nothing in your code to change.",
    what: `Ask whoever keeps this ${pipeline} to fix what is named below. Running it again without that does not help.`,
  }),
  reports: ({ job }) => ({
    who: "Look at the step that makes the report files.",
    what: `When it writes them again, re-run ${job}.`,
  }),
  scan: ({ names, job }) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job} once ${names} has scanned this commit.`,
  }),
  // Also where this commit was scanned, and a later scan of another has taken its place.
  stale: ({ names, job }) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job} once the newest scan of ${names} is of this commit.`,
  }),
  service: ({ names, job }) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job} once ${names} ${names.includes(" and ") ? "answer" : "answers"} again.`,
  }),
  time: ({ job, pipeline }) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job}. If its time runs out again, ask whoever keeps this ${pipeline} for a longer \`timeout\`.`,
  }),
  broken: ({ job }) => ({
    who: "Nothing for you to change.",
    what: `Re-run ${job}. If it fails in the same way again, report it with the log.`,
  }),
  cancelled: ({ job }) => ({ who: "The run was cancelled.", what: `Re-run ${job}.` }),
};

function troubleOf({ code, source }: Reason): Trouble | undefined {
  const kind = TROUBLES[code];
  const isService = kind === "service" || kind === "scan" || kind === "stale";
  if (isService && source === "reports") return "reports";
  // The gate waits for others: when its own time is over, no service can be named.
  return isService && source === "gate" ? "time" : kind;
}

/** Policies are read from the forge. */
function nameOf({ source }: Reason, { forge = "github" }: Report["context"]): string {
  return SOURCE_NAMES[source === "policy" ? forge : source];
}

/**
 * A reason's message for beside the name of its source, which does not begin it too, and the page of the failed check
 * that it speaks of, which is not named in it then.
 */
export function reasonBesideName(
  { code, source, message: whole }: Reason,
  { sources }: Pick<Report, "sources">,
  linkHosts?: readonly string[],
): { readonly message: string; readonly link?: string } {
  const message = withoutName(whole, SOURCE_NAMES[source]);
  if (code !== "pr-check-failed") return { message };
  const checks = sources.find((evidence) => evidence.source === source)?.checks ?? [];
  const named = checks.filter(({ context, state }) => state !== "success" && message.includes(context));
  const [page] = named.flatMap((check) => {
    const link = toolLink(check.link, linkHosts);
    return link === undefined ? [] : [{ link, message: message.replace(`, see ${check.link}`, "") }];
  });
  return page ?? { message };
}

/** What follows the name of a service where a message begins with it. */
const AFTER_NAME = "(?:'s)? (?=(?:pull request check|newest scan|scan|GET|POST|PUT|PATCH|DELETE)\\b)";

/** `Snyk's pull request check …` and `Snyk GET /rest/self …` without `Snyk`. */
function withoutName(message: string, name: string): string {
  const rest = message.replace(new RegExp(`^${name}${AFTER_NAME}`), "");
  return rest === message ? message : `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}
