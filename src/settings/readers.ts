import { SOURCES } from "../model/finding.ts";
import { clip } from "../text/escape.ts";
import { nearest } from "../text/near.ts";
import { type PolicyReference, parsePolicyReference, REFERENCE_FORM } from "./policy/reference.ts";
import { parseServiceUrl, parseSnykUrl, type ServiceUrlResult } from "./service-url.ts";

/** What is wrong with a value and what is allowed, to stand behind the name of its input. */
export interface InputProblem {
  readonly problem: string;
}

/**
 * Reads the text of one input, trimmed, or says what is wrong with it. By hand and without a schema: inputs are read
 * before the first request, which must not wait for a library to load.
 */
export type InputReader<T> = (text: string) => T | InputProblem;

export function isProblem(value: unknown): value is InputProblem {
  return value instanceof Object && "problem" in value;
}

/** Longest text that a message repeats. */
const LONGEST_SHOWN = 80;

/**
 * Shapes of tokens that are pasted into the wrong input: GitHub, Snyk, JSON Web Tokens, UUIDs, and long words of
 * letters and digits without a separator.
 */
const TOKEN_SHAPES =
  /gh[a-z]_\w{20,}|github_pat_\w{20,}|snyk_[us]at\.|eyJ[\w-]+\.[\w-]+\.|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{32,}/;

/** A wrong value for a message: in quotes, clipped, and not at all when it looks like a token. */
function quotedValue(given: string): string {
  const isToken = TOKEN_SHAPES.test(given) && /\d/.test(given);
  return isToken ? "a value that looks like a token" : `"${clip(given, LONGEST_SHOWN + 1)}"`;
}

/** The problem with a value that is not what it must be: what was given, and what is allowed. */
export function refusedValue(given: string, allowed: string, hint = ""): InputProblem {
  return { problem: `${quotedValue(given)} is not known${hint}; allowed: ${allowed}` };
}

/** The problem with a value that is none of the allowed words, which stand apart by commas; it names the nearest. */
export function unknownValue(given: string, allowed: string): InputProblem {
  const [near] = nearest(given.toLowerCase(), allowed.split(", "), 1);
  return refusedValue(given, allowed, near === undefined ? "" : ` (did you mean ${near}?)`);
}

/** Nothing, for an input that is not given; else what the reader makes of it. */
export function optional<T>(read: InputReader<T>): InputReader<T | undefined> {
  return (text) => (text === "" ? undefined : read(text));
}

/** Any text. */
export const anyText: InputReader<string> = (text) => text;

/** One of some words, ignoring case. */
export function oneOf<const Words extends readonly string[]>(words: Words): InputReader<Words[number]> {
  return (text) => {
    const lower = text.toLowerCase();
    return words.find((known) => known === lower) ?? unknownValue(text, words.join(", "));
  };
}

const trueOrFalse = oneOf(["true", "false"]);

export const trueFalse: InputReader<boolean> = (text) => {
  const value = trueOrFalse(text);
  return isProblem(value) ? value : value === "true";
};

/** Entries of a list: by commas or newlines, trimmed, empty ones and repeats left out. */
export function splitList(text: string): readonly string[] {
  return [...new Set(text.split(/[,\r\n]/).map((entry) => entry.trim()))].filter((entry) => entry !== "");
}

export const sourceList: InputReader<readonly (typeof SOURCES)[number][]> = (text) => {
  const words = splitList(text.toLowerCase());
  const wrong = words.find((name) => !SOURCES.some((source) => source === name));
  if (wrong !== undefined) return unknownValue(wrong, SOURCES.join(", "));
  return SOURCES.filter((source) => words.includes(source));
};

/** Logins of people (`octocat`, `jane_acme` of an enterprise) and of apps (`acme-gate[bot]`). */
export const loginList: InputReader<readonly string[]> = (text) => {
  const logins = splitList(text);
  const wrong = logins.find((login) => !/^[a-z0-9][a-z0-9_-]{0,99}(\[bot\])?$/i.test(login));
  return wrong === undefined
    ? logins
    : refusedValue(wrong, "GitHub logins, such as octocat or acme-gate[bot]");
};

/** Milliseconds of each unit; a bare number is seconds. */
const FACTOR: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, "": 1_000 };

/** More than any job may run (GitHub ends a job after 5 days at the latest), and far below what a timer can hold. */
const LONGEST_MS = 5 * 24 * 3_600_000;

const DURATIONS = "500ms, 30s, 10m, 1h, or a number of seconds";

/**
 * A duration in milliseconds: `500ms`, `30s`, `10m`, `1h`, or a bare number of seconds, fractions allowed.
 * Undefined for anything else, for less than a millisecond that is not 0, and for more than five days.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|)$/.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const ms = Math.round(Number(match[1]) * Number(FACTOR[String(match[2])]));
  const isLost = ms === 0 && Number(match[1]) > 0;
  return isLost || ms > LONGEST_MS ? undefined : ms;
}

/** A duration of more than nothing. */
export const positiveDuration: InputReader<number> = (text) =>
  parseDuration(text) || refusedValue(text, DURATIONS);

/** A duration that may be 0. */
export const durationOrZero: InputReader<number> = (text) =>
  parseDuration(text) ?? refusedValue(text, `${DURATIONS}; 0 turns it off`);

/** Longest token taken: far above any real one (a GitHub installation token has about 520), far below a header's end. */
const LONGEST_TOKEN = 4_096;

/** A secret: no message repeats it. */
export const token = optional((text): string | InputProblem => {
  if (text.length > LONGEST_TOKEN)
    return { problem: `is longer than ${LONGEST_TOKEN} characters, so it is not a token` };
  if (!/^[\x21-\x7e]+$/.test(text)) {
    return { problem: "holds a space, a line break or a character that no token has; paste the token alone" };
  }
  return text;
});

/** A word for a hidden comment, a status context and a SARIF category. */
export const commentKey: InputReader<string> = (text) =>
  /^[A-Za-z0-9._/:-]{1,100}$/.test(text) && !text.includes("--")
    ? text
    : refusedValue(text, "up to 100 letters, digits, and . _ / : - (no two hyphens in a row)");

/**
 * A path inside the repository, or a file of another one. `@` begins the ref of another repository's file, unless `./`
 * comes first.
 */
export const policyPlace: InputReader<string | PolicyReference> = (text) => {
  if (text.includes("@") && !text.startsWith("./")) {
    return (
      parsePolicyReference(text) ??
      refusedValue(
        text,
        `${REFERENCE_FORM} for a file of another repository, or a path inside this one (with ./ before one that holds an @)`,
      )
    );
  }
  if (/^[/\\]|(^|[/\\])\.\.([/\\]|$)|^[a-z]:/i.test(text))
    return refusedValue(text, "a path inside the repository, such as .github/scan-gate.yml");
  return text.replace(/^(\.\/)+/, "");
};

export const pullRequestNumber: InputReader<number> = (text) =>
  /^[1-9]\d{0,9}$/.test(text) ? Number(text) : refusedValue(text, "the number of a pull request");

/** A URL that is still the default was not chosen: `given` tells. */
export interface GivenUrl {
  readonly url: string;
  readonly given: boolean;
}

function givenUrl(parse: (text: string) => ServiceUrlResult, fallback: string): InputReader<GivenUrl> {
  return (text) => {
    const result = parse(text);
    return isProblem(result) ? result : { ...result, given: text !== fallback };
  };
}

export const serviceUrl = (fallback: string) => givenUrl(parseServiceUrl, fallback);
export const snykUrl = (fallback: string) => givenUrl(parseSnykUrl, fallback);
