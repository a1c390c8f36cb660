import type { DispatchResult, WantedDispatch } from "../../platform/relay/dispatcher.ts";
import type { ServedAnswer, ServedHead, ServedRoutes } from "../../platform/relay/server.ts";
import type { AppendFile } from "../../platform/relay/state-file.ts";
import {
  type AdmissionRules,
  admitDelivery,
  admitHead,
  type DeliveryRefusal,
  sourceOfPath,
  TOO_LARGE,
  type WholeDelivery,
} from "../../relay/admit.ts";
import {
  endedLine,
  type RelayState,
  stateFileLines,
  TakenBodies,
  takenLine,
  tryingLine,
} from "../../relay/journal.ts";
import { RelayMetrics } from "../../relay/metrics.ts";
import { DispatchPace } from "../../relay/pace.ts";
import { DispatchQueue, type QueuedDispatch } from "../../relay/queue.ts";
import type { RelaySource } from "../../relay/signature.ts";
import { duration } from "../../text/duration.ts";
import { present } from "../../text/present.ts";
import { type RelayLog, targetWords } from "./log.ts";

/** The world of a relay. */
export interface RelayPorts {
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: RelayLog;
  readonly send: (wanted: WantedDispatch, signal: AbortSignal) => Promise<DispatchResult>;
  /** Opens the state file with the lines that it is to hold first. */
  readonly openState?: (lines: Iterable<string>) => AppendFile;
}

export interface RelayOptions extends AdmissionRules {
  readonly limit: number;
  readonly restored: RelayState;
}

/** A state file that grew by more than this is made short. */
const MOST_GROWTH = 4 * 1024 * 1024;

/** Asked to come again when the queue is full: by then a few dispatches have been sent. */
const RETRY_LATER = { "retry-after": "30" };

/** Takes deliveries, keeps them, and sends what they ask for until GitHub accepts it. */
export class Relay implements ServedRoutes {
  readonly #ports: RelayPorts;
  readonly #rules: AdmissionRules;
  readonly #queue: DispatchQueue;
  readonly #pace: DispatchPace;
  readonly #bodies: TakenBodies;
  readonly #metrics = new RelayMetrics();
  readonly #state: AppendFile | undefined;
  readonly #ended = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  /** @throws the error of Node.js when the state file cannot be written */
  constructor({ restored, limit, ...rules }: RelayOptions, ports: RelayPorts) {
    this.#ports = ports;
    this.#rules = rules;
    this.#queue = new DispatchQueue(limit, { restored: restored.pending, nextId: restored.nextId });
    this.#pace = new DispatchPace(restored, ports.now());
    this.#bodies = new TakenBodies(restored.bodies);
    this.#state = ports.openState?.(this.#lines());
  }

  get queued(): number {
    return this.#queue.size;
  }

  /** Begins to send what an earlier process left. */
  start(): void {
    this.#pump();
  }

  /**
   * Takes and sends nothing more, and waits a moment for what is under way: what GitHub accepts by then is not sent
   * again. The state file already holds all that is left.
   */
  async stop(graceMs: number): Promise<void> {
    this.#ended.abort();
    clearTimeout(this.#timer);
    const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([Promise.allSettled(this.#underWay), grace]);
  }

  begin(head: ServedHead): ServedAnswer | ((body: Uint8Array) => Promise<ServedAnswer>) {
    if (head.method === "GET" && head.path === "/healthz") return this.#health();
    if (head.method === "GET" && head.path === "/metrics") return this.#exposition();
    const admitted = admitHead(head, this.#rules);
    if ("status" in admitted) return this.#refuse(sourceOfPath(head.path) ?? "other", admitted);
    const { source, secret } = admitted;
    return (body) => this.#take({ source, secret, headers: head.headers, body });
  }

  tooLarge(head: ServedHead): ServedAnswer {
    return this.#refuse(sourceOfPath(head.path) ?? "other", TOO_LARGE);
  }

  failed(thrown: unknown): void {
    this.#ports.log.error("failed", { message: `a request could not be answered: ${String(thrown)}` });
  }

  async #take(delivery: WholeDelivery): Promise<ServedAnswer> {
    const { source } = delivery;
    if (this.#ended.signal.aborted) return this.#busy(source, "the relay is ending");
    const wasTaken = (hash: string) => this.#bodies.has(hash);
    const admitted = admitDelivery(delivery, { allowed: this.#rules.allowed, wasTaken });
    if ("status" in admitted) return this.#refuse(source, admitted);
    const { hash, targets } = admitted;
    const put = this.#queue.take(hash, targets, this.#ports.now());
    if (put === undefined) return this.#busy(source, "the queue is full");
    try {
      this.#append(takenLine(put.taken));
    } catch (error) {
      put.undo();
      return this.#stateFailed(source, error);
    }
    this.#bodies.add(hash);
    this.#pump();
    try {
      await this.#state?.synced();
    } catch (error) {
      // Its sender is asked to come again, and must not be told then that all is well.
      this.#bodies.delete(hash);
      return this.#stateFailed(source, error);
    }
    const dispatches = put.taken.into.map(({ id, target }) => ({ id, target: targetWords(target) }));
    this.#ports.log.info("delivery", { source, status: 202, dispatches });
    return this.#answer(source, 202, { message: "taken" });
  }

  #busy(source: RelaySource, message: string): ServedAnswer {
    this.#ports.log.warning("delivery", { source, status: 503, message });
    return { ...this.#answer(source, 503, { message }), headers: { ...JSON_TYPE, ...RETRY_LATER } };
  }

  #stateFailed(source: RelaySource, error: unknown): ServedAnswer {
    this.#metrics.stateFailed();
    this.#ports.log.error("state", { message: `the state file cannot be written: ${String(error)}` });
    return this.#busy(source, "the state file cannot be written");
  }

  #refuse(source: RelaySource | "other", { status, why }: DeliveryRefusal): ServedAnswer {
    const level = status === 401 ? "warning" : "info";
    this.#ports.log[level]("delivery", { source, status, message: why });
    return this.#answer(source, status, { message: why });
  }

  #answer(source: RelaySource | "other", status: number, body: object): ServedAnswer {
    this.#metrics.answered(source, status);
    return status === 204 ? { status } : { status, headers: JSON_TYPE, body: `${JSON.stringify(body)}\n` };
  }

  #health(): ServedAnswer {
    const isEnding = this.#ended.signal.aborted;
    const body = { status: isEnding ? "ending" : "ok", queued: this.#queue.size, limit: this.#queue.limit };
    return { status: isEnding ? 503 : 200, headers: JSON_TYPE, body: `${JSON.stringify(body)}\n` };
  }

  #exposition(): ServedAnswer {
    const { size: queued, limit, inFlight } = this.#queue;
    const oldestDue = this.#queue.oldestDue();
    return {
      status: 200,
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
      body: this.#metrics.render({ queued, limit, inFlight, ...present({ oldestDue }) }, this.#ports.now()),
    };
  }

  /** Sends all that may be sent now, and comes back when the next may be. */
  #pump(): void {
    clearTimeout(this.#timer);
    while (!this.#ended.signal.aborted) {
      const now = this.#ports.now();
      const next = this.#queue.next(now, this.#pace.nextAt(now));
      if (next === undefined) return;
      if ("at" in next) {
        // No longer than a minute, for the clock may be set.
        this.#timer = setTimeout(() => this.#pump(), Math.min(Math.max(next.at - now, 1), 60_000));
        return;
      }
      const { id } = next.send;
      this.#pace.begun(id);
      this.#note(id, tryingLine(id));
      const work = this.#send(next.send).finally(() => {
        this.#underWay.delete(work);
        this.#pump();
      });
      this.#underWay.add(work);
    }
  }

  async #send({ id, target }: QueuedDispatch): Promise<void> {
    const { log, now, random } = this.#ports;
    const { repository } = target;
    // What is under way is not cut off: nobody would know whether GitHub took it.
    const result = await this.#ports.send(target, NEVER);
    const outcome = result.accepted ? "accepted" : "failed";
    const at = now();
    this.#metrics.dispatched(outcome);
    this.#pace.ended(id, at);
    if (result.accepted) {
      this.#queue.accepted(id);
      log.info("dispatch", { id, repository, accepted: true, payload: result.payload });
    } else {
      const { scope } = result;
      const pause = duration(Math.max(0, this.#queue.failed(id, result, { now: at, random: random() }) - at));
      const message = `${result.message}; next try in ${pause}`;
      log.warning("dispatch", { id, repository, accepted: false, scope, message });
    }
    this.#note(id, endedLine(outcome, id, at));
  }

  /** Writes down what became of a dispatch; without the line it may be sent again after a restart. */
  #note(id: number, line: string): void {
    try {
      this.#append(line);
    } catch (error) {
      this.#metrics.stateFailed();
      const message = `the state file cannot be written, so the dispatch may be sent again after a restart: ${String(error)}`;
      this.#ports.log.error("state", { id, message });
    }
  }

  #append(line: string): void {
    if (this.#state === undefined) return;
    if (this.#state.grown > MOST_GROWTH) this.#state.replace(this.#lines());
    this.#state.append(line);
  }

  #lines(): Iterable<string> {
    return stateFileLines({
      pending: this.#queue.pending(),
      bodies: this.#bodies,
      ...this.#pace.toKeep(this.#ports.now()),
      nextId: this.#queue.nextId,
    });
  }
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const NEVER = new AbortController().signal;
