import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a request begins with. */
export interface ServedHead {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface ServedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers requests: at once by their head, or after their body. */
export interface ServedRoutes {
  begin(head: ServedHead): ServedAnswer | ((body: Uint8Array) => Promise<ServedAnswer>);
  /** The answer to a body that is longer than the limit. */
  tooLarge(head: ServedHead): ServedAnswer;
  /** Something of ours went wrong; the sender is answered 500. */
  failed(thrown: unknown): void;
}

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Largest body, in bytes. */
  readonly mostBytes: number;
  readonly routes: ServedRoutes;
}

export interface WebServer {
  readonly host: string;
  readonly port: number;
  /** Takes no new connections, and ends those that there are when their request is answered. */
  stop(): void;
  /** Ends all connections at once. */
  kill(): void;
}

/**
 * Limits that leave nothing to a sender who is slow on purpose: Node.js ends a request whose head or whole does not
 * come in time with 408, and one whose head is too large with 431.
 */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;

const MOST_CONNECTIONS = 512;

/** Opens a server. @throws the error of Node.js when the address cannot be used */
export async function serve({ host, port, mostBytes, routes }: ServeOptions): Promise<WebServer> {
  let stopping = false;
  const server = createServer(LIMITS, (request, response) => {
    if (stopping) response.setHeader("connection", "close");
    answer(request, { mostBytes, routes }).then(
      (given) => send(given, request, response),
      (thrown: unknown) => {
        // A sender that went away in the middle of its body waits for no answer.
        if (request.destroyed && !request.complete) return;
        routes.failed(thrown);
        send({ status: 500 }, request, response);
      },
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, host, port);
  // A TCP server that listens has an address of this kind.
  const address = server.address() as AddressInfo;
  return {
    host: address.address,
    port: address.port,
    stop() {
      stopping = true;
      server.close();
      server.closeIdleConnections();
    },
    kill: () => server.closeAllConnections(),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function answer(
  request: IncomingMessage,
  { mostBytes, routes }: Pick<ServeOptions, "mostBytes" | "routes">,
): Promise<ServedAnswer> {
  const head: ServedHead = {
    method: request.method ?? "",
    path: (request.url ?? "").split("?")[0] ?? "",
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    ),
  };
  const begun = routes.begin(head);
  if (typeof begun !== "function") return begun;
  const body = await wholeBody(request, mostBytes);
  return body === undefined ? routes.tooLarge(head) : await begun(body);
}

/** The bytes as they came; undefined when they are too many. @throws when the sender goes away */
function wholeBody(request: IncomingMessage, most: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

/**
 * Sends an answer. What is left of the request's body is read and dropped, for a sender that is cut off while it still
 * writes never sees the answer; the time limit of the whole request ends that too.
 */
function send(
  { status, headers = {}, body }: ServedAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (response.destroyed) return;
  const isWhole = request.complete;
  response.writeHead(status, {
    ...headers,
    ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    ...(isWhole ? {} : { connection: "close" }),
  });
  response.end(body);
  request.resume();
}
