/**
 * Runs in a thread of its own: loads test files once and runs their tests as often as asked for, each time with another
 * change of the code switched on (see `thread-runner.ts`).
 */
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";
import type { MutantCoverage } from "@stryker-mutator/api/core";
import type { CollectedTest } from "./collected-tests.ts";

/** Which tests to run, and with what. */
export interface ThreadRequest {
  /** Test files, from the working folder; they are loaded where they are not yet. */
  readonly files: readonly string[];
  /** The tests wanted; all of `files` where not given. */
  readonly ids?: readonly string[] | undefined;
  /** The change that is switched on; none where not given. */
  readonly mutant?: string | undefined;
  /** How often the changed code may run before it counts as running for ever. */
  readonly hitLimit?: number | undefined;
  /** Whether the change is on while files are loaded too. */
  readonly whileLoading?: boolean;
  /** Milliseconds of work that tests took before, by their ids: the quickest go first. */
  readonly times?: ReadonlyMap<string, number>;
  /** Whether to go on after a test that fails, and to tell which code the tests came by. */
  readonly survey?: boolean;
}

/** What came of a test. */
export interface TestRun {
  readonly id: string;
  readonly file: string;
  /** Milliseconds of work. */
  readonly timeSpentMs: number;
  /** Why it failed; none where it passed. */
  readonly failure?: string | undefined;
}

export interface ThreadAnswer {
  /** The tests that ran, in their order: the last one is the one that failed, if one did. */
  readonly runs: readonly TestRun[];
  /** Why a file could not be loaded with the change. */
  readonly unloadable: string | undefined;
  /** How often the changed code ran. */
  readonly hits: number | undefined;
  /** Which changes the code came by, of a survey. */
  readonly coverage: MutantCoverage | undefined;
}

/** Where code that Stryker has prepared looks up the change that is on, and notes what it came by. */
interface MutantSwitch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

const stand = new URL("./collected-tests.ts", import.meta.url).href;
/** What test files get where they ask for these packages. */
const STANDS: Readonly<Record<string, string>> = {
  vitest: stand,
  "fast-check": new URL("./fewer-cases.ts", import.meta.url).href,
};
registerHooks({
  resolve: (name, context, next) => {
    const url = STANDS[name];
    return url === undefined || Object.values(STANDS).includes(context.parentURL ?? "")
      ? next(name, context)
      : { url, shortCircuit: true };
  },
});
// By its address, so that it is the very module that test files get.
const { collectedTests, collectFrom }: typeof import("./collected-tests.ts") = await import(stand);

const mutants: MutantSwitch = {};
Object.assign(globalThis, { __stryker__: mutants });

const loaded = new Set<string>();

async function load(file: string): Promise<void> {
  if (loaded.has(file)) return;
  loaded.add(file);
  collectFrom(file);
  await import(pathToFileURL(resolve(file)).href);
}

/** Milliseconds that this thread has worked: a busy machine does not change them. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const told = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 2000);

async function runTest({ id, file, run }: CollectedTest): Promise<TestRun> {
  const start = worked();
  mutants.currentTestId = id;
  let failure: string | undefined;
  try {
    await run();
  } catch (error) {
    failure = told(error);
  }
  mutants.currentTestId = undefined;
  const timeSpentMs = worked() - start;
  return { id, file, timeSpentMs, failure };
}

/** Runs tests one after another, mostly until one fails. */
async function runTests(tests: readonly CollectedTest[], survey: boolean): Promise<readonly TestRun[]> {
  const runs: TestRun[] = [];
  for (const test of tests) {
    const run = await runTest(test);
    runs.push(run);
    if (run.failure !== undefined && !survey) break;
  }
  return runs;
}

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  const { files, mutant, hitLimit, whileLoading = false, survey = false } = request;
  const on = { activeMutant: mutant, hitCount: hitLimit === undefined ? undefined : 0, hitLimit };
  if (whileLoading) Object.assign(mutants, on);
  const runs: TestRun[] = [];
  let unloadable: string | undefined;
  // One file after the other where each has to be loaded: mostly the first one shows a test that fails.
  for (const some of whileLoading ? files.map((file) => [file]) : [files]) {
    try {
      for (const file of some) await load(file);
    } catch (error) {
      // Without a change, a file that cannot be loaded says nothing of any change.
      if (!whileLoading) throw error;
      unloadable = told(error);
      break;
    }
    if (!whileLoading) Object.assign(mutants, on);
    runs.push(...(await runTests(testsOf(some, request), survey)));
    if (!survey && runs.at(-1)?.failure !== undefined) break;
  }
  const hits = mutants.hitCount;
  Object.assign(mutants, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
  return { runs, unloadable, hits, coverage: survey ? mutants.mutantCoverage : undefined };
}

/** The tests of files that are wanted, the quickest first. */
function testsOf(files: readonly string[], { ids, times }: ThreadRequest): readonly CollectedTest[] {
  const wanted = ids && new Set(ids);
  const time = ({ id }: CollectedTest): number => times?.get(id) ?? 0;
  return collectedTests
    .filter(({ id, file }) => files.includes(file) && (wanted?.has(id) ?? true))
    .sort((a, b) => time(a) - time(b));
}

parentPort?.on("message", async (request: ThreadRequest) => {
  parentPort?.postMessage(await answer(request));
});
