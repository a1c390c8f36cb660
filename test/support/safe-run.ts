import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reasonCodes } from "../../sandbox/check.ts";
import type { Stage } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import type { WorkflowCommand } from "../../sandbox/runner/workflow-commands.ts";

/** Outputs that the contract names (§3), and no other. */
const OUTPUTS = [
  "verdict",
  "reasons",
  "blocking",
  "total",
  "new",
  "existing",
  "fixed",
  "suppressed",
  "critical",
  "high",
  "medium",
  "low",
  "sarif-file",
  "sarif-id",
  "report-json",
  "report-html",
  "comment-url",
];

/** Commands that the action may give the runner; a mask only of its own tokens. */
const ALLOWED = ["debug", "notice", "warning", "error", "group", "endgroup"];

/** What must hold of every run, whatever it was given: see the tests that use it for what it decided. */
export function expectSafe(result: RunResult, stage: Stage, secrets = secretsOf(stage)): void {
  expect(result.timedOut).toBe(false);
  expect(forbiddenCommands(result.commands, secrets)).toEqual([]);
  expect(leaks(result, stage, secrets)).toEqual([]);
  expect(result.outputProblem).toBeUndefined();
  expect(Object.keys(result.outputs).filter((name) => !OUTPUTS.includes(name))).toEqual([]);
  expect(result.outputWrites[0]).toEqual(["verdict", "incomplete"]);
  expect(["pass", "fail", "incomplete"]).toContain(result.outputs.verdict);
  expect(result.outputs.verdict === "pass").toBe(reasonCodes(result).length === 0);
  expect(lastLine(result)).toMatch(VERDICT_WORDS[result.outputs.verdict ?? ""] ?? /^$/);
  expect(`${result.stdout}\n${result.stderr}`).not.toMatch(UNSEEN);
  for (const comment of stage.sandbox.github.comments())
    expect(comment.body.length).toBeLessThanOrEqual(65_536);
  expect(Buffer.byteLength(result.summary)).toBeLessThanOrEqual(1024 * 1024);
  expect(stage.sandbox.github.uploads().flatMap((upload) => upload.errors)).toEqual([]);
}

const VERDICT_WORDS: Readonly<Record<string, RegExp>> = {
  pass: /\bpass(ed)?\b/i,
  fail: /\bfail(ed)?\b/i,
  incomplete: /\bincomplete\b/i,
};

/** Control characters but line feeds and tabs, escapes, and marks that turn or hide text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
export const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

export function secretsOf(stage: Stage): readonly string[] {
  const { semgrep, snyk, github } = stage.world;
  const ofOthers = (github.others ?? []).flatMap(({ tokens }) => tokens);
  return [semgrep.token, snyk.token, github.token, ...ofOthers];
}

/** The last line of the log, as a reader of the log sees it. */
function lastLine(result: RunResult): string {
  const lines = result.stdout.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  return lines.at(-1) ?? "";
}

function forbiddenCommands(
  commands: readonly WorkflowCommand[],
  secrets: readonly string[],
): readonly string[] {
  return commands
    .filter(({ name, version, data }) => {
      if (version === 1 || data.startsWith("CANARY-COMMAND")) return true;
      return name === "add-mask" ? !secrets.includes(data) : !ALLOWED.includes(name);
    })
    .map((command) => command.line);
}

/** Places where a token came out, in any of the encodings that the runner's own masker knows, and hex. */
export function leaks(result: RunResult, stage: Stage, secrets: readonly string[]): readonly string[] {
  const log = result.commands.filter(({ name }) => name === "add-mask").map(({ line }) => line);
  const shown = `${result.stdout}\n${result.stderr}`
    .split(/\r\n|\n|\r/)
    .filter((line) => !log.includes(line))
    .join("\n");
  const places: (readonly [string, string])[] = [
    ["log", shown],
    ...filesBelow(result.paths.root).map((path) => [path, readFileSync(path, "latin1")] as const),
    ...stage.sandbox.github.comments().map((comment) => ["comment", comment.body] as const),
    ...stage.sandbox.github.uploads().map((upload) => ["SARIF", JSON.stringify(upload.document)] as const),
  ];
  const inPlaces = secrets.flatMap((secret) =>
    encodings(secret).flatMap((text) =>
      places.filter(([, content]) => content.includes(text)).map(([name]) => name),
    ),
  );
  return [...new Set([...inPlaces, ...strayTokens(stage)])];
}

/** Requests that carry a token to another service than its own, or anywhere but in the header for it. */
function strayTokens(stage: Stage): readonly string[] {
  const own = {
    semgrep: stage.world.semgrep.token,
    snyk: stage.world.snyk.token,
    github: stage.world.github.token,
  };
  return stage.sandbox.requests().flatMap((request) => {
    const { authorization: _own, ...headers } = request.headers;
    const elsewhere = `${request.path} ${JSON.stringify(request.query)} ${JSON.stringify(headers)} ${request.body}`;
    const header = request.headers.authorization ?? "";
    const stray = Object.entries(own).some(
      ([service, token]) =>
        elsewhere.includes(token) || (service !== request.service && header.includes(token)),
    );
    return stray ? [`${request.service} ${request.method} ${request.path}`] : [];
  });
}

function encodings(secret: string): readonly string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${" ".repeat(shift)}${secret}`).toString("base64");
    return text.slice(4, -4);
  });
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex"), ...shifted];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return [];
    return found.isDirectory() ? filesBelow(path) : found.isFile() ? [path] : [];
  });
}
