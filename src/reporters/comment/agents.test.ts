import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding, anObservation } from "../../../test/support/a-report.ts";
import { anyText } from "../../../test/support/any-text.ts";
import { FIXED_ADVICE, planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import { agentsJson } from "./agents.ts";

interface Block {
  readonly blocking: readonly {
    readonly fingerprint: string;
    readonly path: string;
    readonly fix?: string;
  }[];
  readonly more?: number;
}

const jsonOf = (findings: readonly Finding[]) => agentsJson(findings, planFixes(findings));

/** What an agent reads; its shape is our own. */
const read = (findings: readonly Finding[]): Block =>
  JSON.parse(jsonOf(findings).replace(/^```json\n|\n```$/g, "")) as Block;
const entriesOf = (json: string): readonly string[] =>
  json.split("\n").filter((line) => line.startsWith('{"f'));

describe("the block for coding agents", () => {
  it("names every tool whose word blocks, where tools were not judged alike", () => {
    const finding = aDependency({
      observations: [anObservation({ tool: "semgrep" }), anObservation({ tool: "snyk", rule: "SNYK-1" })],
      rulings: [{ blockedBy: "fail-on: high" }, { blockedBy: "rule 1 (fail-on: low)" }],
    });
    expect(read([finding]).blocking[0]).toMatchObject({
      blockedBy: [
        { tool: "semgrep", blockedBy: "fail-on: high" },
        { tool: "snyk", rule: "SNYK-1", blockedBy: "rule 1 (fail-on: low)" },
      ],
    });
    const alike = { ...finding, rulings: [{ blockedBy: "fail-on: high" }, { blockedBy: "fail-on: high" }] };
    expect(read([alike]).blocking[0]).not.toHaveProperty("blockedBy");
  });

  it("keeps an entry small, whatever its texts, and never grows beyond 8 kB", () => {
    const long = fc.oneof(
      anyText({ maxLength: 900 }),
      fc.constantFrom("値", "ж", "<", "\\", '"', "\u0000", "😀").map((char) => char.repeat(900)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(long, long, long), { minLength: 1, maxLength: 12 }), (texts) => {
        const findings = texts.map(([path, title, fix]) =>
          aDependency({
            fingerprint: path,
            path,
            title,
            fix,
            rule: title,
            identifiers: [title, fix, path, fix],
            package: { name: title, version: fix, fixedIn: [fix, title, path, fix] },
          }),
        );
        const json = jsonOf(findings);
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(8000);
        for (const each of entriesOf(json)) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(1001);
        const { blocking, more = 0 } = read(findings);
        expect(blocking.length).toBeGreaterThan(0);
        expect(blocking.length + more).toBe(findings.length);
      }),
      { numRuns: 60 },
    );
  });

  it("shortens texts before the path, and leaves short ones whole", () => {
    const path = "значит/".repeat(9);
    expect(read([aFinding({ path, fix: "值".repeat(400) })]).blocking[0]?.path).toBe(path);
    expect(read([aFinding({ fix: "x".repeat(350) })]).blocking[0]?.fix).toHaveLength(350);
  });

  it("names a finding as every document does", () => {
    const [entry] = read([aDependency({ title: "Command Injection in lodash@4.17.15" })]).blocking;
    expect(entry).toMatchObject({ title: "Command Injection" });
    expect(read([aFinding({ title: "A query is built from text." })]).blocking[0]).toMatchObject({
      title: "A query is built from text",
    });
  });

  it("puts a fix in words on one line, since a line of a tool's text could be a command", () => {
    const { fix } =
      read([aDependency({ package: { name: "a\n::add-mask::x", fixedIn: ["2"] } })]).blocking[0] ?? {};
    expect(fix).toBe("upgrade a ::add-mask::x to 2");
  });

  it("keeps the lines of a fix of several lines", () => {
    const fix = "if (isSafe(id)) {\n  query(id);\n}";
    expect(read([aFinding({ fix })]).blocking[0]?.fix).toBe(fix);
  });

  it("leaves out no more than does not fit", () => {
    const findings = Array.from({ length: 40 }, (_, i) =>
      i === 0 ? aFinding({ description: "", fix: "值".repeat(3000) }) : aFinding({ fix: `fix ${i}` }),
    );
    const { blocking, more } = read(findings);
    expect(blocking.length).toBeGreaterThan(15);
    expect(more).toBe(40 - blocking.length);
  });

  it("tells to remove a malicious package, and names no version of it to go to", () => {
    const json = jsonOf([aDependency({ malicious: true, fix: "Upgrade lodash to 4.17.21" })]);
    expect(json).toContain(FIXED_ADVICE["remove-package"]);
    expect(json).not.toContain("4.17.21");
  });
});
