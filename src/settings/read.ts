import { join, resolve } from "node:path";
import { ScanGateError } from "../errors.ts";
import type { Log } from "../ports.ts";
import { present } from "../text/present.ts";
import { INPUT_NAMES, INPUTS, type InputName, type Inputs, inputEntry } from "./inputs.ts";
import { isProblem } from "./readers.ts";
import { describeSettings, type SemgrepSettings, type Settings, type SnykSettings } from "./settings.ts";

/** The folders that relative and default paths start from; absolute. */
export interface Folders {
  readonly workspace: string;
  readonly temp: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  /** Each names its input, what was given and what is allowed; never a token or a URL's user info. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * All inputs as settings, or all their problems at once. An empty input means "not given".
 * @param raw text by input name; a missing name is an empty input
 */
export function readSettings(raw: Readonly<Record<string, string>>, folders: Folders): SettingsResult {
  const texts = new Map(Object.entries(raw));
  const values = INPUT_NAMES.map((name) => [name, readInput(name, texts.get(name)?.trim() ?? "")] as const);
  const problems = values.flatMap(([name, value]) => (isProblem(value) ? `${name} ${value.problem}` : []));
  if (problems.length > 0) return { ok: false, problems };
  // Each name with what its own reader made of it, and none of them a problem.
  return { ok: true, settings: toSettings(Object.fromEntries(values) as Inputs, folders) };
}

function readInput(name: InputName, given: string): unknown {
  const { default: fallback = "" } = inputEntry(name);
  return INPUTS[name].read(given === "" ? fallback : given);
}

function toSettings(inputs: Inputs, { workspace, temp }: Folders): Settings {
  const home = join(temp, "scan-gate");
  return Object.freeze({
    ...present({
      semgrep: semgrepSettings(inputs),
      snyk: snykSettings(inputs),
      require: inputs.require.length === 0 ? undefined : inputs.require,
      policy: typeof inputs.policy === "string" ? inputs.policy : undefined,
      policyAbove: typeof inputs.policy === "string" ? undefined : inputs.policy,
      pullRequest: inputs["pull-request"],
    }),
    snykCheckAuthors: inputs["snyk-check-author"],
    reports: inputs.reports,
    githubToken: inputs["github-token"] ?? "",
    policyToken: inputs["policy-token"] ?? inputs["github-token"] ?? "",
    failOn: inputs["fail-on"],
    gate: inputs.gate,
    onIncomplete: inputs["on-incomplete"],
    timeoutMs: inputs.timeout,
    pollIntervalMs: inputs["poll-interval"],
    comment: inputs.comment,
    commentKey: inputs["comment-key"],
    status: inputs.status,
    review: inputs.review,
    sarif: inputs.sarif,
    workspace,
    sarifFile: resolve(workspace, inputs["sarif-file"] ?? join(home, "scan-gate.sarif")),
    reportDir: resolve(workspace, inputs["report-dir"] ?? home),
    annotations: inputs.annotations,
    tickets: inputs.tickets,
    ticketsProjects: inputs["tickets-project"],
    dryRun: inputs["dry-run"],
  });
}

function semgrepSettings(inputs: Inputs): SemgrepSettings | undefined {
  const token = inputs["semgrep-token"];
  if (token === undefined) return undefined;
  return {
    token,
    ...present({ deployment: inputs["semgrep-deployment"] }),
    projects: inputs["semgrep-project"],
    url: inputs["semgrep-url"].url,
    evidence: inputs["semgrep-evidence"],
  };
}

function snykSettings(inputs: Inputs): SnykSettings | undefined {
  const token = inputs["snyk-token"];
  if (token === undefined) return undefined;
  return {
    token,
    orgs: inputs["snyk-org"],
    projects: inputs["snyk-project"],
    url: inputs["snyk-url"].url,
    urlGiven: inputs["snyk-url"].given,
    evidence: inputs["snyk-evidence"],
    checkWaitMs: inputs["snyk-check-wait"],
  };
}

/**
 * The settings as they were read, which the log lists.
 * @throws `config-invalid` (source `inputs`) with all problems
 */
export function checkedSettings(log: Pick<Log, "group">, result: SettingsResult): Settings {
  const group = log.group("Settings");
  try {
    if (!result.ok) {
      for (const problem of result.problems) group.error(problem);
      throw new ScanGateError({
        code: "config-invalid",
        source: "inputs",
        message: `The inputs cannot be used: ${result.problems.join("; ")}`,
        hint: "Correct them in the workflow",
      });
    }
    for (const line of describeSettings(result.settings)) group.info(line);
    return result.settings;
  } finally {
    group.close();
  }
}
