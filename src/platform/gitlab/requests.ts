import { ScanGateError, withDetails } from "../../errors.ts";
import type { Deadline, QueryValue, Schema, ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import type { ServiceWords } from "../http/errors.ts";
import { type ConnectOptions, createForgeConnect, type ForgeHttp } from "../http/http.ts";

/** Where a project is, and by what it may be asked. */
export interface GitLabConnection extends ConnectOptions {
  /** The instance with its relative root. */
  readonly url: string;
  /** The project's number, or its path. */
  readonly project: string;
  /** Writes, and reads. */
  readonly token?: GitLabToken;
  /** The token of the CI's own job, which only reads. */
  readonly jobToken?: GitLabToken;
  readonly deadline: () => Deadline;
}

/** A token and the variable that holds it. */
export interface GitLabToken {
  readonly variable: string;
  readonly value: string;
}

type Schemas = typeof import("./schemas.ts");

/** A request of a project: its path is below `/projects/ID`. */
export interface GitLabRequest<T> extends Pick<ServiceRequest, "method" | "path" | "query" | "body"> {
  readonly schema: (schemas: Schemas) => Schema<T>;
  /** What the token must have for it. */
  readonly need: string;
  /** Set where the job's own token is never enough, also to read. */
  readonly needsToken?: true;
}

/** Sends requests about one project. */
export interface GitLabRequests {
  readonly requests: number;
  one<T>(request: GitLabRequest<T>): Promise<T>;
  /** All pages of a list. @throws `partial` when there are more than can be read */
  all<T>(request: GitLabRequest<readonly T[]>): Promise<readonly T[]>;
  text(request: Omit<GitLabRequest<never>, "schema">): Promise<string>;
  done(request: Omit<GitLabRequest<never>, "schema">): Promise<void>;
  /** Who the writing token is. */
  user(): Promise<string>;
}

/** What a token must have, by what it is asked for (https://docs.gitlab.com/user/permissions/). */
export const GITLAB_NEEDS = {
  read: "Give the token in GITLAB_TOKEN the scope `read_api` and the role Reporter in the project, or allow the job's own token under Settings, CI/CD, Job token permissions",
  comment: "Give the token in GITLAB_TOKEN the scope `api` and at least the role Reporter in the project",
  status: "Give the token in GITLAB_TOKEN the scope `api` and at least the role Developer in the project",
} as const;

const WORDS: ServiceWords = {
  source: "gitlab",
  name: "GitLab",
  limitPauseMs: 60_000,
  hints: {
    auth: "Check the token in GITLAB_TOKEN: it must be current, and of this instance",
    "not-found":
      "Check the project's name and --forge-url: GitLab also says 404 when the token has no access",
    "rate-limited": "Run the job again later",
    unreachable: "Check --forge-url, and the runner's proxy and certificate settings",
    timeout: "Raise --timeout, and check the GitLab instance",
    "bad-response": "Check --forge-url, and run the job again",
  },
};

const PER_PAGE = 100;
const MOST_PAGES = 300;

/** No request is sent before something is asked. */
export function createGitLabRequests(connection: GitLabConnection): GitLabRequests {
  const clients = clientsOf(connection);
  const base = `/projects/${addressPart(connection.project)}`;
  return {
    get requests() {
      return clients.requests;
    },
    one: (request) =>
      withNeed(request.need, async () => {
        const { method, path, query, body } = request;
        const sent = { method, path: `${base}${path}`, ...present({ query, body }) };
        return await clients.for(request).json(sent, schemaOf(request.schema));
      }),
    all: (request) =>
      withNeed(request.need, async () => {
        const items = [];
        for (let number = 1; number <= MOST_PAGES; number += 1) {
          const query = [...(request.query ?? []), ...paging(number)];
          const { value, headers } = await clients
            .for(request)
            .answer({ method: "GET", path: `${base}${request.path}`, query }, schemaOf(request.schema));
          items.push(...value);
          if (isLastPage(value.length, headers["x-next-page"])) return items;
        }
        throw tooManyPages(request.path);
      }),
    text: (request) =>
      withNeed(request.need, async () => {
        const { method, path, query } = request;
        return await clients.for(request).text({ method, path: `${base}${path}`, ...present({ query }) });
      }),
    done: (request) =>
      withNeed(request.need, async () => {
        await clients.for(request).done({ method: request.method, path: `${base}${request.path}` });
      }),
    user: () =>
      withNeed(GITLAB_NEEDS.comment, async () => {
        const client = clients.for({ method: "GET", need: GITLAB_NEEDS.comment, needsToken: true });
        const schema = schemaOf(({ GITLAB_USER }) => GITLAB_USER);
        return (await client.json({ method: "GET", path: "/user" }, schema)).username;
      }),
  };
}

type Wanted = Pick<GitLabRequest<never>, "method" | "need" | "needsToken">;

/** The clients of both tokens, as far as there are any. */
function clientsOf(connection: GitLabConnection) {
  const connect = createForgeConnect(connection);
  const { url, token, jobToken, deadline } = connection;
  const clientOf = ({ variable }: GitLabToken, header: string, value: string): ForgeHttp =>
    connect({
      words: WORDS,
      baseUrl: `${url}/api/v4`,
      credential: { header, value, name: variable },
      deadline,
    });
  // A job's token has a header of its own and is no bearer token (https://docs.gitlab.com/ci/jobs/ci_job_token/).
  const full = token && clientOf(token, "authorization", `Bearer ${token.value}`);
  const reader = full ?? (jobToken && clientOf(jobToken, "job-token", jobToken.value));
  return {
    get requests() {
      return (full?.requests ?? 0) + (reader === full ? 0 : (reader?.requests ?? 0));
    },
    /** @throws `no-credentials` where no token may do it */
    for({ method, need, needsToken }: Wanted): ForgeHttp {
      const found = method === "GET" && needsToken !== true ? reader : full;
      if (found === undefined) throw missingToken(need);
      return found;
    },
  };
}

/** What a token must have is the best hint that a refusal can give. */
async function withNeed<T>(need: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw isRefusal(error) ? withDetails(error, { hint: need }) : error;
  }
}

/** Loaded once there is an answer to read. */
function schemaOf<T>(schema: GitLabRequest<T>["schema"]): () => Promise<Schema<T>> {
  return async () => schema(await import("./schemas.ts"));
}

function paging(number: number): readonly (readonly [string, QueryValue])[] {
  return [
    ["per_page", PER_PAGE],
    ["page", number],
  ];
}

/** By GitLab's own header; where something on the way drops it, a page that is not full is the last. */
function isLastPage(length: number, next: string | undefined): boolean {
  return next === undefined ? length < PER_PAGE : next.trim() === "";
}

function isRefusal(error: unknown): error is ScanGateError {
  return error instanceof ScanGateError && (error.code === "auth" || error.code === "forbidden");
}

function missingToken(need: string): ScanGateError {
  return new ScanGateError({
    code: "no-credentials",
    source: "gitlab",
    message: "GitLab was not asked, because GITLAB_TOKEN is not set, and the job's own token may not do this",
    hint: need.replace(
      /^Give the token in GITLAB_TOKEN/,
      "Set GITLAB_TOKEN to a project access token, and give it",
    ),
  });
}

function tooManyPages(path: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source: "gitlab",
    message: `GitLab's list ${path} has more than ${MOST_PAGES} pages, and the rest was not read`,
    hint: "Ask for less: close or clean up what is listed",
  });
}
