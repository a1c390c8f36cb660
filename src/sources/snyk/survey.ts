import type { Note } from "../../model/verdict.ts";
import type { LogGroup } from "../../ports.ts";
import type { SnykApi } from "./client.ts";
import { findProjects, type ProjectSearch } from "./find-projects.ts";
import { findOrganisations } from "./organisations.ts";
import { labelOf, type Project } from "./project.ts";

/** The projects that Snyk has of what is judged. */
export interface Survey {
  /** Active ones; inactive projects are no longer tested. */
  readonly projects: readonly Project[];
  readonly inactive: readonly Project[];
  /** What could not be found or read, each making the source incomplete. */
  readonly failures: readonly unknown[];
  readonly notes: readonly Note[];
}

/** Finds organisations and, in them, projects; tells which projects are left out because nobody tests them. */
export async function surveyProjects(
  { api, log }: { readonly api: SnykApi; readonly log: Pick<LogGroup, "info"> },
  search: ProjectSearch & { readonly organisations: readonly string[] },
): Promise<Survey> {
  const { organisations, failures } = await findOrganisations(api, search.organisations);
  const found = await findProjects(api, { ...search, organisations });
  const projects = found.projects.filter(({ active }) => active);
  const inactive = found.projects.filter(({ active }) => !active);
  const names = organisations.map(({ name }) => name).join(", ") || "none";
  log.info(`organisations: ${names}; projects: ${projects.length} active, ${inactive.length} inactive`);
  return {
    projects,
    inactive,
    failures: [...failures, ...(organisations.length === 0 ? [] : found.failures)],
    notes: inactive.length === 0 ? [] : [inactiveNote(inactive)],
  };
}

function inactiveNote(inactive: readonly Project[]): Note {
  const names = inactive.map(labelOf).join(", ");
  return {
    level: "info",
    text: `Inactive Snyk projects are left out, since Snyk no longer tests them: ${names}.`,
  };
}
