import { resolve } from "node:path";
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
type Read<T> = (text: string) => T | Problem;

/** By hand and without a schema: this comes before the first request, which should not wait for a library to load. */
function input<T>(read: Read<T>): Read<T> {
  return (text) => read(text.trim());
}

export function isProblem(value: unknown): value is Problem {
  return value instanceof Object && "problem" in value;
}

const optional = <T>(read: Read<T>) => input((text) => (text === "" ? undefined : read(text)));

function word<const Words extends readonly string[]>(words: Words) {
  return input((text): Words[number] | Problem => {
    const lower = text.toLowerCase();
    return words.find((known) => known === lower) ?? refusal(text, `allowed: ${words.join(", ")}`);
  });
}

const list = input((text) => splitList(text));

const trueOrFalse = word(["true", "false"]);
const switchWord = input((text) => {
  const value = trueOrFalse(text);
  return isProblem(value) ? value : value === "true";
});

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
    const result = parse(text);
    return isProblem(result) ? result : { ...result, given: text !== fallback };
  });

/** Every input of `action.yml`, from text to value; the keys and their order are those of the contract's table. */
export const INPUTS = {
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
};

export type InputName = keyof typeof INPUTS;
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[]; // an object of this module, with no more keys

/** The values of all inputs. */
export type Inputs = {
  readonly [Name in InputName]: Exclude<ReturnType<(typeof INPUTS)[Name]>, Problem>;
};

/** Entries of a list input: by commas or newlines, trimmed, empty ones and repeats left out. */
export function splitList(text: string): readonly string[] {
  return [...new Set(text.split(/[,\r\n]/).map((entry) => entry.trim()))].filter((entry) => entry !== "");
}

/** An absolute path: the input's, taken from the workspace on, or the default. */
export function absolutePath(
  given: string | undefined,
  { workspace, fallback }: { readonly workspace: string; readonly fallback: string },
): string {
  return given === undefined ? fallback : resolve(workspace, given);
}

function refusal(given: string, allowed: string): Problem {
  const shown = given.length > 80 ? `${given.slice(0, 80)}…` : given;
  return { problem: `"${shown}" is not known; ${allowed}` };
}
