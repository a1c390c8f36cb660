import { ScanGateError, sentence, toReason } from "../../errors.ts";
import type { CommitStatus } from "../../forge-ports.ts";
import type { SnykProduct } from "../../model/evidence.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { SourceForge } from "../source.ts";
import { type CheckAuthors, productOfContext, type SnykCheck, selectChecks } from "./checks.ts";

/** The head of a pull request, whose checks are read. */
export interface CheckedHead {
  readonly commit: string;
  /** The pull request's number; absent where nobody tells it. */
  readonly number?: number;
  /** The login of whoever opened it, where that is known. */
  readonly author?: string;
}

/** A check that is not there yet, and why it is waited for. */
export interface AwaitedCheck {
  /** The context that an earlier head had: it is expected. Without it any check of the product will do. */
  readonly context?: string;
  /** Undefined for a product that is new. */
  readonly product: SnykProduct | undefined;
  /** As it stands in the log: `it was there on 3f2e1d0`. */
  readonly why: string;
}

/** What has to be told before anything is waited for. */
export interface ExpectedQuestion {
  readonly head: CheckedHead;
  /** The checks that are there. */
  readonly checks: readonly SnykCheck[];
  /** Products of which no check is there, and whose evidence hangs on one. */
  readonly lacking: readonly SnykProduct[];
  /** Those of which an active project was imported from a source code manager. */
  readonly managed: readonly SnykProduct[];
  /** Whether any active project of the repository was: then Snyk can check its pull requests. */
  readonly isRepositoryManaged: boolean;
  /** Whether evidence of a product hangs on its check. */
  readonly isNeeded: (product: SnykProduct | undefined) => boolean;
}

/** How many earlier heads, and how many other pull requests, are asked for their checks. */
const MOST_LOOKED_AT = 5;

/**
 * Which checks can still come (contract §5.2): those that an earlier head of the pull request had, and one of each
 * lacking product where Snyk lately checked other pull requests. Of a product that Snyk did not import itself, only a
 * check of that very product on another pull request says that one comes: else every run would wait for what its
 * command line looks at. When that cannot be asked, one of each imported product is taken to come.
 */
export class ExpectedChecks {
  readonly #forge: Pick<SourceForge, "pullRequests" | "statuses">;
  readonly #authors: CheckAuthors;

  constructor(forge: Pick<SourceForge, "pullRequests" | "statuses">, authors: CheckAuthors) {
    this.#forge = forge;
    this.#authors = authors;
  }

  async find(
    question: ExpectedQuestion,
  ): Promise<{ readonly awaited: readonly AwaitedCheck[]; readonly notes: readonly Note[] }> {
    let earlier: readonly AwaitedCheck[] = [];
    try {
      earlier = await this.#ofEarlierHeads(question);
      const { lacking, isRepositoryManaged } = question;
      const rest = lacking.filter((product) => !earlier.some((check) => check.product === product));
      const isAsked = isRepositoryManaged && rest.length > 0;
      const others = isAsked ? await this.#ofOtherPullRequests(question, rest) : [];
      return { awaited: [...earlier, ...others], notes: [] };
    } catch (thrown) {
      if (!(thrown instanceof ScanGateError) || thrown.code === "cancelled") throw thrown;
      const { message } = toReason(thrown, "github");
      const why = "whether one can come could not be asked";
      const text = `Snyk's pull request checks are waited for, because ${why}: ${message}`;
      const awaited = question.managed.map((product) => ({ product, why }));
      return { awaited: [...earlier, ...awaited], notes: [{ level: "warning", text }] };
    }
  }

  /** Contexts that the commits before the head had, and the head lacks; each with the newest commit that had it. */
  async #ofEarlierHeads({ head, checks, isNeeded }: ExpectedQuestion): Promise<readonly AwaitedCheck[]> {
    if (head.number === undefined) return [];
    const commits = (await this.#forge.pullRequests.commitsOf(head.number)).map((id) => id.toLowerCase());
    const at = commits.lastIndexOf(head.commit);
    const before = (at === -1 ? commits : commits.slice(0, at)).slice(-MOST_LOOKED_AT).toReversed();
    const found = await Promise.all(
      before.map(async (commit) => ({ commit, checks: await this.#checksOn(commit) })),
    );
    const awaited = new Map<string, AwaitedCheck>();
    for (const { commit, checks: earlier } of found) {
      for (const { context, product } of earlier) {
        const name = context.toLowerCase();
        if (awaited.has(name) || !isNeeded(product) || isThere(checks, { context, product })) continue;
        awaited.set(name, { context, product, why: `it was there on ${commit.slice(0, 7)}` });
      }
    }
    return [...awaited.values()];
  }

  /** The products of which Snyk can be taken to check this pull request, since it checked another one lately. */
  async #ofOtherPullRequests(
    { head, managed }: ExpectedQuestion,
    products: readonly SnykProduct[],
  ): Promise<readonly AwaitedCheck[]> {
    const awaited = new Map<SnykProduct, AwaitedCheck>();
    const pulls = await this.#forge.pullRequests.lastUpdated(MOST_LOOKED_AT + 1);
    for (const pull of pulls.filter((one) => one.number !== head.number).slice(0, MOST_LOOKED_AT)) {
      if (products.every((product) => awaited.has(product))) break;
      const checks = await this.#checksOn(pull.headCommit.toLowerCase());
      for (const product of products) {
        const check =
          checks.find((one) => one.product === product) ??
          (managed.includes(product) ? checks[0] : undefined);
        if (check === undefined || awaited.has(product)) continue;
        const why = `pull request #${pull.number} has ${check.context} on ${pull.headCommit.slice(0, 7)}`;
        awaited.set(product, { product, why });
      }
    }
    return [...awaited.values()];
  }

  async #checksOn(commit: string): Promise<readonly SnykCheck[]> {
    const statuses: readonly CommitStatus[] = await this.#forge.statuses.newest(commit);
    return selectChecks(statuses, this.#authors);
  }
}

/** Whether a check has come. A success that the pull request's own author set ends no waiting. */
export function isThere(
  checks: readonly SnykCheck[],
  { context, product }: Pick<AwaitedCheck, "context" | "product">,
): boolean {
  const wanted = context?.toLowerCase();
  return checks.some(
    (check) =>
      check.ownSuccess === undefined &&
      (wanted === undefined ? check.product === product : check.context.toLowerCase() === wanted),
  );
}

/** An awaited check as people know it. */
export function awaitedName({ context, product }: Pick<AwaitedCheck, "context" | "product">): string {
  return context ?? `of ${product ?? "a new product"}`;
}

/** The products of contexts that are expected. */
export function expectedProducts(awaited: readonly AwaitedCheck[]): readonly SnykProduct[] {
  return awaited.flatMap(({ context }) => (context === undefined ? [] : (productOfContext(context) ?? [])));
}

/** That checks had no result when the time was up. */
export function checksStillPending(pending: readonly string[]): Reason {
  const message = sentence(
    `Snyk's pull request check ${pending.join(", ")} was still pending when the time was up`,
    "Run again when it is done, or raise `timeout`",
  );
  return { code: "timeout", source: "snyk", message };
}

/** That checks which an earlier head had were not set for this one. */
export function checksNeverCame(missing: readonly AwaitedCheck[]): Reason {
  const names = missing.map((check) => `${awaitedName(check)} (${check.why})`).join(", ");
  const message = sentence(
    `Snyk's pull request check ${names} did not come for this commit in the time that it is waited for`,
    "Look at Snyk's integration, then run again; or raise `snyk-check-wait`",
  );
  return { code: "timeout", source: "snyk", message };
}
