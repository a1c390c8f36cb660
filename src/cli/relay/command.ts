import { resolve } from "node:path";
import { createDispatcher } from "../../platform/relay/dispatcher.ts";
import { serve, type WebServer } from "../../platform/relay/server.ts";
import { openAppendFile, readAppendFile } from "../../platform/relay/state-file.ts";
import { type AllowedRepositories, LARGEST_BODY, parseAllowedRepositories } from "../../relay/admit.ts";
import { type RelayState, readStateFile } from "../../relay/journal.ts";
import type { QueuedDispatch } from "../../relay/queue.ts";
import { RELAY_SOURCES, type RelaySource } from "../../relay/signature.ts";
import { splitList } from "../../settings/readers.ts";
import { parseServiceUrl } from "../../settings/service-url.ts";
import { createRedact } from "../../text/redact.ts";
import { RELAY_OPTIONS } from "../option-table.ts";
import { parseArguments } from "../options.ts";
import { readTokens, secretsIn, variableOf } from "../run/tokens.ts";
import { EXIT, refuse, type Shell } from "../shell.ts";
import { createRelayLog, type RelayLog, targetWords } from "./log.ts";
import { Relay } from "./relay.ts";

/** The variable with the secret that a sender signs with; without it the sender's path is not there. */
const SECRET_VARIABLES: Readonly<Record<RelaySource, string>> = {
  snyk: "SCAN_GATE_SNYK_WEBHOOK_SECRET",
  semgrep: "SCAN_GATE_SEMGREP_WEBHOOK_SECRET",
};

/** What dispatches under way may take after a signal; the process has two seconds. */
const GRACE_MS = 1_000;

/** `scan-gate relay`: turns webhooks of Snyk and Semgrep into dispatches, until it is told to end. */
export async function relayCommand(args: readonly string[], shell: Shell): Promise<number> {
  const plan = planRelay(args, shell);
  const redact = createRedact([...secretsIn(shell.env), ...Object.values(readSecrets(shell.env))]);
  if (!plan.ok) return refuse(shell, plan.problems.map(redact));
  const log = createRelayLog(shell, redact);
  const started = await startRelay(plan, { shell, log, redact });
  if ("problem" in started) return refuse(shell, [redact(started.problem)]);
  const { relay, server, unreadable } = started;
  const { host, port } = server;
  log.info("started", { host, port, sources: Object.keys(plan.secrets), queued: relay.queued, unreadable });
  if (plan.state === undefined) {
    log.warning("started", { message: "without --state, what is queued is lost when the relay ends" });
  }
  relay.start();
  await aborted(shell.cancelled);
  server.stop();
  await relay.stop(GRACE_MS);
  server.kill();
  log.info("ending", { queued: relay.queued, saved: plan.state !== undefined });
  return EXIT.pass;
}

/** What a relay needs to know before it begins. */
interface RelayPlan {
  readonly secrets: Readonly<Partial<Record<RelaySource, string>>>;
  readonly allowed: AllowedRepositories;
  readonly token: string;
  readonly apiUrl: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Absolute. */
  readonly state: string | undefined;
  readonly limit: number;
}

type RelayPlanResult =
  | ({ readonly ok: true } & RelayPlan)
  | { readonly ok: false; readonly problems: readonly string[] };

/** Makes the plan of a command line and its environment, or lists everything that is wrong with them. */
function planRelay(args: readonly string[], { env, folder }: Pick<Shell, "env" | "folder">): RelayPlanResult {
  const { values, positionals, problems } = parseArguments(args, RELAY_OPTIONS);
  const secrets = readSecrets(env);
  const patterns = splitList(values.repository ?? "");
  const allowed = parseAllowedRepositories(patterns);
  const listen = parseListen(values.listen ?? "127.0.0.1:8080");
  const limit = wholeNumber(values.queue ?? "1000", 1, 1_000_000);
  const api = parseServiceUrl(env.GITHUB_API_URL || "https://api.github.com");
  const token = readTokens(env)["github-token"].trim();
  const wrong = [
    ...problems,
    ...positionals.map((text) => `"${text.slice(0, 80)}" is not an option of relay`),
    ...("problems" in allowed ? allowed.problems.map((problem) => `--repository ${problem}`) : []),
    ...(patterns.length === 0 ? ["--repository is needed: OWNER/REPO or OWNER/*, as often as you like"] : []),
    ...(listen === undefined ? [`--listen "${values.listen}" is not HOST:PORT`] : []),
    ...(limit === undefined ? [`--queue "${values.queue}" is not a number from 1 to 1000000`] : []),
    ...("problem" in api ? [`GITHUB_API_URL ${api.problem}`] : []),
    ...(token === ""
      ? [`${variableOf("github-token")} is needed, with \`contents: write\` on the repositories`]
      : []),
    ...(/^[\x21-\x7e]*$/.test(token)
      ? []
      : [`${variableOf("github-token")} holds characters that no token has`]),
    ...(Object.keys(secrets).length === 0
      ? [`no secret is set: set ${Object.values(SECRET_VARIABLES).join(" or ")}`]
      : []),
  ];
  if (
    wrong.length > 0 ||
    "problems" in allowed ||
    "problem" in api ||
    listen === undefined ||
    limit === undefined
  ) {
    return { ok: false, problems: wrong };
  }
  const state = values.state === undefined ? undefined : resolve(folder, values.state);
  return { ok: true, secrets, allowed, token, apiUrl: api.url, listen, state, limit };
}

function readSecrets(env: Shell["env"]): Readonly<Partial<Record<RelaySource, string>>> {
  const set = RELAY_SOURCES.map((source) => [source, env[SECRET_VARIABLES[source]]?.trim() ?? ""] as const);
  return Object.fromEntries(set.filter(([, secret]) => secret !== ""));
}

/** `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`. */
function parseListen(text: string): RelayPlan["listen"] | undefined {
  const [, inBrackets, plain = "", digits = ""] =
    /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const port = wholeNumber(digits, 0, 65_535);
  return port === undefined ? undefined : { host: inBrackets ?? plain, port };
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

interface RelayStart {
  readonly shell: Shell;
  readonly log: RelayLog;
  readonly redact: (text: string) => string;
}

type RelayStarted =
  | { readonly relay: Relay; readonly server: WebServer; readonly unreadable: number }
  | { readonly problem: string };

/** Listens before it touches the state file: whoever has the address already has that file too. */
async function startRelay(plan: RelayPlan, start: RelayStart): Promise<RelayStarted> {
  let relay: Relay | undefined;
  let server: WebServer;
  try {
    server = await serve({
      ...plan.listen,
      mostBytes: LARGEST_BODY,
      routes: {
        begin: (head) => relay?.begin(head) ?? { status: 503 },
        tooLarge: (head) => relay?.tooLarge(head) ?? { status: 503 },
        failed: (thrown) => relay?.failed(thrown),
      },
    });
  } catch (error) {
    const { host, port } = plan.listen;
    return { problem: `--listen ${host}:${port} cannot be used: ${reasonOf(error)}` };
  }
  try {
    const { state, unreadable } = readState(plan.state);
    relay = createRelay(plan, stillAllowed(state, plan, start.log), start);
    return { relay, server, unreadable };
  } catch (error) {
    server.stop();
    server.kill();
    const todo = "name a new file, or one of the relay's own, in a folder that the relay may write";
    return { problem: `--state ${plan.state} cannot be used: ${reasonOf(error)}; ${todo}` };
  }
}

/** @throws when the file cannot be read, or is none of a relay's */
function readState(path: string | undefined): { readonly state: RelayState; readonly unreadable: number } {
  const read = readStateFile(path === undefined ? "" : readAppendFile(path));
  if (!read.ok) throw new Error("it is not a state file of the relay");
  return read;
}

/** What an earlier process left, but for what `--repository` allows no more: that is told, and never sent. */
function stillAllowed(state: RelayState, { allowed }: RelayPlan, log: RelayLog): RelayState {
  const isAllowed = ({ target }: QueuedDispatch) => allowed.allows(target.repository);
  for (const dropped of state.pending.filter((one) => !isAllowed(one))) {
    const message = `${targetWords(dropped.target)} was queued, and is dropped: --repository does not allow it any more`;
    log.warning("state", { message });
  }
  return { ...state, pending: state.pending.filter(isAllowed) };
}

/** @throws the error of Node.js when the state file cannot be written */
function createRelay(plan: RelayPlan, restored: RelayState, { shell, log, redact }: RelayStart): Relay {
  const { secrets, allowed, limit, token, apiUrl, state } = plan;
  const now = () => shell.clock.now();
  const dispatcher = createDispatcher({
    apiUrl,
    token,
    userAgent: `scan-gate/${shell.version}`,
    redact,
    now,
  });
  return new Relay(
    { secrets, allowed, limit, restored },
    {
      now,
      random: Math.random,
      log,
      send: (wanted, signal) => dispatcher.send(wanted, signal),
      ...(state === undefined
        ? {}
        : { openState: (lines: Iterable<string>) => openAppendFile(state, lines) }),
    },
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
