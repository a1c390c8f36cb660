import type { ServerResponse } from "node:http";

/** What goes wrong with one request, instead of or around the stand-in's own answer. */
export type Fault =
  /** Another answer; the stand-in does nothing with the request. An object body is sent as JSON. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The stand-in does its work, and this is what comes back all the same. */
  | {
      readonly kind: "after";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset before any header. */
  | { readonly kind: "reset" }
  /** The stand-in's answer, cut off after `bytes` although its length was declared. */
  | { readonly kind: "cut"; readonly bytes: number }
  /** Nothing ever comes. */
  | { readonly kind: "hang" }
  /** Headers and the first half of the answer, then silence. */
  | { readonly kind: "stall" }
  /** One byte of JSON white space every `everyMs`, without end. */
  | { readonly kind: "drip"; readonly everyMs: number }
  /** JSON white space as fast as it is taken, without end. */
  | { readonly kind: "endless" }
  /** The stand-in's own answer, later. */
  | { readonly kind: "delay"; readonly ms: number };

/** An answer ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Turns what a handler or a test gives into bytes with a type and a length. */
export function toReply(answer: {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}): Reply {
  const { body } = answer;
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(text, "utf8");
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  return {
    status: answer.status,
    headers: { "content-type": type, "content-length": String(bytes.length), ...lowerCased(answer.headers) },
    body: bytes,
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.end(reply.status === 204 || reply.status === 304 ? undefined : reply.body);
}

/** Lets a fault happen. `own` makes the stand-in's answer, and with it the change that the request asks for. */
export function misbehave(fault: Fault, response: ServerResponse, own: () => Reply): void {
  switch (fault.kind) {
    case "answer":
      send(response, toReply(fault));
      return;
    case "after":
      own();
      send(response, toReply(fault));
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      cutOff(response, own(), fault.bytes);
      return;
    case "hang":
      return;
    case "stall":
      stall(response, own());
      return;
    case "drip":
      drip(response, fault.everyMs);
      return;
    case "endless":
      flood(response);
      return;
    case "delay":
      later(response, fault.ms, () => send(response, own()));
      return;
  }
}

function cutOff(response: ServerResponse, reply: Reply, bytes: number): void {
  response.writeHead(reply.status, reply.headers);
  response.write(reply.body.subarray(0, Math.min(bytes, reply.body.length - 1)), () =>
    response.socket?.end(),
  );
}

function stall(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)));
}

function drip(response: ServerResponse, everyMs: number): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), everyMs);
  response.once("close", () => clearInterval(timer));
}

function flood(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = Buffer.alloc(1 << 20, " ");
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}

function later(response: ServerResponse, ms: number, then: () => void): void {
  const timer = setTimeout(then, ms);
  response.once("close", () => clearTimeout(timer));
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
