import type { IncomingMessage } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { deadlineOf, stillClock } from "../../../test/support/clock.ts";
import { loopback } from "../../../test/support/wire.ts";
import { serviceMessage } from "../http/answer.ts";
import type { HttpConnection } from "../http/http.ts";
import { createForgeConnect, type ForgeHttp } from "./http.ts";

const TOKEN = "fake-token-0123456789";
const WORDS = { source: "github", name: "Forge", hints: {} } as const;

interface Heard extends Pick<IncomingMessage, "method" | "url" | "headers"> {
  readonly body: string;
}

interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A forge on loopback that says the same to every request. */
async function forgeThat(says: Said, over: Partial<HttpConnection> = {}) {
  const heard: Heard[] = [];
  const { url, port, close } = await loopback((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      heard.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(says.status, says.headers).end(says.body);
    });
  });
  onTestFinished(close);
  const connect = createForgeConnect({
    clock: stillClock(),
    random: () => 0,
    userAgent: "scan-gate/0.0.0",
    redact: (text) => text,
  });
  const forge: ForgeHttp = connect({
    words: WORDS,
    baseUrl: `${url}/api`,
    credential: { header: "private-token", value: TOKEN, name: "FORGE_TOKEN" },
    deadline: () => deadlineOf(60_000),
    ...over,
  });
  return { forge, heard, port };
}

const ID = z.object({ id: z.number() });
const JSON_TYPE = { "content-type": "application/json" };

describe("the client of a forge", () => {
  it.each(["PUT", "PATCH"] as const)("sends %s with a JSON body and its credential", async (method) => {
    const { forge, heard } = await forgeThat({ status: 200, headers: JSON_TYPE, body: '{"id":7}' });
    expect(await forge.json({ method, path: "/notes/7", body: { body: "text" } }, ID)).toEqual({ id: 7 });
    expect(heard).toMatchObject([
      {
        method,
        url: "/api/notes/7",
        headers: { "private-token": TOKEN, "content-type": "application/json" },
        body: '{"body":"text"}',
      },
    ]);
  });

  it("sends a form", async () => {
    const { forge, heard } = await forgeThat({ status: 201, headers: JSON_TYPE, body: '{"id":7}' });
    await forge.json({ method: "POST", path: "/statuses", form: { state: "failed", name: "a b&c" } }, ID);
    expect(heard[0]).toMatchObject({
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "state=failed&name=a+b%26c",
    });
  });

  it("takes an empty answer where nothing more is said", async () => {
    const { forge, heard } = await forgeThat({ status: 204 });
    await forge.done({ method: "DELETE", path: "/notes/7" });
    expect(heard[0]).toMatchObject({ method: "DELETE", body: "" });
  });

  it("takes no page to sign in for an answer that says nothing more", async () => {
    const headers = { "content-type": "text/html" };
    for (const said of [
      { status: 200, headers, body: "Sign in" },
      { status: 203, body: "<!DOCTYPE html>" },
    ]) {
      const { forge, heard } = await forgeThat(said);
      await expect(forge.done({ method: "POST", path: "/builds", body: {} })).rejects.toMatchObject({
        code: "bad-response",
        message: expect.stringContaining("with an HTML page instead of an answer"),
      });
      expect(heard).toHaveLength(1);
    }
  });

  it("gives headers beside a value", async () => {
    const { forge } = await forgeThat({
      status: 200,
      headers: { ...JSON_TYPE, "X-Next-Page": "2" },
      body: '{"id":1}',
    });
    const { value, headers } = await forge.answer({ method: "GET", path: "/notes" }, ID);
    expect([value, headers["x-next-page"]]).toEqual([{ id: 1 }, "2"]);
  });

  it("gives the text of a file, also of an empty one", async () => {
    const file = await forgeThat({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "version: 1\n",
    });
    expect(await file.forge.text({ method: "GET", path: "/raw" })).toBe("version: 1\n");
    const empty = await forgeThat({ status: 200 });
    expect(await empty.forge.text({ method: "GET", path: "/raw" })).toBe("");
  });

  it("takes no page for a file", async () => {
    const { forge } = await forgeThat({
      status: 200,
      headers: { "content-type": "text/html" },
      body: "<p>Sign in</p>",
    });
    await expect(forge.text({ method: "GET", path: "/raw" })).rejects.toMatchObject({ code: "bad-response" });
  });

  it("hands requests to a proxy of its own with the whole address and without a credential", async () => {
    const proxy = await forgeThat({ status: 200, headers: JSON_TYPE, body: '{"id":1}' });
    const { forge } = await forgeThat({ status: 500 });
    expect(forge.requests).toBe(0);
    const connect = createForgeConnect({
      clock: stillClock(),
      random: () => 0,
      userAgent: "scan-gate/0.0.0",
      redact: (text) => text,
    });
    const through = connect({
      words: WORDS,
      baseUrl: "http://api.forge.example/2.0",
      deadline: () => deadlineOf(60_000),
      proxy: `http://127.0.0.1:${proxy.port}`,
    });
    expect(await through.json({ method: "PUT", path: "/reports/1", body: {} }, ID)).toEqual({ id: 1 });
    expect(proxy.heard[0]).toMatchObject({
      url: "http://api.forge.example/2.0/reports/1",
      headers: { host: "api.forge.example" },
    });
    expect(proxy.heard[0]?.headers.authorization).toBeUndefined();
  });
});

describe("a forge's own words about an error", () => {
  it.each([
    ['{"message":"401 Unauthorized"}', "401 Unauthorized"],
    ['{"message":{"body":["is too long","is odd"]}}', "body is too long; body is odd"],
    [
      '{"error":"insufficient_scope","error_description":"needs more","scope":"api"}',
      "insufficient_scope: needs more",
    ],
    ['{"type":"error","error":{"message":"Bad","data":{"x":1}}}', "Bad"],
    ['{"errors":[{"context":"text","message":"too long"}]}', "too long"],
    ["Retry later", "Retry later"],
    ['{"message":{"base":[1]}}', undefined],
  ])("of %s are %s", (body, words) => {
    expect(serviceMessage(body, (text) => text)).toBe(words);
  });
});
