import { isMissing } from "../../errors.ts";
import { addressPart } from "../../text/escape.ts";
import { createForgeConnect } from "../forge/http.ts";
import {
  basicAuthorization,
  createForgeRequests,
  type ForgeAccess,
  type ForgePaging,
  type ForgeRequests,
  type ForgeToken,
} from "../forge/requests.ts";
import type { ServiceWords } from "../http/errors.ts";

/** Where a repository is, and by what it may be asked. The URL is the collection: `https://dev.azure.com/ORG`. */
export interface AzureConnection extends ForgeAccess {
  /** Name or id, not encoded. */
  readonly project: string;
  /** Name or id, not encoded. */
  readonly repository: string;
  /** A job's token, or a personal access token. */
  readonly token?: ForgeToken;
}

/** Sends requests about one repository: paths are below `/_apis/git/repositories/ID`. */
export type AzureRequests = ForgeRequests<typeof import("./schemas.ts")>;

const CONTRIBUTE =
  "Allow the build service `Contribute to pull requests` under Project settings, Repositories, Security";

/** What a token must have, by what it is asked for (https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/oauth). */
export const AZURE_NEEDS = {
  read: "Allow the build service `Read` on the repository; a personal access token needs the scope Code (Read)",
  comment: `${CONTRIBUTE}; a personal access token needs the scopes Code (Read) and Pull Request Threads (Read & write)`,
  status: `${CONTRIBUTE}; a personal access token needs the scopes Code (Read) and Code (Status)`,
} as const;

const AUTH_HINT =
  "Check the token: a job's is SYSTEM_ACCESSTOKEN: $(System.AccessToken) under `env:` of the step; a personal access token must be current, and of this organization";

const WORDS: ServiceWords = {
  source: "azure",
  name: "Azure DevOps",
  limitPauseMs: 60_000,
  hints: {
    auth: AUTH_HINT,
    "not-found":
      "Check the project's and the repository's name and --forge-url: Azure also says 404 when the token has no access",
    "rate-limited": "Run the job again later",
    unreachable: "Check --forge-url, and the agent's proxy and certificate settings",
    timeout: "Raise --timeout, and check Azure DevOps",
    "bad-response": "Check --forge-url, and run the job again",
  },
};

/** Azure DevOps Server 2022 knows no newer one, and nothing that is used here changed since. */
export const AZURE_API_VERSION = "7.0";

/** Only lists that may be long have pages. */
const PAGING: ForgePaging = {
  first: () => [["$top", 1000]],
  next(_, { headers }) {
    const token = headers["x-ms-continuationtoken"];
    return token ? [["continuationToken", token]] : undefined;
  },
};

/** No request is sent before something is asked. */
export function createAzureRequests(connection: AzureConnection): AzureRequests {
  const { url, project, repository, token, deadline } = connection;
  const connect = createForgeConnect(connection);
  const clientOf = ({ variable, value }: ForgeToken) => {
    const credential = { header: "authorization", value: authorizationOf(value), name: variable };
    return { http: connect({ words: WORDS, baseUrl: url, credential, deadline }) };
  };
  return createForgeRequests({
    words: WORDS,
    clients: token === undefined ? [] : [clientOf(token)],
    token: { variable: "SYSTEM_ACCESSTOKEN", kind: "the job's own token" },
    repository: `/${addressPart(project)}/_apis/git/repositories/${addressPart(repository)}`,
    // Asks for a plain 401 where Azure would lead a browser to its page to sign in.
    always: { query: [["api-version", AZURE_API_VERSION]], headers: { "x-tfs-fedauthredirect": "Suppress" } },
    paging: PAGING,
    schemas: () => import("./schemas.ts"),
    page: {
      what: "Azure shows its page to sign in where it does not take the token",
      code: "auth",
      hint: AUTH_HINT,
    },
  });
}

/**
 * A job's token and one of Microsoft Entra are JSON Web Tokens, which go as they are. A personal access token is a
 * password without a user (https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate).
 */
function authorizationOf(token: string): string {
  return isWebToken(token) ? `Bearer ${token}` : basicAuthorization(token);
}

function isWebToken(token: string): boolean {
  const parts = token.split(".");
  return parts.length === 3 && /^\{.*"(?:alg|typ)"/.test(Buffer.from(parts[0] ?? "", "base64url").toString());
}

/** Whether Azure knows no such thing, and says so with this code of its own. */
export function isAzureMissing(error: unknown, code: string): boolean {
  return isMissing(error) && error.message.includes(code);
}
