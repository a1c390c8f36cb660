import { finishSteps, inStepsOver, type Steps } from "../../model/steps.ts";
import type { CodeScanningRun, SarifDocument, SarifResult } from "./document.ts";
import { RESULT_CHECKS, RULE_CHECKS, RUN_CHECKS, type SarifCheck } from "./preflight-checks.ts";

/** Something for which code scanning would refuse the whole file, and which part of the file to blame. */
export interface SarifProblem {
  /** Index in `runs`. */
  readonly run: number;
  /** Index in the run's rules, when one of them is to blame. */
  readonly rule?: number;
  /** Index in the run's results, when one of them is to blame. */
  readonly result?: number;
  readonly what: string;
}

/**
 * Checks a document against every limit and every property that code scanning is known to insist on, number for
 * number, except for its size. An empty list means that nothing known speaks against the upload.
 */
export function preflight(document: SarifDocument): readonly SarifProblem[] {
  return finishSteps(preflightInSteps(document));
}

function* preflightInSteps(document: SarifDocument): Steps<readonly SarifProblem[]> {
  const problems: SarifProblem[] = [];
  for (const [run, part] of document.runs.entries()) {
    const { rules } = part.tool.driver;
    for (const what of objections(RUN_CHECKS, part, { index: run, document })) problems.push({ run, what });
    yield* inStepsOver(rules, (item, rule) => {
      for (const what of objections(RULE_CHECKS, item, { index: rule })) problems.push({ run, rule, what });
    });
    yield* inStepsOver(part.results, (item, result) => {
      const rule = rules[item.ruleIndex];
      for (const what of objections(RESULT_CHECKS, item, { index: result, rule })) {
        problems.push({ run, result, what });
      }
    });
  }
  return problems;
}

const NOTHING: readonly string[] = [];

function objections<Part, Surroundings>(
  checks: readonly SarifCheck<Part, Surroundings>[],
  part: Part,
  surroundings: Surroundings,
): readonly string[] {
  const wrong = checks.filter((check) => check.wrong(part, surroundings));
  return wrong.length === 0 ? NOTHING : wrong.map(({ what }) => what);
}

/**
 * The document without what {@link preflight} objects to, and a sentence per objection: a faulty result goes alone, a
 * faulty rule takes its results with it, a faulty run goes as a whole.
 */
export function dropFaulty(document: SarifDocument): SoundSarif {
  return finishSteps(dropFaultyInSteps(document));
}

/** A document that nothing known speaks against, and what was left out of it. */
interface SoundSarif {
  readonly document: SarifDocument;
  readonly notes: readonly string[];
}

/** The same in steps, for a document with very many results. */
export function* dropFaultyInSteps(document: SarifDocument): Steps<SoundSarif> {
  const problems = yield* preflightInSteps(document);
  if (problems.length === 0) return { document, notes: [] };
  const badRuns = new Set(
    problems
      .filter((problem) => problem.rule === undefined && problem.result === undefined)
      .map(({ run }) => run),
  );
  const runs = document.runs.flatMap((run, index) =>
    badRuns.has(index)
      ? []
      : [
          withoutFaults(
            run,
            problems.filter((problem) => problem.run === index),
          ),
        ],
  );
  return { document: { ...document, runs }, notes: tell(document, problems) };
}

function withoutFaults(run: CodeScanningRun, problems: readonly SarifProblem[]): CodeScanningRun {
  if (problems.length === 0) return run;
  const badRules = new Set(problems.map(({ rule }) => rule));
  const badResults = new Set(problems.map(({ result }) => result));
  const rules = run.tool.driver.rules.filter((_, index) => !badRules.has(index));
  const newIndex = new Map(rules.map((rule, index) => [rule, index]));
  const results = run.results.flatMap((result, index): readonly SarifResult[] => {
    const rule = run.tool.driver.rules[result.ruleIndex];
    const ruleIndex = rule === undefined ? undefined : newIndex.get(rule);
    return badResults.has(index) || ruleIndex === undefined ? [] : [{ ...result, ruleIndex }];
  });
  return { ...run, tool: { driver: { ...run.tool.driver, rules } }, results };
}

/** Objections of one kind are told once, with their number. */
function tell(document: SarifDocument, problems: readonly SarifProblem[]): readonly string[] {
  const numbers = new Map<string, number>();
  for (const { run, rule, result, what } of problems) {
    const part = result !== undefined ? "result" : rule !== undefined ? "rule" : "run";
    const kind = `${part} of ${document.runs[run]?.tool.driver.name ?? "a tool"} with ${what}`;
    numbers.set(kind, (numbers.get(kind) ?? 0) + 1);
  }
  return [...numbers].map(
    ([kind, number]) => `left out, because code scanning would refuse the file: ${number} × ${kind}.`,
  );
}
