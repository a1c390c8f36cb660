import { type Sandbox, startSandbox } from "./sandbox.ts";
import { onlyPull } from "./scenarios/common.ts";
import { outcomeOf, type Scenario } from "./scenarios/scenario.ts";
import { REPOSITORY } from "./shop/names.ts";
import type { Screen } from "./terminal.ts";
import type { World } from "./world.ts";

/** Keeps a scenario's services running until the process is told to end, and says how to try settings against them. */
export async function serve(scenario: Scenario, screen: Screen): Promise<void> {
  const world = scenario.world(Date.now());
  const sandbox = await startSandbox(world, scenario.faults);
  screen.heading(`Serving: ${scenario.name}`);
  screen.line(scenario.description);
  screen.line(outcomeOf(scenario.expected));
  screen.line();
  screen.line("# Paste this into a file named .env:");
  for (const [name, value] of environmentOf(world, sandbox)) screen.line(`${name}=${value}`);
  screen.line();
  screen.line("# Then, in another terminal and the same folder:");
  for (const [what, command] of commandsOf(world, sandbox)) {
    screen.line();
    screen.line(`# ${what}`);
    screen.line(`node --env-file=.env ${command}`);
  }
  screen.line();
  screen.line("The services answer until you press Ctrl-C. They forget what was written to them then.");
  await ending();
  await sandbox.close();
}

function environmentOf(world: World, { github }: Sandbox): readonly (readonly [string, string])[] {
  return [
    ["SEMGREP_TOKEN", world.semgrep.token],
    ["SNYK_TOKEN", world.snyk.token],
    ["GITHUB_TOKEN", world.github.token],
    ["GITHUB_API_URL", github.url],
  ];
}

/** What to try, each with the command behind `node`. */
function commandsOf(world: World, { semgrep, snyk }: Sandbox): readonly (readonly [string, string])[] {
  const urls = `--semgrep-url ${semgrep.url} --snyk-url ${snyk.url} --repository ${REPOSITORY}`;
  const { number, head, base } = onlyPull(world);
  const pull = `--pull-request ${number} --commit ${head.sha} --ref ${head.ref} --base-ref ${base.ref} --base-commit ${base.sha}`;
  return [
    ["Check the set-up:", `dist/cli.js doctor ${urls} --require semgrep,snyk`],
    ["Judge the pull request:", `dist/cli.js ${urls} ${pull}`],
    ["The same, and comment on it:", `dist/cli.js ${urls} ${pull} --comment always`],
    [
      "Read the comments on it (their address leads to no real pull request):",
      `-e '${readComments(number)}'`,
    ],
  ];
}

/** A script for `node -e`, in single quotes of a shell. */
function readComments(pull: number): string {
  const address = `process.env.GITHUB_API_URL + "/repos/${REPOSITORY}/issues/${pull}/comments"`;
  const headers = '{ authorization: "Bearer " + process.env.GITHUB_TOKEN }';
  return `fetch(${address}, { headers: ${headers} }).then(async (answer) => { for (const { body } of await answer.json()) console.log(body) })`;
}

async function ending(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
