import type { Finding } from "../model/finding.ts";
import type { Counts } from "../model/report.ts";
import { SEVERITIES, type Threshold } from "../model/severity.ts";
import { type Aside, isFailing, type Reason, type Verdict } from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import { clip, visible } from "../text/escape.ts";
import type { BudgetExcess } from "./decide.ts";

/** Longest message of a reason that the gate itself gives. */
const MESSAGE_LIMIT = 600;
/** Longest sentence about the verdict: one line of a log. */
const SENTENCE_LIMIT = 400;
const NAMED_FINDINGS = 3;
const TITLE_LIMIT = 80;
const PLACE_LIMIT = 80;

/** Tells which findings block: how many of each severity, and the first few by name. */
export function blockingReason(blocking: readonly Finding[]): Reason {
  const named = blocking.slice(0, NAMED_FINDINGS).map(nameOf);
  const more = blocking.length - named.length;
  const list = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  const verb = blocking.length === 1 ? "blocks" : "block";
  const what = `${counted(blocking.length, "finding")} ${verb} (${bySeverity(blocking)}): ${list}.`;
  const hint = "Fix them, or add a suppression with a reason and an expiry to the policy.";
  return {
    code: "blocking-findings",
    source: "gate",
    message: `${clip(what, MESSAGE_LIMIT - hint.length - 1)} ${hint}`,
  };
}

export function budgetReason({ severity, allowed, found }: BudgetExcess): Reason {
  return {
    code: "budget-exceeded",
    source: "gate",
    message:
      `${counted(found, `${severity} finding`)} where the policy's budget allows ${allowed}. ` +
      `Fix ${found - allowed} of them, or raise budgets.${severity} in the policy.`,
  };
}

function nameOf({ title, path, line, package: one, severity, observations }: Finding): string {
  const where = path === undefined ? one?.name : line === undefined ? path : `${path}:${line}`;
  const place = where === undefined ? "" : ` (${clip(visible(where), PLACE_LIMIT)})`;
  const word = observations.find(({ nativeSeverity }) => nativeSeverity !== undefined)?.nativeSeverity;
  const odd =
    severity === "unknown" && word !== undefined
      ? ` with severity "${clip(visible(word), TITLE_LIMIT)}"`
      : "";
  return `${clip(visible(title), TITLE_LIMIT)}${place}${odd}`;
}

function bySeverity(findings: readonly Finding[]): string {
  return SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity === "unknown" ? "of unknown severity" : severity}`)
    .join(", ");
}

export interface Telling {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly counts: Counts;
  readonly blocking: readonly Finding[];
  readonly excesses: readonly BudgetExcess[];
  /** Trouble of sources that are not required. */
  readonly asides: readonly Aside[];
  readonly failOn: Threshold;
  readonly wouldBlock?: number;
}

/** The rule that decided, in words: the one that blocks, the budget, the check, the evidence that is missing. */
export function ruleOf({ verdict, reasons, blocking, excesses, failOn }: Telling): string {
  const [first] = reasons;
  if (verdict === "pass" || first === undefined) return `fail-on: ${failOn}`;
  const [excess] = excesses;
  const by = blocking[0]?.blockedBy;
  if (first.code === "blocking-findings" && by !== undefined) return by;
  if (first.code === "budget-exceeded" && excess !== undefined) {
    return `budgets: ${excess.severity} ${excess.allowed}`;
  }
  return `${first.source}: ${first.code}`;
}

/** Verdict and what decided it, on one line without markup: `failed: 2 new findings block (rule: fail-on: high)`. */
export function sentenceOf(telling: Telling): string {
  const rule = ruleOf(telling);
  const ending = ` (rule: ${rule})`;
  const what = visible(SENTENCES[telling.verdict](telling));
  return `${clip(what, SENTENCE_LIMIT - ending.length)}${ending}`;
}

const SENTENCES: Readonly<Record<Verdict, (telling: Telling) => string>> = {
  pass: ({ counts, wouldBlock, asides }) => {
    const suppressed = counts.suppressed === 0 ? "" : `, ${counts.suppressed} suppressed`;
    const would = wouldBlock === undefined ? "" : `; would block ${wouldBlock} at high`;
    return `passed: nothing blocks among ${counted(counts.total, "finding")}${agesOf(counts)}${suppressed}${would}${withoutWords(asides)}`;
  },
  fail: ({ reasons, blocking, excesses }) => {
    const failing = reasons.filter(({ code }) => isFailing(code));
    const checks = failing.filter(({ code }) => code === "pr-check-failed");
    const others = reasons.length - failing.length;
    const parts = [
      ...(blocking.length === 0 ? [] : [blockers(blocking)]),
      ...excesses.map(
        ({ severity, found, allowed }) =>
          `${counted(found, `${severity} finding`)} exceed the budget of ${allowed}`,
      ),
      ...checks.map(({ message }) => message),
    ];
    return `failed: ${parts.join("; ")}${others === 0 ? "" : `; and ${counted(others, "thing")} could not be told`}`;
  },
  incomplete: ({ reasons }) => {
    const [first, ...others] = reasons;
    const more = others.length === 0 ? "" : ` And ${counted(others.length, "other reason")}.`;
    return `incomplete: could not tell: ${first?.message}${more}`;
  },
};

/** That a pass does not speak for a source that was asked and did not answer. */
function withoutWords(asides: readonly Aside[]): string {
  const sources = [...new Set(asides.map(({ source }) => source))];
  return sources.length === 0 ? "" : `; without ${sources.join(" and ")}, not required`;
}

function agesOf({ new: fresh, existing, total }: Counts): string {
  const unknown = total - fresh - existing;
  if (total === 0) return "";
  return `, ${fresh} new, ${existing} existing${unknown === 0 ? "" : `, ${unknown} of unknown age`}`;
}

function blockers(blocking: readonly Finding[]): string {
  const ages = new Set(blocking.map(({ status }) => status));
  const [age] = ages;
  const word = ages.size > 1 || age === undefined ? "" : age === "unknown" ? "unknown-age " : `${age} `;
  return `${counted(blocking.length, `${word}finding`)} ${blocking.length === 1 ? "blocks" : "block"}`;
}
