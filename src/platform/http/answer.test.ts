import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson, refusal, serviceMessage } from "./answer.ts";

const same = (text: string) => text;
const NOW = Date.UTC(2026, 10, 21);

describe("a service's own words", () => {
  test.each([
    ['{"message":"a"}', "a"],
    ['{"error":"Not authorized"}', "Not authorized"],
    ['{"code":401,"message":"","error":"b"}', "b"],
    ['{"detail":"c"}', "c"],
    ['{"errors":[{"title":"T","detail":"d"},{"title":"e"},"f",null,7]}', "d; e; f"],
    ['{"message":"Validation Failed","errors":[{"message":"too long"}]}', "Validation Failed; too long"],
    ["  plain words \n", "plain words"],
    ['["list"]', undefined],
    ['{"message":{"deep":1}}', undefined],
    ["{}", undefined],
    ['{"message":"cut', undefined],
    ["", undefined],
    ["<html>log in</html>", undefined],
    ["upstream <b>error</b>", undefined],
  ])("in %j are %j", (body, words) => {
    expect(serviceMessage(body, same)).toBe(words);
  });

  test("stand in one line, with what cannot be seen shown, and not too long", () => {
    expect(serviceMessage('{"message":"a\\n::add-mask::b\\u001b[2J\\u202e"}', same)).toBe(
      "a ::add-mask::b(U+001B)[2J(U+202E)",
    );
    expect(serviceMessage(`{"message":"${"x".repeat(5000)}"}`, same)).toHaveLength(300);
  });

  test("lose their tokens before they are cut", () => {
    const hide = (text: string) => text.replaceAll("fake-token", "***");
    expect(serviceMessage(`${"x".repeat(296)}fake-token`, hide)).toBe(`${"x".repeat(296)}***`);
  });

  test("nested without end cost nothing", () => {
    const body = `${'{"errors":['.repeat(50_000)}${"]}".repeat(50_000)}`;
    expect(serviceMessage(body, same)).toBeUndefined();
  });

  test("are read from any body without a fault", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect((serviceMessage(body, same) ?? "").length).toBeLessThanOrEqual(300);
      }),
    );
  });
});

describe("a body that should be JSON", () => {
  const answer = (body: string, contentType?: string) => ({
    status: 200,
    body,
    headers: contentType === undefined ? {} : { "content-type": contentType },
  });

  test("may come under any type but a page's", () => {
    expect(parseJson(answer("[1]"))).toEqual([1]);
    expect(parseJson(answer("[1]", "text/plain"))).toEqual([1]);
    expect(parseJson(answer("[1]", "application/vnd.api+json"))).toEqual([1]);
    expect(() => parseJson(answer("[1]", "text/HTML"))).toThrow("HTML page");
  });

  test("keeps integers that a number would round, as texts, and everything else as it is", () => {
    const body =
      '{"id":9007199254740993,"other":[ -9223372036854775808],"safe":9007199254740991,"part":0.12345678901234567890,"e":12345678901234567890e2,"text":"id: 9007199254740993 \\" 9007199254740993","9007199254740993":1}';
    expect(parseJson(answer(body))).toEqual({
      id: "9007199254740993",
      other: ["-9223372036854775808"],
      safe: 9007199254740991,
      part: Number("0.12345678901234567890"),
      e: Number("12345678901234567890e2"),
      text: 'id: 9007199254740993 " 9007199254740993',
      "9007199254740993": 1,
    });
  });

  test("is never told when it is something else", () => {
    expect(() => parseJson(answer("secret text"))).toThrow(/^answered 200 with something that is not JSON$/);
  });

  test("keeps __proto__ from changing anything", () => {
    const value = parseJson(answer('{"__proto__":{"polluted":1}}'));
    expect(Object.hasOwn(Object(value), "__proto__")).toBe(true);
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("the meaning of a status", () => {
  test("of a success is nothing", () => {
    for (const status of [200, 201, 202, 204]) {
      expect(refusal({ status, body: "", headers: {} }, { now: NOW, hide: same })).toBeUndefined();
    }
  });

  test("of a server's error keeps the wait that it asks for", () => {
    const headers = { "retry-after": "5" };
    expect(refusal({ status: 503, body: "", headers }, { now: NOW, hide: same })).toMatchObject({
      code: "unreachable",
      waitMs: 5000,
      noEffect: false,
    });
  });

  test("of a 429 without a time is a limit without a wait", () => {
    expect(refusal({ status: 429, body: "", headers: {} }, { now: NOW, hide: same })).toMatchObject({
      code: "rate-limited",
      waitMs: undefined,
      noEffect: true,
    });
  });
});
