import { ScanGateError, withDetails } from "../../errors.ts";
import type { Deadline, Schema, ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import type { ServiceWords } from "../http/errors.ts";
import { type ConnectOptions, createForgeConnect, type ForgeHttp } from "../http/http.ts";

/** Where a repository is, and by what it may be asked. */
export interface BitbucketConnection extends ConnectOptions {
  /** The API's origin: `https://api.bitbucket.org`. */
  readonly url: string;
  readonly workspace: string;
  /** The repository's slug. */
  readonly slug: string;
  /** Absent where only the proxy of Pipelines is there. */
  readonly token?: BitbucketToken;
  readonly deadline: () => Deadline;
}

/** A token, and the variable that holds it. */
export interface BitbucketToken {
  readonly variable: string;
  readonly value: string;
  /** The account that an API token is a password of; an access token of a repository has none. */
  readonly email?: string;
}

type Schemas = typeof import("./schemas.ts");

/** A request of a repository: its path is below `/2.0/repositories/WORKSPACE/SLUG`. */
export interface BitbucketRequest<T>
  extends Pick<ServiceRequest, "method" | "path" | "query" | "body" | "reads"> {
  readonly schema: (schemas: Schemas) => Schema<T>;
  /** What the token must have for it. */
  readonly need: string;
  /** `workspace/slug` of another repository. */
  readonly repository?: string;
}

/** One page of a list. */
export interface BitbucketPage<T> {
  readonly values: readonly T[];
  readonly next?: string | null | undefined;
}

/** Sends requests about one repository. */
export interface BitbucketRequests {
  readonly requests: number;
  one<T>(request: BitbucketRequest<T>): Promise<T>;
  /**
   * All pages of a list, or as many as hold `most` items. Links to the next page are followed within the origin.
   * @throws `partial` when there are more than can be read
   */
  all<T>(request: BitbucketRequest<BitbucketPage<T>>, most?: number): Promise<readonly T[]>;
  text(request: Omit<BitbucketRequest<never>, "schema">): Promise<string>;
  done(request: Omit<BitbucketRequest<never>, "schema">): Promise<void>;
  /** The key of the account that the token is of; undefined where Bitbucket does not tell. */
  user(): Promise<string | undefined>;
}

const API_TOKEN = "an API token needs";

/**
 * What a token must have, by what it is asked for
 * (https://developer.atlassian.com/cloud/bitbucket/rest/intro/#scopes-for-access-tokens).
 */
export const BITBUCKET_NEEDS = {
  read: `Give the token in BITBUCKET_TOKEN the scope \`repository\`; ${API_TOKEN} \`read:repository:bitbucket\``,
  pullRequest: `Give the token in BITBUCKET_TOKEN the scope \`pullrequest\`; ${API_TOKEN} \`read:pullrequest:bitbucket\``,
  comment: `Give the token in BITBUCKET_TOKEN the scope \`pullrequest:write\`; ${API_TOKEN} \`read:pullrequest:bitbucket\`, \`write:pullrequest:bitbucket\` and \`read:user:bitbucket\``,
  status: `Give the token in BITBUCKET_TOKEN the scope \`repository\`; ${API_TOKEN} \`read:repository:bitbucket\``,
  insights: `Give the token in BITBUCKET_TOKEN the scope \`repository\`; ${API_TOKEN} \`read:repository:bitbucket\``,
} as const;

const AUTH_HINT =
  "Check the token in BITBUCKET_TOKEN: it must be current; an API token needs the account's address in BITBUCKET_EMAIL, an access token of a repository needs none";

/** How Bitbucket is spoken of. */
export const BITBUCKET_WORDS: ServiceWords = {
  source: "bitbucket",
  name: "Bitbucket",
  limitPauseMs: 60_000,
  hints: {
    auth: AUTH_HINT,
    "not-found":
      "Check the workspace's and the repository's name: Bitbucket also says 404 when the token has no access",
    "rate-limited": "Run the job again later",
    unreachable: "Check --forge-url, and the runner's proxy and certificate settings",
    timeout: "Raise --timeout, and check https://bitbucket.status.atlassian.com",
    "bad-response": "Check --forge-url, and run the job again",
  },
};

const PER_PAGE = 100;
const MOST_PAGES = 300;

/** No request is sent before something is asked. */
export function createBitbucketRequests(connection: BitbucketConnection): BitbucketRequests {
  const own = `${connection.workspace}/${connection.slug}`;
  const client = clientOf(connection);
  const sent = (request: Omit<BitbucketRequest<never>, "schema">) => {
    const { method, path, query, body, reads, repository = own } = request;
    return { method, path: `${baseOf(repository)}${path}`, ...present({ query, body, reads }) };
  };
  return {
    get requests() {
      return client()?.requests ?? 0;
    },
    one: (request) =>
      told(request.need, async () => {
        return await known(client(), request.need).json(sent(request), schemaOf(request.schema));
      }),
    all: (request, most = Number.POSITIVE_INFINITY) =>
      told(request.need, async () => {
        const http = known(client(), request.need);
        const items = [];
        const query = [...(request.query ?? []), ["pagelen", pageLength(request)] as const];
        let page: ServiceRequest = sent({ ...request, query });
        for (let number = 1; number <= MOST_PAGES; number += 1) {
          const { values, next } = await http.json(page, schemaOf(request.schema));
          items.push(...values);
          if (!next || items.length >= most) return items.slice(0, most);
          page = { method: "GET", path: http.resolve(next) };
        }
        throw tooManyPages(request.path);
      }),
    text: (request) =>
      told(request.need, async () => await known(client(), request.need).text(sent(request))),
    done: (request) =>
      told(request.need, async () => {
        await known(client(), request.need).done(sent(request));
      }),
    user: () => userOf(() => known(client(), BITBUCKET_NEEDS.comment)),
  };
}

/** Lists of pull requests have shorter pages than others; a longer one is refused. */
function pageLength({ path }: { readonly path: string }): number {
  return /\/pullrequests$/.test(path) ? 50 : PER_PAGE;
}

/** `/repositories/WORKSPACE/SLUG` of a repository. */
export function baseOf(repository: string): string {
  return `/repositories/${repository.split("/").map(addressPart).join("/")}`;
}

/** The client of the token, made when it is needed first; undefined without a token. */
function clientOf(connection: BitbucketConnection): () => ForgeHttp | undefined {
  const { token, url, deadline } = connection;
  if (token === undefined) return () => undefined;
  const client = createForgeConnect(connection)({
    words: BITBUCKET_WORDS,
    baseUrl: `${url}/2.0`,
    credential: { header: "authorization", value: authorizationOf(token), name: token.variable },
    deadline,
  });
  return () => client;
}

/**
 * An API token is an account's password. An access token of a repository, project or workspace is none, also where an
 * address stands beside it (https://support.atlassian.com/bitbucket-cloud/docs/using-access-tokens/).
 */
function authorizationOf({ value, email = "" }: BitbucketToken): string {
  if (email === "" || value.startsWith("ATCTT")) return `Bearer ${value}`;
  return `Basic ${Buffer.from(`${email}:${value}`, "utf8").toString("base64")}`;
}

function known(client: ForgeHttp | undefined, need: string): ForgeHttp {
  if (client !== undefined) return client;
  throw new ScanGateError({
    code: "no-credentials",
    source: "bitbucket",
    message: "Bitbucket was not asked, because BITBUCKET_TOKEN is not set",
    hint: need.replace(
      /^Give the token in BITBUCKET_TOKEN/,
      "Set BITBUCKET_TOKEN to a repository access token, and give it",
    ),
  });
}

/** Access tokens of repositories are no accounts, and may not ask who they are. */
async function userOf(client: () => ForgeHttp): Promise<string | undefined> {
  try {
    const schema = schemaOf(({ BITBUCKET_ACCOUNT }) => BITBUCKET_ACCOUNT);
    return accountKey(await client().json({ method: "GET", path: "/user" }, schema));
  } catch (error) {
    if (error instanceof ScanGateError && [401, 403, 404].includes(error.status ?? 0)) return undefined;
    throw error;
  }
}

/** What tells an account from all others; names may change. */
export function accountKey(
  account:
    | { readonly uuid?: string | null | undefined; readonly account_id?: string | null | undefined }
    | null
    | undefined,
): string | undefined {
  return account?.uuid ?? account?.account_id ?? undefined;
}

/** What a token must have is the best hint that a refusal can give. */
export async function told<T>(need: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    if (error.code === "forbidden") throw withDetails(error, { hint: need });
    if (error.code === "auth") throw withDetails(error, { hint: `${AUTH_HINT}. ${need}` });
    throw error;
  }
}

/** Loaded once there is an answer to read. */
export function schemaOf<T>(schema: (schemas: Schemas) => Schema<T>): () => Promise<Schema<T>> {
  return async () => schema(await import("./schemas.ts"));
}

function tooManyPages(path: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "bitbucket",
    message: `Bitbucket's list ${path} has more than ${MOST_PAGES} pages, and the rest was not read`,
    hint: "Ask for less: close or clean up what is listed",
  });
}
