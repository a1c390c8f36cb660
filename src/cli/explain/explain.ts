import { adviceLine, planFixes } from "../../fixes/advice.ts";
import type { Draft } from "../../gate/merge.ts";
import { type Ruling as PolicyRuling, strictestRuling } from "../../gate/rules.ts";
import { type Finding, STATUS_WORDS } from "../../model/finding.ts";
import type { Policy } from "../../model/policy.ts";
import { policyOriginName } from "../../model/report.ts";
import { reaches } from "../../model/severity.ts";
import type { SavedReport } from "../../report-json/read.ts";
import { nearest } from "../../text/near.ts";
import type { Paint } from "../terminal/paint.ts";
import { packageOf, terminalPlace, terminalText } from "../terminal/words.ts";
import { draftOf } from "./saved-findings.ts";

/** The finding that is meant, or those that may be. */
export type Found =
  | { readonly finding: Finding; readonly isFixed: boolean }
  | { readonly several: readonly Finding[] }
  | { readonly near: readonly Finding[] };

/** Most findings that are named when none or several fit. */
const MOST_NAMED = 5;

/** Finds a finding by its fingerprint or the beginning of it, among those that are there and those that are gone. */
export function findByFingerprint(wanted: string, { findings, fixed }: SavedReport): Found {
  const digits = wanted.trim().toLowerCase();
  const all = [...findings, ...fixed];
  const exact = all.find(({ fingerprint }) => fingerprint.toLowerCase() === digits);
  const fitting =
    exact === undefined ? all.filter((one) => one.fingerprint.toLowerCase().startsWith(digits)) : [exact];
  const [finding, ...others] = fitting;
  if (finding === undefined || digits === "") return { near: nearTo(digits, all) };
  if (others.length > 0) return { several: fitting.slice(0, MOST_NAMED) };
  return { finding, isFixed: !findings.includes(finding) };
}

/** Those whose beginning of the same length differs the least. */
function nearTo(digits: string, all: readonly Finding[]): readonly Finding[] {
  if (digits === "") return [];
  const starts = new Map(all.map((one) => [one.fingerprint.toLowerCase().slice(0, digits.length), one]));
  return nearest(digits, [...starts.keys()], MOST_NAMED).flatMap((start) => starts.get(start) ?? []);
}

/** What a finding is held against. */
export interface Explaining {
  readonly report: SavedReport;
  readonly policy: Policy;
  readonly gate: "new" | "all";
  /** `YYYY-MM-DD`, in UTC, for rules that ask for an age. */
  readonly today: string;
  readonly paint: Paint;
}

/** Why a finding blocks or not, who saw it, and what to do, as text for a terminal. */
export function explainFinding(finding: Finding, isFixed: boolean, explaining: Explaining): string {
  const { report, paint } = explaining;
  const facts = factsOf(finding, report).map(([name, text]) => `  ${name.padEnd(14)} ${text}`);
  const answer = isFixed ? fixedAnswer() : answerFor(finding, explaining);
  return [
    paint.bold(terminalText(finding.title)),
    ...facts,
    "",
    paint.bold(answer.verdict),
    ...answer.because.map((line) => `  ${line}`),
    ...(answer.todo === undefined ? [] : ["", paint.bold("What to do"), `  ${answer.todo}`]),
    "",
  ].join("\n");
}

interface Answer {
  readonly verdict: string;
  readonly because: readonly string[];
  readonly todo?: string;
}

function factsOf(finding: Finding, report: SavedReport): readonly (readonly [string, string])[] {
  const { severity, type, rule, cwe, identifiers, how, reachability, epss, exploit, firstSeen } = finding;
  const optional: readonly (readonly [string, string | undefined])[] = [
    ["package", packageOf(finding)],
    ["rule", rule],
    ["identifiers", [...identifiers, ...cwe].join(", ")],
    ["found by", finding.seenBy.map(seenLine).join("; ")],
    ["merged because", how],
    ["reachability", reachability],
    ["exploit", exploit],
    ["epss", epss === undefined ? undefined : String(epss)],
    ["first seen", firstSeen],
    ["link", finding.link],
    ["policies", chainLine(report)],
  ];
  return [
    ["fingerprint", terminalText(finding.fingerprint)],
    ["severity", severity],
    ["type", type],
    ["place", terminalPlace(finding)],
    ["age", ageLine(finding, report)],
    ...optional.flatMap(([name, text]) =>
      text === undefined || text === "" ? [] : [[name, terminalText(text, 400)] as const],
    ),
  ];
}

/** The files that judged, top first, with their commits. */
function chainLine({ context }: SavedReport): string {
  return (context.policy?.chain ?? [])
    .map((origin) => {
      const at = origin.commit === undefined ? "" : ` at ${origin.commit.slice(0, 7)}`;
      return `${policyOriginName(origin, context.repository)}${at}`;
    })
    .join(", then ");
}

function seenLine({ tool, id, severity }: Finding["seenBy"][number]): string {
  return `${tool} as ${id} (${severity})`;
}

function ageLine({ status, seenBy }: Finding, { sources }: SavedReport): string {
  const baselines = sources.flatMap(({ source, baseline }) =>
    baseline === undefined ? [] : [{ source, ...baseline }],
  );
  const own = baselines.filter(
    ({ source }) => source === "reports" || seenBy.some(({ tool }) => tool === source),
  );
  const named = own.map(({ ref, commit, at }) =>
    terminalText([ref, commit?.slice(0, 7), at].filter((part) => part !== undefined).join(" ")),
  );
  const against =
    named.length === 0 ? "the report names no baseline" : `compared with ${named.join(" and ")}`;
  return `${status} (${against})`;
}

function fixedAnswer(): Answer {
  return {
    verdict: "It is fixed, so it cannot block.",
    because: ["Its tool reports it as fixed, or it was in the baseline and is gone."],
  };
}

function answerFor(finding: Finding, explaining: Explaining): Answer {
  const { suppressedBy, blocking, blockedBy } = finding;
  if (suppressedBy !== undefined) return suppressedAnswer(suppressedBy);
  const now = rulingFor(draftOf(finding), explaining);
  if (!blocking) return passingAnswer(finding, explaining, now);
  const advice = planFixes(explaining.report.findings).adviceOn(finding);
  const fix = advice.action === "read-description" ? undefined : adviceLine(advice);
  // Of several files one alone is at hand, so that nothing can be said against what all of them decided.
  const isPart = (explaining.report.context.policy?.chain.length ?? 0) > 1;
  const agrees = now.name === blockedBy || blockedBy === undefined || isPart;
  return {
    verdict: "It blocks.",
    because: [
      `Rule: ${terminalText(blockedBy ?? now.name)}, and the severity ${finding.severity} reaches its threshold.`,
      `Age: ${STATUS_WORDS[finding.status]}${finding.status === "unknown" ? ", which is judged like a new one" : ""}.`,
      ...(agrees ? [] : [`This policy decides by another rule: ${terminalText(now.name)} (${now.origin}).`]),
    ],
    todo: `${fix === undefined ? "Fix it" : `Fix it (${terminalText(fix)})`}, or add a suppression of ${terminalText(finding.fingerprint)} with a reason and an expiry to the policy.`,
  };
}

function suppressedAnswer({ by, reason, owner, expires }: NonNullable<Finding["suppressedBy"]>): Answer {
  const who = by === "policy" ? "the policy's entry" : `the triage in ${terminalText(by)}`;
  return {
    verdict: "It does not block: it is suppressed.",
    because: [
      `By ${who}${reason === undefined ? "" : `: ${terminalText(reason, 400)}`}.`,
      ...(owner === undefined ? [] : [`Owner: ${terminalText(owner)}.`]),
      ...(expires === undefined
        ? []
        : [`Until ${terminalText(expires)}; after that day it can block again.`]),
    ],
  };
}

type Ruling = PolicyRuling & { readonly origin: string };

function rulingFor(draft: Draft, { policy, today }: Explaining): Ruling {
  return { ...strictestRuling(policy, draft, today), origin: policy.origin };
}

function passingAnswer(finding: Finding, { gate }: Explaining, now: Ruling): Answer {
  const { severity, status } = finding;
  if (status === "existing" && gate === "new") {
    return {
      verdict: "It does not block: it existed before.",
      because: [
        `With gate: new, only findings that are new or of unknown age can block. Its severity is ${severity}.`,
      ],
      todo: "Nothing for this change. With gate: all, existing findings can block too.",
    };
  }
  if (!reaches(severity, now.threshold)) {
    const below =
      now.threshold === "none"
        ? "which no severity reaches"
        : `and the severity ${severity} is below its threshold`;
    return {
      verdict: "It does not block: no threshold is reached.",
      because: [`Rule: ${terminalText(now.name)}, ${below}.`],
    };
  }
  return {
    verdict: "It did not block when the report was made.",
    because: [
      `By this policy it would block: ${terminalText(now.name)} (${terminalText(now.origin)}). The report had another policy or gate.`,
    ],
    todo: "Name the policy of that run with --policy, or run again.",
  };
}
