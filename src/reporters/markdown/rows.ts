import type { FixAdvice, FixPlan } from "../../fixes/advice.ts";
import { type Finding, packageLabel, type SeenBy, STATUS_WORDS, type Ticket } from "../../model/finding.ts";
import type { ReportContext } from "../../model/report.ts";
import { clip, markdownCode, markdownText, visible } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { permalink, ticketLink, toolLink } from "../../text/link.ts";
import { findingTitle, locationText } from "../finding-words.ts";
import { fixCell } from "./fixes.ts";
import { severityMark, toolName } from "./words.ts";

/** What every row needs to know of the document it stands in. */
export interface FindingRowOptions {
  readonly context: ReportContext;
  /** Hosts beside the tools' own that a tool's link may lead to. */
  readonly linkHosts?: readonly string[];
  /** Set where the commit that was judged does not hold the places. */
  readonly unlinked?: boolean;
}

/** What a row with its fix needs to know beside that. */
export interface FullRowOptions extends FindingRowOptions {
  readonly fixes: FixPlan;
}

export const FULL_HEAD = ["Severity", "Fix these", "Where"] as const;
export const SHORT_HEAD = ["Severity", "Finding", "Where", "Found by"] as const;

/** Longest link to a tool or a tracker that a row has room for. */
const LONGEST_LINK = 400;

/** Everything that helps to act on a finding, as cells of {@link FULL_HEAD}. At most about 3,000 characters. */
export function fullRow(finding: Finding, { fixes, ...options }: FullRowOptions): readonly string[] {
  const facts = [factsCell(finding), linkedTools(finding, options)].filter((part) => part !== "").join(" · ");
  return [
    severityMark(finding.severity).replace(" ", "&nbsp;"),
    [findingHeadline(finding), todo(fixes.adviceOn(finding)), small(facts)]
      .filter((part) => part !== "")
      .join("<br>"),
    [placeCell(finding, options), small(via(finding))].filter((part) => part !== "").join("<br>"),
  ];
}

/** `→ upgrade to …`; empty where nobody says what to do. */
function todo(advice: FixAdvice): string {
  return advice.action === "none" ? "" : `→ ${fixCell(advice)}`;
}

/** One line: what, where, who, as cells of {@link SHORT_HEAD}. At most about 1,900 characters. */
export function shortRow(finding: Finding, options: FindingRowOptions): readonly string[] {
  return [
    severityMark(finding.severity).replace(" ", "&nbsp;"),
    nameOfFinding(finding, 160),
    placeCell(finding, options),
    toolsOf(finding).map(toolName).join(" + "),
  ];
}

/** The least that still names a finding: severity, title, package, place and ticket without links. At most 320 characters. */
export function bareName(finding: Finding): string {
  const place = fitText(locationText(finding), 90, markdownCode);
  const name = packageName(finding, 60);
  const ticket = finding.ticket === undefined ? "" : `ticket ${ticketKey(finding.ticket)}`;
  return [`${finding.severity}: ${titleCell(finding, 100)}`, name, place, ticket]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Title, the package in which it is as code, and the ticket that stands for it. */
export function nameOfFinding(finding: Finding, max: number): string {
  return [titleCell(finding, max), packageName(finding), ticketOf(finding)]
    .filter((part) => part !== "")
    .join(" · ");
}

/** The same with the title in bold; one that is no more than an identifier leads to its public record. */
export function findingHeadline(finding: Finding): string {
  const shown = isPublicId(findingTitle(finding)) ? linkedId(findingTitle(finding)) : titleCell(finding, 300);
  return [`**${shown}**`, packageName(finding)].filter((part) => part !== "").join(" ");
}

/** Where a finding is, linked to the file at the commit that was judged when it can be meant as a file of it. */
export function placeCell(finding: Finding, { context, unlinked = false }: FindingRowOptions): string {
  const { path, line, endLine } = finding;
  const label = fitText(shortened(locationText(finding)), 160, markdownCode);
  if (path === undefined || label === "" || unlinked) return label === "" ? "—" : label;
  const link = permalink({
    repositoryUrl: context.repositoryUrl,
    forge: context.forge,
    commit: context.commit,
    path,
    line,
    endLine,
  });
  return link === undefined || link.length > 700 ? label : `[${label}](${link})`;
}

/** Long paths lose their beginning, for the file's name says more. */
function shortened(place: string): string {
  const plain = visible(place);
  if (plain.length <= 60) return plain;
  const tail = plain.slice(-58);
  const slash = tail.indexOf("/");
  return `…${slash < 0 || slash > 40 ? tail.replace(/^[\udc00-\udfff]/, "") : tail.slice(slash)}`;
}

/**
 * The title, safe in Markdown; a finding without one is named by its rule. The package at its end is left out,
 * because it stands beside it as code.
 */
export function titleCell(finding: Finding, max: number): string {
  return fitText(clip(visible(findingTitle(finding)), 120), max, markdownText);
}

/** `lodash@4.17.15` as code; empty for what is no package. */
function packageName({ package: pkg }: Finding, max = 120): string {
  return pkg === undefined ? "" : fitText(packageLabel(pkg), max, markdownCode);
}

/** Words of the tools that tell nothing beside other facts. */
const NOT_KNOWN = /^(?:unknown|unspecified|no[ _-]?info|no reachability analysis)$/i;

/** What helps to weigh a finding, in few words: identifiers, age, reachability, EPSS. */
export function factsCell(finding: Finding): string {
  const { malicious, reachability, epss, exploit, validated, status } = finding;
  const title = findingTitle(finding);
  return [
    ...idsOf(finding)
      .filter((id) => id !== title || !isPublicId(id))
      .map(linkedId),
    malicious === true ? "malicious package" : "",
    validated === "valid" ? "secret is valid" : "",
    reachability === undefined || NOT_KNOWN.test(reachability)
      ? ""
      : fitText(reachability.toLowerCase(), 40, markdownText),
    epss === undefined ? "" : `EPSS ${percent(epss)}`,
    exploit === "mature" || exploit === "proof-of-concept" ? `exploit: ${exploit}` : "",
    STATUS_WORDS[status],
    ticketOf(finding),
  ]
    .filter((part) => part !== "")
    .join(" · ");
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
  return fitText(id, 60, markdownText);
}

function percent(probability: number): string {
  const value = probability * 100;
  return `${value > 0 && value < 1 ? "&lt;1" : Math.round(value)} %`;
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

function via({ package: pkg }: Finding): string {
  const path = pkg?.via ?? [];
  if (path.length < 2) return "";
  const steps = path.length > 4 ? [...path.slice(0, 2), "…", ...path.slice(-1)] : path;
  return `via ${steps.map((step) => (step === "…" ? step : fitText(step, 60, markdownCode))).join(" › ")}`;
}

/** Names of the tools that saw a finding, each once. */
export function toolsOf(finding: Finding): readonly string[] {
  const tools = finding.seenBy.map(({ tool }) => tool);
  return [...new Set(tools.length > 0 ? tools : [finding.tool])].slice(0, 5);
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

function small(text: string): string {
  return text === "" ? "" : `<sub>${text}</sub>`;
}
