import { ScanGateError } from "../../errors.ts";
import type { Reason } from "../../model/verdict.ts";
import { trimEndMarks } from "../../text/escape.ts";
import { repositoryAddresses } from "../../text/link.ts";
import type { SnykApi, SnykQuery } from "./client.ts";
import type { SnykOrganization } from "./project.ts";
import { snykReason } from "./reasons.ts";
import type { WireTarget } from "./schema.ts";

/** The organizations to look into, and what was thrown where others could not be found. */
export interface FoundOrganizations {
  readonly organizations: readonly SnykOrganization[];
  readonly failures: readonly unknown[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What Snyk accepts as a slug; anything else would be refused as a bad request. */
const SLUG = /^[\w.-]{1,100}$/;

/** Whether a configured value is an id, of an organization or a project. */
export function isId(value: string): boolean {
  return UUID.test(value);
}

/**
 * Finds the configured organizations side by side: ids are taken as they are, slugs are looked up, and without any
 * the token's default is used. One that does not exist is `not-found` and does not stop the others.
 */
export async function findOrganizations(api: SnykApi, names: readonly string[]): Promise<FoundOrganizations> {
  const lookups = names.length === 0 ? [defaultOrganization(api)] : names.map((name) => byName(api, name));
  const settled = await Promise.allSettled(lookups);
  const byId = new Map<string, SnykOrganization>();
  for (const result of settled) {
    if (result.status === "fulfilled" && !byId.has(result.value.id)) byId.set(result.value.id, result.value);
  }
  return {
    organizations: [...byId.values()],
    failures: settled.flatMap((result) => (result.status === "rejected" ? [result.reason] : [])),
  };
}

async function defaultOrganization(api: SnykApi): Promise<SnykOrganization> {
  const id = await api.defaultOrganization();
  if (id !== undefined) return { id, name: id };
  throw new ScanGateError({
    code: "not-found",
    source: "snyk",
    message: "The Snyk token's account has no default organization",
    hint: "Set `snyk-org` to the id or slug of the organization that holds the repository's projects",
  });
}

async function byName(api: SnykApi, name: string): Promise<SnykOrganization> {
  if (isId(name)) return { id: name.toLowerCase(), name };
  const id = SLUG.test(name) ? await idOf(api, name) : undefined;
  if (id !== undefined) return { id, name };
  throw new ScanGateError({
    code: "not-found",
    source: "snyk",
    message: `Snyk has no organization ${name}, or the token has no access to it`,
    hint: "Set `snyk-org` to an id or slug from the organization's settings page, and make the token's account a member",
  });
}

/** Looks a slug up as it is given, then in lower case, then among all: Snyk minds case where people do not. */
async function idOf(api: SnykApi, name: string): Promise<string | undefined> {
  const slug = name.toLowerCase();
  for (const asked of new Set([name, slug, undefined])) {
    const { items, cut } = await api.organizations(asked);
    const match = items.find(({ attributes }) => attributes.slug?.toLowerCase() === slug);
    if (match !== undefined) return match.id;
    if (asked === undefined && cut !== undefined) throw cut;
  }
  return undefined;
}

/** Where one organization's answers come from. */
export interface SearchedOrganization {
  readonly api: SnykApi;
  readonly organization: SnykOrganization;
}

/** The repository whose targets are looked for. */
export interface SearchedRepository {
  /** `owner/name`. */
  readonly repository: string;
  /** The repository's web address. */
  readonly repositoryUrl: string;
}

/** An organization's targets of the repository, and why others could not be read. */
export interface FoundTargets {
  readonly items: readonly WireTarget[];
  readonly reasons: readonly Reason[];
}

/**
 * Targets by display name, which Snyk compares by prefix, so that `acme/shop-two` has to be left out here; where
 * none has the name, by the addresses that Snyk's CLI reports for a clone. Snyk minds case and the repository's does
 * not matter, so where no filter finds one, all targets of the organization are looked through.
 */
export async function findTargets(
  place: SearchedOrganization,
  search: SearchedRepository,
): Promise<FoundTargets> {
  const named = await listTargets(place, [["display_name", search.repository]]);
  const matching = named.items.filter(isTargetOf(search));
  if (matching.length > 0) return { items: matching, reasons: named.reasons };
  const bare = repositoryAddresses(search.repositoryUrl).map((url) => url.replace(/^https?:\/\//, ""));
  const lowerCase = search.repository.toLowerCase();
  const filters: SnykQuery[] = [
    ...(lowerCase === search.repository ? [] : [[["display_name", lowerCase]] as const]),
    ...bare
      .flatMap((url) => [`http://${url}`, `http://${url}.git`, `https://${url}`, `https://${url}.git`])
      .map((url) => [["url", url]] as const),
  ];
  const others = await Promise.all(filters.map((filter) => listTargets(place, filter)));
  const byId = new Map(others.flatMap(({ items }) => items).map((target) => [target.id, target]));
  const found = [...byId.values()].filter(isTargetOf(search));
  if (found.length > 0)
    return { items: found, reasons: [named, ...others].flatMap(({ reasons }) => reasons) };
  const all = await listTargets(place, []);
  return { items: all.items.filter(isTargetOf(search)), reasons: all.reasons };
}

async function listTargets(
  { api, organization }: SearchedOrganization,
  filter: SnykQuery,
): Promise<FoundTargets> {
  const { items, cut } = await api.targets(organization.id, filter);
  return { items, reasons: cut === undefined ? [] : [snykReason(cut)] };
}

/** Whether a target is the repository itself: by its whole name or its address, ignoring case. */
function isTargetOf(search: SearchedRepository) {
  const addresses = repositoryAddresses(search.repositoryUrl).map(normalizeUrl);
  return ({ attributes }: WireTarget): boolean =>
    attributes.display_name?.toLowerCase() === search.repository.toLowerCase() ||
    (attributes.url !== undefined && addresses.includes(normalizeUrl(attributes.url)));
}

/** `host/owner/name` of a clone address: scheme, user info, `.git` and slashes at the end make no difference. */
function normalizeUrl(url: string): string {
  const path = url
    .trim()
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/^[^/@]*@/, "")
    .replace(/^([^/:]+):(?!\d+\/)/, "$1/");
  return trimEndMarks(path, "/").replace(/\.git$/, "");
}
