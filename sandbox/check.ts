import type { Stage } from "./play.ts";
import type { RunResult } from "./runner/run-action.ts";
import type { Scenario } from "./scenarios/scenario.ts";

/** What a run did otherwise than its scenario says, in sentences; none when it behaved as designed. */
export function differences(scenario: Scenario, result: RunResult, stage: Stage): readonly string[] {
  const { expected } = scenario;
  const told: string[] = [];
  const compare = (what: string, is: unknown, should: unknown): void => {
    if (is !== should) told.push(`${what} is ${String(is)} instead of ${String(should)}`);
  };
  if (result.timedOut) told.push("the action did not end in time");
  compare("the verdict", result.outputs.verdict, expected.verdict);
  compare("the exit code", result.exitCode, expected.exitCode);
  compare("the list of reasons", reasonCodes(result).join(", "), [...expected.reasons].sort().join(", "));
  for (const [name, value] of Object.entries(expected.outputs ?? {})) {
    compare(`output ${name}`, result.outputs[name], value);
  }
  if (result.outputProblem !== undefined) told.push(`the output file is broken: ${result.outputProblem}`);
  compare("the comment", ownComments(stage).length > 0 ? "written" : "none", expected.comment);
  const uploads = stage.sandbox.github.uploads();
  compare("the SARIF upload", uploads.length > 0 ? "written" : "none", expected.upload);
  for (const error of uploads.flatMap((upload) => upload.errors))
    told.push(`code scanning refuses the SARIF: ${error}`);
  return told;
}

/** The codes of the `reasons` output, sorted, each once. */
export function reasonCodes(result: RunResult): readonly string[] {
  try {
    // The output's shape is the contract's: a JSON array of objects with a code.
    const reasons = JSON.parse(result.outputs.reasons ?? "[]") as readonly { readonly code: string }[];
    return [...new Set(reasons.map((reason) => reason.code))].sort();
  } catch {
    return ["(not JSON)"];
  }
}

/** The comments that the token's own login wrote. */
export function ownComments(stage: Stage): readonly string[] {
  const { login } = stage.world.github;
  return stage.sandbox.github
    .comments()
    .filter((comment) => comment.author === login)
    .map((comment) => comment.body);
}
