import { ScanGateError } from "../../errors.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { LogGroup } from "../../ports.ts";
import { globMatcher } from "../../text/glob.ts";
import { present } from "../../text/present.ts";
import type { SnykApi, SnykQuery } from "./client.ts";
import { findOrganizations, findTargets, isId, type SearchedOrganization } from "./find-targets.ts";
import { isImage, projectLabel, type SnykOrganization, type SnykProject, withImageParts } from "./project.ts";
import { snykReason } from "./reasons.ts";
import type { WireSnykProject } from "./schema.ts";

/** The projects that Snyk has of what is judged. */
export interface KnownProjects {
  /** Active ones; inactive projects are no longer tested. */
  readonly projects: readonly SnykProject[];
  readonly inactive: readonly SnykProject[];
  /** What could not be found or read, each making the source incomplete. */
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}

/** Finds organizations and, in them, projects; tells which projects are left out because nobody tests them. */
export async function findSnykProjects(
  { api, log }: { readonly api: SnykApi; readonly log: Pick<LogGroup, "info"> },
  search: ProjectSearch & { readonly organizations: readonly string[] },
): Promise<KnownProjects> {
  const { organizations, failures } = await findOrganizations(api, search.organizations);
  const found = await searchProjects(api, { ...search, organizations });
  const all = withImageParts(found.projects);
  const projects = all.filter(({ active }) => active);
  const inactive = all.filter(({ active }) => !active);
  const names = organizations.map(({ name }) => name).join(", ");
  // Without an organization nobody was asked for projects.
  if (names !== "")
    log.info(`organizations: ${names}; projects: ${projects.length} active, ${inactive.length} inactive`);
  return {
    projects,
    inactive,
    reasons: [...failures.map(snykReason), ...(organizations.length === 0 ? [] : found.reasons)],
    notes: inactive.length === 0 ? [] : [inactiveNote(inactive)],
  };
}

function inactiveNote(inactive: readonly SnykProject[]): Note {
  const names = inactive.map(projectLabel).join(", ");
  return {
    level: "info",
    text: `Inactive Snyk projects are left out, since Snyk no longer tests them: ${names}.`,
  };
}

/** What to look for: the repository's projects, or those that the settings name. */
export interface ProjectSearch {
  /** `owner/name`. */
  readonly repository: string;
  /** The repository's web address. */
  readonly repositoryUrl: string;
  /** Project ids, names or globs; empty: matched by repository. */
  readonly selectors: readonly string[];
}

/** Projects found, inactive ones included, and what could not be read on the way. */
export interface FoundProjects {
  readonly projects: readonly SnykProject[];
  readonly reasons: readonly Reason[];
}

/** Ids in one request: keeps the address well below the length that servers accept. */
const IDS_PER_REQUEST = 40;

/**
 * Looks for the projects in all organizations side by side. Trouble in one leaves the others' projects. A named
 * project is told as `not-found` when every organization could be searched and none has it.
 */
async function searchProjects(
  api: SnykApi,
  search: ProjectSearch & { readonly organizations: readonly SnykOrganization[] },
): Promise<FoundProjects> {
  const { organizations, selectors } = search;
  const places = organizations.map((organization) => ({ api, organization }));
  if (selectors.length === 0) return await inEach(places, (place) => byRepository(place, search));
  const found = await inEach(places, (place) =>
    bySelectors(place, { selectors, requests: asNamed(selectors) }),
  );
  const unheard = found.reasons.length > 0 ? [] : unheardOf(found.projects, selectors);
  if (unheard.length === 0) return withMissing(found, selectors);
  const all = await inEach(places, (place) => bySelectors(place, { selectors: unheard, requests: [[]] }));
  const byId = new Map([...found.projects, ...all.projects].map((project) => [project.id, project]));
  return withMissing({ projects: [...byId.values()], reasons: all.reasons }, selectors);
}

/**
 * Names and globs that nothing was found for as they are written. Snyk minds case, so these have to be looked for
 * here, among all projects; a glob that has no beginning asked for all of them already.
 */
function unheardOf(projects: readonly SnykProject[], selectors: readonly string[]): readonly string[] {
  const starts = selectors.filter(isName).map((selector) => ({ selector, start: plainStart(selector) }));
  if (starts.some(({ start }) => start === "")) return [];
  return starts
    .filter(({ selector, start }) => {
      const isSelected = selects(selector);
      return !projects.some((project) => project.name.startsWith(start) && isSelected(project));
    })
    .map(({ selector }) => selector);
}

/** Searches organizations side by side. */
async function inEach(
  places: readonly SearchedOrganization[],
  look: (place: SearchedOrganization) => Promise<FoundProjects>,
): Promise<FoundProjects> {
  const settled = await Promise.allSettled(places.map(look));
  return {
    projects: settled.flatMap((result) => (result.status === "fulfilled" ? result.value.projects : [])),
    reasons: settled.flatMap((result) =>
      result.status === "fulfilled" ? result.value.reasons : [snykReason(result.reason)],
    ),
  };
}

/** Adds the selectors that no project fits; a search that had trouble can call none missing. */
function withMissing({ projects, reasons }: FoundProjects, selectors: readonly string[]): FoundProjects {
  const missing = reasons.length > 0 ? [] : selectors.filter((selector) => !projects.some(selects(selector)));
  return {
    projects,
    reasons: [...reasons, ...missing.map((selector) => snykReason(noSuchProject(selector)))],
  };
}

async function byRepository(place: SearchedOrganization, search: ProjectSearch): Promise<FoundProjects> {
  const targets = await findTargets(place, search);
  const ids = targets.items.map(({ id }) => id);
  const requests: SnykQuery[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
    // `target_id` is a repeated key, unlike the other lists of this endpoint, which are separated by commas.
    requests.push(ids.slice(start, start + IDS_PER_REQUEST).map((id) => ["target_id", id] as const));
  }
  const found = await listProjects(place, requests);
  const ofTargets = found.wire.filter(({ relationships }) => {
    const target = relationships?.target?.data?.id;
    return target === undefined || ids.includes(target);
  });
  return {
    projects: ofTargets.map((project) => toProject(project, place.organization)),
    reasons: [...targets.reasons, ...found.reasons],
  };
}

/** The requests that ask for ids at once, and for each name or glob by its beginning. */
function asNamed(selectors: readonly string[]): readonly SnykQuery[] {
  const ids = selectors.filter(isId);
  return [
    ...(ids.length === 0 ? [] : [[["ids", ids.join(",")]] as const]),
    ...selectors.filter(isName).map((selector): SnykQuery => {
      const start = plainStart(selector);
      return start === "" ? [] : [["names_start_with", start]];
    }),
  ];
}

async function bySelectors(
  place: SearchedOrganization,
  { selectors, requests }: { readonly selectors: readonly string[]; readonly requests: readonly SnykQuery[] },
): Promise<FoundProjects> {
  const found = await listProjects(place, requests);
  const projects = found.wire.map((project) => toProject(project, place.organization));
  const isSelected = selectors.map(selects);
  return {
    projects: projects.filter((project) => isSelected.some((matches) => matches(project))),
    reasons: found.reasons,
  };
}

/** What a name or glob begins with, as far as it can stand in a list separated by commas. */
function plainStart(selector: string): string {
  return /^[^*?[\]{}\\,]*/.exec(selector)?.[0] ?? "";
}

function isName(selector: string): boolean {
  return !isId(selector);
}

function selects(selector: string): (project: SnykProject) => boolean {
  if (isId(selector)) return ({ id }) => id.toLowerCase() === selector.toLowerCase();
  const wanted = comparable(selector);
  const matches = globMatcher(wanted);
  return ({ name }) => comparable(name) === wanted || matches(comparable(name));
}

/** A project's name is no path, so that a `*` must not stop at its slashes; nor does its case matter. */
function comparable(name: string): string {
  return name.toLowerCase().replaceAll("/", "\u0000");
}

async function listProjects(
  { api, organization }: SearchedOrganization,
  requests: readonly SnykQuery[],
): Promise<{ readonly wire: readonly WireSnykProject[]; readonly reasons: readonly Reason[] }> {
  const listings = await Promise.all(requests.map((filter) => api.projects(organization.id, filter)));
  const byId = new Map(listings.flatMap(({ items }) => items).map((project) => [project.id, project]));
  return {
    wire: [...byId.values()],
    reasons: listings.flatMap(({ cut }) => (cut === undefined ? [] : [snykReason(cut)])),
  };
}

function toProject(
  { id, attributes, meta, relationships }: WireSnykProject,
  organization: SnykOrganization,
): SnykProject {
  const type = attributes.type?.toLowerCase() ?? "unknown";
  const origin = attributes.origin?.toLowerCase() ?? "unknown";
  return {
    id,
    organization,
    name: attributes.name ?? id,
    type,
    origin,
    active: attributes.status?.toLowerCase() !== "inactive",
    isImage: isImage({ type, origin }),
    ...present({
      targetFile: attributes.target_file,
      reference: attributes.target_reference?.replace(/^refs\/heads\//, ""),
      monitoredAt: later(meta?.cli_monitored_at, meta?.latest_issue_counts?.updated_at),
      target: relationships?.target?.data?.id,
    }),
  };
}

/** The later of two times; one that cannot be read proves nothing. */
function later(first: string | undefined, second: string | undefined): string | undefined {
  const times = [first, second].filter((time): time is string => !Number.isNaN(Date.parse(time ?? "")));
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0];
}

function noSuchProject(selector: string): ScanGateError {
  return new ScanGateError({
    code: "not-found",
    source: "snyk",
    message: `Snyk has no project ${selector} in the organizations looked at, or the token has no access to it`,
    hint: "Set `snyk-project` to ids or names as Snyk shows them, or leave it empty to match by repository",
  });
}
