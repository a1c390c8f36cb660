import { describe, expect, it } from "vitest";
import { answered, policyWith } from "../../test/support/gating.ts";
import type { SourceEvidence } from "../model/evidence.ts";
import type { PolicyChain, RequiredProducts } from "../model/policy.ts";
import { weighNamedProducts } from "./missing-evidence.ts";

const SNYK: Partial<SourceEvidence> = {
  evidence: "head-projects",
  ref: "order-search",
  products: [
    { product: "sca", evidence: "head-projects" },
    { product: "iac", evidence: "base-projects" },
  ],
};
const asking = (products: RequiredProducts): PolicyChain => [{ policy: policyWith({ products }) }];
const weighed = (chains: readonly PolicyChain[], over: Partial<SourceEvidence> = {}) =>
  weighNamedProducts([answered("snyk", { evidence: { ...SNYK, ...over } as SourceEvidence })], {
    chains,
    baseRef: "main",
  })[0]?.evidence;

describe("a product of Snyk that stands on the base branch", () => {
  it("is the weakest evidence where a policy names it", () => {
    expect(weighed([asking({ snyk: ["iac"] })])).toMatchObject({ evidence: "base-projects", ref: "main" });
    const chain: PolicyChain = [...asking({}), ...asking({ snyk: ["sca", "iac"] })];
    expect(weighed([asking({ semgrep: ["sast"] }), chain])).toMatchObject({ evidence: "base-projects" });
  });

  it("stands aside where none names it", () => {
    expect(weighed([asking({ snyk: ["sca"] }), asking({}), [{ policy: policyWith() }]])).toMatchObject(SNYK);
  });

  it("changes nothing where no product is known", () => {
    const outcomes = [answered("snyk")];
    const asked = [asking({ snyk: ["iac"] })];
    expect(weighNamedProducts(outcomes, { chains: asked, baseRef: "main" })).toEqual(outcomes);
  });

  it("leaves other sources as they are", () => {
    const outcomes = [answered("semgrep", { evidence: { ...SNYK } as SourceEvidence })];
    expect(weighNamedProducts(outcomes, { chains: [asking({ snyk: ["iac"] })] })).toEqual(outcomes);
  });
});
