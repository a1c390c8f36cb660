import { addressPart } from "../../text/escape.ts";
import { parseJson, refusal } from "../http/answer.ts";
import { createHide } from "../http/credential.ts";
import { badAnswer, Failure } from "../http/failure.ts";
import { addressOf, parseBase } from "../http/origin.ts";
import { createTransport } from "../http/transport.ts";

/** What a repository is asked to judge. */
export interface WantedDispatch {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit?: string;
  readonly pullRequest?: number;
}

/** What came of a dispatch. */
export type DispatchResult =
  | { readonly accepted: true /** What was named to the repository. */; readonly payload: DispatchPayload }
  | {
      readonly accepted: false;
      /** What the failure concerns: this try alone, all of the repository, or all of GitHub. */
      readonly scope: "dispatch" | "repository" | "github";
      /** How long GitHub asks to be left alone, in milliseconds. */
      readonly waitMs?: number;
      /** A sentence for people; it holds no token. */
      readonly message: string;
    };

/** `client_payload` of the event. */
export interface DispatchPayload {
  readonly commit?: string;
  readonly pull_request?: number;
}

export interface DispatcherOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly userAgent: string;
  readonly redact: (text: string) => string;
  readonly now: () => number;
}

/** One try must end while the next one still matters. */
const LIMITS = {
  headMs: 10_000,
  idleMs: 10_000,
  totalMs: 20_000,
  bodyBytes: 1024 * 1024,
  errorBytes: 64 * 1024,
};

/** GitHub names no time with some of its limits, and then asks for a minute. */
const LIMIT_PAUSE_MS = 60_000;

/** The type of `repository_dispatch` that the action listens to. */
const EVENT_TYPE = "scan-gate";

/**
 * Sends `repository_dispatch` events, one try each; who sends again, and when, is not decided here.
 * https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
 */
export function createDispatcher({ apiUrl, token, userAgent, redact, now }: DispatcherOptions): {
  send(wanted: WantedDispatch, signal: AbortSignal): Promise<DispatchResult>;
} {
  const base = parseBase(apiUrl);
  const transport = createTransport({ userAgent, limits: LIMITS });
  const hide = createHide(`Bearer ${token}`, redact);

  const ask = async (method: "GET" | "POST", path: string, signal: AbortSignal, body?: object) => {
    const answer = await transport.send(
      {
        method,
        url: addressOf(base, { path }),
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        reusesConnection: method === "GET",
      },
      { signal, onRequest: () => undefined },
    );
    const refused = refusal(answer, { now: now(), hide });
    if (refused !== undefined) throw refused;
    return answer;
  };

  /** The tip of the default branch, by its whole ref: a bare name could be a tag's. */
  const defaultTip = async (repository: string, signal: AbortSignal): Promise<string> => {
    const branch = textAt(parseJson(await ask("GET", `/repos/${repository}`, signal)), "default_branch");
    const ref = branch.split("/").map(addressPart).join("/");
    const answer = parseJson(await ask("GET", `/repos/${repository}/git/ref/heads/${ref}`, signal));
    return textAt(partAt(answer, "object"), "sha");
  };

  return {
    async send({ repository, commit, pullRequest }, signal) {
      try {
        const isNamed = commit !== undefined || pullRequest !== undefined;
        const judged = isNamed ? commit : await defaultTip(repository, signal);
        const payload: DispatchPayload = {
          ...(judged === undefined ? {} : { commit: judged }),
          ...(pullRequest === undefined ? {} : { pull_request: pullRequest }),
        };
        await ask("POST", `/repos/${repository}/dispatches`, signal, {
          event_type: EVENT_TYPE,
          client_payload: payload,
        });
        return { accepted: true, payload };
      } catch (thrown) {
        return failed(thrown, hide);
      }
    },
  };
}

function failed(thrown: unknown, hide: (text: string) => string): DispatchResult & { accepted: false } {
  if (!(thrown instanceof Failure)) {
    return { accepted: false, scope: "dispatch", message: hide(`GitHub was not asked: ${String(thrown)}`) };
  }
  const { code, status = 0, waitMs, message } = thrown;
  const wait = waitMs ?? (code === "rate-limited" ? LIMIT_PAUSE_MS : undefined);
  // A limit, a token that is refused, and a time that GitHub names are true for whatever else would be sent.
  const isForAll = code === "rate-limited" || code === "auth" || waitMs !== undefined;
  const isRefusal = status >= 400 && status < 500 && code !== "timeout";
  return {
    accepted: false,
    scope: isForAll ? "github" : isRefusal ? "repository" : "dispatch",
    ...(wait === undefined ? {} : { waitMs: wait }),
    message: hide(`GitHub ${message}${HINTS[code] ?? ""}`),
  };
}

const HINTS: Partial<Readonly<Record<Failure["code"], string>>> = {
  auth: "; check the GitHub token",
  forbidden: "; give the GitHub token `contents: write` on the repository",
  "not-found": "; check that the repository exists, and that the GitHub token has `contents: write` on it",
};

function partAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string {
  const text = partAt(value, key);
  if (typeof text !== "string" || text === "") throw badAnswer(`gave an answer without ${key}`);
  return text;
}
