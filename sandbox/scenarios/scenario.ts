import type { Faults, Sandbox } from "../sandbox.ts";
import type { Event } from "../shop/events.ts";
import type { Tree } from "../shop/files.ts";
import type { World } from "../world.ts";

/** What a scenario is there to show. */
export interface Expectation {
  readonly verdict: "pass" | "fail" | "incomplete";
  readonly exitCode: 0 | 1;
  /** Codes of the reasons, in any order; a pass has none. */
  readonly reasons: readonly string[];
  /** Outputs with a known value, besides the verdict. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly comment: "written" | "none";
  readonly upload: "written" | "none";
  /** Set for a command that decides nothing. */
  readonly report?: "none";
}

/** The second line of a scenario's story: what must come of it, as one sentence. */
export function outcomeOf({ verdict, exitCode, reasons, report }: Expectation): string {
  const job = exitCode === 0 ? "the job passes" : "the job fails";
  if (report === "none") return `It must end so: nothing is judged, and ${job}.`;
  const why = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  return `It must end so: the verdict is ${verdict}${why}, and ${job}.`;
}

/** A run that comes before the one that a scenario is about. */
export interface LeadRun {
  /** What happens, without a full stop. */
  readonly title: string;
  readonly event: (world: World) => Event;
  /** On top of the scenario's. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly exitCode: 0 | 1;
  /** What people do after it. */
  readonly after?: (sandbox: Sandbox) => void;
}

/** One situation of a repository, from the event to the verdict that it should lead to. */
export interface Scenario {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** What the services know; scans and commits are dated back from `now`, in milliseconds since 1970. */
  readonly world: (now: number) => World;
  /** In their order. */
  readonly lead?: readonly LeadRun[];
  readonly event: (world: World) => Event;
  /** Beside the tokens and URLs of the stand-ins. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether the workflow has the two tools' tokens. */
  readonly credentials: boolean;
  readonly tree: Tree;
  readonly faults?: Faults;
  readonly expected: Expectation;
}
