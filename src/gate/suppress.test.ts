import { describe, expect, it } from "vitest";
import {
  draft,
  observed,
  policyWith,
  suppressedBy,
  TODAY,
  together,
  vulnerable,
} from "../../test/support/gating.ts";
import type { Observation } from "../model/finding.ts";
import { fingerprintOf } from "../model/identity.ts";
import type { Suppression } from "../model/policy.ts";
import { finishSteps } from "../model/steps.ts";
import { present } from "../text/present.ts";
import type { Draft } from "./merge.ts";
import { subjectsOf } from "./rules.ts";
import { SuppressionBook } from "./suppress.ts";
import { judgingNotes } from "./wording.ts";

const REST = { reason: "only at build time", expires: "2027-01-31" };

function entry(over: Partial<Suppression> = {}): Suppression {
  return { id: "CVE-2021-23337", ...REST, ...over };
}

function run(findings: readonly Draft[], entries: readonly Suppression[], isComplete = true) {
  return suppressedBy(findings, entries, isComplete);
}

function isSuppressed(over: Partial<Suppression>, ...observations: readonly Observation[]): boolean {
  return run([together(observations)], [entry(over)]).suppressedBy[0] !== undefined;
}

describe("a suppression of the policy", () => {
  const lodash = vulnerable({ rule: "ssc-1", cwe: ["CWE-94"] });

  it("is named in the finding with its reason, owner and end", () => {
    const [by] = run([together([lodash])], [entry({ owner: "@org/platform" })]).suppressedBy;
    expect(by).toStrictEqual({ by: "policy", owner: "@org/platform", ...REST });
    expect(run([together([lodash])], [entry()]).suppressedBy).toStrictEqual([{ by: "policy", ...REST }]);
  });

  it("leaves findings alone that it does not name, in their order", () => {
    const by = run([draft(), together([lodash]), draft()], [entry()]).suppressedBy;
    expect(by.map((one) => one?.by)).toEqual([undefined, "policy", undefined]);
  });

  it.each([
    [{}],
    [{ id: "cve-2021-23337" }],
    [{ id: "cwe-94" }],
    [{ id: "CWE-094" }],
    [{ id: "SSC-1" }],
    [{ id: "1" }],
    [{ id: fingerprintOf(lodash).toUpperCase() }],
    [{ package: "LODASH" }],
    [{ package: "lodash@4.17.15" }],
    [{ package: "lodash@V4.17.15" }],
    [{ version: "v4.17.15" }],
    [{ package: "lodash", version: "4.17.15", paths: ["web/**", "*.json"], tool: "Semgrep" }],
  ])("applies with %j", (over) => {
    expect(isSuppressed(over, lodash)).toBe(true);
  });

  it.each([
    [{ id: "CVE-2021-2333" }],
    [{ id: "CWE-940" }],
    [{ id: "CWE-0" }],
    [{ id: "identity 1" }],
    [{ id: "f".repeat(32) }],
    [{ package: "lodash@4.17.16" }],
    [{ package: "lod" }],
    [{ version: "4.17.16" }],
    [{ paths: ["web/**"] }],
    [{ tool: "snyk" }],
    [{ package: "lodash", paths: ["web/**"] }],
  ])("does not apply with %j", (over) => {
    expect(isSuppressed(over, lodash)).toBe(false);
  });

  it("does not apply where it asks for something that the finding does not say", () => {
    const bare = observed({ identifiers: ["CVE-2021-23337"] });
    expect(isSuppressed({}, bare)).toBe(true);
    expect(isSuppressed({ package: "lodash" }, bare)).toBe(false);
    expect(isSuppressed({ version: "4.17.15" }, bare)).toBe(false);
    expect(isSuppressed({ paths: ["**"] }, bare)).toBe(false);
  });

  it.each([
    ["legacy/../src/x.py", false],
    ["./legacy//x.py", true],
    ["src/../legacy/x.py", true],
    ["legacy/../../legacy/x.py", false],
    ["../legacy/x.py", false],
    [`legacy/${"a/".repeat(3000)}x.py`, false],
  ])("looks at the file that a path leads to: %s by legacy/**: %s", (path, expected) => {
    expect(isSuppressed({ id: "1", paths: ["legacy/**"] }, observed({ path }))).toBe(expected);
  });

  it("by fingerprint means one finding, also among others", () => {
    const entries = [entry({ id: "0".repeat(32) }), entry({ id: fingerprintOf(lodash), reason: "this" })];
    const by = run([together([lodash])], entries).suppressedBy;
    expect(by.map((one) => one?.reason)).toEqual(["this"]);
  });

  it("by fingerprint must fit in all else too", () => {
    const id = together([lodash]).fingerprint;
    expect(isSuppressed({ id, tool: "semgrep" }, lodash)).toBe(true);
    expect(isSuppressed({ id, tool: "snyk" }, lodash)).toBe(false);
  });

  it("reaches only the observations that it names, and the finding counts until all are reached", () => {
    const snyk = vulnerable({ id: "SNYK-JS-LODASH-1", tool: "snyk" });
    expect(isSuppressed({ id: "SNYK-JS-LODASH-1" }, lodash, snyk)).toBe(false);
    expect(isSuppressed({ tool: "snyk" }, lodash, snyk)).toBe(false);
    expect(isSuppressed({}, lodash, snyk)).toBe(true);
    const both = [entry({ id: "ssc-1" }), entry({ id: "SNYK-JS-LODASH-1", reason: "second" })];
    const { suppressedBy: whole, observations, notices } = run([together([lodash, snyk])], both);
    expect([whole[0]?.reason, observations[0]?.[1]?.reason]).toEqual([REST.reason, "second"]);
    expect(notices).toEqual([]);
  });

  it("is used where it reaches one observation, and says by which tool the finding still counts", () => {
    const snyk = vulnerable({ id: "SNYK-JS-LODASH-1", tool: "snyk" });
    const { notices } = run([together([lodash, snyk])], [entry({ tool: "snyk" })]);
    expect(notices).toMatchObject([{ kind: "partial", because: "1 finding still counts by semgrep" }]);
    const twice = [together([lodash, snyk]), together([lodash, snyk])];
    expect(run(twice, [entry({ tool: "semgrep" })]).notices[0]?.because).toBe(
      "2 findings still count by snyk",
    );
  });

  it("by the fingerprint of a finding reaches all of it; by that of one observation it reaches that one", () => {
    const snyk = vulnerable({ id: "SNYK-JS-LODASH-1", tool: "snyk" });
    expect(isSuppressed({ id: together([lodash, snyk]).fingerprint }, lodash, snyk)).toBe(true);
    expect(isSuppressed({ id: together([snyk]).fingerprint }, lodash, snyk)).toBe(false);
    expect(isSuppressed({ id: together([lodash, snyk]).fingerprint, tool: "snyk" }, lodash, snyk)).toBe(
      false,
    );
  });

  it("does not hide one tool's finding by another's weakness at the same place", () => {
    const at = { path: "a.ts", line: 1, cwe: ["CWE-89"] };
    const snyk = observed({ ...at, id: "y", tool: "snyk" });
    const semgrep = observed({ ...at, severity: "critical" });
    expect(isSuppressed({ id: "CWE-89", tool: "snyk" }, semgrep, snyk)).toBe(false);
    expect(isSuppressed({ id: "CWE-89" }, semgrep, snyk)).toBe(true);
  });

  it("is the first that applies, of several", () => {
    const by = run(
      [together([lodash])],
      [entry({ tool: "snyk" }), entry({ reason: "b" }), entry({ reason: "c" })],
    );
    expect(by.suppressedBy[0]?.reason).toBe("b");
  });

  it("is the first in the file that holds, by whichever of its names a finding is meant", () => {
    const reasonOf = (...entries: readonly Suppression[]) =>
      run([together([lodash])], entries).suppressedBy[0]?.reason;
    const gone = { expires: "2020-01-01" };
    expect(reasonOf(entry({ reason: "a" }), entry({ id: "1", reason: "b" }))).toBe("a");
    expect(reasonOf(entry(gone), entry({ id: "1", reason: "b" }))).toBe("b");
    expect(reasonOf(entry({ reason: "a" }), entry({ id: "1", ...gone }))).toBe("a");
    const byFingerprint = entry({ id: fingerprintOf(lodash), reason: "c" });
    expect(reasonOf(entry({ id: "CVE-2020-1" }), byFingerprint)).toBe("c");
  });
});

describe("the end of a suppression", () => {
  const ending = (expires: string) => run([together([vulnerable()])], [entry({ expires })]);

  it.each([
    ["2026-06-14", undefined, ["expired"]],
    ["2026-06-15", "policy", ["expiring"]],
    ["2026-06-29", "policy", ["expiring"]],
    ["2026-06-30", "policy", []],
  ])("on %s, seen on the 15th of June: by %s, told %j", (expires, by, kinds) => {
    const result = ending(expires);
    expect(result.suppressedBy[0]?.by).toBe(by);
    expect(result.notices.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("gives way to a later entry that still holds", () => {
    const finding = together([vulnerable()]);
    const result = run([finding], [entry({ expires: "2020-01-01" }), entry({ reason: "again" })]);
    expect(result.suppressedBy[0]?.reason).toBe("again");
    expect(result.notices.map(({ kind }) => kind)).toEqual(["expired"]);
  });

  it("is told without the file where there is but one", () => {
    const suppressions = [entry({ expires: "2020-01-01" })];
    const [told] = suppressedBy([], [{ policy: policyWith({ file: "own.yml", suppressions }) }]).notices;
    expect(told?.kind).toBe("expired");
    expect(told).not.toHaveProperty("file");
  });

  it("is told with what it is about", () => {
    expect(run([], [entry({ expires: "2020-01-01" })]).notices).toStrictEqual([
      {
        kind: "expired",
        id: "CVE-2021-23337",
        suppressedBy: { by: "policy", reason: REST.reason, expires: "2020-01-01" },
      },
    ]);
    const notices = run([], [entry({ expires: "2026-06-20", package: "lodash", owner: "me" })]).notices;
    const about = {
      id: "CVE-2021-23337",
      package: "lodash",
      suppressedBy: { by: "policy", reason: REST.reason, owner: "me", expires: "2026-06-20" },
    };
    expect(notices).toEqual([
      { kind: "expiring", ...about },
      { kind: "unused", ...about },
    ]);
  });
});

it("selects all findings of a file by its globs, and none of another file or of none", () => {
  const paths = ["legacy/**", "old/**"];
  const files = ["old/a.ts", "old/a.ts", "legacy/a.ts", "src/a.ts", "src/a.ts", undefined];
  const findings = files.map((path) => draft(present({ path })));
  const isReached = (globs: readonly string[]) =>
    run(findings, [entry({ id: "1", paths: globs })]).suppressedBy.map((one) => one !== undefined);
  expect(isReached(paths)).toEqual([true, true, true, false, false, false]);
  expect(isReached([])).not.toContain(true);
});

describe("an unused suppression", () => {
  it("is told, unless not everything was read", () => {
    expect(run([draft()], [entry()]).notices.map(({ kind }) => kind)).toEqual(["unused"]);
    expect(run([draft()], [entry()], false).notices).toEqual([]);
  });

  it("is none that applies to any finding, though another entry comes first", () => {
    const other = entry({ expires: "2027-01-30" });
    expect(run([together([vulnerable()])], [entry(), other]).notices).toEqual([]);
  });

  it("is told where it says the same as one before it, and where it ends in over a year", () => {
    const found = [together([vulnerable()])];
    const told = (...entries: readonly Suppression[]) => run(found, entries).notices.map(({ kind }) => kind);
    const twice = [entry(), entry({ reason: "other words" })];
    expect(told(...twice)).toEqual(["repeated"]);
    expect(judgingNotes([], run(found, twice).notices)).toEqual([
      { level: "info", text: "The suppression of CVE-2021-23337 stands there twice." },
    ]);
    expect(told(entry({ expires: "2027-06-15" }))).toEqual([]);
    expect(told(entry({ expires: "2027-06-16" }))).toEqual(["distant"]);
  });

  it("is only told as expired once it has expired", () => {
    expect(run([], [entry({ expires: "2020-01-01" })]).notices.map(({ kind }) => kind)).toEqual(["expired"]);
  });
});

describe("triage in the tools", () => {
  const semgrep = vulnerable({ ignored: { reason: "false positive", by: "alice", expires: "2026-12-01" } });
  const snyk = vulnerable({ id: "y", tool: "snyk" });

  it("suppresses in the name of the tool, with its reason", () => {
    expect(run([together([semgrep])], []).suppressedBy).toEqual([
      { by: "semgrep", reason: "false positive", owner: "alice", expires: "2026-12-01" },
    ]);
    expect(run([together([vulnerable({ ignored: {} })])], []).suppressedBy).toStrictEqual([
      { by: "semgrep" },
    ]);
  });

  it("and the policy's entries together suppress a finding, each what it reaches", () => {
    const found = run([together([semgrep, snyk])], [entry({ tool: "snyk" })]);
    expect(found.observations[0]?.map((one) => one?.by)).toEqual(["semgrep", "policy"]);
    expect(found.suppressedBy[0]?.by).toBe("semgrep");
  });

  it("suppresses a merged finding only when every tool that saw it ignores it", () => {
    expect(run([together([semgrep, snyk])], []).suppressedBy).toEqual([undefined]);
    expect(run([together([vulnerable(), { ...snyk, ignored: {} }])], []).suppressedBy).toEqual([undefined]);
    expect(run([together([semgrep, { ...snyk, ignored: {} }])], []).suppressedBy[0]?.by).toBe("semgrep");
  });

  it("stands behind the policy's own entry, and holds where that has expired", () => {
    const finding = together([semgrep]);
    expect(run([finding], [entry()]).suppressedBy[0]?.by).toBe("policy");
    expect(run([finding], [entry({ expires: "2020-01-01" })]).suppressedBy[0]?.by).toBe("semgrep");
  });
});

it.each<[string, number, readonly string[] | undefined, string]>([
  ["many entries name one finding", 2_000, undefined, "a.ts"],
  ["a long glob is held against a long path", 1, [`${"y".repeat(100)}*`], "x".repeat(4000)],
])("stops to look at the clock where %s", (_what, count, paths, path) => {
  const suppressions = Array.from({ length: count }, () => entry({ id: "1", ...present({ paths }) }));
  const chain = [{ policy: policyWith({ suppressions }) }] as const;
  const steps = new SuppressionBook(chain, TODAY).reaching(subjectsOf(draft({ path })));
  expect(steps.next().done).toBe(false);
  expect(finishSteps(steps)[0]?.by).toBe(paths === undefined ? "policy" : undefined);
});
