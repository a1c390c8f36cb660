import type { Finding } from "../model/finding.ts";
import { finishSteps, inStepsOver, type Steps } from "../model/steps.ts";
import { counted } from "../text/count.ts";
import { type FixCommand, fixCommandsFor } from "./commands.ts";
import { groupPackages } from "./package-groups.ts";
import { commonTarget, isClearedBy, isGoStandardLibrary } from "./upgrade.ts";
import { versionRulesOf } from "./versions.ts";

/** What to do about a finding. Names, versions, code and texts are a tool's own, unescaped. */
export type FixAdvice =
  | { readonly action: "upgrade"; readonly package: string; readonly version: string }
  /** The standard library comes with Go itself. */
  | { readonly action: "upgrade-go"; readonly version: string }
  /** The package itself is an attack: no other version of it is to be trusted. */
  | { readonly action: "remove-package" }
  /** Lines that take the place of those of the finding, at least one; their indentation is kept. */
  | { readonly action: "replace-code"; readonly lines: readonly string[] }
  | { readonly action: "revoke-secret" }
  | { readonly action: "review-license" }
  /** The tool says what to do. */
  | { readonly action: "follow-text"; readonly text: string }
  /** The description, beyond the title, is all that is known. */
  | { readonly action: "read-description"; readonly text: string }
  /** No fixed version is known. */
  | { readonly action: "wait-for-fix" }
  /** Nobody says what to do. */
  | { readonly action: "none" };

/** What to do about the findings of one report. */
export interface FixPlan {
  /** The advice on a finding: the same version for all findings of a package in a manifest that it can clear. */
  readonly adviceOn: (finding: Finding) => FixAdvice;
  /** Commands for what made the verdict, the most clearing first. */
  readonly commands: readonly FixCommand[];
}

/** Makes the plan that every document of a report tells: one fix for a finding, whoever shows it. */
export function planFixes(findings: readonly Finding[]): FixPlan {
  return finishSteps(planFixesInSteps(findings));
}

/** Plans by the list that they are of, since each document of a report asks for the same one, and it is costly. */
const PLANS = new WeakMap<readonly Finding[], FixPlan>();

/** The same in steps, for very many findings. The plan of a list is made once. */
export function* planFixesInSteps(findings: readonly Finding[]): Steps<FixPlan> {
  const known = PLANS.get(findings);
  if (known !== undefined) return known;
  const isPackaged = findings.some((finding) => finding.package !== undefined);
  const groups = isPackaged ? yield* groupPackages(findings) : [];
  const targets = new Map<Finding, string>();
  const malicious = new Set<Finding>();
  const copies = groups.flatMap(({ copies: own, isMalicious, rules }) =>
    own.flatMap(({ found, target }) => found.map((each) => ({ ...each, isMalicious, rules, target }))),
  );
  yield* inStepsOver(copies, ({ finding, pkg, target, rules, isMalicious }) => {
    if (isMalicious) malicious.add(finding);
    if (target !== undefined && isClearedBy(pkg, target, rules)) targets.set(finding, target);
  });
  const plan: FixPlan = {
    adviceOn: (finding) =>
      adviceFor(finding, { target: targets.get(finding), isMalicious: malicious.has(finding) }),
    commands: yield* fixCommandsFor(groups),
  };
  PLANS.set(findings, plan);
  return plan;
}

interface PackageFacts {
  readonly target: string | undefined;
  readonly isMalicious: boolean;
}

function adviceFor(finding: Finding, { target, isMalicious }: PackageFacts): FixAdvice {
  const { package: pkg, fix = "", type, fixable, malicious } = finding;
  if (malicious === true || isMalicious) return { action: "remove-package" };
  if (pkg !== undefined) {
    const version = target ?? commonTarget([pkg], versionRulesOf(pkg));
    if (version !== undefined) {
      return isGoStandardLibrary(pkg)
        ? { action: "upgrade-go", version }
        : { action: "upgrade", package: pkg.name, version };
    }
  }
  if (fix.trim() !== "")
    return isCode(fix) ? { action: "replace-code", lines: linesOf(fix) } : textAdvice("follow-text", fix);
  if (type === "secrets") return { action: "revoke-secret" };
  if (type === "license") return { action: "review-license" };
  const isPackage = type === "sca" || type === "container";
  if (pkg !== undefined || (isPackage && fixable === false)) return { action: "wait-for-fix" };
  const { title, description = "" } = finding;
  return textAdvice(
    "read-description",
    description.startsWith(title) ? description.slice(title.length) : description,
  );
}

/** Tools give code and advice in one field; advice begins as a sentence does. */
function isCode(fix: string): boolean {
  return !/^\s*[A-Z][a-z]+,? [a-z]+\b/.test(fix) && /[;{}=<>]|\w\(/.test(fix);
}

/** The lines of a fix, without empty ones at its ends. A single line needs no indentation. */
function linesOf(fix: string): readonly string[] {
  const lines = fix.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trimEnd());
  const [first, last] = [lines.findIndex((line) => line !== ""), lines.findLastIndex((line) => line !== "")];
  const kept = lines.slice(first, last + 1);
  return kept.length === 1 ? kept.map((line) => line.trimStart()) : kept;
}

function textAdvice(action: "follow-text" | "read-description", words: string): FixAdvice {
  const text = words.replace(/^[\s.:]+/, "").trim();
  return text === "" ? { action: "none" } : { action, text };
}

/**
 * Advice as plain text that begins in lower case where it is ours, for channels without markup; undefined where there
 * is none. Code of several lines keeps its lines.
 */
export function adviceText(advice: FixAdvice): string | undefined {
  switch (advice.action) {
    case "upgrade":
      return `upgrade ${advice.package} to ${advice.version}`;
    case "upgrade-go":
      return `upgrade Go to ${advice.version}`;
    case "replace-code":
      return advice.lines.join("\n");
    case "follow-text":
    case "read-description":
      return advice.text;
    case "remove-package":
    case "revoke-secret":
    case "review-license":
    case "wait-for-fix":
      return FIXED_ADVICE[advice.action];
    case "none":
      return undefined;
  }
}

/** The same on one line: of code of several lines the first, for all of them as one would be wrong code. */
export function adviceLine(advice: FixAdvice): string | undefined {
  if (advice.action !== "replace-code") return adviceText(advice);
  const [first = "", ...others] = advice.lines;
  return others.length === 0 ? first : `${first.trim()} and ${counted(others.length, "more line")}`;
}

/** Advice for documents that show the description as well; undefined where there is no other. */
export function adviceBesideDescription(advice: FixAdvice): string | undefined {
  return advice.action === "read-description" ? undefined : adviceText(advice);
}

/** Advice that needs no more than our own words. */
export const FIXED_ADVICE = {
  "remove-package": "remove the package, and rotate the secrets that it could read",
  "revoke-secret": "revoke it, then remove it from the code",
  "review-license": "replace the package, or have its license approved",
  "wait-for-fix": "no fix known yet",
} as const satisfies Partial<Record<FixAdvice["action"], string>>;
