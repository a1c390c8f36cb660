import { pathToFileURL } from "node:url";
import { plain, type Screen } from "../terminal.ts";
import { onAzure } from "./azure.ts";
import { onBitbucket } from "./bitbucket.ts";
import { onDataCenter } from "./bitbucket-dc.ts";
import { commentAsText } from "./comment-view.ts";
import type { ForgeScenario } from "./forge-scenario.ts";
import { onGitLab } from "./gitlab.ts";
import { type ForgeResult, forgeDifferences, launchBundle, runOnForge } from "./run-job.ts";

/** The shop on every forge but GitHub, in the order in which they are listed. */
export const FORGE_SCENARIOS: readonly ForgeScenario[] = [onGitLab, onBitbucket, onDataCenter, onAzure];

/** Lines of a comment that are shown; the page has all of it. */
const MOST_LINES = 40;

/** Plays the shop's pull request on a forge, on the screen; what went otherwise than designed, in sentences. */
export async function playForge(
  scenario: ForgeScenario,
  project: string,
  screen: Screen,
): Promise<readonly string[]> {
  screen.heading(`Scenario: ${scenario.name}`);
  screen.line(scenario.description);
  const result = await runOnForge(scenario, launchBundle(project));
  showForgeResult(scenario, result, screen);
  return forgeDifferences(scenario, result);
}

/** Shows the end of the job's log, the comment as the forge shows it, and where the rest is. */
export function showForgeResult(scenario: ForgeScenario, result: ForgeResult, screen: Screen): void {
  screen.heading(`The job: ${result.command}`);
  for (const line of lastWords(result)) screen.quote(line);
  const { forge, request, html } = scenario;
  for (const { text, state } of result.comments) {
    screen.heading(
      `Comment on the ${request}, as ${forge} shows it${state === undefined ? "" : `; ${state}`}`,
    );
    const lines = commentAsText(text, html);
    for (const line of lines.slice(0, MOST_LINES)) screen.quote(line);
    if (lines.length > MOST_LINES) screen.line(`  … and ${lines.length - MOST_LINES} more lines`);
  }
  screen.heading("Result");
  const requests = Object.entries(result.requests).map(([name, count]) => `${name} ${count}`);
  const isGreen = result.exitCode === 0;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["job", `${screen.verdict(isGreen ? "pass" : "fail")}, exit code ${result.exitCode}`],
    ["status", result.status],
    ["findings", result.findings ?? scenario.files.join(", ")],
    ["reports", result.reports],
    ["requests", requests.join(", ")],
  ];
  for (const [name, value] of rows)
    if (value !== undefined) screen.line(`  ${name.padEnd(12)} ${plain(value)}`);
  if (result.preview !== undefined) {
    screen.line(`\nOpen the comment: ${pathToFileURL(result.preview).href}`);
  }
}

/** What the job says of what it told, and its verdict; all that it says where it came to neither. */
function lastWords({ stdout, stderr }: ForgeResult): readonly string[] {
  const lines = stderr.trimEnd().split("\n");
  const from = lines.lastIndexOf("Publishing");
  const verdict = stdout.trimEnd().split("\n").slice(-1);
  return [...(from < 0 ? lines : lines.slice(from + 1)).map((line) => line.trim()), ...verdict];
}
