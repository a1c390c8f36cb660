import type { ScanStatus, SemgrepFinding, SemgrepScan } from "../../../sandbox/semgrep/world.ts";
import { queryValue } from "../../../sandbox/service/stand-in.ts";
import {
  HEAD_BRANCH,
  HEAD_COMMIT,
  MERGE_COMMIT,
  MERGE_REF,
  NEWER_COMMIT,
  OLDER_COMMIT,
  PULL_REQUEST,
  SEMGREP_PROJECT,
} from "../../../sandbox/shop/names.ts";
import { pullScan } from "../../../sandbox/shop/semgrep.ts";
import { codeFinding, secretFinding } from "../../../sandbox/shop/semgrep-records.ts";
import type { World } from "../../../sandbox/world.ts";
import type { Place } from "./events.ts";
import { ago, on, refusal, type State, type States } from "./state.ts";

const OWN_SCAN = 60_500_000;
const FOUND = { code: 1, supplyChain: 0, secrets: 0 };

/** The scan that the event brings, complete, and started six minutes ago. */
function ownScan(at: Place): SemgrepScan {
  const { pullRequest: _, ...scan } = pullScan(Date.now(), "none");
  return {
    ...scan,
    id: OWN_SCAN,
    commit: at.commit,
    branch: at.ref,
    full: at.full,
    ...(at.pullRequest === undefined ? {} : { pullRequest: at.pullRequest }),
  };
}

type Change = (scan: SemgrepScan, at: Place) => readonly SemgrepScan[];

/** The given scans instead of the event's own, findings with them; the scans of other commits stay. */
const scans =
  (change: Change, findings: (at: Place) => readonly SemgrepFinding[] = () => []) =>
  (world: World, at: Place): World => ({
    ...world,
    semgrep: {
      ...world.semgrep,
      scans: [
        ...change(ownScan(at), at),
        ...world.semgrep.scans.filter(({ commit, full }) => commit !== at.commit && full),
      ],
      findings: findings(at),
    },
  });

const status = (name: ScanStatus, more: Partial<SemgrepScan> = {}): State => ({
  world: scans((scan) => [{ ...scan, ...more, timeline: [{ look: 1, status: name }] }]),
});

/** A second scan of the same commit, a minute later. */
const newer = (scan: SemgrepScan, more: Partial<SemgrepScan>): SemgrepScan => ({
  ...scan,
  id: scan.id + 1,
  startedAt: ago(4),
  completedAt: ago(3),
  ...more,
});

const is = (scan: SemgrepScan, name: ScanStatus): SemgrepScan => ({
  ...scan,
  timeline: [{ look: 1, status: name }],
});

const finding = (ref: string, severity: string, id = 1): SemgrepFinding =>
  codeFinding({
    id: 73_600_000 + id + (ref === "main" ? 500 : 0),
    ref: ref.replace(/^refs\/heads\//, ""),
    path: `src/evidence-${id}.ts`,
    line: 3,
    severity,
    rule: "typescript.web.security.evidence",
    message: "A value from outside reaches a query.",
    cwe: "CWE-89: SQL Injection",
    more: { match_based_id: `evidence-${id}` },
  });

const counting = (counts: SemgrepScan["counts"], found: (at: Place) => readonly SemgrepFinding[]): State => ({
  world: scans((scan) => [{ ...scan, exitCode: 1, counts }], found),
});

/** The full scan of the head branch instead of the pull request's diff scan. */
const fullScan = (onBase: boolean, based = true): State => ({
  world: (world, at) => {
    const ref = `refs/heads/${HEAD_BRANCH}`;
    const own: Change = (scan) => [{ ...scan, branch: ref, full: true, exitCode: 1, counts: FOUND }];
    const found = [finding(ref, "high"), ...(onBase ? [finding("main", "high")] : [])];
    const changed = scans(own, () => found)(world, at);
    const kept = changed.semgrep.scans.filter(({ branch }) => based || branch === ref);
    return { ...changed, semgrep: { ...changed.semgrep, scans: kept } };
  },
});

const asFull = (scan: SemgrepScan): SemgrepScan => ({
  ...scan,
  branch: `refs/heads/${HEAD_BRANCH}`,
  full: true,
});

const SPLIT: Change = (scan) => [
  { ...scan, products: ["sast"] },
  newer(scan, { products: ["sca", "secrets"] }),
];

/** The second project of the monorepo, with its own scan or without. */
const secondProject = (scanned: boolean): State => ({
  world: scans((scan) => [
    scan,
    ...(scanned ? [{ ...scan, id: scan.id + 1, project: SEMGREP_PROJECT + 1 }] : []),
  ]),
});

/** A list of scans that holds one, as the event brings it but for what is given. */
const listing = (more: Readonly<Record<string, unknown>>): State => ({
  faults: (at) => ({
    semgrep: on(/\/scans\/search$/, {
      kind: "answer",
      status: 200,
      body: {
        scans: [
          {
            id: String(OWN_SCAN),
            commit: at.commit,
            branch: at.ref,
            ...(at.full ? { is_full_scan: true } : {}),
            started_at: ago(6),
            enabled_products: ["sast"],
            ...more,
          },
        ],
      },
    }),
  }),
});

/** Details of the event's own scan, but for what is given. */
const details = (more: Readonly<Record<string, unknown>>): State => ({
  faults: () => ({
    semgrep: on(/\/scan\/\d+$/, { kind: "answer", status: 200, body: { id: OWN_SCAN, ...more } }),
  }),
});

/** The same commit as the event's own scan, as a diff scan of another place. */
function elsewhere(more: Partial<SemgrepScan>): State {
  return {
    world: scans((scan) => {
      const { pullRequest: _, ...unnamed } = scan;
      return [{ ...unnamed, full: false, ...more }];
    }),
  };
}

const headBranchOf = (world: World): string => world.github.pulls[0]?.head.ref ?? HEAD_BRANCH;

const leftOut = (world: World): World => ({
  ...world,
  semgrep: { ...world.semgrep, secrets: [], leavesOutNoSecrets: true },
});

/** The scan counts a secret, and the API lists one elsewhere; the pull request changes `src/a.ts`. */
function secretElsewhere({ path, ref }: { readonly path: string; readonly ref: string }): State {
  return {
    world: (world, at) => {
      const counts = { code: 0, supplyChain: 0, secrets: 1 };
      const counted = scans((scan) => [{ ...scan, counts }])(world, at);
      const secrets = [secretFinding({ id: "9", type: "key", path, line: 1, ref })];
      const pulls = counted.github.pulls.map((pull) => ({ ...pull, files: ["src/a.ts"] }));
      return { ...counted, github: { ...counted.github, pulls }, semgrep: { ...counted.semgrep, secrets } };
    },
  };
}

/** A finding with a field that nobody expects. */
function odd(fields: Readonly<Record<string, unknown>>): State {
  return counting(FOUND, (at) => {
    const usual = finding(at.ref, "high");
    return [{ ...usual, body: { ...usual.body, ...fields } }];
  });
}

/** By the name that the table of docs/evidence.md uses. */
export const SEMGREP_STATES: States = {
  complete: { world: scans((scan) => [scan]) },
  "complete, new high finding": counting(FOUND, (at) => [finding(at.ref, "high")]),
  "complete, ignored finding": counting(FOUND, (at) => [
    { ...finding(at.ref, "high"), body: { ...finding(at.ref, "high").body, status: "ignored" } },
  ]),
  "full scan, finding on the base too": fullScan(true),
  "full scan, finding not on the base": fullScan(false),
  "full scan, base never scanned": fullScan(false, false),
  "scan of the merge commit": {
    world: scans((scan) => [{ ...scan, commit: MERGE_COMMIT }]),
  },
  "CI scan and managed scan": { world: scans((scan) => [scan, newer(scan, {})]) },
  "scan of the pull request's head": {
    world: scans((scan) => [
      { ...scan, commit: HEAD_COMMIT, branch: MERGE_REF, full: false, pullRequest: PULL_REQUEST },
    ]),
  },
  "queue's scan failed, pull request's complete": {
    world: scans((scan) => [
      is(scan, "ERROR"),
      { ...scan, id: scan.id + 1, commit: HEAD_COMMIT, branch: MERGE_REF, full: false },
    ]),
  },
  missing: { world: scans(() => []) },
  "missing, other pull request's scan": {
    world: scans((scan) => [{ ...scan, branch: "refs/pull/41/merge", full: false, pullRequest: 41 }]),
  },
  "older commit": { world: scans((scan) => [{ ...scan, commit: OLDER_COMMIT }]) },
  pending: status("PENDING"),
  running: status("RUNNING"),
  "running, then complete": {
    world: scans((scan) => [
      {
        ...scan,
        timeline: [
          { look: 2, status: "RUNNING" },
          { look: 4, status: "COMPLETED" },
        ],
      },
    ]),
  },
  failed: status("ERROR", { exitCode: 2 }),
  cancelled: status("CANCELLED"),
  "never finished": status("NEVER_FINISHED"),
  "complete, exit code 7": status("COMPLETED", { exitCode: 7 }),
  "failed, newer complete": { world: scans((scan) => [is(scan, "ERROR"), newer(scan, {})]) },
  "never finished, newer complete": {
    world: scans((scan) => [is(scan, "NEVER_FINISHED"), newer(scan, {})]),
  },
  "failed, newer running": { world: scans((scan) => [is(scan, "ERROR"), is(newer(scan, {}), "RUNNING")]) },
  "complete, newer failed": { world: scans((scan) => [scan, is(newer(scan, {}), "ERROR")]) },
  "full scan, newer diff scan failed": {
    world: scans((scan) => [asFull(scan), is(newer(scan, {}), "ERROR")]),
  },
  "diff scan failed, newer full scan": {
    world: scans((scan) => [is(scan, "ERROR"), asFull(newer(scan, {}))]),
  },
  "products over two scans": { world: scans(SPLIT) },
  "products over two scans, one running": {
    world: scans((scan, at) => SPLIT(scan, at).map((one, nth) => (nth === 1 ? is(one, "RUNNING") : one))),
  },
  "products over two scans, one failed": {
    world: scans((scan, at) => SPLIT(scan, at).map((one, nth) => (nth === 0 ? is(one, "ERROR") : one))),
  },
  "two projects": secondProject(true),
  "two projects, one not scanned": secondProject(false),
  "unknown status, running": listing({ status: "SCAN_STATUS_PAUSED" }),
  // A word that no description of the service knows.
  "unknown status, ended": status("HALTED" as ScanStatus),
  "counts 12, none come": counting({ ...FOUND, code: 12 }, () => []),
  "counts 12, 9 come": counting({ ...FOUND, code: 12 }, (at) =>
    Array.from({ length: 9 }, (_, nth) => finding(at.ref, "low", nth)),
  ),
  "complete, newer commit scanned": {
    world: scans(
      (scan) => [{ ...scan, exitCode: 1, counts: FOUND }, newer(scan, { commit: NEWER_COMMIT })],
      (at) => [{ ...finding(at.ref, "high"), commits: [at.commit] }],
    ),
  },
  "complete, newer commit's scan ends while its findings are read": {
    world: scans(
      (scan) => [
        { ...scan, exitCode: 1, counts: FOUND },
        {
          ...newer(scan, { commit: NEWER_COMMIT }),
          timeline: [
            { look: 1, status: "RUNNING" },
            { look: 2, status: "COMPLETED" },
          ],
        },
      ],
      (at) => [finding(at.ref, "low")],
    ),
  },
  "diff scan of another branch": elsewhere({ branch: "scratch" }),
  "diff scan of another branch, for this pull request": elsewhere({
    branch: "scratch",
    pullRequest: PULL_REQUEST,
  }),
  "diff scan of the head branch": {
    world: (world, at) => elsewhere({ branch: headBranchOf(world) }).world?.(world, at) ?? world,
  },
  "diff scan of the head branch, for another pull request": elsewhere({
    branch: HEAD_BRANCH,
    pullRequest: 41,
  }),
  "diff scan only": { world: scans((scan) => [{ ...scan, full: false }]) },
  "failed scan far back in the list": {
    world: scans((scan) => [
      { ...scan, products: ["sast"] },
      ...Array.from({ length: 600 }, (_, nth) => ({
        ...scan,
        id: scan.id - 1_000 - nth,
        commit: OLDER_COMMIT,
        branch: "refs/heads/busy",
        full: true,
        startedAt: ago(8),
        completedAt: ago(7),
      })),
      is({ ...scan, id: scan.id - 2_000, products: ["sca"], startedAt: ago(9) }, "ERROR"),
    ]),
  },
  "names no products": { world: scans((scan) => [{ ...scan, products: [] }]) },
  "names an unknown product": { world: scans((scan) => [{ ...scan, products: ["malware"] }]) },
  "ran only secrets": { world: scans((scan) => [{ ...scan, products: ["secrets"] }]) },
  "newest scan of the branch failed": {
    world: scans((scan) => [
      { ...scan, commit: OLDER_COMMIT },
      is(newer(scan, { commit: NEWER_COMMIT }), "ERROR"),
    ]),
  },
  "no secrets, list left out": {
    world: (world, at) => leftOut(scans((scan) => [scan])(world, at)),
  },
  "counts a secret, list left out": {
    world: (world, at) =>
      leftOut(scans((scan) => [{ ...scan, counts: { code: 0, supplyChain: 0, secrets: 1 } }])(world, at)),
  },
  "counts a secret, listed on main": secretElsewhere({ path: "src/a.ts", ref: "main" }),
  "counts a secret, listed on another branch": secretElsewhere({ path: "src/a.ts", ref: "scratch" }),
  "counts a secret, another file's on another branch": secretElsewhere({ path: "b.ts", ref: "scratch" }),
  "same id twice": counting(FOUND, (at) => [finding(at.ref, "low"), finding(at.ref, "high")]),
  "severity that is no word": odd({ severity: {} }),
  "id with half a surrogate pair": odd({ id: "9\ud800" }),
  "findings come late": {
    ...counting(FOUND, (at) => [finding(at.ref, "low")]),
    faults: () => ({
      semgrep: (request, nth) =>
        queryValue(request, "issue_type") !== undefined && nth <= 3
          ? { kind: "answer", status: 200, body: { findings: [] } }
          : undefined,
    }),
  },
  "counts 3 in all, none come": listing({ status: "SCAN_STATUS_COMPLETED", findings_counts: { total: "3" } }),
  "details of another commit": details({ meta: { commit: OLDER_COMMIT } }),
  "details of another scan": details({ id: OWN_SCAN + 1 }),
  "details with exit code 7": details({ exit_code: 7 }),
  "scan of another repository": listing({
    status: "SCAN_STATUS_COMPLETED",
    repository_id: String(SEMGREP_PROJECT + 1),
  }),
  "list of scans left out": {
    faults: () => ({ semgrep: on(/\/scans\/search$/, { kind: "answer", status: 200, body: {} }) }),
  },
  off: { off: true },
  "refused, 401": { faults: () => ({ semgrep: () => refusal(401) }) },
  "refused, 403": { faults: () => ({ semgrep: () => refusal(403) }) },
  "token without the scope, 404": {
    world: (world) => ({ ...world, semgrep: { ...world.semgrep, scope: "agent" } }),
  },
  "429, an hour": { faults: () => ({ semgrep: () => refusal(429, { "retry-after": "3600" }) }) },
  "down, 503": { faults: () => ({ semgrep: () => refusal(503) }) },
  silent: { faults: () => ({ semgrep: () => ({ kind: "hang" }) }) },
  "findings cut off": { faults: () => ({ semgrep: on(/\/findings$/, { kind: "cut", bytes: 5 }) }) },
  "findings without a list": {
    faults: () => ({ semgrep: on(/\/findings$/, { kind: "answer", status: 200, body: {} }) }),
  },
};
