import { ScanGateError, withDetails } from "../../errors.ts";
import type { Deadline, QueryValue, Schema, ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import type { ServiceWords } from "../http/errors.ts";
import { type ConnectOptions, createForgeConnect } from "../http/http.ts";

/** Where a repository is, and by what it may be asked. */
export interface DataCenterConnection extends ConnectOptions {
  /** The base with its context path. */
  readonly url: string;
  /** `KEY`, or `~user` for somebody's own repositories. */
  readonly project: string;
  readonly slug: string;
  /** An HTTP access token, and the variable that holds it. */
  readonly token: { readonly variable: string; readonly value: string };
  readonly deadline: () => Deadline;
}

type Schemas = typeof import("./schemas.ts");

/** A request, by default of the repository: its path is below what `of` says. */
export interface DataCenterRequest<T> extends Pick<ServiceRequest, "method" | "path" | "query" | "body"> {
  /** `insights`: the repository's part of Code Insights. `instance`: below `/rest`, whatever the repository. */
  readonly of?: "repository" | "insights" | "instance";
  readonly schema: (schemas: Schemas) => Schema<T>;
  /** What the token must have for it. */
  readonly need: string;
}

/** One page of a list. */
interface DataCenterPage<T> {
  readonly values: readonly T[];
  readonly isLastPage?: boolean | null | undefined;
  readonly nextPageStart?: number | null | undefined;
}

/** Sends requests about one repository. */
export interface DataCenterRequests {
  readonly requests: number;
  one<T>(request: DataCenterRequest<T>): Promise<T>;
  /** All pages of a list. @throws `partial` when there are more than can be read */
  all<T>(request: DataCenterRequest<DataCenterPage<T>>): Promise<readonly T[]>;
  text(request: Omit<DataCenterRequest<never>, "schema">): Promise<string>;
  done(request: Omit<DataCenterRequest<never>, "schema">): Promise<void>;
  /** Who the token is. */
  user(): Promise<string>;
}

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

const WORDS: ServiceWords = {
  source: "bitbucket-dc",
  name: "Bitbucket",
  limitPauseMs: 60_000,
  hints: {
    "not-found":
      "Check --repository (KEY/slug) and --forge-url, which is the base with its context path: Bitbucket also says 404 when the token has no access",
    "rate-limited": "Run the job again later",
    unreachable: "Check --forge-url, and the agent's proxy and certificate settings",
    timeout: "Raise --timeout, and check the Bitbucket instance",
    "bad-response": "Check --forge-url, and run the job again",
  },
};

const PER_PAGE = 100;
const MOST_PAGES = 300;

/** Without it Bitbucket takes some requests for a browser's that was led there by another site. */
const NO_BROWSER = { "x-atlassian-token": "no-check" };

/** No request is sent before something is asked. */
export function createDataCenterRequests(connection: DataCenterConnection): DataCenterRequests {
  const { url, project, slug, token, deadline } = connection;
  const client = createForgeConnect(connection)({
    words: WORDS,
    baseUrl: `${url}/rest`,
    credential: { header: "authorization", value: `Bearer ${token.value}`, name: token.variable },
    deadline,
  });
  const repository = `/projects/${addressPart(project)}/repos/${addressPart(slug)}`;
  const below = {
    repository: `/api/latest${repository}`,
    insights: `/insights/latest${repository}`,
    instance: "",
  };
  const sent = (request: Omit<DataCenterRequest<never>, "schema">) => {
    const { method, path, query, body, of = "repository" } = request;
    const headers = method === "GET" ? undefined : NO_BROWSER;
    return { method, path: `${below[of]}${path}`, ...present({ query, body, headers }) };
  };
  return {
    get requests() {
      return client.requests;
    },
    one: (request) =>
      told(request.need, async () => await client.json(sent(request), schemaOf(request.schema))),
    all: (request) =>
      told(request.need, async () => {
        const items = [];
        let start = 0;
        for (let number = 1; number <= MOST_PAGES; number += 1) {
          const query = [...paging(start), ...(request.query ?? [])];
          const page = await client.json(sent({ ...request, query }), schemaOf(request.schema));
          items.push(...page.values);
          if (page.isLastPage !== false) return items;
          const next = page.nextPageStart ?? 0;
          if (next <= start) break;
          start = next;
        }
        throw cutList(request.path);
      }),
    text: (request) => told(request.need, async () => await client.text(sent(request))),
    done: (request) =>
      told(request.need, async () => {
        await client.done(sent(request));
      }),
    async user() {
      const { headers } = await told(DATA_CENTER_NEEDS.comment, async () => {
        const schema = schemaOf(({ DC_PROPERTIES }) => DC_PROPERTIES);
        return await client.answer({ method: "GET", path: "/api/latest/application-properties" }, schema);
      });
      const name = headers["x-ausername"] ?? "";
      if (name === "") throw nobody(token.variable);
      return decoded(name);
    },
  };
}

function paging(start: number): readonly (readonly [string, QueryValue])[] {
  return [
    ["start", start],
    ["limit", PER_PAGE],
  ];
}

/**
 * What a token must have is the best hint that a refusal can give: Bitbucket says 401 for a wrong token and for one
 * that may not do something alike. A page in the place of an answer is one of whatever stands before it.
 */
async function told<T>(need: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    if (error.code === "auth") throw withDetails(error, { hint: `${CHECK_TOKEN}. ${need}` });
    if (error.code === "forbidden") throw withDetails(error, { hint: need });
    if (error.code === "bad-response" && /with an HTML page|redirect/.test(error.message)) {
      throw withDetails(error, { hint: PAGE_HINT });
    }
    throw error;
  }
}

const CHECK_TOKEN = "Check the token in BITBUCKET_TOKEN: it must be current, and of this instance";

const PAGE_HINT =
  "Check --forge-url: it is the base with its context path, and what stands before Bitbucket (single sign-on, a proxy) must let `/rest` through without a page to sign in";

/** Loaded once there is an answer to read. */
function schemaOf<T>(schema: DataCenterRequest<T>["schema"]): () => Promise<Schema<T>> {
  return async () => schema(await import("./schemas.ts"));
}

/** Names are percent-encoded in headers. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function nobody(variable: string): ScanGateError {
  return new ScanGateError({
    code: "auth",
    source: "bitbucket-dc",
    message: `Bitbucket does not say whose token ${variable} is, so that our own comment cannot be told from another's`,
    hint: `${CHECK_TOKEN}; what stands before Bitbucket must let the header X-AUSERNAME through`,
  });
}

/** A list of which Bitbucket does not send the rest. */
export function cutList(path: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "bitbucket-dc",
    message: `Bitbucket's list ${path} has more than can be read, and the rest was not read`,
    hint: "Ask for less: close or clean up what is listed",
  });
}
