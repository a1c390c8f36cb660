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
import { finishSteps, sortInSteps } from "../model/steps.ts";

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
    expect(by([top({ inheritsFailOn: true }), inherits])).toMatchObject({
      verdict: "fail",
      findings: [{ blockedBy: "fail-on: high" }], // the input's word, and no file's
    });
    const free = [{ match: {}, failOn: "none" as const }];
    expect(by([top({ inheritsFailOn: true, rules: free }), inherits]).verdict).toBe("pass");
  });

  it("lets no rule of one file take a finding out of another's budget, where none sets a threshold", () => {
    const free = top({ inheritsFailOn: true, rules: [{ match: {}, failOn: "none" }] });
    const { reasons } = by([free, own({ inheritsFailOn: true, budgets: { high: 0 } })]);
    expect(reasons.map(({ code }) => code)).toEqual(["budget-exceeded"]);
  });

  it.each<[readonly ChainedPolicy[], string]>([
    [[top({ failOn: "critical" }), own({ failOn: "medium" })], "medium"],
    [[top({ failOn: "none" }), own({ failOn: "critical" })], "critical"],
    [[top({ failOn: "critical" }), own({ failOn: "none" })], "critical"],
    [[top({ failOn: "critical" }), own({ failOn: "low", inheritsFailOn: true })], "critical"],
    [[top({ failOn: "low", inheritsFailOn: true })], "low"],
  ])("tells the strictest threshold that a file sets: %#", (files, failOn) => {
    const [first, ...others] = files as readonly [ChainedPolicy, ...ChainedPolicy[]];
    expect(judged([], { chains: [[first, ...others]] }).decision.failOn).toBe(failOn);
  });

  it("names the first of the files that set the strictest threshold", () => {
    const files = [
      top({ failOn: "low", origin: "top.yml" }),
      own({ failOn: "low", origin: "own.yml" }),
    ] as const;
    expect(judged([], { chains: [files] }).decision.origin).toBe("top.yml");
  });

  it("lets a failed check pass only where every file does", () => {
    const reason = { code: "pr-check-failed", source: "snyk", message: "it failed." } as const;
    const outcomes = [answered("snyk", { failedChecks: [{ type: "sca", reason }] })];
    const verdictBy = (...files: readonly [ChainedPolicy, ...ChainedPolicy[]]) =>
      judged([], { outcomes, required: ["snyk"], chains: [files] }).verdict;
    expect(verdictBy(top({ failOn: "none" }), own({ failOn: "none" }))).toBe("pass");
    expect(verdictBy(top({ failOn: "none" }), own({ failOn: "high" }))).toBe("fail");
    expect(verdictBy(top({ failOn: "high" }), own({ failOn: "none" }))).toBe("fail");
    expect(verdictBy(top({ failOn: "none" }), own({ inheritsFailOn: true }))).toBe("pass");
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
    const refused =
      "The suppression of 1 (own.yml) suppresses nothing: the default branch's policy does not have it.";
    const toldBeside = (...suppressions: Policy["suppressions"]) =>
      by([top({ suppressions }), brought]).notes.filter(({ text }) => text === refused).length;
    const other = { ...accepted, id: "2" };
    expect([toldBeside(), toldBeside(other), toldBeside(other, accepted)]).toEqual([1, 1, 0]);
    const between = own({ file: "between.yml", suppressions: [accepted] });
    const byAny = by([top(), between, brought]);
    expect([byAny.verdict, byAny.notes.map(({ text }) => text)]).toEqual(["pass", []]);
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
    const low = ["2", "3"].map((id) => observed({ id, severity: "low" }));
    for (const chains of [[watching, over] as const, [over, watching] as const]) {
      const { verdict, reasons, findings, decision } = judged([observed(), ...low], { chains });
      expect([verdict, reasons.map(({ code }) => code)]).toEqual(["fail", ["budget-exceeded"]]);
      expect([findings[0]?.overBudget, decision.wouldBlock]).toEqual([true, 1]);
    }
    expect(judged([], { chains: [watching, strict] }).decision).not.toHaveProperty("wouldBlock");
    const quiet: PolicyChain = [top({ failOn: "none", suppressions: [accepted] })];
    for (const chains of [[watching, quiet] as const, [quiet, watching] as const])
      expect(judged([observed()], { chains }).counts).toMatchObject({ total: 1, suppressed: 0 });
  });

  it("tells what would block at high where every file of every chain watches, as soon as one chain says so", () => {
    const watching: PolicyChain = [top({ failOn: "none" })];
    const freed: PolicyChain = [top({ failOn: "none", rules: [{ match: {}, failOn: "none" }] })];
    for (const chains of [[watching, freed] as const, [freed, watching] as const])
      expect(judged([observed()], { chains }).decision.wouldBlock).toBe(1);
    expect(by([top({ failOn: "none" }), own({ failOn: "critical" })]).decision).not.toHaveProperty(
      "wouldBlock",
    );
  });

  it("names the first of several by which a finding blocks, and then no budget", () => {
    const plain: PolicyChain = [top({ failOn: "high" })];
    const ruled: PolicyChain = [top({ failOn: "none", rules: [{ match: {}, failOn: "high" }] })];
    const over: PolicyChain = [top({ failOn: "none", budgets: { high: 0 } })];
    const firstBy = (...chains: readonly [PolicyChain, ...PolicyChain[]]) =>
      judged([observed()], { chains }).findings[0];
    expect(firstBy(plain, ruled)?.blockedBy).toBe("fail-on: high");
    expect(firstBy(ruled, plain)?.blockedBy).toBe("rule 1 (fail-on: high)");
    for (const finding of [firstBy(plain, over), firstBy(over, plain)]) {
      expect(finding?.blocking).toBe(true);
      expect(finding).not.toHaveProperty("overBudget");
    }
  });

  it("calls nothing blocking where nobody knows the policy", () => {
    const reason = { code: "pr-check-failed", source: "snyk", message: "it failed." } as const;
    const unknown = judged([], {
      outcomes: [
        answered("semgrep", { batches: [batch([observed({ severity: "critical" })])] }),
        answered("snyk", { failedChecks: [{ type: "sca", reason }] }),
      ],
      isPolicyUnknown: true,
      reasons: [{ code: "unreachable", source: "policy", message: "no answer." }],
    });
    expect(unknown).toMatchObject({ verdict: "incomplete", counts: { blocking: 0, total: 1 } });
    expect([unknown.reasons.map(({ code }) => code), unknown.notes]).toEqual([["unreachable"], []]);
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
    const ofHead = answered("snyk", { evidence: { products: [{ product: "code", evidence: "pr-check" }] } });
    const checked = { outcomes: [ofHead], chains: [[own({ products: { snyk: ["code"] } })]] as const };
    expect(judged([], { ...checked, required: ["snyk"], snykNeedsCommit: true }).verdict).toBe("pass");
    const both = [[top({ products: { semgrep: ["sca", "secrets"] } })]] as const;
    expect(judged([], { outcomes, chains: both }).reasons[0]?.message).toBe(
      "The policy asks for sca, secrets of semgrep (products), and nothing shows that they looked at this commit. " +
        "Turn them on for this repository, or take them out of products.semgrep.",
    );
    expect(reasonsOf(false)[0]?.message).toMatch(
      / that it looked at this commit\. Turn it on for this repository, or take it out of products\.semgrep\.$/,
    );
    const others = [[top({ products: { snyk: ["sast"] } })]] as const;
    expect(judged([], { outcomes, chains: others }).reasons).toMatchObject([
      { code: "no-evidence", source: "snyk" },
    ]);
    const scans = [{ id: "1", kind: "full" as const, status: "completed", products: ["sast", "sca"] }];
    const scanned = [answered("semgrep", { evidence: { scans } })];
    expect(
      judged([], { outcomes: scanned, chains: [[top({ products: { semgrep: ["sca"] } })]] }).verdict,
    ).toBe("pass");
  });

  it("tells of another repository's exceptions only those that concern this one", () => {
    const foreign = (over: Partial<Policy>) => ({ ...top(over), isForeign: true }) as const;
    const far = { id: "elsewhere", reason: "known", expires: "2026-06-20" };
    const suppressions = [accepted, far, { ...far, expires: "2026-01-01" }];
    expect(by([foreign({ suppressions }), own()]).notes).toEqual([]);
    const late = by([foreign({ suppressions: [{ ...accepted, expires: "2026-01-01" }] }), own()]);
    expect(late.notes.map(({ text }) => text)).toEqual([
      "The suppression of 1 (top.yml) expired on 2026-01-01 and suppresses nothing.",
    ]);
    expect(by([top({ suppressions }), own()]).notes).toHaveLength(3);
  });

  it(`expires on its day (${TODAY})`, () => {
    expect(by([top(), own({ suppressions: [{ ...accepted, expires: TODAY }] })]).verdict).toBe("pass");
  });
});

const anyPolicy = fc
  .record({
    failOn: fc.constantFrom(...THRESHOLDS),
    isStated: fc.boolean(),
    rules: fc.array(
      fc.record({
        match: fc.record({ severity: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 }) }),
        failOn: fc.constantFrom(...THRESHOLDS),
      }),
      { maxLength: 3 },
    ),
    budgets: fc.dictionary(fc.constantFrom(...SEVERITIES), fc.integer({ min: 0, max: 2 })),
  })
  .map(
    ({ isStated, failOn, ...rest }): Partial<Policy> =>
      isStated ? { ...rest, failOn } : { ...rest, failOn: "high", inheritsFailOn: true },
  );
const anyObservations = fc.array(anyObservation, { maxLength: 6 });
const chainOf = ([first = {}, ...others]: readonly Partial<Policy>[]): PolicyChain => [
  top(first),
  ...others.map((one, at) => own({ ...one, file: `${at}.yml` })),
];

describe("whatever the files of a chain say", () => {
  it("one more of them without suppressions never unblocks, where a threshold is stated", () => {
    const stated = fc
      .tuple(fc.array(anyPolicy, { maxLength: 2 }), anyPolicy)
      .map(([others, { inheritsFailOn: _, ...one }]) => [...others, one]);
    fc.assert(
      fc.property(anyObservations, stated, anyPolicy, fc.nat(), (observations, files, more, at) => {
        const before = by(chainOf(files), observations);
        const after = by(chainOf(files.toSpliced(at % (files.length + 1), 0, more)), observations);
        if (before.verdict === "fail") expect(after.verdict).toBe("fail");
        const blocked = (judgement: typeof before) =>
          judgement.findings.flatMap(({ blocking, fingerprint }) => (blocking ? [fingerprint] : []));
        expect(blocked(after)).toEqual(expect.arrayContaining(blocked(before)));
      }),
    );
  });

  it("their order decides nothing where none has suppressions, nor does that of chains", () => {
    const several = fc.array(anyPolicy, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(anyObservations, several, (observations, files) => {
        const told = ({ verdict, counts }: ReturnType<typeof by>) => ({ verdict, counts });
        const turned = files.toReversed();
        expect(told(by(chainOf(turned), observations))).toEqual(told(by(chainOf(files), observations)));
        const chains = files.map((one) => chainOf([one])) as [PolicyChain, ...PolicyChain[]]; // two or more
        const other = chains.toReversed() as [PolicyChain, ...PolicyChain[]]; // as many
        expect(told(judged(observations, { chains: other }))).toEqual(told(judged(observations, { chains })));
      }),
    );
  });

  it("a suppression reaches no further than every file above allows", () => {
    const anyRights = fc.option(
      fc.record({ suppress: fc.boolean(), maxDays: fc.integer({ min: 0, max: 60 }) }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.array(anyRights, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 60 }),
        (rights, days) => {
          const expires = new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);
          const files = rights.map((local) => (local === undefined ? {} : { local }));
          const bottom = files.length - 1;
          const chain = chainOf(
            files.map((file, at) =>
              at < bottom ? file : { ...file, suppressions: [{ ...accepted, expires }] },
            ),
          );
          const allowed = rights
            .slice(0, bottom)
            .every((local) => local === undefined || (local.suppress && days <= local.maxDays));
          const { verdict, notes } = by(chain);
          expect(verdict).toBe(allowed ? "pass" : "fail");
          expect(notes.some(({ text }) => text.includes("suppresses nothing"))).toBe(!allowed);
        },
      ),
    );
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
