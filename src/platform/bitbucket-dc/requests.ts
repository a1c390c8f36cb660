import { addressPart } from "../../text/escape.ts";
import { createForgeConnect } from "../forge/http.ts";
import {
  createForgeRequests,
  type ForgeAccess,
  type ForgePaging,
  type ForgeRequests,
  type ForgeToken,
} from "../forge/requests.ts";
import type { ServiceWords } from "../http/errors.ts";

/** Where a repository is, and by what it may be asked. The URL is the base with its context path. */
export interface DataCenterConnection extends ForgeAccess {
  /** `KEY`, or `~user` for somebody's own repositories. */
  readonly project: string;
  readonly slug: string;
  /** An HTTP access token. */
  readonly token?: ForgeToken;
}

/** Sends requests about one repository: paths are below `/rest/api/latest/projects/KEY/repos/SLUG`. */
export type DataCenterRequests = ForgeRequests<typeof import("./schemas.ts")>;

/**
 * What a token must have, by what it is asked for
 * (https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html).
 */
export const DATA_CENTER_NEEDS = {
  read: "Give the token in BITBUCKET_TOKEN the permission `Repository read` on this repository",
  comment: "Give the token in BITBUCKET_TOKEN the permission `Repository write` on this repository",
  status: "Give the token in BITBUCKET_TOKEN the permission `Repository read` on this repository",
  insights:
    "Give the token in BITBUCKET_TOKEN the permission `Repository read` on this repository; a report that another account made is replaced by that one only",
} as const;

const CHECK_TOKEN = "Check the token in BITBUCKET_TOKEN: it must be current, and of this instance";

/** How Bitbucket is spoken of. It says 401 for a wrong token and for one that may not do something alike. */
export const DATA_CENTER_WORDS: ServiceWords = {
  source: "bitbucket-dc",
  name: "Bitbucket",
  limitPauseMs: 60_000,
  hints: {
    auth: CHECK_TOKEN,
    "not-found":
      "Check --repository (KEY/slug) and --forge-url, which is the base with its context path: Bitbucket also says 404 when the token has no access",
    "rate-limited": "Run the job again later",
    unreachable: "Check --forge-url, and the agent's proxy and certificate settings",
    timeout: "Raise --timeout, and check the Bitbucket instance",
    "bad-response": "Check --forge-url, and run the job again",
  },
};

const PAGING: ForgePaging = {
  first: () => [["limit", 100]],
  next: ({ next }) => (next == null ? undefined : [["start", next]]),
};

/** No request is sent before something is asked. */
export function createDataCenterRequests(connection: DataCenterConnection): DataCenterRequests {
  const { url, token, deadline } = connection;
  const words = DATA_CENTER_WORDS;
  const connect = createForgeConnect(connection);
  const clientOf = ({ variable, value }: ForgeToken) => {
    const credential = { header: "authorization", value: `Bearer ${value}`, name: variable };
    return { variable, http: connect({ words, baseUrl: `${url}/rest`, credential, deadline }) };
  };
  return createForgeRequests({
    words,
    clients: token === undefined ? [] : [clientOf(token)],
    token: { variable: "BITBUCKET_TOKEN", kind: "an HTTP access token" },
    repository: `/api/latest${dataCenterPath(connection)}`,
    // Without it Bitbucket takes some requests for a browser's that was led there by another site.
    always: { headers: { "x-atlassian-token": "no-check" } },
    paging: PAGING,
    schemas: () => import("./schemas.ts"),
    page: {
      hint: "Check --forge-url: it is the base with its context path, and what stands before Bitbucket (single sign-on, a proxy) must let `/rest` through without a page to sign in",
    },
  });
}

/** A repository's part of the paths of every API. */
export function dataCenterPath({ project, slug }: Pick<DataCenterConnection, "project" | "slug">): string {
  return `/projects/${addressPart(project)}/repos/${addressPart(slug)}`;
}
