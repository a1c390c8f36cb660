import { ScanGateError } from "../../errors.ts";
import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { workspaceFiles } from "../../platform/files/workspace-files.ts";
import { writeFileAtOnce } from "../../platform/files/write-file.ts";
import { createGitHub, createPolicyRepositories, gitHubRoles } from "../../platform/github/github.ts";
import { createDeadline } from "../../platform/http/deadline.ts";
import { createConnect } from "../../platform/http/http.ts";
import { type Environment, stepOutputs } from "../../platform/runner/actions.ts";
import { systemClock } from "../../platform/runner/clock.ts";
import { VERSION } from "../../platform/runner/version.ts";
import type { Files, Ports } from "../../ports.ts";
import { logLine } from "../../text/escape.ts";
import { globMatcher } from "../../text/glob.ts";
import { present } from "../../text/present.ts";
import type { WantedPorts } from "../shell.ts";
import { variableOf } from "./tokens.ts";

/** The real world for a run on a command line. There are no step outputs; the summary is a file. */
export function shellPorts(env: Environment, cancelled: AbortSignal, wanted: WantedPorts): Ports {
  const { log, redact, workspace, roots, summaryFile, annotates, gitHub, policies } = wanted;
  const http = { clock: systemClock, random: Math.random, userAgent: `scan-gate/${VERSION}`, redact };
  const annotations = stepOutputs(env, (text) => logLine(redact(text)));
  return {
    clock: systemClock,
    log,
    connect: createConnect(http),
    forge: (options) =>
      "apiUrl" in gitHub
        ? createGitHub({ ...http, ...options, apiUrl: gitHub.apiUrl })
        : noGitHub(gitHub.why),
    policyRepositories: (access) =>
      "apiUrl" in policies
        ? createPolicyRepositories({ ...http, ...access, apiUrl: policies.apiUrl })
        : noPolicyRepositories(policies.why),
    deadline: createDeadline,
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

/**
 * GitHub where there is none to ask: nothing is sent, and every question is refused. What a source needed of it is
 * thereby not known, which is not the same as not there.
 * @param why a clause: `the repository is not on GitHub`
 */
export function noGitHub(why: string): ForgeRoles {
  const refuse = () =>
    Promise.reject(
      new ScanGateError({
        code: "no-credentials",
        source: "github",
        message: `GitHub was not asked for the commit's statuses and dates, because ${why}`,
        hint: "Let Snyk itself look at the branch (snyk monitor --target-reference=BRANCH), or name a report of snyk test in reports",
      }),
    );
  return gitHubRoles(
    { requests: 0, one: refuse, all: refuse, query: refuse },
    { token: "", owner: "", repo: "" },
  );
}

/** Other repositories where there is no GitHub to ask: what their policies say is not known. */
function noPolicyRepositories(why: string): PolicyRepositories {
  const refuse = () =>
    Promise.reject(
      new ScanGateError({
        code: "no-credentials",
        source: "github",
        message: `policies of other repositories are read on GitHub, which was not asked because ${why}`,
        hint: `Set ${variableOf("policy-token")} to a token that reads them`,
      }),
    );
  return () => ({ isVisible: refuse, commitOf: refuse, file: refuse });
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
    write: (path, text) => inner.write(path, text),
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
