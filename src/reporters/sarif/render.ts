import { adviceBesideDescription, type FixPlan, planFixesInSteps } from "../../fixes/advice.ts";
import type { Report } from "../../model/report.ts";
import { finishSteps, inStepsOver, mapInSteps, type Steps } from "../../model/steps.ts";
import { counted } from "../../text/count.ts";
import type { CodeScanningRun, SarifDocument, SarifResult } from "./document.ts";
import { KEPT_RESULTS, SARIF_LIMITS } from "./limits.ts";
import { type LineHashes, renderResult } from "./result.ts";
import { draftRule, type RuleDraft, renderRule, ruleIdOf } from "./rule.ts";
import { fitRuns, type RunSelection, type SarifEntry, selectRuns } from "./selection.ts";

export interface SarifOptions {
  /** Absent: no file of the workspace is known, and no result has a fingerprint. */
  readonly lineHashes?: LineHashes;
  /** The `comment-key`, which tells gates of one repository apart; `default` unless given. */
  readonly key?: string | undefined;
  /** Most results per run; never more than code scanning accepts. */
  readonly results?: number;
  /** Leaves out code flows and help, for a file that would be too large. */
  readonly brief?: boolean;
}

/** The document, and a sentence for everything that had no room in it. */
export interface RenderedSarif {
  readonly document: SarifDocument;
  readonly notes: readonly string[];
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * The findings of a report as SARIF 2.1.0 for code scanning (contract §9): one run per complete source and tool,
 * results most severe first, and within the limits on numbers; the one on bytes is `fitSarif`'s. The same report
 * and options give the same document.
 *
 * Code scanning has one severity per rule. Where a tool grades findings of one rule differently, the rule carries
 * the highest, and each result its own level and a word in its message: a rule id that depends on the severity
 * would close and reopen alerts whenever a grade changes.
 */
export function renderSarif(report: Report, options: SarifOptions = {}): RenderedSarif {
  return finishSteps(renderSarifInSteps(report, options));
}

/** The same in steps, for a report of very many findings. */
export function* renderSarifInSteps(report: Report, options: SarifOptions): Steps<RenderedSarif> {
  const { kept, cut } = fitRuns(yield* selectRuns(report, options.key));
  const notes = cut.map(
    (run) =>
      `code scanning takes at most ${SARIF_LIMITS.runs} runs in a file; that of ${run.name} with ` +
      `${counted(run.entries.length, "result")} was left out.`,
  );
  const fixes = yield* planFixesInSteps(report.findings);
  const runs: RenderedRun[] = [];
  for (const selection of kept) runs.push(yield* renderRun(selection, { ...options, fixes }));
  return {
    document: { $schema: SCHEMA, version: "2.1.0", runs: runs.map(({ run }) => run) },
    notes: [...notes, ...runs.flatMap((run) => run.notes)],
  };
}

interface RenderedRun {
  readonly run: CodeScanningRun;
  readonly notes: readonly string[];
}

interface RunOptions extends SarifOptions {
  readonly fixes: FixPlan;
}

function* renderRun(selection: RunSelection, options: RunOptions): Steps<RenderedRun> {
  const { lineHashes = () => undefined, brief = false } = options;
  const entries = selection.entries.slice(
    0,
    Math.min(options.results ?? SARIF_LIMITS.results, SARIF_LIMITS.results),
  );
  const ids = entries.map(({ observation }) => ruleIdOf(observation));
  const fixes = yield* mapInSteps(entries, ({ finding }) =>
    adviceBesideDescription(options.fixes.adviceOn(finding)),
  );
  const rules = yield* draftRules(entries, { ids, fixes });
  const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
  const results: SarifResult[] = [];
  let cutSteps = 0;
  yield* inStepsOver(entries, (entry, at) => {
    const id = ids[at] ?? "";
    const rule = rules.get(id) ?? draftRule(entry.observation);
    const rendered = renderResult({
      entry,
      rule,
      ruleIndex: indexes.get(id) ?? 0,
      fix: fixes[at],
      lineHashes,
      brief,
    });
    results.push(rendered.result);
    cutSteps += rendered.cutSteps;
  });
  const renderedRules = yield* mapInSteps([...rules.values()], (draft) => renderRule(draft, brief));
  const { name, informationUri, category } = selection;
  return {
    run: {
      tool: {
        driver: {
          name,
          ...(informationUri === undefined ? {} : { informationUri }),
          rules: renderedRules.map(({ rule }) => rule),
        },
      },
      automationDetails: { id: category },
      columnKind: "utf16CodeUnits",
      results,
    },
    notes: notesOf(selection, {
      kept: entries,
      cutSteps,
      cutTags: renderedRules.reduce((sum, { cutTags }) => sum + cutTags, 0),
    }),
  };
}

interface EntryTexts {
  readonly ids: readonly string[];
  readonly fixes: readonly (string | undefined)[];
}

/** Rules in the order in which the results need them; ids and fixes are the entries' own. */
function* draftRules(
  entries: readonly SarifEntry[],
  { ids, fixes }: EntryTexts,
): Steps<ReadonlyMap<string, RuleDraft>> {
  const rules = new Map<string, RuleDraft>();
  yield* inStepsOver(entries, ({ observation }, at) => {
    const id = ids[at] ?? "";
    const known = rules.get(id);
    const draft = draftRule(observation, known, observation.package === undefined ? undefined : fixes[at]);
    if (draft !== known) rules.set(id, draft);
  });
  return rules;
}

interface Cuts {
  readonly kept: readonly SarifEntry[];
  readonly cutSteps: number;
  readonly cutTags: number;
}

function notesOf(selection: RunSelection, cuts: Cuts): readonly string[] {
  const { name, entries } = selection;
  const notes: string[] = [];
  const cut = entries.length - cuts.kept.length;
  if (cut > 0) {
    const worst = entries[cuts.kept.length]?.observation.severity ?? "low";
    notes.push(
      `${cut.toLocaleString("en-US")} of ${counted(entries.length, "result")} of ${name} ${cut === 1 ? "was" : "were"} left out, the least severe ones ` +
        `(${worst} and below), because a file takes no more.`,
    );
  }
  if (cuts.kept.length > KEPT_RESULTS) {
    notes.push(
      `code scanning keeps the ${KEPT_RESULTS.toLocaleString("en-US")} most severe of ${counted(cuts.kept.length, "result")} ` +
        `of ${name}.`,
    );
  }
  if (cuts.cutTags > 0) {
    notes.push(`left out, beyond ${SARIF_LIMITS.tags} per rule: ${counted(cuts.cutTags, "tag")} of ${name}.`);
  }
  if (cuts.cutSteps > 0) {
    notes.push(
      `left out, beyond ${SARIF_LIMITS.flowLocations} per result: ${counted(cuts.cutSteps, "first step")} of code flows ` +
        `of ${name}.`,
    );
  }
  return notes;
}
