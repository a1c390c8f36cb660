import * as crypto from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Observation } from "./finding.ts";
import { fingerprintOf, identityKey, numberOccurrences } from "./identity.ts";

function observed(over: Partial<Observation> = {}): Observation {
  return {
    source: "semgrep",
    tool: "semgrep",
    id: "1",
    identity: "rule-a",
    type: "sast",
    severity: "high",
    title: "SQL injection",
    cwe: [],
    identifiers: [],
    ...over,
  };
}

afterEach(() => {
  vi.doUnmock("node:crypto");
  vi.resetModules();
});

describe("a fingerprint", () => {
  it("is the first half of the SHA-256 of the key, in any version of Node.js", async () => {
    const one = observed({ path: "src/ä.ts" });
    const whole = crypto.createHash("sha256").update(identityKey(one)).digest("hex");
    expect(whole.startsWith(fingerprintOf(one))).toBe(true);
    vi.doMock("node:crypto", () => ({ createHash: crypto.createHash, hash: undefined }));
    vi.resetModules();
    const older = await import("./identity.ts");
    expect(older.fingerprintOf(one)).toBe(fingerprintOf(one));
  });

  it("is 32 hex digits and always the same", () => {
    const fingerprint = fingerprintOf(observed({ path: "src/a.ts" }));
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintOf(observed({ path: "src/a.ts" }))).toBe(fingerprint);
  });

  it("stays when lines, severity, words, native id, or source change", () => {
    const moved = observed({
      path: "a",
      line: 9,
      endLine: 12,
      severity: "low",
      title: "x",
      id: "2",
      source: "reports",
    });
    expect(fingerprintOf(moved)).toBe(fingerprintOf(observed({ path: "a", line: 1 })));
  });

  it.each([
    ["tool", { tool: "snyk" }],
    ["type", { type: "iac" }],
    ["identity", { identity: "rule-b" }],
    ["path", { path: "b" }],
  ] as const)("differs with the %s", (_part, over) => {
    expect(fingerprintOf(observed({ path: "a", ...over }))).not.toBe(fingerprintOf(observed({ path: "a" })));
  });

  it("looks at the project only where there is no path", () => {
    const key = (over: Partial<Observation>) => identityKey(observed(over));
    expect(key({ project: "p" })).not.toBe(key({ project: "q" }));
    expect(key({ project: "p" })).not.toBe(key({}));
    expect(key({ path: "a", project: "p" })).toBe(key({ path: "a", project: "q" }));
    expect(key({ path: "p" })).not.toBe(key({ project: "p" }));
  });

  it("cannot be forged by separators in a part", () => {
    expect(identityKey(observed({ identity: 'a","b', path: "c" }))).not.toBe(
      identityKey(observed({ identity: "a", path: 'b","c' })),
    );
  });
});

describe("numbered occurrences", () => {
  it("leave the first alone and number the others in their order", () => {
    expect(numberOccurrences(["a", "b", "a", "a", "b"])).toEqual(["a", "b", "a#2", "a#3", "b#2"]);
  });
});
