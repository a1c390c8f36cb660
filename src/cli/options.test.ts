import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TOKEN_INPUTS } from "../settings/inputs.ts";
import { RUN_OPTIONS } from "./option-table.ts";
import { parseArguments } from "./options.ts";

const parse = (...args: string[]) => parseArguments(args, RUN_OPTIONS);

describe("a command line", () => {
  it("gives values behind a space or an equals sign", () => {
    expect(parse("--fail-on", "low", "--gate=all", "x.json")).toEqual({
      values: { "fail-on": "low", gate: "all" },
      positionals: ["x.json"],
      problems: [],
    });
  });

  it("keeps what is behind the first equals sign whole", () => {
    expect(parse("--semgrep-url=https://a.example/?b=c").values).toEqual({
      "semgrep-url": "https://a.example/?b=c",
    });
    expect(parse("--ref=-x").values).toEqual({ ref: "-x" });
  });

  it("puts the values of a list on lines of their own", () => {
    expect(parse("--reports", "a,b", "--reports=c").values).toEqual({ reports: "a,b\nc" });
  });

  it.each([
    [["--dry-run"], "true"],
    [["--dry-run", "--gate=all"], "true"],
    [["--dry-run", "false"], "false"],
    [["--dry-run=FALSE"], "FALSE"],
    [["--dry-run", "x.json"], "true"],
  ])("switches with %j to %s", (args, expected) => {
    expect(parse(...args).values["dry-run"]).toBe(expected);
  });

  it("knows short names, and takes all behind -- as it is", () => {
    expect(parse("-h", "-V", "--", "--gate", "-h")).toEqual({
      values: { help: "true", version: "true" },
      positionals: ["--gate", "-h"],
      problems: [],
    });
    expect(parse("-").positionals).toEqual(["-"]);
  });

  it("tells all its problems at once", () => {
    const { problems } = parse(
      "--gate",
      "--fail-om=low",
      "-x",
      "--help=1",
      "--policy=",
      "--ref",
      "a",
      "--ref=b",
    );
    expect(problems).toEqual([
      "--gate needs a value: --gate WHICH",
      "--fail-om is not an option; did you mean --fail-on?",
      "-x is not an option; see --help",
      "--help takes no value",
      "--policy needs a value: --policy FILE",
      "--ref is given more than once",
    ]);
  });

  it.each(TOKEN_INPUTS)("takes no %s, and repeats none", (name) => {
    for (const args of [[`--${name}`, "fake-secret-1"], [`--${name}=fake-secret-1`]]) {
      const { values, positionals, problems } = parse(...args);
      expect({ values, positionals }).toEqual({ values: {}, positionals: [] });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/not accepted on the command line.*[A-Z]+_TOKEN$/);
      expect(problems[0]).not.toContain("fake-secret-1");
    }
  });

  it.each([
    ["--semgrep-tokn=fake-secret-1"],
    ["--semgrep-tokn", "fake-secret-1"],
    ["-tfake-secret-1"],
  ])("repeats no value of an option that it does not know: %s", (...args) => {
    const { positionals, problems } = parse(...args);
    expect(JSON.stringify([positionals, problems])).not.toContain("fake-secret-1");
  });

  it("shows a very long name in part", () => {
    expect(parse(`--${"x".repeat(500)}`).problems[0]?.length).toBeLessThan(100);
  });

  it("never throws, and never takes a name that the table lacks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("--gate", "--constructor", "--", "--=x"))),
        (args) => {
          for (const name of Object.keys(parse(...args).values))
            expect(Object.keys(RUN_OPTIONS)).toContain(name);
        },
      ),
    );
  });
});
