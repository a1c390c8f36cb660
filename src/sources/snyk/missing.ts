import { sentence } from "../../errors.ts";
import type { SnykProduct } from "../../model/evidence.ts";
import type { Reason } from "../../model/verdict.ts";
import { groupBy } from "../../text/group.ts";
import { referencesOf } from "./branches.ts";
import type { ProjectReading } from "./issues.ts";
import type { SnykKnowledge, SnykRun } from "./knowledge.ts";
import { productsWithoutEvidence } from "./ladder.ts";
import { productOf, projectLabel } from "./project.ts";

/** Projects that are named in a reason; more would hide what happened. */
const MOST_NAMED = 3;

/** Why issues are missing: the same trouble of many projects is one reason. */
export function unreadIssues(readings: readonly ProjectReading[]): readonly Reason[] {
  const broken = readings.flatMap(({ project, trouble }) =>
    trouble === undefined ? [] : [{ project, trouble }],
  );
  return [...groupBy(broken, ({ trouble }) => trouble.code).values()].map((same) => {
    const [first] = same as [(typeof same)[number]]; // a group has one at least
    const named = same
      .slice(0, MOST_NAMED)
      .map(({ project }) => projectLabel(project))
      .join(", ");
    const more = same.length > MOST_NAMED ? ` and ${same.length - MOST_NAMED} more` : "";
    const whose = `the Snyk project${same.length === 1 ? "" : "s"} ${named}${more}`;
    return { ...first.trouble, message: `Issues of ${whose}: ${first.trouble.message}` };
  });
}

/** Why there is no evidence: no project at all, none of these branches, or none since the commit. */
export function missingReason(run: SnykRun, learnt: SnykKnowledge): Reason {
  const { known, rungs } = learnt;
  if (rungs.length === 0 && known.projects.length === 0) return noProjects(run, learnt);
  return run.options.settings.evidence === "commit"
    ? notOfThisCommit(run, learnt)
    : notOfTheseBranches(run, learnt);
}

/** Products without evidence, but for those whose expected check never came: of them that is told already. */
export function missingProducts({
  rungs,
  checks,
}: Pick<SnykKnowledge, "rungs" | "checks">): readonly SnykProduct[] {
  return productsWithoutEvidence(rungs).filter((product) => !checks.expected.includes(product));
}

/** The products in question; all of them need no name. */
function whichProducts(learnt: SnykKnowledge): string {
  const without = missingProducts(learnt);
  return without.length === learnt.rungs.length ? "" : ` of ${without.join(", ")}`;
}

function notOfThisCommit({ repository }: SnykRun, learnt: SnykKnowledge): Reason {
  const without = missingProducts(learnt);
  const stale = learnt.stale.filter(({ project }) => without.includes(productOf(project)));
  const names = stale.map(({ project, why }) => `${projectLabel(project)}: ${why}`).join(", ");
  const which = `${whichProducts(learnt)} for this very commit of ${repository}`;
  const what = `Snyk has no evidence${which}, which \`snyk-evidence: commit\` asks for`;
  const how =
    "Run snyk monitor with --target-reference set to the branch before this step, or turn on Snyk's pull request checks";
  return {
    code: "no-evidence",
    source: "snyk",
    message: sentence(`${what}${names === "" ? "" : `; not looked at since: ${names}`}`, how),
  };
}

function notOfTheseBranches({ repository }: SnykRun, learnt: SnykKnowledge): Reason {
  const { head, base } = learnt.subject.branches;
  const wanted = [...new Set([head, base])].filter((branch) => branch !== undefined);
  const without = missingProducts(learnt);
  const references = referencesOf(learnt.known.projects.filter((one) => without.includes(productOf(one))));
  const have = references.length === 0 ? "projects without a branch" : `projects of ${references.join(", ")}`;
  const what = `Snyk has ${have} in ${repository}, but none${whichProducts(learnt)} for ${wanted.join(" or ") || "this ref"}`;
  const how =
    "Import the branch into Snyk, or run snyk monitor with --target-reference set to it; projects that are no longer needed can be deactivated";
  return { code: "no-evidence", source: "snyk", message: sentence(what, how) };
}

function noProjects({ repository }: SnykRun, { known: { inactive }, subject }: SnykKnowledge): Reason {
  const only = inactive.length === 0 ? "" : ` but inactive ones (${inactive.map(projectLabel).join(", ")})`;
  const also = subject.isChange ? ", and no pull request check of its commit" : "";
  const how =
    "Import the repository into Snyk, or name its organization or projects with `snyk-org` or `snyk-project`";
  return {
    code: "no-projects",
    source: "snyk",
    message: sentence(`Snyk has no project for ${repository}${only}${also}`, how),
  };
}
