import type { FixPlan } from "../../fixes/advice.ts";
import {
  type Finding,
  type FindingStatus,
  packageLabel,
  type SeenBy,
  STATUS_WORDS,
  type Ticket,
} from "../../model/finding.ts";
import type { Decision } from "../../model/report.ts";
import type { Severity } from "../../model/severity.ts";
import {
  clip,
  markdownCellName,
  markdownCellText,
  markdownCode,
  markdownText,
  visible,
} from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { ticketLink, toolLink } from "../../text/link.ts";
import { findingTitle, locationText } from "../finding-words.ts";
import { fixCell } from "./fixes.ts";
import { type PlaceOptions, placeCell } from "./place-cell.ts";
import {
  severityCounts,
  severityMark,
  severityTable,
  small,
  type TextSize,
  toolName,
  toolsOf,
} from "./words.ts";

/** What every row needs to know of the document it stands in. */
export interface FindingRowOptions extends PlaceOptions, TextSize {
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
}

/** What a row with its fix needs to know beside that. */
export interface FullRowOptions extends FindingRowOptions {
  readonly fixes: FixPlan;
}

/** Heads of the second column: of what blocks, of what is more than a budget allows, and where the gate only watches. */
export const FULL_HEADS = {
  blocking: (count: number) => (count === 1 ? "Fix this" : "Fix these"),
  beyond: (count: number, { tooMany }: Decision, isAnyBlocking: boolean) => {
    if (count === 1) return "Fix this";
    // Findings that block count in the budget too: how many of the others are left to fix then depends on which.
    if (tooMany === undefined || isAnyBlocking) return "Fix some of these";
    const sum = Object.values(tooMany).reduce((all, each) => all + each, 0);
    if (sum >= count) return "Fix these";
    const each = Object.keys(tooMany).length === 1 ? sum.toLocaleString("en-US") : severityCounts(tooMany);
    return `Fix ${each} of these`;
  },
  watched: (count: number) => `With \`fail-on: high\` ${count === 1 ? "this" : "these"} would block`,
} as const;
export const SHORT_HEAD = ["Severity", "Finding", "Where"] as const;

/** Findings with all that helps to act on them, below the head of what they are. */
export function fullTable(head: string, rows: readonly (readonly string[])[], size: TextSize = {}): string {
  return severityTable([SHORT_HEAD[0], head, SHORT_HEAD[2]], rows, size);
}

/** Longest link to a tool or a tracker that a row has room for. */
const LONGEST_LINK = 400;

/**
 * Everything that helps to act on a finding, as cells of {@link fullTable}: what it is, what to do about it, and what
 * tells how urgent that is. At most about 4,000 characters.
 */
export function fullRow(finding: Finding, { fixes, ...options }: FullRowOptions): readonly string[] {
  const advice = fixes.adviceOn(finding);
  const todo = advice.action === "none" ? "" : `→ ${fixCell(advice)}`;
  const rest = [AGES[finding.status], ticketOf(finding), via(finding), linkedTools(finding, options)];
  return [
    severityCell(finding.severity),
    [findingHeadline(finding), joined([todo, ...urgencyOf(finding)]), small(joined(rest))]
      .filter((part) => part !== "")
      .join("<br>"),
    placeCell(finding, options),
  ];
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

/** New findings are what everybody expects, so that only another age is told. */
const AGES: Readonly<Record<FindingStatus, string>> = {
  new: "",
  existing: STATUS_WORDS.existing,
  unknown: STATUS_WORDS.unknown,
};

/** Mark and word stay on one line. */
export function severityCell(severity: Severity): string {
  return severityMark(severity).replace(" ", "&nbsp;");
}

/** One line, and a small one, as cells of {@link SHORT_HEAD}. At most about 2,500 characters. */
export function shortRow(finding: Finding, options: FindingRowOptions): readonly string[] {
  // The age of what is gone says nothing.
  const age = options.unlinked === true ? "" : AGES[finding.status];
  const rest = joined([age, toolsOf(finding).map(toolName).join(" + ")]);
  return [
    severityCell(finding.severity),
    `${nameOfFinding(finding, 200)}<br>${small(rest)}`,
    placeCell(finding, options),
  ];
}

/** The least that still names a finding: severity, title, package, place and ticket without links. At most 320 characters. */
export function bareName(finding: Finding): string {
  const place = fitText(locationText(finding), 90, markdownCode);
  const name = packageName(finding, markdownCode, 60);
  const ticket = finding.ticket === undefined ? "" : `ticket ${ticketKey(finding.ticket)}`;
  return [`${finding.severity}: ${titleCell(finding, 100)}`, name, place, ticket]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Title, the package in which it is as code, and the ticket that stands for it, for a cell. */
export function nameOfFinding(finding: Finding, max: number): string {
  return joined([
    [titleIn(finding, max, markdownCellText), packageName(finding, markdownCellName)]
      .filter((part) => part !== "")
      .join(" in "),
    ticketOf(finding),
  ]);
}

/**
 * The same with the title in bold, and the identifiers that people look up; a title that is no more than an identifier
 * leads to its public record.
 */
export function findingHeadline(finding: Finding): string {
  const title = findingTitle(finding);
  const isId = isPublicId(title);
  const shown = `**${isId ? linkedId(title) : titleIn(finding, 400, markdownCellText)}**`;
  const name = packageName(finding, markdownCellName);
  const ids = idsOf(finding)
    .filter((id) => !isId || id !== title)
    .map(linkedId);
  const valid = finding.type === "secrets" && finding.validated === "valid" ? " (valid)" : "";
  return joined([`${shown}${name === "" ? "" : ` in ${name}`}${valid}`, ...ids]);
}

/**
 * The title, safe in Markdown; a finding without one is named by its rule. The package at its end is left out,
 * because it stands beside it as code.
 */
export function titleCell(finding: Finding, max: number): string {
  return titleIn(finding, max, markdownText);
}

function titleIn(finding: Finding, max: number, channel: (text: string) => string): string {
  return fitText(clip(visible(findingTitle(finding)), 120), max, channel);
}

/** `lodash@4.17.15` as code; empty for what is no package. */
function packageName({ package: pkg }: Finding, channel: (text: string) => string, max = 160): string {
  return pkg === undefined ? "" : fitText(packageLabel(pkg), max, channel);
}

/** Words of the tools that tell nothing beside other facts. */
const NOT_KNOWN = /^(?:unknown|unspecified|no[ _-]?info|no reachability analysis)$/i;

/** What makes a finding more urgent than others of its severity, in few words each. */
export function urgencyOf(finding: Finding): readonly string[] {
  const { malicious, reachability, epss, exploit, exploited, validated, type } = finding;
  return [
    malicious === true ? "malicious package" : "",
    validated === "valid" && type !== "secrets" ? "valid" : "",
    exploited === true ? "exploited" : "",
    exploit === "mature" || exploit === "proof-of-concept" ? `exploit: ${exploit}` : "",
    reachability === undefined || NOT_KNOWN.test(reachability)
      ? ""
      : fitText(reachability.toLowerCase(), 60, markdownCellText),
    epss === undefined ? "" : `EPSS&nbsp;${percent(epss)}`,
  ];
}

/** What helps to weigh a finding beside its name: identifiers, urgency, age. */
export function factsCell(finding: Finding): string {
  return joined([...idsOf(finding).map(linkedId), ...urgencyOf(finding), STATUS_WORDS[finding.status]]);
}

/** The two that say most: CVEs where there are some; a code finding has only its weakness. */
function idsOf({ identifiers, cwe }: Finding): readonly string[] {
  const cves = identifiers.filter((id) => id.startsWith("CVE-"));
  return ([cves, identifiers, cwe].find((ids) => ids.length > 0) ?? []).slice(0, 2);
}

function isPublicId(id: string): boolean {
  return linkedId(id).startsWith("[");
}

/** An identifier, linked to the public record where it has one. */
function linkedId(id: string): string {
  if (/^CVE-\d{4}-\d{4,9}$/.test(id)) return `[${id}](https://nvd.nist.gov/vuln/detail/${id})`;
  if (/^GHSA(?:-[0-9a-z]{4}){3}$/i.test(id))
    return `[${id}](https://github.com/advisories/GHSA${id.slice(4).toLowerCase()})`;
  const cwe = /^CWE-(\d{1,5})$/.exec(id)?.[1];
  if (cwe !== undefined) return `[${id}](https://cwe.mitre.org/data/definitions/${cwe}.html)`;
  return fitText(id, 100, markdownCellText);
}

function percent(probability: number): string {
  const value = probability * 100;
  return `${value > 0 && value < 1 ? "&lt;1" : Math.round(value)}&nbsp;%`;
}

/** `ticket SEC-12`, linked where its link leads to a tracker. */
function ticketOf({ ticket }: Finding): string {
  if (ticket === undefined) return "";
  const label = ticketKey(ticket);
  const link = ticketLink(ticket);
  return `ticket ${link === undefined || link.length > LONGEST_LINK ? label : `[${label}](${link})`}`;
}

function ticketKey({ key }: Ticket): string {
  return fitText(key, 40, markdownText);
}

/** What the package comes with; the package itself stands beside it already. */
function via({ package: pkg }: Finding): string {
  const path = pkg?.via ?? [];
  if (path.length < 2) return "";
  const parents = path.slice(0, -1);
  const steps = parents.length > 3 ? [...parents.slice(0, 2), "…", ...parents.slice(-1)] : parents;
  return `via ${steps.map((step) => (step === "…" ? step : fitText(step, 80, markdownCellText))).join(" › ")}`;
}

/** The tools that found it, each linked to its own page of it where that is known. */
export function linkedTools(finding: Finding, { linkHosts }: FindingRowOptions): string {
  return toolsOf(finding)
    .map((tool) => {
      const link = finding.seenBy
        .filter((each) => each.tool === tool)
        .map((each: SeenBy) => toolLink(each.link, linkHosts))
        .find((each) => each !== undefined && each.length <= LONGEST_LINK);
      return link === undefined ? toolName(tool) : `[${toolName(tool)}](${link})`;
    })
    .join(" + ");
}
