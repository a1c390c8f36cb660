import type { Severity } from "../../model/severity.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { Environment } from "../../platform/runner/actions.ts";

/** Marks text for a terminal. What it is given must be free of control characters. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  severity(severity: Severity, text: string): string;
  verdict(verdict: Verdict, text: string): string;
  warning(text: string): string;
}

const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  critical: "1;31",
  high: "31",
  medium: "33",
  low: "36",
  unknown: "35",
};

const VERDICT_COLORS: Readonly<Record<Verdict, string>> = { pass: "32", fail: "31", incomplete: "33" };

/** Makes a paint that colors, or one that leaves every text as it is. */
export function createPaint(isColored: boolean): Paint {
  const put = (code: string, text: string) => (isColored ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: (text) => put("1", text),
    dim: (text) => put("2", text),
    severity: (severity, text) => put(SEVERITY_COLORS[severity], text),
    verdict: (verdict, text) => put(`1;${VERDICT_COLORS[verdict]}`, text),
    warning: (text) => put("33", text),
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
