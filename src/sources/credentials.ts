import type { EventContext } from "../context/run-context.ts";
import { ScanGateError } from "../errors.ts";

/** Says that no source is on, and what a workflow must do about it; most often secrets that GitHub withholds. */
export function noCredentials(context: EventContext): ScanGateError {
  return new ScanGateError({
    code: "no-credentials",
    source: "gate",
    message: `No source is on: \`semgrep-token\` and \`snyk-token\` are empty and \`reports\` names no file${cause(context)}`,
    hint: hint(context),
  });
}

function withheld(context: EventContext): "dependabot" | "fork" | undefined {
  if (!("fork" in context)) return undefined;
  if (context.actor === "dependabot[bot]") return "dependabot";
  return context.fork ? "fork" : undefined;
}

function cause(context: EventContext): string {
  const who = withheld(context);
  if (who === "fork") return "; GitHub gives no secrets to a pull request from a fork";
  if (who === "dependabot")
    return "; GitHub gives a pull request of Dependabot only Dependabot's own secrets";
  return "";
}

function hint(context: EventContext): string {
  const who = withheld(context);
  if (who === "fork") {
    return "Judge pull requests from forks in a workflow_run workflow on the default branch (README, Forks and Dependabot)";
  }
  if (who === "dependabot") {
    return "Add the tokens under Settings, Secrets and variables, Dependabot, or judge these pull requests in a workflow_run workflow (README, Forks and Dependabot)";
  }
  return "Give `semgrep-token`, `snyk-token` or both, each from a secret; a reusable workflow gets secrets only where the job that calls it says `secrets: inherit`";
}
