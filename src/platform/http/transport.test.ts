import type { RequestListener } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  arrived,
  closed,
  cutOff,
  json,
  type Loopback,
  loopback,
  reset,
  silent,
  silentBody,
} from "../../../test/support/wire.ts";
import type { Failure } from "./failure.ts";
import { createTransport, type TransportLimits, type WireRequest } from "./transport.ts";

const MEBIBYTE = 1024 * 1024;
const FAST = { [constants.BROTLI_PARAM_QUALITY]: 1 };

const servers: Loopback[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server.close();
});

async function serve(...answers: readonly RequestListener[]): Promise<Loopback> {
  const server = await loopback(...answers);
  servers.push(server);
  return server;
}

/** How many connections its requests came over. */
function connectionsTo({ requests }: Loopback): number {
  return new Set(requests.map(({ socket }) => socket)).size;
}

interface Sending {
  readonly limits?: Partial<TransportLimits>;
  readonly signal?: AbortSignal;
  readonly request?: Partial<WireRequest>;
  readonly onRequest?: () => void;
}

async function send(url: string, { limits = {}, signal, request = {}, onRequest = () => {} }: Sending = {}) {
  const transport = createTransport({ userAgent: "scan-gate/0.0.0", limits });
  return await transport.send(
    { method: "GET", url: new URL(url), headers: {}, reusesConnection: false, ...request },
    { signal: signal ?? new AbortController().signal, onRequest },
  );
}

async function failureOf(url: string, options?: Sending): Promise<Failure> {
  return await send(url, options).then(
    (answer) => Promise.reject(new Error(`answered ${answer.status}`)),
    (failure) => failure,
  );
}

describe("one try", () => {
  test("sends what it is given, says who it is, and asks for nothing but gzip", async () => {
    const server = await serve(json([1]));
    const answer = await send(`${server.url}/path?q=1`, {
      request: { headers: { authorization: "token fake" } },
    });
    expect(answer).toMatchObject({ status: 200, body: "[1]" });
    expect(server.seen).toEqual(["GET /path?q=1"]);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: "token fake",
      "user-agent": "scan-gate/0.0.0",
      "accept-encoding": "gzip",
      host: `127.0.0.1:${server.port}`,
    });
  });

  test("sends a body with its length", async () => {
    const bodies: string[] = [];
    const server = await serve((request, response) => {
      request.setEncoding("utf8").on("data", (text) => bodies.push(text));
      request.on("end", () => json({})(request, response));
    });
    await send(server.url, { request: { method: "POST", body: '{"ä":1}' } });
    expect(bodies.join("")).toBe('{"ä":1}');
    expect(server.requests[0]?.headers["content-length"]).toBe("8");
  });

  test("reaches services by TLS and without it, side by side in any order", async () => {
    const server = await serve(json([]));
    const transport = createTransport({ userAgent: "x" });
    const options = { signal: new AbortController().signal, onRequest() {} };
    const ask = (url: string) =>
      transport.send({ method: "GET", url: new URL(url), headers: {}, reusesConnection: true }, options);
    const plain = server.url;
    const tls = plain.replace("http:", "https:");
    // The server speaks no TLS; that is what has to be told of it, before and after a plain request.
    for (const url of [tls, plain, tls]) {
      if (url === plain) expect((await ask(url)).status).toBe(200);
      else
        await expect(ask(url)).rejects.toMatchObject({
          code: "unreachable",
          message: expect.stringMatching(/TLS/),
        });
    }
  });

  test("uses a connection again only where the request allows it", async () => {
    const server = await serve(json([]));
    const transport = createTransport({ userAgent: "x" });
    const options = { signal: new AbortController().signal, onRequest() {} };
    const request = { method: "GET", url: new URL(server.url), headers: {} };
    for (const reusesConnection of [true, true, false]) {
      await transport.send({ ...request, reusesConnection }, options);
    }
    expect(server.requests.map(({ headers }) => headers.connection)).toEqual([
      "keep-alive",
      "keep-alive",
      "close",
    ]);
    expect(connectionsTo(server)).toBe(2);
  });

  test("opens one connection for many requests in a row, and as many as go out side by side", async () => {
    const server = await serve(json([]));
    const transport = createTransport({ userAgent: "x" });
    const options = { signal: new AbortController().signal, onRequest() {} };
    const request = { method: "GET", url: new URL(server.url), headers: {}, reusesConnection: true };
    for (let sent = 0; sent < 30; sent += 1) await transport.send(request, options);
    expect(connectionsTo(server)).toBe(1);
    for (let sent = 0; sent < 10; sent += 1)
      await Promise.all([1, 2, 3].map(() => transport.send(request, options)));
    expect(server.requests).toHaveLength(60);
    expect(connectionsTo(server)).toBeLessThanOrEqual(3);
  });

  test("resolves with an answer of any status, and does without its body when that is broken", async () => {
    const server = await serve(
      (_request, response) => {
        response.writeHead(401, { "content-length": "100" });
        response.write("x", () => response.socket?.destroy());
      },
      (_request, response) => {
        response.writeHead(500);
        response.end("x".repeat(2000));
      },
    );
    expect(await send(server.url)).toMatchObject({ status: 401, body: "" });
    expect(await send(server.url, { limits: { errorBytes: 1000 } })).toMatchObject({ status: 500, body: "" });
  });

  test("joins a header that comes several times", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(
        200,
        [
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ].flat(),
      );
      response.end("{}");
    });
    expect((await send(server.url)).headers["set-cookie"]).toBe("a, b");
  });
});

describe("limits of one try", () => {
  test("an answer that never begins is a timeout, and its connection is closed", async () => {
    const server = await serve(silent);
    const failure = await failureOf(server.url, { limits: { headMs: 30 } });
    expect(failure).toMatchObject({ code: "timeout", transient: true, noEffect: false });
    expect(failure.message).toBe("an answer did not come within 30 ms");
    await closed(server);
  });

  test("a body that stops coming is a timeout", async () => {
    const server = await serve(silentBody);
    const failure = await failureOf(server.url, { limits: { idleMs: 30 } });
    expect(failure).toMatchObject({
      code: "timeout",
      message: "more of the answer did not come within 30 ms",
    });
    await closed(server);
  });

  test("a body that drips for ever is a timeout, though it is never idle for long", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 5);
      response.on("close", () => clearInterval(drip));
    });
    const failure = await failureOf(server.url, { limits: { idleMs: 10_000, totalMs: 100 } });
    expect(failure).toMatchObject({
      code: "timeout",
      message: "the whole answer did not come within 100 ms",
    });
    await closed(server);
  });

  test("the limit of idleness starts anew with every piece", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      let left = 6;
      const drip = setInterval(() => {
        response.write("1");
        left -= 1;
        if (left > 0) return;
        clearInterval(drip);
        response.end();
      }, 300);
    });
    expect((await send(server.url, { limits: { idleMs: 1500 } })).body).toBe("111111");
  });

  test.each([
    ["before the head", silent],
    ["within the body", silentBody],
  ])("the outer signal ends a try at once %s, with its own reason, and closes the connection", async (_, answer) => {
    const server = await serve(answer);
    const controller = new AbortController();
    const reason = new Error("the run is over");
    const sent = send(server.url, { signal: controller.signal });
    const over = arrived(server)
      .then(() => setTimeout(20)) // lets what was written arrive
      .then(() => controller.abort(reason));
    await Promise.all([expect(sent).rejects.toBe(reason), over]);
    await closed(server);
  });

  test("nothing is sent when the outer signal is aborted already", async () => {
    const server = await serve(json({}));
    await expect(send(server.url, { signal: AbortSignal.abort(new Error("over")) })).rejects.toThrow("over");
    expect(server.seen).toEqual([]);
  });
});

describe("bodies", () => {
  const encoded = (encoding: string, bytes: Buffer) =>
    serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding });
      response.end(bytes);
    });

  test.each([
    ["gzip", gzipSync("[1]")],
    ["X-GZIP", gzipSync("[1]")],
    ["deflate", deflateSync("[1]")],
    ["br", brotliCompressSync("[1]")],
    ["identity", Buffer.from("[1]")],
  ])("are read with the encoding %s", async (encoding, bytes) => {
    const server = await encoded(encoding, bytes);
    expect((await send(server.url)).body).toBe("[1]");
  });

  test.each([
    "gzip, gzip",
    "gzip, gzip, gzip, gzip, gzip, gzip",
    "zstd",
    "constructor",
  ])("are refused with the encoding %j", async (encoding) => {
    const server = await encoded(encoding, gzipSync(gzipSync("[1]")));
    expect(await failureOf(server.url)).toMatchObject({
      code: "bad-response",
      message: "the answer is encoded in a way that was not asked for",
    });
  });

  test.each([
    ["cut short", gzipSync(`[${"1,".repeat(10_000)}1]`).subarray(0, 40)],
    ["none of gzip", Buffer.from("[1]")],
  ])("that are %s are bad responses", async (_, bytes) => {
    const server = await encoded("gzip", bytes);
    expect(await failureOf(server.url)).toMatchObject({
      code: "bad-response",
      message: "the answer could not be decompressed",
      transient: true,
    });
  });

  test("that are empty are empty, whatever encoding they claim", async () => {
    const server = await encoded("gzip", Buffer.alloc(0));
    const answer = await send(server.url).catch((failure) => failure);
    expect(answer).toMatchObject({ status: 200, body: "" });
  });

  test("of letters beyond ASCII arrive whole, also when a letter is cut by a piece's end, and without a mark", async () => {
    const bytes = Buffer.from(`\ufeff"${"ä€😀".repeat(5000)}"`);
    const server = await serve((_request, response) => {
      response.writeHead(200);
      response.write(bytes.subarray(0, 7), () => response.end(bytes.subarray(7)));
    });
    expect((await send(server.url)).body).toBe(`"${"ä€😀".repeat(5000)}"`);
  });

  test("cut off before their announced end are bad responses", async () => {
    const server = await serve(cutOff);
    expect(await failureOf(server.url)).toMatchObject({
      code: "bad-response",
      transient: true,
      message: expect.stringMatching(/^the answer was cut off after \d+ of 1000 bytes$/),
    });
  });

  test("cut off between two chunks are bad responses", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      response.write("[1]", () => response.socket?.destroy());
    });
    expect(await failureOf(server.url)).toMatchObject({
      code: "bad-response",
      message: "the answer was cut off after 3 bytes",
    });
  });

  test("that announce more than the limit are not read", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-length": String(10 ** 10) });
      response.write("[");
    });
    expect(await failureOf(server.url)).toMatchObject({
      code: "bad-response",
      transient: false,
      message: "the answer is larger than 64 MiB",
    });
    await closed(server);
  });

  test("without end are read up to the limit", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(64 * 1024, "1");
      const more = () => {
        while (!response.destroyed && response.write(piece)) {}
      };
      response.on("drain", more);
      more();
    });
    expect(await failureOf(server.url, { limits: { bodyBytes: MEBIBYTE } })).toMatchObject({
      code: "bad-response",
      message: "the answer is larger than 1 MiB",
    });
    await closed(server);
  });

  test.each([
    ["gzip", Buffer.concat(Array.from({ length: 44 }, () => gzipSync(Buffer.alloc(MEBIBYTE * 16))))],
    ["br", brotliCompressSync(Buffer.alloc(MEBIBYTE * 128), { params: FAST })],
  ])("that unpack to far more than the limit (%s) are dropped when they reach it", async (encoding, bomb) => {
    const server = await encoded(encoding, bomb);
    const before = process.memoryUsage.rss();
    expect(await failureOf(server.url)).toMatchObject({ code: "bad-response", transient: false });
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * MEBIBYTE);
  });

  test("that grow out of all proportion are dropped long before the limit, and much alike ones are not", async () => {
    const bomb = await encoded("gzip", gzipSync(Buffer.alloc(MEBIBYTE * 32)));
    expect(await failureOf(bomb.url)).toMatchObject({
      message: "the answer grows out of all proportion when it is decompressed",
      transient: false,
    });
    const text = Array.from(
      { length: 400_000 },
      (_, id) => `{"id":${id},"severity":"high","ref":"main"}`,
    ).join();
    const list = await encoded("gzip", gzipSync(text));
    expect((await send(list.url)).body).toHaveLength(text.length);
  });
});

describe("redirects", () => {
  const to = (location: string, status: number) => json({ message: "moved" }, status, { location });

  test.each([301, 302, 303, 307, 308])("with %d are followed within the origin, for GET", async (status) => {
    const server = await serve(to("/new?x=1", status), json(["moved"]));
    let sent = 0;
    const answer = await send(`${server.url}/old`, {
      onRequest: () => {
        sent += 1;
      },
    });
    expect(answer.body).toBe('["moved"]');
    expect(server.seen).toEqual(["GET /old", "GET /new?x=1"]);
    expect(sent).toBe(2);
  });

  test.each([307, 308])("with %d keep method and body of a POST", async (status) => {
    const server = await serve(to("/new", status), json([]));
    await send(`${server.url}/old`, { request: { method: "POST", body: "{}" } });
    expect(server.seen).toEqual(["POST /old", "POST /new"]);
    expect(server.requests[1]?.headers["content-length"]).toBe("2");
  });

  test.each([301, 302, 303])("with %d are not followed for a POST", async (status) => {
    const server = await serve(to("/new", status));
    const failure = await failureOf(server.url, { request: { method: "POST", body: "{}" } });
    expect(failure).toMatchObject({ code: "bad-response", transient: false });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    "GET",
    "POST",
  ])("to another origin are refused for %s, and nothing is sent there", async (method) => {
    const other = await serve(json(["stolen"]));
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serve(to(`${other.url}/x`, status));
      const failure = await failureOf(server.url, {
        request: { method, headers: { authorization: "token fake" } },
      });
      expect(failure).toMatchObject({ code: "bad-response", transient: false });
    }
    expect(other.seen).toEqual([]);
    expect(other.open()).toBe(0);
  });

  test.each([
    "//other.example/",
    "/\\other.example/",
    "https://other.example/",
    "http://u:p@HOST/",
    "http://[",
    "",
  ])("to %j are refused", async (location) => {
    const server = await serve((request, response) => {
      to(location.replace("HOST", request.headers.host ?? ""), 302)(request, response);
    });
    const failure = await failureOf(server.url);
    expect(failure.code).toBe("bad-response");
    expect(failure.message).not.toContain("u:p");
    expect(server.seen).toHaveLength(1);
  });

  test("are followed three times and not a fourth", async () => {
    const server = await serve(to("/again", 302));
    expect(await failureOf(server.url)).toMatchObject({ message: "answered with more than 3 redirects" });
    expect(server.seen).toHaveLength(4);
  });
});

describe("a network that fails", () => {
  test("by refusing the connection is unreachable, and certainly without effect", async () => {
    const server = await serve(silent);
    await server.close();
    expect(await failureOf(server.url)).toMatchObject({
      code: "unreachable",
      noEffect: true,
      message: `127.0.0.1:${server.port} refused the connection (ECONNREFUSED)`,
    });
  });

  test("by closing the connection is unreachable, with an effect that nobody knows", async () => {
    const server = await serve(reset);
    expect(await failureOf(server.url)).toMatchObject({
      code: "unreachable",
      transient: true,
      noEffect: false,
    });
  });

  test("by a name that does not exist is unreachable, with the name told", async () => {
    const failure = await failureOf("http://nothing.invalid/");
    expect(failure).toMatchObject({ code: "unreachable", noEffect: true });
    expect(failure.message).toMatch(
      /^nothing\.invalid has a name that cannot be resolved \((ENOTFOUND|EAI_AGAIN)\)$/,
    );
  });

  test("by not speaking HTTP is a bad response", async () => {
    const server = createSocketServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n\r\n"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    expect(await failureOf(`http://127.0.0.1:${port}/`)).toMatchObject({ code: "bad-response" });
    server.close();
  });

  test("by not speaking TLS is unreachable, with TLS named", async () => {
    const server = await serve(json({}));
    const failure = await failureOf(`https://127.0.0.1:${server.port}/`);
    expect(failure).toMatchObject({ code: "unreachable" });
    expect(failure.message).toMatch(/^TLS: /);
  });
});
