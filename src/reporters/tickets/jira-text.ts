import { adviceLine, type FixAdvice } from "../../fixes/advice.ts";
import { type Finding, packageLabel } from "../../model/finding.ts";
import type { ReportContext } from "../../model/report.ts";
import { clip, visible } from "../../text/escape.ts";
import { locationText } from "../finding-words.ts";

/** Jira refuses a longer summary. */
const LONGEST_SUMMARY = 255;
const LONGEST_VALUE = 400;

/**
 * Signs that begin a link, an image, a mention, a macro or a table cell in Jira's notation, each as the wide form
 * that reads the same: an escape would be shown as it is where Jira takes the text for plain
 * (https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all).
 */
const WIDE: Readonly<Record<string, string>> = {
  "[": "\uff3b",
  "]": "\uff3d",
  "{": "\uff5b",
  "}": "\uff5d",
  "!": "\uff01",
  "|": "\uff5c",
  "\\": "\uff3c",
  // Where a name or an address follows; that of `lodash@4.17.21` stays.
  "@": "\uff20",
};

/** One line of any text for a Jira field: it reads as itself and is nothing but text. */
export function jiraText(text: string, max: number = LONGEST_VALUE): string {
  const plain = visible(text)
    .trim()
    .replace(/[[\]{}!|\\]|(?<!\S)@|@(?=[\w.-]+\.[a-z]{2})/gi, (sign) => WIDE[sign] ?? sign)
    .replace(/:(?=\/\/)|\bmailto:|\bwww(?=\.)/gi, (start) => `${start}\u200b`);
  return clip(plain, max);
}

/** A ticket's title: severity, problem, and where it is. */
export function ticketSummary(finding: Finding, { repository }: Pick<ReportContext, "repository">): string {
  const { severity, title, package: found, path } = finding;
  const where = found === undefined ? path : packageLabel(found);
  const what = where === undefined ? title : `${title} in ${where}`;
  return jiraText(`${severity}: ${what} (${repository})`, LONGEST_SUMMARY);
}

/** A ticket's text: what is known of the finding, a line each, and where to read more. */
export function ticketDescription(
  finding: Finding,
  { context, advice }: { readonly context: ReportContext; readonly advice: FixAdvice },
): string {
  const { package: found, link } = finding;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Problem", finding.title],
    ["Severity", finding.severity],
    ["Repository", context.repository],
    ["Commit", context.commit],
    ["Place", locationText(finding)],
    ["Package", found === undefined ? undefined : packageLabel(found)],
    ["Fix", adviceLine(advice)],
    ["Fixed in", found?.fixedIn?.join(", ")],
    ["Identifiers", [...finding.identifiers, ...finding.cwe].join(", ")],
    ["Fingerprint", finding.fingerprint],
  ];
  const told = lines.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [`${name}: ${jiraText(value)}`],
  );
  return [...told, ...(isPlainLink(link) ? [`More: ${link}`] : [])].join("\n");
}

/** An address that Jira links whole, and that holds no sign with another meaning. */
function isPlainLink(link: string | undefined): boolean {
  return link !== undefined && /^https:\/\/[\w.~:/?#&=%+-]+$/.test(link) && link.length <= LONGEST_VALUE;
}
