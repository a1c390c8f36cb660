import { isProblem } from "../../settings/readers.ts";
import { parseServiceUrl } from "../../settings/service-url.ts";
import { present } from "../../text/present.ts";
import type { FoundPlace, PlaceQuestion } from "./forge-place.ts";
import type { RepositoryAddress } from "./repository-address.ts";

/**
 * The instance and the project of GitLab, and the tokens that it may be asked by
 * (https://docs.gitlab.com/ci/variables/predefined_variables/).
 */
export function gitLabPlace(question: PlaceQuestion): FoundPlace {
  const { env, options, repository, isOwnCi, name, token } = question;
  const own = isOwnCi ? (env.CI_SERVER_URL ?? env.CI_API_V4_URL?.replace(/\/api\/v4\/?$/, "")) : undefined;
  const url = options["forge-url"] ?? own ?? (repository && `https://${repository.host}`);
  if (url === undefined) return { why: "--forge-url does not tell where GitLab is" };
  const parsed = parseServiceUrl(url);
  if (isProblem(parsed)) return { why: `the address of GitLab ${parsed.problem}` };
  const path = repository === undefined ? name : pathBelow(repository, parsed.url);
  const isCiProject = isOwnCi && path?.toLowerCase() === ciProject(env)?.toLowerCase();
  const id = isCiProject ? (env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID) : undefined;
  const project = id ?? path;
  if (project === undefined) return { why: "the repository is not known" };
  const jobToken = own !== undefined && isSameAddress(own, parsed.url) ? env.CI_JOB_TOKEN : undefined;
  if (token === undefined && !jobToken) return { why: "GITLAB_TOKEN is not set" };
  // The pipeline of a fork's merge request is the fork's, and the target project does not know it.
  const isOwnPipeline =
    isCiProject &&
    options.commit === undefined &&
    (env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID) === env.CI_PROJECT_ID;
  const pipeline =
    isOwnPipeline && env.CI_PIPELINE_ID && env.CI_COMMIT_SHA
      ? { id: env.CI_PIPELINE_ID, commit: env.CI_COMMIT_SHA.toLowerCase() }
      : undefined;
  return {
    url: parsed.url,
    repository: [project],
    ...present({
      token,
      jobToken: jobToken ? { variable: "CI_JOB_TOKEN", value: jobToken } : undefined,
      pipeline,
    }),
  };
}

/** Hosts are written in capitals now and then. */
function isSameAddress(own: string, url: string): boolean {
  const parsed = parseServiceUrl(own);
  return !isProblem(parsed) && parsed.url === url;
}

function ciProject(env: PlaceQuestion["env"]): string | undefined {
  return env.CI_MERGE_REQUEST_PROJECT_PATH ?? env.CI_PROJECT_PATH;
}

/** The path of a repository below an instance's relative root. */
function pathBelow({ url, path }: RepositoryAddress, instance: string): string {
  return url.startsWith(`${instance}/`) ? url.slice(instance.length + 1) : path;
}
