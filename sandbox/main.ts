import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { differences, ownComments } from "./check.ts";
import type { ForgeScenario } from "./forges/forge-scenario.ts";
import { FORGE_SCENARIOS, playForge } from "./forges/play-forge.ts";
import { type Stage, setStage } from "./play.ts";
import type { RunResult } from "./runner/run-action.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { outcomeOf, type Scenario } from "./scenarios/scenario.ts";
import { serve } from "./serve.ts";
import { makeLogView, makeScreen, plain, type Screen } from "./terminal.ts";

const USAGE = `Runs Scan Gate end to end against stand-ins for Semgrep, Snyk and a forge on this machine.
Nothing is installed, and nothing leaves it.

  npm start                  the scenario "${SCENARIOS[0].name}"
  npm start -- SCENARIO      another one
  npm start -- --all         all of them, one after the other
  npm start -- --list        their names
  npm start -- --serve       keeps the services running, and prints how to try your own settings against them;
                             with a name behind it, those of that scenario on GitHub
  npm start -- --help        this

Ends with 0 when the scenario went as it should: a gate that must fail and does is a success here.`;

/** Runs what the arguments ask for and returns the exit code: 2 for arguments that mean nothing. */
async function main(args: readonly string[], screen: Screen): Promise<number> {
  const [word = SCENARIOS[0].name, ...others] = args;
  if (word === "--help" || word === "-h") return show(screen, USAGE);
  if (word === "--list") return show(screen, listOfScenarios());
  if (word === "--serve") return await serveScenario(others, screen);
  const all: readonly (Scenario | ForgeScenario)[] = [...SCENARIOS, ...FORGE_SCENARIOS];
  const chosen = word === "--all" ? all : all.filter((scenario) => scenario.name === word);
  if (chosen.length === 0 || others.length > 0) {
    const what =
      others.length > 0 ? "One scenario at a time, please" : `There is no scenario "${plain(word)}"`;
    screen.line(`${what}. The scenarios are:\n\n${listOfScenarios()}`);
    return 2;
  }
  const project = findProject();
  let allGood = true;
  for (const scenario of chosen) {
    const isGood =
      "forge" in scenario
        ? showOutcome(await playForge(scenario, project, screen), screen)
        : await play(scenario, project, screen);
    allGood = isGood && allGood;
  }
  return allGood ? 0 : 1;
}

function show(screen: Screen, text: string): number {
  screen.line(text);
  return 0;
}

async function serveScenario(names: readonly string[], screen: Screen): Promise<number> {
  const [name = SCENARIOS[0].name, ...others] = names;
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined || others.length > 0) {
    screen.line(
      `There is no scenario "${plain(names.join(" "))}". The scenarios are:\n\n${listOfScenarios()}`,
    );
    return 2;
  }
  await serve(scenario, screen);
  return 0;
}

function listOfScenarios(): string {
  const width = Math.max(...[...SCENARIOS, ...FORGE_SCENARIOS].map(({ name }) => name.length));
  const lines = (scenarios: readonly { readonly name: string; readonly description: string }[]) =>
    scenarios.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`).join("\n");
  return `${lines(SCENARIOS)}\n\nThe same pull request on another forge:\n\n${lines(FORGE_SCENARIOS)}`;
}

/** Plays one scenario on the screen; whether it went as designed. */
async function play(scenario: Scenario, project: string, screen: Screen): Promise<boolean> {
  screen.heading(`Scenario: ${scenario.name}`);
  screen.line(scenario.description);
  screen.line(outcomeOf(scenario.expected));
  screen.heading("Log of the action");
  const view = makeLogView(screen);
  const stage = await setStage(scenario, { project, onOutput: view.write });
  try {
    const early = await stage.lead((title) => {
      view.end();
      screen.heading(title);
    });
    const result = await stage.run();
    view.end();
    showComment(stage, screen);
    showResult(stage, result, screen);
    return showOutcome([...early, ...differences(scenario, result, stage)], screen);
  } finally {
    await stage.close();
  }
}

function showComment(stage: Stage, screen: Screen): void {
  const comments = ownComments(stage);
  if (comments.length === 0) {
    screen.heading("No comment");
    return;
  }
  for (const comment of comments) {
    screen.heading(`Comment by ${stage.world.github.login}, ${comment.length} characters`);
    const lines = comment.split("\n");
    const shown = lines.slice(0, 120);
    for (const line of shown) screen.quote(line.length > 400 ? `${line.slice(0, 400)}…` : line);
    if (lines.length > shown.length) screen.line(`  … and ${lines.length - shown.length} more lines`);
  }
}

function showResult(stage: Stage, result: RunResult, screen: Screen): void {
  const { semgrep, snyk, github } = stage.sandbox;
  const { outputs } = result;
  screen.heading("Result");
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["verdict", screen.verdict(outputs.verdict ?? "none")],
    [
      "exit code",
      `${result.exitCode} ${screen.dim(result.exitCode === 0 ? "(the job passes)" : "(the job fails)")}`,
    ],
    ["findings", `${outputs.total ?? "?"}, of which ${outputs.blocking ?? "?"} block`],
    ["time", `${(result.durationMs / 1000).toFixed(1)} s`],
    [
      "requests",
      `Semgrep ${semgrep.requests.length}, Snyk ${snyk.requests.length}, GitHub ${github.requests.length}`,
    ],
    ["SARIF", outputs["sarif-file"]],
    ["JSON report", outputs["report-json"]],
    ["HTML report", outputs["report-html"]],
    ["job summary", result.paths.summary],
  ];
  for (const [name, value] of rows) {
    if (value !== undefined && value !== "") screen.line(`  ${name.padEnd(12)} ${value}`);
  }
  const page = outputs["report-html"];
  if (page) screen.line(`\nOpen the report: ${pathToFileURL(page).href}`);
}

function showOutcome(wrong: readonly string[], screen: Screen): boolean {
  screen.line();
  if (wrong.length === 0) screen.line("The scenario went as designed.");
  else for (const text of wrong) screen.line(`Not as designed: ${plain(text)}.`);
  return wrong.length === 0;
}

/** The folder with `action.yml` above the script that runs, wherever it was built to. */
function findProject(): string {
  let folder = dirname(process.argv[1] ?? process.cwd());
  while (!existsSync(join(folder, "action.yml"))) {
    const above = dirname(folder);
    if (above === folder) throw new Error("action.yml is in no folder above this script");
    folder = above;
  }
  return folder;
}

// Whoever reads the output may have seen enough, as in `npm start | head`.
process.stdout.on("error", () => process.exit(1));
process.exitCode = 1;
process.exitCode = await main(
  process.argv.slice(2),
  makeScreen(process.stdout, process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== ""),
);
