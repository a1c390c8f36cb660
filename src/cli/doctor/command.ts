import { join } from "node:path";
import type { ForgeRoles } from "../../forge-ports.ts";
import { createLog, type LogStyle } from "../../platform/runner/log.ts";
import type { Deadline, Ports } from "../../ports.ts";
import { type PolicyRead, type PolicySource, readPolicy } from "../../settings/policy/read.ts";
import { logLine, visibleJson } from "../../text/escape-printed.ts";
import { present } from "../../text/present.ts";
import { createRedact } from "../../text/redact.ts";
import { DOCTOR_OPTIONS } from "../option-table.ts";
import { optionProblems, parseArguments, wordOption } from "../options.ts";
import { forgeHint } from "../run/forge-opener.ts";
import { planRun, type RunPlan } from "../run/plan.ts";
import { secretsIn } from "../run/tokens.ts";
import { EXIT, refuse, type Shell } from "../shell.ts";
import { createPaint, type Paint, wantsColor } from "../terminal/paint.ts";
import { type Diagnosis, diagnoses } from "./diagnosis.ts";
import { diagnoseForge, diagnosePolicy } from "./forge.ts";
import { diagnoseSemgrep } from "./semgrep.ts";
import { diagnoseSnyk } from "./snyk.ts";
import { diagnoseNetwork, diagnoseSettings } from "./surroundings.ts";

/** The doctor judges no commit; where nobody names one, this stands for it. */
const NO_COMMIT = "0".repeat(40);

/** More than any of its questions needs; a service that is silent must not hold a terminal. */
const LIMIT_MS = 60_000;

const QUIET: LogStyle = { open: () => undefined, close: () => undefined, line: () => undefined };

/**
 * `scan-gate doctor`: checks the set-up with the settings of a run and changes nothing. Every area is looked at side by
 * side; each check is a line on stdout. Exit code 0 without a problem, 1 with one, 3 for wrong usage.
 */
export async function doctorCommand(args: readonly string[], shell: Shell): Promise<number> {
  const { values, problems } = parseArguments(args, DOCTOR_OPTIONS);
  const format = wordOption("format", values.format ?? "text", ["text", "json"]);
  const wrong = [...problems, ...optionProblems(format)];
  if (wrong.length > 0) return refuse(shell, wrong);
  const found = await diagnoseAll(args, shell);
  const paint = createPaint(wantsColor(shell.env, shell.stdout.isTerminal));
  shell.stdout.write(format === "json" ? asJson(found) : asText(found, paint));
  return found.some(({ status }) => status === "problem") ? EXIT.fail : EXIT.pass;
}

async function diagnoseAll(args: readonly string[], shell: Shell): Promise<readonly Diagnosis[]> {
  const plan = planOf(args, shell);
  if (!plan.ok) return plan.problems.map((problem) => diagnoses("settings").problem(problem));
  const ports = await shell.ports({
    log: createLog({ write: () => undefined, clean: logLine, style: QUIET }),
    redact: createRedact(secretsIn(shell.env)),
    workspace: plan.workspace,
    roots: plan.roots,
    forge: plan.forge,
    policies: plan.policies,
    annotates: false,
    summaryFile: join(plan.settings.reportDir, "summary.md"),
  });
  const { forge, settings, remarks } = plan;
  const forgeUrl = "why" in forge ? undefined : forge.url;
  const parts = await Promise.all([
    remarks.map((remark) => diagnoses("settings").warning(remark)),
    diagnoseSettings(settings),
    diagnoseNetwork(settings, shell.env, { forgeUrl, readText: shell.readText }),
    ...services(plan, ports),
  ]);
  return parts.flat();
}

/** A plan whose commit does not matter. */
function planOf(args: readonly string[], shell: Shell) {
  const plan = planRun(args, shell);
  const names = args.some((arg) => arg === "--commit" || arg.startsWith("--commit="));
  return plan.ok || names ? plan : planRun([...args, "--commit", NO_COMMIT], shell);
}

/** The services, and what is read through them. */
function services(plan: RunPlan, ports: Ports): readonly Promise<readonly Diagnosis[]>[] {
  const { settings, context, forge } = plan;
  const { semgrep, snyk, githubToken: token } = settings;
  const { owner, repo, repositoryUrl: url } = context;
  const name = `${owner}/${repo}`;
  const deadline = ports.deadline({ ms: LIMIT_MS, parent: ports.cancelled });
  const asked = { connect: ports.connect, clock: ports.clock, deadline, repository: { name, url } };
  const roles = ports.forge({ token, owner, repo, deadline: () => deadline });
  const tips = new Map<string, Promise<string | undefined>>();
  const tipOf = (branch: string): Promise<string | undefined> => {
    const tip = tips.get(branch) ?? roles.commits.branchTip(branch);
    tips.set(branch, tip);
    return tip;
  };
  const today = new Date(ports.clock.now()).toISOString().slice(0, 10);
  return [
    diagnosePolicy(
      () => policyOf(plan, { ports, deadline, tipOf }, "why" in forge ? undefined : roles),
      today,
    ),
    ...(semgrep === undefined ? [] : [diagnoseSemgrep({ ...asked, settings: semgrep })]),
    ...(snyk === undefined
      ? []
      : [diagnoseSnyk({ ...asked, settings: snyk, ...present({ forge: forge.kind }) })]),
    "why" in forge
      ? Promise.resolve([
          diagnoses("forge").warning(
            `no forge is asked, because ${forge.why}`,
            forgeHint(forge.why, forge.kind),
          ),
        ])
      : diagnoseForge({ roles, tipOf, token, repository: name, kind: forge.kind }),
  ];
}

type PolicyCommits = PolicySource["commits"];

interface PolicyQuestion {
  readonly ports: Ports;
  readonly deadline: Deadline;
  /** The newest commit of a branch of the repository, each asked for once. */
  readonly tipOf: (branch: string) => Promise<string | undefined>;
}

/** The policy of the default branch, where pull requests are judged by it; else the one of the working tree. */
async function policyOf(
  { settings, context }: RunPlan,
  { ports, deadline, tipOf }: PolicyQuestion,
  roles: ForgeRoles | undefined,
): Promise<PolicyRead> {
  const branch = await defaultBranchOf(roles);
  const commit = branch === undefined ? undefined : await tipOf(branch);
  const known = roles !== undefined && branch !== undefined && commit !== undefined;
  const { event, owner, repo, repositoryUrl } = context;
  const ref = `refs/heads/${branch ?? "HEAD"}`;
  return await readPolicy({
    settings,
    context: {
      ...{ kind: "ref", event, owner, repo, repositoryUrl, ref },
      ...{ commit: commit ?? NO_COMMIT, ...present({ defaultBranch: branch }) },
    },
    commits: known ? commitsOf(roles, tipOf) : NO_COMMITS,
    repository: ports.policyRepositories({ token: settings.policyToken, deadline: () => deadline }),
    ...(known ? {} : { policyTree: ports.files }),
  });
}

function commitsOf({ commits }: ForgeRoles, branchTip: PolicyQuestion["tipOf"]): PolicyCommits {
  return {
    file: (path, commit) => commits.file(path, commit),
    distance: (base, head) => commits.distance(base, head),
    branchTip,
  };
}

async function defaultBranchOf(roles: ForgeRoles | undefined): Promise<string | undefined> {
  try {
    const survey = await roles?.survey?.();
    return (await survey?.facts())?.defaultBranch ?? (await roles?.commits.defaultBranch?.());
  } catch {
    return undefined; // told where the forge itself is looked at
  }
}

const NO_COMMITS = {
  file: async () => undefined,
  branchTip: async () => undefined,
  distance: async () => ({ ahead: 0, behind: 0 }),
};

function asText(found: readonly Diagnosis[], paint: Paint): string {
  const lines = found.map(({ status, area, text, todo }) => {
    const what = `${area.padEnd(8)} ${logLine(text)}${todo === undefined ? "" : ` → ${logLine(todo)}`}`;
    const word = status.padEnd(8);
    if (status === "ok") return `${word} ${what}`;
    return `${status === "problem" ? paint.severity("high", word) : paint.warning(word)} ${what}`;
  });
  return `${lines.join("\n")}\n\n${totals(found)}\n`;
}

function totals(found: readonly Diagnosis[]): string {
  const count = (status: Diagnosis["status"]) => found.filter((one) => one.status === status).length;
  const problems = count("problem");
  const warnings = count("warning");
  return `${problems} ${problems === 1 ? "problem" : "problems"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${count("ok")} ok`;
}

function asJson(found: readonly Diagnosis[]): string {
  return `${visibleJson(JSON.stringify({ schema: "scan-gate/doctor@1", checks: found }, undefined, 2))}\n`;
}
