import type { LogGroup } from "../../../ports.ts";
import { present } from "../../../text/present.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepProject } from "../client.ts";
import type { WireScan, WireScanDetails } from "../schema.ts";
import { isOfProject, isSameId, newestFirst, pullRequestOf, type Scan, toScan } from "./scan.ts";

/** Pages of history read at most in one run. */
const MOST_PAGES = 10;
/** The largest that the description allows: a month of most projects is one request. */
const PAGE_SIZE = 500;
const HOUR_MS = 60 * 60 * 1000;
/** How far back later looks reach: more than any wait and any wrong clock. */
const LOOKBACK_MS = 24 * HOUR_MS;

/** What the list of one project's scans is made with. */
export interface ScanListOptions {
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  readonly now: () => number;
  readonly log: LogGroup;
  /**
   * When the judged commit was made, in milliseconds since 1970; undefined when nobody can tell. Asked only when the
   * list has more than one page.
   */
  readonly commitMadeAt: () => Promise<number | undefined>;
}

/**
 * The scans of one project as far as they were seen, kept over all looks. The first look reads the list back until
 * it is older than the commit; every later look is one request for what is new.
 */
export class ScanList {
  readonly #options: ScanListOptions;
  readonly #byId = new Map<string, Scan>();
  /** What ended scans told of themselves, by id. */
  readonly #details = new Map<string, WireScanDetails>();
  /** Where the history goes on; undefined: from its start, or it has been read to its end. */
  #historyCursor: string | undefined;
  #historyEnded = false;
  #historyPages = 0;
  #looked = false;
  /** Where the recent scans go on, when one request could not hold them: every other look follows it. */
  #recentCursor: string | undefined;
  #cut = false;

  constructor(options: ScanListOptions) {
    this.#options = options;
  }

  /** All scans seen so far, newest first, with the pull requests that their details name. */
  get scans(): readonly Scan[] {
    return [...this.#byId.values()]
      .map((scan) => ({ ...scan, ...present({ pullRequest: namedPullRequest(this.#details.get(scan.id)) }) }))
      .sort(newestFirst);
  }

  /** Whether the first look ended before the list was older than the commit. */
  get cut(): boolean {
    return this.#cut;
  }

  /** Looks once. `found` tells whether a later look may forget what one request could not hold. */
  async look(found: (scans: readonly Scan[]) => boolean): Promise<readonly Scan[]> {
    if (!this.#looked) {
      await this.#readBackToCommit();
      this.#looked = true;
      return this.scans;
    }
    const cursor = this.#recentCursor;
    const { next } = await this.#page({ cursor, recent: true });
    this.#recentCursor = cursor === undefined && !found(this.scans) ? next : undefined;
    return this.scans;
  }

  /** Reads the history on until `found` is content, the history ends, or enough was read. */
  async readBack(found: (scans: readonly Scan[]) => boolean): Promise<readonly Scan[]> {
    while (this.#historyPages < MOST_PAGES && !this.#historyEnded && !found(this.scans)) {
      await this.#historyPage();
    }
    return this.scans;
  }

  knowsDetails(id: string): boolean {
    return this.#details.has(id);
  }

  /** What an ended scan tells of itself; asked for once. The scans then name the pull request that it names. */
  async details(id: string): Promise<WireScanDetails> {
    const known = this.#details.get(id);
    if (known !== undefined) return known;
    const details = await this.#options.api.scan(this.#options.deployment, id);
    // Those of another scan say nothing about this one.
    if (details.id === undefined || isSameId(details.id, id)) this.#details.set(id, details);
    return details;
  }

  async #readBackToCommit(): Promise<void> {
    let oldest: number | undefined;
    while (this.#historyPages < MOST_PAGES) {
      const reached = await this.#historyPage();
      if (this.#historyEnded) return;
      oldest ??= await this.#oldestOfInterest();
      if (oldest !== undefined && reached !== undefined && reached < oldest) return;
      this.#options.log.info(
        `${this.#options.project.name}: ${this.#byId.size} scans read, none as old as the commit yet`,
      );
    }
    this.#cut = true;
  }

  /**
   * No scan of the commit is older than this. The commit's own date is its author's word, and a later one than the
   * truth would hide scans; so the last day is read whatever it says.
   */
  async #oldestOfInterest(): Promise<number | undefined> {
    const { commitMadeAt, now } = this.#options;
    const made = await commitMadeAt();
    return made === undefined ? undefined : Math.min(made - HOUR_MS, now() - LOOKBACK_MS);
  }

  /** Reads the next page of the history; when its oldest scan started, if the page goes from new to old. */
  async #historyPage(): Promise<number | undefined> {
    const { next, scans } = await this.#page({ cursor: this.#historyCursor, recent: false });
    this.#historyPages += 1;
    this.#historyEnded = next === undefined;
    this.#historyCursor = next;
    const starts = scans
      .map(({ started_at }) => Date.parse(started_at ?? ""))
      .filter((at) => !Number.isNaN(at));
    const [first, last] = [starts[0], starts.at(-1)];
    // The order of the list is not described: one that begins with the oldest says nothing about what follows.
    return first !== undefined && last !== undefined && first >= last ? last : undefined;
  }

  /** Reads one page, and the cursor of the next one; undefined at the end. */
  async #page({
    cursor,
    recent,
  }: {
    readonly cursor: string | undefined;
    readonly recent: boolean;
  }): Promise<{
    readonly next: string | undefined;
    readonly scans: readonly WireScan[];
  }> {
    const { api, deployment, project, now } = this.#options;
    const { scans, cursor: next } = await api.searchScans({
      deployment,
      project,
      limit: PAGE_SIZE,
      ...present({ cursor, since: recent ? new Date(now() - LOOKBACK_MS).toISOString() : undefined }),
    });
    for (const wire of scans) if (isOfProject(wire, project)) this.#byId.set(wire.id, toScan(wire));
    const ended = next === undefined || next === "" || next === cursor || scans.length === 0;
    return { next: ended ? undefined : next, scans };
  }
}

/** The number of the pull request that details name; undefined when they name none. */
function namedPullRequest(details: WireScanDetails | undefined): string | undefined {
  const { pull_request_id: id, branch } = details?.meta ?? {};
  const digits = /^\d+$/.exec(id?.trim() ?? "")?.[0].replace(/^0+/, "");
  return digits || pullRequestOf(branch);
}
