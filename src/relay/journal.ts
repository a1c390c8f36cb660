import "../no-eval.ts";
import { z } from "zod";
import { present } from "../text/present.ts";
import type { EarlierDispatches } from "./pace.ts";
import type { QueuedDispatch, TakenDelivery } from "./queue.ts";

/**
 * The state file: lines of JSON, only ever appended to, and replaced by a shorter one now and then. Each line says
 * one thing that happened and is true by itself, so that the file can end at any byte: what is left of a line that
 * was cut off is not JSON, and is left out.
 */

/** Bodies that are known again. Senders repeat a delivery within minutes or hours; this is days of them. */
const MOST_BODIES = 100_000;

/** Hashes in one line of a file that was made short. */
const BODIES_A_LINE = 500;

const dispatch = z.object({
  id: z.int().min(1),
  repository: z.string(),
  commit: z.string().optional(),
  pullRequest: z.int().min(1).optional(),
  due: z.number(),
});

const line = z.union([
  z.object({ relay: z.literal(1), next: z.int().min(1) }),
  z.object({ taken: z.string(), into: z.array(dispatch) }),
  z.object({ trying: z.int() }),
  z.object({ accepted: z.int(), at: z.number() }),
  z.object({ failed: z.int(), at: z.number() }),
  z.object({ waiting: dispatch }),
  z.object({ bodies: z.array(z.string()) }),
  z.object({ sent: z.array(z.number()) }),
]);
type JournalLine = z.input<typeof line>;

/** What a relay must remember. */
export interface RelayState extends EarlierDispatches {
  /** In the order of their ids. */
  readonly pending: readonly QueuedDispatch[];
  /** Hashes of bodies that were taken, oldest first. */
  readonly bodies: Iterable<string>;
  readonly nextId: number;
}

/** A state file, read; or why it is none. */
export type StateFileRead =
  | {
      readonly ok: true;
      readonly state: RelayState /** Lines that could not be read. */;
      readonly unreadable: number;
    }
  | { readonly ok: false };

/** Reads a state file, however it ended. A file that does not begin like one is refused, for it is somebody else's. */
export function readStateFile(text: string): StateFileRead {
  const begin = JSON.stringify({ relay: 1 }).slice(0, -1);
  if (!(text.startsWith(begin) || begin.startsWith(text))) return { ok: false };
  const pending = new Map<number, QueuedDispatch>();
  const bodies = new TakenBodies();
  const sent: number[] = [];
  const trying = new Set<number>();
  let nextId = 1;
  let unreadable = 0;
  const keep = (one: z.output<typeof dispatch>): void => {
    pending.set(one.id, fromLine(one));
    nextId = Math.max(nextId, one.id + 1);
  };
  for (const each of text.split("\n")) {
    if (each === "") continue;
    const read = parseLine(each);
    if (read === undefined) unreadable += 1;
    else if ("relay" in read) nextId = Math.max(nextId, read.next);
    else if ("waiting" in read) keep(read.waiting);
    else if ("bodies" in read) for (const hash of read.bodies) bodies.add(hash);
    else if ("sent" in read) sent.push(...read.sent);
    else if ("trying" in read) trying.add(read.trying);
    else if ("accepted" in read || "failed" in read) {
      const id = "accepted" in read ? read.accepted : read.failed;
      if ("accepted" in read) pending.delete(id);
      trying.delete(id);
      sent.push(read.at);
    } else {
      bodies.add(read.taken);
      for (const one of read.into) keep(one);
    }
  }
  const inOrder = [...pending.values()].toSorted((a, b) => a.id - b.id);
  return { ok: true, state: { pending: inOrder, bodies, sent, trying: [...trying], nextId }, unreadable };
}

function parseLine(text: string): z.output<typeof line> | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function fromLine({ id, due, repository, commit, pullRequest }: z.output<typeof dispatch>): QueuedDispatch {
  return { id, due, target: { repository, ...present({ commit, pullRequest }) } };
}

function toLine({ id, due, target }: QueuedDispatch): z.input<typeof dispatch> {
  return { id, ...target, due };
}

function written(what: JournalLine): string {
  return `${JSON.stringify(what)}\n`;
}

/** The line of a delivery that was taken: must be in the file before its sender is told so. */
export function takenLine({ hash, into }: TakenDelivery): string {
  return written({ taken: hash, into: into.map(toLine) });
}

/** The line of a dispatch that is sent now: a next process must know that it may have reached GitHub. */
export function tryingLine(id: number): string {
  return written({ trying: id });
}

/** The line of a dispatch that ended: GitHub accepted it, or it stays in the queue. */
export function endedLine(result: "accepted" | "failed", id: number, at: number): string {
  return written(result === "accepted" ? { accepted: id, at } : { failed: id, at });
}

/** The lines of a whole state file, as short as can be. */
export function* stateFileLines({ pending, bodies, sent, trying, nextId }: RelayState): Generator<string> {
  yield written({ relay: 1, next: nextId });
  yield written({ sent: [...sent] });
  const all = [...bodies];
  for (let at = 0; at < all.length; at += BODIES_A_LINE) {
    yield written({ bodies: all.slice(at, at + BODIES_A_LINE) });
  }
  for (const one of pending) yield written({ waiting: toLine(one) });
  for (const id of trying) yield tryingLine(id);
}

/** The bodies that were taken, the newest 100,000 of them. */
export class TakenBodies implements Iterable<string> {
  readonly #hashes: Set<string>;

  constructor(hashes: Iterable<string> = []) {
    this.#hashes = new Set(hashes);
  }

  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }

  add(hash: string): void {
    this.#hashes.add(hash);
    if (this.#hashes.size <= MOST_BODIES) return;
    const [oldest] = this.#hashes;
    if (oldest !== undefined) this.#hashes.delete(oldest);
  }

  /** Forgets a body, so that it may be sent again. */
  delete(hash: string): void {
    this.#hashes.delete(hash);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#hashes[Symbol.iterator]();
  }
}
