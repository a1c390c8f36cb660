import type { CoveredFinding } from "../../gate/exception.ts";
import type { Report } from "../../model/report.ts";
import type { Reason } from "../../model/verdict.ts";
import { placeCell } from "../../reporters/markdown/place-cell.ts";
import { prose } from "../../reporters/markdown/prose.ts";
import { factsCell, linkedTools, nameOfFinding } from "../../reporters/markdown/rows.ts";
import { severityMark, table, toolName } from "../../reporters/markdown/words.ts";
import { counted } from "../../text/count.ts";
import { clip, markdownCode, uriPath } from "../../text/escape.ts";
import type { AddedSuppression } from "./policy-edit.ts";

/** What is said twice: plain for the log, and as Markdown for a reply. */
export interface Said {
  readonly plain: string;
  readonly markdown: string;
}

/** A value of {@link say} that is a sentence of somebody's, and no code. */
export interface QuotedSentence {
  readonly sentence: string;
}

/** A value of {@link say} that is a web address, behind words of ours. */
export interface LabeledAddress {
  readonly label: string;
  readonly address: string;
}

/** Tells something plain and as Markdown. Values are code in Markdown, and nothing in them takes effect. */
export function say(
  words: TemplateStringsArray,
  ...values: readonly (string | QuotedSentence | LabeledAddress)[]
): Said {
  const join = (show: (value: string | QuotedSentence | LabeledAddress) => string): string =>
    words.map((word, at) => `${at === 0 ? "" : show(values[at - 1] ?? "")}${word}`).join("");
  return {
    plain: join((value) => {
      if (typeof value === "string") return value;
      return "sentence" in value ? value.sentence : `${value.label}: ${value.address}`;
    }),
    markdown: join((value) => {
      if (typeof value === "string") return markdownCode(value);
      return "sentence" in value ? prose(value.sentence) : `[${value.label}](${value.address})`;
    }),
  };
}

/** Several sayings, one after the other. */
export function sayAll(...parts: readonly (Said | undefined)[]): Said {
  const said = parts.filter((part) => part !== undefined);
  return {
    plain: said.map(({ plain }) => plain).join(" "),
    markdown: said.map(({ markdown }) => markdown).join(" "),
  };
}

/** An exception that is asked for, and all that is told of it. */
export interface ExceptionStory {
  readonly entry: AddedSuppression;
  readonly covered: readonly CoveredFinding[];
  /** The pull request on which it was asked for, and the comment. */
  readonly pullRequest: number;
  readonly commentId: number;
  readonly report: Report;
  /** The policy file. */
  readonly path: string;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts: readonly string[];
}

/** Becomes a commit's subject when the pull request is squashed: neither ID nor reason stand in it. */
export function pullTitle({ entry, pullRequest }: ExceptionStory): string {
  return `Scan Gate: accept an exception until ${entry.expires}, asked for on #${pullRequest}`;
}

export function commitMessage({ entry, pullRequest }: ExceptionStory): string {
  return `Add an exception until ${entry.expires} to Scan Gate's policy\n\nAsked for on pull request #${pullRequest}.`;
}

/** Findings of the pull request's table. */
const MOST_LISTED = 20;
/** GitHub takes 65,536 characters: a reason of 2,000 backticks and a full table stay below. */
const LONGEST_BODY = 60_000;

/** What reviewers of the exception read. */
export function pullBody(story: ExceptionStory): string {
  const { entry, covered, pullRequest, commentId, report, path } = story;
  const comment = `${report.context.repositoryUrl}/pull/${pullRequest}#issuecomment-${commentId}`;
  const listed = covered.slice(0, MOST_LISTED);
  const left = covered.length - listed.length;
  const unread = unreadSources(report);
  return clip(
    [
      `[A comment on #${pullRequest}](${comment}) asks for this exception in ${markdownCode(path)}. Who merges it accepts the risk up to and with ${entry.expires} (UTC).`,
      [
        `- **ID:** ${markdownCode(entry.id)}`,
        `- **Reason:** ${markdownCode(entry.reason)}`,
        `- **Until:** ${entry.expires}`,
        `- **Asked for by:** ${markdownCode(entry.owner)}`,
      ].join("\n"),
      `It covers ${counted(covered.length, "finding")} of ${markdownCode(report.context.commit.slice(0, 7))}, the head of #${pullRequest}, and whatever else has this ID on any branch:`,
      table(
        ["Severity", "Finding", "Where", "Found by"],
        listed.map((one) => findingRow(one, story)),
      ),
      left === 0 ? "" : `And ${counted(left, "more finding")}.`,
      unread.length === 0
        ? ""
        : `Not known, because it could not be read: ${unread.map(({ source, message }) => `${toolName(source)} (${prose(clip(message, 300))})`).join("; ")}`,
      `It counts from the next run on: when this is merged, write ${markdownCode("/scan-gate recheck")} as a comment on #${pullRequest}.`,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
    LONGEST_BODY,
  );
}

function findingRow({ finding, countsBy }: CoveredFinding, story: ExceptionStory): readonly string[] {
  const { report, linkHosts } = story;
  const options = { context: report.context, linkHosts };
  const still =
    countsBy.length === 0
      ? ""
      : `; it still counts by ${countsBy.map(toolName).join(" and ")}, which has another ID`;
  return [
    severityMark(finding.severity).replace(" ", "&nbsp;"),
    `${nameOfFinding(finding, 160)}<br>${factsCell(finding)}${still}`,
    placeCell(finding, options),
    linkedTools(finding, options),
  ];
}

/** Why sources could not be read, each once. */
export function unreadSources({ sources, reasons }: Report): readonly Pick<Reason, "source" | "message">[] {
  return sources
    .filter(({ status }) => status === "incomplete")
    .map(({ source }) => ({
      source,
      message: reasons.find((reason) => reason.source === source)?.message ?? "it gave no full answer",
    }));
}

/** GitHub takes about 8,000 characters of an address. */
const LONGEST_ADDRESS = 6000;

/** The page on which one click opens the pull request from its branch. */
export function compareAddress(
  repositoryUrl: string,
  pull: { readonly branch: string; readonly into: string; readonly title: string; readonly body: string },
): string {
  const { branch, into, title, body } = pull;
  const page = `${repositoryUrl}/compare/${uriPath(into)}...${uriPath(branch)}?expand=1&title=${uriPath(title)}`;
  const whole = `${page}&body=${uriPath(body)}`;
  return whole.length > LONGEST_ADDRESS ? page : whole;
}
