import { createHmac } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { eventually, loopback } from "../../../test/support/wire.ts";
import { LARGEST_BODY } from "../../relay/admit.ts";
import type { Shell } from "../shell.ts";
import { relayCommand } from "./command.ts";

const TOKEN = "a-token-of-a-test";
const SECRETS = { snyk: "the secret of a test for Snyk", semgrep: "the secret of a test for Semgrep" };
const COMMIT = "4166d6fd".repeat(5);
const TIP = "0badcafe".repeat(5);

const folder = mkdtempSync(join(tmpdir(), "scan-gate-relay-"));
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Dispatched {
  readonly path: string;
  readonly payload: unknown;
}

/** What GitHub answers to the n-th dispatch; undefined: nothing at all. */
type Answering = (
  nth: number,
) => { readonly status: number; readonly headers?: Record<string, string> } | undefined;

/** A GitHub that takes dispatches and knows the tip of every default branch. */
async function fakeGitHub(answering: Answering = () => ({ status: 204 })) {
  const dispatched: Dispatched[] = [];
  const authorizations = new Set<string | undefined>();
  const { url, close } = await loopback((asked, answer) => {
    authorizations.add(asked.headers.authorization);
    let body = "";
    asked.on("data", (chunk) => {
      body += chunk;
    });
    asked.on("end", () => {
      const path = asked.url ?? "";
      const isTip = path.endsWith("/git/ref/heads/main");
      if (asked.method === "GET") {
        answer.end(JSON.stringify(isTip ? { object: { sha: TIP } } : { default_branch: "main" }));
        return;
      }
      dispatched.push({ path, payload: JSON.parse(body) });
      const given = answering(dispatched.length);
      if (given !== undefined) answer.writeHead(given.status, given.headers).end();
    });
  });
  endings.push(close);
  return { url, dispatched, authorizations };
}

/** A relay in this process that listens on any port. */
async function startedRelay(
  gitHubUrl: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  repositories: readonly string[] = ["--repository", "acme/*"],
) {
  const cancel = new AbortController();
  let stderr = "";
  const channel = (write: (text: string) => void) => ({ write, isTerminal: false });
  const shell: Shell = {
    env: {
      GITHUB_TOKEN: TOKEN,
      GITHUB_API_URL: gitHubUrl,
      SCAN_GATE_SNYK_WEBHOOK_SECRET: SECRETS.snyk,
      SCAN_GATE_SEMGREP_WEBHOOK_SECRET: SECRETS.semgrep,
      ...env,
    },
    folder,
    stdout: channel(() => undefined),
    stderr: channel((text) => {
      stderr += text;
    }),
    clock: { now: () => Date.now(), sleep: async () => undefined },
    cancelled: cancel.signal,
    version: "1.2.3",
    readText: () => undefined,
    ports: () => Promise.reject(new Error("a relay needs no run")),
  };
  const ended = relayCommand([...repositories, "--listen", "127.0.0.1:0", ...args], shell);
  const end = () => {
    cancel.abort();
    return ended;
  };
  endings.push(end);
  const lines = () => stderr.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const port: unknown = await eventually(() => {
    const started = lines().find(({ event, port }) => event === "started" && port !== undefined);
    if (started === undefined) throw new Error(`it has not started: ${stderr}`);
    return started.port;
  });
  return { port: Number(port), end, lines, stderr: () => stderr };
}

type Headers = Readonly<Record<string, string>>;

interface Asked {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string | Buffer;
  /** Pieces that are written one after the other, without a length in front. */
  readonly pieces?: readonly (string | Buffer)[];
}

function ask(port: number, path: string, { method = "POST", headers = {}, body, pieces }: Asked = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (answer) => {
        let text = "";
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      sent.on("error", reject);
      if (pieces === undefined) sent.end(body);
      else {
        const writeNext = (at: number): void => {
          if (at === pieces.length) sent.end();
          else sent.write(pieces[at], () => setImmediate(writeNext, at + 1));
        };
        writeNext(0);
      }
    },
  );
}

const digest = (body: string | Buffer, secret: string) =>
  createHmac("sha256", secret).update(body).digest("hex");
const JSON_BODY = { "content-type": "application/json" };

function snyk(project: object, over: Headers = {}): Asked & { readonly body: string } {
  const body = JSON.stringify({ project, org: {}, newIssues: [], removedIssues: [] });
  const signature = `sha256=${digest(body, SECRETS.snyk)}`;
  const own = { "x-snyk-event": "project_snapshot/v0", "x-hub-signature": signature };
  return { headers: { ...JSON_BODY, ...own, ...over }, body };
}

function semgrep(meta: object, over: Headers = {}): Asked & { readonly body: string } {
  const body = JSON.stringify({ semgrep_scan: { id: 7, completed_at: null, meta } });
  return {
    headers: { ...JSON_BODY, "x-semgrep-signature-256": digest(body, SECRETS.semgrep), ...over },
    body,
  };
}

const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status;

describe("the answers of the relay", () => {
  it("are those of the contract", async () => {
    const gitHub = await fakeGitHub();
    const { port } = await startedRelay(gitHub.url);
    const event = snyk({ name: "acme/shop:package.json" });
    const long = Buffer.alloc(LARGEST_BODY + 1, " ");
    const cases: readonly (readonly [number, string, Asked])[] = [
      [202, "/snyk", event],
      [200, "/snyk", event],
      [200, "/snyk", { ...event, headers: { ...event.headers, "x-snyk-event": "ping/v0" } }],
      [200, "/snyk?again=1", { ...event, headers: { ...event.headers, "x-snyk-transport-id": "2" } }],
      [200, "/snyk", snyk({}, { "x-snyk-event": "ping/v0" })],
      [202, "/semgrep", semgrep({ repository: "acme/shop", commit: COMMIT, pull_request_id: "7" })],
      [204, "/snyk", snyk({ name: "other/shop" })],
      [204, "/snyk", snyk({ name: "acme/cart" }, { "x-snyk-event": "project_snapshot/v1" })],
      [400, "/snyk", { ...snyk({}), ...signed("{", SECRETS.snyk) }],
      [401, "/snyk", snyk({ name: "acme/shop" }, { "x-hub-signature": `sha256=${"0".repeat(64)}` })],
      [401, "/semgrep", { headers: JSON_BODY, body: event.body }],
      [404, "/", event],
      [404, "/snyk/", event],
      [404, "/snyk", { method: "GET" }],
      [404, "/healthz", { method: "POST", headers: JSON_BODY, body: "{}" }],
      [413, "/snyk", { headers: { ...JSON_BODY, "content-length": String(long.length) }, body: long }],
      [413, "/snyk", { headers: JSON_BODY, pieces: [long.subarray(0, 600_000), long.subarray(600_000)] }],
      [415, "/snyk", snyk({ name: "acme/shop" }, { "content-type": "text/plain" })],
      [415, "/snyk", snyk({ name: "acme/shop" }, { "content-encoding": "gzip" })],
    ];
    for (const [status, path, asked] of cases) {
      expect([path, asked.headers, await statusOf(ask(port, path, asked))]).toEqual([
        path,
        asked.headers,
        status,
      ]);
    }
    await eventually(() => expect(gitHub.dispatched).toHaveLength(2));
    expect(gitHub.dispatched).toEqual(
      expect.arrayContaining([
        {
          path: "/repos/acme/shop/dispatches",
          payload: { event_type: "scan-gate", client_payload: { commit: TIP } },
        },
        {
          path: "/repos/acme/shop/dispatches",
          payload: { event_type: "scan-gate", client_payload: { commit: COMMIT, pull_request: 7 } },
        },
      ]),
    );
    expect([...gitHub.authorizations]).toEqual([`Bearer ${TOKEN}`]);
  });

  it("are 404 on a path whose secret is not set", async () => {
    const gitHub = await fakeGitHub();
    const { port } = await startedRelay(gitHub.url, [], { SCAN_GATE_SNYK_WEBHOOK_SECRET: "" });
    expect(await statusOf(ask(port, "/snyk", snyk({ name: "acme/shop" })))).toBe(404);
    expect(await statusOf(ask(port, "/semgrep", semgrep({ repository: "acme/shop" })))).toBe(202);
  });

  it("are 503 with a time to come again when the queue is full, and the delivery is taken then", async () => {
    const gitHub = await fakeGitHub(() => undefined);
    const { port } = await startedRelay(gitHub.url, ["--queue", "1"]);
    expect(await statusOf(ask(port, "/semgrep", semgrep({ repository: "acme/a", commit: COMMIT })))).toBe(
      202,
    );
    const refused = await ask(port, "/semgrep", semgrep({ repository: "acme/b", commit: COMMIT }));
    expect([refused.status, Number(refused.headers["retry-after"]) > 0]).toEqual([503, true]);
    // It was not remembered as taken.
    expect(await statusOf(ask(port, "/semgrep", semgrep({ repository: "acme/b", commit: COMMIT })))).toBe(
      503,
    );
  });

  it("come to everybody while another sender is slow, and to the slow one as well", async () => {
    const gitHub = await fakeGitHub();
    const { port } = await startedRelay(gitHub.url);
    const slow = semgrep({ repository: "acme/slow", commit: COMMIT });
    const socket = connect(port, "127.0.0.1");
    let heard = "";
    socket.on("data", (chunk) => {
      heard += chunk;
    });
    const head = { ...slow.headers, host: "x", "content-length": String(slow.body.length) };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST /semgrep HTTP/1.1\r\n${lines.join("")}\r\n${slow.body.slice(0, 9)}`);
    expect(await statusOf(ask(port, "/semgrep", semgrep({ repository: "acme/fast", commit: COMMIT })))).toBe(
      202,
    );
    expect(heard).toBe("");
    const pieces = [...slow.body].map((piece) => Buffer.from(piece));
    const again = ask(port, "/semgrep", { headers: { ...slow.headers }, pieces });
    expect((await again).status).toBe(202);
    socket.write(slow.body.slice(9));
    await eventually(() => expect(heard).toMatch(/^HTTP\/1\.1 200 /));
    socket.destroy();
  });
});

function signed(body: string, secret: string): Asked {
  const headers = { ...JSON_BODY, "x-snyk-event": "project_snapshot/v0" };
  return { headers: { ...headers, "x-hub-signature": `sha256=${digest(body, secret)}` }, body };
}

describe("a dispatch", () => {
  it("is sent again until GitHub accepts it, and no line of the log holds a token or a secret", async () => {
    const gitHub = await fakeGitHub((nth) => ({ status: nth < 3 ? 502 : 204 }));
    const { port, lines, stderr } = await startedRelay(gitHub.url);
    const evil = { repository: "acme/shop", commit: COMMIT, branch: `${TOKEN} ${SECRETS.semgrep}` };
    expect(await statusOf(ask(port, "/semgrep", semgrep(evil)))).toBe(202);
    await eventually(() => expect(gitHub.dispatched).toHaveLength(3));
    await eventually(() => {
      const results = lines().filter(({ event }) => event === "dispatch");
      expect(results.map(({ accepted }) => accepted)).toEqual([false, false, true]);
    });
    for (const secret of [TOKEN, ...Object.values(SECRETS)]) expect(stderr()).not.toContain(secret);
    expect(new Set(gitHub.dispatched.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it("waits for as long as GitHub asks, and so do all others", async () => {
    const headers = { "retry-after": "3600" };
    const gitHub = await fakeGitHub(() => ({ status: 429, headers }));
    const { port, lines } = await startedRelay(gitHub.url);
    await ask(port, "/semgrep", semgrep({ repository: "acme/a", commit: COMMIT }));
    await eventually(() => expect(lines().some(({ event }) => event === "dispatch")).toBe(true));
    const [told] = lines().filter(({ event }) => event === "dispatch");
    expect(told).toMatchObject({ accepted: false, scope: "github" });
    expect(told.message).toMatch(/next try in (1 h|60 min|1h|60m)/);
    await ask(port, "/semgrep", semgrep({ repository: "acme/b", commit: COMMIT }));
    const { text } = await ask(port, "/healthz", { method: "GET" });
    expect(JSON.parse(text)).toMatchObject({ status: "ok", queued: 2 });
    expect(gitHub.dispatched).toHaveLength(1);
  });
});

describe("the end of the relay", () => {
  it("does not wait for a GitHub that is silent, and a restart sends what was queued", async () => {
    const state = ["--state", "restart"];
    const silent = await fakeGitHub(() => undefined);
    const first = await startedRelay(silent.url, state);
    const event = semgrep({ repository: "acme/shop", commit: COMMIT });
    expect(await statusOf(ask(first.port, "/semgrep", event))).toBe(202);
    await eventually(() => expect(silent.dispatched).toHaveLength(1));
    expect(await first.end()).toBe(0);
    expect(first.lines().at(-1)).toMatchObject({ event: "ending", queued: 1, saved: true });
    const saved = readFileSync(join(folder, "restart"), "utf8");
    for (const secret of [TOKEN, ...Object.values(SECRETS)]) expect(saved).not.toContain(secret);

    const gitHub = await fakeGitHub();
    const second = await startedRelay(gitHub.url, state);
    await eventually(() => expect(gitHub.dispatched).toEqual(silent.dispatched));
    // The body is known over the restart.
    expect(await statusOf(ask(second.port, "/semgrep", event))).toBe(200);
    await eventually(() => expect(second.lines().at(-1)).toMatchObject({ status: 200 }));
    await second.end();

    const third = await startedRelay(gitHub.url, state);
    expect(third.lines().find(({ event: name }) => name === "started")).toMatchObject({ queued: 0 });
    expect(gitHub.dispatched).toHaveLength(1);
  });
});

describe("a restart with another --repository", () => {
  it("drops what is not allowed any more, says so, and sends the rest", async () => {
    const state = ["--state", "narrower"];
    const silent = await fakeGitHub(() => undefined);
    const first = await startedRelay(silent.url, state);
    for (const repository of ["acme/kept", "acme/gone"])
      expect(await statusOf(ask(first.port, "/semgrep", semgrep({ repository, commit: COMMIT })))).toBe(202);
    await first.end();
    const evil = { waiting: { id: 9, repository: "acme/../gone", due: 1 } };
    appendFileSync(join(folder, "narrower"), `${JSON.stringify(evil)}\n`);

    const gitHub = await fakeGitHub();
    const narrower = ["--repository", "acme/kept", ...state];
    const second = await startedRelay(gitHub.url, narrower, {}, []);
    await eventually(() => expect(gitHub.dispatched).toHaveLength(1));
    expect(gitHub.dispatched[0]?.path).toBe("/repos/acme/kept/dispatches");
    const told = second.lines().filter(({ event }) => event === "state");
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^acme\/gone@4166d6fd4166 .* is dropped: --repository does not allow it any more$/,
      ),
      expect.stringMatching(/^acme\/\.\.\/gone was queued, and is dropped/),
    ]);
    expect(second.lines().find(({ event }) => event === "started")).toMatchObject({ queued: 1 });
    await second.end();
    expect(readFileSync(join(folder, "narrower"), "utf8")).not.toContain("gone");
  });
});

describe("who watches the relay", () => {
  it("gets its health and its figures in the text format of Prometheus", async () => {
    const gitHub = await fakeGitHub();
    const { port } = await startedRelay(gitHub.url);
    await ask(port, "/semgrep", semgrep({ repository: "acme/shop", commit: COMMIT }));
    await ask(port, "/nothing");
    const figures = await eventually(async () => {
      const { headers, text } = await ask(port, "/metrics", { method: "GET" });
      const read = prometheus(text);
      expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(read.get('scan_gate_relay_dispatches_total{result="accepted"}')).toBe(1);
      return read;
    });
    expect(Object.fromEntries(figures)).toMatchObject({
      'scan_gate_relay_requests_total{source="semgrep",status="202"}': 1,
      'scan_gate_relay_requests_total{source="other",status="404"}': 1,
      scan_gate_relay_queue_dispatches: 0,
      scan_gate_relay_queue_limit: 1000,
      scan_gate_relay_state_errors_total: 0,
    });
    expect(await ask(port, "/healthz", { method: "GET" })).toMatchObject({ status: 200 });
  });
});

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format, as strictly as its readers are. */
function prometheus(text: string): ReadonlyMap<string, number> {
  expect(text.endsWith("\n")).toBe(true);
  const typed = new Set<string>();
  const samples = new Map<string, number>();
  for (const line of text.slice(0, -1).split("\n")) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (?:counter|gauge)$/.exec(line)?.[1];
    const sample = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="[^"\\\n]*",?)+\})? (\d+(?:\.\d+)?)$/.exec(line);
    if (type !== undefined) {
      expect(typed.has(type)).toBe(false);
      typed.add(type);
    } else if (sample === null) expect(line).toMatch(/^# HELP [a-zA-Z_:][\w:]* \S/);
    else {
      const [, name = "", labels = "", value] = sample;
      expect([...typed].at(-1)).toBe(name);
      expect(samples.has(name + labels)).toBe(false);
      samples.set(name + labels, Number(value));
    }
  }
  return samples;
}

describe("a command line of the relay", () => {
  it.each([
    [[], {}, "--repository is needed"],
    [["--repository", "*"], {}, "is not OWNER/REPO or OWNER/*"],
    [["--repository", "acme/*", "--listen", "8080"], {}, "is not HOST:PORT"],
    [["--repository", "acme/*", "--queue", "0"], {}, "is not a number from 1"],
    [["--repository", "acme/*", "stray"], {}, "is not an option of relay"],
    [["--repository", "acme/*"], { GITHUB_TOKEN: "" }, "GITHUB_TOKEN"],
    [["--repository", "acme/*"], { SCAN_GATE_SNYK_WEBHOOK_SECRET: "" }, "no secret is set"],
    [["--repository", "acme/*", "--listen", "127.0.0.1:0", "--state", "no/folder/x"], {}, "cannot be used"],
  ])("is refused with exit code 3: %j %j", async (args, env, problem) => {
    let stderr = "";
    const write = (text: string) => {
      stderr += text;
    };
    const shell = {
      env: { GITHUB_TOKEN: TOKEN, SCAN_GATE_SNYK_WEBHOOK_SECRET: SECRETS.snyk, ...env },
      folder,
      stderr: { write, isTerminal: false },
      clock: { now: () => Date.now(), sleep: async () => undefined },
      version: "1.2.3",
    } as unknown as Shell; // what is refused needs no more of it
    expect(await relayCommand(args, shell)).toBe(3);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain(TOKEN);
  });
});
