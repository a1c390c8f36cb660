import { resolve } from "node:path";
import { z } from "zod";
import { SOURCES } from "../model/finding.ts";
import { THRESHOLDS } from "../model/severity.ts";
import { parseDuration } from "./duration.ts";
import { type Problem, parseServiceUrl, parseSnykUrl, SNYK_REGIONS, type UrlResult } from "./service-url.ts";
import {
  COMMENT_MODES,
  GATES,
  INCOMPLETE_MODES,
  SARIF_MODES,
  SNYK_EVIDENCE_MODES,
  TICKET_MODES,
} from "./settings.ts";

/** Longest token taken: far above any real one (a GitHub installation token has about 520), far below a header's end. */
const LONGEST_TOKEN = 4_096;

/** Reads one input's text, or says what is wrong with it and what is allowed. */
function input<T>(read: (text: string) => T | Problem) {
  return z.string().transform((text, context) => {
    const value = read(text.trim());
    if (typeof value === "object" && value !== null && "problem" in value) {
      context.addIssue({ code: "custom", message: value.problem });
      return z.NEVER;
    }
    return value;
  });
}

const optional = <T>(read: (text: string) => T | Problem) =>
  input((text) => (text === "" ? undefined : read(text)));

function word<const Words extends readonly string[]>(words: Words) {
  return input((text): Words[number] | Problem => {
    const lower = text.toLowerCase();
    return words.find((known) => known === lower) ?? refusal(text, `allowed: ${words.join(", ")}`);
  });
}

const list = input((text) => splitList(text));

const switchWord = word(["true", "false"] as const).transform((value) => value === "true");

const duration = input(
  (text) => parseDuration(text) ?? refusal(text, "allowed: 500ms, 30s, 10m, 1h, or a number of seconds"),
);

const token = optional((text): string | Problem => {
  if (text.length > LONGEST_TOKEN)
    return { problem: `is longer than ${LONGEST_TOKEN} characters, so it is no token` };
  if (!/^[\x21-\x7e]+$/.test(text)) {
    return { problem: "holds a space, a line break or a character that no token has; paste the token alone" };
  }
  return text;
});

const sources = input((text): readonly (typeof SOURCES)[number][] | Problem => {
  const words = splitList(text.toLowerCase());
  const wrong = words.find((name) => !SOURCES.some((source) => source === name));
  if (wrong !== undefined) return refusal(wrong, `allowed: ${SOURCES.join(", ")}`);
  return SOURCES.filter((source) => words.includes(source));
});

const commentKey = input((text) =>
  /^[A-Za-z0-9._/:-]{1,100}$/.test(text) && !text.includes("--")
    ? text
    : refusal(text, "allowed: up to 100 letters, digits, and . _ / : - (no two hyphens in a row)"),
);

const policyPath = optional((text) =>
  /^[/\\]|(^|[/\\])\.\.([/\\]|$)|^[a-z]:/i.test(text)
    ? refusal(text, "allowed: a path inside the repository, such as .github/scan-gate.yml")
    : text.replace(/^(\.\/)+/, ""),
);

const url = (parse: (text: string) => UrlResult, fallback: string) =>
  input((text) => {
    const result = parse(text === "" ? fallback : text);
    return "url" in result ? { ...result, given: text !== "" && text !== fallback } : result;
  });

/** Every input of `action.yml`, from text to value; the keys and their order are those of the contract's table. */
export const inputsSchema = z.object({
  "semgrep-token": token,
  "semgrep-deployment": optional((text) => text),
  "semgrep-project": list,
  "semgrep-url": url(parseServiceUrl, "https://semgrep.dev"),
  "snyk-token": token,
  "snyk-org": list,
  "snyk-project": list,
  "snyk-url": url(parseSnykUrl, SNYK_REGIONS.us),
  "snyk-evidence": word(SNYK_EVIDENCE_MODES),
  reports: list,
  "github-token": token,
  require: sources,
  policy: policyPath,
  "fail-on": word(THRESHOLDS),
  gate: word(GATES),
  "on-incomplete": word(INCOMPLETE_MODES),
  timeout: duration,
  "poll-interval": duration,
  comment: word(COMMENT_MODES),
  "comment-key": commentKey,
  sarif: word(SARIF_MODES),
  "sarif-file": optional((text) => text),
  "report-dir": optional((text) => text),
  annotations: switchWord,
  tickets: word(TICKET_MODES),
  "tickets-project": list,
  "dry-run": switchWord,
});

export type InputName = keyof typeof inputsSchema.shape;
export const INPUT_NAMES = Object.keys(inputsSchema.shape) as readonly InputName[];

/** Entries of a list input: by commas or newlines, trimmed, empty ones and repeats left out. */
export function splitList(text: string): readonly string[] {
  return [...new Set(text.split(/[,\r\n]/).map((entry) => entry.trim()))].filter((entry) => entry !== "");
}

/** An absolute path: the input's, taken from the workspace on, or the default. */
export function absolutePath(given: string | undefined, workspace: string, fallback: string): string {
  return given === undefined ? fallback : resolve(workspace, given);
}

function refusal(given: string, allowed: string): Problem {
  const shown = given.length > 80 ? `${given.slice(0, 80)}…` : given;
  return { problem: given === "" ? `must not be empty; ${allowed}` : `"${shown}" is not known; ${allowed}` };
}
