import { join } from "node:path";
import { toReason } from "../../errors.ts";
import { createLog, type LogStyle } from "../../platform/runner/log.ts";
import type { Ports } from "../../ports.ts";
import { trustedLinkHosts } from "../../reporters/forge-reporters.ts";
import { decideAndPublish, type FinishedRun, lastWordOf } from "../../run.ts";
import { logLine } from "../../text/escape-printed.ts";
import { present } from "../../text/present.ts";
import { createRedact } from "../../text/redact.ts";
import { type Channel, exitCodeOf, refuse, type Shell } from "../shell.ts";
import { renderOutput } from "../terminal/output.ts";
import { createPaint, type Paint, wantsColor, wantsLinks } from "../terminal/paint.ts";
import { reportWidth } from "../terminal/width.ts";
import { planRun, type RunPlan } from "./plan.ts";
import { secretsIn } from "./tokens.ts";

/** `scan-gate run`: judges a commit, tells the result on stdout and the way to it on stderr. */
export async function runCommand(args: readonly string[], shell: Shell): Promise<number> {
  const redact = createRedact(secretsIn(shell.env));
  const plan = planRun(args, shell);
  if (!plan.ok) return refuse(shell, plan.problems);
  const log = createLog({
    write: (line) => shell.stderr.write(`${line}\n`),
    clean: (text) => logLine(redact(text)),
    style: shellStyle(paintFor(shell, shell.stderr)),
  });
  for (const remark of plan.remarks) log.warning(remark);
  const { workspace, roots, forge, policies, traits, annotates, nativeFindings, link } = plan;
  const summaryFile = join(plan.settings.reportDir, "summary.md");
  const wanted = { log, redact, workspace, roots, forge, policies, annotates, summaryFile };
  const ports = await shell.ports(wanted);
  const finished = await decideAndPublish(ports, {
    settings: { ok: true, settings: plan.settings },
    context: () => plan.context,
    policyTree: ports.files,
    forge: { traits, nativeFindings },
    ...present({ link }),
    environment: describe(plan),
  });
  const { report, settings } = finished;
  const paint = paintFor(shell, shell.stdout);
  const files = filesOf(finished, summaryFile);
  const pace = { clock: ports.clock, deadline: { signal: ports.cancelled } };
  const output = await unlessCancelled(ports, () =>
    renderOutput(plan.format, report, {
      ...{ paint, files, pace, workspace: ports.files },
      width: reportWidth(shell.stdout.columns?.()),
      linkHosts: settings === undefined ? [] : trustedLinkHosts(settings),
    }),
  );
  if (output === undefined) {
    await ports.files.remove(summaryFile);
    log.error(report.sentence);
  } else {
    shell.stdout.write(output);
  }
  const exitCode = exitCodeOf(report, settings, ports.cancelled.aborted);
  const status = await lastWordOf(ports, finished)(exitCode);
  if (output !== undefined && ports.cancelled.aborted)
    log.error(toReason(ports.cancelled.reason, "gate").message);
  if (status === undefined) return exitCode;
  if (status.ok) log.info(`status: ${status.text}`);
  else log.warning(`status: ${status.text}`);
  return !status.ok && settings?.status === "always" ? Math.max(exitCode, 1) : exitCode;
}

/** What work gives, or undefined when the run is cancelled before or meanwhile. */
async function unlessCancelled<Result>(
  { cancelled }: Pick<Ports, "cancelled">,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    const result = cancelled.aborted ? undefined : await work();
    return cancelled.aborted ? undefined : result;
  } catch (error) {
    if (cancelled.aborted) return undefined;
    throw error;
  }
}

function paintFor({ env }: Shell, { isTerminal }: Channel): Paint {
  return createPaint(wantsColor(env, isTerminal), wantsLinks(env, isTerminal));
}

/** Lines for a terminal: a title for each group, and what belongs to it below. */
function shellStyle(paint: Paint): LogStyle {
  return {
    open: (title) => paint.bold(title),
    close: () => undefined,
    line(level, text) {
      if (level === "debug") return undefined;
      if (level === "info") return `  ${text}`;
      return `  ${level === "error" ? paint.severity("high", "error:") : paint.warning("warning:")} ${text}`;
    },
  };
}

function describe({ context }: RunPlan): {
  readonly event: string;
  readonly repository: string;
  readonly commit: string;
  readonly ref: string;
  readonly repositoryUrl: string;
} {
  const { event, owner, repo, commit, repositoryUrl } = context;
  return {
    event,
    repository: `${owner}/${repo}`,
    commit,
    ref: "ref" in context ? context.ref : "",
    repositoryUrl,
  };
}

const FILE_OUTPUTS = ["report-json", "report-html", "sarif-file"] as const;

function filesOf({ published }: FinishedRun, summaryFile: string): Readonly<Record<string, string>> {
  const written = FILE_OUTPUTS.flatMap((name) => {
    const path = published.outputs[name];
    return path === undefined ? [] : [[name, path] as const];
  });
  return { ...Object.fromEntries(written), summary: summaryFile };
}
