import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aFinding,
  aReport,
  HEAD_COMMIT,
  OLDER_COMMIT,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
} from "../../../test/support/a-report.ts";
import { changeOf, decodeState, encodeState, lostSources, stateOf } from "./state.ts";

const body = (line: string): string => `<!-- scan-gate:default -->\n${line}\n\n## Heading`;
const MIDDLE_COMMIT = "b".repeat(40);
const findings = (...names: readonly string[]) => names.map((fingerprint) => aFinding({ fingerprint }));
const reportOn = (commit: string, ...names: readonly string[]) =>
  aReport({ context: { commit }, findings: findings(...names) });

describe("the state of a comment", () => {
  it("comes back from the second line as it was written", () => {
    const first = stateOf(reportOn(OLDER_COMMIT, "a", "b", "c"));
    const second = stateOf(reportOn(HEAD_COMMIT, "b", "c", "d", "e"), first);
    expect(decodeState(body(encodeState(first)))).toEqual(first);
    expect(decodeState(body(encodeState(second)))).toEqual(second);
    expect(second.previous).toEqual(first.current);
  });

  it("tells what came, went and stayed since the commit before", () => {
    const first = stateOf(reportOn(OLDER_COMMIT, "a", "b", "c"));
    expect(changeOf(first)).toBeUndefined();
    expect(changeOf(stateOf(reportOn(HEAD_COMMIT, "b", "c", "d"), first))).toEqual({
      since: OLDER_COMMIT,
      before: 3,
      now: 3,
      sets: { added: 1, gone: 1, same: 2 },
    });
  });

  it("stays the same when the same commit is judged again", () => {
    const first = stateOf(reportOn(OLDER_COMMIT, "a"));
    const second = stateOf(reportOn(HEAD_COMMIT, "a", "b"), first);
    expect(stateOf(reportOn(HEAD_COMMIT, "a", "b"), second)).toEqual(second);
    expect(stateOf(reportOn(OLDER_COMMIT, "a"), first)).toEqual(first);
  });

  it("skips a commit of which a source could not tell all: what nobody looked for is not gone", () => {
    const first = stateOf(reportOn(OLDER_COMMIT, "a", "b", "c"));
    const sources = [{ ...SNYK_EVIDENCE, status: "incomplete" }] as const;
    const partial = stateOf({ ...reportOn(MIDDLE_COMMIT, "a"), sources }, first);
    expect(changeOf(partial)).toBeUndefined();
    expect(decodeState(body(encodeState(partial)))).toEqual(partial);
    expect(stateOf({ ...reportOn(MIDDLE_COMMIT, "a"), sources }, partial)).toEqual(partial);
    expect(changeOf(stateOf(reportOn(HEAD_COMMIT, "b", "c", "d"), partial))).toMatchObject({
      since: OLDER_COMMIT,
      sets: { added: 1, gone: 1, same: 2 },
    });
  });

  it("remembers nothing of a first run that could not tell all", () => {
    const sources = [{ ...SNYK_EVIDENCE, status: "incomplete" }] as const;
    const partial = stateOf({ ...reportOn(OLDER_COMMIT, "a"), sources });
    expect(decodeState(body(encodeState(partial)))).toEqual({ sources: ["snyk"] });
    expect(changeOf(stateOf(reportOn(HEAD_COMMIT, "b"), partial))).toBeUndefined();
  });

  it("does not count suppressed findings", () => {
    const suppressed = aFinding({ fingerprint: "s", suppressedBy: { by: "policy" } });
    expect(stateOf(aReport({ findings: [suppressed] }))).toEqual({
      current: { commit: HEAD_COMMIT, count: 0, hashes: [] },
      sources: ["semgrep", "snyk"],
    });
  });

  it("remembers the sources that were on, and takes nothing for gone that a lost one found", () => {
    const off = { source: "snyk", status: "off", requests: 0 } as const;
    const first = stateOf(reportOn(OLDER_COMMIT, "a", "b"));
    const report = { ...reportOn(HEAD_COMMIT, "a"), sources: [SEMGREP_EVIDENCE, off] };
    const second = stateOf(report, first);
    expect(lostSources(report, second)).toEqual(["snyk"]);
    expect(changeOf(second)).toBeUndefined();
    expect(decodeState(body(encodeState(second)))).toEqual(second);
    expect(stateOf(report, second)).toEqual(second);
    expect(lostSources(report, stateOf(report))).toEqual([]);
    expect(lostSources(reportOn(HEAD_COMMIT, "a"), second)).toEqual([]);
  });

  it("remembers only the number when there are too many, and stays below 4,000 characters", () => {
    const many = (n: number): string[] => Array.from({ length: n }, (_, i) => `f${i}`);
    const full = stateOf(reportOn(HEAD_COMMIT, ...many(230)), stateOf(reportOn(OLDER_COMMIT, ...many(230))));
    expect(encodeState(full).length).toBeLessThan(4000);
    const huge = stateOf(reportOn(HEAD_COMMIT, ...many(231)), stateOf(reportOn(OLDER_COMMIT, "a")));
    expect(huge.current?.hashes).toBeUndefined();
    expect(decodeState(body(encodeState(huge)))).toEqual(huge);
    expect(changeOf(huge)).toEqual({ since: OLDER_COMMIT, before: 1, now: 231 });
  });

  it.each([
    "",
    "<!-- scan-gate-state: -->",
    "<!-- scan-gate-state:2;x -->",
    `<!-- scan-gate-state:1;${HEAD_COMMIT}.1 -->`,
    `<!-- scan-gate-state:1;${HEAD_COMMIT}.x.- -->`,
    `<!-- scan-gate-state:1;${HEAD_COMMIT}.1.abc -->`,
    `<!-- scan-gate-state:1;${HEAD_COMMIT}.1.-;bad -->`,
    `<!-- scan-gate-state:1;bad;${HEAD_COMMIT}.1.- -->`,
    `<!-- scan-gate-state:1;${HEAD_COMMIT}.1.-;${HEAD_COMMIT}.1.-;more -->`,
    `<!-- scan-gate-state:1;${HEAD_COMMIT}.1.${"0".repeat(8000)} -->`,
    "<!-- scan-gate-state:1;../../x.1.- -->",
    '<!-- scan-gate-state:{"verdict":"pass"} -->',
  ])("takes nothing from %j", (line) => {
    expect(decodeState(body(line))).toBeUndefined();
  });

  it("takes nothing from a comment of one line, or from any garbage", () => {
    expect(decodeState("<!-- scan-gate:default -->")).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => decodeState(body(text)) === undefined));
  });
});
