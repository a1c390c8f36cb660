import { appendFileSync } from "node:fs";
import * as core from "@actions/core";
import { ScanGateError } from "../../errors.ts";
import type { Annotation, StepOutputs } from "../../ports.ts";
import { withoutCiCommands } from "../../text/escape-printed.ts";
import type { LogStyle } from "./log.ts";

/** The runner's environment, as far as it is read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The text of every input, by name, as the runner passes it: `INPUT_FAIL-ON` is `fail-on`.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs
 */
export function readInputs(names: readonly string[], env: Environment): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, env[`INPUT_${name.toUpperCase()}`] ?? ""]));
}

/** Lines of a workflow's log. Warnings and errors are plain lines here: annotations are made on purpose only. */
export function workflowStyle(debug: boolean): LogStyle {
  return {
    open: (title) => `::group::${title}`,
    close: () => "::endgroup::",
    line: (level, text) => {
      if (level === "debug") return debug ? `  · ${text}` : undefined;
      return level === "info" ? text : `${level}: ${text}`;
    },
  };
}

/** Longest annotation that the runner keeps (https://github.com/actions/runner, `_maxIssueMessageLength`). */
const LONGEST_ANNOTATION = 4_096;

/**
 * The step's outputs, summary and annotations through the runner's files and commands.
 * @param clean redacts and shows control characters; applied to all that is written
 */
export function stepOutputs(env: Environment, clean: (text: string) => string): StepOutputs {
  return {
    set(name, value) {
      // Without its file the toolkit falls back to a command on stdout, which the runner no longer promises to obey.
      if (!env.GITHUB_OUTPUT) throw cannotWrite("outputs", "GITHUB_OUTPUT is not set");
      try {
        core.setOutput(name, clean(value));
      } catch (error) {
        throw cannotWrite("outputs", describe(error));
      }
    },
    summary(markdown) {
      if (!env.GITHUB_STEP_SUMMARY) throw cannotWrite("job summary", "GITHUB_STEP_SUMMARY is not set");
      try {
        appendFileSync(env.GITHUB_STEP_SUMMARY, markdown, "utf8");
      } catch (error) {
        throw cannotWrite("job summary", describe(error));
      }
    },
    annotationsInLog: true,
    annotate(annotation) {
      // The runner reads `::error::` first, but the log is read by more than the runner.
      const printed = (text: string) => withoutCiCommands(clean(text));
      const { say, properties } = commandFor(annotation, printed);
      say(printed(annotation.message).slice(0, LONGEST_ANNOTATION), properties);
    },
  };
}

function commandFor(annotation: Annotation, clean: (text: string) => string) {
  const say = { error: core.error, warning: core.warning, notice: core.notice }[annotation.level];
  const properties: core.AnnotationProperties = {
    ...(annotation.title === undefined ? {} : { title: clean(annotation.title) }),
    ...(annotation.path === undefined ? {} : { file: clean(annotation.path) }),
    ...(annotation.line === undefined ? {} : { startLine: annotation.line }),
    ...(annotation.endLine === undefined ? {} : { endLine: annotation.endLine }),
  };
  return { say, properties };
}

function cannotWrite(what: string, why: string): ScanGateError {
  return new ScanGateError({
    code: "internal",
    source: "gate",
    message: `The ${what} of this step could not be written (${why})`,
    hint: "Check the runner's disk and the rights of its temporary files",
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
