import { ScanGateError } from "../../src/errors.ts";
import type { CommitStatus, ForgePullRequest } from "../../src/forge-ports.ts";
import type { HttpService, ServiceOptions } from "../../src/ports.ts";
import { fakeForge } from "./fake-ports.ts";
import { fakeService } from "./fake-service.ts";

export const ORG = "11111111-0000-4000-8000-000000000001";
export const OTHER_ORG = "11111111-0000-4000-8000-000000000002";
export const TARGET = "22222222-0000-4000-8000-000000000001";
export const HEAD = "a".repeat(40);

/** A project id that sorts by its number. */
export const projectId = (number: number): string =>
  `33333333-0000-4000-8000-${String(number).padStart(12, "0")}`;
const issueId = (number: number): string => `44444444-0000-4000-8000-${String(number).padStart(12, "0")}`;

type Wire = Readonly<Record<string, unknown>>;

export interface AProject {
  readonly id?: string;
  readonly name?: string;
  readonly type?: string;
  readonly origin?: string;
  readonly file?: string;
  readonly reference?: string | null;
  readonly status?: string;
  readonly monitoredAt?: string;
  readonly target?: string;
}

/** A project as the service writes it. */
export function aProject(project: AProject = {}) {
  return {
    type: "project",
    id: project.id ?? projectId(1),
    meta: {
      cli_monitored_at: null,
      latest_issue_counts: { high: 1, updated_at: project.monitoredAt ?? null },
    },
    attributes: {
      name: project.name ?? "acme/shop:package.json",
      type: project.type ?? "npm",
      target_file: project.file ?? "package.json",
      target_reference: project.reference === undefined ? "main" : project.reference,
      origin: project.origin ?? "github",
      created: "2026-01-01T00:00:00Z",
      status: project.status ?? "active",
      read_only: false,
      settings: {},
    },
    relationships: { target: { data: { type: "target", id: project.target ?? TARGET } } },
  };
}

/** An issue as the service writes it. */
export function anIssue(number: number, project: string, attributes: Wire = {}) {
  return {
    id: issueId(number),
    type: "issue",
    attributes: {
      key: `SNYK-JS-LODASH-${number}`,
      title: "Prototype Pollution",
      type: "package_vulnerability",
      effective_severity_level: "high",
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "2026-01-01T00:00:00Z",
      status: "open",
      ignored: false,
      coordinates: [
        { representations: [{ dependency: { package_name: "lodash", package_version: "4.17.15" } }] },
      ],
      ...attributes,
    },
    relationships: { scan_item: { data: { id: project, type: "project" } } },
  };
}

export interface Call {
  readonly path: string;
  readonly query: readonly (readonly [string, unknown])[];
}

/** What the stand-in holds. A function answers, or throws, for a whole path. */
export interface FakeWorld {
  readonly defaultOrg?: string;
  readonly orgs?: readonly { readonly id: string; readonly slug: string }[];
  readonly targets?: readonly Wire[];
  readonly projects?: readonly ReturnType<typeof aProject>[];
  readonly issues?: readonly ReturnType<typeof anIssue>[];
  readonly ignores?: Wire;
  /** Whether filters by name and address compare every letter's case; without, they answer with all there is. */
  readonly minds?: "case";
  /** Answers before all else; undefined passes the request on. */
  readonly answer?: (call: Call) => unknown;
}

/** A service in memory that keeps every request. */
export function fakeSnyk(world: FakeWorld) {
  const calls: Call[] = [];
  const connections: ServiceOptions[] = [];
  const service = fakeService(
    ({ path, query = [] }) => {
      const call = { path, query };
      calls.push(call);
      return world.answer?.(call) ?? answerOf(world, call);
    },
    { origin: "https://api.snyk.io", source: "snyk" },
  );
  const connect = (options: ServiceOptions): HttpService => {
    connections.push(options);
    return service;
  };
  return { service, connect, calls, connections };
}

function answerOf(world: FakeWorld, { path, query }: Call): unknown {
  const wanted = (key: string) => query.filter(([name]) => name === key).map(([, value]) => value);
  const slug = wanted("slug")[0];
  if (path === "/rest/self") {
    return { data: { id: ORG, attributes: { name: "ci", default_org_context: world.defaultOrg } } };
  }
  if (path === "/rest/orgs") {
    const found = (world.orgs ?? []).filter((org) => slug === undefined || org.slug === slug);
    return { data: found.map((org) => ({ id: org.id, attributes: { slug: org.slug } })) };
  }
  if (path.endsWith("/targets")) {
    const targets = world.targets ?? [{ id: TARGET, attributes: { display_name: "acme/shop", url: null } }];
    if (world.minds === "case")
      return { data: targets.filter(keeps({ prefix: wanted("display_name")[0], url: wanted("url")[0] })) };
    return { data: wanted("url").length > 0 ? [] : targets };
  }
  if (path.endsWith("/projects")) {
    const start = world.minds === "case" ? String(wanted("names_start_with")[0] ?? "") : "";
    return { data: (world.projects ?? []).filter(({ attributes }) => attributes.name.startsWith(start)) };
  }
  if (path.endsWith("/issues")) {
    const project = wanted("scan_item.id")[0];
    return {
      data: (world.issues ?? []).filter((issue) => issue.relationships.scan_item.data.id === project),
    };
  }
  if (path.endsWith("/ignores")) return world.ignores ?? {};
  throw fault("not-found", 404);
}

/** A filter of targets that minds case, as far as it is given. */
function keeps({ prefix, url }: { readonly prefix: unknown; readonly url: unknown }) {
  return ({ attributes }: Wire): boolean => {
    const { display_name, url: own } = attributes as { display_name: unknown; url: unknown };
    const isNamed = prefix === undefined || String(display_name).startsWith(String(prefix));
    return isNamed && (url === undefined || own === url);
  };
}

/** An error as the HTTP floor throws it. */
export function fault(code: ScanGateError["code"], status?: number): ScanGateError {
  return new ScanGateError({ code, source: "snyk", message: `Snyk said ${status ?? code}`, status });
}

export interface SnykForge {
  readonly statuses?: (commit: string) => readonly CommitStatus[];
  /** The commits of the pull request, oldest first; without them it has none but the head. */
  readonly commits?: () => readonly string[];
  /** The last updated pull requests. */
  readonly recent?: () => readonly ForgePullRequest[];
  readonly commitDate?: () => string;
  readonly pull?: () => ForgePullRequest;
  readonly pulls?: () => readonly ForgePullRequest[];
}

/** A forge as far as Snyk's source asks it, and what it asked; anything else throws. */
export function snykForge(answers: SnykForge = {}) {
  const asked: string[] = [];
  const told = async <T>(question: string, answer: () => T): Promise<T> => {
    asked.push(question);
    return answer();
  };
  const unexpected = (): never => {
    throw new Error("the Snyk source must not ask the forge for this");
  };
  const { pull = unexpected, commitDate = unexpected } = answers;
  const forge = fakeForge(
    {
      pullRequests: {
        get: (number) => told(`pull ${number}`, pull),
        ofCommit: (commit) => told(`pulls of ${commit}`, () => answers.pulls?.() ?? []),
        commitsOf: (number) => told(`commits of ${number}`, () => answers.commits?.() ?? []),
        lastUpdated: () => told("last updated", () => answers.recent?.() ?? []),
      },
      statuses: {
        newest: (commit) => told(`statuses of ${commit}`, () => answers.statuses?.(commit) ?? []),
      },
      commits: { date: (commit) => told(`date of ${commit}`, commitDate) },
    },
    { otherwise: {} },
  );
  return { forge, asked };
}
