import { type Finding, packageLabel } from "../../model/finding.ts";
import { clip, visible } from "../../text/escape.ts";

/** Longest text of a tool on one line of a terminal. */
const LONGEST = 120;

/** A tool's text as one line of a terminal: nothing in it takes effect there. */
export function terminalText(text: string, most = LONGEST): string {
  return clip(visible(text).trim(), most);
}

/** Where a finding is: its file and line, else its package, else its project. */
export function terminalPlace({ path, line, package: one, project }: Finding): string {
  if (path !== undefined) return `${terminalText(path)}${line === undefined ? "" : `:${line}`}`;
  return terminalText(one?.name ?? project ?? "no place");
}

/** `lodash@4.17.15`; empty for what is in no package. */
export function packageOf({ package: one }: Finding): string {
  return one === undefined ? "" : terminalText(packageLabel(one));
}

/** How many digits of a fingerprint are shown: enough to be found again. */
const SHOWN_DIGITS = 12;

export function shortFingerprint({ fingerprint }: Finding): string {
  return terminalText(fingerprint).slice(0, SHOWN_DIGITS);
}
