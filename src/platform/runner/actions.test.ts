import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readInputs, stepOutputs } from "./actions.ts";

let folder = "";
const clean = (text: string) => text.replaceAll("fake-token", "***");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scan-gate-actions-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function aFile(name: string, variable: string): string {
  const path = join(folder, name);
  writeFileSync(path, "");
  vi.stubEnv(variable, path);
  return path;
}

describe("readInputs", () => {
  it("reads inputs as the runner passes them, hyphens and all", () => {
    expect(readInputs(["fail-on", "gate"], { "INPUT_FAIL-ON": "low" })).toEqual({
      "fail-on": "low",
      gate: "",
    });
  });
});

describe("stepOutputs", () => {
  it("writes an output to the runner's file, redacted", () => {
    const path = aFile("output", "GITHUB_OUTPUT");
    stepOutputs(process.env, clean).set("verdict", "pass fake-token");
    expect(readFileSync(path, "utf8")).toMatch(/^verdict<<(\S+)\npass \*\*\*\n\1\n$/);
  });

  it.each([
    ["is not set", ""],
    ["names no file", "/nowhere/at/all"],
  ])("throws when GITHUB_OUTPUT %s, for what nobody can read is no output", (_, path) => {
    vi.stubEnv("GITHUB_OUTPUT", path);
    expect(() => stepOutputs(process.env, clean).set("verdict", "pass")).toThrow(/could not be written/);
  });

  it("appends to the job summary", () => {
    const path = aFile("summary", "GITHUB_STEP_SUMMARY");
    writeFileSync(path, "before\n");
    stepOutputs(process.env, clean).summary("# after\n");
    expect(readFileSync(path, "utf8")).toBe("before\n# after\n");
  });

  it.each([
    ["is not set", ""],
    ["cannot be written", "/nowhere/at/all"],
  ])("throws when GITHUB_STEP_SUMMARY %s", (_, path) => {
    vi.stubEnv("GITHUB_STEP_SUMMARY", path);
    expect(() => stepOutputs(process.env, clean).summary("x")).toThrow(/job summary .* could not be written/);
  });

  it("annotates with one escaped command, cut at what the runner keeps", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    stepOutputs(process.env, clean).annotate({
      level: "error",
      title: "a, b: fake-token",
      message: `two\nlines ${"x".repeat(5_000)}`,
      path: "src/db.ts",
      line: 3,
      endLine: 4,
    });
    const [command] = write.mock.calls.map(([text]) => String(text));
    expect(command).toMatch(
      /^::error title=a%2C b%3A \*\*\*,file=src\/db\.ts,line=3,endLine=4::two%0Alines x+\n$/,
    );
    expect(command?.length).toBeLessThan(4_300);
  });

  it("leaves no command of another CI system in an annotation", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const text = "##[add-mask]x ##vso[task.complete] ##teamcity[x]";
    stepOutputs(process.env, clean).annotate({ level: "error", title: text, message: text, path: text });
    expect(String(write.mock.calls[0]?.[0])).not.toMatch(/##\w*\[/);
  });

  it("annotates without a place when there is none", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    stepOutputs(process.env, clean).annotate({ level: "warning", message: "careful" });
    expect(String(write.mock.calls[0]?.[0])).toBe("::warning::careful\n");
  });
});
