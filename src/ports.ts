/** What the run needs of the world, as types only. `platform/` makes the real ones; a test makes its own. */
import type { ForgeRoles, PolicyRepositories } from "./forge-ports.ts";

/** Time, so that a test can turn the clock. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Resolves after `ms`; rejects with the signal's reason as soon as that aborts. `asLimit`: nobody waits for its end
   * but only until then, so that it keeps no process alive.
   */
  sleep(ms: number, signal: AbortSignal, how?: { readonly asLimit: boolean }): Promise<void>;
}

/** The one time limit of a stage. `signal.reason` is always a `ScanGateError` (`timeout` or `cancelled`). */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds left; never negative. */
  remaining(): number;
}

/**
 * The log. Every line passes one sink that shows control characters as escapes, defuses workflow commands and
 * redacts tokens, so any text may be handed in.
 */
export interface Log {
  info(message: string): void;
  /** Shown only when the runner debugs. */
  debug(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  /**
   * Opens a group. Groups may be open side by side: the first streams, the others are held back until it is
   * closed, so that the lines of two sources never mix.
   */
  group(title: string): LogGroup;
}

export interface LogGroup extends Log {
  /** Ends the group; closing it again does nothing. */
  close(): void;
}

export type QueryValue = string | number | boolean;

/** One request to a service, relative to its base URL. */
export interface ServiceRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Starts with a slash; already encoded segment by segment. */
  readonly path: string;
  /** In order; a key may come several times. */
  readonly query?: readonly (readonly [string, QueryValue])[];
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form, in the place of a body. */
  readonly form?: Readonly<Record<string, string>>;
  /** For a POST that only reads: it may be retried like a GET. */
  readonly reads?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads a JSON value into a type, or throws; a zod schema is one. */
export interface Schema<T> {
  parse(value: unknown): T;
}

/** A schema, or what loads it: that is done only once there is an answer, and so it delays no request. */
export type LazySchema<T> = Schema<T> | (() => Promise<Schema<T>>);

/**
 * One service at one origin with one token. Retries, limits, redirects and redaction are its business; every
 * failure is a `ScanGateError` with the service as source and the HTTP `status` where there was one.
 */
export interface HttpService {
  readonly origin: string;
  /** Requests sent so far, retries included. */
  readonly requests: number;
  /** Sends, checks that the whole answer came and is JSON, and parses it; a wrong shape is `bad-response`. */
  json<T>(request: ServiceRequest, schema: LazySchema<T>): Promise<T>;
  /**
   * A link that an answer gave, as a path with query on this origin.
   * @throws `bad-response` when it leads to another origin.
   */
  resolve(link: string): string;
}

/** How a service is reached. */
export interface ServiceOptions {
  readonly source: "semgrep" | "snyk";
  readonly baseUrl: string;
  /** The value of the `Authorization` header. */
  readonly authorization: string;
  readonly deadline: Deadline;
}

/** Makes the client of one origin. */
export type Connect = (options: ServiceOptions) => HttpService;

/** Files that the run writes, and workspace files that it may read. */
export interface Files {
  /**
   * Set on a command line only: report files that a glob names outside of the workspace are there too, by the path
   * that the glob leads to (`../out/a.json`, `/tmp/a.json`). A workflow never has it.
   */
  readonly beyondWorkspace?: true;
  /**
   * Writes text in parts, since it should not be in memory as a whole, and makes the folders on the way. No token may
   * lie across the border of two parts.
   * @throws when it cannot be written; the file of an earlier run is removed then, or the error says that it is there
   */
  writeParts(path: string, parts: Iterable<string>): Promise<void>;
  /**
   * Text of a regular file inside the workspace, with links resolved; undefined when there is none, or when it is
   * larger than `limit` bytes.
   * @throws when the path leads out of the workspace.
   */
  readWorkspace(path: string, limit: number): Promise<string | undefined>;
  /**
   * Paths of files in the workspace, relative with `/`, that a glob list selects. Links to folders are not followed;
   * those that lead out of the workspace come with a slash at the end where `leadsThrough` accepts their path, since
   * what is behind them may be what was meant.
   */
  findWorkspace(
    matches: (path: string) => boolean,
    leadsThrough?: (folder: string) => boolean,
  ): Promise<readonly string[]>;
  /**
   * Which of some workspace files git tracks, in whatever repository of the workspace holds them: by the path as it
   * is given and by the one that it leads to. A workflow only: a command line has no such check.
   */
  trackedByGit?(paths: readonly string[]): Promise<TrackedFiles>;
  /** Deletes a file that this run wrote; one that is not there is no error. */
  remove(path: string): Promise<void>;
}

/** What git says of files. */
export interface TrackedFiles {
  readonly tracked: ReadonlySet<string>;
  /** Indexes of git that could not be read, a clause each that names it; what they hold is not known. */
  readonly unreadable: readonly string[];
}

/** Where a step of a workflow tells its results. */
export interface StepOutputs {
  /** @throws when the runner's file cannot be written. */
  set(name: string, value: string): void;
  /** Appends to the job summary. @throws when it cannot be written. */
  summary(markdown: string): void;
  annotate(annotation: Annotation): void;
  /** Set where an annotation is a line of the log as well, so that nothing need be told there twice. */
  readonly annotationsInLog?: true;
}

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly path?: string;
  readonly line?: number;
  readonly endLine?: number;
}

/** How the forge is reached. */
export interface ForgeOptions {
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** The limit of whatever stage asks; looked up for each request. */
  readonly deadline: () => Deadline;
}

/** Everything that the run needs of the world. */
export interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly connect: Connect;
  readonly forge: (options: ForgeOptions) => ForgeRoles;
  /** Other repositories of the same forge, with the token that reads policies there: clients of their own. */
  readonly policyRepositories: (access: Pick<ForgeOptions, "token" | "deadline">) => PolicyRepositories;
  readonly deadline: (options: { readonly ms: number; readonly parent: AbortSignal }) => Deadline;
  readonly files: Files;
  readonly outputs: StepOutputs;
  /** Takes the run's tokens out of a text, in whatever encoding they came back. */
  readonly redact: (text: string) => string;
  /** Scan Gate's own version. */
  readonly version: string;
  /** Aborts, with a `ScanGateError` of code `cancelled`, when the runner wants the run to end. */
  readonly cancelled: AbortSignal;
}
