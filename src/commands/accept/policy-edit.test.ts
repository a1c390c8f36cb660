import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../test/support/any-text.ts";
import { parsePolicyFile } from "../../settings/policy/file.ts";
import { addSuppression, sameSuppression } from "./policy-edit.ts";

const PATH = ".github/scan-gate.yml";
const entry = {
  id: "CVE-2021-23337",
  reason: "only used at build time",
  owner: "@sam-berg",
  expires: "2027-01-31",
};
const FLOW =
  '{ id: "CVE-2021-23337", reason: "only used at build time", owner: "@sam-berg", expires: 2027-01-31 }';
const block = (indent: string, eol = "\n") =>
  [
    `${indent}- id: "CVE-2021-23337"`,
    `${indent}  reason: "only used at build time"`,
    `${indent}  owner: "@sam-berg"`,
    `${indent}  expires: 2027-01-31`,
  ].join(eol);
const OLD = '- { id: "1", reason: known, expires: 2027-01-01 }';

function edited(text: string | undefined, more: Partial<typeof entry> = {}): string {
  const edit = addSuppression(text, { entry: { ...entry, ...more }, path: PATH });
  return edit.ok ? edit.text : `refused: ${edit.problem}`;
}

describe("addSuppression", () => {
  it.each([
    ["no file", undefined, `version: 1\nsuppress:\n${block("  ")}\n`],
    ["an empty file", "", `version: 1\nsuppress:\n${block("  ")}\n`],
    [
      "a file with a byte order mark and nothing else",
      "\ufeff",
      `\ufeffversion: 1\nsuppress:\n${block("  ")}\n`,
    ],
    ["a file of comments", "# ours\n\n", `# ours\n\nversion: 1\nsuppress:\n${block("  ")}\n`],
    ["comments without a line end", "# ours", `# ours\nversion: 1\nsuppress:\n${block("  ")}`],
    ["no suppress key", "version: 1 # one\n# end\n", `version: 1 # one\n# end\nsuppress:\n${block("  ")}\n`],
    ["no line end at the end", "version: 1", `version: 1\nsuppress:\n${block("  ")}`],
    [
      "CRLF",
      "version: 1\r\nfail-on: low\r\n",
      `version: 1\r\nfail-on: low\r\nsuppress:\r\n${block("  ", "\r\n")}\r\n`,
    ],
    [
      "CRLF and no line end at the end",
      `version: 1\r\nsuppress:\r\n  ${OLD}`,
      `version: 1\r\nsuppress:\r\n  ${OLD}\r\n${block("  ", "\r\n")}`,
    ],
    [
      "CRLF but for the last line",
      "version: 1\r\nfail-on: low\n",
      `version: 1\r\nfail-on: low\nsuppress:\n${block("  ")}\n`,
    ],
    [
      "CRLF in the last line alone",
      `version: 1\nsuppress:\n  ${OLD}\r\n`,
      `version: 1\nsuppress:\n  ${OLD}\r\n${block("  ", "\r\n")}\r\n`,
    ],
    [
      "CRLF behind the list alone",
      `suppress:\n  ${OLD}\nversion: 1\r\n`,
      `suppress:\n  ${OLD}\n${block("  ")}\nversion: 1\r\n`,
    ],
    ["a mark at the end", "version: 1\n...\n", `version: 1\nsuppress:\n${block("  ")}\n...\n`],
    ["a mark at the beginning", "---\nversion: 1\n", `---\nversion: 1\nsuppress:\n${block("  ")}\n`],
    ["a byte order mark", "\ufeffversion: 1\n", `\ufeffversion: 1\nsuppress:\n${block("  ")}\n`],
    [
      "a whole that is indented",
      "  version: 1\n  fail-on: low\n",
      `  version: 1\n  fail-on: low\n  suppress:\n${block("    ")}\n`,
    ],
    [
      "a list in the middle, with comments",
      `version: 1\nsuppress: # ours\n    # first\n    ${OLD} # known\n    # last\nfail-on: low\n`,
      `version: 1\nsuppress: # ours\n    # first\n    ${OLD} # known\n${block("    ")}\n    # last\nfail-on: low\n`,
    ],
    [
      "a list that is not indented",
      `suppress:\n- id: "1"\n  reason: known\n  expires: 2027-01-01\n\nversion: 1\n`,
      `suppress:\n- id: "1"\n  reason: known\n  expires: 2027-01-01\n${block("")}\n\nversion: 1\n`,
    ],
    [
      "an entry that ends with a text of several lines",
      'version: 1\nsuppress:\n  - id: "1"\n    expires: 2027-01-01\n    reason: |\n      known\n\n      for long\n\nfail-on: low\n',
      `version: 1\nsuppress:\n  - id: "1"\n    expires: 2027-01-01\n    reason: |\n      known\n\n      for long\n${block("  ")}\n\nfail-on: low\n`,
    ],
    [
      "an entry that ends with a list",
      'version: 1\nsuppress:\n  - id: "1"\n    expires: 2027-01-01\n    reason: known\n    paths:\n      - "a/**"\n      - "b/**" # both\n',
      `version: 1\nsuppress:\n  - id: "1"\n    expires: 2027-01-01\n    reason: known\n    paths:\n      - "a/**"\n      - "b/**" # both\n${block("  ")}\n`,
    ],
    ["an empty list", "version: 1\nsuppress: [] # none\n", `version: 1\nsuppress: [${FLOW}] # none\n`],
    [
      "a list in brackets",
      "version: 1\nsuppress: [{id: a, reason: b, expires: 2027-01-01}]\n",
      `version: 1\nsuppress: [{id: a, reason: b, expires: 2027-01-01}, ${FLOW}]\n`,
    ],
    [
      "a list in brackets over lines, with a comma at its end",
      "version: 1\nsuppress: [\n  {id: a, reason: b, expires: 2027-01-01}, # old\n]\n",
      `version: 1\nsuppress: [\n  {id: a, reason: b, expires: 2027-01-01}, ${FLOW}, # old\n]\n`,
    ],
    [
      "a key without a value",
      "version: 1\nsuppress: # none yet\nfail-on: low\n",
      `version: 1\nsuppress: # none yet\n${block("  ")}\nfail-on: low\n`,
    ],
    [
      "a key without a value at the very end",
      "version: 1\nsuppress:",
      `version: 1\nsuppress:\n${block("  ")}`,
    ],
    [
      "a null that is written",
      "version: 1\nsuppress: ~ # none\n",
      `version: 1\nsuppress: [${FLOW}] # none\n`,
    ],
    ["a whole in braces", "{version: 1}\n", `{version: 1, suppress: [${FLOW}]}\n`],
    [
      "a whole in braces with the key",
      "{version: 1, suppress: , fail-on: low}",
      `{version: 1, suppress:  [${FLOW}], fail-on: low}`,
    ],
    ["a whole in braces with the bare key", "{version: 1, suppress}", `{version: 1, suppress: [${FLOW}]}`],
    [
      "a key in quotes",
      `"version": 1\n"suppress":\n  ${OLD}\n`,
      `"version": 1\n"suppress":\n  ${OLD}\n${block("  ")}\n`,
    ],
    [
      "a text of several lines at the end",
      'version: 1\nrules:\n  - match: { id: "1" }\n    fail-on: none\n\n\n',
      `version: 1\nrules:\n  - match: { id: "1" }\n    fail-on: none\n\n\nsuppress:\n${block("  ")}\n`,
    ],
  ])("adds to %s, and leaves every other byte", (_, before, after) => {
    expect(edited(before)).toBe(after);
  });

  it.each([
    ["anchors", "version: 1\nlocal: &a { suppress: true }\n", "anchors are not supported"],
    ["a wrong key", "version: 1\nsupress: []\n", "did you mean suppress"],
    ["a list that is none", "version: 1\nsuppress: all\n", "must be a list"],
    ["two documents", "version: 1\n---\nversion: 1\n", "it cannot be used"],
    ["broken YAML", "version: [\n", "it cannot be used"],
    ["a mark alone", "---\n", "it cannot be used"],
  ])("refuses a file with %s", (_, before, problem) => {
    expect(edited(before)).toContain(problem);
    expect(edited(before)).toMatch(/^refused: /);
  });

  it("refuses an entry that the file cannot hold", () => {
    expect(edited("version: 1\n", { reason: "x".repeat(3000) })).toMatch(
      /^refused: with the exception, it cannot be used: .*at most 2000 characters/,
    );
    expect(edited("version: 1\n", { expires: "2027-02-30" })).toMatch(/^refused: with the exception/);
  });

  it("writes any ID and reason as texts of one line", () => {
    const word = anyText({ minLength: 1, maxLength: 60 }).filter(
      (text) => text.trim() === text && !/\p{Cs}/u.test(text),
    );
    fc.assert(
      fc.property(word, word, (id, reason) => {
        const text = edited("version: 1\n", { id, reason });
        expect(text.split(/\r|\n|\u2028|\u2029|\u0085/)).toHaveLength(7);
        const read = parsePolicyFile(text, PATH);
        expect(read.ok && read.policy.suppress).toEqual([{ ...entry, id, reason }]);
      }),
    );
  });
});

describe("sameSuppression", () => {
  const of = (text: string) => sameSuppression(text, { entry, path: PATH });

  it("finds the entry that accepts the same, whoever asked for it", () => {
    expect(of(edited(`version: 1\nsuppress:\n  ${OLD}\n`, { owner: "@jo" }))?.owner).toBe("@jo");
  });

  it.each([
    ["another date", edited(undefined, { expires: "2027-02-01" })],
    ["another reason", edited(undefined, { reason: "late" })],
    ["an ID that is only like it", edited(undefined, { id: "CVE-2021-2333" })],
    ["less reach", `${edited(undefined)}    paths: ["a/**"]\n`],
    ["no entries", "version: 1\n"],
    ["a broken file", "version: ["],
  ])("finds none with %s", (_, text) => {
    expect(of(text)).toBeUndefined();
  });
});
