import { ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import type { Policy } from "../../model/policy.ts";
import type { PolicyFault } from "../../model/report.ts";
import type { Threshold } from "../../model/severity.ts";
import type { Files } from "../../ports.ts";
import { present } from "../../text/present.ts";

/** Where a policy file is looked for. */
export interface PolicyPlace {
  /** As people say it: `at 3f2e1d0`. */
  readonly name: string;
  readonly commit?: string;
  readonly ref?: string;
  /** It is the commit that is judged itself. */
  readonly isJudged?: true;
  /** How a file comes to be there, and where a broken one is repaired. */
  readonly hints: { readonly missing: string; readonly broken: string };
  read(path: string): Promise<string | undefined>;
}

/** A commit of the repository. */
export function commitPlace(
  commits: Pick<RepositoryCommits, "file">,
  at: { readonly commit: string; readonly ref: string; readonly isJudged?: true },
): PolicyPlace {
  const { commit, ref, isJudged } = at;
  const branch = isJudged === true ? "branch" : "base branch";
  return {
    name: `at ${commit.slice(0, 7)}`,
    commit,
    ref,
    ...present({ isJudged }),
    hints: {
      missing: `Commit it to the ${branch}, or leave \`policy\` empty`,
      broken: `Fix the file on the ${branch}; until then nothing can be judged`,
    },
    read: (path) => commits.file(path, commit),
  };
}

/** The working tree, as on a command line. */
export function treePlace(files: Pick<Files, "readWorkspace">): PolicyPlace {
  return {
    name: "in the working tree",
    hints: {
      missing: "Check the path, or leave out the option `--policy`",
      broken: "Fix the file; until then nothing can be judged",
    },
    // The parser bounds the size with a better word than "there is none".
    read: (path) => files.readWorkspace(path, Number.MAX_SAFE_INTEGER),
  };
}

/** That a policy file cannot be used, with all that is wrong with it. */
export class BrokenPolicy extends ScanGateError {
  readonly faults: readonly PolicyFault[];

  constructor(problems: readonly string[], faults: readonly PolicyFault[], hint: string) {
    const message = `The policy file cannot be used: ${problems.join("; ")}`;
    super({ code: "config-invalid", source: "policy", message, hint });
    this.faults = faults;
  }
}

/** The policy that a file's text makes. @throws BrokenPolicy, which is `config-invalid` */
export async function parsePolicy(file: {
  readonly text: string;
  readonly path: string;
  readonly place: { readonly hints: Pick<PolicyPlace["hints"], "broken"> };
  readonly failOn: Threshold;
  /** It is another repository's: then no message repeats a value of it. */
  readonly isForeign?: boolean;
}): Promise<Policy> {
  // The YAML parser is a good part of the bundle, and most runs have no policy file.
  const [{ parsePolicyFile, toPolicy }, { policyFaultOf }] = await Promise.all([
    import("./file.ts"),
    import("./problems.ts"),
  ]);
  const { isForeign = false } = file;
  const result = parsePolicyFile(file.text, file.path, { hidesValues: isForeign });
  if (result.ok) return toPolicy(result.policy, { path: file.path, failOnInput: file.failOn });
  const faults = result.problems.map((problem) => policyFaultOf(problem, file.path));
  throw new BrokenPolicy(result.problems, faults, file.place.hints.broken);
}

/** That a file which was named is not there. */
export function missingPolicy(path: string, { name, hints }: PolicyPlace): ScanGateError {
  return new ScanGateError({
    code: "config-invalid",
    source: "policy",
    message: `There is no policy file "${path}" ${name}`,
    hint: `${forgottenRef(path)}${hints.missing}`,
  });
}

/** A path of three parts and more may be meant as a file of another repository, whose ref was left out. */
function forgottenRef(path: string): string {
  return !path.startsWith(".") && path.split("/").length > 2
    ? `For a file of another repository write its branch, tag or commit, too: \`policy: ${path}@REF\`. Else: `
    : "";
}
