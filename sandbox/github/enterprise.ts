import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { notFound, refusal } from "./answers.ts";
import type { EnterpriseServer } from "./world.ts";

type AnswerRequest = (request: RecordedRequest) => Answer;

/** The only version of the REST API that these servers know; newer ones came on github.com first. */
const API_VERSION = "2022-11-28";

/** Fields that servers of these versions refuse, which github.com takes. */
const UNKNOWN_FIELDS = /"validate":/;

/**
 * Answers as such a server does: REST below `/api/v3` and GraphQL at `/api/graphql`, with its own addresses, no limits of
 * rate, and its version in a header. Everything else is as the given answers have it.
 */
export function asEnterpriseServer({ version, url }: EnterpriseServer, answer: AnswerRequest): AnswerRequest {
  return (request) => {
    const path = innerPath(request.path);
    const given =
      path === undefined ? notFound() : (refusedByVersion(request) ?? answer({ ...request, path }));
    const headers = Object.entries(given.headers ?? {})
      .filter(([name]) => !name.startsWith("x-ratelimit-"))
      .map(([name, value]) => [name, name === "link" ? withPath(value) : value]);
    return {
      status: given.status,
      body: withAddresses(given.body, url),
      headers: { ...Object.fromEntries(headers), "x-github-enterprise-version": version },
    };
  };
}

function innerPath(path: string): string | undefined {
  if (path === "/api/graphql") return "/graphql";
  return path.startsWith("/api/v3/") ? path.slice("/api/v3".length) : undefined;
}

function refusedByVersion({ path, headers, body }: RecordedRequest): Answer | undefined {
  const asked = headers["x-github-api-version"] ?? API_VERSION;
  if (asked !== API_VERSION) return refusal(400, `API version ${String(asked)} is not supported`);
  const isKnown = !path.endsWith("/sarifs") || !UNKNOWN_FIELDS.test(body);
  return isKnown ? undefined : refusal(422, "Invalid request. validate is not a permitted key.");
}

/** Next pages are below the server's path too. */
function withPath(link: string): string {
  return link.replaceAll(/(<http:\/\/[^/]+)\//g, "$1/api/v3/");
}

function withAddresses(body: unknown, url: string): unknown {
  if (typeof body !== "object" || body === null) return body;
  return JSON.parse(
    JSON.stringify(body)
      .replaceAll("https://api.github.com/", `${url}/api/v3/`)
      .replaceAll("https://github.com/", `${url}/`),
  );
}
