import { distinctReasons } from "../../errors.ts";
import type { EvidenceKind, SourceEvidence, SourceOutcome } from "../../model/evidence.ts";
import { countBySeverity } from "../../model/severity.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import { present } from "../../text/present.ts";
import { makeBatches, type SnykBatches } from "./batches.ts";
import type { StaleProject } from "./branches.ts";
import { checkEvidence, judgeChecks, type SnykCheck } from "./checks.ts";
import type { SnykKnowledge, SnykRun } from "./knowledge.ts";
import { needsCheck, type ProductRung, productEvidence, weakestRung } from "./ladder.ts";
import { missingProducts, missingReason, unreadIssues } from "./missing.ts";
import { projectLabel } from "./project.ts";
import { isRefusal } from "./reasons.ts";
import { scannedCommits } from "./to-findings.ts";

/** What all that was learnt amounts to: the evidence reached, findings, and what keeps the source from complete. */
export function snykOutcome(run: SnykRun, learnt: SnykKnowledge): SourceOutcome {
  const { report, settings, log } = run.options;
  const { subject, rungs, checks } = learnt;
  const evidence = weakestRung(rungs);
  const made = makeBatches({
    ...learnt,
    mode: settings.evidence,
    isChange: subject.isChange,
    stale: learnt.stale.map(({ project }) => project.id),
    appUrl: run.appUrl,
    ...present({ report, baseRef: subject.branches.base }),
  });
  const checked = judgeChecks(checks.checks ?? [], decides(rungs));
  const reasons = distinctReasons([...reasonsOf(run, learnt, made), ...checked.reasons]);
  if (evidence !== undefined || learnt.known.projects.length > 0)
    log.info(`evidence: ${evidence ?? "none"} (${describe(learnt)})`);
  return {
    evidence: evidenceOf(run, { learnt, made, evidence, isComplete: reasons.length === 0 }),
    batches: made.batches,
    reasons,
    ...(checked.failed.length === 0 ? {} : { failedChecks: checked.failed }),
    notes: [...(report?.notes ?? []), ...notesOf(learnt), ...made.notes],
  };
}

/** Whether evidence of a check's product hangs on it; of a product that is new there is nothing else. */
function decides(rungs: readonly ProductRung[]) {
  return ({ product }: SnykCheck): boolean =>
    product === undefined || rungs.some((rung) => rung.product === product && rung.rung === "pr-check");
}

function reasonsOf(run: SnykRun, learnt: SnykKnowledge, made: SnykBatches): readonly Reason[] {
  const { known, subject, checks, rungs } = learnt;
  const unknown = [
    ...known.reasons,
    ...(subject.reason === undefined ? [] : [subject.reason]),
    ...(checks.unread === undefined || isOnlyAside(checks.unread, rungs) ? [] : [checks.unread]),
  ];
  const others = [
    ...(run.options.report?.reasons ?? []),
    ...checks.reasons,
    ...learnt.reasons,
    ...unreadIssues(made.readings),
  ];
  // What could not be asked is not missing: only a search that was complete can say that there is nothing.
  const isMissing = rungs.length === 0 || missingProducts(learnt).length > 0;
  const missing = isMissing && unknown.length === 0 ? [missingReason(run, learnt)] : [];
  return [...unknown, ...missing, ...others];
}

/** A refusal of checks is only told where no product's evidence hangs on one. */
function isOnlyAside(unread: Reason, rungs: readonly ProductRung[]): boolean {
  return isRefusal(unread) && rungs.length > 0 && rungs.every((rung) => rung.isAside || !needsCheck(rung));
}

function notesOf(learnt: SnykKnowledge): readonly Note[] {
  const { known, subject, stale, checks, rungs } = learnt;
  const notes: Note[] = [...known.notes, ...checks.notes];
  const tell = (level: Note["level"], text: string) => notes.push({ level, text });
  const branch = subject.branches.base ?? "the default branch";
  const onBase = rungs.filter(({ rung }) => rung === "base-projects").map(({ product }) => product);
  if (onBase.length > 0) {
    const what = subject.isChange ? "this change" : "this ref";
    const products = onBase.length === rungs.length ? "" : ` of ${onBase.join(", ")}`;
    tell("info", `Snyk's findings${products} are those of ${branch}: it has not looked at ${what} itself.`);
  }
  if (stale.length > 0 && rungs.some(({ rung }) => rung === "head-projects")) {
    const names = stale.map(staleLabel).join(", ");
    tell("warning", `Snyk's results may be older than this commit: ${names}.`);
  }
  if (checks.unread !== undefined && isOnlyAside(checks.unread, rungs)) {
    tell("warning", `Snyk's pull request checks were not read: ${checks.unread.message}`);
  }
  for (const text of ownSuccesses(checks)) {
    // With its source, so that the documents show it at first sight, beside the verdict.
    const remedy = "Set `snyk-check-author` to the login that Snyk's checks are set by.";
    notes.push({ level: "warning", text: `${text}. ${remedy}`, source: "snyk" });
  }
  return notes;
}

/** Checks whose only word is a success of whoever opened the pull request, a sentence each. */
function ownSuccesses({ checks = [] }: Pick<SnykKnowledge["checks"], "checks">): readonly string[] {
  return checks.flatMap(({ context, ownSuccess }) =>
    ownSuccess === undefined
      ? []
      : `Snyk's check ${context} was set to success by ${ownSuccess}, who opened the pull request`,
  );
}

/** What the evidence row says beside the weakest rung: that of each product, and whose word a check is. */
function remarksOf({ rungs, checks }: SnykKnowledge): readonly string[] {
  const different = new Set(rungs.map(({ rung }) => rung)).size > 1;
  const each = rungs.map(({ product, rung }) => `${product} by ${rung ?? "nothing"}`).join(", ");
  const aside = rungs.filter((one) => one.isAside && one.rung === "base-projects");
  const names = aside.map(({ product }) => product).join(" and ");
  return [
    ...(different ? [each] : []),
    ...(aside.length === 0
      ? []
      : [`${names} as on the base branch, for Snyk does not check it in pull requests`]),
    ...ownSuccesses(checks),
  ];
}

/** A stale project as people are told of it. */
function staleLabel({ project, why }: StaleProject): string {
  return `${projectLabel(project)}: ${why}`;
}

interface Conclusion {
  readonly learnt: SnykKnowledge;
  readonly made: SnykBatches;
  readonly evidence: EvidenceKind | undefined;
}

function evidenceOf(
  run: SnykRun,
  { learnt, made, evidence, isComplete }: Conclusion & { readonly isComplete: boolean },
): SourceEvidence {
  const { report } = run.options;
  const products = productEvidence(learnt.rungs);
  const checks = (learnt.checks.checks ?? []).map(checkEvidence);
  const projects = made.readings.map(({ project: { id, name } }) => ({ id, name }));
  const remarks = remarksOf(learnt);
  return {
    source: "snyk",
    status: isComplete ? "complete" : "incomplete",
    ...present({
      evidence,
      products: products.length === 0 ? undefined : products,
      commit: commitOf(run, { learnt, made, evidence }),
      ref: refOf(learnt, evidence),
      projects: projects.length === 0 ? undefined : projects,
      checks: checks.length === 0 ? undefined : checks,
      baseline: made.baseline,
      remarks: remarks.length === 0 ? undefined : remarks,
    }),
    counts: countBySeverity(made.batches.flatMap(({ observations }) => observations)),
    requests: run.api.requests,
    ...present({ files: report?.files }),
  };
}

/** The commit that was looked at, where that is known: projects tell it only through their code issues. */
function commitOf(run: SnykRun, { learnt, made, evidence }: Conclusion): string | undefined {
  if (evidence === "pr-check") return learnt.subject.commit;
  if (evidence === "report") return run.context.commit;
  const commits = new Set(made.readings.flatMap(scannedCommits));
  return commits.size === 1 ? [...commits][0] : undefined;
}

function refOf({ subject, head }: SnykKnowledge, evidence: EvidenceKind | undefined): string | undefined {
  const isBase = evidence === "base-projects" || (evidence === undefined && head.length === 0);
  return isBase ? subject.branches.base : subject.branches.head;
}

function describe({ head, base, checks, stale, rungs }: SnykKnowledge): string {
  const read = checks.checks === undefined ? "checks not read" : counted(checks.checks.length, "check");
  const old = stale.length === 0 ? "" : `, ${stale.length} of them stale`;
  const by = rungs.map(({ product, rung }) => `${product}: ${rung ?? "none"}`).join(", ");
  const all = `${counted(head.length, "head project")}${old}, ${read}, ${counted(base.length, "base project")}`;
  return by === "" ? all : `${by}; ${all}`;
}
