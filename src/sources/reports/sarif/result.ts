import type { Observation, Package, ToolSuppression } from "../../../model/finding.ts";
import { clip } from "../../../text/escape.ts";
import { present } from "../../../text/present.ts";
import { advisoriesIn } from "../../identifiers.ts";
import { confidenceFromWord } from "../../semgrep-words.ts";
import { sarifEdit } from "../code-edit.ts";
import {
  type Fields,
  fieldAt,
  fieldsOf,
  linkOf,
  linksOf,
  listOf,
  objectsOf,
  ownField,
  textOf,
} from "../fields.ts";
import { disclosed, identityFrom, type ReportedFinding, titleFrom } from "../report-part.ts";
import { toolOfDriver, typeOfResult } from "./driver.ts";
import { flowOf, type SarifPlaceReader, type SarifPosition } from "./location.ts";
import { cwesOfTaxa, type RuleFacts, ruleFacts, type SarifRules } from "./rules.ts";
import { sarifSeverity, securityRating, snykSeverity } from "./severity.ts";

/** What is the same for all results of a run. */
export interface SarifRunFacts {
  readonly rules: SarifRules;
  readonly places: SarifPlaceReader;
  /** What is known of each rule, so that a long one is read once and not for each of its results. */
  readonly known: Map<Fields | undefined, RuleFacts>;
}

/** Kinds of results that tell of no problem (SARIF 2.1.0 §3.27.9). A kind that is new may be one. */
const NO_PROBLEM = new Set(["pass", "notapplicable", "informational"]);

/** A result as a finding; undefined when it tells of no problem. */
export function sarifResult(result: Fields, run: SarifRunFacts): ReportedFinding | undefined {
  if (NO_PROBLEM.has(textOf(result.kind)?.toLowerCase() ?? "fail")) return undefined;
  const reference = run.rules.ruleOf(result);
  const { rule, id: ruleId = "unnamed rule" } = reference;
  const facts = ruleFacts(rule, run.known);
  const place = run.places.placeOf(listOf(result.locations)[0]);
  const message = messageOf(result, rule);
  const tool = toolOfDriver(run.rules.driver);
  const type = typeOfResult({ driver: run.rules.driver, ruleId, tags: facts.tags, result });
  const names = identitiesOf({ result, tool, ruleId, place, message, type });
  const rating = securityRating(fieldAt(result, "properties", "security-severity")) ?? facts.rating;
  const level = result.level ?? run.rules.configuredLevel(result, reference);
  const own = tool === "snyk" ? snykSeverity(rule, message) : undefined;
  const packaged = type === "sca" || type === "container" || type === "license";
  const fixes = objectsOf(result.fixes);
  const edit = sarifEdit(fixes[0], (artifactLocation) => {
    const { path } = run.places.placeOf({ physicalLocation: { artifactLocation } });
    return path !== undefined && path === place.path;
  });
  const dependency = tool === "snyk" ? packageOf(result, facts.tags) : undefined;
  const score = rating?.score;
  const observation: Observation = {
    source: "reports",
    tool,
    id: textOf(result.guid) ?? idOf(names.identity, place, dependency),
    ...names,
    type,
    ...positionOf(place, tool === "snyk" && packaged),
    severity: sarifSeverity({ tool, isSecret: type === "secrets", rating, level, own }),
    title: facts.title ?? textOf(titleFrom(message)) ?? facts.name ?? ruleId,
    rule: ruleId,
    cwe: [...new Set([...facts.cwe, ...cwesOfTaxa(objectsOf(result.taxa))])],
    identifiers: identifiersOf({ ruleId, facts, packaged }),
    ...present({
      nativeSeverity: score === undefined ? textOf(level ?? "warning") : String(score),
      description: descriptionOf(rule, message, type),
      package: dependency,
      fixable: fixes.length > 0 ? true : undefined,
      fix: textOf(fieldAt(fixes[0], "description", "text")) ?? textOf(edit?.text),
      edit: edit && { ...edit, ...present({ found: place.snippet }) },
      reachability: textOf(fieldAt(result, "properties", "exposure")),
      // Snyk's SARIF has no field for it: as where Snyk itself says "Not Defined".
      exploit: tool === "snyk" && (type === "sca" || type === "container") ? ("unknown" as const) : undefined,
      confidence: tool === "semgrep" ? confidenceIn(facts.tags) : undefined,
      score: score !== undefined && score <= 10 ? score : undefined,
      link: linkOf(result.hostedViewerUri) ?? linkOf(rule?.helpUri),
      references: linkOf(rule?.helpUri) === undefined ? undefined : linksOf([rule?.helpUri]),
      flow: flowOf(result, run.places),
      ignored: suppressionOf(result),
    }),
  };
  return { observation, age: AGES[textOf(result.baselineState)?.toLowerCase() ?? ""] ?? "unknown" };
}

/** Semgrep's SARIF tells how sure a rule is by a tag, `HIGH CONFIDENCE`. */
function confidenceIn(tags: readonly string[]): Observation["confidence"] {
  const words = tags.map((tag) => /^\s*(\w+) confidence\s*$/i.exec(tag)?.[1]);
  return confidenceFromWord(words.find((word) => word !== undefined));
}

/** An advisory's identity is the same for every package and manifest that it concerns. */
function idOf(identity: string, place: SarifPosition, dependency: Package | undefined): string {
  return dependency === undefined
    ? identity
    : [identity, dependency.name, dependency.version ?? "", place.path ?? ""].join("|");
}

/** Snyk points at line 1 of the manifest where it knows no line. */
function positionOf({ path, line, endLine }: SarifPosition, lineless: boolean) {
  return lineless ? present({ path }) : present({ path, line, endLine });
}

/** Of infrastructure findings Snyk's message says only that there is one; the rule says what. */
function descriptionOf(
  rule: Fields | undefined,
  message: string,
  type: Observation["type"],
): string | undefined {
  const full = type === "iac" ? textOf(fieldAt(rule, "fullDescription", "text")) : undefined;
  return full ?? textOf(message);
}

/** SARIF 2.1.0 §3.27.24. */
const AGES: Readonly<Record<string, ReportedFinding["age"]>> = {
  new: "new",
  unchanged: "existing",
  updated: "existing",
  absent: "fixed",
};

interface IdentityFacts {
  readonly result: Fields;
  readonly tool: string;
  readonly ruleId: string;
  readonly place: SarifPosition;
  readonly message: string;
  readonly type: Observation["type"];
}

/**
 * What stays while the code moves: Semgrep's match id and Snyk's finding id are whole identities; other
 * fingerprints tell places of one rule and file apart; without any, the code or the message does.
 */
function identitiesOf(facts: IdentityFacts): { identity: string; aliases?: readonly string[] } {
  const { result, tool, ruleId, place, message, type } = facts;
  const fingerprints = { ...fieldsOf(result.partialFingerprints), ...fieldsOf(result.fingerprints) };
  const match = disclosed(ownField(fingerprints, "matchBasedId/v1"));
  if (match !== undefined) return { identity: match };
  if (tool === "snyk" && type !== "sast" && type !== "secrets" && type !== "iac") return { identity: ruleId };
  const own = SNYK_FINDING_IDS.flatMap((name) => disclosed(ownField(fingerprints, name)) ?? []);
  const [first, ...others] = tool === "snyk" ? [...new Set(own)] : [];
  if (first !== undefined) return { identity: first, ...(others.length > 0 ? { aliases: others } : {}) };
  const prints = printsOf(fingerprints);
  const code = prints.length > 0 ? prints : [disclosed(place.snippet) ?? message];
  return { identity: identityFrom(tool, ruleId, place.path ?? "", ...code) };
}

/** Fingerprints under which Snyk Code gives the id that its platform knows a finding by. */
const SNYK_FINDING_IDS = ["snyk/asset/finding/v1", "identity", "snyk/org/finding/v1"];

/** The line hash alone where there is one, as code scanning compares; else all fingerprints in order of name. */
function printsOf(fingerprints: Fields): readonly string[] {
  const line = disclosed(fingerprints.primaryLocationLineHash);
  if (line !== undefined) return ["primaryLocationLineHash", line];
  const names = Object.keys(fingerprints).sort();
  return names.flatMap((name) => {
    const value = disclosed(fingerprints[name]);
    return value === undefined ? [] : [name, value];
  });
}

/** Suppressed only when every entry is accepted (SARIF 2.1.0 §3.27.23, §3.35.3). */
function suppressionOf(result: Fields): ToolSuppression | undefined {
  const entries = listOf(result.suppressions);
  const [first] = objectsOf(entries);
  if (first === undefined) return undefined;
  const accepted = entries.every((entry) => (fieldsOf(entry)?.status ?? "accepted") === "accepted");
  if (!accepted || objectsOf(entries).length !== entries.length) return undefined;
  return present({
    reason: textOf(first.justification) ?? (first.kind === "inSource" ? "a comment in the code" : undefined),
    by: textOf(fieldAt(first, "properties", "ignoredBy", "name")),
    expires: textOf(fieldAt(first, "properties", "expiration")),
  });
}

/** Longest message that is read, in UTF-16 units; a rule may lend one text to very many results. */
const LONGEST_MESSAGE = 65_536;

/** The message with its placeholders filled and its links to locations made plain text (SARIF 2.1.0 §3.11). */
function messageOf(result: Fields, rule: Fields | undefined): string {
  const message = fieldsOf(result.message);
  const id = textOf(message?.id);
  const template =
    id === undefined ? undefined : fieldAt(ownField(fieldsOf(rule?.messageStrings), id), "text");
  const text = textOf(message?.text) ?? textOf(template) ?? textOf(message?.markdown) ?? "";
  const values = listOf(message?.arguments);
  return clip(text, LONGEST_MESSAGE)
    .replace(/\{(\d{1,3})\}/g, (whole, index) =>
      clip(textOf(values[Number(index)]) ?? whole, LONGEST_ARGUMENT),
    )
    .replace(/\[([^[\]]{1,300})\]\(\d{1,9}\)/g, "$1");
}

/** Longest argument of a message, which may stand in it thousands of times. */
const LONGEST_ARGUMENT = 1_000;

function identifiersOf(result: {
  readonly ruleId: string;
  readonly facts: RuleFacts;
  readonly packaged: boolean;
}): readonly string[] {
  const { ruleId, facts, packaged } = result;
  // The description of a code rule may cite an advisory as an example; that of a package is about it.
  const about = packaged ? facts.described : [];
  const own = packaged && /^(?:SNYK-|npm:)/.test(ruleId) ? [ruleId] : [];
  return [...new Set([...advisoriesIn([ruleId]), ...facts.tagged, ...about, ...own])];
}

/** Snyk names the package as a logical location, `name@version`. */
function packageOf(result: Fields, tags: readonly string[]): Package | undefined {
  const logical = objectsOf(fieldAt(listOf(result.locations)[0], "logicalLocations"))[0];
  const [, name, version] = /^(.+)@([^@]+)$/s.exec(textOf(logical?.fullyQualifiedName) ?? "") ?? [];
  if (name === undefined || version === undefined) return undefined;
  const ecosystem = tags.find((tag) => tag !== "security" && !/^cwe-/i.test(tag));
  return present({ name, version, ecosystem });
}
