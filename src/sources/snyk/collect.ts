import type { RunContext } from "../../context/run-context.ts";
import type { SourceOutcome } from "../../model/evidence.ts";
import type { HttpService } from "../../ports.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import { readAccount } from "../../settings/snyk-account.ts";
import type { SnykReport, Source, SourcePorts } from "../source.ts";
import { beforeDeadline } from "../wait.ts";
import { SnykApi } from "./client.ts";
import { needsChecks, placeProjects, staleProjects } from "./evidence.ts";
import { findSnykProjects, type KnownProjects } from "./find-projects.ts";
import { type ProjectReading, readProjectIssues } from "./issues.ts";
import { type SnykKnowledge, snykOutcome } from "./outcome.ts";
import { type ChecksRead, readChecks } from "./pr-checks.ts";
import { snykReason } from "./reasons.ts";
import { findSubject, type SnykSubject } from "./subject.ts";
import { scannedCommits } from "./to-findings.ts";

export interface SnykOptions extends SourcePorts {
  readonly settings: SnykSettings;
  /** First pause between two looks at a pending check; grows by half up to a minute. */
  readonly pollIntervalMs: number;
  readonly report?: SnykReport;
}

/**
 * Snyk as a source (contract §5): finds the repository's projects, chooses the best evidence for the commit, and
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
        const outcome = await lookAt(look);
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

async function lookAt(look: Look): Promise<SourceOutcome> {
  const { options, context, api } = look;
  // A report on a ref has nothing to be compared with, so Snyk need not be asked.
  const isReportOnly = options.report !== undefined && context.kind === "ref";
  const [judged, survey] = await Promise.all([
    beforeDeadline(findSubject(context, options.forge.pullRequests), options.deadline.signal),
    isReportOnly ? nothing : surveyOf(look),
  ]);
  const placed = placeProjects(survey.projects, judged.branches);
  // The base of a ref only stands in for projects that the ref itself does not have.
  const wanted = {
    head: options.report === undefined ? placed.head : [],
    base: judged.isChange || placed.head.length === 0 ? placed.base : [],
  };
  const reading = readProjectIssues({ api, log: options.log }, [...wanted.head, ...wanted.base]);
  // Without projects because of trouble there is nothing that a check could complete.
  const isLost = survey.projects.length === 0 && survey.reasons.length > 0;
  const projects = wanted.head.length;
  const early = projects === 0 && !isLost ? checksOf(look, judged, { projects, isFresh: true }) : {};
  const [readings, earlyChecks] = await Promise.all([reading, early]);
  const head = readings.slice(0, projects);
  const base = readings.slice(projects);
  const age = await ageOf(look, judged, head);
  const isFresh = age.stale.length === 0;
  const checks = projects === 0 ? earlyChecks : await checksOf(look, judged, { projects, isFresh });
  return snykOutcome(look, { judged, survey, head, base, checks, ...age });
}

const nothing: KnownProjects = { projects: [], inactive: [], reasons: [], notes: [] };

async function surveyOf({ options, context, api }: Look): Promise<KnownProjects> {
  const { owner, repo, repositoryUrl } = context;
  const { orgs, projects } = options.settings;
  const search = { organisations: orgs, repository: `${owner}/${repo}`, repositoryUrl, selectors: projects };
  return await findSnykProjects({ api, log: options.log }, search);
}

type Age = Pick<SnykKnowledge, "stale" | "reasons">;

/** Which head projects do not show this commit. By branch that is worth a note, by commit it decides. */
async function ageOf({ options }: Look, judged: SnykSubject, head: readonly ProjectReading[]): Promise<Age> {
  const projects = head.map((reading) => ({ project: reading.project, commits: scannedCommits(reading) }));
  if (head.length === 0 || judged.commit === undefined) return { stale: [], reasons: [] };
  if (options.settings.evidence === "branch") {
    const named = projects.filter(({ commits }) => commits.length > 0);
    return { stale: staleProjects(named, { commits: judged.commits, madeAt: "" }), reasons: [] };
  }
  try {
    const date = options.forge.commits.date(judged.commit);
    const madeAt = await beforeDeadline(date, options.deadline.signal);
    return { stale: staleProjects(projects, { commits: judged.commits, madeAt }), reasons: [] };
  } catch (thrown) {
    return { stale: [], reasons: [snykReason(thrown)] };
  }
}

/** Reads the pull request's checks when they decide; a ref has none. */
async function checksOf(
  { options }: Look,
  judged: SnykSubject,
  head: { readonly projects: number; readonly isFresh: boolean },
): Promise<ChecksRead> {
  const ladder = {
    mode: options.settings.evidence,
    hasReport: options.report !== undefined,
    headProjects: head.projects,
    headIsFresh: head.isFresh,
  };
  if (!judged.isChange || judged.commit === undefined || !needsChecks(ladder)) return {};
  return await readChecks(options, judged.commit);
}
