import type { Severity } from "../../model/severity.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import type { InlineSpan } from "../../reporters/markdown/inline.ts";

/** Marks text for a terminal. What it is given must be free of control characters. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  severity(severity: Severity, text: string): string;
  verdict(verdict: Verdict, text: string): string;
  warning(text: string): string;
  /** A text that leads to an address; the text alone where the terminal shows no links. */
  link(address: string, text: string): string;
}

const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  critical: "1;31",
  high: "31",
  medium: "33",
  low: "36",
  unknown: "35",
};

const VERDICT_COLORS: Readonly<Record<Verdict, string>> = { pass: "32", fail: "31", incomplete: "33" };

/** Makes a paint that colors, or one that leaves every text as it is; it links where that is asked for. */
export function createPaint(isColored: boolean, hasLinks = false): Paint {
  const put = (code: string, text: string) => (isColored ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: (text) => put("1", text),
    dim: (text) => put("2", text),
    severity: (severity, text) => put(SEVERITY_COLORS[severity], text),
    verdict: (verdict, text) => put(`1;${VERDICT_COLORS[verdict]}`, text),
    warning: (text) => put("33", text),
    // https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
    link: (address, text) => (hasLinks ? `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\` : text),
  };
}

/**
 * Whether a stream is colored: `NO_COLOR` (https://no-color.org) forbids it; `FORCE_COLOR`, except
 * `0` and `false`, forces it; otherwise a terminal is colored unless it is `dumb`.
 */
export function wantsColor(env: Environment, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? "") !== "") return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return !/^(0|false)$/i.test(forced);
  return isTerminal && env.TERM !== "dumb";
}

/**
 * Whether links are shown: on a terminal that is not `dumb` and not a CI's, unless `NO_COLOR` asks for plain text.
 * Terminals that know no links show the text alone. `FORCE_HYPERLINK`, except `0` and `false`, forces them, for a CI
 * that shows them.
 */
export function wantsLinks(env: Environment, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? "") !== "") return false;
  const forced = env.FORCE_HYPERLINK;
  if (forced !== undefined && forced !== "") return !/^(0|false)$/i.test(forced);
  const isCi = env.CI !== undefined && !/^(|0|false)$/i.test(env.CI);
  return isTerminal && env.TERM !== "dumb" && !isCi;
}

/** A line as a terminal gets it. */
export function paintedLine(spans: readonly InlineSpan[], paint: Paint): string {
  return spans.map((span) => paintedSpan(span, paint)).join("");
}

function paintedSpan({ text, isBold = false, isSmall = false, link }: InlineSpan, paint: Paint): string {
  // No line ends at it, which is settled by now.
  const plain = text.replaceAll("\u00a0", " ");
  const looked = isBold ? paint.bold(plain) : isSmall ? paint.dim(plain) : plain;
  return link === undefined ? looked : paint.link(link, looked);
}
