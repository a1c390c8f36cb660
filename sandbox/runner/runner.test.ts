import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pushEvent } from "../shop/events.ts";
import { toInputVariables } from "./action-inputs.ts";
import { readFileValues } from "./file-commands.ts";
import { type RunOptions, runAction, startAction } from "./run-action.ts";
import { findCommands } from "./workflow-commands.ts";

describe("workflow commands", () => {
  it.each([
    ["::error file=a%2Cb.ts,line=3::bad%0Athing", "error", "bad\nthing"],
    ["  \u00a0\u2003::add-mask::secret", "add-mask", "secret"],
    ["::Set-Output name=verdict::pass", "set-output", "pass"],
    ["some text ##[add-mask]high", "add-mask", "high"],
    ["x ##[set-output name=verdict;]pass", "set-output", "pass"],
    ["::endgroup::", "endgroup", ""],
  ])("%j is a command", (line, name, data) => {
    expect(findCommands(line)).toMatchObject([{ name, data }]);
  });

  it.each([
    "text ::add-mask::x",
    "\u200b::add-mask::x",
    "\ufeff::add-mask::x",
    "::unknown::x",
    "::error",
    "#\u200b#[add-mask]x",
    "## [add-mask]x",
    "##[command]x",
    "##[nope]##[add-mask]x",
  ])("%j is none", (line) => {
    expect(findCommands(line)).toEqual([]);
  });

  it("are found on lines of every kind of ending, with their properties", () => {
    const found = findCommands("a\r::notice title=x::1\n::warning file=f%3Ag,line=2::2\r\n::debug::3");
    expect(found.map(({ name, data, properties }) => [name, data, properties])).toEqual([
      ["notice", "1", { title: "x" }],
      ["warning", "2", { file: "f:g", line: "2" }],
      ["debug", "3", {}],
    ]);
  });
});

describe("the output file", () => {
  it("holds lines and blocks, and the last write of a key wins", () => {
    const { values, writes, problem } = readFileValues("a=1\nb<<END\nx\ny=2\nEND\n\na=3\n");
    expect(values).toEqual({ a: "3", b: "x\ny=2" });
    expect(writes).toHaveLength(3);
    expect(problem).toBeUndefined();
  });

  it("splits at line feeds only", () => {
    expect(readFileValues("a<<E\nx\rE\ny\nE\n").values).toEqual({ a: "x\rE\ny" });
  });

  it("takes an equals sign before << as a plain value", () => {
    expect(readFileValues("a=b<<c\n").values).toEqual({ a: "b<<c" });
  });

  it.each([
    ["a<<END\nx\n", /delimiter not found 'END'/],
    ["=x\n", /Name must not be empty/],
    ["nothing\n", /Invalid format/],
    ["<<END\nEND\n", /Invalid format/],
    ["a<<\n\n", /delimiter not found/],
  ])("%j fails the step", (text, problem) => {
    expect(readFileValues(text).problem).toMatch(problem);
  });
});

describe("running", () => {
  let project: string;
  const script = (text: string): void => writeFileSync(join(project, "script.mjs"), text);
  const options = (more: Partial<RunOptions> = {}): RunOptions => ({
    project,
    bundle: join(project, "script.mjs"),
    event: pushEvent(),
    inputs: { "fail-on": "low" },
    tree: { "src/a.ts": "let a;\n" },
    apiUrl: "http://127.0.0.1:9",
    githubToken: "fake-token",
    ...more,
  });

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "scan-gate-test-"));
    writeFileSync(
      join(project, "action.yml"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      "inputs:\n  fail-on:\n    default: high\n  github-token:\n    default: ${{ github.token }}\n  empty one:\n",
    );
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  it("every declared input becomes a variable, with its default", () => {
    expect(toInputVariables(project, {}, { token: "t" })).toEqual({
      "INPUT_FAIL-ON": "high",
      "INPUT_GITHUB-TOKEN": "t",
      INPUT_EMPTY_ONE: "",
    });
  });

  it("an input that the action does not declare is an error", () => {
    expect(() => toInputVariables(project, { "fail-onn": "x" }, { token: "t" })).toThrow(
      /declares no input fail-onn/,
    );
  });

  it("the action sees its inputs, its event and its workspace, and nothing of this process", async () => {
    process.env.SCAN_GATE_TEST_CANARY = "1";
    script(`
      import { appendFileSync, readFileSync } from "node:fs";
      const { env } = process;
      appendFileSync(env.GITHUB_OUTPUT, "verdict=pass\\n");
      appendFileSync(env.GITHUB_STEP_SUMMARY, "# hi");
      console.log("::notice::" + env["INPUT_FAIL-ON"]);
      console.log(JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8")).ref);
      console.error(readFileSync("src/a.ts", "utf8").trim() + String(env.SCAN_GATE_TEST_CANARY));
      process.exitCode = 3;`);
    const heard: string[] = [];
    const result = await runAction(options({ onOutput: (text) => heard.push(text) }));
    delete process.env.SCAN_GATE_TEST_CANARY;
    expect(result).toMatchObject({
      exitCode: 3,
      signal: null,
      timedOut: false,
      outputs: { verdict: "pass" },
      summary: "# hi",
      commands: [{ name: "notice", data: "low" }],
      lines: ["refs/heads/main", "let a;undefined"],
    });
    expect(heard.join("")).toContain("refs/heads/main");
    rmSync(result.paths.root, { recursive: true });
  });

  it("variables can be added and taken away", async () => {
    script(`console.log(process.env.ADDED, "GITHUB_OUTPUT" in process.env);`);
    const result = await runAction(options({ env: { ADDED: "yes", GITHUB_OUTPUT: "" } }));
    expect(result.stdout).toBe("yes false\n");
    rmSync(result.paths.root, { recursive: true });
  });

  it("an action that does not end is killed", async () => {
    script("setInterval(() => {}, 1000);");
    const result = await runAction(options({ limitMs: 300 }));
    expect(result).toMatchObject({ timedOut: true, exitCode: null, signal: "SIGKILL" });
    rmSync(result.paths.root, { recursive: true });
  });

  it("a signal reaches the action", async () => {
    script(
      `process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); console.log("ready");`,
    );
    const running = startAction(options({ onOutput: () => running.kill("SIGTERM") }));
    const result = await running.finished;
    expect(result.exitCode).toBe(7);
    expect(readFileSync(result.paths.output, "utf8")).toBe("");
    rmSync(result.paths.root, { recursive: true });
  });
});
