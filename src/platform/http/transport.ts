import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { duration } from "../../text/duration.ts";
import { readBody } from "./body.ts";
import { createConnections, routeTo } from "./connection.ts";
import { badAnswer, Failure } from "./failure.ts";
import { networkFailure } from "./network-error.ts";

/** What one try may take. */
export interface TransportLimits {
  /** From the start, or from a redirect, to the end of the answer's head. */
  readonly headMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
  /** The whole try, redirects and body included. */
  readonly totalMs: number;
  /** The body, decoded. */
  readonly bodyBytes: number;
  /** The body of an answer with an error status, of which only a sentence is wanted. */
  readonly errorBytes: number;
  readonly redirects: number;
}

const LIMITS: TransportLimits = {
  headMs: 30_000,
  idleMs: 30_000,
  totalMs: 60_000,
  bodyBytes: 64 * 1024 * 1024,
  errorBytes: 1024 * 1024,
  redirects: 3,
};

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Whether it may go over a connection that is already open. Such a one may be closed by the service at any
   * moment, which leaves unknown whether the request arrived.
   */
  readonly reusesConnection: boolean;
  /** An `http` proxy that is asked with the whole address (RFC 9112 §3.2.2), past whatever the environment names. */
  readonly proxy?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty when it is that of an error and could not be read. */
  readonly body: string;
}

export interface SendOptions {
  /** Ends the try at once, body included; it then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called for every request that goes out, redirects included. */
  readonly onRequest: () => void;
}

/** Sends requests, one try each. */
export interface Transport {
  /**
   * Resolves with an answer of any status whose body came whole. Redirects within the origin are followed.
   * @throws Failure, or the signal's reason.
   */
  send(request: WireRequest, options: SendOptions): Promise<Answer>;
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** Those that keep method and body (https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx). */
const KEEPING = [307, 308];

/** The one way to the network: `@actions/http-client` for sockets and proxies, with limits and redirects of our own. */
export function createTransport(options: {
  userAgent: string;
  limits?: Partial<TransportLimits>;
}): Transport {
  const limits: TransportLimits = { ...LIMITS, ...options.limits };
  const connections = createConnections();

  const open = async (request: WireRequest, url: URL, signal: AbortSignal): Promise<IncomingMessage> => {
    const proxy = request.proxy === undefined ? undefined : new URL(request.proxy);
    const { client, agent } = connections.for(url, { signal, reused: request.reusesConnection });
    const peer = proxy ?? url;
    const info = {
      parsedUrl: peer,
      httpModule: peer.protocol === "https:" ? https : http,
      options: {
        // An IPv6 host stands in brackets in a URL, and without them in front of a socket.
        host: peer.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: peer.port === "" ? (peer.protocol === "https:" ? 443 : 80) : Number(peer.port),
        path: proxy === undefined ? url.pathname + url.search : url.href,
        method: request.method,
        headers: {
          ...request.headers,
          host: url.host,
          "user-agent": options.userAgent,
          "accept-encoding": "gzip",
        },
        agent: proxy === undefined ? agent : new http.Agent(),
        signal,
      },
    };
    return (await client.requestRaw(info, request.body ?? null)).message;
  };

  return {
    async send(request, { signal, onRequest }) {
      const watch = createWatch(limits.totalMs, signal);
      const route =
        request.proxy === undefined ? routeTo(request.url) : { host: new URL(request.proxy).host };
      try {
        let url = request.url;
        for (let hops = 0; ; hops += 1) {
          watch.signal.throwIfAborted();
          watch.expect("an answer", limits.headMs);
          onRequest();
          const message = await Promise.race([open(request, url, watch.signal), watch.aborted]);
          if (!REDIRECTS.includes(message.statusCode ?? 0)) return await read(message, limits, watch);
          message.destroy();
          if (hops === limits.redirects) throw badRedirect(`more than ${limits.redirects} redirects`);
          url = redirectTarget(request, url, message);
        }
      } catch (thrown) {
        if (watch.signal.aborted) throw watch.signal.reason;
        throw thrown instanceof Failure ? thrown : networkFailure(thrown, route);
      } finally {
        watch.end();
      }
    },
  };
}

async function read(message: IncomingMessage, limits: TransportLimits, watch: Watch): Promise<Answer> {
  const status = message.statusCode ?? 0;
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  watch.expect("more of the answer", limits.idleMs);
  const limit = status < 400 ? limits.bodyBytes : limits.errorBytes;
  try {
    return { status, headers, body: await readBody(message, { limit, onBytes: watch.again }) };
  } catch (thrown) {
    // What the service has to say about its error is welcome, but the status is what counts.
    if (status >= 400 && !watch.signal.aborted) return { status, headers, body: "" };
    throw thrown;
  }
}

function redirectTarget(request: WireRequest, from: URL, message: IncomingMessage): URL {
  const status = message.statusCode ?? 0;
  const location = message.headers.location ?? "";
  if (request.method !== "GET" && !KEEPING.includes(status)) {
    throw badRedirect(`a redirect that would change the method (status ${status})`);
  }
  if (location === "" || !URL.canParse(location, from.href)) {
    throw badRedirect(`a redirect to nowhere (status ${status})`);
  }
  const target = new URL(location, from);
  if (target.origin !== from.origin || target.username !== "" || target.password !== "") {
    throw badRedirect(
      `a redirect to another origin (${target.protocol}//${target.host}), which is not followed`,
    );
  }
  return target;
}

function badRedirect(what: string): Failure {
  return badAnswer(`answered with ${what}`, { transient: false, noEffect: true });
}

/** The time limits of one try. */
interface Watch {
  readonly signal: AbortSignal;
  /** Rejects when the signal aborts: a request that never gets a socket does not notice it by itself. */
  readonly aborted: Promise<never>;
  /** Starts the limit of the next step, in place of the last one's. */
  readonly expect: (what: string, ms: number) => void;
  /** Starts the limit of this step anew. */
  readonly again: () => void;
  /** Takes all limits off. */
  readonly end: () => void;
}

/** Aborts when a step or the whole takes too long, or when the outer signal aborts. */
function createWatch(totalMs: number, outer: AbortSignal): Watch {
  const controller = new AbortController();
  const late = (what: string, ms: number) =>
    controller.abort(
      new Failure({
        code: "timeout",
        what: `${what} did not come within ${duration(ms)}`,
        transient: true,
        noEffect: false,
      }),
    );
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  const stop = () => controller.abort(outer.reason);
  if (outer.aborted) stop();
  outer.addEventListener("abort", stop, { once: true });
  const total = setTimeout(late, totalMs, "the whole answer", totalMs);
  let step: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    aborted,
    expect(what, ms) {
      clearTimeout(step);
      step = setTimeout(late, ms, what, ms);
    },
    again: () => step?.refresh(),
    end() {
      clearTimeout(total);
      clearTimeout(step);
      outer.removeEventListener("abort", stop);
    },
  };
}
