import { basename, resolve } from "node:path";
import { ScanGateError } from "../../errors.ts";
import { createLog } from "../../platform/runner/log.ts";
import { type PolicyRead, type PolicySource, readPolicy } from "../../settings/policy/read.ts";
import { readSettings } from "../../settings/read.ts";
import { isProblem } from "../../settings/readers.ts";
import { logLine } from "../../text/escape-printed.ts";
import { createRedact } from "../../text/redact.ts";
import { POLICY_SHOW_OPTIONS } from "../option-table.ts";
import { optionProblems, parseArguments, wordOption } from "../options.ts";
import { readCi } from "../run/ci-environment.ts";
import { contextInShell } from "../run/context.ts";
import { chooseForge, policyEndpoint } from "../run/forge-choice.ts";
import type { ForgeEndpoint } from "../run/forge-place.ts";
import { readGit } from "../run/git.ts";
import { asOption, readTokens, secretsIn } from "../run/tokens.ts";
import { EXIT, refuse, type Shell, workspaceProblems } from "../shell.ts";
import { createPaint, wantsColor } from "../terminal/paint.ts";
import { shownPolicies } from "./shown.ts";
import { policyText } from "./text.ts";

/** How long the files may take. */
const READING_MS = 60_000;

/**
 * `scan-gate policy show`: the chain that a run here would judge by, with the origin of each file. The exit code is 1
 * when a file cannot be used, and 2 when one could not be read.
 */
export async function showPolicies(args: readonly string[], shell: Shell): Promise<number> {
  const { values, positionals, problems } = parseArguments(args, POLICY_SHOW_OPTIONS);
  const format = wordOption("format", values.format ?? "text", ["text", "json"]);
  const tokens = readTokens(shell.env);
  const { policy = "", "fail-on": failOn = "" } = values;
  const settings = readSettings(
    { ...tokens, policy, "fail-on": failOn },
    { workspace: shell.folder, temp: shell.folder },
  );
  const place = placeOf(values, shell);
  const wrong = [
    ...problems,
    ...positionals.map(() => "policy show takes no file; name one with --policy"),
    ...optionProblems(format),
    ...workspaceProblems(values, shell),
    ...(settings.ok ? [] : settings.problems.map(asOption)),
    ...(place.context.ok ? [] : place.context.problems),
  ];
  if (!settings.ok || !place.context.ok || isProblem(format) || wrong.length > 0) return refuse(shell, wrong);
  const { context } = place.context;
  // The working tree is read, whatever the commit.
  const source = {
    settings: settings.settings,
    context: context.kind === "short-commit" ? context.judged : context,
  };
  const told = (text: string) => shell.stderr.write(`scan-gate: ${logLine(text)}\n`);
  try {
    const read = await readPolicy({
      ...source,
      ...(await readers(shell, { place, token: source.settings.policyToken })),
    });
    for (const { message } of read.reasons) told(message);
    if (read.isUnknown === true) return EXIT.incomplete;
    shell.stdout.write(rendered(read, format, shell));
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof ScanGateError)) throw error;
    told([error.message, error.hint ?? ""].join(". "));
    return EXIT.fail;
  }
}

function rendered(read: PolicyRead, format: "text" | "json", shell: Shell): string {
  const today = new Date(shell.clock.now()).toISOString().slice(0, 10);
  const shown = shownPolicies(read, today);
  if (format === "json") return `${JSON.stringify({ policies: shown }, null, 2)}\n`;
  return policyText(shown, createPaint(wantsColor(shell.env, shell.stdout.isTerminal)));
}

/** What the CI and git say of the repository here, and where policies of others are read. */
function placeOf(values: Readonly<Record<string, string>>, { env, folder, readText }: Shell) {
  const workspace = resolve(folder, values.workspace ?? ".");
  const ci = readCi(env);
  const git = readGit(workspace, readText);
  const { "github-token": gitHubToken, "policy-token": policyToken } = readTokens(env);
  const address = values.repository ?? ci?.repositoryUrl ?? git?.repositoryUrl ?? "";
  const question = { env, options: values, address, name: values.repository, gitHubToken };
  const policies = policyEndpoint(chooseForge(question), { ...question, policyToken });
  const asked = { options: values, ci, git, asksServices: false, folder: basename(workspace) };
  return { workspace, policies, context: contextInShell(asked) };
}

interface ReaderOptions {
  readonly place: { readonly workspace: string; readonly policies: ForgeEndpoint };
  readonly token: string;
}

/** The working tree for this repository's file, and the forge for those of others. */
async function readers(
  shell: Shell,
  { place, token }: ReaderOptions,
): Promise<Pick<PolicySource, "commits" | "repository" | "policyTree">> {
  const { workspace, policies } = place;
  const log = createLog({
    write: () => undefined,
    clean: (text) => text,
    style: { open: () => undefined, close: () => undefined, line: () => undefined },
  });
  const ports = await shell.ports({
    redact: createRedact(secretsIn(shell.env)),
    ...{ log, workspace, policies, roots: [], annotates: false },
    summaryFile: resolve(workspace, "scan-gate", "summary.md"),
    forge: { why: "nothing is judged" },
  });
  const deadline = ports.deadline({ ms: READING_MS, parent: ports.cancelled });
  return {
    policyTree: ports.files,
    repository: ports.policyRepositories({ token, deadline: () => deadline }),
    commits: ports.forge({ token, owner: "", repo: "", deadline: () => deadline }).commits,
  };
}
