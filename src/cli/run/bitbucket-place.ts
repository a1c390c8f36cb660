import { isProblem } from "../../settings/readers.ts";
import { parseServiceUrl } from "../../settings/service-url.ts";
import { present } from "../../text/present.ts";
import type { FoundPlace, PlaceQuestion } from "./forge-place.ts";

/** Where repositories of Bitbucket Cloud are shown. */
export const BITBUCKET_SITE = "https://bitbucket.org";

/** The API of Bitbucket Cloud. */
const API = "https://api.bitbucket.org";

/**
 * The addresses of the proxy that Bitbucket Pipelines has in a step, and in a pipe
 * (https://support.atlassian.com/bitbucket-cloud/docs/code-insights/). Nothing else is ever asked without TLS there.
 */
const PROXY = "http://localhost:29418";
const PROXY_OF_PIPES = "http://host.docker.internal:29418";

/**
 * Workspace and repository of Bitbucket Cloud, and the way to its API: by a token, or, in its own CI, for reports of
 * Code Insights alone through the proxy.
 */
export function bitbucketPlace({
  env,
  options,
  repository,
  name,
  isOwnCi,
  token,
}: PlaceQuestion): FoundPlace {
  const parsed = parseServiceUrl(options["forge-url"] ?? API);
  if (isProblem(parsed)) return { why: `the address of Bitbucket ${parsed.problem}` };
  const path = repository?.path ?? name;
  const [workspace = "", slug = "", ...rest] = (path ?? "").split("/");
  if (workspace === "" || slug === "" || rest.length > 0) {
    return { why: `${path ?? "the repository"} is no repository of Bitbucket (WORKSPACE/REPOSITORY)` };
  }
  // The proxy leads to the API of the cloud, and is in its own pipelines only.
  const proxy = isOwnCi && parsed.url === API ? proxyOf(env) : undefined;
  if (token === undefined && proxy === undefined) return { why: "BITBUCKET_TOKEN is not set" };
  const webUrl = repository?.url ?? `${BITBUCKET_SITE}/${workspace}/${slug}`;
  return {
    url: parsed.url,
    repository: [workspace, slug, webUrl],
    ...present({ token, proxy, account: env.BITBUCKET_EMAIL?.trim() || undefined }),
  };
}

/** A pipe runs in a container beside the step, and has a folder to leave results in. */
function proxyOf(env: PlaceQuestion["env"]): string {
  return env.BITBUCKET_PIPE_STORAGE_DIR ? PROXY_OF_PIPES : PROXY;
}
