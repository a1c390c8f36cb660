import { ScanGateError } from "../../errors.ts";
import { gitHubRoles } from "../../platform/github/github.ts";
import type { ForgeRoles } from "../../ports.ts";

/**
 * GitHub where there is none to ask: nothing is sent, and every question is refused. What a source needed of it is
 * thereby not known, which is not the same as not there.
 * @param why a clause: `the repository is not on GitHub`
 */
export function noGitHub(why: string): ForgeRoles {
  const refuse = () =>
    Promise.reject(
      new ScanGateError({
        code: "no-credentials",
        source: "github",
        message: `GitHub was not asked for the commit's statuses and dates, because ${why}`,
        hint: "Let Snyk itself look at the branch (snyk monitor --target-reference=BRANCH), or name a report of snyk test in reports",
      }),
    );
  return gitHubRoles({ requests: 0, one: refuse, all: refuse }, { token: "", owner: "", repo: "" });
}
