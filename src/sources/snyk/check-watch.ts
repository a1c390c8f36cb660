import { toReason } from "../../errors.ts";
import type { CommitStatus } from "../../forge-ports.ts";
import type { SnykProduct } from "../../model/evidence.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { Clock, Deadline, LogGroup } from "../../ports.ts";
import { present } from "../../text/present.ts";
import type { SourceForge } from "../source.ts";
import { beforeDeadline, waitFor } from "../wait.ts";
import { type CheckAuthors, pendingContexts, type SnykCheck, selectChecks } from "./checks.ts";
import {
  type AwaitedCheck,
  awaitedName,
  type CheckedHead,
  checksNeverCame,
  checksStillPending,
  ExpectedChecks,
  type ExpectedQuestion,
  expectedProducts,
  isThere,
} from "./expected-checks.ts";
import { attributeToSnyk } from "./reasons.ts";

/** What reading checks needs of the run. */
export interface CheckOptions {
  readonly forge: Pick<SourceForge, "pullRequests" | "statuses">;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Pick<LogGroup, "info">;
  readonly pollIntervalMs: number;
  /** Logins whose statuses alone are Snyk's; empty: everybody's but those of workflows. */
  readonly trusted: readonly string[];
  /** How long after the begin a check that is not there yet is waited for; 0: not at all. */
  readonly waitMs: number;
  /** Becomes true when Semgrep's scan is ready, and false when there will be none; absent when it is off. */
  readonly scanReady?: Promise<boolean>;
}

/** What was learnt of a commit's checks. */
export interface ChecksRead {
  /** Undefined when nobody could be asked; never taken for "there are none". */
  readonly checks?: readonly SnykCheck[];
  /** Products whose check an earlier head had and this one lacks. */
  readonly expected: readonly SnykProduct[];
  /** Why they could not be read, or not to their end. */
  readonly unread?: Reason;
  /** Checks that never came to a result, and expected ones that never came. */
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}

/** What the evidence asks of checks, once the checks that are there are known. */
export type CheckNeeds = (
  checks: readonly SnykCheck[],
) => Pick<ExpectedQuestion, "lacking" | "managed" | "isRepositoryManaged" | "isNeeded">;

/** Checks where there are none: on a ref, and of a merge group whose pull request is not known. */
export const NO_CHECKS: ChecksRead = { expected: [], reasons: [], notes: [] };

/**
 * Watches the checks of one commit. The first look is at once, one more when Semgrep's scan is ready, each after the
 * answer to the one before, so that what was seen last is the newest. Nothing here throws.
 */
export class CheckWatch {
  readonly #options: CheckOptions;
  readonly #head: CheckedHead;
  readonly #until: number;
  /** The look that was begun last; those before it are done when it is. */
  #newestLook: Promise<unknown>;
  #seen: readonly SnykCheck[] | undefined;
  #author: string | undefined;
  #isWaiting = false;
  #scanIsReady = false;
  #lookedSinceReady = false;

  constructor(options: CheckOptions, head: CheckedHead) {
    this.#options = options;
    this.#head = head;
    this.#author = head.author;
    this.#until = options.clock.now() + options.waitMs;
    this.#newestLook = heldBack(this.#look());
    void options.scanReady?.then((isReady) => {
      this.#scanIsReady = isReady;
      // Where checks are waited for, the next look comes by itself.
      if (isReady && !this.#isWaiting) this.#lookNext();
    });
  }

  /**
   * Resolves when every check has come to a result: after those that are not there yet, as long as they are waited for,
   * after pending ones, and after a look that was begun when Semgrep's scan was ready. The last state decides.
   */
  async settle(needs: CheckNeeds): Promise<ChecksRead> {
    let awaited: readonly AwaitedCheck[] = [];
    let notes: readonly Note[] = [];
    try {
      await this.#untilLooked();
      ({ awaited, notes } = await this.#whatCanCome(needs));
      await this.#untilLooked();
      await this.#untilThere(awaited);
      await this.#untilDone();
      if (await this.#scanIsThere()) {
        if (!this.#lookedSinceReady) this.#lookNext();
        await this.#untilLooked();
        await this.#untilDone();
      }
      return { ...this.#read(awaited, notes), reasons: this.#unfinished(awaited) };
    } catch (thrown) {
      const unread = attributeToSnyk(toReason(thrown, "github"));
      return { ...this.#read(awaited, notes), unread, reasons: [] };
    }
  }

  #read(awaited: readonly AwaitedCheck[], notes: readonly Note[]): Omit<ChecksRead, "reasons"> {
    const missing = awaited.filter((check) => !isThere(this.#seen ?? [], check));
    return { ...present({ checks: this.#seen }), expected: expectedProducts(missing), notes };
  }

  /** Begins a look as soon as the one before has its answer. */
  #lookNext(): void {
    this.#lookedSinceReady = this.#scanIsReady;
    this.#newestLook = heldBack(this.#newestLook.then(() => this.#look()));
  }

  /** Waits for the looks that were begun, also while it waits. */
  async #untilLooked(): Promise<void> {
    let look: Promise<unknown> | undefined;
    while (look !== this.#newestLook) {
      look = this.#newestLook;
      await look;
    }
  }

  async #look(): Promise<readonly SnykCheck[]> {
    const { forge, deadline } = this.#options;
    this.#lookedSinceReady = this.#scanIsReady;
    const statuses = await beforeDeadline(forge.statuses.newest(this.#head.commit), deadline.signal);
    this.#seen = selectChecks(statuses, this.#authors);
    await this.#learnAuthor(statuses);
    this.#seen = selectChecks(statuses, this.#authors);
    return this.#seen;
  }

  get #authors(): CheckAuthors {
    return { trusted: this.#options.trusted, ...present({ pullRequestAuthor: this.#author }) };
  }

  /** Asks who opened the pull request where the event did not tell it, and only when that makes a difference. */
  async #learnAuthor(statuses: readonly CommitStatus[]): Promise<void> {
    const { forge, deadline, trusted } = this.#options;
    const { number } = this.#head;
    if (this.#author !== undefined || number === undefined || trusted.length > 0) return;
    const succeeded = (this.#seen ?? []).some(({ state }) => state === "success");
    if (!succeeded || statuses.every(({ author }) => author === undefined)) return;
    const pull = await beforeDeadline(forge.pullRequests.get(number), deadline.signal);
    // A deleted account has no login, and sets no status any more.
    this.#author = pull.author ?? "";
  }

  async #whatCanCome(needs: CheckNeeds) {
    const { forge, deadline, waitMs } = this.#options;
    const checks = this.#seen ?? [];
    const question = { head: this.#head, checks, ...needs(checks) };
    if (waitMs <= 0 || question.lacking.length === 0) return { awaited: [], notes: [] };
    return await beforeDeadline(new ExpectedChecks(forge, this.#authors).find(question), deadline.signal);
  }

  async #untilThere(awaited: readonly AwaitedCheck[]): Promise<void> {
    const { clock, deadline, log } = this.#options;
    const left = () => Math.max(0, Math.min(deadline.remaining(), this.#until - clock.now()));
    const missingIn = (checks: readonly SnykCheck[]) => awaited.filter((check) => !isThere(checks, check));
    await this.#wait({
      deadline: { signal: deadline.signal, remaining: left },
      done: (checks) => missingIn(checks).length === 0,
      tell: (checks, waitedMs) => {
        for (const check of missingIn(checks)) {
          const progress = `${seconds(waitedMs)} so far, at most ${seconds(waitedMs + left())}`;
          log.info(`waiting for Snyk's check ${awaitedName(check)}: ${check.why} (${progress})`);
        }
      },
    });
    for (const check of missingIn(this.#seen ?? [])) {
      log.info(`Snyk's check ${awaitedName(check)} did not come in the time that it is waited for`);
    }
  }

  async #untilDone(): Promise<void> {
    const { deadline, log } = this.#options;
    await this.#wait({
      deadline,
      done: (checks) => pendingContexts(checks).length === 0,
      tell: (checks, waitedMs) =>
        log.info(`waiting for ${pendingContexts(checks).join(", ")}: pending (${seconds(waitedMs)} so far)`),
    });
  }

  /** Waits from what was seen last on, so that no look is made twice. */
  async #wait(waiting: {
    readonly deadline: Deadline;
    readonly done: (checks: readonly SnykCheck[]) => boolean;
    readonly tell: (checks: readonly SnykCheck[], waitedMs: number) => void;
  }): Promise<void> {
    const { clock, pollIntervalMs } = this.#options;
    let known = this.#seen;
    const look = async () => {
      const checks = known ?? (await this.#look());
      known = undefined;
      return checks;
    };
    this.#isWaiting = true;
    try {
      await waitFor({ look, clock, pollIntervalMs, ...waiting });
    } finally {
      this.#isWaiting = false;
    }
  }

  /** Whether Semgrep's scan is ready, once that is known. The end of the time is no trouble of checks. */
  async #scanIsThere(): Promise<boolean> {
    const { scanReady, deadline } = this.#options;
    if (scanReady === undefined) return false;
    try {
      return await beforeDeadline(scanReady, deadline.signal);
    } catch {
      return false;
    }
  }

  #unfinished(awaited: readonly AwaitedCheck[]): readonly Reason[] {
    const checks = this.#seen ?? [];
    const pending = pendingContexts(checks);
    const missing = awaited.filter((check) => check.context !== undefined && !isThere(checks, check));
    return [
      ...(pending.length === 0 ? [] : [checksStillPending(pending)]),
      ...(missing.length === 0 ? [] : [checksNeverCame(missing)]),
    ];
  }
}

/** The same promise, whose failure may be taken later. */
function heldBack<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
