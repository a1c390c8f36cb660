import type { PullRequestContext } from "../../src/context/run-context.ts";
import { ScanGateError } from "../../src/errors.ts";
import type { SourceOutcome } from "../../src/model/evidence.ts";
import type { ServiceRequest } from "../../src/ports.ts";
import { semgrepSource } from "../../src/sources/semgrep/collect.ts";
import { type StillTime, stillTime } from "./clock.ts";
import { fakeLog } from "./fake-log.ts";
import { type FakeRoles, fakeForge } from "./fake-ports.ts";
import { fakeService } from "./fake-service.ts";

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
  readonly requests: readonly ServiceRequest[];
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
    readonly forge?: Pick<FakeRoles, "commits" | "pullRequests">;
    readonly evidence?: "commit" | "branch";
  } = {},
): World {
  const time = stillTime({ limitMs: options.timeoutMs, start: START });
  const times: number[] = [];
  const { log, lines } = fakeLog();
  const counts = new Map<keyof Routes, number>();
  const open = { now: 0, most: 0 };
  const answer = async (request: ServiceRequest): Promise<unknown> => {
    times.push(time.passed());
    const route = PATHS.find(([, path]) => path.test(request.path))?.[0];
    if (route === undefined) throw httpError(404);
    const count = (counts.get(route) ?? 0) + 1;
    counts.set(route, count);
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    await Promise.resolve();
    open.now -= 1;
    const given = (options.routes?.[route] ?? DEFAULTS[route])(request, { at: time.passed(), count });
    if (given instanceof Error) throw given;
    return given;
  };
  const ways = { origin: "https://semgrep.dev", source: "semgrep", deadline: time.deadline } as const;
  const service = fakeService(answer, ways);
  const source = semgrepSource({
    connect: () => service,
    forge: fakeForge(options.forge, { otherwise: {}, refusal: forbidden }),
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
    requests: service.sent,
    lines,
    times,
    open,
    collect: (context = PULL_REQUEST) => source.collect(context),
    count: (route) => counts.get(route) ?? 0,
  };
}

/** GitHub tells nothing but what a test answers. */
function forbidden(): ScanGateError {
  return new ScanGateError({ code: "forbidden", source: "github", message: "GitHub says no" });
}
