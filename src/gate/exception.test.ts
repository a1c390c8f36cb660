import { describe, expect, it } from "vitest";
import { draft, observed, policyWith, TODAY, together, vulnerable } from "../../test/support/gating.ts";
import type { Finding } from "../model/finding.ts";
import type { PolicyChain, Suppression } from "../model/policy.ts";
import { reachOfException } from "./exception.ts";

const entry = (id: string): Suppression => ({ id, reason: "known", expires: "2027-01-31" });
const reach = (
  id: string,
  findings: readonly Finding[],
  chain: PolicyChain = [{ policy: policyWith({ local: { suppress: false } }) }],
) => reachOfException({ entry: entry(id), chain, findings, today: TODAY });

/** Made by each test: made on import, they would have the mutation tests load all tests for each change to merging. */
const aCode = () => draft({ id: "1", cwe: ["CWE-89"], rule: "sql.injection", path: "a.ts" });
const seenByBoth = () =>
  together([vulnerable({ tool: "semgrep", id: "s" }), vulnerable({ tool: "snyk", id: "SNYK-JS-LODASH-1" })]);

describe("reachOfException", () => {
  it.each([
    ["a rule", () => "SQL.Injection"],
    ["a weakness", () => "cwe-089"],
    ["the tool's own ID", () => "1"],
    ["the fingerprint", ({ fingerprint }: Finding) => fingerprint],
  ])("covers what goes by %s", (_, idOf) => {
    const code = aCode();
    expect(reach(idOf(code), [code, seenByBoth()])).toEqual({
      covered: [{ finding: code, countsBy: [] }],
      suppressed: 0,
    });
  });

  it("covers the whole of a finding whose tools agree on its ID", () => {
    const both = seenByBoth();
    expect(reach("CVE-2021-23337", [both]).covered).toEqual([{ finding: both, countsBy: [] }]);
    expect(reach(both.fingerprint, [both]).covered).toEqual([{ finding: both, countsBy: [] }]);
  });

  it("names the tools by which a finding counts all the same", () => {
    const both = seenByBoth();
    expect(reach("SNYK-JS-LODASH-1", [both]).covered).toEqual([{ finding: both, countsBy: ["semgrep"] }]);
  });

  it("covers a finding whose other observations are suppressed already", () => {
    const both = seenByBoth();
    const chain: PolicyChain = [{ policy: policyWith({ suppressions: [entry("s")] }) }];
    expect(reach("SNYK-JS-LODASH-1", [both], chain).covered).toEqual([{ finding: both, countsBy: [] }]);
  });

  it("counts what is suppressed already, and does not cover it", () => {
    const ignored = { ...aCode(), suppressedBy: { by: "semgrep" } };
    expect(reach("CWE-89", [ignored])).toEqual({ covered: [], suppressed: 1 });
  });

  it("covers nothing that has another ID", () => {
    expect(reach("CWE-8", [aCode(), seenByBoth(), draft(observed({ id: "2" }))])).toEqual({
      covered: [],
      suppressed: 0,
    });
  });
});
