import { isMissing, ScanGateError, withDetails } from "../../errors.ts";
import type { Deadline, Schema, ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import type { ServiceWords } from "../http/errors.ts";
import { type ConnectOptions, createForgeConnect } from "../http/http.ts";

/** Where a repository is, and by what it may be asked. */
export interface AzureConnection extends ConnectOptions {
  /** The collection: `https://dev.azure.com/ORG`. */
  readonly url: string;
  /** Name or id, not encoded. */
  readonly project: string;
  /** Name or id, not encoded. */
  readonly repository: string;
  /** A job's token or a personal access token, and the variable that holds it. */
  readonly token: { readonly variable: string; readonly value: string };
  readonly deadline: () => Deadline;
}

type Schemas = typeof import("./schemas.ts");

/** A request of a repository: its path is below `/_apis/git/repositories/ID`. */
export interface AzureRequest<T>
  extends Pick<ServiceRequest, "method" | "path" | "query" | "body" | "reads"> {
  readonly schema: (schemas: Schemas) => Schema<T>;
  /** What the token must have for it. */
  readonly need: string;
}

/** Sends requests about one repository. */
export interface AzureRequests {
  readonly requests: number;
  one<T>(request: AzureRequest<T>): Promise<T>;
  done(request: Omit<AzureRequest<never>, "schema">): Promise<void>;
  /** The id of whom the token is. */
  user(): Promise<string>;
}

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
const API_VERSION = "7.0";

/** No request is sent before something is asked. */
export function createAzureRequests(connection: AzureConnection): AzureRequests {
  const { url, project, repository, token, deadline } = connection;
  const client = createForgeConnect(connection)({
    words: WORDS,
    baseUrl: url,
    credential: { header: "authorization", value: authorizationOf(token.value), name: token.variable },
    deadline,
  });
  const base = `/${addressPart(project)}/_apis/git/repositories/${addressPart(repository)}`;
  const sent = ({ method, path, query = [], body, reads }: Omit<AzureRequest<never>, "schema">) => ({
    method,
    path: `${base}${path}`,
    query: [...query, ["api-version", API_VERSION] as const],
    headers: WITHOUT_SIGN_IN,
    ...present({ body, reads }),
  });
  return {
    get requests() {
      return client.requests;
    },
    one: (request) =>
      told(request.need, async () => await client.json(sent(request), schemaOf(request.schema))),
    done: (request) =>
      told(request.need, async () => {
        await client.done(sent(request));
      }),
    user: () =>
      told(AZURE_NEEDS.comment, async () => {
        const path = "/_apis/connectionData";
        const query = [["api-version", `${API_VERSION}-preview`] as const];
        const schema = schemaOf(({ AZURE_CONNECTION }) => AZURE_CONNECTION);
        const request = { method: "GET", path, query, headers: WITHOUT_SIGN_IN } as const;
        return (await client.json(request, schema)).authenticatedUser.id;
      }),
  };
}

/** Asks for a plain 401 where Azure would lead a browser to its page to sign in. */
const WITHOUT_SIGN_IN = { "x-tfs-fedauthredirect": "Suppress" };

/**
 * A job's token and one of Microsoft Entra are JSON Web Tokens, which go as they are. A personal access token is a
 * password without a user (https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate).
 */
function authorizationOf(token: string): string {
  return isWebToken(token)
    ? `Bearer ${token}`
    : `Basic ${Buffer.from(`:${token}`, "utf8").toString("base64")}`;
}

function isWebToken(token: string): boolean {
  const parts = token.split(".");
  return parts.length === 3 && /^\{.*"(?:alg|typ)"/.test(Buffer.from(parts[0] ?? "", "base64url").toString());
}

/** What a token must have is the best hint that a refusal can give. A page to sign in is a refusal, too. */
async function told<T>(need: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    if (error.code === "forbidden") throw withDetails(error, { hint: need });
    if (error.code === "auth") throw withDetails(error, { hint: `${AUTH_HINT}. ${need}` });
    if (error.code === "bad-response" && /with an HTML page|redirect/.test(error.message)) {
      throw new ScanGateError({
        code: "auth",
        source: "azure",
        message: `${error.message}: Azure shows its page to sign in where it does not take the token`,
        hint: AUTH_HINT,
        status: 401,
      });
    }
    throw error;
  }
}

/** Loaded once there is an answer to read. */
function schemaOf<T>(schema: AzureRequest<T>["schema"]): () => Promise<Schema<T>> {
  return async () => schema(await import("./schemas.ts"));
}

/** Whether Azure knows no such thing; with a code of Azure's, only where it says this one. */
export function isAzureMissing(error: unknown, code?: string): boolean {
  return isMissing(error) && (code === undefined || error.message.includes(code));
}
