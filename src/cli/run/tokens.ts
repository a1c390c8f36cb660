import type { ForgeKind } from "../../model/verdict.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import { INPUTS, TOKEN_INPUTS, type TokenInput } from "../../settings/inputs.ts";

/**
 * Variables that hold a token, the first that is set wins, even when it is empty: so `SCAN_GATE_SNYK_TOKEN=` keeps
 * the token that another step needs from turning the source on. `SEMGREP_APP_TOKEN` is none of them: it is made for
 * `semgrep ci`, and Semgrep's Web API refuses it.
 */
export function tokenVariables(input: TokenInput): readonly string[] {
  return INPUTS[input].variables;
}

/** The variable to name to people: the shortest. */
export function variableOf(input: TokenInput): string {
  return String(tokenVariables(input).at(-1));
}

/** The tokens that the environment holds, by input; those that are not set are empty. */
export function readTokens(env: Environment): Readonly<Record<TokenInput, string>> {
  const first = (input: TokenInput): string =>
    tokenVariables(input)
      .map((name) => env[name])
      .find((value) => value !== undefined) ?? "";
  // Every token has its entry.
  return Object.fromEntries(TOKEN_INPUTS.map((input) => [input, first(input)])) as Record<TokenInput, string>;
}

/**
 * What is wrong with variables that hold the name of another between `$(` and `)`: Azure Pipelines leaves it there when
 * it has no such variable. As a token it would be refused, and nobody would know why; as an empty one the source would
 * be off, and nobody would miss it.
 */
export function unfilledTokens(env: Environment): readonly string[] {
  return TOKEN_INPUTS.flatMap((input) => {
    const name = tokenVariables(input).find((each) => env[each] !== undefined);
    if (name === undefined || !isUnfilled(env[name] ?? "")) return [];
    return [
      `${name} holds the name of a variable that Azure Pipelines did not fill in: this pipeline has no such variable, or the build is one of a fork, which gets no secrets; define it as a secret variable, or leave ${name} out`,
    ];
  });
}

/** The name of a variable, and no token: as a secret it would hide that name in what tells people to set it. */
function isUnfilled(value: string): boolean {
  return /^\s*\$\([^)]*\)\s*$/.test(value);
}

/** Variables that hold a forge's token, the first that is set wins, even when it is empty. */
export const FORGE_TOKEN_VARIABLES: Readonly<Record<ForgeKind, readonly string[]>> = {
  github: ["SCAN_GATE_FORGE_TOKEN", "SCAN_GATE_GITHUB_TOKEN", "GITHUB_TOKEN"],
  gitlab: ["SCAN_GATE_FORGE_TOKEN", "GITLAB_TOKEN"],
  bitbucket: ["SCAN_GATE_FORGE_TOKEN", "BITBUCKET_TOKEN"],
  "bitbucket-dc": ["SCAN_GATE_FORGE_TOKEN", "BITBUCKET_TOKEN"],
  azure: ["SCAN_GATE_FORGE_TOKEN", "SYSTEM_ACCESSTOKEN"],
};

/** Everything in the environment that must not be written: the inputs' tokens, and those of forges and their CIs. */
export function secretsIn(env: Environment): readonly string[] {
  const forges = [...new Set(Object.values(FORGE_TOKEN_VARIABLES).flat()), "CI_JOB_TOKEN"].map(
    (name) => env[name] ?? "",
  );
  const tokens = [...Object.values(readTokens(env)), ...forges]
    .map((token) => token.trim())
    .filter((token) => token !== "" && !isUnfilled(token));
  // Bitbucket takes an account's token as its password, and what is sent is one text of both.
  const account = env.BITBUCKET_EMAIL?.trim() ?? "";
  return account === "" ? tokens : [...tokens, ...new Set(tokens.map((token) => `${account}:${token}`))];
}

/** A problem with an input, in the words of a command line. */
export function asOption(problem: string): string {
  const token = TOKEN_INPUTS.find((input) => problem.startsWith(`${input} `));
  return token === undefined ? `--${problem}` : `${variableOf(token)}${problem.slice(token.length)}`;
}
