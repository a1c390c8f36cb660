import type { Environment } from "../../platform/runner/actions.ts";
import type { TokenInput } from "../option-table.ts";

/**
 * Variables that hold a token, the first that is set wins, even when it is empty: so `SCAN_GATE_SNYK_TOKEN=` keeps
 * the token that another step needs from turning the source on. `SEMGREP_APP_TOKEN` is none of them: it is made for
 * `semgrep ci`, and Semgrep's Web API refuses it.
 */
export const TOKEN_VARIABLES = {
  "semgrep-token": ["SCAN_GATE_SEMGREP_TOKEN", "SEMGREP_TOKEN"],
  "snyk-token": ["SCAN_GATE_SNYK_TOKEN", "SNYK_TOKEN"],
  "github-token": ["SCAN_GATE_GITHUB_TOKEN", "GITHUB_TOKEN"],
} as const satisfies Readonly<Record<TokenInput, readonly string[]>>;

/** The variable to name to people: the shortest. */
export function variableOf(input: TokenInput): string {
  return TOKEN_VARIABLES[input][1];
}

/** The tokens that the environment holds, by input; those that are not set are empty. */
export function readTokens(env: Environment): Readonly<Record<TokenInput, string>> {
  const first = (input: TokenInput): string => {
    const set = TOKEN_VARIABLES[input].find((name) => env[name] !== undefined);
    return set === undefined ? "" : (env[set] ?? "");
  };
  return {
    "semgrep-token": first("semgrep-token"),
    "snyk-token": first("snyk-token"),
    "github-token": first("github-token"),
  };
}
