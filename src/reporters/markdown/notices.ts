import { sourcesThatDidNotLook } from "../../model/evidence.ts";
import type { Counts, PolicyPreview, Report } from "../../model/report.ts";
import { markdownCode } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { prose } from "./prose.ts";
import { changeWord, refCode, toolName, VERDICT_MARKS } from "./words.ts";

/** Lines for the sources that did not answer in full and need not; more would hide the rest. */
const MOST_ASIDES = 5;

/**
 * What a reader must know at first sight of a source that nobody requires, of a policy change and of a rehearsal;
 * empty when there is nothing.
 */
export function notices(report: Report): string {
  const { preview } = report.decision;
  const asides = report.notes.filter(({ source }) => source !== undefined);
  const lines = asides
    .slice(0, MOST_ASIDES)
    .map(({ text }) => `${VERDICT_MARKS.incomplete} ${fitText(text, 600, prose)}`);
  if (asides.length > lines.length)
    lines.push(`and ${asides.length - lines.length} more, in the job summary`);
  if (report.isTolerated === true) {
    lines.push(
      "⚠️ `on-incomplete: warn` lets the job succeed, so a required check is no proof here: a green job does not mean that this change was found clean.",
    );
  }
  if (report.verdict === "pass") {
    for (const source of sourcesThatDidNotLook(report.sources)) {
      const branch = report.sources.find((each) => each.source === source)?.baseline?.ref;
      const whose = branch === undefined ? "the base branch" : refCode(branch);
      lines.push(`☑️ ${toolName(source)}'s findings are those of ${whose}, from before this change.`);
    }
  }
  if (preview !== undefined) {
    const path = fitText(preview.path, 200, markdownCode);
    const unread =
      preview.unread === undefined
        ? ""
        : ` It extends ${fitText(preview.unread, 200, markdownCode)}, which is not read before it is merged.`;
    lines.push(
      preview.problem === undefined
        ? `This ${changeWord(report.context)} changes the policy ${path}: it would ${policyEffect(report.counts, preview)}. The base branch's policy decided.${unread}`
        : `This ${changeWord(report.context)} changes the policy ${path}, and its version cannot be used: ${fitText(preview.problem, 600, prose)} The base branch's policy decided.`,
    );
  }
  return lines.map((line) => `> ${line}`).join("\n>\n");
}

/** What a policy would do otherwise than the one that decided; what stays the same is not told. */
function policyEffect(now: Counts, { blocking, suppressed }: PolicyPreview): string {
  const parts = [
    ...(blocking === now.blocking ? [] : [`block **${blocking} instead of ${now.blocking}**`]),
    ...(suppressed === now.suppressed ? [] : [`suppress ${suppressed} instead of ${now.suppressed}`]),
  ];
  return parts.join(", and ") || "block and suppress as many findings";
}
