import type { DispatchTarget } from "./events.ts";
import { type FailureScope, MOST_IN_FLIGHT, retryPause } from "./pace.ts";

/** Later deliveries of a target within this time of its last dispatch are joined into one. */
const JOIN_MS = 30_000;

/** A dispatch that GitHub has not accepted yet. */
export interface QueuedDispatch {
  /** Counts up, over restarts too. */
  readonly id: number;
  readonly target: DispatchTarget;
  /** When it may be sent first, in milliseconds since 1970. */
  readonly due: number;
}

/** A delivery as the state file keeps it. */
export interface TakenDelivery {
  readonly hash: string;
  /** The dispatches that stand for it: new ones, and ones that it was joined into. */
  readonly into: readonly QueuedDispatch[];
}

interface Entry extends QueuedDispatch {
  /** How many deliveries it stands for. */
  deliveries: number;
  /** Whether later deliveries may still join. */
  readonly joins: boolean;
  failures: number;
  notBefore: number;
  isInFlight: boolean;
}

interface Lane {
  /** The entries of one target, oldest first: at most the one that is being sent, and one that waits. */
  readonly entries: Entry[];
  lastDue: number;
}

interface Pause {
  failures: number;
  until: number;
}

/** A delivery that the queue has room for. */
export interface TakenIntoQueue {
  /** What to write into the state file. */
  readonly taken: TakenDelivery;
  /** Takes it back, as long as nothing of it was sent. */
  undo(): void;
}

/** How sending failed. */
export interface DispatchFailure {
  readonly scope: FailureScope;
  /** How long GitHub asks to be left alone, in milliseconds. */
  readonly waitMs?: number;
}

/** What a target is joined by: names of repositories differ in case. */
function laneKey({ repository, commit, pullRequest }: DispatchTarget): string {
  return `${repository.toLowerCase()} ${commit ?? ""} ${pullRequest ?? ""}`;
}

/**
 * The dispatches that are to be sent, and when. The first delivery of a target is sent at once; later ones within 30 s
 * are joined into one dispatch at the end of that time. Dispatches of one target are sent one after the other.
 * It holds at most `limit` dispatches, those under way included; time and chance are handed in.
 */
export class DispatchQueue {
  readonly limit: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #repositories = new Map<string, Pause>();
  readonly #github: Pause = { failures: 0, until: 0 };
  readonly #entries = new Map<number, Entry>();
  #nextId: number;
  #inFlight = 0;

  /** @param restored the dispatches that an earlier process left, in the order of their ids */
  constructor(
    limit: number,
    { restored = [], nextId = 1 }: { restored?: readonly QueuedDispatch[]; nextId?: number } = {},
  ) {
    this.limit = limit;
    this.#nextId = nextId;
    for (const one of restored) this.#add(one, true);
  }

  get size(): number {
    return this.#entries.size;
  }

  get nextId(): number {
    return this.#nextId;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** When the dispatch that waits longest was or is due; undefined when none waits. */
  oldestDue(): number | undefined {
    return [...this.#entries.values()].reduce<number | undefined>(
      (oldest, { due }) => (oldest === undefined ? due : Math.min(oldest, due)),
      undefined,
    );
  }

  /** All that wait or are under way, in the order of their ids. */
  pending(): readonly QueuedDispatch[] {
    return [...this.#entries.values()].map(({ id, target, due }) => ({ id, target, due }));
  }

  /**
   * Puts the targets of a delivery into the queue, all or none.
   * @returns undefined when the queue is full
   */
  take(hash: string, named: readonly DispatchTarget[], now: number): TakenIntoQueue | undefined {
    const targets = [...new Map(named.map((target) => [laneKey(target), target])).values()];
    const joined = targets.map((target) => this.#joinable(target));
    const added = joined.filter((entry) => entry === undefined).length;
    if (this.#entries.size + added > this.limit) return undefined;
    const into = targets.map((target, at) => {
      const entry = joined[at] ?? this.#open(target, now);
      entry.deliveries += 1;
      return entry;
    });
    const undo = () => {
      for (const entry of into) {
        entry.deliveries -= 1;
        if (entry.deliveries === 0) this.#remove(entry);
      }
    };
    return { taken: { hash, into: into.map(({ id, target, due }) => ({ id, target, due })) }, undo };
  }

  #joinable(target: DispatchTarget): Entry | undefined {
    const newest = this.#lanes.get(laneKey(target))?.entries.at(-1);
    return newest?.joins === true && !newest.isInFlight ? newest : undefined;
  }

  #open(target: DispatchTarget, now: number): Entry {
    const lane = this.#lanes.get(laneKey(target));
    const lastDue = lane?.lastDue ?? Number.NEGATIVE_INFINITY;
    // A clock that was set back must not keep a dispatch waiting for longer.
    const due = Math.min(Math.max(now, lastDue + JOIN_MS), now + JOIN_MS);
    const id = this.#nextId;
    this.#nextId += 1;
    return this.#add({ id, target, due }, due > now || (lane?.entries.length ?? 0) > 0);
  }

  #add(one: QueuedDispatch, joins: boolean): Entry {
    const entry = { ...one, joins, deliveries: 0, failures: 0, notBefore: 0, isInFlight: false };
    const key = laneKey(one.target);
    const lane = this.#lanes.get(key) ?? { entries: [], lastDue: one.due };
    lane.entries.push(entry);
    lane.lastDue = one.due;
    this.#lanes.set(key, lane);
    this.#entries.set(one.id, entry);
    this.#nextId = Math.max(this.#nextId, one.id + 1);
    return entry;
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.id);
    const lane = this.#lanes.get(laneKey(entry.target));
    const at = lane?.entries.indexOf(entry) ?? -1;
    if (at >= 0) lane?.entries.splice(at, 1);
  }

  /** The dispatch to send now, which is under way from then on; or when to ask again; undefined when nothing waits. */
  next(now: number, paceAt: number): { readonly send: QueuedDispatch } | { readonly at: number } | undefined {
    if (this.#inFlight >= MOST_IN_FLIGHT || this.size === this.#inFlight) return undefined;
    const open = Math.max(this.#github.until, paceAt);
    if (open > now) return { at: open };
    let best: { entry: Entry; at: number } | undefined;
    for (const [key, { entries, lastDue }] of this.#lanes) {
      const entry = entries[0];
      // Lanes are kept as long as a delivery could still be joined by them.
      if (entry === undefined && lastDue + JOIN_MS <= now) this.#lanes.delete(key);
      if (entry === undefined || entry.isInFlight) continue;
      const at = Math.max(entry.due, entry.notBefore, this.#pauseOf(entry.target));
      if (best === undefined || at < best.at || (at === best.at && entry.id < best.entry.id))
        best = { entry, at };
    }
    if (best === undefined) return undefined;
    if (best.at > now) return { at: best.at };
    best.entry.isInFlight = true;
    this.#inFlight += 1;
    return { send: best.entry };
  }

  #pauseOf({ repository }: DispatchTarget): number {
    return this.#repositories.get(repository.toLowerCase())?.until ?? 0;
  }

  /** GitHub accepted it: it leaves the queue. */
  accepted(id: number): void {
    const entry = this.#landed(id);
    if (entry === undefined) return;
    this.#remove(entry);
    this.#repositories.delete(entry.target.repository.toLowerCase());
    this.#github.failures = 0;
  }

  /** It stays, and waits for as long as GitHub asks, or for a pause that grows. @returns when it may be sent next */
  failed(
    id: number,
    { scope, waitMs = 0 }: DispatchFailure,
    { now, random }: { now: number; random: number },
  ): number {
    const entry = this.#landed(id);
    if (entry === undefined) return now;
    entry.failures += 1;
    if (scope === "dispatch") {
      entry.notBefore = now + Math.max(waitMs, retryPause(scope, entry.failures, random));
      return entry.notBefore;
    }
    const name = entry.target.repository.toLowerCase();
    const pause =
      scope === "github" ? this.#github : (this.#repositories.get(name) ?? { failures: 0, until: 0 });
    if (scope === "repository") this.#repositories.set(name, pause);
    // Several that were under way at once fail for one reason.
    if (pause.until <= now) pause.failures += 1;
    pause.until = Math.max(pause.until, now + Math.max(waitMs, retryPause(scope, pause.failures, random)));
    return pause.until;
  }

  #landed(id: number): Entry | undefined {
    const entry = this.#entries.get(id);
    if (entry?.isInFlight !== true) return undefined;
    entry.isInFlight = false;
    this.#inFlight -= 1;
    return entry;
  }
}
