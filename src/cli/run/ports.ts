import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { shellFiles } from "../../platform/files/shell-files.ts";
import { createGitHub } from "../../platform/github/github.ts";
import { createDeadline } from "../../platform/http/deadline.ts";
import { createConnect } from "../../platform/http/http.ts";
import { type Environment, stepOutputs } from "../../platform/runner/actions.ts";
import { systemClock } from "../../platform/runner/clock.ts";
import { VERSION } from "../../platform/runner/version.ts";
import type { Ports } from "../../ports.ts";
import { logLine } from "../../text/escape.ts";
import { globMatcher } from "../../text/glob.ts";
import type { WantedPorts } from "../shell.ts";
import { noGitHub } from "./no-github.ts";

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
      outer: roots.map(({ glob, ...root }) => ({ ...root, selects: globMatcher(glob) })),
    }),
    outputs: {
      set: () => undefined,
      summary(markdown) {
        mkdirSync(dirname(summaryFile), { recursive: true });
        writeFileSync(summaryFile, redact(markdown), "utf8");
      },
      annotate: annotates ? (annotation) => annotations.annotate(annotation) : () => undefined,
    },
    redact,
    version: VERSION,
    cancelled,
  };
}
