import { describe, expect, test } from "vitest";
import { HEAD, MERGE, OLD, PULL_REQUEST, scan } from "../../../../test/support/semgrep-world.ts";
import type { RunContext } from "../../../context/run-context.ts";
import { scansSchema } from "../schema.ts";
import { chooseScan } from "./find-scan.ts";
import { isOfCommit, newestFirst, type Scan, toScan } from "./scan.ts";
import { scanTargets } from "./targets.ts";

const TARGETS = scanTargets(PULL_REQUEST);
const TAG: RunContext = {
  kind: "ref",
  event: "push",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: HEAD,
  ref: "refs/tags/v1",
  upload: { ref: "refs/tags/v1", commit: HEAD },
};

function scans(...overrides: readonly Readonly<Record<string, unknown>>[]): readonly Scan[] {
  const wire = overrides.map((override, at) =>
    scan({ id: String(at + 1), started_at: minute(at), ...override }),
  );
  return scansSchema.parse({ scans: wire }).scans.map(toScan);
}

/** Later scans of a list are newer. */
function minute(at: number): string {
  return `2026-03-01T11:0${at}:00Z`;
}

function ids(known: readonly Scan[], targets = TARGETS): string {
  const choice = chooseScan(known, targets);
  const members = choice.kind === "missing" ? [choice.newest] : choice.group.members;
  return `${choice.kind} ${members.map((member) => member?.id).join()}`;
}

const running = { status: "SCAN_STATUS_RUNNING", completed_at: null, exit_code: null };
const cancelled = { status: "SCAN_STATUS_CANCELLED", exit_code: null };
const push = { branch: "refs/heads/feature", is_full_scan: true };

describe("of the scans on a pull request", () => {
  test.each([
    [
      "the diff scan of the merge ref comes before that of the head branch",
      [{ branch: "feature" }, {}, push],
      "ready 2",
    ],
    [
      "the diff scan of the head branch comes before its full scan",
      [push, { branch: "refs/heads/feature" }],
      "ready 2",
    ],
    ["a full scan of the same commit counts where there is no diff scan", [push], "ready 1"],
    ["a full scan elsewhere proves nothing", [{ ...push, branch: "other" }], "missing "],
    ["a diff scan elsewhere proves nothing, for it had another base", [{ branch: "scratch" }], "missing "],
    ["a diff scan without a ref proves nothing", [{ branch: "" }], "missing "],
    ["a full scan on the pull request's own ref proves nothing", [{ is_full_scan: true }], "missing "],
    [
      "a branch that is named like a pull request's ref is another ref",
      [{ branch: "refs/heads/refs/pull/5/merge" }],
      "missing ",
    ],
    ["its head ref counts", [{ branch: "refs/pull/5/head" }], "ready 1"],
    [
      "another pull request's diff scan of the same commit proves nothing",
      [{ branch: "refs/pull/6/merge" }],
      "missing ",
    ],
    ["the head comes before the merge commit", [{ commit: HEAD }, { commit: MERGE }], "ready 1"],
    ["the merge commit counts where the head has none", [{ commit: MERGE }], "ready 1"],
    ["a commit is compared whatever its case", [{ commit: HEAD.toUpperCase() }], "ready 1"],
    ["a short commit is compared as a prefix", [{ commit: HEAD.slice(0, 7) }], "ready 1"],
    ["too short a commit proves nothing", [{ commit: HEAD.slice(0, 6) }], "missing 1"],
    ["a scan without a commit proves nothing", [{ commit: null }], "missing "],
    [
      "the newest of another commit is told when none is of this one",
      [{ commit: OLD }, { commit: OLD }],
      "missing 2",
    ],
    ["a running diff scan is waited for beside a completed full one", [push, running], "running 2"],
  ])("%s", (_, overrides, expected) => {
    expect(ids(scans(...overrides))).toBe(expected);
  });
});

describe("of the scans of one commit on one ref", () => {
  const sast = { enabled_products: ["sast"] };
  const sca = { enabled_products: ["supply_chain"] };

  test.each([
    ["the newest of a set of products counts", [{}, {}], "ready 2"],
    ["sets of products count together", [sast, sca], "ready 2,1"],
    ["the group waits while one member runs", [sast, { ...sca, ...running }], "running 2,1"],
    [
      "a cancelled member beside a good newer one of its products does not spoil it",
      [cancelled, {}],
      "ready 2",
    ],
    [
      "a member that failed is made good by newer ones that ran more",
      [{ ...sast, ...cancelled }, {}],
      "ready 2",
    ],
    [
      "products of several newer ones make it good together",
      [cancelled, sast, sca, { enabled_products: ["secrets"] }],
      "ready 4,3,2",
    ],
    ["a cancelled one that is newer than a good one spoils it", [{}, cancelled], "failed 2"],
    ["a failed member of other products spoils it", [{ ...sca, ...cancelled }, sast], "failed 2,1"],
    [
      "a member cancelled before it named products is made good by what the project usually runs",
      [{ ...cancelled, enabled_products: [] }, {}],
      "ready 2",
    ],
    [
      "and not by less than that",
      [{ commit: OLD, ...sca }, { ...cancelled, enabled_products: [] }, sast],
      "failed 3,2",
    ],
    ["one that never finished is made good when it completes after all", [{}], "ready 1"],
    ["a failed diff scan gives way to a full scan that ran the same products", [cancelled, push], "ready 2"],
    ["but not to an older one", [push, cancelled], "failed 2"],
    [
      "nor to one of which only a part is newer",
      [{ ...push, enabled_products: ["sca", "secrets"] }, cancelled, { ...push, ...sast }],
      "failed 2",
    ],
    ["but not to one that ran less", [cancelled, { ...push, ...sast }], "failed 1"],
    ["a failed diff scan gives way to a running one", [cancelled, { ...push, ...running }], "running 2"],
  ])("%s", (_, overrides, expected) => {
    expect(ids(scans(...overrides))).toBe(expected);
  });

  test("order of the list does not matter", () => {
    const known = scans(sast, sca, cancelled, {}, push, { commit: MERGE });
    expect(ids(known.toReversed())).toBe(ids(known));
  });
});

describe("on a branch or tag", () => {
  const targets = scanTargets(TAG);

  test.each([
    [
      "the scan of the tag comes before that of a branch",
      [{ ...push }, { ...push, branch: "refs/tags/v1" }],
      "ready 2",
    ],
    ["a full scan of the commit elsewhere counts", [push], "ready 1"],
    ["a diff scan elsewhere does not", [{}], "missing "],
    [
      "a failed scan does not give way to an older one elsewhere",
      [push, { ...push, branch: "refs/tags/v1", ...cancelled }],
      "failed 2",
    ],
    ["a diff scan of the ref itself does not", [{ branch: "refs/tags/v1" }], "missing "],
    [
      "a queued scan that does not say its kind yet holds the group",
      [
        { ...push, branch: "refs/tags/v1" },
        {
          branch: "refs/tags/v1",
          is_full_scan: undefined,
          enabled_products: [],
          status: "SCAN_STATUS_PENDING",
        },
      ],
      "running 2,1",
    ],
  ])("%s", (_, overrides, expected) => {
    expect(ids(scans(...overrides), targets)).toBe(expected);
  });
});

describe("scans", () => {
  test("are read with numbers in strings, omitted defaults and unknown fields", () => {
    const wire = {
      scans: [{ id: 12345678901, commit: "ABCDEF0", findings_counts: { code: "3" }, surprise: [1] }],
    };
    expect(scansSchema.parse(wire).scans.map(toScan)).toEqual([
      {
        id: "12345678901",
        commit: "abcdef0",
        full: false,
        status: "unspecified",
        products: [],
        counts: { code: 3, supplyChain: 0, secrets: 0, total: 0 },
      },
    ]);
  });

  test("are read in camelCase too, so that a full scan is never taken for a diff scan", () => {
    const wire = {
      id: 7,
      commit: "abcdef0",
      isFullScan: true,
      exitCode: 0,
      startedAt: "2026-03-01T11:50:00Z",
      completedAt: "2026-03-01T11:55:00Z",
      status: "SCAN_STATUS_COMPLETED",
      enabledProducts: ["PRODUCT_SAST"],
      findingsCounts: { supplyChain: 2 },
    };
    const [read] = scansSchema.parse({ scans: [wire] }).scans.map(toScan);
    expect(read).toMatchObject({
      full: true,
      exitCode: 0,
      completedAt: "2026-03-01T11:55:00Z",
      counts: { supplyChain: 2 },
    });
    expect(read?.products).toHaveLength(1);
  });

  test("are ordered by start, and by id where starts are equal or missing", () => {
    const known = scans(
      { id: "9", started_at: null },
      { id: "10", started_at: null },
      { id: "8", started_at: null },
    );
    expect(known.toSorted(newestFirst).map(({ id }) => id)).toEqual(["10", "9", "8"]);
    const same = scans({ id: "x1", started_at: minute(1) }, { id: "x2", started_at: minute(1) });
    expect(same.toSorted(newestFirst).map(({ id }) => id)).toEqual(["x2", "x1"]);
    expect([...same, ...same].toSorted(newestFirst).map(({ id }) => id)).toEqual(["x2", "x2", "x1", "x1"]);
  });

  test("of a longer value than the commit are not of it", () => {
    expect(isOfCommit(`${HEAD}0`, HEAD)).toBe(false);
  });
});
