import type { RequestListener } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { deadlineOf, stillClock } from "../../../test/support/clock.ts";
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
import { ScanGateError } from "../../errors.ts";
import type { Deadline, ServiceRequest } from "../../ports.ts";
import { createConnect } from "./http.ts";
import type { TransportLimits } from "./transport.ts";

const servers: Loopback[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(...answers: readonly RequestListener[]): Promise<Loopback> {
  const server = await loopback(...answers);
  servers.push(server);
  return server;
}

/** For a service that stays silent. Who expects an answer must not use them: a busy machine is slower than this. */
const IMPATIENT: Partial<TransportLimits> = { headMs: 60, idleMs: 60, totalMs: 150 };
const ITEMS = z.array(z.number());

async function ask(
  server: Loopback,
  options: { deadline?: Deadline; request?: Partial<ServiceRequest>; limits?: Partial<TransportLimits> } = {},
) {
  const clock = stillClock();
  const connect = createConnect({
    clock,
    random: () => 0,
    userAgent: "scan-gate/0.0.0",
    redact: (text) => text,
    limits: options.limits ?? {},
  });
  const service = connect({
    source: "snyk",
    baseUrl: server.url,
    authorization: "token fake-token",
    deadline: options.deadline ?? deadlineOf(600_000),
  });
  const outcome = await service.json({ method: "GET", path: "/items", ...options.request }, ITEMS).then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  return { ...outcome, pauses: clock.pauses, requests: service.requests };
}

test("a connection that is reset twice before the answer costs two growing pauses, and nothing else", async () => {
  const server = await serve(reset, reset, json([1, 2]));
  expect(await ask(server)).toEqual({ value: [1, 2], pauses: [500, 1000], requests: 3 });
});

test("a connection that is reset in the middle of an answer is asked again, and nothing counts twice", async () => {
  const server = await serve(cutOff, json([1, 2]));
  expect(await ask(server)).toMatchObject({ value: [1, 2], requests: 2 });
});

test("an answer that is cut off every time is a bad response and never an empty list", async () => {
  const server = await serve(cutOff);
  const { error, requests } = { error: undefined, ...(await ask(server)) };
  expect(error).toMatchObject({ code: "bad-response", source: "snyk" });
  expect(requests).toBe(4);
});

test("a connection that is reset every time is unreachable", async () => {
  const server = await serve(reset);
  expect(await ask(server)).toMatchObject({ error: { code: "unreachable" }, requests: 4 });
});

test.each([
  ["answers", silent],
  ["ends its answer", silentBody],
])("a service that never %s is a timeout, in one limit for each of four tries", async (_, answer) => {
  const server = await serve(answer);
  expect(await ask(server, { limits: IMPATIENT })).toMatchObject({
    error: { code: "timeout", source: "snyk" },
    requests: 4,
  });
  await closed(server);
});

test("the run's deadline ends a request that is under way, body included, and closes its connection", async () => {
  for (const answer of [silent, silentBody]) {
    const server = await serve(answer);
    const controller = new AbortController();
    const over = new ScanGateError({ code: "timeout", source: "gate", message: "The time limit is used up" });
    const asked = ask(server, { deadline: deadlineOf(600_000, controller) });
    await arrived(server);
    await pause(20); // lets what was written arrive
    controller.abort(over);
    const outcome = await asked;
    expect(outcome).toMatchObject({ error: { code: "timeout", source: "snyk" }, requests: 1 });
    await closed(server);
  }
});

test("a creating request that is under way when the run ends says that nobody knows what became of it", async () => {
  const server = await serve(silent);
  const controller = new AbortController();
  const asked = ask(server, {
    deadline: deadlineOf(600_000, controller),
    request: { method: "POST", body: {} },
  });
  await arrived(server);
  controller.abort(new ScanGateError({ code: "cancelled", source: "gate", message: "SIGTERM" }));
  const outcome = await asked;
  expect(outcome).toMatchObject({ error: { code: "cancelled" }, requests: 1 });
  expect(String({ error: "", ...outcome }.error)).toContain("not known whether it took effect");
});

test("a creating request whose connection is reset is not sent again, and one that was refused is", async () => {
  const server = await serve(reset, json([1]));
  expect(await ask(server, { request: { method: "POST", body: {} } })).toMatchObject({ requests: 1 });
  const gone = await serve(silent);
  await gone.close();
  expect(await ask(gone, { request: { method: "POST", body: {} } })).toMatchObject({
    error: { code: "unreachable", message: expect.not.stringContaining("not known") },
    requests: 4,
  });
});

test("a redirect from a reading request to another origin never reaches it", async () => {
  const other = await serve(json([1]));
  const server = await serve(json({}, 307, { location: `${other.url}/items` }));
  for (const method of ["GET", "POST"] as const) {
    const outcome = await ask(server, { request: { method, reads: true } });
    expect(outcome).toMatchObject({ error: { code: "bad-response" }, requests: 1 });
  }
  expect(other.seen).toEqual([]);
});

test("a body beyond the limit is a bad response that is not asked for again", async () => {
  const server = await serve(json("x".repeat(5000)));
  expect(await ask(server, { limits: { bodyBytes: 1024 } })).toMatchObject({
    error: { code: "bad-response" },
    requests: 1,
  });
});

test("a connection that the service closed while it was idle goes unnoticed", async () => {
  const server = await serve((request, response) => {
    json([1])(request, response);
    setTimeout(() => request.socket.destroy(), 1);
  });
  const connect = createConnect({
    clock: stillClock(),
    random: () => 0,
    userAgent: "x",
    redact: (text) => text,
  });
  const service = connect({
    source: "semgrep",
    baseUrl: server.url,
    authorization: "Bearer fake",
    deadline: deadlineOf(600_000),
  });
  for (const _ of [1, 2, 3]) {
    expect(await service.json({ method: "GET", path: "/items" }, ITEMS)).toEqual([1]);
    await closed(server);
  }
});
