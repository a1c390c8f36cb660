import type { RunContext } from "../../context/run-context.ts";
import type { SourceOutcome } from "../../model/evidence.ts";
import type { Reason } from "../../model/verdict.ts";
import type { HttpService } from "../../ports.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import { readAccount } from "../../settings/snyk-account.ts";
import { present } from "../../text/present.ts";
import type { SnykReport, Source, SourcePorts } from "../source.ts";
import { beforeDeadline } from "../wait.ts";
import { type PlacedProjects, placeProjects, type StaleProject, staleProjects } from "./branches.ts";
import { type ChecksRead, CheckWatch, NO_CHECKS } from "./check-watch.ts";
import type { SnykCheck } from "./checks.ts";
import { SnykApi } from "./client.ts";
import { isThere } from "./expected-checks.ts";
import { findSnykProjects, type KnownProjects } from "./find-projects.ts";
import { type ProjectReading, readProjectIssues } from "./issues.ts";
import { canBeChecked, climbLadder, type LadderKnowledge, needsCheck } from "./ladder.ts";
import { snykOutcome } from "./outcome.ts";
import { isManaged, productOf, type SnykProject } from "./project.ts";
import { snykReason } from "./reasons.ts";
import { findSubject, type SnykSubject } from "./subject.ts";
import { scannedCommits } from "./to-findings.ts";

export interface SnykOptions extends SourcePorts {
  readonly settings: SnykSettings;
  /** Logins whose commit statuses count as checks; empty: anybody but `github-actions[bot]`. */
  readonly checkAuthors: readonly string[];
  /** First pause between two looks at checks; grows by half up to a minute. */
  readonly pollIntervalMs: number;
  /** The whole run's, of which waiting for a check that is not there yet takes half at most. */
  readonly timeoutMs: number;
  readonly report?: SnykReport;
  /** Becomes true when Semgrep's scan is ready, and false when there will be none; absent when it is off. */
  readonly scanReady?: Promise<boolean>;
}

/**
 * Snyk as a source (contract §5): finds the repository's projects, climbs the ladder of evidence for each product, and
 * reads open issues. With `snyk-evidence: commit` it does not wait for projects to be tested again.
 */
export function snykSource(options: SnykOptions): Source {
  return {
    id: "snyk",
    async collect(context) {
      let service: HttpService | undefined;
      try {
        const account = readAccount(options.settings);
        service = options.connect({
          source: "snyk",
          baseUrl: account.apiUrl,
          authorization: account.authorization,
          deadline: options.deadline,
        });
        const look = { options, context, api: new SnykApi(service), appUrl: account.appUrl };
        const outcome = await collect(look);
        return { ...outcome, notes: [...account.notes, ...outcome.notes] };
      } catch (thrown) {
        return {
          evidence: { source: "snyk", status: "incomplete", requests: service?.requests ?? 0 },
          batches: [],
          reasons: [snykReason(thrown)],
          notes: [],
        };
      }
    },
  };
}

interface Look {
  readonly options: SnykOptions;
  readonly context: RunContext;
  readonly api: SnykApi;
  readonly appUrl: string;
}

/** Reads checks and projects side by side, then waits for checks as long as the evidence hangs on them. */
async function collect(look: Look): Promise<SourceOutcome> {
  const { options, context, api } = look;
  const watching = watchChecks(look);
  const [{ subject, watch }, known] = await Promise.all([watching, knownProjects(look)]);
  const placed = placeProjects(known.projects, subject.branches);
  const wanted = wantedProjects(placed, { subject, report: options.report });
  const readings = await readProjectIssues({ api, log: options.log }, [...wanted.head, ...wanted.base]);
  const head = readings.slice(0, wanted.head.length);
  const age = await ageOf(look, subject, head);
  const ladder = {
    mode: options.settings.evidence,
    isChange: subject.isChange,
    reported: options.report?.products ?? [],
    projects: known.projects,
    placed,
    stale: new Set(age.stale.map(({ project }) => project.id)),
  };
  // Where Snyk itself could not be asked, no check can complete what is known of it.
  const isLost = known.projects.length === 0 && known.reasons.length > 0;
  const needs = (seen: readonly SnykCheck[]) => (isLost ? NO_NEEDS : checkNeeds(ladder, seen));
  const checks = (await watch?.settle(needs)) ?? NO_CHECKS;
  const rungs = climbLadder({ ...ladder, ...checkedProducts(checks) });
  const base = readings.slice(wanted.head.length);
  return snykOutcome(
    { ...look, repository: `${context.owner}/${context.repo}` },
    { subject, known, placed, head, base, checks, rungs, ...age },
  );
}

/** Finds out what is judged and begins to watch its checks: on every pull request, whatever else there is. */
async function watchChecks({ options, context }: Look): Promise<{
  readonly subject: SnykSubject;
  readonly watch?: CheckWatch;
}> {
  const { settings, checkAuthors, timeoutMs, deadline, forge } = options;
  const subject = await beforeDeadline(findSubject(context, forge.pullRequests), deadline.signal);
  if (!subject.isChange || subject.commit === undefined) return { subject };
  const watch = new CheckWatch(
    {
      ...options,
      trusted: checkAuthors,
      waitMs: Math.min(settings.checkWaitMs, timeoutMs / 2),
    },
    { commit: subject.commit, ...present({ number: subject.number, author: subject.author }) },
  );
  return { subject, watch };
}

async function knownProjects({ options, context, api }: Look): Promise<KnownProjects> {
  const { owner, repo, repositoryUrl } = context;
  const { orgs, projects } = options.settings;
  const search = { organizations: orgs, repository: `${owner}/${repo}`, repositoryUrl, selectors: projects };
  return await findSnykProjects({ api, log: options.log }, search);
}

/**
 * The projects whose issues are read. Of a product that a report stands for, the head's are not: the report is newer.
 * The base of a change is its baseline; the base of a ref only stands in for products that the ref does not have.
 */
function wantedProjects(
  { head, base }: PlacedProjects,
  { subject, report }: { readonly subject: SnykSubject; readonly report: SnykReport | undefined },
): PlacedProjects {
  const isReported = (project: SnykProject) => report?.products.includes(productOf(project)) === true;
  const hasHead = (project: SnykProject) => head.some((one) => productOf(one) === productOf(project));
  return {
    head: head.filter((project) => !isReported(project)),
    base: subject.isChange ? base : base.filter((project) => !isReported(project) && !hasHead(project)),
  };
}

/** Which head projects do not show this commit. By branch that is worth a note, by commit it decides. */
async function ageOf(
  { options }: Look,
  { commit, commits }: SnykSubject,
  head: readonly ProjectReading[],
): Promise<{ readonly stale: readonly StaleProject[]; readonly reasons: readonly Reason[] }> {
  const projects = head.map((reading) => ({ project: reading.project, commits: scannedCommits(reading) }));
  if (head.length === 0 || commit === undefined) return { stale: [], reasons: [] };
  if (options.settings.evidence === "branch") {
    const named = projects.filter((project) => project.commits.length > 0);
    return { stale: staleProjects(named, { commits, madeAt: "" }), reasons: [] };
  }
  try {
    const madeAt = await beforeDeadline(options.forge.commits.date(commit), options.deadline.signal);
    return { stale: staleProjects(projects, { commits, madeAt }), reasons: [] };
  } catch (thrown) {
    return { stale: [], reasons: [snykReason(thrown)] };
  }
}

const NO_NEEDS = { lacking: [], managed: [], isRepositoryManaged: false, isNeeded: () => false };

function checkedProducts({ checks = [], expected }: Pick<ChecksRead, "checks" | "expected">) {
  return { checked: checks.flatMap(({ product }) => product ?? []), expected };
}

/** What the evidence asks of checks: which products have none, and nothing better either. */
function checkNeeds(ladder: Omit<LadderKnowledge, "checked" | "expected">, checks: readonly SnykCheck[]) {
  const rungs = climbLadder({ ...ladder, ...checkedProducts({ checks, expected: [] }) });
  const covered = rungs.filter((rung) => !needsCheck(rung)).map(({ product }) => product);
  const lacking = rungs
    .filter((rung) => needsCheck(rung) && !rung.isAside && canBeChecked(rung))
    .map(({ product }) => product)
    .filter((product) => !isThere(checks, { product }));
  const isManagedProduct = (product: string) =>
    ladder.projects.some((project) => isManaged(project) && productOf(project) === product);
  return {
    // Where nothing at all speaks for the repository, an earlier head may still have had a check.
    lacking: rungs.length === 0 ? (["sca"] as const) : lacking,
    managed: lacking.filter(isManagedProduct),
    isRepositoryManaged: ladder.projects.some(isManaged),
    isNeeded: (product: string | undefined) => !covered.some((each) => each === product),
  };
}
