import { type Observation, packageLabel } from "../../model/finding.ts";
import { clip, visible, visibleLines } from "../../text/escape.ts";
import { webAddress } from "../../text/link.ts";
import type { SarifCodeFlow, SarifLocation, SarifResult } from "./document.ts";
import { levelOf } from "./grade.ts";
import { SARIF_LIMITS } from "./limits.ts";
import { locationOf, type SarifPlace, sarifPlaceOf, stepPlace } from "./place.ts";
import { descriptionOf, fitSarifText, type RuleDraft, ruleTitleOf } from "./rule.ts";
import type { SarifEntry } from "./selection.ts";

/** The hash of a line of a file in the workspace; undefined when that file or line is not there. */
export type LineHashes = (path: string, line: number) => string | undefined;

const LONGEST_MESSAGE = 2000;
const LONGEST_DETAIL = 300;
const LONGEST_DESCRIPTION = 1000;

export interface ResultOptions {
  readonly entry: SarifEntry;
  readonly rule: RuleDraft;
  readonly ruleIndex: number;
  /** What to do about the finding; absent where the rule's text says it. */
  readonly fix?: string | undefined;
  readonly lineHashes: LineHashes;
  /** Leaves out code flows and all of the message but its first sentence, for a file that would be too large. */
  readonly brief: boolean;
}

/** A result, and how many steps of its code flow had no room. */
export interface RenderedResult {
  readonly result: SarifResult;
  readonly cutSteps: number;
}

export function renderResult(options: ResultOptions): RenderedResult {
  const { entry, rule, ruleIndex, brief, fix } = options;
  const { finding, observation } = entry;
  const place = sarifPlaceOf(observation);
  const hash = options.lineHashes(place.path, place.line);
  const flow = brief ? { cutSteps: 0 } : flowOf(observation);
  // Code scanning ignores it; viewers of SARIF open it.
  const viewer = webAddress(observation.link)?.uri;
  const result: SarifResult = {
    ruleId: rule.id,
    ruleIndex,
    level: levelOf(observation.severity),
    message: { text: messageOf(observation, { rule, place, brief, fix }) },
    locations: [locationOf(place)],
    ...(hash === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: hash } }),
    ...(flow.codeFlow === undefined ? {} : { codeFlows: [flow.codeFlow] }),
    ...(viewer === undefined ? {} : { hostedViewerUri: viewer }),
    properties: {
      "scan-gate/fingerprint": finding.fingerprint,
      "scan-gate/status": finding.status,
      "scan-gate/severity": observation.severity,
      "scan-gate/blocking": finding.blocking,
    },
  };
  return { result, cutSteps: flow.cutSteps };
}

interface MessageOptions {
  readonly rule: RuleDraft;
  readonly fix: string | undefined;
  readonly place: SarifPlace;
  readonly brief: boolean;
}

/** The problem in one sentence, then what is true of this one only; what the rule says is not said again. */
function messageOf(observation: Observation, options: MessageOptions): string {
  const { place, brief } = options;
  const first = sentence(`${clip(ruleTitleOf(observation), LONGEST_DETAIL)}${packageOf(observation)}`);
  const details = brief ? [] : detailsOf(observation, options);
  const refused =
    place.refused === undefined ? [] : [`Reported at: ${clip(visible(place.refused), LONGEST_DETAIL)}`];
  return fitSarifText([first, ...refused, ...details].join("\n"), LONGEST_MESSAGE);
}

function detailsOf(observation: Observation, { rule, fix }: MessageOptions): readonly string[] {
  const { model } = rule;
  const { via = [], fixedIn = [] } = observation.package ?? {};
  const description = observation === model ? undefined : descriptionOf(observation);
  const details: string[] = [];
  const tell = (label: string, text: string | undefined, max = LONGEST_DETAIL): void => {
    const plain = text === undefined ? "" : clip(visibleLines(text).trim(), max);
    if (plain !== "") details.push(`${label}${plain}`);
  };
  if (description !== descriptionOf(model)) tell("", description, LONGEST_DESCRIPTION);
  if (differs(observation, rule)) tell("Severity: ", severityNote(observation));
  if (via.length > 1) tell("Brought in by: ", via.join(" > "));
  tell("Fixed in: ", fixedIn.join(", "));
  tell("Fix: ", fix);
  tell("Reachability: ", observation.reachability);
  tell("Secret: ", observation.validated);
  return details;
}

/** Whether code scanning, which knows one severity per rule, shows another than the finding's own. */
function differs(observation: Observation, rule: RuleDraft): boolean {
  return observation.severity === "unknown" || observation.severity !== rule.model.severity;
}

function severityNote(observation: Observation): string {
  return observation.severity === "unknown"
    ? `unknown${observation.nativeSeverity === undefined ? "" : ` (${visible(observation.nativeSeverity)})`}`
    : observation.severity;
}

function packageOf(observation: Observation): string {
  const { package: dependency, title } = observation;
  if (dependency === undefined) return "";
  const name = visible(packageLabel(dependency));
  return title.includes(name) ? "" : ` in ${clip(name, LONGEST_DETAIL)}`;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** The way of the data from its source to the place of the finding; where it is too long, the end stays. */
function flowOf(observation: Observation): { readonly codeFlow?: SarifCodeFlow; readonly cutSteps: number } {
  const steps = (observation.flow ?? []).flatMap((step): readonly SarifLocation[] => {
    const place = stepPlace(step);
    if (place === undefined) return [];
    const text = visible(step.text ?? "").trim();
    return [
      text === "" ? locationOf(place) : { ...locationOf(place), message: { text: fitSarifText(text, 200) } },
    ];
  });
  if (steps.length === 0) return { cutSteps: 0 };
  const kept = steps.slice(-SARIF_LIMITS.flowLocations);
  return {
    codeFlow: { threadFlows: [{ locations: kept.map((location) => ({ location })) }] },
    cutSteps: steps.length - kept.length,
  };
}
