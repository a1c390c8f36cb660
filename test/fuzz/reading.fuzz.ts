import fc from "fast-check";
import { expect } from "vitest";
import { contextFromEvent } from "../../src/context/from-event.ts";
import { ScanGateError } from "../../src/errors.ts";
import { finishSteps } from "../../src/model/steps.ts";
import { parsePolicyFile, toPolicy } from "../../src/settings/policy/file.ts";
import { parseReport } from "../../src/sources/reports/parse.ts";
import { fuzz, hostileText } from "./fuzz.ts";

const COMMIT = "1".repeat(40);

const REPORTS = [
  {
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Snyk Code", rules: [{ id: "r", properties: { "security-severity": "9.1" } }] },
        },
        invocations: [{ executionSuccessful: true, exitCode: 0 }],
        results: [
          {
            ruleId: "r",
            ruleIndex: 0,
            level: "error",
            kind: "fail",
            baselineState: "new",
            rank: 1,
            properties: { exposure: "reachable", severity: "high" },
            fixes: [{ description: { text: "x" } }],
            partialFingerprints: { a: "b" },
            taxa: [{ id: "CWE-1" }],
            message: { text: "x", arguments: ["a"] },
            locations: [
              { physicalLocation: { artifactLocation: { uri: "a.ts" }, region: { startLine: 1 } } },
            ],
            suppressions: [{ kind: "inSource" }],
            codeFlows: [{ threadFlows: [{ locations: [] }] }],
          },
        ],
      },
    ],
  },
  {
    version: "1.100.0",
    errors: [{ level: "error", message: "x", path: "a" }],
    paths: { scanned: ["a.ts"], skipped: [] },
    results: [
      {
        check_id: "r",
        path: "a.ts",
        start: { line: 1, col: 1 },
        end: { line: 1, col: 2 },
        extra: { message: "x", severity: "ERROR", metadata: { cwe: ["CWE-1"] }, is_ignored: false },
      },
    ],
  },
  {
    ok: false,
    projectName: "p",
    packageManager: "npm",
    path: "/w",
    uniqueCount: 1,
    summary: "1 vulnerable dependency path",
    vulnerabilities: [
      {
        id: "SNYK-JS-A-1",
        title: "x",
        severity: "high",
        packageName: "a",
        version: "1.0.0",
        from: ["p@1", "a@1.0.0"],
        identifiers: { CWE: ["CWE-1"], CVE: [] },
        fixedIn: ["1.0.1"],
      },
    ],
  },
];

/** A change to a JSON value: something odd in the place of one of its values. */
interface Change {
  readonly at: number;
  readonly odd: unknown;
}
const anyOdd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), hostileText, fc.constant(undefined));
const anyChanges: fc.Arbitrary<readonly Change[]> = fc.array(fc.record({ at: fc.nat(80), odd: anyOdd }), {
  maxLength: 4,
});

/** The value with its n-th place, counted from the outside, replaced. */
function changed(value: unknown, { at, odd }: Change): unknown {
  let count = -1;
  const walk = (item: unknown): unknown => {
    count += 1;
    if (count === at) return odd;
    if (typeof item !== "object" || item === null) return item;
    if (Array.isArray(item)) return item.map(walk);
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value);
}

fuzz(
  "a report file is read or refused, whatever stands in it",
  fc.record({ base: fc.constantFrom(...REPORTS), changes: anyChanges }),
  ({ base, changes }) => {
    const text = JSON.stringify(changes.reduce<unknown>(changed, base)) ?? "";
    const parsed = finishSteps(parseReport(text, { path: "x.json", workspace: "/w" }));
    expect("refused" in parsed || Array.isArray(parsed.parts)).toBe(true);
  },
);

const POLICY = `version: 1
fail-on: high
rules:
  - match: { tool: snyk, paths: ["a/**"], epss: ">=0.5" }
    fail-on: none
suppress:
  - id: CVE-2099-1
    reason: x
    expires: 2026-12-01
`;
const anyPolicyText = fc
  .array(fc.record({ at: fc.nat(POLICY.length), cut: fc.nat(6), put: hostileText }), { maxLength: 4 })
  .map((edits) =>
    edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), POLICY),
  );

fuzz(
  "a policy file is read, or refused with all that is wrong, whatever stands in it",
  anyPolicyText,
  (text) => {
    const result = parsePolicyFile(text, "policy.yml");
    if (result.ok) toPolicy(result.policy, { path: "policy.yml", failOnInput: "high" });
    else expect(result.problems.length).toBeGreaterThan(0);
  },
);

const PAYLOAD = {
  action: "completed",
  number: 42,
  after: COMMIT,
  before: COMMIT,
  ref: "refs/heads/main",
  repository: { full_name: "acme/shop", default_branch: "main", owner: { login: "acme" }, name: "shop" },
  sender: { login: "ann", type: "User" },
  pull_request: {
    number: 42,
    head: { sha: COMMIT, ref: "f", repo: { full_name: "acme/shop" } },
    base: { sha: COMMIT, ref: "main" },
  },
  workflow_run: { event: "pull_request", head_sha: COMMIT, head_branch: "f", pull_requests: [] },
  merge_group: { head_sha: COMMIT, head_ref: "refs/heads/gh-readonly-queue/main/pr-1", base_sha: COMMIT },
  issue: { number: 42, pull_request: {} },
  comment: { id: 1, body: "/scan-gate", user: { login: "ann" } },
  client_payload: { sha: COMMIT, ref: "refs/heads/f", pull_request: 42 },
  inputs: { pull_request: "42" },
  sha: COMMIT,
  state: "success",
  context: "x",
  branches: [{ name: "f" }],
};
const EVENTS = [
  ...["pull_request", "pull_request_target", "workflow_run", "merge_group", "push", "schedule"],
  ...["workflow_dispatch", "status", "repository_dispatch", "issue_comment", "constructor"],
];

fuzz(
  "an event is understood or refused with a reason, whatever its payload holds",
  fc.record({ name: fc.constantFrom(...EVENTS), changes: anyChanges }),
  ({ name, changes }) => {
    const payload: unknown = changes.reduce<unknown>(changed, PAYLOAD);
    const event = { name, repository: "acme/shop", sha: COMMIT, ref: "refs/heads/main" };
    try {
      contextFromEvent({ ...event, serverUrl: "https://github.com", payload });
    } catch (error) {
      expect(error).toBeInstanceOf(ScanGateError);
    }
  },
);
