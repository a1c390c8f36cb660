import { adviceLine, planFixes } from "../fixes/advice.ts";
import { emptyInputOf, isAbsenceTold, sourcesThatDidNotLook } from "../model/evidence.ts";
import { type Finding, isDecisive, packageLabel, type SourceId } from "../model/finding.ts";
import type { Report } from "../model/report.ts";
import { compareSeverity } from "../model/severity.ts";
import { isFailing, SOURCE_NAMES } from "../model/verdict.ts";
import type { Annotation, StepOutputs } from "../ports.ts";
import { counted } from "../text/count.ts";
import { clip, visible } from "../text/escape.ts";
import { isRepositoryPath } from "../text/link.ts";
import { present } from "../text/present.ts";
import { findingTitle } from "./finding-words.ts";
import type { Reporter } from "./reporter.ts";

/**
 * The runner keeps 10 of a kind from a step and drops the rest (https://docs.github.com/en/rest/checks/runs). One of
 * each is left for the run's own verdict, and a warning for what could not be told.
 */
const MOST_OF_A_KIND = { error: 9, warning: 8 } as const;

/** Leaves room for findings. */
const MOST_POLICY_FAULTS = 3;

/** Leaves room for the rule, which stands behind it. */
const LONGEST_FIX = 300;

/** The runner cuts a message at 4,096 characters. */
const LONGEST_MESSAGE = 1000;

/**
 * Blockers, and then what exceeds a budget, as errors; what could not be told and new findings that do not block as
 * warnings: at most nine and eight, in the report's order. When there are more, the last of a kind says how many.
 */
export function toAnnotations(report: Report): readonly Annotation[] {
  const open = report.findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const { adviceOn } = planFixes(report.findings);
  const fixOf = (finding: Finding) => adviceLine(adviceOn(finding));
  const errors = open
    .filter(isDecisive)
    .toSorted((a, b) => Number(b.blocking) - Number(a.blocking) || compareSeverity(a.severity, b.severity));
  const untold = [
    // What the verdict's own annotation says is not said beside it.
    ...report.reasons.filter(({ code, message }) => !isFailing(code) && !report.sentence.includes(message)),
    ...report.notes.map(({ source, text }) => ({ source, message: text })),
  ].flatMap(({ source, message }) =>
    source === undefined
      ? []
      : [{ level: "warning", title: `Scan Gate: ${source}`, message: line(message) } as const],
  );
  const recent = open.filter((finding) => !isDecisive(finding) && finding.status !== "existing");
  const told = (level: "error" | "warning") => (one: Finding | Annotation) =>
    "observations" in one ? ofFinding(level, one, fixOf(one)) : one;
  return [
    ...capped(errors, told("error"), "error"),
    ...capped([...untold, ...brokenPolicy(report), ...recent], told("warning"), "warning"),
    ...absences(report),
  ];
}

/** The first things that are wrong with the policy file of the change, each on its line. */
function brokenPolicy({ decision }: Report): readonly Annotation[] {
  const { path = "", problem, faults } = decision.preview ?? {};
  if (problem === undefined) return [];
  const all = faults ?? [{ message: problem }];
  return all.slice(0, MOST_POLICY_FAULTS).map(({ message, line: at }, index): Annotation => {
    const left = index === MOST_POLICY_FAULTS - 1 ? all.length - MOST_POLICY_FAULTS : 0;
    const more = left === 0 ? "" : ` (and ${counted(left, "more problem")})`;
    return {
      level: "warning",
      title: "Scan Gate: this policy cannot be used",
      message: line(`${message}${more}`),
      ...(isPlace(path) ? { path, ...present({ line: at }) } : {}),
    };
  });
}

/** What a pull request was judged without, unless a reason tells it: one notice for each source. */
function absences({ sources, context, verdict, reasons }: Report): readonly Annotation[] {
  if (context.pullRequest === undefined) return [];
  const notice = (source: SourceId, message: string): Annotation => ({
    level: "notice",
    title: `Scan Gate: ${SOURCE_NAMES[source]}`,
    message,
  });
  const unseen = verdict === "pass" ? sourcesThatDidNotLook(sources) : [];
  return [
    ...unseen.map((source) => notice(source, `${SOURCE_NAMES[source]} did not look at this change.`)),
    ...sources.flatMap((evidence) => {
      const input = emptyInputOf(evidence);
      return input === undefined || isAbsenceTold(evidence, reasons)
        ? []
        : [notice(evidence.source, `off: ${input} is empty`)];
    }),
  ];
}

/** Puts the annotations beside the code. */
export function annotationsReporter({ outputs }: { readonly outputs: StepOutputs }): Reporter {
  return {
    id: "annotations",
    publish: async (report) => {
      const annotations = toAnnotations(report);
      for (const annotation of annotations) outputs.annotate(annotation);
      return { done: `${annotations.length} written` };
    },
  };
}

/** Puts into words only what is shown, since there may be very many. */
function capped<Item>(
  items: readonly Item[],
  toAnnotation: (item: Item) => Annotation,
  level: "error" | "warning",
): readonly Annotation[] {
  const most = MOST_OF_A_KIND[level];
  if (items.length <= most) return items.map(toAnnotation);
  const told = items.slice(0, most - 1).map(toAnnotation);
  const more = items.length - told.length;
  const message = `${more} more are not shown here: GitHub shows ten of a kind. The job summary names them.`;
  return [...told, { level, title: "Scan Gate", message }];
}

function ofFinding(level: Annotation["level"], finding: Finding, fix: string | undefined): Annotation {
  const { severity, rule, package: pkg, path, blockedBy } = finding;
  const title = findingTitle(finding);
  const name = pkg === undefined ? "" : ` in ${packageLabel(pkg)}`;
  const facts = [rule, path !== undefined && !isPlace(path) ? path : undefined, blockedBy].filter(
    (each) => each !== undefined && each !== title,
  );
  const advice = fix === undefined ? "" : `: ${clip(visible(fix), LONGEST_FIX)}`;
  const message = line(`${title}${name}${advice}${facts.length > 0 ? ` (${facts.join("; ")})` : ""}`);
  const effect = finding.blocking ? ", blocks" : finding.overBudget === true ? ", over budget" : "";
  return { level, title: `${severity}${effect}`, message, ...annotationPlace(finding) };
}

/** The place, when it can be meant as a place in the workspace. */
function annotationPlace({
  path,
  line: first,
  endLine,
}: Finding): Pick<Annotation, "path" | "line" | "endLine"> {
  if (path === undefined || !isPlace(path)) return {};
  if (first === undefined || !isLine(first)) return { path };
  return {
    path,
    line: first,
    ...(endLine !== undefined && isLine(endLine) && endLine > first ? { endLine } : {}),
  };
}

function isLine(line: number): boolean {
  return Number.isSafeInteger(line) && line > 0;
}

function line(text: string): string {
  return clip(visible(text), LONGEST_MESSAGE);
}

/** A path with characters that are not seen would stand in the annotation as it is, and read as another. */
function isPlace(path: string): boolean {
  return isRepositoryPath(path) && visible(path) === path;
}
