import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answered,
  anyObservation,
  batch,
  judged,
  observed,
  policyWith,
  TODAY,
} from "../../test/support/gating.ts";
import type { ChainedPolicy, Policy, PolicyChain } from "../model/policy.ts";
import { SEVERITIES, THRESHOLDS } from "../model/severity.ts";
import { finishSteps } from "../model/steps.ts";
import { sortInSteps } from "./order.ts";

const accepted = { id: "1", reason: "known", expires: "2026-08-01" };
const top = (over: Partial<Policy> = {}): ChainedPolicy => ({
  policy: policyWith({ file: "top.yml", ...over }),
});
const own = (over: Partial<Policy> = {}): ChainedPolicy => ({
  policy: policyWith({ file: "own.yml", ...over }),
});
const by = (chain: PolicyChain, observations = [observed()]) => judged(observations, { chains: [chain] });

describe("a chain of policies", () => {
  it("blocks when any file blocks, and names file and rule", () => {
    const { verdict, findings, decision } = by([top({ failOn: "high" }), own({ failOn: "none" })]);
    expect([verdict, findings[0]?.blockedBy]).toEqual(["fail", "top.yml: fail-on: high"]);
    expect(decision.rule).toBe("top.yml: fail-on: high");
    const low = by([top({ failOn: "none" }), own({ rules: [{ match: {}, failOn: "low" }] })]);
    expect(low.findings[0]?.blockedBy).toBe("own.yml: rule 1 (fail-on: low)");
    expect(by([top()]).findings[0]?.blockedBy).toBe("fail-on: high");
  });

  it("holds every budget, and names the file of one that is exceeded", () => {
    const { reasons, decision } = by([
      top({ failOn: "none", budgets: { high: 0 } }),
      own({ failOn: "none", budgets: { high: 5 } }),
    ]);
    expect(reasons[0]?.message).toMatch(/^1 high finding where top\.yml's budget allows 0\./);
    expect(decision.rule).toBe("top.yml: budgets: high 0");
  });

  it("takes no threshold from a file that sets none, where another file does", () => {
    const inherits = own({ failOn: "high", inheritsFailOn: true });
    expect(by([top({ failOn: "critical" }), inherits]).verdict).toBe("pass");
    expect(by([top({ inheritsFailOn: true }), inherits]).verdict).toBe("fail");
    const free = [{ match: {}, failOn: "none" as const }];
    expect(by([top({ inheritsFailOn: true, rules: free }), inherits]).verdict).toBe("pass");
  });

  it.each<[string, ChainedPolicy, string | undefined]>([
    ["allows it by default", top(), undefined],
    ["allows none", top({ local: { suppress: false } }), "allows no suppressions below it"],
    ["allows fewer days", top({ local: { suppress: true, maxDays: 46 } }), "expires in 47 days"],
    ["allows as many days", top({ local: { suppress: true, maxDays: 47 } }), undefined],
  ])("lets a suppression count as the file above allows: %s", (_what, above, refused) => {
    const { verdict, notes } = by([above, own({ suppressions: [accepted] })]);
    expect(verdict).toBe(refused === undefined ? "pass" : "fail");
    const told = notes.filter(({ text }) => text.includes("suppresses nothing"));
    expect(told.map(({ level }) => level)).toEqual(refused === undefined ? [] : ["warning"]);
    if (refused !== undefined) expect(told[0]?.text).toContain(refused);
  });

  it("leaves the suppressions of a file alone that allows none below it", () => {
    const strict = top({ local: { suppress: false }, suppressions: [accepted] });
    expect(by([strict, own()]).verdict).toBe("pass");
  });

  it("lets a commit's own suppressions count only where the file above has them too", () => {
    const brought = { ...own({ suppressions: [accepted] }), borrowsSuppressions: true } as const;
    expect(by([top(), brought]).verdict).toBe("fail");
    expect(by([top({ suppressions: [accepted] }), brought]).verdict).toBe("pass");
    expect(by([top({ suppressions: [{ ...accepted, id: "2" }] }), brought]).verdict).toBe("fail");
  });

  it("of several counts the strictest for each finding, in whatever order", () => {
    const loose: PolicyChain = [top(), own({ suppressions: [accepted] })];
    const strict: PolicyChain = [top()];
    for (const chains of [[loose, strict] as const, [strict, loose] as const]) {
      expect(judged([observed()], { chains })).toMatchObject({
        verdict: "fail",
        findings: [{ blocking: true }],
      });
    }
    const over: PolicyChain = [top({ failOn: "none", budgets: { high: 0 } })];
    const watching: PolicyChain = [top({ failOn: "none" })];
    const { findings, decision } = judged([observed()], { chains: [watching, over] });
    expect([findings[0]?.overBudget, decision.wouldBlock]).toEqual([true, 1]);
  });

  it("calls nothing blocking where nobody knows the policy", () => {
    const unknown = judged([observed({ severity: "critical" })], {
      isPolicyUnknown: true,
      reasons: [{ code: "unreachable", source: "policy", message: "no answer." }],
    });
    expect(unknown).toMatchObject({ verdict: "incomplete", counts: { blocking: 0, total: 1 } });
  });

  it("needs every product that a file asks for", () => {
    const chain: PolicyChain = [
      top({ products: { semgrep: ["sast", "sca"] } }),
      own({ products: { snyk: ["code"] } }),
    ];
    const products = [{ product: "sast", evidence: "scan" as const }];
    const outcomes = [
      answered("semgrep", { evidence: { products }, batches: [batch([])] }),
      answered("snyk", { evidence: { products: [{ product: "code", evidence: "base-projects" }] } }),
    ];
    const reasonsOf = (snykNeedsCommit: boolean) =>
      judged([], { outcomes, chains: [chain], snykNeedsCommit }).reasons;
    expect(reasonsOf(false)).toMatchObject([{ code: "no-evidence", source: "semgrep" }]);
    expect(reasonsOf(false)[0]?.message).toContain("asks for sca of semgrep");
    expect(reasonsOf(true).map(({ source }) => source)).toEqual(["semgrep", "snyk"]);
    const both = [[top({ products: { semgrep: ["sca", "secrets"] } })]] as const;
    expect(judged([], { outcomes, chains: both }).reasons[0]?.message).toContain(
      "nothing shows that they looked",
    );
    const scans = [{ id: "1", kind: "full" as const, status: "completed", products: ["sast", "sca"] }];
    const scanned = [answered("semgrep", { evidence: { scans } })];
    expect(
      judged([], { outcomes: scanned, chains: [[top({ products: { semgrep: ["sca"] } })]] }).verdict,
    ).toBe("pass");
  });

  it("never unblocks by a file that comes on top or below without suppressions", () => {
    const anyPolicy = fc.record({
      failOn: fc.constantFrom(...THRESHOLDS),
      rules: fc.array(
        fc.record({
          match: fc.record({ severity: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 }) }),
          failOn: fc.constantFrom(...THRESHOLDS),
        }),
        { maxLength: 3 },
      ),
      budgets: fc.dictionary(fc.constantFrom(...SEVERITIES), fc.integer({ min: 0, max: 2 })),
    });
    fc.assert(
      fc.property(
        fc.array(anyObservation, { maxLength: 6 }),
        anyPolicy,
        anyPolicy,
        (observations, first, second) => {
          const alone = by([top(first)], observations);
          for (const chain of [
            [top(first), own(second)],
            [own(second), top(first)],
          ] as const) {
            const both = by(chain, observations);
            if (alone.verdict === "fail") expect(both.verdict).toBe("fail");
            expect(both.counts.blocking).toBeGreaterThanOrEqual(alone.counts.blocking);
          }
        },
      ),
    );
  });

  it(`expires on its day (${TODAY})`, () => {
    expect(by([top(), own({ suppressions: [{ ...accepted, expires: TODAY }] })]).verdict).toBe("pass");
  });
});

describe("sorting in steps", () => {
  it("gives what sorting at once gives, equals in their order", () => {
    const items = Array.from({ length: 12_345 }, (_, at) => ({ at, key: (at * 7919) % 101 }));
    const order = (a: { key: number }, b: { key: number }) => a.key - b.key;
    expect(finishSteps(sortInSteps(items, order))).toEqual(items.toSorted(order));
    expect(finishSteps(sortInSteps([], order))).toEqual([]);
  });
});
