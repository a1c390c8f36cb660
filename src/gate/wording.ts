import type { SourceOutcome } from "../model/evidence.ts";
import { type Finding, packageLabel, type SourceId } from "../model/finding.ts";
import { withoutFullStop } from "../model/names.ts";
import type { Counts, SuppressionNotice } from "../model/report.ts";
import { SEVERITIES, type Threshold } from "../model/severity.ts";
import {
  type Aside,
  isFailing,
  type Note,
  type Reason,
  SOURCE_NAMES,
  type Verdict,
} from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import { clip, visible } from "../text/escape.ts";
import { groupBy } from "../text/group.ts";
import type { BudgetExcess } from "./budgets.ts";

/** Longest message of a reason that the gate itself gives. */
const MESSAGE_LIMIT = 600;
/** Longest sentence about the verdict: one line of a log. */
const SENTENCE_LIMIT = 400;
const NAMED_FINDINGS = 3;
const TITLE_LIMIT = 80;
const PLACE_LIMIT = 80;

/**
 * Tells which findings block: how many of each severity, and the first few by name. What has the same title in the
 * same package is named once, with the number of its places.
 */
export function blockingReason(blocking: readonly Finding[]): Reason {
  const problems = [...groupBy(blocking, problemKey).values()];
  const named = problems.slice(0, NAMED_FINDINGS);
  const more = blocking.length - named.reduce((sum, { length }) => sum + length, 0);
  const list = [...named.map(nameOf), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  const [verb, them] = blocking.length === 1 ? ["blocks", "it"] : ["block", "them"];
  const what = `${counted(blocking.length, "finding")} ${verb} (${bySeverity(blocking)}): ${list}.`;
  const hint = `Fix ${them}, or add a suppression with a reason and an expiry to the policy.`;
  return {
    code: "blocking-findings",
    source: "gate",
    message: `${clip(what, MESSAGE_LIMIT - hint.length - 1)} ${hint}`,
  };
}

export function budgetReason({ severity, allowed, found, file }: BudgetExcess): Reason {
  return {
    code: "budget-exceeded",
    source: "gate",
    message:
      `${counted(found, `${severity} finding`)} where ${file === undefined ? "the policy" : file}'s budget allows ${allowed}. ` +
      `Fix ${partToFix(found, allowed)}, or raise \`budgets.${severity}\` in ${file === undefined ? "the policy" : file}.`,
  };
}

function partToFix(found: number, allowed: number): string {
  if (allowed > 0) return `${(found - allowed).toLocaleString("en-US")} of them`;
  return found === 1 ? "it" : "them all";
}

/** Compared as it came: there may be very many, and making each readable takes its time. */
function problemKey({ title, package: one }: Finding): string {
  return one === undefined ? title : `${title}\n${packageLabel(one)}`;
}

/** `Prototype pollution in lodash@4.17.15`; a title that names the package is not followed by it. */
function titleWithPackage({ title, package: one }: Finding): string {
  const name = clip(withoutFullStop(visible(title)), TITLE_LIMIT);
  if (one === undefined || name.includes(packageLabel(one))) return name;
  // What a tool says of a package often ends with its bare name.
  const ending = ` in ${one.name}`;
  const bare = name.endsWith(ending) ? name.slice(0, -ending.length) : name;
  return `${bare} in ${clip(visible(packageLabel(one)), PLACE_LIMIT)}`;
}

/** Findings of one title and package by name, with the place of the first. */
function nameOf(findings: readonly Finding[]): string {
  const [first] = findings as readonly [Finding]; // a group has at least one
  const { path, line, severity, observations } = first;
  const where = path === undefined || line === undefined ? path : `${path}:${line}`;
  const times = findings.length === 1 ? "" : `${findings.length} times`;
  const shown = [...(where === undefined ? [] : [clip(visible(where), PLACE_LIMIT)]), times];
  const places = shown.filter((part) => part !== "").join(", ");
  const place = places === "" ? "" : ` (${places})`;
  const word = observations.find(({ nativeSeverity }) => nativeSeverity !== undefined)?.nativeSeverity;
  const odd =
    severity === "unknown" && word !== undefined
      ? ` with severity "${clip(visible(word), TITLE_LIMIT)}"`
      : "";
  return `${titleWithPackage(first)}${place}${odd}`;
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

/** What is said of a verdict. */
export interface VerdictFacts {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly counts: Counts;
  readonly blocking: readonly Finding[];
  readonly excesses: readonly BudgetExcess[];
  /** Trouble of sources that are not required. */
  readonly asides: readonly Aside[];
  /** Sources that did not look at this change. */
  readonly unseenBy: readonly SourceId[];
  readonly failOn: Threshold;
  readonly wouldBlock?: number;
}

/** The rule that decided, in words: the one that blocks, the budget, the check, the evidence that is missing. */
export function decidingRule({ reasons, blocking, excesses, failOn }: VerdictFacts): string {
  const [first] = reasons;
  if (first === undefined) return `fail-on: ${failOn}`;
  const [excess] = excesses;
  const by = blocking[0]?.blockedBy;
  if (first.code === "blocking-findings" && by !== undefined) return by;
  if (first.code === "budget-exceeded" && excess !== undefined) {
    const file = excess.file === undefined ? "" : `${excess.file}: `;
    return `${file}budgets: ${excess.severity} ${excess.allowed}`;
  }
  return `${first.source}: ${first.code}`;
}

/** Verdict and what decided it, on one line without markup: `failed: 2 new findings block (rule: fail-on: high)`. */
export function judgedSentence(facts: VerdictFacts): string {
  const rule = decidingRule(facts);
  const ending = ` (rule: ${rule})`;
  const what = visible(SENTENCES[facts.verdict](facts));
  return `${clip(what, SENTENCE_LIMIT - ending.length)}${ending}`;
}

const SENTENCES: Readonly<Record<Verdict, (facts: VerdictFacts) => string>> = {
  pass: ({ counts, wouldBlock, asides, unseenBy }) => {
    const suppressed = counts.suppressed === 0 ? "" : `, ${counts.suppressed} suppressed`;
    const would = wouldBlock === undefined ? "" : `; would block ${wouldBlock} at high`;
    return `passed: nothing blocks among ${counted(counts.total, "finding")}${agesOf(counts)}${suppressed}${would}${withoutWords(asides)}${unseenWords(unseenBy)}`;
  },
  fail: ({ reasons, blocking, excesses }) => {
    const failing = reasons.filter(({ code }) => isFailing(code));
    const checks = failing.filter(({ code }) => code === "pr-check-failed");
    const others = reasons.length - failing.length;
    const parts = [
      ...(blocking.length === 0 ? [] : [blockers(blocking)]),
      ...excesses.map(
        ({ severity, found, allowed }) =>
          `${counted(found, `${severity} finding exceeds`, `${severity} findings exceed`)} the budget of ${allowed}`,
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

/** That a pass stands on what was there before the change. */
function unseenWords(sources: readonly SourceId[]): string {
  const names = sources.map((source) => SOURCE_NAMES[source]);
  return names.length === 0 ? "" : `; ${names.join(" and ")} did not look at this change`;
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

/** What is worth telling and decides nothing: the sources' own notes, missing baselines, the policy's housekeeping. */
export function judgingNotes(
  outcomes: readonly SourceOutcome[],
  notices: readonly SuppressionNotice[],
): readonly Note[] {
  return [
    ...outcomes.flatMap((outcome) => [...outcome.notes, ...missingBaseline(outcome)]),
    ...notices.map(noteOfNotice),
  ];
}

/** Old findings must not pass for new ones, so it is said why their age is unknown. */
function missingBaseline({ evidence, batches }: SourceOutcome): readonly Note[] {
  const ageless = batches
    .filter(({ comparison }) => comparison.kind === "none")
    .reduce((sum, { observations }) => sum + observations.length, 0);
  if (ageless === 0) return [];
  const text = `${SOURCE_NAMES[evidence.source]}: no baseline, so the age of ${counted(ageless, "finding")} is unknown.`;
  return [{ level: "info", text }];
}

function noteOfNotice({ kind, id, package: name, suppressedBy, file, because }: SuppressionNotice): Note {
  const where = file === undefined ? "" : ` (${file})`;
  const entry = `The suppression of ${id}${name === undefined ? "" : ` in ${name}`}${where}`;
  const { expires } = suppressedBy;
  switch (kind) {
    case "expired":
      return { level: "warning", text: `${entry} expired on ${expires} and suppresses nothing.` };
    case "expiring":
      return { level: "info", text: `${entry} expires on ${expires}.` };
    case "repeated":
      return { level: "info", text: `${entry} stands there twice.` };
    case "distant":
      return { level: "info", text: `${entry} expires on ${expires}, which is more than a year away.` };
    case "unused":
      return { level: "info", text: `${entry} is not used: no finding matches it.` };
    case "refused":
      return { level: "warning", text: `${entry} suppresses nothing: ${because}.` };
    case "partial":
      return { level: "warning", text: `${entry} reaches only what one tool says: ${because}.` };
  }
}
