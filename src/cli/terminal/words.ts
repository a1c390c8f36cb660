import { type Finding, MALICIOUS_FIX, packageLabel } from "../../model/finding.ts";
import { clip, visible } from "../../text/escape.ts";

/** Longest text of a tool on one line of a terminal. */
const LONGEST = 120;

/** A tool's text as one line of a terminal: nothing in it takes effect there. */
export function shown(text: string, most = LONGEST): string {
  return clip(visible(text).trim(), most);
}

/** Where a finding is: its file and line, else its package, else its project. */
export function placeOf({ path, line, package: one, project }: Finding): string {
  if (path !== undefined) return `${shown(path)}${line === undefined ? "" : `:${line}`}`;
  return shown(one?.name ?? project ?? "no place");
}

/** `lodash@4.17.15`; empty for what is in no package. */
export function packageOf({ package: one }: Finding): string {
  return one === undefined ? "" : shown(packageLabel(one));
}

/** How many digits of a fingerprint are shown: enough to be found again. */
const SHOWN_DIGITS = 12;

export function shortFingerprint({ fingerprint }: Finding): string {
  return shown(fingerprint).slice(0, SHOWN_DIGITS);
}

/** What a person can do about a finding in one line: the version that is free of it, or the tool's own advice. */
export function fixOf({ package: one, fix, malicious }: Finding): string | undefined {
  if (malicious === true) return MALICIOUS_FIX;
  const versions = one?.fixedIn ?? [];
  if (one !== undefined && versions.length > 0) {
    return `upgrade ${shown(one.name)} to ${shown(versions.join(" or "))}`;
  }
  return fix === undefined || fix.trim() === "" ? undefined : shown(fix);
}
