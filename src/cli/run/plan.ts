import { basename, join, resolve } from "node:path";
import { contextFromEvent } from "../../context/from-event.ts";
import {
  isResolved,
  type RunContext,
  type ShortCommitContext,
  type UnresolvedPullRequestContext,
} from "../../context/run-context.ts";
import type { ForgeTraits } from "../../forges/forge.ts";
import type { ForgeKind } from "../../model/verdict.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import { readEvent } from "../../platform/runner/runner.ts";
import { readSettings } from "../../settings/read.ts";
import { isProblem, splitList } from "../../settings/readers.ts";
import { type Settings, sourcesOn } from "../../settings/settings.ts";
import { present } from "../../text/present.ts";
import { CONTEXT_OPTIONS, INPUT_OPTIONS, RUN_OPTIONS, SHELL_DEFAULTS } from "../option-table.ts";
import { optionProblems, parseArguments, wordOption } from "../options.ts";
import { type Shell, workspaceProblems } from "../shell.ts";
import { FORMATS, type Format } from "../terminal/output.ts";
import { dataCenterOption } from "./bitbucket-dc-place.ts";
import { BITBUCKET_SITE } from "./bitbucket-place.ts";
import { readCi } from "./ci-environment.ts";
import { contextInShell } from "./context.ts";
import { chooseForge, forgeProblems, policyEndpoint } from "./forge-choice.ts";
import { forPullRequest, traitsOf } from "./forge-opener.ts";
import type { ForgeEndpoint } from "./forge-place.ts";
import { readGit } from "./git.ts";
import { type ReportRoot, rootGlobs } from "./report-roots.ts";
import { asOption, FORGE_TOKEN_VARIABLES, readTokens, unfilledTokens, variableOf } from "./tokens.ts";

/** All that a run needs to know before it begins. */
export interface RunPlan {
  readonly settings: Settings;
  readonly context: RunContext | UnresolvedPullRequestContext | ShortCommitContext;
  readonly format: Format;
  /** The working tree; absolute. */
  readonly workspace: string;
  readonly roots: readonly ReportRoot[];
  readonly forge: ForgeEndpoint;
  /** Where policies of other repositories are read. */
  readonly policies: ForgeEndpoint;
  readonly traits: ForgeTraits;
  readonly nativeFindings: boolean;
  /** The page of the CI's job. */
  readonly link?: string;
  readonly annotates: boolean;
  readonly remarks: readonly string[];
}

export type RunPlanResult =
  | ({ readonly ok: true } & RunPlan)
  | { readonly ok: false; readonly problems: readonly string[] };

type Values = Readonly<Record<string, string>>;
type World = Pick<Shell, "env" | "folder" | "readText" | "isFolder">;

/** Makes a run's plan of a command line and its environment, or lists everything that is wrong with them. */
export function planRun(args: readonly string[], world: World): RunPlanResult {
  const { values, positionals, problems } = parseArguments(args, RUN_OPTIONS);
  const { env, folder } = world;
  const workspace = resolve(folder, values.workspace ?? ".");
  const format = wordOption("format", values.format ?? "text", FORMATS);
  const [tokens, ci] = [readTokens(env), readCi(env)];
  const git = readGit(workspace, world.readText);
  const question = {
    env,
    options: values,
    address: values.repository ?? ci?.repositoryUrl ?? git?.repositoryUrl ?? "",
    name: values.repository,
    gitHubToken: tokens["github-token"],
  };
  const forge = chooseForge(question);
  const traits = traitsOf(forge.kind);
  const { globs, roots } = rootGlobs(splitList(values.reports ?? ""), { from: folder, workspace });
  const wishes = writingInputs(values, { forge, traits, env, format, folder });
  const reports = globs.join("\n");
  const inputs = { ...SHELL_DEFAULTS, ...actionInputs(values), ...tokens, ...wishes.inputs, reports };
  // Paths on a command line start from where it is typed.
  const settings = readSettings(inputs, { workspace: folder, temp: folder });
  const asksServices = tokens["semgrep-token"].trim() !== "" || tokens["snyk-token"].trim() !== "";
  const event = eventContext(values, { env, asksServices });
  // Data Center shows a repository at another address than the one that git clones from.
  const named = forge.kind === "bitbucket-dc" ? dataCenterOption(question) : {};
  const shell = { options: { ...values, ...named }, ci, git, asksServices, folder: basename(workspace) };
  const known = event ?? contextInShell({ ...shell, ...present(whereOf(forge)) });
  const wrong = [
    ...problems,
    ...forgeProblems(values),
    ...positionals.map(straySentence),
    ...optionProblems(format),
    ...workspaceProblems(values, world).concat(unfilledTokens(env)),
    ...(settings.ok ? withoutSource(settings.settings) : settings.problems.map(asOption)),
    ...(known.ok ? [] : known.problems),
  ];
  if (wrong.length > 0 || !settings.ok || !known.ok || isProblem(format))
    return { ok: false, problems: wrong };
  return {
    ok: true,
    settings: settings.settings,
    context: known.context,
    format,
    workspace,
    roots,
    forge: forPullRequest(forge, known.context),
    policies: policyEndpoint(forge, { ...question, policyToken: tokens["policy-token"] }),
    traits,
    nativeFindings: values["native-findings"]?.toLowerCase() === "true",
    ...present({ link: ci?.page }),
    annotates: settings.settings.annotations,
    remarks: [...wishes.remarks, ...known.remarks],
  };
}

/** The options that are inputs of the action, without those that say what is judged. */
function actionInputs(values: Values): Values {
  const isInput = ([name]: [string, string]) => name in INPUT_OPTIONS && !(name in CONTEXT_OPTIONS);
  return Object.fromEntries(Object.entries(values).filter(isInput));
}

/** What the context tells of the forge. */
function whereOf(forge: ForgeEndpoint): {
  readonly forge: ForgeKind | undefined;
  readonly site: string | undefined;
} {
  const isElsewhere = "url" in forge && (forge.kind === "gitlab" || forge.kind === "azure");
  const site = forge.kind === "bitbucket" ? BITBUCKET_SITE : undefined;
  return { forge: forge.kind, site: isElsewhere ? forge.url : site };
}

interface Surroundings {
  readonly forge: ForgeEndpoint;
  readonly traits: ForgeTraits;
  readonly env: Environment;
  readonly format: unknown;
  readonly folder: string;
}

/** The command line writes to the forge only when it is asked to, and only where it can. */
function writingInputs(
  values: Values,
  { forge, traits, env, format, folder }: Surroundings,
): { readonly inputs: Values; readonly remarks: readonly string[] } {
  const remarks: string[] = [];
  const asked = (name: string, words: readonly string[]) => isKnownWord(values[name], words);
  const inputs: Record<string, string> = {
    ...(values["sarif-file"] !== undefined && values.sarif === undefined && { sarif: "file" }),
    "sarif-file":
      values["sarif-file"] ?? join(resolve(folder, values["report-dir"] ?? "scan-gate"), "scan-gate.sarif"),
  };
  const why = whyUnwritten(forge, traits);
  if (why !== undefined && (values.comment ?? "never").toLowerCase() !== "never") {
    remarks.push(`no comment is written, because ${why}`);
    if (asked("comment", ["always", "on-findings", "on-failure"])) inputs.comment = "never";
  }
  if (asked("status", ["auto"]) && (forge.isOwnCi === true || why !== undefined)) {
    if (why !== undefined) remarks.push(`no status is set, because ${why}`);
    inputs.status = "off";
  }
  if (asked("native-findings", ["true"]) && traits.nativeFindings === "sarif-artifact") inputs.sarif = "file";
  const noUpload = uploadTrouble(forge, traits);
  if (noUpload !== undefined && asked("sarif", ["upload"])) {
    remarks.push(`SARIF is written to a file and not uploaded, because ${noUpload}`);
    inputs.sarif = "file";
  }
  if (asked("annotations", ["true"]) && (env.GITHUB_ACTIONS !== "true" || format !== "text")) {
    remarks.push("no annotations are written: they need a GitHub workflow and --format text");
    inputs.annotations = "false";
  }
  return { inputs, remarks };
}

/** Why nothing can be written to the forge: a clause, and where a token is missing what to set. */
function whyUnwritten(forge: ForgeEndpoint, { words }: ForgeTraits): string | undefined {
  const why = "why" in forge ? forge.why : undefined;
  if (why === undefined && "token" in forge) return undefined;
  const missing = why ?? `${FORGE_TOKEN_VARIABLES[forge.kind ?? "github"].at(-1)} is not set`;
  const isHelped = forge.kind !== "github" && /is not set$/.test(missing);
  return isHelped ? `${missing}. ${words.tokenHint}` : missing;
}

function uploadTrouble(forge: ForgeEndpoint, { name }: ForgeTraits): string | undefined {
  if ("why" in forge) return forge.why;
  return forge.kind === "github" ? undefined : `${name} takes no upload of SARIF`;
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

function straySentence(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `"${shown}" is not an option; name several files by one quoted glob, or separate them by commas`;
}
