import type { Environment } from "../platform/runner/actions.ts";
import type { Clock, Log, Ports } from "../ports.ts";
import type { ReportRoot } from "./run/report-roots.ts";

/** Where text goes. */
export interface Channel {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** The world of a command line. */
export interface Shell {
  readonly env: Environment;
  /** Absolute. */
  readonly folder: string;
  readonly stdout: Channel;
  readonly stderr: Channel;
  readonly clock: Clock;
  /** Scan Gate's own version. */
  readonly version: string;
  /** Text of a file by absolute path; undefined when it cannot be read. */
  readText(path: string): string | undefined;
  /** What a run needs beside this. */
  ports(wanted: WantedPorts): Ports;
}

/** What a run's ports must be made for. */
export interface WantedPorts {
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly workspace: string;
  /** Folders outside of the workspace that hold report files. */
  readonly roots: readonly ReportRoot[];
  /** Absolute path for the summary in Markdown. */
  readonly summaryFile: string;
  /** Whether annotations are made, as commands of a GitHub workflow. */
  readonly annotates: boolean;
  readonly gitHub: GitHubAccess;
}

/** Where GitHub's API is, or why it is not asked: a clause. */
export type GitHubAccess = { readonly apiUrl: string } | { readonly why: string };
