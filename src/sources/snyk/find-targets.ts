import type { Query, SnykApi } from "./client.ts";
import type { Organisation } from "./project.ts";
import type { WireTarget } from "./schema.ts";

/** Where one organisation's answers come from. */
export interface Place {
  readonly api: SnykApi;
  readonly organisation: Organisation;
}

/** The repository whose targets are looked for. */
export interface Repository {
  /** `owner/name`. */
  readonly repository: string;
  /** The repository's web address. */
  readonly repositoryUrl: string;
}

/** An organisation's targets of the repository, and why others could not be read. */
export interface Targets {
  readonly items: readonly WireTarget[];
  readonly failures: readonly unknown[];
}

/**
 * Targets by display name, which Snyk compares by prefix, so that `acme/shop-two` has to be left out here; where
 * none has the name, by the addresses that Snyk's CLI reports for a clone. Snyk minds case and the repository's does
 * not matter, so where no filter finds one, all targets of the organisation are looked through.
 */
export async function findTargets(place: Place, search: Repository): Promise<Targets> {
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
  const found = [...byId.values()].filter(isTargetOf(search));
  if (found.length > 0)
    return { items: found, failures: [named, ...others].flatMap(({ failures }) => failures) };
  const all = await listTargets(place, []);
  return { items: all.items.filter(isTargetOf(search)), failures: all.failures };
}

async function listTargets({ api, organisation }: Place, filter: Query): Promise<Targets> {
  const { items, cut } = await api.targets(organisation.id, filter);
  return { items, failures: cut === undefined ? [] : [cut] };
}

/** Whether a target is the repository itself: by its whole name or its address, ignoring case. */
function isTargetOf(search: Repository) {
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
