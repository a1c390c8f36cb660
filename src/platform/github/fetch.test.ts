import { describe, expect, test } from "vitest";
import type { Caller } from "../http/caller.ts";
import type { Call } from "../http/errors.ts";
import type { Answer } from "../http/transport.ts";
import { createGuardedFetch, RAW } from "./fetch.ts";

const BASE = { origin: "https://api.github.com", path: "" };

/** A caller that gives one answer and remembers what it was asked. */
function answering(answer: Partial<Answer>) {
  const calls: Call[] = [];
  const caller: Caller = {
    requests: 0,
    async call(call, read) {
      calls.push(call);
      return read({ status: 200, headers: {}, body: "[]", ...answer });
    },
  };
  return { calls, fetch: createGuardedFetch(caller, BASE) };
}

describe("the fetch that Octokit is given", () => {
  test("asks nothing of another origin", async () => {
    const { calls, fetch } = answering({});
    await expect(fetch("https://evil.example/repos")).rejects.toMatchObject({ code: "bad-response" });
    await expect(fetch("http://api.github.com/repos")).rejects.toMatchObject({ code: "bad-response" });
    expect(calls).toEqual([]);
  });

  test("repeats what may be repeated", async () => {
    const { calls, fetch } = answering({});
    for (const method of ["GET", "PATCH", "PUT", "DELETE", "POST"]) {
      await fetch("https://api.github.com/x", {
        method,
        headers: {},
        body: method === "GET" ? undefined : "{}",
      });
    }
    await fetch("https://api.github.com/x");
    expect(calls.map(({ repeats }) => repeats)).toEqual([true, true, true, true, false, true]);
    expect(calls.map(({ request }) => request.body)).toEqual([undefined, "{}", "{}", "{}", "{}", undefined]);
  });

  test("hands on the body and the link, and no other header", async () => {
    const { fetch } = answering({
      body: "[1]",
      headers: { link: "<x>", deprecation: "true", "set-cookie": "a" },
    });
    const response = await fetch("https://api.github.com/x", { headers: { Accept: "application/json" } });
    expect(await response.text()).toBe("[1]");
    expect([...response.headers]).toEqual([
      ["content-type", "application/json; charset=utf-8"],
      ["link", "<x>"],
    ]);
  });

  test("takes a file only from a 200", async () => {
    const init = { headers: { accept: RAW } };
    expect(await (await answering({ body: "text" }).fetch("https://api.github.com/x", init)).text()).toBe(
      "text",
    );
    await expect(
      answering({ status: 204, body: "" }).fetch("https://api.github.com/x", init),
    ).rejects.toThrow("answered 204 where a file was expected");
  });

  test("takes no half answer for data", async () => {
    await expect(answering({ body: "[1" }).fetch("https://api.github.com/x")).rejects.toMatchObject({
      code: "bad-response",
    });
  });
});
