import type { Faults } from "../../../sandbox/sandbox.ts";
import type { Fault } from "../../../sandbox/service/fault.ts";
import type { RecordedRequest } from "../../../sandbox/service/stand-in.ts";
import type { Tree } from "../../../sandbox/shop/files.ts";
import type { World } from "../../../sandbox/world.ts";
import type { Place } from "./events.ts";

/** A state that one of the tools can be in when the gate looks. */
export interface State {
  /** Changes the clean world, in which both tools looked at everything and found nothing. */
  readonly world?: (world: World, at: Place) => World;
  readonly faults?: (at: Place) => Faults;
  /** The workflow does not have this tool's token. */
  readonly off?: true;
  /** Files of the job. */
  readonly tree?: Tree;
}

export type States = Readonly<Record<string, State>>;

/** An answer with a status and a short JSON body. */
export const refusal = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: "answer",
  status,
  body: { error: `answered ${status}` },
  headers,
});

/** Requests whose path a pattern fits go wrong. */
export const on =
  (pattern: RegExp, fault: Fault, when: (nth: number) => boolean = () => true) =>
  (request: RecordedRequest, nth: number): Fault | undefined =>
    pattern.test(request.path) && when(nth) ? fault : undefined;

/** Milliseconds since 1970 that many minutes ago, as ISO 8601. */
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
