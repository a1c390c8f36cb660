import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { createForgeConnect, type ForgeHttp } from "../forge/http.ts";
import {
  basicAuthorization,
  createForgeRequests,
  type ForgeAccess,
  type ForgePaging,
  type ForgeRequests,
  type ForgeToken,
} from "../forge/requests.ts";
import type { ServiceWords } from "../http/errors.ts";

/** Where a repository is, and by what it may be asked. The URL is the API's origin: `https://api.bitbucket.org`. */
export interface BitbucketConnection extends ForgeAccess {
  readonly workspace: string;
  /** The repository's slug. */
  readonly slug: string;
  /** Absent where only the proxy of Pipelines is there. */
  readonly token?: BitbucketToken;
}

export interface BitbucketToken extends ForgeToken {
  /** The account that an API token is a password of; an access token of a repository has none. */
  readonly email?: string;
}

/** Sends requests about one repository: paths are below `/2.0/repositories/WORKSPACE/SLUG`. */
export type BitbucketRequests = ForgeRequests<typeof import("./schemas.ts")>;

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

const WORDS: ServiceWords = {
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

/** Links to the next page are followed within the origin. */
const PAGING: ForgePaging = {
  // Lists of pull requests have shorter pages than others; a longer one is refused.
  first: (path) => [["pagelen", /\/pullrequests$/.test(path) ? 50 : 100]],
  next: ({ next }) => (next ? String(next) : undefined),
};

/** No request is sent before something is asked. */
export function createBitbucketRequests(connection: BitbucketConnection): BitbucketRequests {
  const { url, token, deadline } = connection;
  const http =
    token &&
    createForgeConnect(connection)({
      words: WORDS,
      baseUrl: `${url}/2.0`,
      credential: { header: "authorization", value: authorizationOf(token), name: token.variable },
      deadline,
    });
  return requestsBy(http, { ...connection, variable: token?.variable });
}

/**
 * Through the proxy of Pipelines, which adds a credential to plain requests for the API, and takes reports and
 * annotations only (https://support.atlassian.com/bitbucket-cloud/docs/code-insights/). No token goes to it.
 */
export function createBitbucketProxyRequests(
  connection: Omit<BitbucketConnection, "token">,
  proxy: string,
): BitbucketRequests {
  const http = createForgeConnect(connection)({
    words: { ...WORDS, hints: { ...WORDS.hints, unreachable: NO_PROXY } },
    baseUrl: `${connection.url.replace(/^https:/, "http:")}/2.0`,
    deadline: connection.deadline,
    proxy,
  });
  return requestsBy(http, connection);
}

const NO_PROXY =
  "The proxy of Pipelines is there in steps and pipes of Bitbucket Pipelines only; elsewhere set BITBUCKET_TOKEN";

function requestsBy(
  http: ForgeHttp | undefined,
  {
    workspace,
    slug,
    variable,
  }: Pick<BitbucketConnection, "workspace" | "slug"> & { readonly variable?: string | undefined },
): BitbucketRequests {
  return createForgeRequests({
    words: WORDS,
    clients: http === undefined ? [] : [{ http, ...present({ variable }) }],
    token: { variable: "BITBUCKET_TOKEN", kind: "a repository access token" },
    repository: bitbucketPath(`${workspace}/${slug}`),
    paging: PAGING,
    schemas: () => import("./schemas.ts"),
  });
}

/** What the paths of a repository, `workspace/slug`, are below. */
export function bitbucketPath(repository: string): string {
  return `/repositories/${repository.split("/").map(addressPart).join("/")}`;
}

/**
 * An API token is an account's password. An access token of a repository, project or workspace is none, also where an
 * address stands beside it (https://support.atlassian.com/bitbucket-cloud/docs/using-access-tokens/).
 */
function authorizationOf({ value, email = "" }: BitbucketToken): string {
  return email === "" || value.startsWith("ATCTT") ? `Bearer ${value}` : basicAuthorization(value, email);
}
