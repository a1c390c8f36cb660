import type {
  CodeScanning,
  CommitStatuses,
  ForgeRoles,
  PullRequestComments,
  PullRequests,
  RepositoryCommits,
} from "../../src/forge-ports.ts";
import type { Annotation, Deadline, Ports } from "../../src/ports.ts";
import { fakeLog } from "./fake-log.ts";

export interface FakePorts extends Ports {
  readonly lines: string[];
  readonly written: Map<string, string>;
  readonly savedFiles: Map<string, string>;
  readonly annotations: Annotation[];
  readonly summaries: string[];
  readonly cancel: AbortController;
}

/** A deadline that never comes, unless its parent aborts. */
function endless(parent: AbortSignal): Deadline {
  return { signal: parent, remaining: () => 60_000 };
}

/** The methods of each role that a test needs. */
export interface FakeRoles {
  readonly comments?: Partial<PullRequestComments>;
  readonly pullRequests?: Partial<PullRequests>;
  readonly commits?: Partial<RepositoryCommits>;
  readonly statuses?: Partial<CommitStatuses>;
  readonly codeScanning?: Partial<CodeScanning>;
}

/** What a forge answers on which there is nothing. */
const NOTHING_THERE: FakeRoles = {
  comments: { author: async () => "github-actions[bot]", list: async () => [] },
  pullRequests: {
    ofCommit: async () => [],
    fromBranch: async () => [],
    changedFiles: async () => [],
    commitsOf: async () => [],
    lastUpdated: async () => [],
  },
  commits: { file: async () => undefined, branchTip: async () => undefined },
  statuses: { newest: async () => [] },
  codeScanning: { warnings: async () => [] },
};

export interface ForgeWays {
  /** What it answers where a test says nothing. */
  readonly otherwise?: FakeRoles;
  /** What any other question ends in. */
  readonly refusal?: (question: string) => Error;
}

/** A forge on which there is nothing; a test gives what it needs, and any other method refuses. */
export function fakeForge(
  given: FakeRoles = {},
  {
    otherwise = NOTHING_THERE,
    refusal = (question) => new Error(`${question} was not expected`),
  }: ForgeWays = {},
): ForgeRoles {
  const role = <Name extends keyof FakeRoles>(name: Name): Required<FakeRoles>[Name] & ForgeRoles[Name] => {
    const whole = new Proxy<object>(
      { ...otherwise[name], ...given[name] },
      {
        get: (target, method) =>
          Reflect.get(target, method) ?? (() => Promise.reject(refusal(`${name}.${String(method)}`))),
      },
    );
    // Every method is there: the given ones, and refusals.
    return whole as Required<FakeRoles>[Name] & ForgeRoles[Name];
  };
  return {
    requests: 0,
    comments: role("comments"),
    pullRequests: role("pullRequests"),
    commits: role("commits"),
    statuses: role("statuses"),
    codeScanning: role("codeScanning"),
  };
}

/** Ports that record what they are told and reach nothing. */
export function fakePorts(overrides: Partial<Ports> = {}, forge: ForgeRoles = fakeForge()): FakePorts {
  const { log, lines } = fakeLog();
  const written = new Map<string, string>();
  const savedFiles = new Map<string, string>();
  const annotations: Annotation[] = [];
  const summaries: string[] = [];
  const cancel = new AbortController();
  return {
    lines,
    written,
    savedFiles,
    annotations,
    summaries,
    cancel,
    clock: { now: () => Date.UTC(2026, 10, 21), sleep: async () => undefined },
    log,
    connect: () => {
      throw new Error("No service was expected to be asked");
    },
    forge: () => forge,
    policyRepositories: () => () => {
      throw new Error("No other repository was expected to be read");
    },
    deadline: ({ parent }) => endless(parent),
    files: {
      writeParts: async (path, parts) => void savedFiles.set(path, [...parts].join("")),
      remove: async (path) => void savedFiles.delete(path),
      readWorkspace: async () => undefined,
      findWorkspace: async () => [],
    },
    outputs: {
      set: (name, value) => void written.set(name, value),
      summary: (text) => void summaries.push(text),
      annotate: (annotation) => void annotations.push(annotation),
    },
    redact: (text) => text.replaceAll("fake-token", "***"),
    version: "9.9.9",
    cancelled: cancel.signal,
    ...overrides,
  };
}
