import type { Clock } from "../../../ports.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepProject } from "../client.ts";
import { isOfProject, newestFirst, type Scan, toScan } from "./scan.ts";

/** Pages of history read at most for one question. */
const MOST_PAGES = 10;
const PAGE_SIZE = 100;
/** The largest that the description allows: in a busy project one request must hold what is new. */
const BUSY_PAGE_SIZE = 500;
/** How far back later looks reach in a project with a long history: more than any wait and any wrong clock. */
const LOOKBACK_MS = 24 * 60 * 60 * 1000;

/**
 * The scans of one project as far as they were seen, kept over all looks. The first look reads the history until it
 * finds what it is asked for; every later look is one small request.
 */
export class ScanList {
  readonly #options: {
    api: SemgrepApi;
    deployment: SemgrepDeployment;
    project: SemgrepProject;
    clock: Clock;
  };
  readonly #byId = new Map<string, Scan>();
  /** Where the history goes on; undefined: from its start, or it has been read to its end. */
  #historyCursor: string | undefined;
  #historyEnded = false;
  /** Whether the history is more than one page, so that later looks are better limited in time. */
  #long = false;
  #looked = false;
  /** Where the recent scans go on, when one request could not hold them: every other look follows it. */
  #recentCursor: string | undefined;

  constructor(options: {
    readonly api: SemgrepApi;
    readonly deployment: SemgrepDeployment;
    readonly project: SemgrepProject;
    readonly clock: Clock;
  }) {
    this.#options = options;
  }

  /** All scans seen so far, newest first. */
  get scans(): readonly Scan[] {
    return [...this.#byId.values()].sort(newestFirst);
  }

  /** Looks once. `found` tells the first look when it may stop to read back. */
  async look(found: (scans: readonly Scan[]) => boolean): Promise<readonly Scan[]> {
    if (!this.#looked) {
      const scans = await this.readBack(found);
      this.#looked = true;
      return scans;
    }
    const cursor = this.#recentCursor;
    const next = await this.#page({ cursor, recent: this.#long });
    this.#recentCursor = cursor === undefined && !found(this.scans) ? next : undefined;
    return this.scans;
  }

  /** Reads the history on until `found` is content, the history ends, or enough was read. */
  async readBack(found: (scans: readonly Scan[]) => boolean): Promise<readonly Scan[]> {
    for (let page = 0; page < MOST_PAGES && !this.#historyEnded; page += 1) {
      if (this.#byId.size > 0 && found(this.scans)) break;
      const next = await this.#page({ cursor: this.#historyCursor, recent: false });
      this.#historyEnded = next === undefined;
      this.#historyCursor = next;
    }
    return this.scans;
  }

  /** Reads one page; the cursor of the next one, undefined at the end. */
  async #page({ cursor, recent }: { cursor: string | undefined; recent: boolean }) {
    const { api, deployment, project, clock } = this.#options;
    const answer = await api.searchScans({
      deployment,
      project,
      limit: recent ? BUSY_PAGE_SIZE : PAGE_SIZE,
      ...(cursor === undefined ? {} : { cursor }),
      ...(recent ? { since: new Date(clock.now() - LOOKBACK_MS).toISOString() } : {}),
    });
    for (const wire of answer.scans) if (isOfProject(wire, project)) this.#byId.set(wire.id, toScan(wire));
    if (cursor !== undefined && answer.scans.length > 0) this.#long = true;
    const next = answer.cursor;
    const ended = next === undefined || next === "" || next === cursor || answer.scans.length === 0;
    return ended ? undefined : next;
  }
}
