import { ScanGateError, withDetails } from "../../errors.ts";
import type { Deadline, Schema } from "../../ports.ts";
import { present } from "../../text/present.ts";
import { parseShape } from "../http/answer.ts";
import { createCaller } from "../http/caller.ts";
import { checkHeaderValue, createHide } from "../http/credential.ts";
import { errorOf, withoutRequest } from "../http/errors.ts";
import { Failure } from "../http/failure.ts";
import type { ConnectOptions } from "../http/http.ts";
import { nextLink, parseBase, pathOf } from "../http/origin.ts";
import { GITHUB } from "../http/service-words.ts";
import { createTransport } from "../http/transport.ts";
import { missingPermissions, type Need, withAdvice } from "./errors.ts";
import { createGuardedFetch } from "./fetch.ts";
import * as wire from "./schemas.ts";

export interface GitHubConnection extends ConnectOptions {
  readonly token: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  /** The deadline that holds now; stages of a run have their own. */
  readonly deadline: () => Deadline;
}

export interface GitHubRequest<T> {
  /** Method and path as Octokit takes them: `GET /repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly route: string;
  readonly need: Need;
  /** Values for the path's names; the others become the query, or the body. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly accept?: string;
  /** Picks the schema of the answer; the schemas are loaded with this client. */
  readonly schema: (schemas: typeof wire) => Schema<T>;
}

export interface GraphQlRequest<T> extends Pick<GitHubRequest<T>, "need" | "schema"> {
  readonly variables?: Readonly<Record<string, string | number>>;
}

/** The repository that requests are about. */
export interface GitHubRepository {
  readonly owner: string;
  readonly repo: string;
}

/** Requests to GitHub through Octokit, every answer checked. */
export interface GitHubRequests {
  readonly requests: number;
  /** @throws ScanGateError of source `github` */
  one<T>(ask: GitHubRequest<T>): Promise<T>;
  /** All items of a list, over all its pages, or none. @throws ScanGateError of source `github` */
  all<T>(ask: GitHubRequest<readonly T[]>): Promise<readonly T[]>;
  /**
   * Asks GraphQL. A query, which changes nothing, is retried as a GET is, a mutation is not.
   * @throws ScanGateError of source `github`
   */
  query<T>(text: string, ask: GraphQlRequest<T>): Promise<T>;
}

/** The most that GitHub gives on a page. */
const PER_PAGE = 100;

/** Pages after which a list is taken for endless: 30,000 items. */
const MOST_PAGES = 300;

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

export function createGitHubRequests(connection: GitHubConnection): GitHubRequests {
  const base = parseBase(connection.apiUrl);
  const { token } = connection;
  const hide = createHide(token, connection.redact);
  const caller = createGitHubCaller(connection, hide);
  const baseUrl = base.origin + base.path;
  const fetch = createGuardedFetch(caller, base);
  let made: ReturnType<typeof octokit> | undefined;

  const send = async <T>(
    ask: GitHubRequest<T>,
    url: string,
  ): Promise<{ value: T; next: string | undefined }> => {
    try {
      made ??= octokit({ token, baseUrl, fetch });
      const { request } = await made;
      const { data, headers } = await request(url, {
        ...ask.parameters,
        ...(ask.accept === undefined ? {} : { headers: { accept: ask.accept } }),
      });
      const value = parseShape<T>(data, ask.schema(wire), hide);
      return { value, next: nextLink(headers.link) };
    } catch (thrown) {
      throw withAdvice(ownError(thrown, ask, hide), ask.need);
    }
  };

  return {
    get requests() {
      return caller.requests;
    },
    async one(ask) {
      return (await send(ask, ask.route)).value;
    },
    async query(text, { variables, ...ask }) {
      // An Enterprise Server has it beside `/api/v3` and not below it.
      const route = `POST ${base.origin}${base.path.replace(/\/v3$/, "")}/graphql`;
      return (await send({ ...ask, route, parameters: { query: text, ...present({ variables }) } }, route))
        .value;
    },
    async all<T>(ask: GitHubRequest<readonly T[]>) {
      const items: T[] = [];
      const seen = new Set<string>();
      let page = await send({ ...ask, parameters: { ...ask.parameters, per_page: PER_PAGE } }, ask.route);
      for (let read = 1; ; read += 1) {
        items.push(...page.value);
        if (page.next === undefined) return items;
        try {
          const next = page.next;
          const route = withoutRequest({ words: GITHUB, hide }, () => routeOf(pathOf(base, next)));
          if (seen.has(route) || read === MOST_PAGES) throw endless();
          seen.add(route);
          page = await send({ ...ask, parameters: {} }, route);
        } catch (thrown) {
          throw partial(thrown, read);
        }
      }
    },
  };
}

function createGitHubCaller(connection: GitHubConnection, hide: ReturnType<typeof createHide>) {
  const { clock, random, deadline, log } = connection;
  return createCaller({
    words: GITHUB,
    transport: createTransport(connection),
    clock,
    random,
    deadline,
    hide,
    remark: missingPermissions,
    ...(log === undefined ? {} : { log: (message: string) => log.info(message) }),
  });
}

/** Loaded when it is first needed, for it reads the event file while it loads and throws when that is broken. */
async function octokit({
  token,
  baseUrl,
  fetch,
}: {
  readonly token: string;
  readonly baseUrl: string;
  readonly fetch: ReturnType<typeof createGuardedFetch>;
}) {
  if (token === "") {
    throw new ScanGateError({
      code: "no-credentials",
      source: "github",
      message: "There is no token for GitHub",
      hint: "Leave `github-token` out, so that the job's own token is used",
    });
  }
  checkHeaderValue(token, "github-token");
  const { getOctokit } = await import("@actions/github");
  return getOctokit(token, { baseUrl, request: { fetch }, log: SILENT });
}

/** A path with its query as Octokit's template takes it: it would read `:name` and `{name}` as its own. */
function routeOf(path: string): string {
  return `GET ${path.replace(/[:{}]/g, encodeURIComponent)}`;
}

/** Octokit wraps what its fetch throws in an error that holds the whole request; only ours goes on. */
function ownError<T>(
  thrown: unknown,
  { route }: GitHubRequest<T>,
  hide: (text: string) => string,
): ScanGateError {
  const inner: unknown = thrown instanceof Error ? thrown.cause : undefined;
  for (const error of [thrown, inner]) {
    if (error instanceof ScanGateError) return error;
    if (error instanceof Failure) {
      return errorOf(error, { message: `GitHub ${route}: ${error.message}`, words: GITHUB, hide });
    }
  }
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new ScanGateError({
    code: "internal",
    source: "github",
    message: `GitHub ${route}: the request could not be made (${name})`,
    hint: "Report it with the log of this run",
  });
}

function endless(): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "github",
    message: "GitHub: the list does not end",
    hint: "Run the job again",
  });
}

/** Some pages were read, so that it is no matter of the whole any more; only a cancelled run stays one. */
function partial(thrown: unknown, pages: number): unknown {
  if (!(thrown instanceof ScanGateError) || thrown.code === "cancelled") return thrown;
  const read = pages === 1 ? "the first page was read" : `${pages} pages were read`;
  return withDetails(thrown, { code: "partial", message: `${thrown.message}; only ${read}` });
}
