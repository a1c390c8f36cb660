import { describe, expect, it } from "vitest";
import {
  answered,
  BASELINE,
  batch,
  judged,
  observed,
  policyWith,
  TODAY,
  vulnerable,
} from "../../test/support/gating.ts";
import type { Observation } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import type { Severity, Threshold } from "../model/severity.ts";
import { finishSteps, ITEMS_PER_STEP } from "../model/steps.ts";
import type { Reason, ReasonCode } from "../model/verdict.ts";
import { ageFindings } from "./ages.ts";
import { BudgetCount, tooManyOf } from "./budgets.ts";
import { judge, judgeAged, judgeInSteps } from "./judge.ts";

const existing = { kind: "is-baseline", baseline: BASELINE } as const;
const ageless = { kind: "none" } as const;
const reason = (code: ReasonCode, over: Partial<Reason> = {}): Reason => ({
  code,
  source: "semgrep",
  message: `${code} happened.`,
  ...over,
});
const codes = (reasons: readonly Reason[]) => reasons.map(({ code }) => code);

/** As many findings, each of its own. */
function several(severity: Severity, count: number): readonly Observation[] {
  return Array.from({ length: count }, (_, at) => observed({ id: `${severity}${at}`, severity }));
}

describe("the threshold", () => {
  it.each<[Severity, Threshold, boolean]>([
    ["critical", "critical", true],
    ["unknown", "critical", true],
    ["high", "critical", false],
    ["high", "high", true],
    ["medium", "high", false],
    ["medium", "medium", true],
    ["low", "medium", false],
    ["low", "low", true],
    ["unknown", "low", true],
    ["critical", "none", false],
    ["unknown", "none", false],
  ])("makes %s at fail-on %s block: %s", (severity, failOn, blocks) => {
    const { verdict, findings } = judged([observed({ severity })], { policy: { failOn } });
    expect(verdict).toBe(blocks ? "fail" : "pass");
    expect(findings.map(({ blocking, blockedBy }) => [blocking, blockedBy])).toEqual([
      [blocks, blocks ? `fail-on: ${failOn}` : undefined],
    ]);
  });

  it("is that of the first rule that matches, and the finding names it", () => {
    const rules = [
      { match: { type: ["license"] }, failOn: "none" },
      { match: { severity: ["low"] }, failOn: "low" },
      { match: {}, failOn: "critical" },
    ] satisfies Policy["rules"];
    const { findings } = judged([observed({ id: "a", severity: "low" }), observed({ id: "b" })], {
      policy: { rules },
    });
    expect(findings.map(({ blockedBy }) => blockedBy)).toEqual(["rule 2 (fail-on: low)", undefined]);
  });
});

it("the globs of a rule say the same of every finding in a file", () => {
  const rules = [{ match: { paths: ["docs/**", "old/**"] }, failOn: "none" }] satisfies Policy["rules"];
  const files = ["old/a.ts", "old/a.ts", "src/a.ts", "src/a.ts"];
  const { findings } = judged(
    files.map((path, at) => observed({ id: String(at), path })),
    { policy: { rules } },
  );
  expect(findings.map(({ path, blocking }) => `${path} ${blocking}`).toSorted()).toEqual([
    "old/a.ts false",
    "old/a.ts false",
    "src/a.ts true",
    "src/a.ts true",
  ]);
});

describe("globs that select nothing", () => {
  const long = "x".repeat(4000);
  const fillers = Array.from({ length: 200 }, (_, at) => `folder-${at}/**`);
  const rulesWith = (paths: readonly string[]): Policy["rules"] => [
    { match: { paths: [...paths, "old/**"] }, failOn: "none" },
    { match: { paths: [...paths, "core/**"] }, failOn: "low" },
  ];
  const findings = ["src", "old", "core", "old/core"].flatMap((folder) =>
    (["high", "low", "unknown"] as const).map((severity) =>
      observed({ id: `${folder} ${severity}`, path: `${folder}/${long}`, severity }),
    ),
  );

  it.each<Threshold>([
    "high",
    "none",
  ])("change nothing at fail-on %s, even so many of them that the policy is asked in steps", (failOn) => {
    const few = judged(findings, { policy: { failOn, rules: rulesWith([]) } });
    const many = judged(findings, { policy: { failOn, rules: rulesWith(fillers) } });
    expect(many).toEqual(few);
    expect(few.findings.filter(({ blocking }) => blocking)).toHaveLength(failOn === "high" ? 5 : 3);
  });
});

describe("the gate", () => {
  const old = [answered("semgrep", { batches: [batch([observed()], existing)] })];
  const unknown = [answered("semgrep", { batches: [batch([observed()], ageless)] })];

  it("lets existing findings pass when it is new, and not when it is all", () => {
    expect(judged([], { outcomes: old }).verdict).toBe("pass");
    expect(judged([], { outcomes: old, gate: "all" }).verdict).toBe("fail");
  });

  it("treats an unknown age like new", () => {
    expect(judged([], { outcomes: unknown }).verdict).toBe("fail");
  });

  it("lets suppressed findings pass", () => {
    const suppressions = [{ id: "1", reason: "r", expires: TODAY }];
    const { verdict, counts, findings } = judged([observed()], { policy: { suppressions } });
    expect([verdict, counts.suppressed, counts.total, findings.length]).toEqual(["pass", 1, 0, 1]);
    expect(findings[0]).toMatchObject({ blocking: false, suppressedBy: { by: "policy" } });
  });
});

describe("a problem that two tools see", () => {
  const seen = (semgrep: Partial<Observation>, snyk: Partial<Observation>, policy: Partial<Policy> = {}) =>
    judged([vulnerable(semgrep), vulnerable({ id: "y", tool: "snyk", ...snyk })], { policy });

  it("blocks when only one tool's word on it is severe", () => {
    for (const one of [
      seen({ severity: "low" }, { severity: "high" }),
      seen({ severity: "high" }, { severity: "low" }),
    ]) {
      expect([one.verdict, one.findings[0]?.blockedBy]).toEqual(["fail", "fail-on: high"]);
    }
  });

  it("passes only when it is suppressed for both, and then names the policy first", () => {
    const suppressions = [{ id: "y", reason: "r", expires: TODAY }];
    expect(seen({ ignored: {} }, {}).verdict).toBe("fail");
    expect(seen({}, {}, { suppressions }).verdict).toBe("fail");
    const both = seen({ ignored: {} }, {}, { suppressions });
    expect([both.verdict, both.findings[0]?.suppressedBy?.by]).toEqual(["pass", "policy"]);
    expect(seen({ ignored: {} }, { ignored: {} }).findings[0]?.suppressedBy?.by).toBe("semgrep");
  });

  it("tells of each tool what it decided, and of one alone nothing", () => {
    const { findings } = seen({ ignored: {} }, {});
    expect(findings[0]?.rulings).toEqual([
      { suppressedBy: { by: "semgrep" } },
      { blockedBy: "fail-on: high" },
    ]);
    expect(judged([observed()]).findings[0]).not.toHaveProperty("rulings");
  });
});

describe("what is only shown", () => {
  const shown = (over: Partial<Observation> = {}) => observed({ ...over, shownOnly: true });

  it("blocks by no threshold and counts in no budget, whatever the gate", () => {
    const { verdict, findings } = judged([shown(), shown({ id: "b", severity: "critical" })], {
      gate: "all",
      policy: { failOn: "low", budgets: { high: 0, critical: 0 } },
    });
    expect(verdict).toBe("pass");
    expect(findings.map(({ blocking }) => blocking)).toEqual([false, false]);
  });

  it("blocks where another observation of the same problem counts", () => {
    const problem = observed();
    const { verdict } = judged([{ ...problem, shownOnly: true }, problem], { gate: "all" });
    expect(verdict).toBe("fail");
  });
});

describe("budgets", () => {
  it.each([
    [20, 0, "pass"],
    [21, 1, "fail"],
  ])("with 20 allowed let %i medium findings make %i reasons", (count, reasons, verdict) => {
    const result = judged(several("medium", count), { policy: { budgets: { medium: 20, low: 0 } } });
    expect([codes(result.reasons).length, result.verdict]).toEqual([reasons, verdict]);
  });

  it("tell how many there are and what to do", () => {
    const { reasons, sentence, decision, counts } = judged(several("low", 3), {
      policy: { budgets: { low: 1 } },
    });
    expect(reasons).toEqual([
      {
        code: "budget-exceeded",
        source: "gate",
        message:
          "3 low findings where the policy's budget allows 1. Fix 2 of them, or raise `budgets.low` in the policy.",
      },
    ]);
    expect(counts.blocking).toBe(0);
    expect(sentence).toBe("failed: 3 low findings exceed the budget of 1 (rule: budgets: low 1)");
    expect(decision.rule).toBe("budgets: low 1");
    expect(decision.tooMany).toEqual({ low: 2 });
  });

  it.each([
    [
      1,
      "1 low finding where the policy's budget allows 0. Fix it, or",
      "1 low finding exceeds the budget of 0",
    ],
    [2, "2 low findings where the policy's budget allows 0. Fix them all, or", "2 low findings exceed"],
  ])("speak of %i that no budget has room for as people do", (count, message, told) => {
    const { reasons, sentence } = judged(several("low", count), { policy: { budgets: { low: 0 } } });
    expect(reasons[0]?.message).toContain(message);
    expect(sentence).toContain(told);
  });

  it("count what is too many by the strictest of several, and nothing where all are kept", () => {
    const over = (severity: "high" | "low", found: number, allowed: number) => ({ severity, found, allowed });
    expect(tooManyOf([over("high", 3, 1), over("high", 3, 0), over("low", 9, 8)])).toEqual({
      high: 3,
      low: 1,
    });
    expect(tooManyOf([])).toBeUndefined();
  });

  it("mark the findings that are more than they allow, but for those that block by themselves", () => {
    const rules = [{ match: { rule: ["loud"] }, failOn: "low" as const }];
    const low = { severity: "low" } as const;
    const outcomes = [
      answered("semgrep", {
        batches: [
          batch([
            observed({ ...low, id: "a" }),
            observed({ ...low, id: "b", rule: "loud" }),
            observed({ id: "c", severity: "medium" }),
          ]),
          batch([observed({ ...low, id: "d" })], existing),
        ],
      }),
    ];
    const marked = (budgets: Policy["budgets"]) =>
      judged([], { outcomes, policy: { budgets, rules } })
        .findings.filter(({ overBudget }) => overBudget)
        .map(({ seenBy }) => seenBy[0]?.id);
    expect(marked({ low: 1, medium: 1 })).toEqual(["a"]);
    expect(marked({ low: 2 })).toEqual([]);
  });

  it("count neither suppressed, nor ungated, nor what a rule sets to none", () => {
    const policy = {
      budgets: { low: 0 },
      rules: [{ match: { rule: ["free"] }, failOn: "none" as const }],
      suppressions: [{ id: "known", reason: "r", expires: TODAY }],
    };
    const low = { severity: "low" } as const;
    const outcomes = [
      answered("semgrep", {
        batches: [
          batch([observed({ ...low, id: "a", rule: "free" }), observed({ ...low, id: "known" })]),
          batch([observed({ ...low, id: "c" })], existing),
        ],
      }),
    ];
    expect(judged([], { outcomes, policy }).verdict).toBe("pass");
    expect(judged([], { outcomes, policy, gate: "all" }).verdict).toBe("fail");
  });

  it("count what a rule only holds to a laxer threshold", () => {
    const rules = [{ match: { type: ["sast" as const] }, failOn: "critical" as const }];
    expect(judged(several("medium", 1), { policy: { rules, budgets: { medium: 0 } } }).verdict).toBe("fail");
  });

  it("count what falls to fail-on: none, since no rule sets it to none", () => {
    const policy = { failOn: "none", budgets: { high: 1 } } as const;
    expect(judged(several("high", 1), { policy }).verdict).toBe("pass");
    expect(codes(judged(several("high", 2), { policy }).reasons)).toEqual(["budget-exceeded"]);
  });

  it("count an unknown severity as critical, unless it has a budget of its own", () => {
    const run = (budgets: Partial<Policy>["budgets"]) =>
      judged(several("unknown", 1), { policy: { failOn: "none", budgets: budgets ?? {} } }).reasons;
    expect(run({ critical: 0 })[0]?.message).toMatch(/^1 critical finding where/);
    expect(run({ critical: 0, unknown: 1 })).toEqual([]);
    expect(run({ critical: 1, unknown: 0 })[0]?.message).toMatch(/^1 unknown finding where/);
    expect(run({ high: 0, medium: 0, low: 0 })).toEqual([]);
  });

  it("count a problem as often as the tool that sees most in it", () => {
    const budget = new BudgetCount({ high: 1 });
    const twice = ["a", "b"].map((identity) => observed({ tool: "snyk", identity }));
    budget.add(0, [observed(), ...twice]);
    expect(budget.excesses(undefined)).toEqual([{ severity: "high", allowed: 1, found: 2 }]);
  });

  it("count blocking findings too, and stand behind them", () => {
    const { reasons, decision } = judged(several("high", 2), { policy: { budgets: { high: 1 } } });
    expect(codes(reasons)).toEqual(["blocking-findings", "budget-exceeded"]);
    expect(decision.rule).toBe("fail-on: high");
  });
});

describe("failed pull request checks", () => {
  const failed = reason("pr-check-failed", { source: "snyk", message: "security/snyk failed." });
  const run = (policy: Partial<Policy> = {}) =>
    judged([], {
      outcomes: [answered("snyk", { failedChecks: [{ type: "license", reason: failed }] })],
      required: ["snyk"],
      policy,
    });

  it("fail the run", () => {
    const { verdict, reasons, sentence, notes } = run();
    expect([verdict, reasons, notes]).toEqual(["fail", [failed], []]);
    expect(sentence).toBe("failed: security/snyk failed. (rule: snyk: pr-check-failed)");
  });

  it("are a note where the threshold of their type is none", () => {
    const match = { tool: ["snyk"], type: ["license" as const], status: ["new" as const] };
    const { verdict, notes } = run({ rules: [{ match, failOn: "none" }] });
    expect(verdict).toBe("pass");
    expect(notes).toEqual([
      { level: "info", text: "rule 1 (fail-on: none) lets this pass: security/snyk failed." },
    ]);
    expect(run({ failOn: "none" }).verdict).toBe("pass");
  });

  it("of a product that is new fail the run whatever the thresholds", () => {
    const { verdict, reasons } = judged([], {
      outcomes: [answered("snyk", { failedChecks: [{ type: undefined, reason: failed }] })],
      required: ["snyk"],
      policy: { failOn: "none" },
    });
    expect([verdict, reasons]).toEqual(["fail", [failed]]);
  });

  it.each<Policy["rules"][number]["match"]>([
    { type: ["sca"] },
    { tool: ["semgrep"] },
    { status: ["existing"] },
    { type: ["license"], severity: ["low"] },
    { type: ["license"], exploit: ["unknown"] },
    { type: ["license"], paths: ["**"] },
  ])("are not let pass by a rule that asks for what a check does not say: %j", (match) => {
    expect(run({ rules: [{ match, failOn: "none" }] }).verdict).toBe("fail");
  });
});

describe("evidence", () => {
  const missing = reason("scan-missing");

  it("makes a pass when every required source looked and found nothing", () => {
    const { verdict, reasons, sentence } = judged();
    expect([verdict, reasons]).toEqual(["pass", []]);
    expect(sentence).toBe("passed: nothing blocks among 0 findings (rule: fail-on: high)");
  });

  it("that is missing from a required source leaves the verdict incomplete", () => {
    const outcomes = [answered("semgrep", { reasons: [missing], evidence: { status: "incomplete" } })];
    const { verdict, reasons, sentence, decision, notes } = judged([], { outcomes });
    expect([verdict, reasons, notes]).toEqual(["incomplete", [missing], []]);
    expect(sentence).toBe("incomplete: could not tell: scan-missing happened. (rule: semgrep: scan-missing)");
    expect(decision.rule).toBe("semgrep: scan-missing");
  });

  it("counts as missing when trouble is told although the source calls itself complete", () => {
    expect(judged([], { outcomes: [answered("semgrep", { reasons: [missing] })] }).verdict).toBe(
      "incomplete",
    );
  });

  it.each([
    ["nothing", { status: "incomplete" as const }],
    ["completeness without evidence", { evidence: undefined as never }],
  ])("of %s is no-evidence", (_what, evidence) => {
    const { reasons } = judged([], { outcomes: [answered("semgrep", { evidence })] });
    expect(reasons).toEqual([
      {
        code: "no-evidence",
        source: "semgrep",
        message:
          "Semgrep gave no proof that it looked at this commit. The log tells what Semgrep answered; re-run the job once it has scanned this commit.",
      },
    ]);
  });

  it("of report files that may be of another commit tells how they come to count", () => {
    const evidence = { evidence: undefined as never };
    const { reasons } = judged([], { outcomes: [answered("reports", { evidence })], required: ["reports"] });
    expect(reasons).toEqual([
      {
        code: "no-evidence",
        source: "reports",
        message: expect.stringMatching(
          /^Nothing shows that the report files are of this commit\. Make them in the job/,
        ),
      },
    ]);
  });

  it.each([
    ["semgrep", "semgrep-token"],
    ["snyk", "snyk-token"],
    ["reports", "reports"],
  ] as const)("of %s, when it is off, needs the input %s", (source, input) => {
    const message = `${source} must answer, but the input ${input} is empty. Set ${input}, or take ${source} out of require.`;
    const others = (["semgrep", "snyk", "reports"] as const).filter((one) => one !== source);
    const outcomes = others.map((one) => answered(one));
    const expected = [{ code: "no-credentials", source, message }];
    expect(judged([], { outcomes, required: [source] }).reasons).toEqual(expected);
    const off = answered(source, { evidence: { status: "off" } });
    expect(judged([], { outcomes: [...outcomes, off], required: [source] }).reasons).toEqual(expected);
  });

  it("is missing altogether when every source is off", () => {
    const { verdict, reasons } = judged([], { outcomes: [], required: [] });
    expect(verdict).toBe("incomplete");
    expect(reasons).toEqual([
      {
        code: "no-credentials",
        source: "gate",
        message:
          "No source is on: the inputs semgrep-token, snyk-token, reports are all empty. Set one of them.",
      },
    ]);
    const off = [answered("snyk", { evidence: { status: "off" } })];
    expect(codes(judged([], { outcomes: off, required: [] }).reasons)).toEqual(["no-credentials"]);
  });

  it("of no source at all is no pass, though none is required", () => {
    const silent = [answered("snyk", { evidence: { status: "incomplete" } })];
    expect(judged([], { outcomes: silent, required: [] }).reasons).toEqual([
      {
        code: "no-evidence",
        source: "gate",
        message:
          "No source gave proof that it looked at this commit. The log tells what each of them answered; re-run the job once one of them has scanned this commit.",
      },
    ]);
    const troubled = [
      answered("semgrep", { reasons: [missing, missing], evidence: { status: "incomplete" } }),
    ];
    expect(judged([], { outcomes: troubled, required: [] }).reasons).toEqual([missing]);
    const half = [answered("semgrep", { reasons: [missing] })];
    expect(judged([], { outcomes: half, required: [] }).verdict).toBe("incomplete");
  });

  it("that another source lacks is only told, when that one is not required", () => {
    const outcomes = [
      answered("semgrep"),
      answered("snyk", {
        reasons: [reason("auth", { source: "snyk" })],
        evidence: { status: "incomplete" },
      }),
    ];
    const { verdict, notes, sentence } = judged([], { outcomes });
    expect(verdict).toBe("pass");
    expect(notes).toEqual([
      {
        level: "warning",
        source: "snyk",
        code: "auth",
        text: "Snyk is not required, so this decides nothing (auth): auth happened.",
      },
    ]);
    expect(sentence).toBe(
      "passed: nothing blocks among 0 findings; without snyk, not required (rule: fail-on: high)",
    );
  });

  it("against the commit counts, whether or not its source is required", () => {
    const outcomes = [
      answered("semgrep"),
      answered("snyk", { reasons: [reason("pr-check-failed", { source: "snyk" })] }),
    ];
    expect(judged([], { outcomes })).toMatchObject({ verdict: "fail", notes: [] });
  });

  it("is told once when it is told twice", () => {
    const outcomes = [answered("semgrep", { reasons: [missing, { ...missing }] })];
    expect(judged([], { outcomes }).reasons).toEqual([missing]);
  });

  it("in two outcomes of one source must be good in both", () => {
    const outcomes = [answered("semgrep"), answered("semgrep", { evidence: { status: "incomplete" } })];
    expect(codes(judged([], { outcomes }).reasons)).toEqual(["no-evidence"]);
  });

  it("is not enough when something else went wrong", () => {
    const trouble = reason("unreachable", { source: "policy" });
    const { verdict, reasons } = judged([], { reasons: [trouble] });
    expect([verdict, reasons]).toEqual(["incomplete", [trouble]]);
  });
});

describe("the verdict", () => {
  it("is fail when something blocks and something else could not be told, with the failing reason first", () => {
    const outcomes = [answered("semgrep", { batches: [batch([observed()])], reasons: [reason("partial")] })];
    const trouble = [reason("timeout", { source: "policy" })];
    const { verdict, reasons, sentence } = judged([], { outcomes, reasons: trouble });
    expect(verdict).toBe("fail");
    expect(codes(reasons)).toEqual(["blocking-findings", "partial", "timeout"]);
    expect(sentence).toBe(
      "failed: 1 new finding blocks; and 2 things could not be told (rule: fail-on: high)",
    );
  });

  it("puts a failing reason first that comes from elsewhere", () => {
    const trouble = [reason("timeout"), reason("pr-check-failed")];
    expect(codes(judged([], { reasons: trouble }).reasons)).toEqual(["pr-check-failed", "timeout"]);
  });

  it("counts what else could not be told", () => {
    const outcomes = [
      answered("semgrep", { reasons: [reason("partial"), reason("timeout"), reason("auth")] }),
    ];
    expect(judged([], { outcomes }).sentence).toBe(
      "incomplete: could not tell: partial happened. And 2 other reasons. (rule: semgrep: partial)",
    );
  });

  it.each([
    [[batch([observed()])], "failed: 1 new finding blocks (rule: fail-on: high)"],
    [
      [batch([observed(), observed({ id: "2" })], ageless)],
      "failed: 2 unknown-age findings block (rule: fail-on: high)",
    ],
    [[batch([observed()], existing)], "failed: 1 existing finding blocks (rule: fail-on: high)"],
    [
      [batch([observed()]), batch([observed({ id: "2" })], existing)],
      "failed: 2 findings block (rule: fail-on: high)",
    ],
  ])("is told with the age of what blocks", (batches, sentence) => {
    expect(judged([], { outcomes: [answered("semgrep", { batches })], gate: "all" }).sentence).toBe(sentence);
  });

  it("that passes is told with what was found all the same", () => {
    const batches = [
      batch([
        observed({ id: "a", severity: "low" }),
        observed({ id: "b", severity: "low" }),
        observed({ id: "c" }),
      ]),
      batch([observed({ id: "d" })], existing),
    ];
    const policy = { suppressions: [{ id: "c", reason: "r", expires: TODAY }] };
    const unknown = batch([observed({ id: "e", severity: "low" })], ageless);
    const sentence = (more: typeof batches) =>
      judged([], { outcomes: [answered("semgrep", { batches: [...batches, ...more] })], policy }).sentence;
    expect(sentence([])).toBe(
      "passed: nothing blocks among 3 findings, 2 new, 1 existing, 1 suppressed (rule: fail-on: high)",
    );
    expect(sentence([unknown])).toBe(
      "passed: nothing blocks among 4 findings, 2 new, 1 existing, 1 of unknown age, 1 suppressed (rule: fail-on: high)",
    );
  });

  it("that passes says that a source did not look at this change", () => {
    const sentence = (evidence: "base-projects" | "head-projects", status: "complete" | "incomplete") =>
      judged([], { outcomes: [answered("snyk", { evidence: { evidence, status } })], required: [] }).sentence;
    const unseen =
      "passed: nothing blocks among 0 findings; Snyk did not look at this change (rule: fail-on: high)";
    expect(sentence("base-projects", "complete")).toBe(unseen);
    expect(sentence("head-projects", "complete")).not.toContain("did not look");
    expect(sentence("base-projects", "incomplete")).not.toContain("did not look");
  });

  it("puts first, of blockers of one severity, what is most urgent, and then goes by place", () => {
    const facts = [
      { id: "plain", path: "a.ts", reachability: "unreachable" },
      { id: "likely", epss: 0.5, path: "b.ts" },
      { id: "reachable", reachability: "ALWAYS_REACHABLE", path: "c.ts" },
      { id: "mature", exploit: "mature", path: "d.ts" },
      { id: "exploited", exploited: true, path: "e.ts" },
      { id: "valid", validated: "valid", path: "f.ts" },
      { id: "malicious", malicious: true, path: "g.ts" },
    ] as const;
    const outcomes = [answered("semgrep", { batches: [batch(facts.map((each) => observed(each)))] })];
    expect(judged([], { outcomes }).findings.map(({ seenBy }) => seenBy[0]?.id)).toEqual(
      facts.map(({ id }) => id).toReversed(),
    );
  });

  it("is one line without control characters, however long the trouble is", () => {
    const trouble = [reason("timeout", { message: `a\n\u001b[31m${"b".repeat(5000)}` })];
    const { sentence } = judged([], { reasons: trouble });
    expect(sentence).not.toMatch(/\p{Cc}/u);
    expect(sentence.length).toBe(400);
    expect(sentence.endsWith("… (rule: semgrep: timeout)")).toBe(true);
  });
});

describe("the blocking reason", () => {
  it("counts by severity and names the first few with their places", () => {
    const { reasons } = judged([
      observed({ id: "1", title: "SQL injection", path: "src/db.ts", line: 10, severity: "critical" }),
      vulnerable({ id: "2", title: "Prototype pollution" }),
      observed({ id: "3", title: "Odd", severity: "unknown", nativeSeverity: "CATASTROPHIC" }),
      vulnerable({ id: "4", title: "Hidden", path: "web/package.json" }),
    ]);
    expect(reasons).toEqual([
      {
        code: "blocking-findings",
        source: "gate",
        message:
          "4 findings block (1 critical, 2 high, 1 of unknown severity): SQL injection (src/db.ts:10); " +
          'Odd with severity "CATASTROPHIC"; Prototype pollution in lodash@4.17.15 (package.json); and 1 more. ' +
          "Fix them, or add a suppression with a reason and an expiry to the policy.",
      },
    ]);
  });

  it("names the package where there is no file, and nothing where there is neither", () => {
    const { reasons } = judged([
      observed({ title: "A", package: { name: "lodash" } }),
      observed({ id: "2", title: "B", severity: "unknown" }),
    ]);
    expect(reasons[0]?.message).toMatch(
      /^2 findings block \(1 high, 1 of unknown severity\): B; A in lodash\. /,
    );
  });

  it("leaves out the full stop of a title that is a sentence, for its place follows", () => {
    const messageOf = (title: string) =>
      judged([observed({ title, path: "src/db.ts", line: 10 })]).reasons[0]?.message;
    expect(messageOf("A query is built from text.")).toContain(
      ": A query is built from text (src/db.ts:10). Fix",
    );
    expect(messageOf("Do not use v1.2. Use v2.")).toContain(": Do not use v1.2. Use v2. (src/db.ts:10)");
  });

  it("names what has the same title in the same package once, with its number", () => {
    const same = { title: "Denial of service", severity: "high" } as const;
    const { reasons } = judged([
      vulnerable({ id: "1", ...same, path: "a/package.json" }),
      vulnerable({ id: "2", ...same, path: "b/package.json" }),
      observed({ id: "3", title: "Weak hash" }),
      observed({ id: "4", title: "Weak hash", line: 9 }),
    ]);
    const message = reasons[0]?.message ?? "";
    expect(message.match(/Denial of service/g)).toHaveLength(1);
    expect(message).toContain("Denial of service in lodash@4.17.15 (a/package.json, 2 times)");
    expect(message).toContain("Weak hash (2 times)");
  });

  it("does not name a package that the title names", () => {
    const named = ["Flaw in lodash@4.17.15", "Flaw in lodash"].map((title, at) =>
      vulnerable({ id: `${at}`, title, path: `${at}/package.json` }),
    );
    expect(judged(named).reasons[0]?.message).toContain(
      ": Flaw in lodash@4.17.15 (0/package.json); Flaw in lodash@4.17.15 (1/package.json). ",
    );
  });

  it("is at most 600 characters long and shows no control character, and keeps its advice", () => {
    const hostile = (at: number) =>
      observed({
        id: `${at}`,
        title: `${at}${"\u202e\u0007t".repeat(500)}`,
        path: "p\n".repeat(900),
        severity: "unknown",
        nativeSeverity: "\u001bS".repeat(300),
      });
    const [blocking] = judged([1, 2, 3, 4].map(hostile)).reasons;
    expect(blocking?.message.length).toBe(600);
    expect(blocking?.message).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(blocking?.message).toMatch(/… Fix them, or add a suppression/);
  });
});

describe("the order of findings", () => {
  it("is by blocking, severity, age of what does not block, file, line and fingerprint, whatever the order they come in", () => {
    const at = (id: string, severity: Severity, path?: string, line?: number) =>
      observed({ id, severity, ...(path ? { path } : {}), ...(line ? { line } : {}) });
    const fresh = [
      at("1", "critical", "z.ts"),
      at("2", "unknown"),
      at("3", "high", "b.ts", 10),
      at("4", "high", "b.ts", 9),
      at("5", "high", "a.ts", 99),
      at("6", "high"),
      at("7", "low", "a.ts"),
    ];
    const older = [at("8", "critical"), at("9", "low", "a.ts")];
    const young = [at("10", "high", "a.ts"), at("11", "low", "a.ts")];
    const order = (turn: <T>(list: readonly T[]) => readonly T[]) =>
      judged([], {
        outcomes: turn([
          answered("semgrep", { batches: turn([batch(turn(fresh)), batch(turn(older), existing)]) }),
          answered("snyk", { batches: [batch(turn(young), ageless)] }),
        ]),
      }).findings.map(({ seenBy }) => seenBy[0]?.id);
    const expected = ["1", "2", "10", "5", "4", "3", "6", "8", "7", "11", "9"];
    expect(order((list) => list)).toEqual(expected);
    expect(order((list) => list.toReversed())).toEqual(expected);
  });

  it("falls to the fingerprint where all else is equal, and holds for what is fixed", () => {
    const same = [1, 2, 3, 4].map((at) => observed({ id: `${at}` }));
    const { findings } = judged(same);
    const prints = findings.map(({ fingerprint }) => fingerprint);
    expect(prints).toEqual(prints.toSorted());
    const fixed = [{ ...batch([]), fixed: [observed({ severity: "low" }), observed({ id: "2" })] }];
    const gone = judged([], { outcomes: [answered("semgrep", { batches: fixed })] }).fixed;
    expect(gone.map(({ severity, blocking }) => [severity, blocking])).toEqual([
      ["high", false],
      ["low", false],
    ]);
  });
});

describe("counts", () => {
  it("are of unsuppressed findings; unknown severity is in the total only", () => {
    const outcomes = [
      answered("semgrep", {
        batches: [
          batch([
            ...several("critical", 1),
            ...several("high", 2),
            ...several("unknown", 1),
            observed({ id: "s" }),
          ]),
          batch([...several("medium", 3)], existing),
          batch([...several("low", 4)], ageless),
          { ...batch([]), fixed: [observed({ id: "gone" })] },
        ],
      }),
    ];
    const policy = { suppressions: [{ id: "s", reason: "r", expires: TODAY }] };
    expect(judged([], { outcomes, policy }).counts).toEqual({
      blocking: 4,
      total: 11,
      new: 4,
      existing: 3,
      fixed: 1,
      suppressed: 1,
      critical: 1,
      high: 2,
      medium: 3,
      low: 4,
    });
  });
});

describe("the decision", () => {
  it("names gate, threshold, its origin, the rule, and how many rules there were", () => {
    const policy: Partial<Policy> = {
      failOn: "medium",
      origin: ".github/scan-gate.yml",
      rules: [{ match: { type: ["sca"] }, failOn: "low" }],
    };
    expect(judged([vulnerable({ severity: "low" })], { policy, gate: "all" }).decision).toEqual({
      gate: "all",
      failOn: "medium",
      origin: ".github/scan-gate.yml",
      rule: "rule 1 (fail-on: low)",
      rules: 1,
      suppressions: [],
    });
  });

  it("with fail-on none says what high would have blocked, by the same gate, rules and suppressions", () => {
    const outcomes = [
      answered("semgrep", {
        batches: [
          batch([
            observed({ id: "a" }),
            observed({ id: "b", severity: "critical" }),
            observed({ id: "c", severity: "medium" }),
            observed({ id: "d", rule: "free" }),
            observed({ id: "e" }),
          ]),
          batch([observed({ id: "f" })], existing),
        ],
      }),
    ];
    const policy: Partial<Policy> = {
      failOn: "none",
      rules: [{ match: { rule: ["free"] }, failOn: "none" }],
      suppressions: [{ id: "e", reason: "r", expires: TODAY }],
    };
    const { verdict, decision, sentence } = judged([], { outcomes, policy });
    expect([verdict, decision.wouldBlock]).toEqual(["pass", 2]);
    expect(sentence).toBe(
      "passed: nothing blocks among 5 findings, 4 new, 1 existing, 1 suppressed; would block 2 at high (rule: fail-on: none)",
    );
    expect(judged([]).decision).not.toHaveProperty("wouldBlock");
  });
});

describe("the reason of a fail", () => {
  it("names the findings that block, and an odd severity as its tool wrote it", () => {
    const message = (over: Partial<Observation>) => judged([observed(over)]).reasons[0]?.message;
    const hint = "Fix it, or add a suppression with a reason and an expiry to the policy.";
    expect(message({ nativeSeverity: "ERROR" })).toBe(`1 finding blocks (1 high): Finding 1. ${hint}`);
    expect(message({ severity: "unknown", nativeSeverity: "odd" })).toBe(
      `1 finding blocks (1 of unknown severity): Finding 1 with severity "odd". ${hint}`,
    );
  });
});

describe("notes", () => {
  it("count only the findings of unknown age", () => {
    const batches = [batch([observed(), observed({ id: "2" })]), batch([observed({ id: "3" })], ageless)];
    const { notes } = judged([], { outcomes: [answered("semgrep", { batches })] });
    expect(notes.map(({ text }) => text)).toEqual([
      "Semgrep: no baseline, so the age of 1 finding is unknown.",
    ]);
    expect(judged([observed()]).notes).toEqual([]);
  });

  it("tell the sources' own, a missing baseline, and the policy's housekeeping", () => {
    const outcomes = [
      answered("snyk", {
        batches: [batch([observed({ tool: "snyk", severity: "low" })], ageless), batch([], ageless)],
        notes: [{ level: "info", text: "2 inactive projects" }],
      }),
    ];
    const suppressions = [
      { id: "a", package: "lodash", reason: "r", expires: "2020-01-01" },
      { id: "1", reason: "r", expires: "2026-06-20" },
      { id: "b", reason: "r", expires: "2027-01-01" },
      { id: "c", reason: "r", expires: "2028-01-01" },
    ];
    const { notes, decision } = judged([], { outcomes, required: ["snyk"], policy: { suppressions } });
    expect(notes).toEqual([
      { level: "info", text: "2 inactive projects" },
      { level: "info", text: "Snyk: no baseline, so the age of 1 finding is unknown." },
      {
        level: "warning",
        text: "The suppression of a in lodash expired on 2020-01-01 and suppresses nothing.",
      },
      { level: "info", text: "The suppression of 1 expires on 2026-06-20." },
      { level: "info", text: "The suppression of b is not used: no finding matches it." },
      { level: "info", text: "The suppression of c expires on 2028-01-01, which is more than a year away." },
      { level: "info", text: "The suppression of c is not used: no finding matches it." },
    ]);
    expect(decision.suppressions.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "expired a",
      "expiring 1",
      "unused b",
      "distant c",
      "unused c",
    ]);
  });

  it("do not call a suppression unused when a source was not read in full", () => {
    const policy = { suppressions: [{ id: "b", reason: "r", expires: "2027-01-01" }] };
    const outcomes = [answered("semgrep"), answered("snyk", { evidence: { status: "incomplete" } })];
    expect(judged([], { outcomes, policy }).notes).toEqual([]);
    const off = [answered("semgrep"), answered("snyk", { evidence: { status: "off" } })];
    expect(judged([], { outcomes: off, policy }).notes).toHaveLength(1);
  });
});

describe("many findings", () => {
  const input = {
    outcomes: [answered("semgrep", { batches: [batch(several("high", 2 * ITEMS_PER_STEP))] })],
    gate: "new",
    required: ["semgrep"],
    today: TODAY,
    reasons: [],
    chains: [[{ policy: policyWith({ failOn: "none" }) }]],
  } as const;

  it("are judged in steps, so that the clock can be looked at in between", () => {
    const steps = judgeInSteps(input);
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count += 1;
    // Correlated, suppressed, decided, and counted at `high`: twice each.
    expect(count).toBeGreaterThanOrEqual(8);
    expect(step.value.decision.wouldBlock).toBe(2 * ITEMS_PER_STEP);
    expect(step.value).toEqual(judge(input));
  });
});

it("judging a finding told very often comes to an end, however many rules are held against each telling", () => {
  const tellings = (["low", "high"] as const).flatMap((severity) =>
    Array.from({ length: 200 }, (_, at) =>
      observed({ id: `${severity} ${at}`, identity: "one", severity, path: "src/a.ts" }),
    ),
  );
  const improbable = { match: { epss: [{ operator: ">=", value: 0.9 }] }, failOn: "low" } as const;
  const elsewhere = (severity: Severity) =>
    ({ match: { severity: [severity], paths: ["docs/**"] }, failOn: "none" }) as const;
  const rules = [
    ...Array.from({ length: 600 }, () => improbable),
    elsewhere("low"),
    elsewhere("high"),
  ] satisfies Policy["rules"];
  const steps = judgeInSteps({
    outcomes: [answered("semgrep", { batches: [batch(tellings)] })],
    gate: "new",
    required: ["semgrep"],
    today: TODAY,
    reasons: [],
    chains: [[{ policy: policyWith({ rules }) }]],
  });
  let step = steps.next();
  for (let count = 0; step.done !== true && count < 100; count += 1) step = steps.next();
  expect(step).toMatchObject({
    done: true,
    value: { verdict: "fail", findings: [{ blockedBy: "fail-on: high" }] },
  });
});

describe("the gate of a rule", () => {
  const known = [answered("semgrep", { batches: [batch([observed()], existing)] })];

  it.each<["new" | "all", "new" | "all" | undefined, string]>([
    ["new", undefined, "pass"],
    ["all", undefined, "fail"],
    ["new", "all", "fail"],
    ["all", "new", "pass"],
  ])("of a run with %s, where the rule says %s, lets what was known make it a %s", (gate, own, verdict) => {
    const rules = [{ match: {}, failOn: "high" as const, ...(own === undefined ? {} : { gate: own }) }];
    expect(judged([], { outcomes: known, gate, policy: { rules } }).verdict).toBe(verdict);
  });
});

describe("a finding that is new to one tool and known to the other", () => {
  const outcomes = [
    answered("semgrep", { batches: [batch([vulnerable()], existing)] }),
    answered("snyk", { batches: [batch([vulnerable({ id: "y", tool: "snyk" })])] }),
  ];

  it("blocks as new, and shows the ages of its observations nowhere", () => {
    const { findings } = judged([], { outcomes });
    expect(findings).toMatchObject([{ status: "new", blocking: true, blockedBy: "fail-on: high" }]);
    expect(findings[0]).not.toHaveProperty("ages");
  });

  it("is held by its own age of each tool, and by the finding's", () => {
    const free = { match: { tool: ["snyk"] }, failOn: "none" } as const;
    expect(judged([], { outcomes, policy: { rules: [free] } }).verdict).toBe("fail");
    const strict = { match: { status: ["existing"] }, failOn: "low", gate: "all" } as const;
    expect(judged([], { outcomes, policy: { failOn: "none", rules: [free, strict] } }).verdict).toBe("fail");
    expect(judged([], { outcomes, policy: { failOn: "none", rules: [free] } }).verdict).toBe("pass");
  });

  it("is held by its own first day of each tool, and by the finding's", () => {
    const dated = judged(
      [
        vulnerable({ firstSeen: "2026-06-14" }),
        vulnerable({ id: "y", tool: "snyk", firstSeen: "2026-01-01T00:00:00Z" }),
      ],
      {
        policy: {
          failOn: "none",
          rules: [
            { match: { tool: ["snyk"] }, failOn: "none" },
            { match: { age: [{ operator: ">=", value: 30 }] }, failOn: "low" },
          ],
        },
      },
    );
    expect([dated.verdict, dated.findings[0]?.firstSeen]).toEqual(["fail", "2026-01-01T00:00:00Z"]);
  });

  it("has the first of its days, and a day that cannot be read only where there is no other", () => {
    const firstDay = (semgrep: string, snyk: string) =>
      judged([
        vulnerable({ firstSeen: semgrep }),
        vulnerable({ id: "y", tool: "snyk", firstSeen: snyk }),
      ]).findings.map(({ firstSeen }) => firstSeen);
    expect(firstDay("soon", "2026-06-14")).toEqual(["2026-06-14"]);
    expect(firstDay("2026-06-14", "soon")).toEqual(["2026-06-14"]);
    expect(firstDay("soon", "later")).toEqual(["soon"]);
  });

  it("is judged the same when its age is known from before", () => {
    const input = {
      outcomes,
      gate: "new",
      required: ["semgrep"],
      today: TODAY,
      reasons: [],
      chains: [[{ policy: policyWith() }]],
    } as const;
    expect(judgeAged(finishSteps(ageFindings(outcomes)), input)).toEqual(judge(input));
  });
});
