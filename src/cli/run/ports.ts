import { ScanGateError } from "../../errors.ts";
import type { ForgeRoles } from "../../forge-ports.ts";
import { shellFiles } from "../../platform/files/shell-files.ts";
import { writeFileAtOnce } from "../../platform/files/write-file.ts";
import { createGitHub, gitHubRoles } from "../../platform/github/github.ts";
import { createDeadline } from "../../platform/http/deadline.ts";
import { createConnect } from "../../platform/http/http.ts";
import { type Environment, stepOutputs } from "../../platform/runner/actions.ts";
import { systemClock } from "../../platform/runner/clock.ts";
import { VERSION } from "../../platform/runner/version.ts";
import type { Ports } from "../../ports.ts";
import { logLine } from "../../text/escape.ts";
import { globMatcher } from "../../text/glob.ts";
import type { WantedPorts } from "../shell.ts";

/** The real world for a run on a command line. There are no step outputs; the summary is a file. */
export function shellPorts(env: Environment, cancelled: AbortSignal, wanted: WantedPorts): Ports {
  const { log, redact, workspace, roots, summaryFile, annotates, gitHub } = wanted;
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
