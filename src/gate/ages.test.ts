import { describe, expect, it } from "vitest";
import { answered, BASELINE, batch, observed, vulnerable } from "../../test/support/gating.ts";
import type { Batch, Comparison, SourceEvidence } from "../model/evidence.ts";
import type { Observation } from "../model/finding.ts";
import { finishSteps } from "../model/steps.ts";
import { ageFindings } from "./ages.ts";

const comparedWith = (...known: Observation[]): Comparison => ({
  kind: "baseline",
  baseline: BASELINE,
  known,
});

/** `id status` of what is there, and ids of what is gone. */
function ages(batches: readonly Batch[], status: SourceEvidence["status"] = "complete") {
  const { current, fixed } = finishSteps(
    ageFindings([answered("semgrep", { batches, evidence: { status } })]),
  );
  return {
    current: current.map((finding) => `${finding.seenBy.map(({ id }) => id).join("+")} ${finding.status}`),
    fixed: fixed.map(({ seenBy }) => seenBy.map(({ id }) => id).join("+")),
  };
}

describe("the age of findings", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => observed({ id, path: `${id}.ts`, line: 5 })) as [
    Observation,
    Observation,
    Observation,
  ];

  it("is new when the tool itself compared with the base", () => {
    expect(ages([batch([a], { kind: "diff" })])).toEqual({ current: ["a new"], fixed: [] });
  });

  it("is existing when they are those of the base branch", () => {
    expect(ages([batch([a], { kind: "is-baseline", baseline: BASELINE })])).toEqual({
      current: ["a existing"],
      fixed: [],
    });
  });

  it("is unknown when there is nothing to compare with", () => {
    expect(ages([batch([a], { kind: "none" })])).toEqual({ current: ["a unknown"], fixed: [] });
  });

  it("is told by what was known before, and what is gone is fixed", () => {
    expect(ages([batch([a, b], comparedWith(b, c))])).toEqual({
      current: ["a new", "b existing"],
      fixed: ["c"],
    });
  });

  it("is told batch by batch", () => {
    expect(
      ages([batch([a], comparedWith(a)), batch([b], { kind: "none" }), batch([c], comparedWith())]),
    ).toEqual({
      current: ["a existing", "b unknown", "c new"],
      fixed: [],
    });
  });

  it("stays existing when code moves to another line or file", () => {
    expect(ages([batch([{ ...a, line: 99, path: "moved.ts" }], comparedWith(a))])).toEqual({
      current: ["a existing"],
      fixed: [],
    });
  });

  it("stays existing when a secret moves to another file", () => {
    const secret = { ...a, type: "secrets" as const };
    expect(ages([batch([{ ...secret, path: "moved.env" }], comparedWith(secret))]).current).toEqual([
      "a existing",
    ]);
  });

  it.each([
    ["the identity among known aliases", {}, { identity: "old", aliases: ["identity a"] }],
    ["an alias among known identities", { identity: "x", aliases: ["y", "identity a"] }, {}],
    ["an alias among known aliases", { identity: "x", aliases: ["z"] }, { identity: "y", aliases: ["z"] }],
  ])("is existing by %s", (_what, now, before) => {
    expect(ages([batch([{ ...a, ...now }], comparedWith({ ...a, ...before }))])).toEqual({
      current: ["a existing"],
      fixed: [],
    });
  });

  it.each([
    ["tool", { tool: "snyk" }],
    ["type", { type: "secrets" as const }],
    ["identity", { identity: "other" }],
  ])("is new when the known one has another %s", (_what, before) => {
    expect(ages([batch([a], comparedWith({ ...a, id: "k", ...before }))])).toEqual({
      current: ["a new"],
      fixed: ["k"],
    });
  });

  it("is new in a second manifest, where an advisory has the same name", () => {
    const advisory = vulnerable({ id: "1", identity: "SNYK-JS-LODASH-1", path: "package.json" });
    const second = { ...advisory, id: "2", path: "web/package.json" };
    expect(ages([batch([advisory, second], comparedWith(advisory))])).toEqual({
      current: ["1 existing", "2 new"],
      fixed: [],
    });
  });

  it("stays existing when two occurrences were one before", () => {
    expect(ages([batch([a, { ...a, id: "a2" }], comparedWith(a))]).current).toEqual(["a+a2 existing"]);
  });

  it("is existing although the known one was ignored there", () => {
    expect(ages([batch([a], comparedWith({ ...a, ignored: {} }))]).current).toEqual(["a existing"]);
  });
});

describe("what is fixed", () => {
  const [a, b] = ["a", "b"].map((id) => observed({ id, path: `${id}.ts`, line: 5, cwe: ["CWE-1"] })) as [
    Observation,
    Observation,
  ];

  it("is what a tool calls so, and what is gone from the baseline, once", () => {
    expect(ages([{ ...batch([], comparedWith(a, b)), fixed: [a] }]).fixed).toEqual(["a", "b"]);
    expect(ages([{ ...batch([]), fixed: [a] }]).fixed).toEqual(["a"]);
  });

  it("is existing, for what it was before", () => {
    const { fixed } = finishSteps(
      ageFindings([answered("semgrep", { batches: [{ ...batch([]), fixed: [a] }] })]),
    );
    expect(fixed.map(({ status }) => status)).toEqual(["existing"]);
  });

  it("is what is gone, although people had ignored it", () => {
    expect(ages([batch([], comparedWith({ ...a, ignored: {} }))]).fixed).toEqual(["a"]);
  });

  it("is not told from a baseline by a source that did not read everything", () => {
    expect(ages([{ ...batch([], comparedWith(b)), fixed: [a] }], "incomplete").fixed).toEqual(["a"]);
  });

  it("is nothing that is still there, in any batch, by any of its names", () => {
    expect(ages([{ ...batch([]), fixed: [a] }, batch([a])]).fixed).toEqual([]);
    expect(ages([{ ...batch([]), fixed: [a] }, batch([{ ...b, aliases: [a.identity] }])]).fixed).toEqual([]);
    expect(ages([batch([], comparedWith(a)), batch([{ ...a, path: "moved.ts" }])]).fixed).toEqual([]);
  });

  it("is nothing that another tool still sees", () => {
    const same = observed({ id: "y", tool: "snyk", path: "a.ts", line: 5, cwe: ["CWE-1"] });
    expect(ages([{ ...batch([same]), fixed: [a, b] }]).fixed).toEqual(["b"]);
  });

  it("is one thing when two tools saw it", () => {
    const same = observed({ id: "y", tool: "snyk", path: "a.ts", line: 5, cwe: ["CWE-1"] });
    expect(ages([{ ...batch([]), fixed: [same, a] }]).fixed).toEqual(["a+y"]);
  });
});
