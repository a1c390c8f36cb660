import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Fault, misbehave, type Reply, send, toReply } from "./fault.ts";
import { type Answer, fieldsOf, type Wire } from "./wire.ts";

export type ServiceName = "semgrep" | "snyk" | "github" | "gitlab" | "azure" | "bitbucket" | "bitbucket-dc";

/** One request as it came in. */
export interface RecordedRequest {
  readonly service: ServiceName;
  readonly method: string;
  /** Without the query, still encoded. */
  readonly path: string;
  /** In order, decoded; a key may come several times. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Asked before every answer; what it returns happens instead. `nth` counts requests of the same method and path,
 * from 1.
 */
export type Respond = (request: RecordedRequest, nth: number) => Fault | undefined;

export interface StandIn {
  readonly service: ServiceName;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly service: ServiceName;
  readonly answer: (request: RecordedRequest) => Answer;
  readonly respond?: Respond | undefined;
}

/** Starts a server on a free loopback port that records every request and answers it. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, response) => {
    read(incoming)
      .then((body) => {
        const request = record(options.service, incoming, body);
        requests.push(request);
        reply(options, request, response, countOf(requests, request));
      })
      .catch(() => response.destroy());
  });
  // As real services have it, longer than any pause between two tries.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    service: options.service,
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The value of a query key that comes once; undefined when it is absent. */
export function queryValue(request: RecordedRequest, key: string): string | undefined {
  return request.query.find(([name]) => name === key)?.[1];
}

/** All values of a query key, whether it is repeated or holds a comma list. */
export function queryList(request: RecordedRequest, key: string): readonly string[] {
  return request.query.filter(([name]) => name === key).flatMap(([, value]) => value.split(","));
}

/** The whole number that is the value of a query key; undefined where it is none. */
export function queryNumber(request: RecordedRequest, key: string): number | undefined {
  const text = queryValue(request, key) ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** What a request's JSON holds; undefined for what is no JSON. */
export function jsonOf({ body }: RecordedRequest): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The fields of a request's JSON object; none of anything else. */
export function bodyFields(request: RecordedRequest): Wire {
  return fieldsOf(jsonOf(request));
}

function reply(
  options: StandInOptions,
  request: RecordedRequest,
  response: ServerResponse,
  nth: number,
): void {
  const own = (): Reply => toReply(answerSafely(options, request));
  const fault = options.respond?.(request, nth);
  if (fault === undefined) send(response, own());
  else misbehave(fault, response, own);
}

function answerSafely(options: StandInOptions, request: RecordedRequest): Answer {
  try {
    return options.answer(request);
  } catch (error) {
    return { status: 500, body: { error: `the stand-in failed: ${String(error)}` } };
  }
}

function record(service: ServiceName, incoming: IncomingMessage, body: string): RecordedRequest {
  const target = incoming.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = [...new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1))];
  return {
    service,
    method: incoming.method ?? "GET",
    path,
    query,
    headers: incoming.headers,
    body,
    at: Date.now(),
  };
}

function countOf(requests: readonly RecordedRequest[], request: RecordedRequest): number {
  return requests.filter((other) => other.method === request.method && other.path === request.path).length;
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  return Buffer.concat(chunks).toString("utf8");
}
