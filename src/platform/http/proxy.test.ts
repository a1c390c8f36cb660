import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createSocketServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { eventually, json, type Loopback, loopback } from "../../../test/support/wire.ts";
import type { Failure } from "./failure.ts";
import { createTransport } from "./transport.ts";

const closing: (() => void)[] = [];
beforeEach(() => {
  for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"]) {
    vi.stubEnv(name, "");
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) close();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** A proxy that opens tunnels to one server, whatever host is asked for. */
async function tunnelTo(target: Loopback) {
  const asked: (string | undefined)[] = [];
  const server = createServer();
  server.on("connect", (request, socket, head) => {
    asked.push(request.url, request.headers["proxy-authorization"]);
    const onward = connect(target.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  closing.push(() => server.close());
  return { port: await listening(server), asked };
}

async function send(url: string, headMs = 5000) {
  const transport = createTransport({ userAgent: "x", limits: { headMs } });
  const request = { method: "GET", url: new URL(url), headers: {}, reusesConnection: true };
  return await transport.send(request, { signal: new AbortController().signal, onRequest() {} });
}

async function failureOf(url: string, headMs?: number): Promise<Failure> {
  return await send(url, headMs).then(
    (answer) => Promise.reject(new Error(`answered ${answer.status}`)),
    (failure) => failure,
  );
}

describe("through a proxy", () => {
  test("requests reach the service, with the proxy's credentials for the proxy alone", async () => {
    const service = await loopback(json(["through"]));
    closing.push(() => void service.close());
    const proxy = await tunnelTo(service);
    vi.stubEnv("HTTP_PROXY", `http://user:p%40ss@127.0.0.1:${proxy.port}`);
    expect((await send("http://service.invalid/path")).body).toBe('["through"]');
    expect(proxy.asked).toEqual([
      "service.invalid:80",
      `Basic ${Buffer.from("user:p@ss").toString("base64")}`,
    ]);
    expect(service.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  test("that is dead nothing is reachable, and the proxy is named without its credentials", async () => {
    const gone = createSocketServer();
    const port = await listening(gone);
    await new Promise((closed) => gone.close(closed));
    vi.stubEnv("HTTPS_PROXY", `http://user:secret@127.0.0.1:${port}`);
    const failure = await failureOf("https://service.invalid/");
    expect(failure).toMatchObject({ code: "unreachable", noEffect: true });
    expect(failure.message).toBe(`the proxy http://127.0.0.1:${port} refused the connection (ECONNREFUSED)`);
  });

  test("that refuses the tunnel its status is told", async () => {
    const proxy = createServer();
    proxy.on("connect", (_request, socket) =>
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
    );
    closing.push(() => proxy.close());
    const port = await listening(proxy);
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${port}`);
    expect((await failureOf("https://service.invalid/")).message).toBe(
      `the proxy http://127.0.0.1:${port} refuses to connect to service.invalid (status 407)`,
    );
  });

  test("that never answers a try ends in time and leaves no connection behind", async () => {
    let open = 0;
    const proxy = createSocketServer((socket) => {
      open += 1;
      socket.resume().on("close", () => {
        open -= 1;
      });
      socket.on("error", () => {});
    });
    closing.push(() => proxy.close());
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${await listening(proxy)}`);
    expect(await failureOf("https://service.invalid/", 50)).toMatchObject({ code: "timeout" });
    await eventually(() => expect(open).toBe(0));
  });

  test("loopback is never asked for", async () => {
    const service = await loopback(json(["direct"]));
    closing.push(() => void service.close());
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:1");
    expect((await send(service.url)).body).toBe('["direct"]');
  });

  test("whose address is none nothing is sent, and the address is not told", async () => {
    vi.stubEnv("HTTPS_PROXY", "ftp::user:secret@[");
    const failure = await failureOf("https://service.invalid/");
    expect(failure).toMatchObject({ code: "unreachable", transient: false });
    expect(failure.message).toBe("the proxy that the environment names is not an address");
  });
});
