import { sentence, toReason } from "../../errors.ts";
import type { CheckEvidence, FailedCheck } from "../../model/evidence.ts";
import type { FindingType } from "../../model/finding.ts";
import type { Reason } from "../../model/verdict.ts";
import type { Clock, CommitStatus, CommitStatuses, Deadline, LogGroup } from "../../ports.ts";
import { webAddress } from "../../text/link.ts";
import { beforeDeadline, waitFor } from "../wait.ts";

/** One commit status of Snyk's. */
export interface PrCheck {
  /** As GitHub shows it: `security/snyk (my-org)`. */
  readonly context: string;
  readonly type: FindingType;
  /** Lower case. */
  readonly state: string;
  readonly description?: string;
  /** A safe address: whoever may set a commit status can name any. */
  readonly link?: string;
}

/** Snyk sets commit statuses, not check runs; each organisation that imported the repository sets its own. */
const CONTEXT = /^(security|license|code)\/snyk( \((.+)\))?$/i;

const TYPES: Readonly<Record<string, FindingType>> = { security: "sca", license: "license", code: "sast" };

/** Snyk's checks among a commit's statuses, the newest of each context, ordered by context. */
export function selectChecks(statuses: readonly CommitStatus[]): readonly PrCheck[] {
  const newest = new Map<string, CommitStatus>();
  for (const status of statuses) {
    if (!CONTEXT.test(status.context.trim())) continue;
    const name = status.context.trim().toLowerCase();
    const known = newest.get(name);
    // GitHub lists the newest first, so that one without a time replaces nothing.
    if (known === undefined || (status.updatedAt ?? "") > (known.updatedAt ?? "")) newest.set(name, status);
  }
  return [...newest]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { context, state, description, link }]) => {
      const address = webAddress(link)?.uri;
      return {
        context: context.trim(),
        type: TYPES[name.slice(0, name.indexOf("/"))] ?? "sca",
        state: state.trim().toLowerCase(),
        ...(description ? { description } : {}),
        ...(address === undefined ? {} : { link: address }),
      };
    });
}

/** What checks mean for the verdict. */
export interface CheckResult {
  readonly failed: readonly FailedCheck[];
  /** Checks that came to no result. */
  readonly reasons: readonly Reason[];
}

/** How Snyk describes a check that tested nothing ("You have used your limit of private tests"), whatever its state. */
const NOT_TESTED = /\btests? limit\b|\blimit of\b.*\btests\b|\bquota\b|\bcancell?ed\b/i;

/**
 * Judges checks that are done: `failure` found something; `error` is Snyk's word for a quota that is used up, an
 * import that is out of step or a manifest that it cannot read, and proves nothing; nor does a word that is new, nor
 * a check whose description says that nothing was tested.
 */
export function judgeChecks(checks: readonly PrCheck[]): CheckResult {
  const failed = checks
    .filter((check) => check.state === "failure" && !isUntested(check))
    .map(
      (check): FailedCheck => ({
        type: check.type,
        reason: {
          code: "pr-check-failed",
          source: "snyk",
          message: sentence(
            `Snyk's pull request check ${check.context} failed${quoted(check)}`,
            `Fix what it found${check.link === undefined ? "" : `, see ${check.link}`}`,
          ),
        },
      }),
    );
  const unclear = checks.filter(
    (check) => !["success", "failure", "pending"].includes(check.state) || isUntested(check),
  );
  return { failed, reasons: unclear.map(unclearReason) };
}

function isUntested({ description, state }: PrCheck): boolean {
  return state !== "pending" && NOT_TESTED.test(description ?? "");
}

function unclearReason(check: PrCheck): Reason {
  const what =
    check.state === "error" || isUntested(check)
      ? `Snyk's pull request check ${check.context} could not be done${quoted(check)}`
      : `Snyk's pull request check ${check.context} has the state "${check.state}", which says nothing known`;
  const where = check.link === undefined ? "in Snyk" : `at ${check.link}`;
  return {
    code: "no-evidence",
    source: "snyk",
    message: sentence(what, `Look at the check ${where} and run it again`),
  };
}

function quoted({ description }: PrCheck): string {
  return description === undefined ? "" : `: "${description}"`;
}

/** A check as the report shows it. */
export function checkEvidence({ context, state, link }: PrCheck): CheckEvidence {
  return { context, state, ...(link === undefined ? {} : { link }) };
}

/** What reading checks needs of the run. */
export interface CheckOptions {
  readonly forge: { readonly statuses: CommitStatuses };
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Pick<LogGroup, "info">;
  readonly pollIntervalMs: number;
}

/** What was learnt of a commit's checks. */
export interface ChecksRead {
  /** Undefined when GitHub could not be asked; never taken for "there are none". */
  readonly checks?: readonly PrCheck[];
  /** Why they were not read, or not to their end. */
  readonly reason?: Reason;
}

/**
 * Reads the checks of a commit, and waits while one is pending, until all are done or the deadline is near. Never
 * throws.
 */
export async function readChecks(options: CheckOptions, commit: string): Promise<ChecksRead> {
  const { forge, clock, deadline, log, pollIntervalMs } = options;
  let seen: readonly PrCheck[] | undefined;
  try {
    const checks = await waitFor({
      look: async () => {
        seen = selectChecks(await beforeDeadline(forge.statuses.newest(commit), deadline.signal));
        return seen;
      },
      done: (checks) => pendingAmong(checks).length === 0,
      tell: (checks, waitedMs) => {
        const pending = pendingAmong(checks).join(", ");
        log.info(`waiting for ${pending} (${Math.round(waitedMs / 1000)} s so far)`);
      },
      clock,
      deadline,
      pollIntervalMs,
    });
    const pending = pendingAmong(checks);
    return pending.length === 0 ? { checks } : { checks, reason: stillPending(pending) };
  } catch (thrown) {
    return { ...(seen === undefined ? {} : { checks: seen }), reason: toReason(thrown, "github") };
  }
}

function pendingAmong(checks: readonly PrCheck[]): readonly string[] {
  return checks.filter(({ state }) => state === "pending").map(({ context }) => context);
}

function stillPending(pending: readonly string[]): Reason {
  const message = sentence(
    `Snyk's pull request check ${pending.join(", ")} was still pending when the time was up`,
    "Run again when it is done, or raise `timeout`",
  );
  return { code: "timeout", source: "snyk", message };
}
