import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip } from "./escape.ts";
import { createRedact, redactDeep, redactInSteps } from "./redact.ts";

const TOKEN = "fake_tok-3n.S3cret~42/+x";
/** Made anew by each test: what it remembers of one text is no part of another test. */
const forToken = () => createRedact([TOKEN]);
const bytes = Buffer.from(TOKEN);
const perByte = (encode: (byte: number) => string) => [...bytes].map(encode).join("");
const hex = (byte: number) => byte.toString(16).padStart(2, "0");

const ENCODED: Record<string, string> = {
  plain: TOKEN,
  "upper case": TOKEN.toUpperCase(),
  reversed: [...TOKEN].reverse().join(""),
  base64: bytes.toString("base64").replace(/=+$/, ""),
  base64url: bytes.toString("base64url"),
  "base64 twice": Buffer.from(bytes.toString("base64")).toString("base64").replace(/=+$/, ""),
  hex: bytes.toString("hex"),
  "upper-case hex": bytes.toString("hex").toUpperCase(),
  "percent-encoded": encodeURIComponent(TOKEN),
  "percent-encoded byte by byte": perByte((byte) => `%${hex(byte)}`),
  "JSON escapes": perByte((byte) => `\\u00${hex(byte)}`),
  "decimal entities": perByte((byte) => `&#${byte};`),
  "hex entities": perByte((byte) => `&#x${hex(byte)};`),
};

describe("createRedact", () => {
  it.each(Object.entries(ENCODED))("replaces a secret that comes back %s", (_, encoded) => {
    const redact = forToken();
    // The last base64 digit may hold bits of what follows the secret, and stays.
    expect(redact(`before ${encoded} after`)).toMatch(/^before \*\*\*.? after$/);
  });

  it("finds a secret inside base64 of a longer text, wherever it starts in a group", () => {
    const redact = forToken();
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
        const encoded = Buffer.from(`${before}${TOKEN}${after}`).toString("base64");
        expect(redact(encoded)).toContain("***");
      }),
    );
  });

  it("leaves a text without the secret as it is", () => {
    const redact = forToken();
    fc.assert(fc.property(fc.string(), (text) => redact(text) === text));
  });

  it("does not search for a secret so short that it would match common words", () => {
    expect(createRedact(["highs"])("five highs here")).toBe("five highs here");
    expect(createRedact(["sixsix"])("six sixsix here")).toBe("six *** here");
  });

  it.each([
    "&#38;&#60;&#62;&#34;",
    "&amp;&lt;&gt;&quot;",
    '&<>\\"',
  ])("finds the signs of HTML and JSON in a token as %s", (signs) => {
    expect(createRedact(['fake-&<>"-token'])(`a fake-${signs}-token b`)).toBe("a *** b");
  });

  it("finds a secret whose base64 has signs that the form for addresses replaces", () => {
    const secret = "fake>>>???fake>>>???";
    const encoded = Buffer.from(secret).toString("base64");
    expect(encoded).toMatch(/\+.*\//);
    for (const text of [encoded, Buffer.from(secret).toString("base64url")])
      expect(createRedact([secret])(text)).toMatch(/^\*\*\*.?=?$/);
  });

  it("takes the signs of patterns in a token for themselves", () => {
    expect(createRedact(["fake.(token)+?"])("a fake.(token)+? b")).toBe("a *** b");
    expect(createRedact(["fake.token"])("a fake-token b")).toBe("a fake-token b");
  });

  it("searches for the longest token that the inputs take, and makes no pattern of anything longer", () => {
    const longest = "fake-".repeat(1_000).slice(0, 4_096);
    expect(createRedact([longest, "other-fake-token"])(`a ${longest} b`)).toBe("a *** b");
    expect(createRedact([longest])(Buffer.from(longest).toString("hex"))).toBe("***");
    expect(createRedact(["x".repeat(100_000)])("as it is")).toBe("as it is");
  });

  it("replaces the longer of two secrets that share their beginning", () => {
    expect(createRedact(["abcdef", "abcdefghi"])("x abcdefghi y")).toBe("x *** y");
  });
});

describe("redactDeep", () => {
  it("redacts strings and keys at any depth and keeps the rest", () => {
    const redact = forToken();
    const value = { list: [1, null, { [TOKEN]: `has ${TOKEN}` }], flag: true };
    expect(redactDeep(value, redact)).toEqual({ list: [1, null, { "***": "has ***" }], flag: true });
  });

  it("gives back the very same value when there is nothing to redact", () => {
    const redact = forToken();
    const value = { list: ["a", { b: 1 }] };
    expect(redactDeep(value, redact)).toBe(value);
  });

  it("copies only what holds a secret, keeps the order, and changes nothing that it was given", () => {
    const redact = forToken();
    const value = { first: [{ kept: 1 }, `has ${TOKEN}`], second: { kept: 2 }, [TOKEN]: 3, last: 4 };
    const before = structuredClone(value);
    const redacted = redactDeep(value, redact);
    expect(Object.keys(redacted)).toEqual(["first", "second", "***", "last"]);
    expect(redacted.first).toEqual([{ kept: 1 }, "has ***"]);
    expect(redacted.first[0]).toBe(value.first[0]);
    expect(redacted.second).toBe(value.second);
    expect(value).toEqual(before);
  });
});

describe("a text that was cut in the middle of a secret", () => {
  const token = "fake0token1of2thirty3six4characters5";
  const forBoth = () => createRedact([token, "another-fake-secret"]);

  it("keeps no beginning of it in front of the ellipsis", () => {
    const redact = forBoth();
    for (let length = 6; length < token.length; length += 1) {
      expect(redact(`sent ${token.slice(0, length)}\u2026, and so on`)).toBe("sent ***\u2026, and so on");
    }
    expect(redact(`${clip(`Bearer ${token}`, 40)}; ANOTHER-FAKE\u2026`)).toBe("Bearer ***\u2026; ***\u2026");
  });

  it("keeps nothing of a secret that repeats itself", () => {
    const redact = createRedact(["FakeFakeFakeFakeEnd"]);
    for (const cut of ["FakeFa", "FakeFake", "FakeFakeFake", "fakefakefakefake"])
      expect(redact(`sent ${cut}\u2026`)).toBe("sent ***\u2026");
  });

  it("keeps none of its encodings either", () => {
    const redact = forBoth();
    const encoded = Buffer.from(token).toString("base64");
    expect(redact(`${encoded.slice(0, 30)}\u2026`)).toBe("***\u2026");
  });

  it("keeps all else, be it ever so full of ellipses", () => {
    const redact = forBoth();
    const text = `fake\u2026 token1\u2026 ${"\u2026".repeat(200_000)}`;
    expect(redact(text)).toBe(text);
  });
});

describe("redactInSteps", () => {
  function finish<T>(steps: Generator<void, T, void>): { readonly value: T; readonly stops: number } {
    for (let stops = 0; ; stops += 1) {
      const step = steps.next();
      if (step.done === true) return { value: step.value, stops };
    }
  }

  it("gives what redactDeep gives, whatever the value", () => {
    const redact = forToken();
    const text = fc.oneof(fc.string(), fc.constant(`a ${TOKEN} b`));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(text, fc.integer(), fc.constant(null), tie("list"), tie("object")),
      list: fc.array(tie("any"), { maxLength: 4 }),
      object: fc.dictionary(text, tie("any"), { maxKeys: 4 }),
    })).any;
    fc.assert(
      fc.property(value, (given) => {
        expect(finish(redactInSteps(given, redact)).value).toStrictEqual(redactDeep(given, redact));
      }),
    );
  });

  it("redacts every item of a list, and leaves the list that was given as it was", () => {
    const redact = forToken();
    const given = [TOKEN, "clean", TOKEN];
    const { value } = finish(redactInSteps(given, redact));
    expect(JSON.stringify(value)).not.toContain(TOKEN);
    expect(given).toEqual([TOKEN, "clean", TOKEN]);
  });

  it("stops within a long list, redacts each item of it, and copies nothing that is clean", () => {
    const redact = forToken();
    const clean = Array.from({ length: 5_000 }, (_, index) => ({ title: `finding ${index}` }));
    const { value, stops } = finish(redactInSteps({ findings: clean }, redact));
    expect(value.findings).toBe(clean);
    expect(stops).toBeGreaterThanOrEqual(2);
    const dirty = finish(redactInSteps([...clean, { title: TOKEN }], redact)).value;
    expect(dirty.at(-1)).toEqual({ title: "***" });
    expect(dirty[0]).toBe(clean[0]);
  });
});
