/**
 * The test runner of `npm run mutation`: a plugin of Stryker that keeps the tests of the pure core loaded in a thread,
 * so that a change costs milliseconds and not the start of a test runner.
 *
 * What one change leaves behind in the thread must not decide about the next one. So a test that fails has to pass
 * without the change before the change counts as noticed. What was kept from before a change can only hide it: a score
 * may be too low by that, and never too high.
 */
import { globSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import { roomTests } from "./rooms.ts";
import type { TestRun, ThreadAnswer, ThreadRequest } from "./test-thread.ts";

/**
 * The part of Stryker's time limit for which the tests may work. Where a change runs for ever, the process works all the
 * time; where it only waits for its turn on a busy machine, it does not.
 */
const WORK_SHARE = 1 / 50;
/** Tests of the pure core wait for nothing outside: what idles for so long waits for an answer that never comes. */
const IDLE_LIMIT_MS = 4_000;
const LOOK_EVERY_MS = 500;
const HEAP_LIMIT_MB = 1024;
/** How much more work it may be where all that a room's tests import is loaded too, and runs cold. */
const LOADED_ANEW = 2;
/** About what it takes to load a test file. */
const LOAD_MS = 100;

/** Milliseconds that this process has worked on any of its threads. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Tests that ran out of time: Stryker counts the change as noticed, and tells it apart. */
class OutOfTime extends Error {}

class TestThread {
  readonly #worker = new Worker(new URL("./test-thread.ts", import.meta.url), {
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  #asked:
    | { readonly done: (answer: ThreadAnswer) => void; readonly fail: (error: unknown) => void }
    | undefined;
  #ended: unknown;

  constructor() {
    const end = (error: unknown): void => {
      this.#ended ??= error;
      this.#asked?.fail(this.#ended);
    };
    this.#worker.stdout.resume();
    this.#worker.on("message", (answer: ThreadAnswer) => this.#asked?.done(answer));
    this.#worker.on("error", end);
    this.#worker.on("exit", () => end(new Error("the thread that runs the tests has ended")));
  }

  /**
   * @throws OutOfTime after `workLimitMs` of work, and of what idles; what the thread failed with, which then has ended.
   */
  async ask(request: ThreadRequest, workLimitMs = Number.POSITIVE_INFINITY): Promise<ThreadAnswer> {
    if (this.#ended !== undefined) throw this.#ended;
    const { performance } = this.#worker;
    const start = worked();
    const before = performance.eventLoopUtilization();
    let watch: NodeJS.Timeout | undefined;
    try {
      return await new Promise<ThreadAnswer>((done, fail) => {
        this.#asked = { done, fail };
        watch = setInterval(() => {
          const { idle } = performance.eventLoopUtilization(before);
          if (worked() - start > workLimitMs || idle > IDLE_LIMIT_MS) fail(new OutOfTime());
        }, LOOK_EVERY_MS);
        this.#worker.postMessage(request);
      });
    } finally {
      clearInterval(watch);
      this.#asked = undefined;
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The file of a test, by its id. */
const fileOf = (id: string): string => id.split(" > ", 1).join();

const failureOf = ({ runs }: ThreadAnswer): TestRun | undefined =>
  runs.find(({ failure }) => failure !== undefined);

/** Runs test files, given from the working folder. */
export class ThreadRunner implements TestRunner {
  readonly #testFiles: readonly string[];
  readonly #times = new Map<string, number>();
  /** How many changes of a source file the tests of a file noticed, by both. */
  readonly #noticed = new Map<string, number>();
  #thread: TestThread | undefined;

  constructor(testFiles: readonly string[]) {
    this.#testFiles = testFiles;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const { runs, coverage } = await askNewThread({ files: this.#testFiles, survey: true });
    for (const { id, timeSpentMs } of runs) this.#times.set(id, timeSpentMs);
    return {
      status: DryRunStatus.Complete,
      tests: runs.map(({ id, file, timeSpentMs, failure }) => ({
        id,
        name: id,
        fileName: file,
        timeSpentMs,
        ...(failure === undefined
          ? { status: TestStatus.Success }
          : { status: TestStatus.Failed, failureMessage: failure }),
      })),
      mutantCoverage: coverage ?? { static: {}, perTest: {} },
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, timeout, testFilter, mutantActivation, sandboxFileName } = options;
    const ids = testFilter && new Set(testFilter);
    const request: ThreadRequest = {
      files: ids === undefined ? this.#filesFor(sandboxFileName) : this.#filesOf(ids),
      ids: testFilter,
      mutant: activeMutant.id,
      hitLimit,
      whileLoading: mutantActivation === "static",
      times: this.#times,
    };
    const workLimitMs = timeout * WORK_SHARE * (request.whileLoading ? LOADED_ANEW : 1);
    try {
      const atOnce = request.whileLoading ? undefined : await this.#inThread(request, workLimitMs);
      const result = atOnce ?? (await this.#inNewThread(request, workLimitMs));
      if (result.status === MutantRunStatus.Killed) this.#note(sandboxFileName, result.killedBy);
      return result;
    } catch (error) {
      await this.dispose();
      if (error instanceof OutOfTime) return { status: MutantRunStatus.Timeout, reason: "worked too long" };
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#thread?.end();
    this.#thread = undefined;
  }

  /**
   * The tests of a source file's room, and those of none: to load all others too for each change takes long. Those that
   * noticed most changes of it so far for the work that they are go first.
   */
  #filesFor(source: string): readonly string[] {
    const work = new Map<string, number>();
    for (const [id, time] of this.#times) {
      const file = fileOf(id);
      work.set(file, (work.get(file) ?? LOAD_MS) + time);
    }
    const worth = (file: string): number =>
      (1 + (this.#noticed.get(`${source} ${file}`) ?? 0)) / (work.get(file) ?? LOAD_MS);
    return this.#testFiles
      .filter((file) => {
        const room = /^src\/[^/]+\//.exec(file)?.[0];
        return room === undefined || source.includes(`/${room}`);
      })
      .sort((a, b) => worth(b) - worth(a));
  }

  #note(source: string, [id = ""]: readonly string[]): void {
    const key = `${source} ${fileOf(id)}`;
    this.#noticed.set(key, (this.#noticed.get(key) ?? 0) + 1);
  }

  #filesOf(ids: ReadonlySet<string>): readonly string[] {
    const wanted = new Set([...ids].map(fileOf));
    return this.#testFiles.filter((file) => wanted.has(file));
  }

  /** What the tests say in the thread that is there; undefined where one of them fails without the change too. */
  async #inThread(request: ThreadRequest, workLimitMs: number): Promise<MutantRunResult | undefined> {
    this.#thread ??= new TestThread();
    const result = await this.#resultOf(await this.#thread.ask(request, workLimitMs), request);
    if (result === undefined) await this.dispose();
    return result;
  }

  /** What the tests say in a thread that has seen no change before. */
  async #inNewThread(request: ThreadRequest, workLimitMs: number): Promise<MutantRunResult> {
    const answer = await askNewThread(request, workLimitMs);
    let result = await this.#resultOf(answer, request);
    if (result === undefined) {
      await this.dispose();
      result = await this.#resultOf(answer, request);
    }
    if (result === undefined) throw new Error(`fails without any change: ${failureOf(answer)?.id}`);
    return result;
  }

  async #resultOf(answer: ThreadAnswer, request: ThreadRequest): Promise<MutantRunResult | undefined> {
    const { hits, unloadable, runs } = answer;
    for (const { id, timeSpentMs } of runs) this.#times.set(id, timeSpentMs);
    const endless = determineHitLimitReached(hits, request.hitLimit);
    if (endless) return { status: MutantRunStatus.Timeout, reason: endless.reason ?? "" };
    // As Stryker counts it with other runners: what no compiler would let pass is no question to the tests.
    if (unloadable) return { status: MutantRunStatus.Error, errorMessage: unloadable };
    const nrOfTests = runs.length;
    const failed = failureOf(answer);
    if (failed === undefined) return { status: MutantRunStatus.Survived, nrOfTests };
    if (!(await this.#passes(failed))) return undefined;
    const { id, failure = "" } = failed;
    return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: failure, nrOfTests };
  }

  /** Whether a test that failed passes without the change. */
  async #passes({ id, file }: TestRun): Promise<boolean> {
    this.#thread ??= new TestThread();
    return failureOf(await this.#thread.ask({ files: [file], ids: [id] })) === undefined;
  }
}

async function askNewThread(request: ThreadRequest, workLimitMs?: number): Promise<ThreadAnswer> {
  const thread = new TestThread();
  try {
    return await thread.ask(request, workLimitMs);
  } finally {
    await thread.end();
  }
}

const create = (): TestRunner => new ThreadRunner(globSync([...roomTests]).sort());

/** What Stryker looks for in a plugin; `testRunner: "thread"` names it. */
export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "thread", Object.assign(create, { inject: [] as const })),
];
