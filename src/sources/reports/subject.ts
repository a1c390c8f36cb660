import type { RunContext } from "../../context/run-context.ts";
import { sentence } from "../../errors.ts";
import type { Reason } from "../../model/verdict.ts";
import { repositoryAddresses } from "../../text/link.ts";
import { quoted, type StatedOrigin } from "./report-part.ts";

/** What is judged, as far as a report can be held against it. */
export interface ReportSubject {
  /** `owner/name`; left out where nobody knows it. */
  readonly repository?: string;
  /** What the paths of its addresses make of its name, where that is another; in lower case. */
  readonly alsoNamed?: readonly string[];
  /** Commits that a tool of this job may have looked at: the judged one first, and the test merge of its pull request. */
  readonly commits: readonly string[];
  /** Set when the job ran on another commit: then what its tools wrote is of that one. */
  readonly ranElsewhere?: string;
}

/** Shortest beginning of a commit id that is taken for it. */
const SHORTEST_COMMIT = 7;

/** What a run judges. On a command line repository and commit may be unknown. */
export function subjectOf(context: RunContext): ReportSubject {
  const { owner, repo, repositoryUrl, commit } = context;
  const merge = context.kind === "pull-request" ? context.mergeCommit : undefined;
  const commits = [commit, merge].filter((one) => one !== undefined && /^[0-9a-f]{40,64}$/.test(one));
  const ran = context.workflowCommit;
  return {
    ...(repositoryUrl === "" ? {} : { repository: `${owner}/${repo}`, ...otherNames(context) }),
    commits: commits.flatMap((one) => one ?? []),
    ...(ran === undefined || commits.includes(ran) ? {} : { ranElsewhere: ran }),
  };
}

function otherNames({ owner, repo, repositoryUrl }: RunContext): Pick<ReportSubject, "alsoNamed"> {
  const alsoNamed = repositoryAddresses(repositoryUrl)
    .flatMap((repository) => repositoryName({ repository }) ?? [])
    .filter((name) => name !== `${owner}/${repo}`.toLowerCase());
  return alsoNamed.length === 0 ? {} : { alsoNamed };
}

/** Why a report is of something else than what is judged; undefined where it does not say so. */
export function staleness(
  path: string,
  stated: readonly StatedOrigin[],
  subject: ReportSubject,
): Reason | undefined {
  const own = stated.filter((origin) => isOwn(origin, subject));
  const foreign = stated.find((origin) => repositoryName(origin) !== undefined);
  if (own.length === 0 && foreign !== undefined) {
    return stale(
      path,
      `it is of the repository ${quoted(foreign.repository ?? "")}, and ${subject.repository} is judged`,
    );
  }
  const other = own.find(({ commit }) => commit !== undefined && !isOfSubject(commit, subject));
  const [judged] = subject.commits;
  if (other?.commit === undefined || judged === undefined) return undefined;
  return stale(path, `it is of commit ${quoted(other.commit, 64)}, and ${judged} is judged`);
}

/** Whether a report itself says that it is of what is judged. */
export function namesSubject(stated: readonly StatedOrigin[], subject: ReportSubject): boolean {
  return stated.some(
    (origin) => origin.commit !== undefined && isOwn(origin, subject) && isOfSubject(origin.commit, subject),
  );
}

/** Other repositories, as submodules are, have commits of their own. */
function isOwn(origin: StatedOrigin, { repository, alsoNamed = [] }: ReportSubject): boolean {
  const name = repositoryName(origin);
  if (name === undefined || repository === undefined) return true;
  return name === repository.toLowerCase() || alsoNamed.includes(name);
}

function isOfSubject(commit: string, { commits }: ReportSubject): boolean {
  const plain = commit.trim().toLowerCase();
  if (commits.length === 0) return false;
  return plain.length >= SHORTEST_COMMIT && commits.some((one) => one.startsWith(plain));
}

/** `owner/name` of a repository's address, in lower case; undefined for addresses of no server. */
function repositoryName({ repository }: Pick<StatedOrigin, "repository">): string | undefined {
  const [, path] =
    /^(?:https?|ssh|git):\/\/[^/]+\/(.+)$/i.exec(repository ?? "") ??
    /^[^/:]+:([^/].*)$/.exec(repository ?? "") ??
    [];
  return path
    ?.replace(/[/]+$/, "")
    .replace(/\.git$/i, "")
    .toLowerCase();
}

function stale(path: string, why: string): Reason {
  const message = `The report file ${quoted(path)} is not of this commit: ${why}`;
  return {
    code: "scan-stale",
    source: "reports",
    message: sentence(message, "Let the tool write its report in this job, on the commit that is judged"),
  };
}
