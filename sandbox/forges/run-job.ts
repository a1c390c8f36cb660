import { spawn } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../runner/workspace.ts";
import { busyWorld, QUICK } from "../scenarios/common.ts";
import { startSemgrep } from "../semgrep/server.ts";
import { HEAD_TREE } from "../shop/files.ts";
import { startSnyk } from "../snyk/server.ts";
import { commentPage } from "./comment-view.ts";
import { type ForgeScenario, moveTools, type ShownComment } from "./forge-scenario.ts";

/** A job of a CI that runs the gate's command line. */
export interface ForgeJob {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The checkout, in which it runs. */
  readonly folder: string;
}

export interface JobResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What came of a scenario: of the job, and on the forge. */
export interface ForgeResult extends JobResult {
  /** Without the addresses of the stand-ins. */
  readonly command: string;
  readonly comments: readonly ShownComment[];
  readonly status: string | undefined;
  readonly findings: string | undefined;
  /** Where the reports are. */
  readonly reports: string;
  /** A page that shows the comment. */
  readonly preview: string | undefined;
  /** Requests by service. */
  readonly requests: Readonly<Record<string, number>>;
}

const REPORTS = "gate";

/** Runs the gate as a job of the forge's CI would, against the forge and the tools on loopback. */
export async function runOnForge(
  scenario: ForgeScenario,
  launch: (job: ForgeJob) => Promise<JobResult>,
): Promise<ForgeResult> {
  const now = Date.now();
  const site = await scenario.start(now);
  const world = busyWorld(now);
  const movedTo = (repository: string) => ({ repository, url: `${site.standIn.url}/${repository}` });
  const { repository, semgrepName = repository } = scenario;
  const semgrep = await startSemgrep(moveTools(world.semgrep, movedTo(semgrepName)));
  const snyk = await startSnyk(moveTools(world.snyk, movedTo(repository)));
  try {
    const { root, workspace: folder, home } = makeWorkspace(HEAD_TREE, {});
    const told = ["--require", "semgrep,snyk", "--comment", "always", ...scenario.options];
    const options = [...told, "--native-findings", "--report-dir", REPORTS];
    const quick = Object.entries(QUICK).flatMap(([name, value]) => [`--${name}`, value]);
    const secrets = { SEMGREP_TOKEN: world.semgrep.token, SNYK_TOKEN: world.snyk.token };
    const result = await launch({
      args: [
        ...options,
        ...quick,
        ...(site.options ?? []),
        "--semgrep-url",
        semgrep.url,
        "--snyk-url",
        snyk.url,
      ],
      env: { PATH: process.env.PATH ?? "", HOME: home, CI: "true", ...secrets, ...site.env },
      folder,
    });
    const comments = site.comments();
    return {
      ...result,
      command: `scan-gate ${options.join(" ")}`,
      comments,
      status: site.status(),
      findings: site.findings?.(),
      reports: join(folder, REPORTS),
      preview: writePreview(scenario, comments, join(root, "comment.html")),
      requests: {
        Semgrep: semgrep.requests.length,
        Snyk: snyk.requests.length,
        [scenario.forge]: site.standIn.requests.length,
      },
    };
  } finally {
    await Promise.all([semgrep, snyk, site.standIn].map((one) => one.close()));
  }
}

function writePreview(
  { forge, request, html }: ForgeScenario,
  [comment]: readonly ShownComment[],
  path: string,
): string | undefined {
  if (comment === undefined) return undefined;
  const title = `The comment on the ${request}, as ${forge} shows it`;
  writeFileSync(path, commentPage(comment.text, { html, title }));
  return path;
}

/** Starts the shipped command line as a process of its own, and waits for its end. */
export function launchBundle(project: string): (job: ForgeJob) => Promise<JobResult> {
  return async ({ args, env, folder }) => {
    const child = spawn(process.execPath, [join(project, "dist", "cli.js"), ...args], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
    });
    const printed = { stdout: "", stderr: "" };
    for (const channel of ["stdout", "stderr"] as const) {
      child[channel].setEncoding("utf8").on("data", (text: string) => {
        printed[channel] += text;
      });
    }
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { exitCode, ...printed };
  };
}

/** What a run on a forge did otherwise than it should, in sentences: the shop's pull request brings what blocks. */
export function forgeDifferences(scenario: ForgeScenario, result: ForgeResult): readonly string[] {
  const { exitCode, comments, reports } = result;
  const files = existsSync(reports) ? readdirSync(reports) : [];
  const missing = scenario.files.filter((name) => !files.includes(name));
  const [comment, ...others] = comments;
  return [
    ...(exitCode === 1 ? [] : [`the exit code is ${exitCode} instead of 1`]),
    ...(comment?.text.includes("Scan Gate failed") ? [] : ["no comment says that the gate failed"]),
    ...(others.length === 0 ? [] : [`there are ${comments.length} comments instead of one`]),
    ...(result.status === undefined ? ["there is no status"] : []),
    ...missing.map((name) => `the report folder has no ${name}`),
  ];
}
