import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "./fault.ts";
import { findRoute } from "./routes.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

let standIn: StandIn | undefined;
let handled = 0;

async function serve(fault?: Fault): Promise<string> {
  handled = 0;
  standIn = await startStandIn({
    service: "semgrep",
    respond: () => fault,
    answer: () => {
      handled += 1;
      return { status: 200, body: { hello: "world" } };
    },
  });
  return standIn.url;
}

afterEach(async () => {
  await standIn?.close();
});

const causeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.name,
  );

describe("recording", () => {
  it("keeps method, path, query, headers and body of every request", async () => {
    const url = await serve();
    await fetch(`${url}/a%2Fb?x=1&x=2&y=%20`, { method: "POST", body: "text", headers: { "x-mine": "1" } });
    expect(standIn?.requests).toMatchObject([
      {
        service: "semgrep",
        method: "POST",
        path: "/a%2Fb",
        query: [
          ["x", "1"],
          ["x", "2"],
          ["y", " "],
        ],
        body: "text",
        headers: { "x-mine": "1" },
      },
    ]);
  });
});

describe("faults", () => {
  it("another answer is given instead, and nothing is done", async () => {
    const url = await serve({
      kind: "answer",
      status: 429,
      headers: { "Retry-After": "2" },
      body: { no: 1 },
    });
    const response = await fetch(url);
    expect([response.status, response.headers.get("retry-after"), await response.json()]).toEqual([
      429,
      "2",
      { no: 1 },
    ]);
    expect(handled).toBe(0);
  });

  it("another answer is given although the work was done", async () => {
    const url = await serve({ kind: "after", status: 502 });
    expect((await fetch(url)).status).toBe(502);
    expect(handled).toBe(1);
  });

  it("the connection is reset", async () => {
    expect(await causeOf(fetch(await serve({ kind: "reset" })))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });

  it("the body is cut off", async () => {
    const response = await fetch(await serve({ kind: "cut", bytes: 4 }));
    expect(response.headers.get("content-length")).toBe("17");
    expect(await causeOf(response.text())).not.toBe("no error");
  });

  it.each<Fault>([
    { kind: "hang" },
    { kind: "stall" },
    { kind: "drip", everyMs: 5 },
    { kind: "endless" },
  ])("$kind never ends", async (fault) => {
    const url = await serve(fault);
    const signal = AbortSignal.timeout(100);
    const read = async (): Promise<void> => {
      const response = await fetch(url, { signal });
      for await (const _chunk of response.body ?? []);
    };
    await expect(read()).rejects.toThrow(/timeout|aborted/i);
  });

  it("the answer comes later", async () => {
    const started = performance.now();
    expect((await fetch(await serve({ kind: "delay", ms: 50 }))).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(45);
  });
});

describe("routes", () => {
  const handle = () => ({ status: 200 });
  const routes = [
    { method: "GET", path: "/a/:one/b", handle },
    { method: "GET", path: "/a/*rest", handle },
  ];

  it("give the decoded parts of a path", () => {
    expect(findRoute(routes, "GET", "/a/x%20y/b")?.part("one")).toBe("x y");
    expect(findRoute(routes, "GET", "/a/x/y/z")?.part("rest")).toBe("x/y/z");
    expect(findRoute(routes, "GET", "/a/%zz/b")?.part("one")).toBe("%zz");
  });

  it("fit method and whole path", () => {
    expect(findRoute(routes, "POST", "/a/x/b")).toBeUndefined();
    expect(findRoute(routes, "GET", "/b/a/x/b")).toBeUndefined();
  });
});
