import { ScanGateError } from "../../errors.ts";
import { globMatcher } from "../../text/glob.ts";
import type { Query, SnykApi } from "./client.ts";
import { findTargets, type Place } from "./find-targets.ts";
import { isId } from "./organisations.ts";
import type { Organisation, Project } from "./project.ts";
import type { WireProject } from "./schema.ts";

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
  readonly projects: readonly Project[];
  readonly failures: readonly unknown[];
}

/** Ids in one request: keeps the address well below the length that servers accept. */
const IDS_PER_REQUEST = 40;

/**
 * Looks for the projects in all organisations side by side. Trouble in one leaves the others' projects. A named
 * project is told as `not-found` when every organisation could be searched and none has it.
 */
export async function findProjects(
  api: SnykApi,
  search: ProjectSearch & { readonly organisations: readonly Organisation[] },
): Promise<FoundProjects> {
  const { organisations, selectors } = search;
  const places = organisations.map((organisation) => ({ api, organisation }));
  if (selectors.length === 0) return await inEach(places, (place) => byRepository(place, search));
  const found = await inEach(places, (place) =>
    bySelectors(place, { selectors, requests: asNamed(selectors) }),
  );
  const unheard = found.failures.length > 0 ? [] : unheardOf(found.projects, selectors);
  if (unheard.length === 0) return withMissing(found, selectors);
  const all = await inEach(places, (place) => bySelectors(place, { selectors: unheard, requests: [[]] }));
  const byId = new Map([...found.projects, ...all.projects].map((project) => [project.id, project]));
  return withMissing({ projects: [...byId.values()], failures: all.failures }, selectors);
}

/**
 * Names and globs that nothing was found for as they are written. Snyk minds case, so these have to be looked for
 * here, among all projects; a glob that has no beginning asked for all of them already.
 */
function unheardOf(projects: readonly Project[], selectors: readonly string[]): readonly string[] {
  const starts = selectors.filter(isName).map((selector) => ({ selector, start: plainStart(selector) }));
  if (starts.some(({ start }) => start === "")) return [];
  return starts
    .filter(({ selector, start }) => {
      const isSelected = selects(selector);
      return !projects.some((project) => project.name.startsWith(start) && isSelected(project));
    })
    .map(({ selector }) => selector);
}

/** Searches organisations side by side. */
async function inEach(
  places: readonly Place[],
  look: (place: Place) => Promise<FoundProjects>,
): Promise<FoundProjects> {
  const settled = await Promise.allSettled(places.map(look));
  return {
    projects: settled.flatMap((result) => (result.status === "fulfilled" ? result.value.projects : [])),
    failures: settled.flatMap((result) =>
      result.status === "fulfilled" ? result.value.failures : [result.reason],
    ),
  };
}

/** Adds the selectors that no project fits; a search that had trouble can call none missing. */
function withMissing({ projects, failures }: FoundProjects, selectors: readonly string[]): FoundProjects {
  const missing =
    failures.length > 0 ? [] : selectors.filter((selector) => !projects.some(selects(selector)));
  return { projects, failures: [...failures, ...missing.map(noSuchProject)] };
}

async function byRepository(place: Place, search: ProjectSearch): Promise<FoundProjects> {
  const targets = await findTargets(place, search);
  const ids = targets.items.map(({ id }) => id);
  const requests: Query[] = [];
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
    projects: ofTargets.map((project) => toProject(project, place.organisation)),
    failures: [...targets.failures, ...found.failures],
  };
}

/** The requests that ask for ids at once, and for each name or glob by its beginning. */
function asNamed(selectors: readonly string[]): readonly Query[] {
  const ids = selectors.filter(isId);
  return [
    ...(ids.length === 0 ? [] : [[["ids", ids.join(",")]] as const]),
    ...selectors.filter(isName).map((selector): Query => {
      const start = plainStart(selector);
      return start === "" ? [] : [["names_start_with", start]];
    }),
  ];
}

async function bySelectors(
  place: Place,
  { selectors, requests }: { readonly selectors: readonly string[]; readonly requests: readonly Query[] },
): Promise<FoundProjects> {
  const found = await listProjects(place, requests);
  const projects = found.wire.map((project) => toProject(project, place.organisation));
  const isSelected = selectors.map(selects);
  return {
    projects: projects.filter((project) => isSelected.some((matches) => matches(project))),
    failures: found.failures,
  };
}

/** What a name or glob begins with, as far as it can stand in a list separated by commas. */
function plainStart(selector: string): string {
  return /^[^*?[\]{}\\,]*/.exec(selector)?.[0] ?? "";
}

function isName(selector: string): boolean {
  return !isId(selector);
}

function selects(selector: string): (project: Project) => boolean {
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
  { api, organisation }: Place,
  requests: readonly Query[],
): Promise<{ readonly wire: readonly WireProject[]; readonly failures: readonly unknown[] }> {
  const listings = await Promise.all(requests.map((filter) => api.projects(organisation.id, filter)));
  const byId = new Map(listings.flatMap(({ items }) => items).map((project) => [project.id, project]));
  return {
    wire: [...byId.values()],
    failures: listings.flatMap(({ cut }) => (cut === undefined ? [] : [cut])),
  };
}

function toProject({ id, attributes, meta }: WireProject, organisation: Organisation): Project {
  const reference = attributes.target_reference?.replace(/^refs\/heads\//, "");
  const monitoredAt = later(meta?.cli_monitored_at, meta?.latest_issue_counts?.updated_at);
  return {
    id,
    organisation,
    name: attributes.name ?? id,
    type: attributes.type?.toLowerCase() ?? "unknown",
    origin: attributes.origin?.toLowerCase() ?? "unknown",
    ...(attributes.target_file === undefined ? {} : { targetFile: attributes.target_file }),
    ...(reference === undefined ? {} : { reference }),
    active: attributes.status?.toLowerCase() !== "inactive",
    ...(monitoredAt === undefined ? {} : { monitoredAt }),
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
    message: `Snyk has no project ${selector} in the organisations looked at, or the token has no access to it`,
    hint: "Set `snyk-project` to ids or names as Snyk shows them, or leave it empty to match by repository",
  });
}
