import { type RunningAction, type RunOptions, type RunResult, startAction } from "./runner/run-action.ts";
import { type Faults, type Sandbox, startSandbox } from "./sandbox.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import type { Event } from "./shop/events.ts";
import type { Tree } from "./shop/files.ts";
import type { World } from "./world.ts";

export interface PlayOptions {
  readonly project: string;
  readonly bundle?: string;
  /** Inputs on top of the scenario's. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Files on top of the scenario's. */
  readonly tree?: Tree;
  /** In place of the scenario's event. */
  readonly event?: Event;
  readonly faults?: Faults;
  readonly limitMs?: number;
  readonly onOutput?: (text: string) => void;
  /** Starts the action; as a process of its own unless another way is given. */
  readonly launch?: (options: RunOptions) => RunningAction;
}

/** A scenario whose services are running, and in which the action can be run more than once. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly world: World;
  /** Starts the action and gives it back at work. */
  start(options?: Partial<PlayOptions>): RunningAction;
  run(options?: Partial<PlayOptions>): Promise<RunResult>;
  /** Makes the runs that come before, and says what went otherwise than designed. */
  lead(begin?: (title: string) => void): Promise<readonly string[]>;
  /** The temporary folders of all runs so far. */
  folders(): readonly string[];
  /** Stops the services; the folders stay. */
  close(): Promise<void>;
}

/** Starts the services of a scenario, for one run of the action or several in a row. */
export async function setStage(scenario: Scenario, options: PlayOptions): Promise<Stage> {
  const world = scenario.world(Date.now());
  const sandbox = await startSandbox(world, { ...scenario.faults, ...options.faults });
  const folders: string[] = [];
  const start: Stage["start"] = (more = {}) => {
    const all = { ...options, ...more };
    const launch = all.launch ?? startAction;
    const running = launch({
      ...all,
      event: all.event ?? scenario.event(world),
      inputs: {
        ...ownInputs(scenario, world, sandbox),
        ...scenario.inputs,
        ...options.inputs,
        ...more.inputs,
      },
      tree: { ...scenario.tree, ...all.tree },
      apiUrl: sandbox.github.url,
      ...(world.github.enterprise === undefined ? {} : { serverUrl: world.github.enterprise.url }),
      githubToken: world.github.token,
    });
    folders.push(running.paths.root);
    return running;
  };
  const run: Stage["run"] = (more) => start(more).finished;
  const lead: Stage["lead"] = async (begin) => {
    const wrong: string[] = [];
    for (const { title, event, inputs = {}, exitCode, after } of scenario.lead ?? []) {
      begin?.(title);
      const result = await run({ event: event(world), inputs });
      if (result.exitCode !== exitCode)
        wrong.push(`"${title}" ended with ${result.exitCode} instead of ${exitCode}`);
      after?.(sandbox);
    }
    return wrong;
  };
  return { sandbox, world, start, run, lead, folders: () => folders, close: () => sandbox.close() };
}

function ownInputs(scenario: Scenario, world: World, sandbox: Sandbox): Readonly<Record<string, string>> {
  return {
    "semgrep-url": sandbox.semgrep.url,
    "snyk-url": sandbox.snyk.url,
    ...(scenario.credentials ? { "semgrep-token": world.semgrep.token, "snyk-token": world.snyk.token } : {}),
  };
}
