import type { FindingType, Observation } from "../../../model/finding.ts";
import { secretSeverity, severityFromWord } from "../../../model/severity.ts";
import { mapInSteps, type Steps } from "../../../model/steps.ts";
import { addressPart } from "../../../text/escape.ts";
import { present } from "../../../text/present.ts";
import { createShared, type Shared } from "../../../text/shared.ts";
import { cwesIn } from "../../identifiers.ts";
import {
  aiVerdictFromWord,
  confidenceFromWord,
  SEMGREP_SEVERITIES,
  validationFromWord,
} from "../../semgrep-words.ts";
import type { WireFinding, WireSecret } from "../schema.ts";
import { fallbackIdentity, numbered, withoutRepeats } from "./identity.ts";
import {
  assistantFields,
  nonEmpty,
  pathAndLine,
  placeOf,
  plainWord,
  semgrepTicketOf,
  statusOf,
  triageOf,
  wordOf,
} from "./record-parts.ts";
import { dependencyFields, lockfilePlace } from "./to-dependency.ts";

/** Where the findings were read. */
export interface FindingsOrigin {
  readonly project: string;
  /** Semgrep's address, without a slash at the end. */
  readonly url: string;
  /** The deployment's slug. */
  readonly slug: string;
}

/** Findings in Scan Gate's words. */
export interface Translated {
  readonly observations: readonly Observation[];
  /** What Semgrep calls fixed on this ref. */
  readonly fixed: readonly Observation[];
  /** Statuses and severities that are in no description, as sent: they count, and the reader should know. */
  readonly unknownWords: readonly string[];
  /** Secrets that are in the history only, and were left out. */
  readonly historical: number;
}

const OPEN = ["open", "reviewing", "fixing", "provisionally_ignored"];

const NONE: readonly string[] = [];

/** Where it was read, with the texts that its findings have in common. */
type Reading = FindingsOrigin & {
  readonly shared: Shared;
  /** How the address of a finding's page begins. */
  readonly pages: string;
};

const TYPES: Readonly<Record<IssueProduct, FindingType>> = { sast: "sast", sca: "sca", ai_sast: "sast" };
type IssueProduct = "sast" | "sca" | "ai_sast";

interface Draft {
  readonly observation: Observation;
  readonly status: string;
}

/** Translates what was read of one project, in steps. Pure, and independent of the order of the lists. */
export function* toFindings(
  all: {
    readonly sast: readonly WireFinding[];
    readonly sca: readonly WireFinding[];
    readonly ai_sast: readonly WireFinding[];
    readonly secrets: readonly WireSecret[];
  },
  origin: FindingsOrigin,
): Steps<Translated> {
  const read = yield* withoutRepeats(all);
  const current = read.secrets.filter((secret) => !secret.historicalInfo?.gitCommit);
  const pages = `${origin.url}/orgs/${addressPart(origin.slug)}/findings/`;
  const reading = { ...origin, pages, shared: createShared() };
  const drafts = [
    ...(yield* mapInSteps(read.sast, (finding) => fromFinding(finding, "sast", reading))),
    ...(yield* mapInSteps(read.sca, (finding) => fromFinding(finding, "sca", reading))),
    ...(yield* mapInSteps(read.ai_sast, (finding) => fromFinding(finding, "ai_sast", reading))),
    ...(yield* mapInSteps(current, (secret) => fromSecret(secret, reading))),
  ].filter((draft) => draft.status !== "removed");
  const isFixed = (draft: Draft) => draft.status === "fixed";
  yield;
  const open = drafts.filter((draft) => !isFixed(draft)).map(({ observation }) => observation);
  const observations = yield* numbered(open);
  yield;
  return {
    observations,
    fixed: yield* numbered(drafts.filter(isFixed).map(({ observation }) => observation)),
    unknownWords: unknownWords(drafts),
    historical: read.secrets.length - current.length,
  };
}

function fromFinding(finding: WireFinding, product: IssueProduct, origin: Reading): Draft {
  const { shared } = origin;
  const status = statusOf(finding);
  const rule = nonEmpty(finding.rule?.name) ?? nonEmpty(finding.rule_name);
  const description = nonEmpty(finding.rule?.message) ?? nonEmpty(finding.rule_message);
  const base = {
    ...common({ id: finding.id, severity: finding.severity, createdAt: finding.created_at, origin }),
    type: TYPES[product],
    ...(product === "ai_sast" ? { product } : {}),
    ...((product === "sca" ? lockfilePlace(finding) : undefined) ?? placeOf(finding)),
    title: shared.text(
      finding.rule?.vulnerability_classes.find(saysSomething) ??
        firstSentence(description) ??
        rule ??
        "Semgrep finding",
    ),
    ...(description === undefined ? {} : { description }),
    ...(rule === undefined ? {} : { rule }),
    cwe: shared.list(cwesIn(finding.rule?.cwe_names ?? [])),
    identifiers: NONE,
    ...present({
      confidence: confidenceFromWord(finding.confidence ?? finding.rule?.confidence),
      aiVerdict: aiVerdictFromWord(finding.assistant?.autotriage?.verdict),
    }),
    ...semgrepTicketOf(finding.external_ticket, finding.external_ticket?.external_slug),
    ...(status === "ignored" ? { ignored: triageOf(finding) } : {}),
  };
  const described = {
    ...base,
    ...(product === "sca" ? dependencyFields(finding) : assistantFields(finding, base)),
  };
  const identity =
    nonEmpty(finding.match_based_id) ?? fallbackIdentity(described, description ?? described.title);
  return { observation: { ...described, identity }, status };
}

function fromSecret(secret: WireSecret, origin: Reading): Draft {
  const status = plainWord(secret.status, "finding_status_") ?? "unknown";
  const rule = nonEmpty(secret.ruleHashId);
  const described = {
    ...common({ id: secret.id, severity: secret.severity, createdAt: secret.createdAt, origin }),
    type: "secrets" as const,
    severity: secretSeverity(severityWord(secret.severity, "unspecified"), SEMGREP_SEVERITIES),
    ...pathAndLine(secret.findingPath),
    title: secret.type ? `Secret: ${secret.type}` : "Secret",
    ...(rule === undefined ? {} : { rule }),
    cwe: NONE,
    identifiers: NONE,
    validated: validationFromWord(plainWord(secret.validationState, "validation_state_")),
    ...present({
      confidence: confidenceFromWord(secret.confidence),
      aiVerdict: aiVerdictFromWord(secret.autotriage?.verdict),
    }),
    ...semgrepTicketOf(secret.externalTicket, secret.externalTicket?.externalSlug),
    ...(status === "ignored" ? { ignored: {} } : {}),
  };
  return { observation: { ...described, identity: fallbackIdentity(described, described.title) }, status };
}

function common(finding: {
  readonly id: string;
  readonly severity: unknown;
  readonly createdAt: string | undefined;
  readonly origin: Reading;
}) {
  const { id, severity, createdAt, origin } = finding;
  const at = Date.parse(createdAt ?? "");
  return {
    source: "semgrep",
    tool: "semgrep",
    id,
    project: origin.project,
    home: { organization: origin.slug, project: origin.project, issue: id },
    severity: severityFromWord(severityWord(severity), SEMGREP_SEVERITIES),
    ...(severity === undefined || severity === null ? {} : { nativeSeverity: wordOf(severity) }),
    link: origin.pages + addressPart(id),
    ...(Number.isNaN(at) ? {} : { firstSeen: origin.shared.text(new Date(at).toISOString()) }),
  } as const;
}

/** A severity without the prefix of its endpoint; undefined for the word by which the endpoint says that it has none. */
function severityWord(severity: unknown, none?: string): unknown {
  if (typeof severity !== "string") return severity;
  const word = severity.trim().replace(/^severity_/i, "");
  return word.toLowerCase() === none ? undefined : word;
}

function unknownWords(drafts: readonly Draft[]): readonly string[] {
  const words = drafts.flatMap(({ observation, status }) => [
    ...(["ignored", "fixed", "unknown", ...OPEN].includes(status) ? [] : [`status ${status}`]),
    ...(observation.severity === "unknown" ? [`severity ${observation.nativeSeverity ?? "(none)"}`] : []),
  ]);
  return [...new Set(words)].sort();
}

/** Whether a vulnerability class tells anything: rules that fit none are of the class `Other`. */
function saysSomething(vulnerabilityClass: string): boolean {
  return !["", "other"].includes(vulnerabilityClass.trim().toLowerCase());
}

/** The text up to its first full stop, or all of it where there is none. */
function firstSentence(text: string | undefined): string | undefined {
  return nonEmpty(/^[\s\S]*?[.!?](?=\s|$)/.exec(text ?? "")?.[0].trim()) ?? text;
}
