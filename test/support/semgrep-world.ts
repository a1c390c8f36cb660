import type { PullRequestContext } from "../../src/context/run-context.ts";
import { ScanGateError } from "../../src/errors.ts";
import type { SourceOutcome } from "../../src/model/evidence.ts";
import type { HttpService, LazySchema, LogGroup, ServiceRequest } from "../../src/ports.ts";
import { semgrepSource } from "../../src/sources/semgrep/collect.ts";
import type { SourceForge } from "../../src/sources/source.ts";
import { type StillTime, stillTime } from "./clock.ts";

/** A Semgrep of one test: JSON answers by endpoint, a virtual clock, and a record of everything that was sent. */

export const HEAD = "a".repeat(40);
export const MERGE = "b".repeat(40);
export const OLD = "c".repeat(40);
export const BASE = "d".repeat(40);
export const START = Date.parse("2026-03-01T12:00:00Z");

export function httpError(status: number): ScanGateError {
  const code = status >= 500 ? "unreachable" : "bad-response";
  return new ScanGateError({ code, source: "semgrep", message: `answered ${status}`, status });
}

/** An answer: a JSON value, or what to throw. */
export type Answer = unknown | ScanGateError;
export type Handler = (
  request: ServiceRequest,
  world: { readonly at: number; readonly count: number },
) => Answer;

export interface Routes {
  readonly deployments?: Handler;
  readonly project?: Handler;
  readonly projects?: Handler;
  readonly scans?: Handler;
  readonly scan?: Handler;
  readonly findings?: Handler;
  readonly secrets?: Handler;
}

const PATHS: readonly (readonly [keyof Routes, RegExp])[] = [
  ["deployments", /^\/api\/v1\/deployments$/],
  ["project", /^\/api\/v1\/deployments\/acme\/projects\/./],
  ["projects", /^\/api\/v1\/deployments\/acme\/projects$/],
  ["scans", /^\/api\/v1\/deployments\/7\/scans\/search$/],
  ["scan", /^\/api\/v1\/deployments\/7\/scan\//],
  ["findings", /^\/api\/v1\/deployments\/acme\/findings$/],
  ["secrets", /^\/api\/v1\/deployments\/7\/secrets$/],
];

const DEFAULTS: Required<Routes> = {
  deployments: () => ({ deployments: [{ id: 7, slug: "acme", name: "Acme", findings: { url: "x" } }] }),
  project: () => ({ project: { id: 42, name: "acme/shop", url: "https://github.com/acme/shop", tags: [] } }),
  projects: () => ({ projects: [] }),
  scans: () => ({ scans: [scan({})] }),
  scan: (request) => ({ id: Number(request.path.split("/").at(-1)), deployment_id: 7, meta: {} }),
  findings: () => ({ findings: [] }),
  secrets: () => ({ findings: [], cursor: "" }),
};

/** One scan as `scans/search` lists it: a completed diff scan of the pull request's head. */
export function scan(overrides: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    id: "100",
    deployment_id: "7",
    repository_id: "42",
    branch: "refs/pull/5/merge",
    commit: HEAD,
    is_full_scan: false,
    started_at: "2026-03-01T11:58:00.000000Z",
    completed_at: "2026-03-01T11:59:00.000000Z",
    status: "SCAN_STATUS_COMPLETED",
    exit_code: "0",
    enabled_products: ["sast", "sca", "secrets"],
    findings_counts: { code: "0", supply_chain: "0", secrets: "0", total: "0" },
    ...overrides,
  };
}

/** One code finding as `findings` lists it. */
export function issue(overrides: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    id: 900,
    ref: "refs/pull/5/merge",
    match_based_id: "match-900",
    status: "open",
    severity: "high",
    rule: {
      name: "js.sqli",
      message: "Tainted SQL. More.",
      vulnerability_classes: ["SQL Injection"],
      cwe_names: [],
    },
    location: { file_path: "src/db.ts", line: 4, end_line: 5 },
    ...overrides,
  };
}

/** Findings on the first page only, for one issue type. */
export function onFirstPage(type: string, findings: readonly unknown[]): Handler {
  return (request) => ({
    findings: query(request, "issue_type") === type && query(request, "page") === 0 ? findings : [],
  });
}

export function query(request: ServiceRequest, key: string): unknown {
  return request.query?.find(([name]) => name === key)?.[1];
}

export const PULL_REQUEST: PullRequestContext = {
  kind: "pull-request",
  event: "pull_request",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: HEAD,
  number: 5,
  headRef: "feature",
  fork: false,
  base: { ref: "main", commit: BASE },
  mergeCommit: MERGE,
  upload: { ref: "refs/pull/5/merge", commit: MERGE },
};

export interface World {
  readonly time: StillTime;
  readonly requests: ServiceRequest[];
  readonly lines: string[];
  /** Virtual milliseconds since the start, one for each request. */
  readonly times: number[];
  readonly open: { now: number; most: number };
  collect(context?: Parameters<ReturnType<typeof semgrepSource>["collect"]>[0]): Promise<SourceOutcome>;
  count(route: keyof Routes): number;
}

export function semgrepWorld(
  options: {
    readonly routes?: Routes;
    readonly timeoutMs?: number;
    readonly pollIntervalMs?: number;
    readonly deployment?: string;
    readonly projects?: readonly string[];
    readonly forge?: SemgrepForge;
    readonly evidence?: "commit" | "branch";
  } = {},
): World {
  const time = stillTime({ limitMs: options.timeoutMs, start: START });
  const requests: ServiceRequest[] = [];
  const times: number[] = [];
  const lines: string[] = [];
  const counts = new Map<keyof Routes, number>();
  const open = { now: 0, most: 0 };
  const service = {
    origin: "https://semgrep.dev",
    get requests() {
      return requests.length;
    },
    async json<T>(request: ServiceRequest, schema: LazySchema<T>): Promise<T> {
      if (time.deadline.signal.aborted) throw time.deadline.signal.reason;
      requests.push(request);
      times.push(time.passed());
      const route = PATHS.find(([, path]) => path.test(request.path))?.[0];
      if (route === undefined) throw httpError(404);
      const count = (counts.get(route) ?? 0) + 1;
      counts.set(route, count);
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      await Promise.resolve();
      open.now -= 1;
      const answer = (options.routes?.[route] ?? DEFAULTS[route])(request, { at: time.passed(), count });
      if (answer instanceof Error) throw answer;
      try {
        return (typeof schema === "function" ? await schema() : schema).parse(answer);
      } catch (cause) {
        throw new ScanGateError({ code: "bad-response", source: "semgrep", message: "wrong shape", cause });
      }
    },
    resolve: (link: string) => link,
  } satisfies HttpService;
  const log: LogGroup = {
    info: (message) => void lines.push(message),
    debug: (message) => void lines.push(`debug: ${message}`),
    warning: (message) => void lines.push(`warning: ${message}`),
    error: (message) => void lines.push(`error: ${message}`),
    group: () => log,
    close: () => undefined,
  };
  const source = semgrepSource({
    connect: () => service,
    forge: forgeOf(options.forge ?? {}),
    clock: time.clock,
    log,
    deadline: time.deadline,
    pollIntervalMs: options.pollIntervalMs ?? 10_000,
    settings: {
      token: "fake-semgrep-token",
      url: "https://semgrep.dev",
      projects: options.projects ?? [],
      evidence: options.evidence ?? "commit",
      ...(options.deployment === undefined ? {} : { deployment: options.deployment }),
    },
  });
  return {
    time,
    requests,
    lines,
    times,
    open,
    collect: (context = PULL_REQUEST) => source.collect(context),
    count: (route) => counts.get(route) ?? 0,
  };
}

type SemgrepForge = {
  readonly commits?: Partial<SourceForge["commits"]>;
  readonly pullRequests?: Partial<SourceForge["pullRequests"]>;
};

/** A forge that refuses what a test does not answer. */
function forgeOf({ commits, pullRequests }: SemgrepForge): SourceForge {
  const refuse = async (): Promise<never> => {
    throw new ScanGateError({ code: "forbidden", source: "github", message: "GitHub says no" });
  };
  return {
    commits: { date: refuse, distance: refuse, branchTip: refuse, file: refuse, ...commits },
    pullRequests: {
      get: refuse,
      ofCommit: refuse,
      fromBranch: refuse,
      changedFiles: refuse,
      commitsOf: refuse,
      lastUpdated: refuse,
      ...pullRequests,
    },
    statuses: { newest: refuse },
  };
}
