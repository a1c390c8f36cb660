import { sentence, toReason } from "../../errors.ts";
import type { Reason } from "../../model/verdict.ts";
import type { Branches } from "./evidence.ts";
import { referencesOf } from "./evidence.ts";
import { projectLabel, type SnykProject } from "./project.ts";

/** Any thrown value as this source's reason. */
export function snykReason(thrown: unknown): Reason {
  return attributeToSnyk(toReason(thrown, "snyk"));
}

/**
 * A reason of the run as a whole, such as its time limit, or of GitHub, such as statuses that cannot be read, as what
 * it means here: Snyk cannot be told. Its message still says who had the trouble.
 */
export function attributeToSnyk(reason: Reason): Reason {
  return reason.source === "inputs" ? reason : { ...reason, source: "snyk" };
}

/** What is missing when nothing on the ladder of evidence counts. */
export interface Missing {
  readonly repository: string;
  readonly mode: "branch" | "commit";
  /** Pull requests and merge groups, whose checks were asked for as well. */
  readonly isChange: boolean;
  readonly branches: Branches;
  readonly projects: readonly SnykProject[];
  readonly inactive: readonly SnykProject[];
  /** Head projects whose results are older than the commit, in words. */
  readonly stale: readonly string[];
}

/** Why there is no evidence: no project at all, none of these branches, or none since the commit. */
export function missingReason(missing: Missing): Reason {
  const { repository, projects, branches } = missing;
  if (projects.length === 0) return noProjects(missing);
  const wanted = [...new Set([branches.head, branches.base])].filter((branch) => branch !== undefined);
  if (missing.mode === "commit") {
    const stale = missing.stale.length === 0 ? "" : `; not looked at since: ${missing.stale.join(", ")}`;
    const what = `Snyk has no evidence for this very commit of ${repository}, which \`snyk-evidence: commit\` asks for${stale}`;
    const how =
      "Run snyk monitor with --target-reference set to the branch before this step, or turn on Snyk's pull request checks";
    return { code: "no-evidence", source: "snyk", message: sentence(what, how) };
  }
  const references = referencesOf(projects);
  const have = references.length === 0 ? "projects without a branch" : `projects of ${references.join(", ")}`;
  const what = `Snyk has ${have} in ${repository}, but none of ${wanted.join(" or ") || "this ref"}`;
  const how = "Import the branch into Snyk, or run snyk monitor with --target-reference set to it";
  return { code: "no-evidence", source: "snyk", message: sentence(what, how) };
}

function noProjects({ repository, inactive, isChange }: Missing): Reason {
  const only = inactive.length === 0 ? "" : ` but inactive ones (${inactive.map(projectLabel).join(", ")})`;
  const what = `Snyk has no project for ${repository}${only}${isChange ? ", and no pull request check of its commit" : ""}`;
  const how =
    "Import the repository into Snyk, or name its organisation or projects with `snyk-org` or `snyk-project`";
  return { code: "no-projects", source: "snyk", message: sentence(what, how) };
}
