import {
  adviceBesideDescription,
  type FixAdvice,
  type FixPlan,
  planFixesInSteps,
} from "../../fixes/advice.ts";
import { type Finding, isDecisive, packageLabel, STATUS_WORDS, type Ticket } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Steps } from "../../model/steps.ts";
import { clip, visible, visibleLines } from "../../text/escape.ts";
import { permalink, ticketLink, toolLink } from "../../text/link.ts";
import { findingTitle, rulingsByTool, rulingText, toolTitle } from "../finding-words.ts";
import { fixCell } from "../markdown/fixes.ts";
import { tickedInline } from "./inline-html.ts";
import type { PageRow } from "./page/row.ts";
import { entryMaker } from "./suppression.ts";

/** The most that a page lists: what a browser still opens and filters at once. */
export const MOST_ROWS = 25_000;

const TITLE_CHARACTERS = 300;
/** What no real name or path exceeds: the row of an absurd one stays a row. */
const PLACE_CHARACTERS = 200;
const TOOL_CHARACTERS = 80;
const FACT_CHARACTERS = 1000;
/** Of a fix that other documents only begin: they say that the rest is here. */
const FIX_CHARACTERS = 20_000;
/** Descriptions are cut shorter in a large report, so that the page stays one that a browser opens at once. */
const DESCRIPTION_CHARACTERS = { usual: 4000, large: 600 } as const;
const LARGE = 2000;

/** What a page is told beside the report. */
export interface PageOptions {
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[] | undefined;
  /** Milliseconds since 1970, from which the ages of findings are told. */
  readonly now?: number;
}

/** The data of a page while it is made: a row at a time, so that no more than some are in memory at once. */
export interface PageRows {
  readonly rows: Iterable<PageRow>;
  /** The texts that rows point to by number, in their order; all are there once the last row is. */
  readonly texts: ReadonlyMap<string, number>;
}

/** The findings of a report that the page lists, those that are gone last; beyond the most they are left out. */
export function* pageRows(report: Report, { linkHosts }: PageOptions = {}): Steps<PageRows> {
  const texts = new Map<string, number>();
  const all = report.findings.length + report.fixed.length;
  const limit = all > LARGE ? DESCRIPTION_CHARACTERS.large : DESCRIPTION_CHARACTERS.usual;
  const describe = (finding: Finding): number | undefined => {
    if (finding.description === undefined || finding.description === finding.title) return undefined;
    const text = visibleLines(clip(finding.description, limit));
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  };
  const entryOf = yield* entryMaker(report.findings);
  const fixes = yield* planFixesInSteps(report.findings);
  const row = (finding: Finding): PageRow =>
    rowOf(finding, { report, linkHosts, description: describe(finding), fixes });
  function* rows(): Generator<PageRow> {
    for (const finding of inListOrder(report.findings).slice(0, MOST_ROWS))
      yield finding.suppressedBy === undefined ? { ...row(finding), entry: entryOf(finding) } : row(finding);
    for (const finding of report.fixed.slice(0, Math.max(0, MOST_ROWS - report.findings.length))) {
      // At this commit its place may hold something else, or be gone with it; and nothing is left to do.
      const { placeLink: _, fix: __, ...gone } = row(finding);
      yield { ...gone, status: "fixed", state: "fixed" };
    }
  }
  return { rows: rows(), texts };
}

/** What has to be done comes first, what was let go last; else the report's own order holds. */
export function inListOrder(findings: readonly Finding[]): readonly Finding[] {
  const isToDo = (finding: Finding): boolean => isDecisive(finding) || finding.wouldBlock === true;
  const open = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  return [
    ...open.filter(isToDo),
    ...open.filter((finding) => !isToDo(finding)),
    ...findings.filter(({ suppressedBy }) => suppressedBy !== undefined),
  ];
}

/**
 * What to do about a finding that made the verdict or would have, in Markdown as every document has it; undefined for
 * others, and where nobody says it.
 */
export function fixMarkdown(
  finding: Finding,
  report: Report,
  adviceOn: FixPlan["adviceOn"],
): string | undefined {
  if (!/^(?:blocks|over|would)/.test(pageStateOf(finding, report))) return undefined;
  const advice = adviceOn(finding);
  return advice.action === "none" ? undefined : fixCell(advice);
}

interface RowOptions extends PageOptions {
  readonly report: Report;
  readonly description: number | undefined;
  readonly fixes: FixPlan;
}

function rowOf(finding: Finding, { report, linkHosts, description, fixes }: RowOptions): PageRow {
  const place = pagePlaceOf(finding);
  const link = placeLinkOf(finding, report);
  const ticket = ticketOf(finding);
  const fix = fixMarkdown(finding, report, fixes.adviceOn);
  return {
    id: shown(finding.fingerprint),
    severity: finding.severity,
    title: visible(clip(findingTitle(finding), TITLE_CHARACTERS)).trim(),
    tools: toolsOfPage(finding),
    type: finding.type,
    status: STATUS_WORDS[finding.status],
    state: pageStateOf(finding, report),
    ...(place === undefined ? {} : { place }),
    ...(link === undefined ? {} : { placeLink: link }),
    ...(finding.path === undefined ? {} : { file: shown(finding.path) }),
    ...(finding.package === undefined ? {} : { package: shown(finding.package.name) }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(description === undefined ? {} : { description }),
    ...(fix === undefined ? {} : { fix: tickedInline(fix) }),
    facts: factsOf(finding, fixes),
    links: linksOf(finding, linkHosts),
  };
}

/** The state of a finding that is there. */
export function pageStateOf(finding: Finding, { decision }: Report): Exclude<PageRow["state"], "fixed"> {
  if (finding.suppressedBy !== undefined) return "suppressed";
  if (finding.overBudget === true) return "over budget";
  if (finding.blocking) return "blocks";
  return decision.wouldBlock !== undefined && finding.wouldBlock === true ? "would block" : "does not block";
}

/** Where a person looks: file and line, and for a dependency its name and version too. */
export function pagePlaceOf(finding: Finding): string | undefined {
  const line = finding.line === undefined ? "" : `:${finding.line}`;
  const file = finding.path ?? finding.project;
  const parts = [
    clip(dependencyOf(finding) ?? "", PLACE_CHARACTERS),
    file === undefined
      ? ""
      : `${clip(shown(file), PLACE_CHARACTERS)}${finding.path === undefined ? "" : line}`,
  ];
  const text = parts.filter((part) => part !== "").join(" in ");
  return text === "" ? undefined : text;
}

/** The lasting address of a finding's place in the repository. */
export function placeLinkOf(finding: Finding, { context }: Report): string | undefined {
  if (finding.path === undefined) return undefined;
  const { path, line, endLine } = finding;
  return permalink({
    repositoryUrl: context.repositoryUrl,
    forge: context.forge,
    commit: context.commit,
    path,
    line,
    endLine,
  });
}

/** The tools that found it, each once. */
function toolsOfPage({ seenBy }: Finding): readonly string[] {
  return [...new Set(seenBy.map(({ tool }) => clip(shown(toolTitle(tool)), TOOL_CHARACTERS)))];
}

function dependencyOf({ package: found }: Finding): string | undefined {
  return found === undefined ? undefined : shown(packageLabel(found));
}

function factsOf(finding: Finding, fixes: FixPlan): PageRow["facts"] {
  const { suppressedBy, package: found } = finding;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Blocks because of", finding.blocking ? finding.blockedBy : undefined],
    [
      "Tools apart",
      rulingsByTool(finding)
        .map((one) => `${toolTitle(one.tool)} ${rulingText(one)}`)
        .join("; "),
    ],
    ["Fix", fixOf(fixes.adviceOn(finding))],
    ["Found by", toolsOfPage(finding).join(" and ")],
    ["Suppressed by", suppressedBy && toolTitle(suppressedBy.by)],
    ["Reason", suppressedBy?.reason],
    ["Owner", suppressedBy?.owner],
    ["Until", suppressedBy?.expires],
    ["Rule", finding.rule],
    ["Weakness", finding.cwe.join(", ")],
    ["Identifiers", finding.identifiers.join(", ")],
    ["Fixed in", found?.fixedIn?.join(", ")],
    ["Comes in through", found?.via?.join(" › ")],
    ["Reachability", finding.reachability],
    ["EPSS", finding.epss === undefined ? undefined : `${(finding.epss * 100).toFixed(1)} %`],
    ["Exploit", finding.exploit],
    ["Malicious", finding.malicious === true ? "yes" : undefined],
    ["Secret is", finding.validated],
    ["Project", finding.project],
    ["Merged because of", finding.how],
    ["First seen", finding.firstSeen],
    ["Ticket", finding.ticket?.key],
  ];
  const longestFix = isDecisive(finding) ? FIX_CHARACTERS : FACT_CHARACTERS;
  return facts.flatMap(([name, value]) => {
    if (value === undefined || value === "") return [];
    const text =
      name === "Fix" ? visibleLines(clip(value, longestFix)) : visible(clip(value, FACT_CHARACTERS));
    return [[name, text] as const];
  });
}

/** A fix as the details have it: a line of code between back-ticks, and lines of code as they are. */
function fixOf(advice: FixAdvice): string | undefined {
  const text = adviceBesideDescription(advice);
  const isLine = advice.action === "replace-code" && advice.lines.length === 1;
  return isLine && text?.includes("`") === false ? `\`${text}\`` : text;
}

/** Links to the tools' own pages; one that leads anywhere else is not shown as a link. */
function linksOf(finding: Finding, linkHosts: readonly string[] | undefined): PageRow["links"] {
  return finding.seenBy.flatMap(({ tool, link }) => {
    const address = toolLink(link, linkHosts);
    return address === undefined ? [] : [[`Open in ${shown(toolTitle(tool))}`, asSet(address)] as const];
  });
}

/** The ticket of a finding, ready to be shown. */
export function ticketOf({ ticket }: Finding): Ticket | undefined {
  if (ticket === undefined) return undefined;
  const address = ticketLink(ticket);
  const key = clip(shown(ticket.key), TOOL_CHARACTERS);
  return address === undefined ? { key } : { key, url: asSet(address) };
}

/** What was judged for an attribute, for a script that sets it, where an entity would be taken for text. */
function asSet(address: string): string {
  return address.replaceAll("&amp;", "&");
}

function shown(text: string): string {
  return visible(clip(text, FACT_CHARACTERS));
}
