import type { EvidenceKind } from "../../model/evidence.ts";
import { isBranchless, projectLabel, type SnykProject } from "./project.ts";

/** The branches that a run asks about, bare. */
export interface Branches {
  /** The branch judged; absent for a fork's branch, a tag, and a merge group whose pull request is not known. */
  readonly head?: string;
  /** What `head` is compared with, or stands in for it. */
  readonly base?: string;
  readonly defaultBranch?: string;
}

/** Projects by the branch that they stand for. */
export interface PlacedProjects {
  readonly head: readonly SnykProject[];
  readonly base: readonly SnykProject[];
}

/**
 * Sorts active projects by branch. Projects without a branch stand for the default branch, as far as no project of
 * their type names that branch itself: then they are older imports of the same code.
 */
export function placeProjects(projects: readonly SnykProject[], branches: Branches): PlacedProjects {
  const { head, base, defaultBranch } = branches;
  const active = projects.filter((project) => project.active);
  const named = (branch: string) => active.filter(({ reference }) => reference === branch);
  const branchless = active.filter(
    (project) => isBranchless(project) && (head === undefined || project.reference !== head),
  );
  const on = (branch: string) => {
    const own = named(branch);
    if (branch !== (defaultBranch ?? branch)) return own;
    const types = new Set(own.map(({ type }) => type));
    return [...own, ...branchless.filter((project) => !own.includes(project) && !types.has(project.type))];
  };
  if (head !== undefined && head === base) return { head: on(head), base: [] };
  return {
    // A head branch is matched by name alone: a project without a branch proves nothing of a change.
    head: head === undefined ? [] : named(head),
    // Where nobody tells the default branch's name, projects without a branch stand for it all the same.
    base: base === undefined ? (defaultBranch === undefined ? branchless : []) : on(base),
  };
}

/** The branch names that projects have, for the reader who wonders why none fits. */
export function referencesOf(projects: readonly SnykProject[]): readonly string[] {
  return [...new Set(projects.flatMap(({ reference }) => reference ?? []))].toSorted();
}

/** Base projects that no head project can stand for: nothing looked at their manifests on the head branch. */
export function withoutHead(
  base: readonly SnykProject[],
  head: readonly SnykProject[],
): readonly SnykProject[] {
  return base.filter((project) => !head.some((other) => canBeSame(project, other)));
}

/**
 * Two projects of a type may be one manifest on two branches, unless both name their file and the files differ.
 * The CLI names no file where an import from GitHub does, so a missing one must not tell them apart.
 */
function canBeSame(a: SnykProject, b: SnykProject): boolean {
  if (a.type !== b.type) return false;
  return a.targetFile === undefined || b.targetFile === undefined || a.targetFile === b.targetFile;
}

/** What is known when evidence is to be chosen. */
export interface Ladder {
  readonly mode: "branch" | "commit";
  /** A report file of Snyk's CLI was made in this job. */
  readonly hasReport: boolean;
  readonly headProjects: number;
  /** With `commit`: whether every head project was looked at since the commit was made. */
  readonly headIsFresh: boolean;
  /** Pull request checks on the head commit; undefined when none were asked for, or GitHub did not say. */
  readonly checks: number | undefined;
  readonly baseProjects: number;
}

type LadderKind = Exclude<EvidenceKind, "scan" | "pull-request-scan">;

/** The best evidence there is (contract §5.2); undefined when nothing of it counts. */
export function chooseEvidence(ladder: Ladder): LadderKind | undefined {
  if (ladder.hasReport) return "report";
  if (headCounts(ladder)) return "head-projects";
  if ((ladder.checks ?? 0) > 0) return "pr-check";
  return ladder.mode === "branch" && ladder.baseProjects > 0 ? "base-projects" : undefined;
}

/** Whether the pull request's checks decide, and so have to be read. */
export function needsChecks(ladder: Omit<Ladder, "checks" | "baseProjects">): boolean {
  return !ladder.hasReport && !headCounts(ladder);
}

function headCounts(ladder: Pick<Ladder, "mode" | "headProjects" | "headIsFresh">): boolean {
  return ladder.headProjects > 0 && (ladder.mode === "branch" || ladder.headIsFresh);
}

/** One head project, with what tells how old its results are. */
export interface Freshness {
  readonly project: SnykProject;
  /** Commits that its code issues name. */
  readonly commits: readonly string[];
}

/** The commit judged. */
export interface JudgedCommit {
  /** All names that the change goes by: head commit, test merge, commit of the merge queue. */
  readonly commits: readonly string[];
  /** When it was made, ISO 8601. */
  readonly madeAt: string;
}

/**
 * Projects that were not looked at since the commit was made, each with why. A commit that the issues name is the
 * better proof, both ways; without one the time decides, and a time that nobody tells proves nothing.
 */
export function staleProjects(projects: readonly Freshness[], judged: JudgedCommit): readonly string[] {
  return projects.flatMap(({ project, commits }) => {
    const other = commits.find((commit) => !judged.commits.includes(commit));
    if (other !== undefined) return [`${projectLabel(project)}: scanned commit ${other.slice(0, 12)}`];
    if (commits.length > 0) return [];
    if (project.monitoredAt === undefined) return [`${projectLabel(project)}: time not known`];
    const isFresh = Date.parse(project.monitoredAt) >= Date.parse(judged.madeAt);
    return isFresh ? [] : [`${projectLabel(project)}: last looked at ${project.monitoredAt}`];
  });
}
