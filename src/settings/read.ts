import { join } from "node:path";
import { absolutePath, INPUT_NAMES, INPUTS, type Inputs, isProblem } from "./inputs.ts";
import type { Settings } from "./settings.ts";

/** The folders that relative and default paths start from; absolute. */
export interface Folders {
  readonly workspace: string;
  readonly temp: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  /** Each names its input, what was given and what is allowed; never a token or a URL's user info. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** What an input is when it is empty: the default of `action.yml`, for runners and shells that pass none. */
export const INPUT_DEFAULTS: Readonly<Record<string, string>> = {
  "semgrep-url": "https://semgrep.dev",
  "snyk-url": "https://api.snyk.io",
  "snyk-evidence": "branch",
  "fail-on": "high",
  gate: "auto",
  "on-incomplete": "fail",
  timeout: "10m",
  "poll-interval": "10s",
  comment: "always",
  "comment-key": "default",
  sarif: "upload",
  annotations: "true",
  tickets: "off",
  "dry-run": "false",
};

/**
 * All inputs as settings, or all their problems at once. An empty input means "not given".
 * @param raw text by input name; a missing name is an empty input
 */
export function readSettings(raw: Readonly<Record<string, string>>, folders: Folders): SettingsResult {
  const values = INPUT_NAMES.map((name) => [name, INPUTS[name](textOf(raw, name))] as const);
  const problems = values.flatMap(([name, value]) => (isProblem(value) ? `${name} ${value.problem}` : []));
  if (problems.length > 0) return { ok: false, problems };
  // Each name with what its own reader made of it, and none of them a problem.
  return { ok: true, settings: toSettings(Object.fromEntries(values) as Inputs, folders) };
}

function textOf(raw: Readonly<Record<string, string>>, name: string): string {
  const given = new Map(Object.entries(raw)).get(name) ?? "";
  return given.trim() === "" ? (INPUT_DEFAULTS[name] ?? "") : given;
}

function toSettings(inputs: Inputs, folders: Folders): Settings {
  const { workspace, temp } = folders;
  const home = join(temp, "scan-gate");
  return Object.freeze({
    ...tools(inputs),
    reports: inputs.reports,
    githubToken: inputs["github-token"] ?? "",
    ...(inputs.require.length === 0 ? {} : { require: inputs.require }),
    ...(inputs.policy === undefined ? {} : { policy: inputs.policy }),
    failOn: inputs["fail-on"],
    gate: inputs.gate,
    onIncomplete: inputs["on-incomplete"],
    timeoutMs: inputs.timeout,
    pollIntervalMs: inputs["poll-interval"],
    comment: inputs.comment,
    commentKey: inputs["comment-key"],
    sarif: inputs.sarif,
    workspace,
    sarifFile: absolutePath(inputs["sarif-file"], { workspace, fallback: join(home, "scan-gate.sarif") }),
    reportDir: absolutePath(inputs["report-dir"], { workspace, fallback: home }),
    annotations: inputs.annotations,
    tickets: inputs.tickets,
    ticketsProjects: inputs["tickets-project"],
    dryRun: inputs["dry-run"],
  });
}

function tools(inputs: Inputs): Pick<Settings, "semgrep" | "snyk"> {
  const semgrepToken = inputs["semgrep-token"];
  const snykToken = inputs["snyk-token"];
  const deployment = inputs["semgrep-deployment"];
  return {
    ...(semgrepToken !== undefined && {
      semgrep: {
        token: semgrepToken,
        ...(deployment === undefined ? {} : { deployment }),
        projects: inputs["semgrep-project"],
        url: inputs["semgrep-url"].url,
      },
    }),
    ...(snykToken !== undefined && {
      snyk: {
        token: snykToken,
        orgs: inputs["snyk-org"],
        projects: inputs["snyk-project"],
        url: inputs["snyk-url"].url,
        urlGiven: inputs["snyk-url"].given,
        evidence: inputs["snyk-evidence"],
      },
    }),
  };
}
