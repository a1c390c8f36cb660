import { isMissing } from "../../errors.ts";
import type { RepositoryFacts, RepositorySurvey } from "../../survey-ports.ts";
import { present } from "../../text/present.ts";
import { NEEDS } from "./errors.ts";
import type { GitHubRepository, GitHubRequests } from "./requests.ts";

/** What GitHub tells of a repository (https://docs.github.com/en/rest/repos/repos, https://docs.github.com/en/rest/branches/branches). */
export function gitHubSurvey(requests: GitHubRequests, repository: GitHubRepository): RepositorySurvey {
  let known: Promise<RepositoryFacts> | undefined;
  const facts = async (): Promise<RepositoryFacts> => {
    const { default_branch, permissions } = await requests.one({
      route: "GET /repos/{owner}/{repo}",
      parameters: { ...repository },
      need: NEEDS.contents,
      schema: ({ REPOSITORY }) => REPOSITORY,
    });
    return present({ defaultBranch: default_branch, mayPush: permissions?.push });
  };
  return {
    facts: () => (known ??= facts()),
    async requiredChecks(branch) {
      try {
        const { protection } = await requests.one({
          route: "GET /repos/{owner}/{repo}/branches/{branch}",
          parameters: { ...repository, branch },
          need: NEEDS.contents,
          schema: ({ BRANCH }) => BRANCH,
        });
        return protection?.required_status_checks?.contexts;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async codeScanning() {
      await requests.one({
        route: "GET /repos/{owner}/{repo}/code-scanning/alerts",
        parameters: { ...repository, per_page: 1 },
        need: NEEDS.readSarif,
        schema: ({ ANYTHING }) => ANYTHING,
      });
    },
  };
}
