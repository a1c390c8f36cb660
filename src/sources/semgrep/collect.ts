import { branchOf, type RunContext } from "../../context/run-context.ts";
import { distinctReasons, toReason } from "../../errors.ts";
import type { ForgePullRequest, PullRequests } from "../../forge-ports.ts";
import type { ProductEvidence, SourceEvidence, SourceOutcome } from "../../model/evidence.ts";
import type { Observation } from "../../model/finding.ts";
import { countBySeverity } from "../../model/severity.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { SemgrepSettings } from "../../settings/settings.ts";
import { present } from "../../text/present.ts";
import type { Source, SourcePorts } from "../source.ts";
import { SemgrepApi, type SemgrepDeployment, type SemgrepProject } from "./client.ts";
import { collectProject } from "./collect-project.ts";
import { findDeployment, findSemgrepProjects, wantedProjects } from "./find-project.ts";
import type { ProjectEvidence, ProjectOutcome, ProjectWork } from "./project.ts";
import { SEMGREP_PRODUCTS } from "./scans/scan.ts";
import { type ScanTarget, scanTargets } from "./scans/targets.ts";

export type SemgrepOptions = SourcePorts & {
  readonly settings: SemgrepSettings;
  /** First pause between two looks at the scans. */
  readonly pollIntervalMs: number;
  /** Called once, when the scans of all projects are ready and before their findings are read. */
  readonly onScanReady?: () => void;
};

/** What could be learnt before the outcome is put together. */
interface Learnt {
  readonly projects: readonly ProjectOutcome[];
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}

/**
 * Semgrep as a source (contract §4): waits for the scan of the commit in every project and reads its findings. It is
 * complete only when every project had a scan that succeeded and gave all of its findings.
 */
export function semgrepSource(options: SemgrepOptions): Source {
  return { id: "semgrep", collect: (context) => collect(options, context) };
}

async function collect(options: SemgrepOptions, context: RunContext): Promise<SourceOutcome> {
  let api: SemgrepApi | undefined;
  let learnt: Learnt;
  try {
    const { url, token } = options.settings;
    const authorization = `Bearer ${token}`;
    api = new SemgrepApi(
      options.connect({ source: "semgrep", baseUrl: url, authorization, deadline: options.deadline }),
    );
    learnt = await learn(options, context, api);
  } catch (error) {
    learnt = { projects: [], reasons: [toReason(error, "semgrep")], notes: [] };
  }
  return toOutcome(learnt, api?.requests ?? 0);
}

async function learn(options: SemgrepOptions, context: RunContext, api: SemgrepApi): Promise<Learnt> {
  const { settings, pollIntervalMs, onScanReady, ...ports } = options;
  const [deployment, queued] = await Promise.all([
    findDeployment(api, settings.deployment),
    queuedPullRequest(context, ports.forge.pullRequests),
  ]);
  const found = await projectsOf({ api, deployment, names: settings.projects, context });
  const targets = scanTargets(context, queued.facts);
  let waitedFor = found.projects.length;
  const onReady = () => {
    waitedFor -= 1;
    if (waitedFor === 0) onScanReady?.();
  };
  const lookups = githubLookups(ports, { context, targets });
  const projects = await Promise.all(
    found.projects.map((project) =>
      collectProject({
        onReady,
        ports,
        api,
        deployment,
        project,
        context,
        targets,
        url: settings.url,
        pollIntervalMs,
        branchCounts: settings.evidence === "branch" && isOwnBranch(context),
        ...lookups,
      }),
    ),
  );
  return { projects, reasons: found.reasons, notes: queued.notes };
}

/** Whether a branch of this repository is judged, and not another repository's branch of the same name. */
function isOwnBranch(context: RunContext): boolean {
  return context.kind === "ref" && !context.foreign && branchOf(context.ref) !== undefined;
}

/** What GitHub is asked when it is needed, once for all projects. That it does not answer is told to the log alone. */
function githubLookups(
  { forge, log }: SourcePorts,
  { context, targets }: { readonly context: RunContext; readonly targets: readonly ScanTarget[] },
): Pick<ProjectWork, "commitMadeAt" | "changedFiles"> {
  const numbers = targets.at(-1)?.pullRequests ?? [];
  // The oldest of them: the head of a queued pull request was made before the queue's commit.
  const commit = context.kind === "merge-group" ? (targets.at(-1)?.commit ?? context.commit) : context.commit;
  const ask = async <T>(what: string, question: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await question();
    } catch (error) {
      log.info(`${what} is not known: ${toReason(error, "github").message}`);
      return undefined;
    }
  };
  return {
    commitMadeAt: once(async () => {
      const date = await ask(`when ${commit} was made`, () => forge.commits.date(commit));
      const at = Date.parse(date ?? "");
      return Number.isNaN(at) ? undefined : at;
    }),
    changedFiles: once(async () => {
      const lists = await Promise.all(
        numbers.map((number) =>
          ask(`which files #${number} changes`, () => forge.pullRequests.changedFiles(number)),
        ),
      );
      const known = lists.filter((files) => files !== undefined);
      return known.length === 0 || known.length < lists.length ? undefined : new Set(known.flat());
    }),
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/** Looks all projects up side by side; one that is missing does not stop the others. */
async function projectsOf(search: {
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
  readonly names: readonly string[];
  readonly context: RunContext;
}): Promise<{ readonly projects: readonly SemgrepProject[]; readonly reasons: readonly Reason[] }> {
  const { api, deployment, names, context } = search;
  const results = await Promise.all(
    wantedProjects(names, context).map(async (wanted) => {
      try {
        return { projects: await findSemgrepProjects({ api, deployment, wanted }), reasons: [] };
      } catch (error) {
        return { projects: [], reasons: [toReason(error, "semgrep")] };
      }
    }),
  );
  const byId = new Map(results.flatMap(({ projects }) => projects).map((project) => [project.id, project]));
  return { projects: [...byId.values()], reasons: results.flatMap(({ reasons }) => reasons) };
}

/** The pull request that a merge queue's commit comes from: its head's scan counts where the queue has none. */
async function queuedPullRequest(
  context: RunContext,
  pullRequests: PullRequests,
): Promise<{ readonly facts?: ForgePullRequest; readonly notes: readonly Note[] }> {
  if (context.kind !== "merge-group") return { notes: [] };
  const unknown = (why: string): Note => ({
    level: "warning",
    text: `Semgrep: only a scan of the merge queue's own commit can count, because ${why}.`,
  });
  if (context.number === undefined) return { notes: [unknown(`${context.ref} names no pull request`)] };
  try {
    return { facts: await pullRequests.get(context.number), notes: [] };
  } catch (error) {
    const why = `pull request #${context.number} could not be read (${toReason(error, "github").message.replace(/\.$/, "")})`;
    return { notes: [unknown(why)] };
  }
}

function toOutcome(learnt: Learnt, requests: number): SourceOutcome {
  const { projects } = learnt;
  const batches = projects.flatMap((project) => project.batches);
  const reasons = distinctReasons([...learnt.reasons, ...projects.flatMap(({ reasons }) => reasons)]);
  return {
    evidence: sourceEvidence({
      projects: projects.map(({ evidence }) => evidence),
      observations: batches.flatMap(({ observations }) => observations),
      complete: reasons.length === 0 && projects.length > 0,
      requests,
    }),
    batches,
    reasons,
    notes: [...learnt.notes, ...projects.flatMap(({ notes }) => notes)],
  };
}

/** The source's evidence from all its projects. Where they differ, the weaker kind speaks for all. */
function sourceEvidence(all: {
  readonly projects: readonly ProjectEvidence[];
  readonly observations: readonly Observation[];
  readonly complete: boolean;
  readonly requests: number;
}): SourceEvidence {
  const used = all.projects.filter((entry) => entry.group !== undefined);
  const first = used.find((entry) => entry.group?.target.evidence !== "scan") ?? used[0];
  return {
    source: "semgrep",
    status: all.complete ? "complete" : "incomplete",
    ...present({
      evidence: first?.group?.target.evidence,
      commit: first?.group?.target.commit,
      ref: first?.ref,
      baseline: all.projects.find((entry) => entry.baseline !== undefined)?.baseline,
      counts: first && countBySeverity(all.observations),
      products: first && productEvidence(all.projects),
      remarks: first && productWarnings(all.projects),
    }),
    scans: all.projects.flatMap((entry) => entry.scans),
    projects: all.projects.map(({ project }) => ({ id: project.id, name: project.name })),
    requests: all.requests,
  };
}

/** Products that the scans of every project ran, each by the weakest evidence of any. */
function productEvidence(projects: readonly ProjectEvidence[]): readonly ProductEvidence[] {
  const kinds = projects.flatMap(({ group }) => group?.target.evidence ?? []);
  const evidence = kinds.find((kind) => kind !== "scan") ?? "scan";
  return SEMGREP_PRODUCTS.filter((product) =>
    projects.every(({ products }) => products.includes(product)),
  ).map((product) => ({ product, evidence }));
}

/** What the base branch is looked at for, and this commit was not. */
function productWarnings(projects: readonly ProjectEvidence[]): readonly string[] | undefined {
  const warnings = projects.flatMap(({ project, onlyOnBase }) =>
    onlyOnBase.length === 0
      ? []
      : [
          `warning: scans of the base branch of ${project.name} run ${onlyOnBase.join(", ")} too, and this one did not`,
        ],
  );
  return warnings.length === 0 ? undefined : warnings;
}
