import { FIXED_ADVICE, type FixAdvice, type FixPlan } from "../../fixes/advice.ts";
import type { FixCommand } from "../../fixes/commands.ts";
import type { Finding } from "../../model/finding.ts";
import { counted } from "../../text/count.ts";
import {
  clip,
  markdownCellCode,
  markdownCode,
  markdownFence,
  visible,
  visibleLines,
} from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { locationText } from "../finding-words.ts";
import { prose } from "./prose.ts";
import { folded, listed } from "./words.ts";

/** Advice in a few words, as a cell beside the package that it is about. At most about 400 characters. */
export function fixCell(advice: FixAdvice): string {
  switch (advice.action) {
    case "upgrade":
      return `upgrade to ${fitText(advice.version, 60, markdownCode)}`;
    case "upgrade-go":
      return `upgrade Go to ${fitText(advice.version, 60, markdownCode)}`;
    case "replace-code":
      return codeCell(advice.lines);
    case "follow-text":
    case "read-description":
      return fitText(clip(visible(advice.text), 140), 400, prose);
    case "remove-package":
    case "revoke-secret":
    case "review-license":
    case "wait-for-fix":
      return FIXED_ADVICE[advice.action];
    case "none":
      return "—";
  }
}

/** One line of code whole; of several the first, since a cell cannot hold lines: see {@link codeFixes}. */
function codeCell([first = "", ...others]: readonly string[]): string {
  const max = others.length === 0 ? 100 : 60;
  const code = fitText(clip(visible(first.trim()), max), 300, markdownCellCode);
  return others.length === 0 ? code : `${code} and ${counted(others.length, "more line")}`;
}

/** Code fixes that are shown, and the longest. */
const MOST_CODE_FIXES = 10;
const LONGEST_CODE = 2000;

/** The fixes of several lines that {@link fixCell} only begins, folded, line by line; empty when there are none. */
export function codeFixes(findings: readonly Finding[], { adviceOn }: FixPlan): string {
  const all = findings.flatMap((finding) => {
    const advice = adviceOn(finding);
    return advice.action === "replace-code" && advice.lines.length > 1
      ? [{ finding, lines: advice.lines }]
      : [];
  });
  if (all.length === 0) return "";
  const shown = all.slice(0, MOST_CODE_FIXES).map(({ finding, lines }) => {
    const place = fitText(locationText(finding), 160, markdownCode);
    const code = visibleLines(lines.join("\n"));
    if (code.includes("<!--")) return `${place}: the HTML report shows it, because it holds an HTML comment`;
    const cut = code.length > LONGEST_CODE ? "\n\nThe rest of this fix is in the HTML report." : "";
    return `${place === "" ? "" : `${place}\n\n`}${markdownFence(clip(code, LONGEST_CODE))}${cut}`;
  });
  const more = all.length - shown.length;
  const rest =
    more === 0 ? [] : [`and ${counted(more, "more code fix", "more code fixes")}, in the HTML report`];
  return folded(`Code fixes: ${all.length}`, [...shown, ...rest].join("\n\n"));
}

const MOST_COMMANDS = 10;
const MOST_VERSIONS = 5;

/**
 * Commands to copy for what blocks among the findings of a report, each with the number of all its findings that it
 * clears; empty when there is none to give.
 */
export function fixCommandsBlock(commands: readonly FixCommand[]): string {
  if (commands.length === 0) return "";
  const shown = commands.slice(0, MOST_COMMANDS);
  const width = Math.max(...shown.map(({ command }) => command.length));
  const lines = shown.map((each) => `${each.command.padEnd(width)}  # ${effectOf(each)}`);
  const more = commands.length > shown.length ? `\n# and ${commands.length - shown.length} more` : "";
  return `**Fix first**\n\n\`\`\`sh\n${lines.join("\n")}${more}\n\`\`\``;
}

function effectOf({ clears, needs = [], only }: FixCommand): string {
  const versions = needs.length > MOST_VERSIONS ? [...needs.slice(0, MOST_VERSIONS), "more"] : needs;
  const arrive = needs.length === 0 ? [] : [`if its parents allow ${listed(versions)}`];
  return [`clears ${clears}`, ...arrive, ...(only === undefined ? [] : [only])].join(", ");
}
