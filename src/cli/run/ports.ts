import { workspaceFiles } from "../../platform/files/workspace-files.ts";
import { writeFileAtOnce } from "../../platform/files/write-file.ts";
import { createDeadline } from "../../platform/http/deadline.ts";
import { createConnect } from "../../platform/http/http.ts";
import { stepOutputs } from "../../platform/runner/actions.ts";
import { VERSION } from "../../platform/runner/version.ts";
import type { Files, Ports } from "../../ports.ts";
import { logLine } from "../../text/escape-printed.ts";
import { globMatcher } from "../../text/glob.ts";
import { present } from "../../text/present.ts";
import type { Shell, WantedPorts } from "../shell.ts";
import { forgeOpener, policyOpener } from "./forge-opener.ts";

/** The real world for a run on a command line. There are no step outputs; the summary is a file. */
export async function shellPorts(
  { env, cancelled, clock }: Pick<Shell, "env" | "cancelled" | "clock">,
  wanted: WantedPorts,
): Promise<Ports> {
  const { log, redact, workspace, roots, summaryFile, annotates, forge, policies } = wanted;
  const http = { clock, random: Math.random, userAgent: `scan-gate/${VERSION}`, redact };
  const annotations = stepOutputs(env, (text) => logLine(redact(text)));
  return {
    clock,
    log,
    connect: createConnect(http),
    forge: await forgeOpener(forge, http),
    policyRepositories: await policyOpener(policies, http),
    deadline: (limit) => createDeadline({ ...limit, clock }),
    files: shellFiles({
      workspace,
      redact,
      cancelled,
      outer: roots.map(({ glob, ...root }) => ({ ...root, selects: globMatcher(glob) })),
    }),
    outputs: {
      set: () => undefined,
      summary(markdown) {
        writeFileAtOnce({ path: summaryFile, workspace }, redact(markdown));
      },
      annotate: annotates ? (annotation) => annotations.annotate(annotation) : () => undefined,
    },
    redact,
    version: VERSION,
    cancelled,
  };
}

/** A folder outside of the workspace whose files a command line named. */
export interface OuterFolder {
  /** How its files' paths begin. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** How many folders deep its files may lie. */
  readonly depth: number;
  /** Whether a path, with the name in front, is meant. */
  readonly selects: (path: string) => boolean;
}

export interface ShellFilesOptions {
  readonly workspace: string;
  readonly redact: (text: string) => string;
  /** Once it aborts nothing is written. */
  readonly cancelled?: AbortSignal;
  readonly outer: readonly OuterFolder[];
}

/**
 * The file system for a command line: reading is bound to the workspace and to the folders that were named, each for
 * itself, so that no link leads out of any of them.
 */
export function shellFiles({ workspace, redact, cancelled, outer }: ShellFilesOptions): Files {
  const inner = workspaceFiles({ workspace, redact, ...present({ cancelled }) });
  const folders = outer.map((one) => ({
    ...one,
    files: workspaceFiles({ workspace: one.folder, redact, depth: one.depth }),
  }));
  return {
    beyondWorkspace: true,
    writeParts: (path, parts) => inner.writeParts(path, parts),
    remove: (path) => inner.remove(path),
    async readWorkspace(path, limit) {
      const home = folders.find(({ name, selects }) => restOf(path, name) !== undefined && selects(path));
      return home === undefined
        ? await inner.readWorkspace(path, limit)
        : await home.files.readWorkspace(restOf(path, home.name) ?? path, limit);
    },
    async findWorkspace(matches) {
      const found = await Promise.all([
        inner.findWorkspace(matches),
        ...folders.map(async ({ name, selects, files }) => {
          const whole = (rest: string) => `${name.replace(/\/$/, "")}/${rest}`;
          const rests = await files.findWorkspace((rest) => selects(whole(rest)) && matches(whole(rest)));
          return rests.map(whole);
        }),
      ]);
      return [...new Set(found.flat())].sort();
    },
  };
}

/** What of a path is below a folder's name. */
function restOf(path: string, name: string): string | undefined {
  const start = name.endsWith("/") ? name : `${name}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
