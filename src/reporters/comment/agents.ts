import { adviceText, type FixAdvice, type FixPlan } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import { markdownFence } from "../../text/escape.ts";
import { clipToFit, takeFitting } from "../../text/fit.ts";
import { findingTitle, rulingsByTool } from "../finding-words.ts";

/** The block stays below 8 kB; this leaves room for its frame. */
const MOST_CHARACTERS = 7800;

/** Of one finding, so that none pushes the others out. */
const MOST_OF_ONE = 1000;

/** Tools whose words are told one by one. */
const MOST_RULINGS = 4;

/** No more than these can fit. */
const MOST_ENTRIES = 150;

/**
 * The blocking findings as fenced JSON for a coding agent: what, where and what fixes it, as many as fit into 8 kB.
 * Everything outside ASCII is escaped, so that characters are bytes and nothing is hidden.
 */
export function agentsJson(findings: readonly Finding[], fixes: FixPlan): string {
  const entries = takeFitting(
    findings.slice(0, MOST_ENTRIES).map((finding) => entry(finding, fixes.adviceOn(finding))),
    MOST_CHARACTERS,
  );
  const more = findings.length - entries.length;
  const rest = more === 0 ? "" : `,\n"more": ${more}`;
  return markdownFence(`{"blocking": [\n${entries.join(",\n")}\n]${rest}}`, "json");
}

/** How much of the texts is kept, from the richest to what fits for certain; a path that is cut leads nowhere. */
const SHARES = [1, 0.6, 0.3, 0.1] as const;

function entry(finding: Finding, advice: FixAdvice): string {
  return SHARES.map((share) => shortened(finding, { advice, share })).reduce((kept, next) =>
    kept.length <= MOST_OF_ONE ? kept : next,
  );
}

interface EntryOptions {
  readonly advice: FixAdvice;
  readonly share: number;
}

function shortened(finding: Finding, { advice, share }: EntryOptions): string {
  const { fingerprint, path, line, severity, rule, identifiers, package: pkg } = finding;
  const text = (
    value: string | undefined,
    max: number,
    lines: "one-line" | "keep-lines" = "one-line",
  ): string | undefined =>
    value === undefined ? undefined : clipToFit(value, Math.max(10, Math.floor(max * share)), ascii, lines);
  const { name, version, fixedIn } = pkg ?? {};
  return ascii({
    fingerprint: clipToFit(fingerprint, 80, ascii),
    severity,
    path: path === undefined ? undefined : clipToFit(path, 400, ascii),
    line,
    rule: text(rule, 200),
    title: text(findingTitle(finding), 200),
    fix: text(adviceText(advice), 400, advice.action === "replace-code" ? "keep-lines" : "one-line"),
    blockedBy: blockedByOf(finding, text),
    identifiers: identifiers.length === 0 ? undefined : identifiers.slice(0, 4).map((id) => text(id, 40)),
    package:
      pkg === undefined
        ? undefined
        : {
            name: text(name, 200),
            version: text(version, 80),
            fixedIn:
              advice.action === "remove-package"
                ? undefined
                : fixedIn?.slice(0, 4).map((each) => text(each, 80)),
          },
  });
}

/** Every tool's word that blocks, where tools were not judged alike. */
function blockedByOf(
  finding: Finding,
  text: (value: string | undefined, max: number) => string | undefined,
): readonly object[] | undefined {
  const blocking = rulingsByTool(finding).filter(({ blockedBy }) => blockedBy !== undefined);
  if (blocking.length === 0) return undefined;
  return blocking.slice(0, MOST_RULINGS).map(({ tool, rule, blockedBy }) => ({
    tool: text(tool, 40),
    rule: text(rule, 100),
    blockedBy: text(blockedBy, 100),
  }));
}

/** JSON in ASCII without `<`, `>` and `&`, so that no comment mark or element can be read into it. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
