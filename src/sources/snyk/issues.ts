import type { Reason } from "../../model/verdict.ts";
import type { LogGroup } from "../../ports.ts";
import { counted } from "../../text/count.ts";
import { present } from "../../text/present.ts";
import type { SnykApi } from "./client.ts";
import { projectLabel, type SnykProject } from "./project.ts";
import { snykReason } from "./reasons.ts";
import type { WireIgnores, WireIssue } from "./schema.ts";

/** What one project's issues are, as far as they could be read. */
export interface ProjectReading {
  readonly project: SnykProject;
  /** Open issues, ignored ones included. */
  readonly issues: readonly WireIssue[];
  /** Why issues are ignored; empty when none is, or when Snyk would not tell. */
  readonly ignores: WireIgnores;
  /** Why issues may be missing. */
  readonly trouble?: Reason;
}

/** Requests that are under way at once: Snyk allows 1,620 a minute, and one slow project must not hold up the rest. */
const AT_ONCE = 8;

/** Reads the issues of projects side by side. A project that cannot be read says so; it does not stop the others. */
export async function readProjectIssues(
  from: Omit<Reading, "known">,
  projects: readonly SnykProject[],
): Promise<readonly ProjectReading[]> {
  const readings = new Map<string, ProjectReading>();
  const waiting = projects.values();
  const known = new Set(projects.map(({ id }) => id));
  const worker = async () => {
    // The workers share one iterator, so that each project is read once.
    for (const project of waiting) readings.set(project.id, await readProject({ ...from, known }, project));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, projects.length) }, worker));
  return projects.flatMap(({ id }) => readings.get(id) ?? []);
}

interface Reading {
  readonly api: SnykApi;
  readonly log: Pick<LogGroup, "info" | "debug">;
  /** Ids of all projects that are read. */
  readonly known: ReadonlySet<string>;
}

async function readProject(reading: Reading, project: SnykProject): Promise<ProjectReading> {
  const { api, log, known } = reading;
  try {
    const { items, cut } = await api.issues(project.organization.id, project.id);
    const issues = openIn(items, { project, known });
    const ignores = issues.some(({ attributes }) => attributes.ignored === true)
      ? await readIgnores(reading, project)
      : {};
    log.info(`${projectLabel(project)}, ${project.type}: ${counted(issues.length, "open issue")}`);
    return { project, issues, ignores, ...present({ trouble: cut && snykReason(cut) }) };
  } catch (thrown) {
    return { project, issues: [], ignores: {}, trouble: snykReason(thrown) };
  }
}

/**
 * Only open issues of this project were asked for; what comes all the same is not this project's state. When none of
 * them names this project, those of projects that nobody read are taken for its own: to leave them out would be to
 * call a project clean of which problems were told.
 */
function openIn(
  issues: readonly WireIssue[],
  { project, known }: Pick<Reading, "known"> & { readonly project: SnykProject },
): readonly WireIssue[] {
  const open = issues.filter(({ attributes }) => attributes.status?.toLowerCase() !== "resolved");
  const ownerOf = ({ relationships }: WireIssue) => relationships?.scan_item?.data?.id ?? project.id;
  const own = open.filter((issue) => ownerOf(issue) === project.id);
  return own.length > 0 ? own : open.filter((issue) => !known.has(ownerOf(issue)));
}

/** Reasons are a courtesy of an older API: without them an ignored issue is still an ignored one. */
async function readIgnores({ api, log }: Reading, project: SnykProject): Promise<WireIgnores> {
  try {
    return await api.ignores(project.organization.id, project.id);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    log.debug(`The reasons of ignored issues in ${projectLabel(project)} could not be read: ${why}`);
    return {};
  }
}
