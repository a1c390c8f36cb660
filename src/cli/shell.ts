import { resolve } from "node:path";
import type { Report } from "../model/report.ts";
import type { Environment } from "../platform/runner/actions.ts";
import type { Annotation, Clock, Log, Ports } from "../ports.ts";
import { isTolerated } from "../reporters/conclude.ts";
import { refusedValue } from "../settings/readers.ts";
import type { Settings } from "../settings/settings.ts";
import { logLine } from "../text/escape-printed.ts";
import type { ForgeEndpoint } from "./run/forge-place.ts";
import type { ReportRoot } from "./run/report-roots.ts";

/** Where text goes. */
export interface Channel {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** How wide the terminal is; asked anew each time, for people change it. */
  readonly columns?: () => number | undefined;
}

/** The world of a command line. */
export interface Shell {
  readonly env: Environment;
  /** Absolute. */
  readonly folder: string;
  readonly stdout: Channel;
  readonly stderr: Channel;
  readonly clock: Clock;
  /** Aborts when the process is told to end; its exit code is that of the signal then. */
  readonly cancelled: AbortSignal;
  /** Scan Gate's own version. */
  readonly version: string;
  /** Text of a file by absolute path; undefined when it cannot be read. */
  readText(path: string): string | undefined;
  /** Whether an absolute path is that of a folder; absent where every one is taken for it. */
  isFolder?(path: string): boolean;
  /** Makes an annotation of a GitHub workflow; absent where there is none. */
  annotate?(annotation: Annotation): void;
  /** What a run needs beside this. */
  ports(wanted: WantedPorts): Promise<Ports>;
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
  readonly forge: ForgeEndpoint;
  /** Where policies of other repositories are read. */
  readonly policies: ForgeEndpoint;
}

/** What a shell learns of a run: 0 pass, 1 fail, 2 incomplete, 3 wrong usage. */
export const EXIT = { pass: 0, fail: 1, incomplete: 2, usage: 3 } as const;

/** The exit code of a verdict; `on-incomplete: warn` lets an incomplete one end as a success, as in a workflow. */
export function exitCodeOf(report: Report, settings: Settings | undefined, isCancelled: boolean): number {
  const tolerated = isTolerated(report, settings, isCancelled);
  return tolerated ? EXIT.pass : EXIT[report.verdict];
}

/** A working tree that is not there has no policy either, and would be judged by the defaults. */
export function workspaceProblems(
  { workspace }: Readonly<Record<string, string>>,
  { folder, isFolder }: Pick<Shell, "folder" | "isFolder">,
): readonly string[] {
  if (workspace === undefined || isFolder?.(resolve(folder, workspace)) !== false) return [];
  const { problem } = refusedValue(workspace, "a folder that is there");
  return [`--workspace ${problem}`];
}

/** Tells all that is wrong with a command line, and gives the exit code of wrong usage. */
export function refuse({ stderr }: Pick<Shell, "stderr">, problems: readonly string[]): number {
  const lines = problems.map((problem) => `scan-gate: ${logLine(problem)}\n`);
  stderr.write(`${lines.join("")}Try scan-gate --help.\n`);
  return EXIT.usage;
}
