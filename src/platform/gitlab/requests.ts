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

/** Where a project is, and by what it may be asked. The URL is the instance with its relative root. */
export interface GitLabConnection extends ForgeAccess {
  /** The project's number, or its path. */
  readonly project: string;
  /** Writes, and reads. */
  readonly token?: ForgeToken;
  /** The token of the CI's own job, which only reads. */
  readonly jobToken?: ForgeToken;
}

/** Sends requests about one project: paths are below `/projects/ID`. */
export type GitLabRequests = ForgeRequests<typeof import("./schemas.ts")>;

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

/** By the number of the page. Links may lead to another name of the instance. */
const PAGING: ForgePaging = {
  first: () => [["per_page", PER_PAGE]],
  next({ values }, { headers, read }) {
    const next = headers["x-next-page"];
    // Where something on the way drops GitLab's own header, a page that is not full and links to no other is the last.
    const isLinked = /\brel="?next\b/i.test(headers.link ?? "");
    const isLast = next === undefined ? values.length < PER_PAGE && !isLinked : next.trim() === "";
    return isLast ? undefined : [["page", read + 1]];
  },
};

/** No request is sent before something is asked. */
export function createGitLabRequests(connection: GitLabConnection): GitLabRequests {
  const { url, project, token, jobToken, deadline } = connection;
  const connect = createForgeConnect(connection);
  const clientOf = ({ variable }: ForgeToken, header: string, value: string) =>
    connect({
      words: WORDS,
      baseUrl: `${url}/api/v4`,
      credential: { header, value, name: variable },
      deadline,
    });
  // A job's token has a header of its own and is no bearer token (https://docs.gitlab.com/ci/jobs/ci_job_token/).
  const full = token && {
    http: clientOf(token, "authorization", `Bearer ${token.value}`),
    variable: token.variable,
  };
  const reader = jobToken && {
    http: clientOf(jobToken, "job-token", jobToken.value),
    needs: [GITLAB_NEEDS.read],
  };
  return createForgeRequests({
    words: WORDS,
    clients: [full ?? [], reader ?? []].flat(),
    token: { variable: "GITLAB_TOKEN", kind: "a project access token" },
    without: ", and the job's own token may not do this",
    repository: `/projects/${addressPart(project)}`,
    paging: PAGING,
    schemas: () => import("./schemas.ts"),
  });
}
