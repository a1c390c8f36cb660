import { basename, join, resolve } from "node:path";
import { contextFromEvent } from "../../context/from-event.ts";
import { isResolved, type RunContext, type UnresolvedPullRequestContext } from "../../context/run-context.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import { readEvent } from "../../platform/runner/runner.ts";
import { TOKEN_INPUTS, type TokenInput } from "../../settings/inputs.ts";
import { readSettings } from "../../settings/read.ts";
import { splitList } from "../../settings/readers.ts";
import { type Settings, sourcesOn } from "../../settings/settings.ts";
import { CONTEXT_OPTIONS, RUN_OPTIONS, SHELL_DEFAULTS } from "../option-table.ts";
import { parseArguments } from "../options.ts";
import type { GitHubEndpoint, Shell } from "../shell.ts";
import { FORMATS, type Format } from "../terminal/output.ts";
import { readCi } from "./ci-environment.ts";
import { contextInShell } from "./context.ts";
import { readGit } from "./git.ts";
import { type ReportRoot, rootGlobs } from "./report-roots.ts";
import { repositoryAddress } from "./repository-address.ts";
import { readTokens, variableOf } from "./tokens.ts";

/** All that a run needs to know before it begins. */
export interface RunPlan {
  readonly settings: Settings;
  readonly context: RunContext | UnresolvedPullRequestContext;
  readonly format: Format;
  /** The working tree; absolute. */
  readonly workspace: string;
  readonly roots: readonly ReportRoot[];
  readonly gitHub: GitHubEndpoint;
  readonly policies: GitHubEndpoint;
  readonly annotates: boolean;
  readonly remarks: readonly string[];
}

export type RunPlanResult =
  | ({ readonly ok: true } & RunPlan)
  | { readonly ok: false; readonly problems: readonly string[] };

type Values = Readonly<Record<string, string>>;
type World = Pick<Shell, "env" | "folder" | "readText">;

/** Makes a run's plan of a command line and its environment, or lists everything that is wrong with them. */
export function planRun(args: readonly string[], world: World): RunPlanResult {
  const { values, positionals, problems } = parseArguments(args, RUN_OPTIONS);
  const { env, folder } = world;
  const workspace = resolve(folder, values.workspace ?? ".");
  const format = FORMATS.find((known) => known === (values.format ?? "text").toLowerCase());
  const tokens = readTokens(env);
  const ci = readCi(env);
  const git = readGit(workspace, world.readText);
  const address = values.repository ?? ci?.repositoryUrl ?? git?.repositoryUrl ?? "";
  const gitHub = gitHubEndpoint(env, { address, token: tokens["github-token"] });
  const { globs, roots } = rootGlobs(splitList(values.reports ?? ""), { from: folder, workspace });
  const wishes = writingInputs(values, { gitHub, env, format, folder });
  const inputs = {
    ...SHELL_DEFAULTS,
    ...withoutContext(values),
    ...tokens,
    ...wishes.inputs,
    reports: globs.join("\n"),
  };
  // Paths on a command line start from where it is typed.
  const settings = readSettings(inputs, { workspace: folder, temp: folder });
  const asksServices = tokens["semgrep-token"].trim() !== "" || tokens["snyk-token"].trim() !== "";
  const event = eventContext(values, { env, asksServices });
  const known =
    event ?? contextInShell({ options: values, ci, git, asksServices, folder: basename(workspace) });
  const wrong = [
    ...problems,
    ...positionals.map(straySentence),
    ...(format === undefined
      ? [`--format "${values.format}" is not known; allowed: ${FORMATS.join(", ")}`]
      : []),
    ...(settings.ok ? withoutSource(settings.settings) : settings.problems.map(asOption)),
    ...(known.ok ? [] : known.problems),
  ];
  if (wrong.length > 0 || !settings.ok || !known.ok || format === undefined)
    return { ok: false, problems: wrong };
  return {
    ok: true,
    settings: settings.settings,
    context: known.context,
    format,
    workspace,
    roots,
    gitHub,
    policies: policyEndpoint(env, { address, tokens }),
    annotates: settings.settings.annotations,
    remarks: [...wishes.remarks, ...known.remarks],
  };
}

/** The options that are inputs of the action, without those that say what is judged. */
function withoutContext(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !(name in CONTEXT_OPTIONS)));
}

/** GitHub is asked only about a repository of its own, and only with a token. */
function gitHubEndpoint(
  env: Environment,
  { address, token }: { readonly address: string; readonly token: string },
): GitHubEndpoint {
  const server = gitHubHost(env);
  // A name without an address means a repository on GitHub.
  const host = repositoryAddress(address)?.host ?? (address === "" ? undefined : server);
  if (host === undefined) return { why: "the repository is not known" };
  if (host !== server) return { why: `the repository is on ${host}` };
  if (token.trim() === "") return { why: `${variableOf("github-token")} is not set` };
  return { apiUrl: env.GITHUB_API_URL || "https://api.github.com" };
}

function gitHubHost(env: Environment): string | undefined {
  return repositoryAddress(`${env.GITHUB_SERVER_URL || "https://github.com"}/any`)?.host;
}

/**
 * Policies of other repositories are read on the forge of this one. A repository that nobody knows is taken for one of
 * GitHub's: who names another one by owner and name means that.
 */
export function policyEndpoint(
  env: Environment,
  of: { readonly address: string; readonly tokens: Readonly<Record<TokenInput, string>> },
): GitHubEndpoint {
  const token = of.tokens["policy-token"].trim() || of.tokens["github-token"];
  return gitHubEndpoint(env, { address: of.address || `https://${gitHubHost(env)}/any/any`, token });
}

interface Surroundings {
  readonly gitHub: GitHubEndpoint;
  readonly env: Environment;
  readonly format: Format | undefined;
  readonly folder: string;
}

/** The command line writes to GitHub only when it is asked to, and only if the repository is on GitHub. */
function writingInputs(
  values: Values,
  { gitHub, env, format, folder }: Surroundings,
): { readonly inputs: Values; readonly remarks: readonly string[] } {
  const remarks: string[] = [];
  const isAsked = (name: string, off: string) => (values[name] ?? off).toLowerCase() !== off;
  const inputs: Record<string, string> = {
    ...(values["sarif-file"] !== undefined && values.sarif === undefined && { sarif: "file" }),
    "sarif-file":
      values["sarif-file"] ?? join(resolve(folder, values["report-dir"] ?? "scan-gate"), "scan-gate.sarif"),
  };
  if ("why" in gitHub && isAsked("comment", "never")) {
    remarks.push(`no comment is written, because ${gitHub.why}`);
    if (isKnownWord(values.comment, ["always", "on-findings", "on-failure"])) inputs.comment = "never";
  }
  if ("why" in gitHub && isKnownWord(values.sarif, ["upload"])) {
    remarks.push(`SARIF is written to a file and not uploaded, because ${gitHub.why}`);
    inputs.sarif = "file";
  }
  if (isKnownWord(values.annotations, ["true"]) && (env.GITHUB_ACTIONS !== "true" || format !== "text")) {
    remarks.push("no annotations are written: they need a GitHub workflow and --format text");
    inputs.annotations = "false";
  }
  return { inputs, remarks };
}

/** A wrong word must stay, so that it is reported as wrong. */
function isKnownWord(text: string | undefined, words: readonly string[]): boolean {
  return words.includes(text?.toLowerCase() ?? "");
}

type EventContext = {
  readonly ok: true;
  readonly context: RunContext | UnresolvedPullRequestContext;
  readonly remarks: readonly string[];
};

/** In a GitHub workflow the event says what is judged, unless options say otherwise. */
function eventContext(
  values: Values,
  { env, asksServices }: { readonly env: Environment; readonly asksServices: boolean },
): EventContext | undefined {
  if (
    env.GITHUB_ACTIONS !== "true" ||
    Object.keys(CONTEXT_OPTIONS).some((name) => values[name] !== undefined)
  ) {
    return undefined;
  }
  try {
    const context = contextFromEvent(readEvent(env));
    // Events that ask for a new verdict are for the action; here the variables say what is checked out.
    if (!isResolved(context) && context.kind !== "unresolved-pull-request") return undefined;
    if (isResolved(context) || asksServices) return { ok: true, context, remarks: [] };
    const { kind: _, headOwner: __, headRef, fork: ___, actor: ____, ...rest } = context;
    return {
      ok: true,
      // Finding the pull request would ask GitHub, and report files need nobody.
      context: { ...rest, kind: "ref", ref: `refs/heads/${headRef}` },
      remarks: ["the pull request is not looked up, so the commit is judged like a branch"],
    };
  } catch {
    return undefined; // an event that the action does not know; the variables may still say something
  }
}

function withoutSource(settings: Settings): readonly string[] {
  if (sourcesOn(settings).length > 0) return [];
  const names = (["semgrep-token", "snyk-token"] as const).map(variableOf);
  return [`no source is on: name report files with --reports, or set ${names.join(" or ")}`];
}

/** A problem with an input, in the words of a command line. */
function asOption(problem: string): string {
  const token = TOKEN_INPUTS.find((input) => problem.startsWith(`${input} `));
  return token === undefined ? `--${problem}` : `${variableOf(token)}${problem.slice(token.length)}`;
}

function straySentence(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `"${shown}" is not an option; name several files by one quoted glob, or separate them by commas`;
}
