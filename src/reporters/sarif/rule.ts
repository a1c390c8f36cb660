import type { Observation } from "../../model/finding.ts";
import { clip, markdownCode, markdownText, sarifText, visible, visibleLines } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import type { SarifRule, SarifText } from "./document.ts";
import { levelOf, precisionOf, problemSeverityOf, securitySeverity } from "./grade.ts";
import { SARIF_LIMITS } from "./limits.ts";

/** Code scanning states no limit for these; a rule has to stay readable, and the file small. */
const LONGEST_ID = 255;
const LONGEST_HELP = 8000;
const MOST_REFERENCES = 20;

/**
 * The id that alerts of an observation are filed under: the tool's rule, else the first identifier or weakness,
 * else the type. It never depends on the severity, so that a re-graded problem stays the same alert.
 */
export function ruleIdOf(observation: Observation): string {
  const { rule, identifiers, cwe, tool, type } = observation;
  return shown(rule) ?? shown(identifiers[0]) ?? shown(cwe[0]) ?? `${clip(visible(tool), 200)}.${type}`;
}

function shown(name: string | undefined): string | undefined {
  const text = name === undefined ? "" : visible(name).trim();
  return text === "" ? undefined : clip(text, LONGEST_ID);
}

/** What all observations of one rule say together. */
export interface RuleDraft {
  readonly id: string;
  /** The first in the order of the results: the most severe one. Its words and its level are the rule's. */
  readonly model: Observation;
  /** The highest `security-severity`. Code scanning knows one per rule; a result's own level stands beside it. */
  readonly score: number;
  readonly cwe: ReadonlySet<string>;
  /** What to do about its dependencies, each advice once. */
  readonly fixes: readonly string[];
}

/** More different advice than this is left to the results. */
const MOST_FIXES = 5;

/**
 * A draft from the first and most severe observation of a rule, or a draft that one more was added to.
 * @param fix what to do about the observation's dependency
 */
export function draftRule(observation: Observation, draft?: RuleDraft, fix?: string): RuleDraft {
  const score = securitySeverity(observation.severity, observation.score);
  if (draft === undefined) {
    return {
      id: ruleIdOf(observation),
      model: observation,
      score,
      cwe: new Set(observation.cwe),
      fixes: fix === undefined ? [] : [fix],
    };
  }
  const known = observation.cwe.every((cwe) => draft.cwe.has(cwe));
  const isNewFix = fix !== undefined && draft.fixes.length < MOST_FIXES && !draft.fixes.includes(fix);
  if (known && score <= draft.score && !isNewFix) return draft;
  return {
    ...draft,
    score: Math.max(score, draft.score),
    cwe: known ? draft.cwe : new Set([...draft.cwe, ...observation.cwe]),
    fixes: isNewFix ? [...draft.fixes, fix] : draft.fixes,
  };
}

/** A rule, and how many of its tags had no room. */
export interface RenderedRule {
  readonly rule: SarifRule;
  readonly cutTags: number;
}

/** @param brief leaves out all help but the title, for a file that would be too large */
export function renderRule(draft: RuleDraft, brief: boolean): RenderedRule {
  const { model } = draft;
  const title = ruleTitleOf(model);
  const tags = tagsOf(draft);
  const name = fitSarifText(title, SARIF_LIMITS.ruleName);
  const helpUri = [...model.identifiers, ...draft.cwe].map(advisoryPage).find((page) => page !== undefined);
  const rule: SarifRule = {
    id: draft.id,
    ...(name.toLowerCase() === draft.id.toLowerCase() ? {} : { name }),
    shortDescription: { text: fitSarifText(title, SARIF_LIMITS.description) },
    fullDescription: { text: fitSarifText(descriptionOf(model) ?? title, SARIF_LIMITS.description) },
    help: brief ? { text: fitSarifText(title, SARIF_LIMITS.description) } : helpOf(draft),
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: levelOf(model.severity) },
    properties: {
      tags: tags.slice(0, SARIF_LIMITS.tags),
      precision: precisionOf(model.type),
      "problem.severity": problemSeverityOf(model.severity),
      "security-severity": draft.score.toFixed(1),
    },
  };
  return { rule, cutTags: Math.max(0, tags.length - SARIF_LIMITS.tags) };
}

/** A title that is never empty. */
export function ruleTitleOf(observation: Observation): string {
  const title = visible(observation.title).trim();
  return title === "" ? ruleIdOf(observation) : title;
}

/** The description, when it says more than the title. */
export function descriptionOf(observation: Observation): string | undefined {
  const text = visibleLines(observation.description ?? "").trim();
  return text === "" || text === observation.title.trim() ? undefined : text;
}

/** Text escaped for SARIF, whose lines stay lines, at most `max` units long. */
export function fitSarifText(text: string, max: number): string {
  return fitText(text, max, sarifText, "keep-lines");
}

/** `security`, the type of the finding, and the weaknesses as code scanning knows them. */
function tagsOf(draft: RuleDraft): readonly string[] {
  const weaknesses = [...draft.cwe]
    .filter((cwe) => /^CWE-\d{1,6}$/i.test(cwe))
    .map((cwe) => cwe.toLowerCase());
  return ["security", draft.model.type, ...weaknesses.map((cwe) => `external/cwe/${cwe}`)];
}

/** The same help twice, as text and as Markdown: what is wrong, what to do, where to read on. */
function helpOf({ model, cwe, fixes }: RuleDraft): SarifText {
  const description = clip(descriptionOf(model) ?? ruleTitleOf(model), LONGEST_HELP);
  const fix = fixes.length === 0 ? undefined : clip(visible(fixes.join("; ")), 500);
  const identifiers = [...new Set([...model.identifiers, ...cwe])].slice(0, MOST_REFERENCES);
  const references = (model.references ?? []).slice(0, MOST_REFERENCES).map((text) => clip(text, 500));
  const text = [
    description,
    fix === undefined ? "" : `Fix: ${fix}`,
    identifiers.length === 0 ? "" : `Known as: ${identifiers.join(", ")}`,
    references.length === 0 ? "" : `References:\n${references.join("\n")}`,
  ];
  const markdown = [
    description.split("\n").map(markdownText).join("\n"),
    fix === undefined ? "" : `**Fix:** ${markdownText(fix)}`,
    identifiers.length === 0 ? "" : `**Known as:** ${identifiers.map(identifierLink).join(", ")}`,
    references.length === 0 ? "" : `**References:**\n\n${references.map(referenceItem).join("\n")}`,
  ];
  return { text: sarifText(joined(text)), markdown: joined(markdown) };
}

function joined(blocks: readonly string[]): string {
  return blocks.filter((block) => block.trim() !== "").join("\n\n");
}

function identifierLink(identifier: string): string {
  const page = advisoryPage(identifier);
  return page === undefined ? markdownText(clip(identifier, 200)) : `[${identifier}](${page})`;
}

/** A tool's reference is shown, not linked: in a report file of a pull request it may be anybody's address. */
function referenceItem(reference: string): string {
  return `- ${markdownCode(reference)}`;
}

/**
 * Where the public databases describe an identifier. Only what has exactly the form of an identifier is linked, so
 * that a tool's text cannot choose where a link leads.
 */
const DATABASES: readonly { readonly form: RegExp; readonly page: (id: string) => string }[] = [
  {
    form: /^CWE-\d{1,6}$/i,
    page: (id) => `https://cwe.mitre.org/data/definitions/${id.slice("CWE-".length)}.html`,
  },
  { form: /^CVE-\d{4}-\d{4,19}$/i, page: (id) => `https://nvd.nist.gov/vuln/detail/${id.toUpperCase()}` },
  {
    form: /^GHSA(?:-[0-9a-z]{4}){3}$/i,
    page: (id) => `https://github.com/advisories/GHSA${id.slice("GHSA".length).toLowerCase()}`,
  },
  {
    form: /^SNYK-[A-Z0-9]{1,40}-[A-Z0-9_]{1,200}-\d{1,12}$/,
    page: (id) => `https://security.snyk.io/vuln/${id}`,
  },
];

/** The page of a CVE, GHSA, CWE or Snyk advisory; undefined for anything else. */
function advisoryPage(identifier: string): string | undefined {
  return DATABASES.find(({ form }) => form.test(identifier))?.page(identifier);
}
