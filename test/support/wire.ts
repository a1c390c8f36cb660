import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, vi } from "vitest";
import { deadlineOf, stillClock } from "./clock.ts";

/** What a client of a forge is made with, for a stand-in. */
export const accessTo = (url: string) => ({
  clock: stillClock(),
  random: () => 0,
  userAgent: "scan-gate/0.0.0",
  redact: (text: string) => text,
  url,
  deadline: () => deadlineOf(60_000),
});

export interface Loopback {
  readonly url: string;
  readonly port: number;
  /** Requests as they came: `GET /path?query`. */
  readonly seen: readonly string[];
  readonly requests: readonly IncomingMessage[];
  /** Connections that are open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** A server on 127.0.0.1 that answers the n-th request with the n-th answer, and all further ones with the last. */
export async function loopback(...answers: readonly RequestListener[]): Promise<Loopback> {
  const seen: string[] = [];
  const requests: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    requests.push(request);
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    request.resume();
    answer?.(request, response);
  });
  server.on("connection", (socket) => {
    connections += 1;
    socket.on("close", () => {
      connections -= 1;
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    requests,
    open: () => connections,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Waits until a check holds: at once where it can, and patiently on a busy machine. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000, interval: 10 });

/** Waits until a server has seen a request. */
export const arrived = (server: Loopback) => eventually(() => expect(server.seen).not.toEqual([]));

/** Waits until a server has no connection left. */
export const closed = (server: Loopback) => eventually(() => expect(server.open()).toBe(0));

/** Answers with JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(value));
  };
}

/** Closes the connection without an answer. */
export const reset: RequestListener = (request) => {
  request.socket.resetAndDestroy();
};

/** Sends a part of what it announces, and closes the connection. */
export const cutOff: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write(`[${"1,".repeat(49)}`, () => response.socket?.destroy());
};

/** Sends a head, and then nothing. */
export const silentBody: RequestListener = (_request, response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("[1,");
};

/** Never answers. */
export const silent: RequestListener = () => {};
