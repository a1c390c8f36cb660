import { describe, expect, it } from "vitest";
import { INPUT_NAMES } from "../settings/inputs.ts";
import { INPUT_DEFAULTS } from "../settings/read.ts";
import { commandHelp, helpText } from "./help.ts";
import { INPUT_OPTIONS, RUN_OPTIONS, TOKEN_INPUTS } from "./option-table.ts";

/** What a command line does otherwise: it writes to GitHub only when it is told to. */
const OWN_DEFAULTS: Readonly<Record<string, string>> = {
  comment: "never",
  sarif: "off",
  annotations: "false",
  "snyk-url": "us",
};

describe("the options", () => {
  it("are the inputs of the action, in their order, but for the tokens", () => {
    const tokens: readonly string[] = TOKEN_INPUTS;
    expect(Object.keys(INPUT_OPTIONS)).toEqual(INPUT_NAMES.filter((name) => !tokens.includes(name)));
  });

  it("tell the defaults that they have", () => {
    for (const [name, { help }] of Object.entries(INPUT_OPTIONS)) {
      const value = OWN_DEFAULTS[name] ?? INPUT_DEFAULTS[name];
      if (value !== undefined)
        expect(help, name).toMatch(new RegExp(`\\(${value.replaceAll(".", "\\.")}\\b[^()]*\\)$`));
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
