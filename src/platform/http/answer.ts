import { ScanGateError } from "../../errors.ts";
import type { Schema } from "../../ports.ts";
import { clip, visible } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { badAnswer, Failure, type FailureCode } from "./failure.ts";
import { parseRetryAfter, RETRY, untilReset } from "./retry.ts";
import type { Answer } from "./transport.ts";

/** GitHub asks for at least a minute after a secondary limit that names no time (see its rate limit documentation). */
const SECONDARY_LIMIT_MS = 60_000;

const PLAIN_CODES: Readonly<Record<number, FailureCode>> = {
  401: "auth",
  403: "forbidden",
  404: "not-found",
  408: "timeout",
};

/** A long run of digits, which may be an integer that a double cannot hold. */
const LONG_DIGITS = /\d{16}/;
/** A text, or a number with all of its parts. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** The body with integers beyond 2^53 as texts: parsed as numbers they would be rounded, and two ids become one. */
function withExactIntegers(body: string): string {
  if (!LONG_DIGITS.test(body)) return body;
  return body.replace(TEXT_OR_NUMBER, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

/** @throws Failure `bad-response` for a page for people, such as one to sign in */
export function refusePage({ body, headers, status }: Answer, instead: string): void {
  if (/\bhtml\b/i.test(headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(body)) {
    throw badAnswer(`answered ${status} with an HTML page instead of ${instead}`);
  }
}

/** The body as JSON; integers beyond 2^53 come as texts. @throws Failure `bad-response` when there is none, or it is a page or anything else. */
export function parseJson(answer: Answer): unknown {
  const { body, status } = answer;
  if (body.trim() === "") throw badAnswer(`answered ${status} with an empty body`);
  refusePage(answer, "JSON");
  try {
    return JSON.parse(withExactIntegers(body));
  } catch {
    // The parser's message quotes the body.
    throw badAnswer(`answered ${status} with something that is not JSON`);
  }
}

/**
 * What an answer's status means when it is not a success; undefined for one.
 *
 * @param at `now` in milliseconds since 1970; `hide` takes tokens out of the service's own words.
 */
export function refusal(
  answer: Answer,
  at: { readonly now: number; readonly hide: (text: string) => string },
): Failure | undefined {
  const { now, hide } = at;
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const said = serviceMessage(answer.body, hide);
  const what = `answered ${status}${said === undefined ? "" : ` (${said})`}`;
  const waitMs = limitWait(answer, { said: said ?? "", now });
  if (status === 429 || waitMs !== undefined) {
    const known = { code: "rate-limited", what, status, transient: true, noEffect: true } as const;
    return new Failure({ ...known, ...present({ waitMs }) });
  }
  const retryAfter = parseRetryAfter(answer.headers["retry-after"], now);
  return new Failure({
    code: status >= 500 ? "unreachable" : (PLAIN_CODES[status] ?? "bad-response"),
    what,
    status,
    transient: RETRY.statuses.some((retried) => retried === status),
    noEffect: status >= 400 && status < 500 && status !== 408,
    ...present({ waitMs: retryAfter }),
  });
}

/**
 * How long a 429, or a 403 that is GitHub's way to say the same, asks to wait: `Retry-After` first, then the reset
 * of a used-up quota; undefined when it is no matter of rates, or no time is told.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function limitWait(
  { status, headers }: Answer,
  { said, now }: { readonly said: string; readonly now: number },
): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const asked = parseRetryAfter(headers["retry-after"], now);
  if (asked !== undefined) return asked;
  const usedUp = headers["x-ratelimit-remaining"] === "0";
  const reset = usedUp ? untilReset(headers["x-ratelimit-reset"], now) : undefined;
  if (reset !== undefined) return reset;
  return /secondary rate limit|abuse detection/i.test(said) ? SECONDARY_LIMIT_MS : undefined;
}

/** How much of a service's own words is shown. */
const LONGEST_MESSAGE = 300;

/**
 * The service's own words about its error, in one line, shortened, without tokens; undefined for none. Services
 * say them in `message`, `error`, `detail`, or a list of `errors`; GitLab also as `{"message":{"body":["is too long"]}}`
 * and Bitbucket as `{"error":{"message":…}}`. A page is not told at all.
 */
export function serviceMessage(body: string, hide: (text: string) => string): string | undefined {
  const said = /^\s*[{[]/.test(body) ? wordsOf(parseOrNothing(body)) : plainWords(body);
  if (said === undefined || said.trim() === "") return undefined;
  return clip(hide(visible(said.trim())), LONGEST_MESSAGE);
}

function plainWords(body: string): string | undefined {
  return body.includes("<") ? undefined : body;
}

function parseOrNothing(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function wordsOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const listed = "errors" in value && Array.isArray(value.errors) ? value.errors : [];
  const all = [value, ...listed].map(ownWords).filter((words) => words !== undefined);
  return all.length === 0 ? undefined : all.join("; ");
}

/** The fields that hold them; of those in a group the first that is there. */
const WORD_FIELDS = ["message", "error", "detail", "title"] as const;

function ownWords(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const words = WORD_FIELDS.map((name) => wordsIn(fields.get(name))).find((text) => text !== undefined);
  const more = fields.get("error_description");
  return typeof more === "string" && words !== undefined ? `${words}: ${more}` : words;
}

/** Words one level deeper: texts as they are, lists of them by the name of their field. */
function wordsIn(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const told = Object.entries(value).flatMap(([name, given]): readonly string[] => {
    if (typeof given === "string") return WORD_FIELDS.some((field) => field === name) ? [given] : [];
    const texts = Array.isArray(given) ? given.filter((text) => typeof text === "string") : [];
    return texts.map((text) => `${name} ${text}`);
  });
  return told.length === 0 ? undefined : told.join("; ");
}

/** How many places of a wrong shape are named. */
const PLACES = 3;

/**
 * The value as its schema reads it.
 *
 * @throws Failure `bad-response` with the first places that are wrong, and never with what stands there; a
 * `ScanGateError` of the schema goes through.
 * @param hide takes tokens out of the names of keys, which are the service's
 */
export function parseShape<T>(value: unknown, schema: Schema<T>, hide: (text: string) => string): T {
  try {
    return schema.parse(value);
  } catch (thrown) {
    if (thrown instanceof ScanGateError) throw thrown;
    const places = issuePaths(thrown, hide);
    const where = places.length === 0 ? "" : ` at ${places.slice(0, PLACES).join(", ")}`;
    throw badAnswer(`gave an answer of an unknown shape${where}`);
  }
}

/** The paths of a zod error's issues; none for another error. */
function issuePaths(thrown: unknown, hide: (text: string) => string): readonly string[] {
  if (typeof thrown !== "object" || thrown === null || !("issues" in thrown)) return [];
  const issues: readonly unknown[] = Array.isArray(thrown.issues) ? thrown.issues : [];
  return issues.map((issue) => {
    const path = typeof issue === "object" && issue !== null && "path" in issue ? issue.path : [];
    const keys = Array.isArray(path) ? path.map(String) : [];
    return keys.length === 0 ? "the top" : clip(hide(visible(keys.join("."))), 80);
  });
}
