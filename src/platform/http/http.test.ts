import nock from "nock";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { deadlineOf, stillClock, type TestClock } from "../../../test/support/clock.ts";
import { answerByNockAlone } from "../../../test/support/nocked.ts";
import { eventually } from "../../../test/support/wire.ts";
import { ScanGateError } from "../../errors.ts";
import type { Deadline, HttpService, ServiceRequest } from "../../ports.ts";
import { createConnect } from "./http.ts";

const ORIGIN = "https://semgrep.dev";
const TOKEN = "fake-token-0123456789";
const LIST = z.object({ items: z.array(z.object({ id: z.number() })) });
const GOOD = { items: [{ id: 1 }] };
const READ: ServiceRequest = { method: "GET", path: "/api/items" };
const CREATE: ServiceRequest = { method: "POST", path: "/api/tickets", body: { id: 1 } };

answerByNockAlone();

interface Setup {
  readonly clock?: TestClock;
  readonly deadline?: Deadline;
  readonly source?: "semgrep" | "snyk";
  readonly baseUrl?: string;
  readonly authorization?: string;
  readonly log?: (message: string) => void;
}

function service(setup: Setup = {}): HttpService {
  const { log } = setup;
  const connect = createConnect({
    clock: setup.clock ?? stillClock(),
    random: () => 0.5,
    userAgent: "scan-gate/0.0.0",
    redact: (text) => text.replaceAll("other-secret", "***"),
    ...(log === undefined ? {} : { log: { info: log } }),
  });
  return connect({
    source: setup.source ?? "semgrep",
    baseUrl: setup.baseUrl ?? ORIGIN,
    authorization: setup.authorization ?? `Bearer ${TOKEN}`,
    deadline: setup.deadline ?? deadlineOf(600_000),
  });
}

async function errorOf(made: HttpService, request: ServiceRequest = READ): Promise<ScanGateError> {
  const error: unknown = await made.json(request, LIST).then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ScanGateError);
  // Asserted the line before; the type does not follow.
  return error as ScanGateError;
}

describe("a request to a service", () => {
  test("carries the token to its origin, and the user agent as it is", async () => {
    nock(ORIGIN, {
      reqheaders: {
        authorization: `Bearer ${TOKEN}`,
        "user-agent": "scan-gate/0.0.0",
        accept: "application/json",
        "accept-encoding": "gzip",
      },
      badheaders: ["content-type"],
    })
      .get("/api/items")
      .reply(200, { ...GOOD, extra: "is normal" });
    const made = service();
    expect(await made.json(READ, LIST)).toEqual(GOOD);
    expect(made.origin).toBe(ORIGIN);
    expect(made.requests).toBe(1);
  });

  test("encodes its query in order, repeated keys included, after one that the path has", async () => {
    nock(ORIGIN).get("/api/items?a=1&target_id=x%2Cy&target_id=z%20z&all=true").reply(200, GOOD);
    const query = [
      ["target_id", "x,y"],
      ["target_id", "z z"],
      ["all", true],
    ] as const;
    expect(await service().json({ ...READ, path: "/api/items?a=1", query }, LIST)).toEqual(GOOD);
  });

  test("sends a body as JSON, and lets its own headers say which", async () => {
    nock(ORIGIN, {
      reqheaders: { "content-type": "application/vnd.api+json", accept: "application/vnd.api+json" },
    })
      .post("/api/tickets", { id: 1 })
      .reply(201, GOOD);
    const headers = { "Content-Type": "application/vnd.api+json", Accept: "application/vnd.api+json" };
    expect(await service().json({ ...CREATE, headers }, LIST)).toEqual(GOOD);
  });

  test("cannot replace the token by a header of its own", async () => {
    nock(ORIGIN, { reqheaders: { authorization: `Bearer ${TOKEN}` } })
      .get("/api/items")
      .reply(200, GOOD);
    await service().json({ ...READ, headers: { Authorization: "Bearer mine" } }, LIST);
  });

  test("stays under the path of its base", async () => {
    nock("https://host.example:8443").get("/semgrep/api/items").reply(200, GOOD);
    await service({ baseUrl: "https://host.example:8443/semgrep/" }).json(READ, LIST);
  });

  test.each([
    "api/items",
    "",
    "@evil.example/",
    "/api/../admin",
    "/api/%2e%2e/admin",
    "/a b",
    "/a#b",
    "/\\evil",
    "/a\tb",
  ])("is refused with the path %j, and nothing is sent", async (path) => {
    const made = service();
    expect(await errorOf(made, { ...READ, path })).toMatchObject({ code: "bad-response", source: "semgrep" });
    expect(made.requests).toBe(0);
  });

  test("to a path that begins with two slashes stays at its origin", async () => {
    nock(ORIGIN).get("//evil.example/x").reply(200, GOOD);
    await service().json({ ...READ, path: "//evil.example/x" }, LIST);
  });

  test.each([
    "Bearer two\nlines",
    "Bearer t\u00f6ken",
    "Bearer \u0000",
    "",
  ])("is not made with a token that no header can carry (%j)", (authorization) => {
    try {
      service({ authorization });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "config-invalid", source: "inputs" });
      expect(String(error)).toContain("semgrep-token");
      expect(String(error)).not.toContain("two");
    }
  });
});

describe("links from an answer", () => {
  test.each([
    ["/rest/orgs?starting_after=x", "/rest/orgs?starting_after=x"],
    ["https://semgrep.dev/rest/x?a=1", "/rest/x?a=1"],
    ["https://SEMGREP.dev:443/rest/x", "/rest/x"],
    ["https:rest/x", "/rest/x"],
  ])("within the origin (%j) are paths", (link, path) => {
    expect(service().resolve(link)).toBe(path);
  });

  test.each([
    "https://evil.example/x",
    "http://semgrep.dev/x",
    "//evil.example/x",
    "/\\evil.example/x",
    "\thttps://evil.example/",
    "https://semgrep.dev@evil.example/x",
    "https://user:fake@semgrep.dev/x",
    "https://semgrep.dev:8443/x",
    "javascript:alert(1)",
    "http://[",
  ])("that lead elsewhere (%j) are bad responses", (link) => {
    expect(() => service().resolve(link)).toThrow(
      expect.objectContaining({ code: "bad-response", source: "semgrep", hint: expect.any(String) }),
    );
  });

  test("lose the path of the base, so that they can be asked for again", () => {
    expect(
      service({ baseUrl: "https://host.example/snyk" }).resolve("https://host.example/snyk/rest/x"),
    ).toBe("/rest/x");
    expect(service({ baseUrl: "https://host.example/snyk" }).resolve("/rest/x")).toBe("/rest/x");
  });
});

describe("an answer that cannot be trusted", () => {
  const always = (body: nock.Body, status = 200, headers: Record<string, string> = {}) =>
    nock(ORIGIN).get("/api/items").times(4).reply(status, body, headers);

  test.each([
    ["an empty body", 200, "", "answered 200 with an empty body"],
    ["no content", 204, "", "answered 204 with an empty body"],
    ["half of JSON", 200, '{"items":[{"id":1}', "answered 200 with something that is not JSON"],
    ["text", 200, "all is well", "answered 200 with something that is not JSON"],
    [
      "a page",
      200,
      "<!DOCTYPE html><title>secret plans</title>",
      "answered 200 with an HTML page instead of JSON",
    ],
  ])("because it has %s is a bad response, after four tries", async (_, status, body, message) => {
    always(body, status);
    const made = service();
    const error = await errorOf(made);
    expect(error).toMatchObject({ code: "bad-response", source: "semgrep" });
    expect(error.message).toBe(`Semgrep GET /api/items: ${message}, tried 4 times`);
    expect(made.requests).toBe(4);
  });

  test("because it calls itself HTML is a bad response", async () => {
    always(JSON.stringify(GOOD), 200, { "content-type": "text/html; charset=utf-8" });
    expect(await errorOf(service())).toMatchObject({ code: "bad-response" });
  });

  test.each([
    ["{}", " at items"],
    ['{"items":null}', " at items"],
    ['{"data":{}}', " at items"],
    ["[]", " at the top"],
    ['"x"', " at the top"],
    ["null", " at the top"],
    ['{"items":[{"id":"secret"},{"id":2},{},{},{}]}', " at items.0.id, items.2.id, items.3.id"],
  ])("because of its shape (%s) is one that names where, and not what", async (body, where) => {
    always(body);
    const error = await errorOf(service());
    expect(error.message).toBe(
      `Semgrep GET /api/items: gave an answer of an unknown shape${where}, tried 4 times`,
    );
    expect(error.code).toBe("bad-response");
  });

  test("is asked for again, and the next one counts", async () => {
    nock(ORIGIN).get("/api/items").reply(200, "[").get("/api/items").reply(200, GOOD);
    expect(await service().json(READ, LIST)).toEqual(GOOD);
  });

  test("as its reader says with an error of ours is told as the reader tells it", async () => {
    nock(ORIGIN).get("/api/items").reply(200, GOOD);
    const own = new ScanGateError({ code: "not-found", source: "semgrep", message: "no such thing" });
    const schema = {
      parse() {
        throw own;
      },
    };
    await expect(service().json(READ, schema)).rejects.toBe(own);
  });

  test("as its reader says with any other error is of an unknown shape", async () => {
    always(JSON.stringify(GOOD));
    const schema = {
      parse() {
        throw new TypeError("boom");
      },
    };
    await expect(service().json(READ, schema)).rejects.toMatchObject({
      message: "Semgrep GET /api/items: gave an answer of an unknown shape, tried 4 times",
    });
  });
});

describe("a status that is no success", () => {
  test.each([
    [400, "bad-response"],
    [401, "auth"],
    [403, "forbidden"],
    [404, "not-found"],
    [410, "bad-response"],
    [413, "bad-response"],
    [422, "bad-response"],
    [501, "unreachable"],
    [304, "bad-response"],
  ])("%d is %s at once", async (status, code) => {
    nock(ORIGIN)
      .get("/api/items")
      .reply(status, status === 304 ? "" : { error: "Not authorized" });
    const made = service();
    const error = await errorOf(made);
    expect(error).toMatchObject({ code, source: "semgrep", status });
    expect(error.hint).not.toBe("");
    const said = status === 304 ? "" : " (Not authorized)";
    expect(error.message).toBe(`Semgrep GET /api/items: answered ${status}${said}`);
    expect(made.requests).toBe(1);
  });

  test.each([
    [408, "timeout"],
    [500, "unreachable"],
    [502, "unreachable"],
    [503, "unreachable"],
    [504, "unreachable"],
    [522, "unreachable"],
  ])("%d is %s after four tries with growing pauses", async (status, code) => {
    nock(ORIGIN).get("/api/items").times(4).reply(status, "upstream trouble");
    const clock = stillClock();
    const made = service({ clock });
    const error = await errorOf(made);
    expect(error).toMatchObject({ code, status });
    expect(error.hint?.startsWith("Run the job again when https://status.semgrep.dev")).toBe(status >= 500);
    expect(error.message).toBe(
      `Semgrep GET /api/items: answered ${status} (upstream trouble), tried 4 times`,
    );
    expect(clock.pauses).toEqual([750, 1500, 3000]);
    expect(made.requests).toBe(4);
  });

  test("that passes is nothing that the caller sees", async () => {
    nock(ORIGIN).get("/api/items").reply(500).get("/api/items").reply(502).get("/api/items").reply(200, GOOD);
    const told: string[] = [];
    const made = service({ log: (message) => told.push(message) });
    expect(await made.json(READ, LIST)).toEqual(GOOD);
    expect(made.requests).toBe(3);
    expect(told).toEqual([
      "Semgrep GET /api/items: answered 500; next try in 750 ms",
      "Semgrep GET /api/items: answered 502; next try in 1.5 s",
    ]);
  });

  test("in Snyk's words is told without the id of the request, which only the log holds", async () => {
    nock("https://api.snyk.io")
      .get("/rest/self")
      .reply(
        400,
        { jsonapi: {}, errors: [{ status: "400", title: "Bad", detail: "Unknown query parameter 'x'" }] },
        { "snyk-request-id": "4d1a9c4e-0000-4000-8000-000000000000" },
      );
    const told: string[] = [];
    const made = service({
      source: "snyk",
      baseUrl: "https://api.snyk.io",
      authorization: `token ${TOKEN}`,
      log: (message) => told.push(message),
    });
    const error = await errorOf(made, { method: "GET", path: "/rest/self" });
    expect(error.message).toBe("Snyk GET /rest/self: answered 400 (Unknown query parameter 'x')");
    expect(told).toEqual([
      "Snyk GET /rest/self: answered 400, snyk-request-id 4d1a9c4e-0000-4000-8000-000000000000",
    ]);
    expect(error.source).toBe("snyk");
  });
});

describe("rate limits", () => {
  const limited = (headers: Record<string, string>, status = 429) =>
    nock(ORIGIN).get("/api/items").reply(status, { message: "slow down" }, headers);

  test.each([
    ["2", 2000],
    ["Sat, 21 Nov 2026 00:00:03 GMT", 3000],
    ["-1", 750],
    ["soon", 750],
  ])("with Retry-After %j are waited for", async (value, pause) => {
    limited({ "retry-after": value });
    nock(ORIGIN).get("/api/items").reply(200, GOOD);
    const clock = stillClock();
    expect(await service({ clock }).json(READ, LIST)).toEqual(GOOD);
    expect(clock.pauses).toEqual([pause]);
  });

  test("that outlast the time limit end at once, with the time to run again", async () => {
    limited({ "retry-after": "3600" });
    const clock = stillClock();
    const made = service({ clock, deadline: deadlineOf(30_000) });
    const error = await errorOf(made);
    expect(error).toMatchObject({ code: "rate-limited", status: 429 });
    expect(error.message).toBe(
      "Semgrep GET /api/items: answered 429 (slow down); it asks to wait 60 min, which is more than is left of the time limit",
    );
    expect(error.hint).toBe("Run the job again in 60 min");
    expect(clock.pauses).toEqual([]);
  });

  test("that are pauses of a service that is down are told in the same way", async () => {
    limited({ "retry-after": "3600" }, 503);
    const error = await errorOf(service({ deadline: deadlineOf(30_000) }));
    expect(error).toMatchObject({ code: "unreachable", status: 503, hint: "Run the job again in 60 min" });
    expect(error.message).toBe(
      "Semgrep GET /api/items: answered 503 (slow down); it asks to wait 60 min, which is more than is left of the time limit",
    );
  });

  test("that do not end are told after four tries", async () => {
    nock(ORIGIN).get("/api/items").times(4).reply(429, "");
    const error = await errorOf(service());
    expect(error).toMatchObject({ code: "rate-limited", hint: "Run the job again later" });
    expect(error.message).toBe("Semgrep GET /api/items: answered 429, tried 4 times");
  });

  test("without a time are one pause of a minute for all requests to Snyk", async () => {
    nock(ORIGIN).get("/api/items").times(3).reply(429, "");
    nock(ORIGIN).get("/api/items").times(4).reply(200, GOOD);
    let now = Date.UTC(2026, 10, 21);
    const woken: (() => void)[] = [];
    const pauses: number[] = [];
    const clock = {
      now: () => now,
      sleep: (ms: number) =>
        new Promise<void>((resolve) => {
          pauses.push(ms);
          woken.push(resolve);
        }),
    };
    const made = service({ source: "snyk", clock: { ...clock, pauses } });
    const asked = [1, 2, 3].map(() => made.json(READ, LIST));
    await eventually(() => expect(pauses).toHaveLength(3));
    const late = made.json(READ, LIST);
    await eventually(() => expect(pauses).toHaveLength(4));
    expect(new Set(pauses)).toEqual(new Set([60_000]));
    now += 60_000;
    for (const wake of woken) wake();
    expect(await Promise.all([...asked, late])).toEqual([GOOD, GOOD, GOOD, GOOD]);
    expect(made.requests).toBe(7);
  });

  test("without a time that do not fit end at once, also for what was not sent yet", async () => {
    nock(ORIGIN).get("/api/items").reply(429, "");
    const clock = stillClock();
    const made = service({ source: "snyk", clock, deadline: deadlineOf(30_000) });
    const what = "a pause of 60 s is needed, which is more than is left of the time limit";
    expect((await errorOf(made)).message).toBe(`Snyk GET /api/items: answered 429; ${what}`);
    expect(await errorOf(made)).toMatchObject({
      code: "rate-limited",
      message: expect.stringContaining(what),
    });
    expect([made.requests, clock.pauses]).toEqual([1, []]);
  });

  test("told as 403 are limits where a header says so, and a refusal where none does", async () => {
    limited({ "retry-after": "1" }, 403);
    nock(ORIGIN).get("/api/items").reply(403, { message: "plan" }, { "x-ratelimit-remaining": "0" });
    const clock = stillClock();
    expect(await errorOf(service({ clock }))).toMatchObject({ code: "forbidden" });
    expect(clock.pauses).toEqual([1000]);
  });

  test("are waited for by a request that creates something too, for it was refused", async () => {
    nock(ORIGIN)
      .post("/api/tickets")
      .reply(429, "", { "retry-after": "1" })
      .post("/api/tickets")
      .reply(201, GOOD);
    expect(await service().json(CREATE, LIST)).toEqual(GOOD);
  });
});

describe("a request that creates something", () => {
  test.each([
    502, 503, 504, 500, 408,
  ])("is sent once when the answer is %d, and says that nobody knows", async (status) => {
    nock(ORIGIN).post("/api/tickets").reply(status, "");
    const error = await errorOf(service(), CREATE);
    expect(error.message).toBe(
      `Semgrep POST /api/tickets: answered ${status}; it is not known whether it took effect, and it is not sent again`,
    );
  });

  test("is sent once when its answer cannot be read", async () => {
    nock(ORIGIN).post("/api/tickets").reply(201, "{");
    expect((await errorOf(service(), CREATE)).message).toContain("not known whether it took effect");
  });

  test("is refused without a doubt by a 4xx", async () => {
    nock(ORIGIN).post("/api/tickets").reply(422, { message: "no" });
    expect((await errorOf(service(), CREATE)).message).toBe("Semgrep POST /api/tickets: answered 422 (no)");
  });

  test("is repeated when it only reads", async () => {
    nock(ORIGIN).post("/api/tickets").reply(503).post("/api/tickets").reply(200, GOOD);
    expect(await service().json({ ...CREATE, reads: true }, LIST)).toEqual(GOOD);
  });
});

describe("the time limit", () => {
  test("that is used up lets nothing be sent", async () => {
    const made = service({ deadline: deadlineOf(0) });
    const error = await errorOf(made);
    expect(error).toMatchObject({ code: "timeout", source: "semgrep" });
    expect(error.message).toBe("Semgrep GET /api/items: no whole answer before the time limit");
    expect(made.requests).toBe(0);
  });

  test("that has no room for the next pause ends the tries at once", async () => {
    nock(ORIGIN).get("/api/items").reply(503, "");
    const clock = stillClock();
    const error = await errorOf(service({ clock, deadline: deadlineOf(700) }));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toBe("Semgrep GET /api/items: answered 503");
    expect(clock.pauses).toEqual([]);
  });

  test("of a cancelled run is told as that, and a creating request does not claim more than it knows", async () => {
    const controller = new AbortController();
    controller.abort(
      new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
    );
    const error = await errorOf(service({ deadline: deadlineOf(1000, controller) }), CREATE);
    expect(error).toMatchObject({ code: "cancelled", source: "semgrep" });
    expect(error.message).toBe("Semgrep POST /api/tickets: the run was cancelled");
  });

  test("ends a pause", async () => {
    nock(ORIGIN).get("/api/items").reply(503, "");
    const controller = new AbortController();
    const clock: TestClock = {
      ...stillClock(),
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          controller.abort(new ScanGateError({ code: "timeout", source: "gate", message: "over" }));
        }),
    };
    const error = await errorOf(service({ clock, deadline: deadlineOf(600_000, controller) }));
    expect(error).toMatchObject({ code: "timeout", source: "semgrep" });
  });
});

describe("a service that is down", () => {
  test("is not asked any more after three requests failed in a row, until a minute has gone by", async () => {
    nock(ORIGIN).get("/api/items").times(12).reply(503, "");
    const clock = stillClock();
    const made = service({ clock });
    for (const _ of [1, 2, 3]) expect(await errorOf(made)).toMatchObject({ code: "unreachable" });
    const error = await errorOf(made);
    expect(error).toMatchObject({ code: "unreachable", source: "semgrep" });
    expect(error.message).toContain("not sent, because Semgrep failed several times in a row");
    expect(made.requests).toBe(12);
    await clock.sleep(60_000, new AbortController().signal);
    nock(ORIGIN).get("/api/items").reply(200, GOOD);
    expect(await made.json(READ, LIST)).toEqual(GOOD);
    expect(made.requests).toBe(13);
  });

  test("is given one try after that minute, and left alone again when it fails", async () => {
    nock(ORIGIN).get("/api/items").times(16).reply(503, "");
    const clock = stillClock();
    const made = service({ clock });
    for (const _ of [1, 2, 3]) await errorOf(made);
    await clock.sleep(60_000, new AbortController().signal);
    await errorOf(made);
    await errorOf(made);
    expect(made.requests).toBe(16);
  });

  test("is one that does not answer, and not one that refuses", async () => {
    nock(ORIGIN).get("/api/items").times(5).reply(404, "");
    const made = service();
    for (const _ of [1, 2, 3, 4, 5]) expect(await errorOf(made)).toMatchObject({ code: "not-found" });
  });
});

describe("tokens", () => {
  test.each([
    `Bearer ${TOKEN}`,
    TOKEN,
    "other-secret",
  ])("that a service sends back (%s) are not told", async (secret) => {
    nock(ORIGIN)
      .get("/api/items")
      .reply(400, { message: `bad header: ${secret}` });
    const error = await errorOf(service());
    expect(error.message).toBe("Semgrep GET /api/items: answered 400 (bad header: ***)");
  });

  test("at the edge of what is told are not told by half", async () => {
    nock(ORIGIN)
      .get("/api/items")
      .reply(400, { message: "x".repeat(290) + TOKEN });
    expect(JSON.stringify(await errorOf(service()))).not.toContain(TOKEN.slice(0, 6));
  });

  test("in a redirect or a header are not told", async () => {
    nock(ORIGIN)
      .get("/api/items")
      .reply(302, "", { location: `https://${TOKEN}.evil.example/${TOKEN}` });
    const error = await errorOf(service());
    expect(error.code).toBe("bad-response");
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(TOKEN);
    expect(error.message).toContain("another origin (https://***.evil.example)");
  });
});
