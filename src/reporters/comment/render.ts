import { planFixesInSteps } from "../../fixes/advice.ts";
import type { CommentDialect } from "../../forges/forge.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { finishSteps, type Steps } from "../../model/steps.ts";
import { counted } from "../../text/count.ts";
import { clip } from "../../text/escape.ts";
import { type Block, fitBlocks } from "../../text/fit.ts";
import { countPerRule, countPerSeverity, shortTable } from "../markdown/details.ts";
import { toDialect } from "../markdown/dialect.ts";
import { codeFixes, fixCommandsBlock } from "../markdown/fixes.ts";
import { alertsLink, checksLink, footerLine, heading, leadLine, reasonLines } from "../markdown/head.ts";
import { notices } from "../markdown/notices.ts";
import { bareName, FULL_HEADS, type FullRowOptions, fullRow, fullTable } from "../markdown/rows.ts";
import { beyondBudget, blockers, commitCode, folded, watched } from "../markdown/words.ts";
import { detailBlocks } from "./detail-blocks.ts";
import { type CommentState, changeOf, encodeState, type HiddenLine, lostLines, stateOf } from "./state.ts";

export interface CommentOptions {
  /** The contract's `comment-key`. */
  readonly key: string;
  /** What the comment on the pull request remembers; used to tell what changed, and for nothing else. */
  readonly previous?: CommentState;
  /** UTF-16 units, 65,000 unless given. */
  readonly maxLength?: number;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
  /** The Markdown of the forge; GitHub's unless given. */
  readonly dialect?: CommentDialect;
  /** Set where nobody reads commands in comments, so that none is offered. */
  readonly withoutCommands?: boolean;
  /** Set where the run keeps no commit status, so that none is named. */
  readonly withoutStatus?: boolean;
  /** Set where code scanning shows results of this run for the pull request, so that they are linked. */
  readonly hasAlerts?: boolean;
}

/**
 * GitHub refuses a body of more than 65,536 characters
 * (https://docs.github.com/en/rest/issues/comments); some room is left.
 */
const MAX_LENGTH = 65_000;

/** Findings of a table, and those that are named at all. */
const VISIBLE = 10;
const NAMED = 100;

/** The first line of the comment of a key. */
export function commentMarker(key: string, dialect?: CommentDialect): string {
  return hiddenLine(dialect) === "reference"
    ? `[scan-gate:${key}]: scan-gate:${key}`
    : `<!-- scan-gate:${key} -->`;
}

function hiddenLine(dialect: CommentDialect | undefined): HiddenLine {
  // A thread holds the marker in its properties; what else is hidden must not be HTML there.
  return dialect === undefined || dialect.marker === "html-comment" ? "html-comment" : "reference";
}

/**
 * The comment on a pull request. The same report and the same previous state give the same text, and so does the
 * text's own state for the same commit: there is no time and no run in it.
 */
export function renderComment(report: Report, options: CommentOptions): string {
  return finishSteps(commentInSteps(report, options));
}

/** The same in steps, for a report of very many findings. */
export function* commentInSteps(report: Report, options: CommentOptions): Steps<string> {
  const state = stateOf(report, options.previous);
  const { dialect } = options;
  const hidden = `${commentMarker(options.key, dialect)}\n${encodeState(state, hiddenLine(dialect))}\n\n`;
  const max = (options.maxLength ?? MAX_LENGTH) - hidden.length - 1;
  const name = options.key === "default" ? undefined : options.key;
  const fixes = yield* planFixesInSteps(report.findings);
  yield;
  const rows = { context: report.context, linkHosts: options.linkHosts ?? [], fixes };
  const head: Block = { priority: 100, forms: [heading(report, name)] };
  const blocks = [head, ...headBlocks(report, state, options)];
  yield;
  blocks.push(...findingBlocks(report, rows));
  yield;
  blocks.push(...(yield* detailBlocks(report, rows, options)), { priority: 99, forms: [footerLine(report)] });
  yield;
  const told = dialect === undefined ? blocks : blocks.map((block) => blockIn(dialect, block));
  yield;
  const fitted = fitBlocks(told, { max });
  return `${hidden}${fitted.fits ? fitted.text : clip(told[0]?.forms[0] ?? "", Math.max(0, max))}\n`;
}

function blockIn(dialect: CommentDialect, { priority, forms: [first, ...others] }: Block): Block {
  return { priority, forms: [toDialect(first, dialect), ...others.map((form) => toDialect(form, dialect))] };
}

function headBlocks(
  report: Report,
  state: CommentState,
  { key, linkHosts = [], withoutStatus = false, hasAlerts = false }: CommentOptions,
): readonly Block[] {
  const links = [checksLink(report, key, withoutStatus), hasAlerts ? alertsLink(report) : ""];
  const link = links.filter((one) => one !== "").join(" · ");
  const reasons = (most: number, length: number): string => reasonLines(report, { most, length, linkHosts });
  return [
    { priority: 95, forms: [leadLine(report, link), link, ""] },
    { priority: 94, forms: [changeInWords(report, state), ""] },
    {
      priority: 90,
      forms: [reasons(20, 1200), reasons(20, 300), reasons(5, 200)],
    },
    {
      priority: 88,
      forms: [[notices(report), lostLines(report, state)].filter((part) => part !== "").join("\n>\n"), ""],
    },
  ];
}

/** `Since a91d02e: 1 added, 2 gone, 3 still there`; empty where nothing is remembered. */
function changeInWords(report: Report, state: CommentState): string {
  const change = changeOf(state);
  if (change === undefined) return "";
  const { sets, since, before, now } = change;
  const parts: readonly (readonly [number, string])[] =
    sets === undefined
      ? []
      : [
          [sets.added, "added"],
          [sets.gone, "gone"],
          [sets.same, "still there"],
        ];
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString("en-US")} ${word}`);
  const what =
    sets === undefined
      ? `${counted(before, "finding")} before, ${now.toLocaleString("en-US")} now`
      : told.join(", ") || "nothing has changed";
  return `Since ${commitCode(report.context, since)}: ${what}`;
}

/** Findings that made the verdict, or would have, told in one table and a fold. */
interface Listed {
  readonly findings: readonly Finding[];
  /** Stands above the table. */
  readonly title: string;
  /** One more of them, and several. */
  readonly more: readonly [string, string];
  /** Heads the second column. */
  readonly head: string;
  /** Added to the priority of its blocks. */
  readonly rank: number;
}

function findingBlocks(report: Report, rows: FullRowOptions): readonly Block[] {
  const blocking = blockers(report);
  const beyond = beyondBudget(report);
  const would = watched(report);
  return [
    ...listBlocks(
      {
        findings: blocking,
        title: "",
        head: FULL_HEADS.blocking(blocking.length),
        more: ["more blocking finding", "more blocking findings"],
        rank: 0,
      },
      rows,
    ),
    ...listBlocks(
      {
        findings: would,
        title: "",
        head: FULL_HEADS.watched(would.length),
        more: ["more that would block", "more that would block"],
        rank: 0,
      },
      rows,
    ),
    ...listBlocks(
      {
        findings: beyond,
        title: `**Over budget: ${countPerSeverity(beyond)}**\n\n`,
        head: FULL_HEADS.beyond(beyond.length, report.decision, blocking.length > 0),
        more: ["more finding over budget", "more findings over budget"],
        rank: -1,
      },
      rows,
    ),
    { priority: 60, forms: [fixCommandsBlock(rows.fixes.commands, blocking.length + beyond.length), ""] },
    {
      priority: 58,
      forms: [codeFixes([...blocking.slice(0, VISIBLE), ...beyond.slice(0, VISIBLE)], rows.fixes), ""],
    },
  ];
}

function listBlocks(list: Listed, rows: FullRowOptions): readonly Block[] {
  const { findings, title, head, rank } = list;
  if (findings.length === 0) return [];
  const first = findings.slice(0, VISIBLE);
  const full = fullTable(
    head,
    first.map((finding) => fullRow(finding, rows)),
  );
  return [
    {
      priority: 85 + rank,
      forms: [`${title}${full}`, `${title}${shortTable(first, rows)}`, `${title}${bareList(first)}`],
    },
    ...furtherBlocks(list, rows),
  ];
}

/** What comes after the visible ones: named up to a hundred in all, counted beyond. */
function furtherBlocks({ findings, more, rank }: Listed, rows: FullRowOptions): readonly Block[] {
  const further = findings.slice(VISIBLE);
  if (further.length === 0) return [];
  const named = further.slice(0, NAMED - VISIBLE);
  const unnamed = further.slice(named.length);
  const heading = `**${counted(unnamed.length, ...more)}**`;
  const rest = (counts: string): string => (unnamed.length === 0 ? "" : `\n\n${heading}\n\n${counts}`);
  const perRule = countPerRule(unnamed);
  const bare = bareList(named);
  const summary = `${counted(further.length, ...more)}${severitiesOf(further)}`;
  const fold = (body: string): string => folded(summary, body);
  return [
    {
      // Names are worth more than long reasons: only what heads the comment is kept at their cost.
      priority: [80, 80, 92, 92].map((priority) => priority + rank),
      forms: [
        fold(`${shortTable(named, rows)}${rest(perRule)}`),
        fold(`${bare}${rest(perRule)}`),
        fold(`${bare}${rest(countPerSeverity(unnamed))}`),
        fold(countPerRule(further)),
        summary,
      ],
    },
  ];
}

/** `: 1 critical, 2 high`; of one severity its word alone, because the number stands before it. */
function severitiesOf(findings: readonly Finding[]): string {
  const [{ severity } = { severity: "" }] = findings;
  const isOne = findings.every((finding) => finding.severity === severity);
  return isOne ? `, ${findings.length === 1 ? "" : "all "}${severity}` : `: ${countPerSeverity(findings)}`;
}

function bareList(findings: readonly Finding[]): string {
  return findings.map((finding) => `- ${bareName(finding)}`).join("\n");
}
