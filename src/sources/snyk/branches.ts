import type { SnykProject } from "./project.ts";

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
 * Sorts active projects by branch. Projects without a branch, and images, whose reference is a tag and no branch, stand
 * for the default branch, as far as no project of their type names that branch itself: then they are older imports of
 * the same code.
 */
export function placeProjects(projects: readonly SnykProject[], branches: Branches): PlacedProjects {
  const { head, base, defaultBranch } = branches;
  const active = projects.filter((project) => project.active);
  const branchless = active.filter(hasNoBranch);
  const named = (branch: string) =>
    active.filter((project) => project.reference === branch && !hasNoBranch(project));
  const on = (branch: string) => {
    const own = named(branch);
    if (branch !== (defaultBranch ?? branch)) return own;
    const types = new Set(own.map(({ type }) => type));
    return [...own, ...branchless.filter(({ type }) => !types.has(type))];
  };
  if (head !== undefined && head === base) return { head: on(head), base: [] };
  return {
    // A head branch is matched by name alone: a project without a branch proves nothing of a change.
    head: head === undefined ? [] : named(head),
    // Where nobody tells the default branch's name, projects without a branch stand for it all the same.
    base: base === undefined ? (defaultBranch === undefined ? branchless : []) : on(base),
  };
}

function hasNoBranch({ reference, isImage }: SnykProject): boolean {
  return reference === undefined || isImage;
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

/** One head project, with what tells how old its results are. */
export interface ProjectAge {
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

/** A project whose results are older than the commit judged. */
export interface StaleProject {
  readonly project: SnykProject;
  /** What tells it, as it stands in a list: `scanned commit 0123456789ab`. */
  readonly why: string;
}

/**
 * Projects that were not looked at since the commit was made. A commit that the issues name is the
 * better proof, both ways; without one the time decides, and a time that nobody tells proves nothing.
 */
export function staleProjects(
  projects: readonly ProjectAge[],
  judged: JudgedCommit,
): readonly StaleProject[] {
  return projects.flatMap(({ project, commits }) => {
    const why = whyStale(project, commits, judged);
    return why === undefined ? [] : [{ project, why }];
  });
}

function whyStale(
  { monitoredAt }: SnykProject,
  commits: readonly string[],
  judged: JudgedCommit,
): string | undefined {
  const other = commits.find((commit) => !judged.commits.includes(commit));
  if (other !== undefined) return `scanned commit ${other.slice(0, 12)}`;
  if (commits.length > 0) return undefined;
  if (monitoredAt === undefined) return "time not known";
  return Date.parse(monitoredAt) >= Date.parse(judged.madeAt) ? undefined : `last looked at ${monitoredAt}`;
}
