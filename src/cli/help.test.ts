import { describe, expect, it } from "vitest";
import { INPUT_NAMES, inputEntry, TOKEN_INPUTS } from "../settings/inputs.ts";
import { commandHelp, helpText } from "./main.ts";
import { RUN_OPTIONS } from "./option-table.ts";

describe("the options", () => {
  it("are the inputs of the action, but for the tokens", () => {
    const tokens: readonly string[] = TOKEN_INPUTS;
    const options = Object.keys(RUN_OPTIONS);
    for (const name of INPUT_NAMES) expect(options.includes(name), name).toBe(!tokens.includes(name));
  });

  it("tell the defaults that they have", () => {
    for (const name of INPUT_NAMES) {
      const { default: ofAction, option } = inputEntry(name);
      const value = option?.otherwise ?? option?.default ?? ofAction;
      if (option !== undefined && value) expect(RUN_OPTIONS[name]?.help, name).toContain(`(${value})`);
    }
  });
});

describe("the help", () => {
  it("names every option and every token's variable, and fits a terminal", () => {
    const help = helpText();
    for (const name of Object.keys(RUN_OPTIONS)) expect(help).toContain(`--${name}`);
    for (const name of ["SEMGREP_TOKEN", "SNYK_TOKEN", "GITHUB_TOKEN"]) expect(help).toContain(name);
    for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
  });

  it("is shorter for one command", () => {
    expect(commandHelp("explain")).toContain("scan-gate explain FINGERPRINT");
    expect(commandHelp("explain")).toContain("--report FILE");
    expect(commandHelp("replay")).toContain("scan-gate replay --policy FILE");
  });
});
