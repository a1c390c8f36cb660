import type { RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { badRequest, cursorAt, notFound, offsetOf, ok } from "./answers.ts";
import type { ScanStatus, SemgrepFinding, SemgrepScan, SemgrepWorld } from "./world.ts";

const SEARCH_KEYS = [
  "branch",
  "cursor",
  "deployment_id",
  "deploymentId",
  "is_full_scan",
  "limit",
  "products",
  "repository_id",
  "since",
  "statuses",
  "total_time",
];
const LISTED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** The scans of one world, with the number of looks that each project has had. */
export class Scans {
  readonly #world: SemgrepWorld;
  readonly #looks = new Map<number, number>();

  constructor(world: SemgrepWorld) {
    this.#world = world;
  }

  search(request: RecordedRequest): Answer {
    const body = parseObject(request.body);
    if (body === undefined) return badRequest("The request body is not a JSON object");
    const unknown = Object.keys(body).find((key) => !SEARCH_KEYS.includes(key));
    if (unknown !== undefined) return badRequest(`Unknown field: ${unknown}`);
    const repository = Number(body.repository_id);
    if (!Number.isInteger(repository)) return badRequest("repository_id must be an integer");
    const limit = body.limit ?? 100;
    if (typeof limit !== "number" || limit < 1 || limit > 500) return badRequest("limit must be 1 to 500");
    const offset = offsetOf(body.cursor as string | undefined);
    if (offset === undefined) return badRequest("Invalid cursor");
    if (!this.#world.projects.some((project) => project.id === repository)) return notFound();
    const since = typeof body.since === "string" ? Date.parse(body.since) : 0;
    if (Number.isNaN(since)) return badRequest("since must be a date");
    if (offset === 0) this.#looks.set(repository, this.#looksAt(repository) + 1);
    return ok(this.#page({ repository, since, limit, offset }));
  }

  /** `GET scan/{id}`: the same scan in another dress, numbers instead of strings and no status. */
  get(id: string): Answer {
    const scan = this.#world.scans.find((one) => String(one.id) === id);
    const status = scan && this.#statusOf(scan);
    if (scan === undefined || status === undefined) return notFound();
    const project = this.#world.projects.find((one) => one.id === scan.project);
    const { code, supplyChain, secrets } = scan.counts;
    return ok({
      id: scan.id,
      deployment_id: this.#world.deployment.id,
      repository_id: scan.project,
      started_at: scan.startedAt,
      completed_at: isTerminal(status) ? scan.completedAt : null,
      exit_code: isTerminal(status) ? scan.exitCode : null,
      has_logs: true,
      enabled_products: scan.products,
      stats: { findings: code + supplyChain + secrets, total_time: 47.2 },
      meta: {
        branch: scan.branch,
        commit: scan.commit,
        repository: project?.name,
        repo_url: project?.url,
        ci_job_url: `${project?.url}/actions/runs/9120044${scan.id % 1000}`,
        ...(scan.pullRequest === undefined ? {} : { pull_request_id: String(scan.pullRequest) }),
        on: scan.pullRequest === undefined ? "push" : "pull_request",
      },
    });
  }

  /** Branches that were scanned, as findings name them. */
  refs(): ReadonlySet<string> {
    return new Set(this.#world.scans.map((scan) => scan.branch.replace(/^refs\/heads\//, "")));
  }

  /** A finding as the newest completed scan of its ref left it: what that one did not see any more is fixed. */
  bodyNow({ ref, project, commits, body }: SemgrepFinding): Wire {
    if (commits === undefined) return body;
    const newest = this.#world.scans
      .filter((scan) => scan.project === project && scan.branch.replace(/^refs\/heads\//, "") === ref)
      .filter((scan) => this.#statusOf(scan) === "COMPLETED")
      .toSorted((a, b) => Date.parse(b.completedAt) - Date.parse(a.completedAt))[0];
    const seen = newest === undefined || commits.includes(newest.commit);
    return seen ? body : { ...body, status: "fixed", state: "fixed" };
  }

  #page(ask: { repository: number; since: number; limit: number; offset: number }): Wire {
    const earliest = Math.max(ask.since, Date.now() - LISTED_FOR_MS);
    const listed = this.#world.scans
      .filter((scan) => scan.project === ask.repository && Date.parse(scan.startedAt) >= earliest)
      .flatMap((scan) => {
        const status = this.#statusOf(scan);
        return status === undefined ? [] : [this.#listed(scan, status)];
      });
    const end = ask.offset + ask.limit;
    return {
      scans: listed.slice(ask.offset, end),
      ...(end < listed.length ? { cursor: cursorAt(end) } : {}),
    };
  }

  /** Numbers are strings here, and what is false or nought is left out, as the service's encoder does it. */
  #listed(scan: SemgrepScan, status: ScanStatus): Wire {
    const { code, supplyChain, secrets } = scan.counts;
    const total = code + supplyChain + secrets;
    const done = isTerminal(status);
    return {
      id: String(scan.id),
      deployment_id: String(this.#world.deployment.id),
      repository_id: String(scan.project),
      branch: scan.branch,
      commit: scan.commit,
      ...(scan.full ? { is_full_scan: true } : {}),
      started_at: scan.startedAt,
      ...(done ? { completed_at: scan.completedAt, total_time: 47.2 } : {}),
      status: `SCAN_STATUS_${status}`,
      ...(done && scan.exitCode !== 0 ? { exit_code: String(scan.exitCode) } : {}),
      enabled_products: scan.products,
      ...(done ? { findings_counts: nonZero({ code, supply_chain: supplyChain, secrets, total }) } : {}),
    };
  }

  #statusOf(scan: SemgrepScan): ScanStatus | undefined {
    if (scan.timeline === undefined) return "COMPLETED";
    const looks = this.#looksAt(scan.project);
    return scan.timeline.filter((step) => step.look <= looks).at(-1)?.status;
  }

  #looksAt(project: number): number {
    return this.#looks.get(project) ?? 0;
  }
}

function isTerminal(status: ScanStatus): boolean {
  return status !== "PENDING" && status !== "RUNNING" && status !== "NEVER_FINISHED";
}

function nonZero(counts: Readonly<Record<string, number>>): Wire {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count !== 0)
      .map(([name, count]) => [name, String(count)]),
  );
}

/** A JSON object out of a request's body; undefined when it is something else. */
export function parseObject(text: string): Wire | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Wire) : undefined;
  } catch {
    return undefined;
  }
}
