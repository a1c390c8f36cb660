import { describe, expect, it } from "vitest";
import { createRedact } from "../../text/redact.ts";
import { readTokens, secretsIn, unfilledTokens, variableOf } from "./tokens.ts";

describe("tokens", () => {
  it("come from the variables of their tools, and are empty without", () => {
    expect(readTokens({ SNYK_TOKEN: "fake-snyk", GITHUB_TOKEN: "fake-github" })).toEqual({
      "semgrep-token": "",
      "snyk-token": "fake-snyk",
      "github-token": "fake-github",
      "policy-token": "",
    });
  });

  it("come from variables of our own first, even from empty ones, which turn a source off", () => {
    expect(readTokens({ SNYK_TOKEN: "other", SCAN_GATE_SNYK_TOKEN: "ours" })["snyk-token"]).toBe("ours");
    expect(readTokens({ SNYK_TOKEN: "other", SCAN_GATE_SNYK_TOKEN: "" })["snyk-token"]).toBe("");
  });

  it("are not those of other commands of the tools", () => {
    expect(readTokens({ SEMGREP_APP_TOKEN: "fake", GH_TOKEN: "fake" })).toEqual({
      "semgrep-token": "",
      "snyk-token": "",
      "github-token": "",
      "policy-token": "",
    });
  });

  it("are secrets with the account that they are a password of, in whatever encoding both come back", () => {
    const env = { BITBUCKET_TOKEN: " fake-token-of-bitbucket ", BITBUCKET_EMAIL: "gate@acme.example" };
    const redact = createRedact(secretsIn(env));
    const pair = "gate@acme.example:fake-token-of-bitbucket";
    // The last signs of the encoding hold no whole byte of the token.
    expect(redact(`Basic ${Buffer.from(pair).toString("base64")} ${pair}`)).toMatch(
      /^Basic \*\*\*\w{0,2}=* \*\*\*$/,
    );
    expect(secretsIn({ BITBUCKET_EMAIL: "gate@acme.example", BITBUCKET_TOKEN: "" })).toEqual([]);
  });

  it("are missing where Azure Pipelines did not fill them in, which is told by the variable and never echoed", () => {
    const [problem, ...others] = unfilledTokens({ SNYK_TOKEN: "$(SNYK_TOKEN)", SEMGREP_TOKEN: "fake-token" });
    expect(problem).toMatch(
      /^SNYK_TOKEN holds the name of a variable that Azure Pipelines did not fill in: /,
    );
    expect(problem).not.toContain("$(");
    expect(others).toEqual([]);
    expect(unfilledTokens({ SNYK_TOKEN: "$(SNYK_TOKEN)", SCAN_GATE_SNYK_TOKEN: "" })).toEqual([]);
    expect(unfilledTokens({ SNYK_TOKEN: "fake$(x)" })).toEqual([]);
  });

  it("are no secrets where Azure Pipelines did not fill them in: what to set is told by that name", () => {
    const env = { SYSTEM_ACCESSTOKEN: " $(System.AccessToken) ", SNYK_TOKEN: "$(SNYK_TOKEN)" };
    expect(secretsIn(env)).toEqual([]);
    expect(secretsIn({ SYSTEM_ACCESSTOKEN: "fake$(x)" })).toEqual(["fake$(x)"]);
  });

  it("are named by the plain variable", () => {
    expect(variableOf("semgrep-token")).toBe("SEMGREP_TOKEN");
  });
});
