import type { Annotation, Deadline, GitHub, Log, LogGroup, Ports } from "../../src/ports.ts";

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

/** Every method of GitHub refuses; a test overrides what it needs. */
export function aGitHub(overrides: Partial<GitHub> = {}): GitHub {
  const refuse = (name: string) => () => Promise.reject(new Error(`GitHub.${name} was not expected`));
  return {
    requests: 0,
    login: async () => "github-actions[bot]",
    listComments: async () => [],
    createComment: refuse("createComment"),
    updateComment: refuse("updateComment"),
    deleteComment: refuse("deleteComment"),
    pullRequest: refuse("pullRequest"),
    pullRequestsOf: async () => [],
    pullRequestsFrom: async () => [],
    statuses: async () => [],
    commitDate: refuse("commitDate"),
    distance: refuse("distance"),
    file: async () => undefined,
    uploadSarif: refuse("uploadSarif"),
    sarifProcessing: refuse("sarifProcessing"),
    sarifWarnings: async () => [],
    ...overrides,
  };
}

/** Ports that record what they are told and reach nothing. */
export function fakePorts(overrides: Partial<Ports> = {}, github: GitHub = aGitHub()): FakePorts {
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
    github: () => github,
    deadline: ({ parent }) => endless(parent),
    files: {
      write: async (path, text) => void savedFiles.set(path, text),
      writeParts: async (path, parts) => void savedFiles.set(path, [...parts].join("")),
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
