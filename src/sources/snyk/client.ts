import { ScanGateError, withDetails } from "../../errors.ts";
import type { HttpService, LazySchema, QueryValue } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import type {
  Page,
  WireIgnores,
  WireIssue,
  WireOrganization,
  WireSnykProject,
  WireTarget,
} from "./schema.ts";

/** The release of the REST API that Snyk recommends; it picks the newest behaviour up to that day per endpoint. */
const API_VERSION = "2024-10-15";

/** The most entries a page may have (https://docs.snyk.io/snyk-api/rest-api/about-the-rest-api). */
const PAGE_SIZE = 100;

/** 200,000 entries: more than any list that is worth judging, and an end to a list without one. */
export const MAX_PAGES = 2000;

/** A list as far as it could be read. */
export interface SnykList<T> {
  readonly items: readonly T[];
  /** Why the rest is missing: a later page failed. Always `partial`, or `cancelled`. */
  readonly cut?: ScanGateError;
}

export type SnykQuery = readonly (readonly [string, QueryValue])[];

interface ListRequest<T> {
  readonly path: string;
  readonly query: SnykQuery;
  readonly page: LazySchema<Page<T>>;
  /** What is asked for, as it stands in a sentence. */
  readonly what: string;
}

/**
 * Snyk's endpoints, through a service that is already signed in. Lists are read page by page; failures are
 * `ScanGateError`s that say what was asked for.
 */
export class SnykApi {
  readonly #service: HttpService;

  constructor(service: HttpService) {
    this.#service = service;
  }

  get requests(): number {
    return this.#service.requests;
  }

  /** The token's default organization; undefined when it has none. */
  async defaultOrganization(): Promise<string | undefined> {
    const self = await get(this.#service, {
      path: "/rest/self",
      query: [["version", API_VERSION]],
      schema: async () => (await import("./schema.ts")).selfSchema,
      what: "the token's account",
    });
    return self.data.attributes.default_org_context;
  }

  /** Organizations of the token, or those with exactly this slug. */
  async organizations(slug?: string): Promise<SnykList<WireOrganization>> {
    return await this.#list({
      path: "/rest/orgs",
      query: slug === undefined ? [] : [["slug", slug]],
      page: async () => (await import("./schema.ts")).organizationPage,
      what: slug === undefined ? "the token's organizations" : `the organization ${slug}`,
    });
  }

  async targets(organization: string, filter: SnykQuery): Promise<SnykList<WireTarget>> {
    return await this.#list({
      path: `/rest/orgs/${addressPart(organization)}/targets`,
      query: [...filter, ["exclude_empty", true]],
      page: async () => (await import("./schema.ts")).targetPage,
      what: `the organization ${organization}`,
    });
  }

  async projects(organization: string, filter: SnykQuery): Promise<SnykList<WireSnykProject>> {
    return await this.#list({
      path: `/rest/orgs/${addressPart(organization)}/projects`,
      query: [...filter, ["meta.latest_issue_counts", true]],
      page: async () => (await import("./schema.ts")).projectPage,
      what: `the organization ${organization}`,
    });
  }

  /** Issues of one project that are open, ignored ones included. */
  async issues(organization: string, project: string): Promise<SnykList<WireIssue>> {
    return await this.#list({
      path: `/rest/orgs/${addressPart(organization)}/issues`,
      query: [
        ["scan_item.id", project],
        ["scan_item.type", "project"],
        ["status", "open"],
      ],
      page: async () => (await import("./schema.ts")).issuePage,
      what: `the project ${project}`,
    });
  }

  /** Why issues of a project are ignored (API version 1). */
  async ignores(organization: string, project: string): Promise<WireIgnores> {
    return await this.#service.json(
      {
        method: "GET",
        path: `/v1/org/${addressPart(organization)}/project/${addressPart(project)}/ignores`,
        headers: { accept: "application/json" },
      },
      async () => (await import("./schema.ts")).ignoresSchema,
    );
  }

  async #list<T extends { readonly id: string }>(request: ListRequest<T>): Promise<SnykList<T>> {
    return await readList(this.#service, request);
  }
}

/** Empty pages in a row after which a list is taken for endless. */
const MAX_EMPTY_PAGES = 5;

/**
 * Reads all pages. A first page that fails throws; a later one ends the list with `cut`. The list ends at a page
 * without a next link, and where a page names itself as the next. An empty page with a next link proves nothing:
 * the list goes on, but not for ever.
 */
async function readList<T extends { readonly id: string }>(
  service: HttpService,
  request: ListRequest<T>,
): Promise<SnykList<T>> {
  const items = new Map<string, T>();
  const query: SnykQuery = [["version", API_VERSION], ["limit", PAGE_SIZE], ...request.query];
  const { path, page: schema, what } = request;
  let page = await get(service, { path, query, schema, what });
  let current: string | undefined;
  const seen = new Set<string>();
  let empty = 0;
  for (;;) {
    for (const item of page.data) items.set(item.id, item);
    if (page.next === undefined) return { items: [...items.values()] };
    empty = page.data.length === 0 ? empty + 1 : 0;
    try {
      const next = restPath(service.resolve(page.next));
      if (next === current) return { items: [...items.values()] };
      if (seen.has(next) || seen.size === MAX_PAGES - 1 || empty === MAX_EMPTY_PAGES) throw endless(what);
      seen.add(next);
      page = await get(service, { path: next, schema, what });
      current = next;
    } catch (thrown) {
      if (!(thrown instanceof ScanGateError)) throw thrown;
      return { items: [...items.values()], cut: cutOff(thrown, { count: items.size, what }) };
    }
  }
}

/** Next links come with and without the API's prefix, which every path needs. */
function restPath(path: string): string {
  return path.startsWith("/rest/") ? path : `/rest${path}`;
}

async function get<T>(
  service: HttpService,
  request: {
    readonly path: string;
    readonly query?: SnykQuery;
    readonly schema: LazySchema<T>;
    readonly what: string;
  },
): Promise<T> {
  const { schema, what, ...address } = request;
  try {
    const headers = { accept: "application/vnd.api+json" };
    return await service.json({ method: "GET", ...address, headers }, schema);
  } catch (thrown) {
    if (!(thrown instanceof ScanGateError)) throw thrown;
    throw explain(thrown, { what, origin: service.origin });
  }
}

/** What a status means here. Snyk answers 404 where others answer 403, so that nobody can guess names. */
function explain(
  error: ScanGateError,
  at: { readonly what: string; readonly origin: string },
): ScanGateError {
  switch (error.status) {
    case 401:
      return withDetails(error, {
        code: "auth",
        message: `Snyk at ${at.origin} does not accept the token (401)`,
        hint: "Check the secret behind `snyk-token`: it may be expired or revoked, or belong to another region than `snyk-url`",
      });
    case 403:
      return withDetails(error, {
        code: "forbidden",
        message: `Snyk does not let this token read ${at.what} (403)`,
        hint: "Use a token that may view the organization and its projects, of a Snyk plan that includes the API",
      });
    case 404:
      return withDetails(error, {
        code: "not-found",
        message: `Snyk has no answer for ${at.what} (404): not found, or the token has no access to it`,
        hint: "Check `snyk-org`, `snyk-project` and `snyk-url`, and that the token's account is a member of the organization",
      });
    default:
      return error;
  }
}

function cutOff(
  error: ScanGateError,
  read: { readonly count: number; readonly what: string },
): ScanGateError {
  if (error.code === "cancelled") return error;
  return withDetails(error, {
    code: "partial",
    message: `Only the first ${read.count} entries of ${read.what} could be read: ${error.message}`,
  });
}

function endless(what: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "snyk",
    message: `the list has no end within ${MAX_PAGES} pages`,
    hint: `Look at ${what} in Snyk: it should not have that many entries`,
  });
}
