import type {
  CodeScanning,
  CommitStatuses,
  ForgeRoles,
  PullRequestComments,
  PullRequests,
  RepositoryCommits,
} from "../../src/forge-ports.ts";
import type { Annotation, Deadline, Log, LogGroup, Ports } from "../../src/ports.ts";

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

/** A forge on which there is nothing; a test gives what it needs, and any other method refuses. */
export function fakeForge(given: FakeRoles = {}): ForgeRoles {
  return {
    requests: 0,
    comments: role("comments", {
      author: async () => "github-actions[bot]",
      list: async () => [],
      ...given.comments,
    }),
    pullRequests: role("pullRequests", {
      ofCommit: async () => [],
      fromBranch: async () => [],
      changedFiles: async () => [],
      commitsOf: async () => [],
      lastUpdated: async () => [],
      ...given.pullRequests,
    }),
    commits: role("commits", {
      file: async () => undefined,
      branchTip: async () => undefined,
      ...given.commits,
    }),
    statuses: role("statuses", { newest: async () => [], ...given.statuses }),
    codeScanning: role("codeScanning", { warnings: async () => [], ...given.codeScanning }),
  };
}

function role<Role extends object>(name: string, methods: Partial<Role>): Role {
  const refuse = (method: string | symbol) => () =>
    Promise.reject(new Error(`${name}.${String(method)} was not expected`));
  const whole = new Proxy(methods, {
    get: (target, method) => Reflect.get(target, method) ?? refuse(method),
  });
  return whole as Role; // Every method is there: the given ones, and refusals.
}

/** Ports that record what they are told and reach nothing. */
export function fakePorts(overrides: Partial<Ports> = {}, forge: ForgeRoles = fakeForge()): FakePorts {
  const lines: string[] = [];
  const written = new Map<string, string>();
  const savedFiles = new Map<string, string>();
  const annotations: Annotation[] = [];
  const summaries: string[] = [];
  const cancel = new AbortController();
  const log: Log = {
    info: (message) => lines.push(message),
    debug: () => undefined,
    warning: (message) => lines.push(`warning: ${message}`),
    error: (message) => lines.push(`error: ${message}`),
    group: (title): LogGroup => {
      lines.push(`[${title}]`);
      return { ...log, close: () => lines.push("[end]") };
    },
  };
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
