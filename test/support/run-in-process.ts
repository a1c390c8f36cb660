import { AsyncLocalStorage } from "node:async_hooks";
import {
  collectStep,
  prepareStep,
  type RunningAction,
  type RunOptions,
  type RunResult,
} from "../../sandbox/runner/run-action.ts";
import type { Clock } from "../../src/ports.ts";
import { runWorkflow } from "../../src/workflow.ts";
import { briskClock } from "./clock.ts";
import { loadLazyModules } from "./lazy-modules.ts";

await loadLazyModules();

/** What a run takes for its process. */
interface OwnProcess {
  readonly env: Readonly<Record<string, string>>;
  readonly print: (text: string) => void;
}

const own = new AsyncLocalStorage<OwnProcess>();

/**
 * Gives each run the environment and the standard output of its own step, however many work side by side: the
 * runner's toolkit reads and writes those of the process.
 */
function separateRuns(): void {
  const { env, stdout } = process;
  process.env = new Proxy(env, {
    get: (real, name) => Reflect.get(own.getStore()?.env ?? real, name),
    set: (real, name, value) => Reflect.set(own.getStore()?.env ?? real, name, value),
    deleteProperty: (real, name) => Reflect.deleteProperty(own.getStore()?.env ?? real, name),
    has: (real, name) => Reflect.has(own.getStore()?.env ?? real, name),
    ownKeys: (real) => Reflect.ownKeys(own.getStore()?.env ?? real),
    getOwnPropertyDescriptor: (real, name) =>
      Reflect.getOwnPropertyDescriptor(own.getStore()?.env ?? real, name),
  });
  const { write } = stdout;
  stdout.write = new Proxy(write, {
    apply(real, stream, args) {
      const store = own.getStore();
      if (store === undefined) return Reflect.apply(real, stream, args);
      store.print(String(args[0]));
      return true;
    },
  });
}
separateRuns();

/** Milliseconds after which a run has come to a standstill, on however busy a machine. */
const LIMIT_MS = 240_000;

export interface InProcessOptions {
  /** Tells the time to the run; one on which pauses are short unless another one is given. */
  readonly clock?: Clock;
}

/**
 * Starts the action as a step in this process: the same wiring and the same world as the bundle has, without a start
 * of Node.js for each run. It ends by itself, or is cancelled at its limit; signals need a process.
 */
export function startInProcess(
  options: RunOptions,
  { clock = briskClock() }: InProcessOptions = {},
): RunningAction {
  const { paths, env } = prepareStep(options);
  const cancel = new AbortController();
  let stdout = "";
  const print = (text: string): void => {
    stdout += text;
    options.onOutput?.(text);
  };
  const started = Date.now();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    cancel.abort();
  }, options.limitMs ?? LIMIT_MS);
  const finished = async (): Promise<RunResult> => {
    // A process of its own has its folders before it starts, and whoever started it may still change them.
    await new Promise((resolve) => setImmediate(resolve));
    const exitCode = await own.run({ env, print }, () =>
      runWorkflow({
        env,
        write: (line) => print(`${line}\n`),
        cancelled: cancel.signal,
        clock,
      }),
    );
    clearTimeout(timer);
    // Limits of time that were not reached end with the run.
    cancel.abort();
    const ended = { exitCode, signal: null, timedOut, durationMs: Date.now() - started, paths };
    return { ...collectStep({ stdout, stderr: "" }, paths), ...ended };
  };
  return {
    paths,
    kill: () => {
      throw new Error("A run in this process gets no signals; start the bundle for that.");
    },
    finished: finished(),
  };
}
