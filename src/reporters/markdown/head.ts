import type { Report } from "../../model/report.ts";
import { isFailing, type Reason } from "../../model/verdict.ts";
import { clip, markdownCode, markdownText, visible } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { blockers, commitCode, listed, nameOf, plural, refCode, VERDICT_WORDS } from "./words.ts";

export interface ReasonLimits {
  readonly most: number;
  /** Longest message, escaped. */
  readonly length: number;
}

/** What brought the verdict about, short enough for a heading. */
function subject(report: Report): string {
  const blocking = blockers(report).length;
  if (report.verdict === "fail")
    return blocking > 0 ? `: ${plural(blocking, "finding blocks", "findings block")}` : "";
  if (report.verdict === "pass") return "";
  const sources = [
    ...new Set(report.reasons.filter(({ code }) => !isFailing(code)).map(({ source }) => source)),
  ];
  return sources.length === 0 ? "" : ` because of ${listed(sources.map(nameOf))}`;
}

/** The heading, with the verdict in words. `name` tells several gates of one pull request apart. */
export function heading(report: Report, name?: string): string {
  const { mark, word } = VERDICT_WORDS[report.verdict];
  const gate = name === undefined ? "Scan Gate" : `Scan Gate (${fitText(name, 60, markdownText)})`;
  return `## ${mark} ${gate} ${word}${subject(report)}`;
}

/** The verdict sentence, in bold; empty when there is none. */
export function verdictSentence(report: Report): string {
  const sentence = fitText(clip(visible(report.sentence), 600), 1500, markdownText);
  return sentence === "" ? "" : `**${sentence}**\n\n`;
}

/** Commit, base and counts in one line; what is zero is left out. `extra` comes first. */
export function countsLine(report: Report, extra: readonly string[] = []): string {
  const { context, counts } = report;
  const base = context.base;
  const against =
    base === undefined ? "" : ` against ${refCode(base.ref)}@${commitCode(context, base.commit)}`;
  const unknown = counts.total - counts.new - counts.existing;
  const parts: readonly (readonly [number, string])[] = [
    [counts.blocking, "blocking"],
    [counts.new, "new"],
    [unknown, "of unknown age"],
    [counts.existing, "existing"],
    [counts.fixed, "fixed"],
    [counts.suppressed, "suppressed"],
  ];
  return [
    `${commitCode(context, context.commit)}${against}`,
    ...extra,
    ...parts
      .filter(([count]) => count > 0)
      .map(([count, word]) => `${count.toLocaleString("en-US")} ${word}`),
  ].join(" · ");
}

/**
 * Why the verdict is not `pass`, one line each: what failed it first, then what could not be told. That findings
 * block is left out, for their table says it.
 */
export function reasonLines(report: Report, { most, length }: ReasonLimits): string {
  const told = report.reasons
    .filter(({ code }) => code !== "blocking-findings")
    .toSorted((a, b) => Number(isFailing(b.code)) - Number(isFailing(a.code)));
  const lines = told.slice(0, most).map((reason) => reasonLine(reason, length));
  const more = told.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${plural(more, "more reason")}, in the job summary`] : [])].join(
    "\n",
  );
}

function reasonLine({ code, source, message }: Reason, length: number): string {
  const { mark } = VERDICT_WORDS[isFailing(code) ? "fail" : "incomplete"];
  return `- ${mark} **${nameOf(source)}** ${markdownCode(code)}: ${fitText(message, length, markdownText)}`;
}

/** What a reader of a policy change or of a rehearsal must know at first sight; empty when there is nothing. */
export function notices(report: Report): string {
  const { preview, wouldBlock, failOn } = report.decision;
  const lines: string[] = [];
  if (failOn === "none" && wouldBlock !== undefined) {
    lines.push(
      `Nothing blocks, because \`fail-on\` is \`none\`: at \`high\`, **${plural(wouldBlock, "finding")} would block**.`,
    );
  }
  if (preview !== undefined) {
    const path = fitText(preview.path, 200, markdownCode);
    const { blocking } = report.counts;
    lines.push(
      preview.problem === undefined
        ? `This pull request changes the policy ${path}: it would block **${preview.blocking} instead of ${blocking}**, and suppress ${preview.suppressed} instead of ${report.counts.suppressed}. The base branch's policy decided.`
        : `This pull request changes the policy ${path}, and its version cannot be used: ${fitText(preview.problem, 600, markdownText)} The base branch's policy decided.`,
    );
  }
  return lines.map((line) => `> ${line}`).join("\n>\n");
}

/** Who made the document, and how to appeal against a finding. */
export function footerLine(report: Report): string {
  const { origin } = report.decision;
  const path = /\.ya?ml$/.test(origin) ? origin : ".github/scan-gate.yml";
  const appeal = ` · Wrong or accepted? Add it under \`suppress\` in ${fitText(path, 200, markdownCode)} on the base branch, with a reason and an expiry date.`;
  return `<sub>Scan Gate ${fitText(report.version, 40, markdownText)}${report.counts.total === 0 ? "" : appeal}</sub>`;
}
