import { ScanGateError } from "../../errors.ts";
import type { SnykApi } from "./client.ts";
import type { Organisation } from "./project.ts";

/** The organisations to look into, and why others could not be found. */
export interface Organisations {
  readonly organisations: readonly Organisation[];
  readonly failures: readonly unknown[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What Snyk accepts as a slug; anything else would be refused as a bad request. */
const SLUG = /^[\w.-]{1,100}$/;

/** Whether a configured value is an id, of an organisation or a project. */
export function isId(value: string): boolean {
  return UUID.test(value);
}

/**
 * Finds the configured organisations side by side: ids are taken as they are, slugs are looked up, and without any
 * the token's default is used. One that does not exist is `not-found` and does not stop the others.
 */
export async function findOrganisations(api: SnykApi, names: readonly string[]): Promise<Organisations> {
  const lookups = names.length === 0 ? [defaultOrganisation(api)] : names.map((name) => byName(api, name));
  const settled = await Promise.allSettled(lookups);
  const byId = new Map<string, Organisation>();
  for (const result of settled) {
    if (result.status === "fulfilled" && !byId.has(result.value.id)) byId.set(result.value.id, result.value);
  }
  return {
    organisations: [...byId.values()],
    failures: settled.flatMap((result) => (result.status === "rejected" ? [result.reason] : [])),
  };
}

async function defaultOrganisation(api: SnykApi): Promise<Organisation> {
  const id = await api.defaultOrganisation();
  if (id !== undefined) return { id, name: id };
  throw new ScanGateError({
    code: "not-found",
    source: "snyk",
    message: "The Snyk token's account has no default organisation",
    hint: "Set `snyk-org` to the id or slug of the organisation that holds the repository's projects",
  });
}

async function byName(api: SnykApi, name: string): Promise<Organisation> {
  if (isId(name)) return { id: name.toLowerCase(), name };
  const id = SLUG.test(name) ? await idOf(api, name) : undefined;
  if (id !== undefined) return { id, name };
  throw new ScanGateError({
    code: "not-found",
    source: "snyk",
    message: `Snyk has no organisation ${name}, or the token has no access to it`,
    hint: "Set `snyk-org` to an id or slug from the organisation's settings page, and make the token's account a member",
  });
}

/** Looks a slug up as it is given, then in lower case, then among all: Snyk minds case where people do not. */
async function idOf(api: SnykApi, name: string): Promise<string | undefined> {
  const slug = name.toLowerCase();
  for (const asked of new Set([name, slug, undefined])) {
    const { items, cut } = await api.organisations(asked);
    const match = items.find(({ attributes }) => attributes.slug?.toLowerCase() === slug);
    if (match !== undefined) return match.id;
    if (asked === undefined && cut !== undefined) throw cut;
  }
  return undefined;
}
