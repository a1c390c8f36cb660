import { ScanGateError } from "../../errors.ts";
import { globMatcher } from "../../text/glob.ts";
import type { Query, SnykApi } from "./client.ts";
import { isId } from "./organisations.ts";
import type { Organisation, Project } from "./project.ts";
import type { WireProject, WireTarget } from "./schema.ts";

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
  const searches = search.organisations.map(async (organisation) =>
    search.selectors.length === 0
      ? await byRepository({ api, organisation }, search)
      : await bySelectors({ api, organisation }, search.selectors),
  );
  const settled = await Promise.allSettled(searches);
  const projects = settled.flatMap((result) => (result.status === "fulfilled" ? result.value.projects : []));
  const failures = settled.flatMap((result) =>
    result.status === "fulfilled" ? result.value.failures : [result.reason],
  );
  const missing =
    failures.length > 0 ? [] : search.selectors.filter((selector) => !projects.some(selects(selector)));
  return { projects, failures: [...failures, ...missing.map(noSuchProject)] };
}

/** Where one organisation's answers come from. */
interface Place {
  readonly api: SnykApi;
  readonly organisation: Organisation;
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

interface Targets {
  readonly items: readonly WireTarget[];
  readonly failures: readonly unknown[];
}

/**
 * Targets by display name, which Snyk compares by prefix, so that `acme/shop-two` has to be left out here; where
 * none has the name, by the addresses that Snyk's CLI reports for a clone.
 */
async function findTargets(place: Place, search: ProjectSearch): Promise<Targets> {
  const named = await listTargets(place, [["display_name", search.repository]]);
  const matching = named.items.filter(isTargetOf(search));
  if (matching.length > 0) return { items: matching, failures: named.failures };
  const bare = search.repositoryUrl.replace(/^https?:\/\//, "");
  const lowerCase = search.repository.toLowerCase();
  const filters: Query[] = [
    ...(lowerCase === search.repository ? [] : [[["display_name", lowerCase]] as const]),
    ...[`http://${bare}`, `http://${bare}.git`, `https://${bare}`, `https://${bare}.git`].map(
      (url) => [["url", url]] as const,
    ),
  ];
  const others = await Promise.all(filters.map((filter) => listTargets(place, filter)));
  const byId = new Map(others.flatMap(({ items }) => items).map((target) => [target.id, target]));
  return {
    items: [...byId.values()].filter(isTargetOf(search)),
    failures: [named, ...others].flatMap(({ failures }) => failures),
  };
}

async function listTargets({ api, organisation }: Place, filter: Query): Promise<Targets> {
  const { items, cut } = await api.targets(organisation.id, filter);
  return { items, failures: cut === undefined ? [] : [cut] };
}

/** Whether a target is the repository itself: by its whole name or its address, ignoring case. */
function isTargetOf(search: Pick<ProjectSearch, "repository" | "repositoryUrl">) {
  const address = normalizeUrl(search.repositoryUrl);
  return ({ attributes }: WireTarget): boolean =>
    attributes.display_name?.toLowerCase() === search.repository.toLowerCase() ||
    (attributes.url !== undefined && normalizeUrl(attributes.url) === address);
}

/** `host/owner/name` of a clone address: scheme, user info, `.git` and slashes at the end make no difference. */
function normalizeUrl(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/^[^/@]*@/, "")
    .replace(/^([^/:]+):(?!\d+\/)/, "$1/")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

async function bySelectors(place: Place, selectors: readonly string[]): Promise<FoundProjects> {
  const ids = selectors.filter(isId);
  const others = selectors.filter((selector) => !isId(selector));
  const requests: Query[] = [
    ...(ids.length === 0 ? [] : [[["ids", ids.join(",")]] as const]),
    ...others.map((selector): Query => {
      const start = plainStart(selector);
      return start === "" ? [] : [["names_start_with", start]];
    }),
  ];
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

function selects(selector: string): (project: Project) => boolean {
  if (isId(selector)) return ({ id }) => id.toLowerCase() === selector.toLowerCase();
  const matches = globMatcher(asOneSegment(selector));
  return ({ name }) => name === selector || matches(asOneSegment(name));
}

/** A project's name is no path, so that a `*` must not stop at its slashes. */
function asOneSegment(name: string): string {
  return name.replaceAll("/", "\u0000");
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
