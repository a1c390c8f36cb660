import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { getProxyUrl, HttpClient } from "@actions/http-client";
import { readBody } from "./body.ts";
import { badAnswer, Failure } from "./failure.ts";
import { networkFailure, type Route } from "./network-error.ts";
import { createWatch, type Watch } from "./watch.ts";

/** What one try may take. */
export interface Limits {
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

const LIMITS: Limits = {
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
export function createTransport(options: { userAgent: string; limits?: Partial<Limits> }): Transport {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const reusing = new Map<string, HttpClient>();

  const open = async (request: WireRequest, url: URL, signal: AbortSignal): Promise<IncomingMessage> => {
    const client = request.reusesConnection
      ? keptFor(url, reusing)
      : new HttpClient(undefined, [], { keepAlive: false });
    const info = {
      parsedUrl: url,
      httpModule: url.protocol === "https:" ? https : http,
      options: {
        // An IPv6 host stands in brackets in a URL, and without them in front of a socket.
        host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
        path: url.pathname + url.search,
        method: request.method,
        headers: {
          ...request.headers,
          host: url.host,
          "user-agent": options.userAgent,
          "accept-encoding": "gzip",
        },
        agent: agentFor(client, url, signal),
        signal,
      },
    };
    return (await client.requestRaw(info, request.body ?? null)).message;
  };

  return {
    async send(request, { signal, onRequest }) {
      const watch = createWatch(limits.totalMs, signal);
      const route = routeTo(request.url);
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

async function read(message: IncomingMessage, limits: Limits, watch: Watch): Promise<Answer> {
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

/** Scheme, host and port of the proxy that the environment names for an address; its credentials are left out. */
function routeTo(url: URL): Route {
  const address = proxyAddress(url);
  if (address === "") return { host: url.host };
  const proxy = new URL(address);
  return { host: url.host, proxy: `${proxy.protocol}//${proxy.host}` };
}

function proxyAddress(url: URL): string {
  try {
    return getProxyUrl(url.href);
  } catch {
    // Not told as it is: the variable may hold credentials.
    throw new Failure({
      code: "unreachable",
      what: "the proxy that the environment names is not an address",
      transient: false,
      noEffect: true,
    });
  }
}

/** A client keeps the agent of the first address that it is asked for, which speaks TLS or does not: so each origin has one. */
function keptFor({ origin }: URL, clients: Map<string, HttpClient>): HttpClient {
  const known = clients.get(origin);
  if (known !== undefined) return known;
  const client = new HttpClient(undefined, [], { keepAlive: true });
  clients.set(origin, client);
  return client;
}

function agentFor(client: HttpClient, url: URL, signal: AbortSignal): http.Agent {
  if (proxyAddress(url) === "") return client.getAgent(url.href);
  const agent = new HttpClient(undefined, [], { keepAlive: false }).getAgent(url.href);
  // The agent asks the proxy for a tunnel with these options and gives no other hand on that request; without the
  // signal, a proxy that never answers would hold its socket, and with it the process.
  if ("proxyOptions" in agent) Object.assign(agent.proxyOptions as object, { signal });
  return agent;
}
