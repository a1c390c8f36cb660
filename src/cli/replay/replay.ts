import { type Judgement, judgeAged } from "../../gate/judge.ts";
import type { SourceOutcome } from "../../model/evidence.ts";
import type { Finding, SourceId } from "../../model/finding.ts";
import type { PolicyChain } from "../../model/policy.ts";
import { isFailing, type Reason } from "../../model/verdict.ts";
import type { SavedReport } from "../../report-json/read.ts";
import { judgeChecks, selectChecks } from "../../sources/snyk/checks.ts";
import { draftOf } from "../explain/saved-findings.ts";

export interface Replaying {
  readonly chain: PolicyChain;
  readonly gate: "new" | "all";
  /** `YYYY-MM-DD`, in UTC: suppressions that are over by then suppress nothing. */
  readonly today: string;
}

/**
 * What a policy would have decided about the findings of a report. Their ages, merges and evidence are those of the
 * report; what kept a source from answering then does so now.
 */
export function replay(report: SavedReport, { chain, gate, today }: Replaying): Judgement {
  const ages = { current: report.findings.map(draftOf), fixed: report.fixed.map(draftOf) };
  const outcomes = report.sources.map((evidence): SourceOutcome => outcomeOf(evidence, report));
  return judgeAged(ages, {
    outcomes,
    chains: [chain],
    gate,
    required: requiredIn(report),
    today,
    reasons: report.reasons.filter(isLasting),
  });
}

function outcomeOf(evidence: SavedReport["sources"][number], { reasons }: SavedReport): SourceOutcome {
  const failedChecks = judgeChecks(selectChecks(evidence.checks ?? [], { trusted: [] }), () => false).failed;
  return {
    evidence,
    batches: [],
    reasons: reasons.filter(({ source, code }) => source === evidence.source && !isFailing(code)),
    ...(failedChecks.length === 0 ? {} : { failedChecks }),
    notes: [],
  };
}

/** Sources that had to answer: those that did, and those whose silence was a reason. */
function requiredIn({ sources, reasons }: SavedReport): readonly SourceId[] {
  return sources
    .filter(
      ({ source, status }) =>
        status === "complete" ||
        reasons.some((reason) => reason.source === source && !isFailing(reason.code)),
    )
    .map(({ source }) => source);
}

/**
 * Trouble beside the sources that another policy does not end. That the policy could not be read is over with this
 * one, unless nothing was judged because of it.
 */
function isLasting({ source, code }: Reason): boolean {
  if (isFailing(code) || ["semgrep", "snyk", "reports"].includes(source)) return false;
  // That nobody looked is found out anew.
  if (source === "gate" && ["no-evidence", "no-credentials"].includes(code)) return false;
  return source !== "policy" || code === "config-invalid";
}

/** Findings about which the two policies differ. */
export interface Differences {
  readonly nowBlocking: readonly Finding[];
  readonly noLongerBlocking: readonly Finding[];
}

/** Compares what blocked with what would; findings are those of the judgement. */
export function policyDifferences(
  report: SavedReport,
  { findings }: Pick<Judgement, "findings">,
): Differences {
  const blocked = new Set(
    report.findings.filter(({ blocking }) => blocking).map(({ fingerprint }) => fingerprint),
  );
  return {
    nowBlocking: findings.filter((one) => one.blocking && !blocked.has(one.fingerprint)),
    noLongerBlocking: findings.filter((one) => !one.blocking && blocked.has(one.fingerprint)),
  };
}
