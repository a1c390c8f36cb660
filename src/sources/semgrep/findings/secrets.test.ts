import { describe, expect, test } from "vitest";
import {
  HEAD,
  issue,
  PULL_REQUEST,
  query,
  type Routes,
  scan,
  semgrepWorld,
} from "../../../../test/support/semgrep-world.ts";

type Fields = Readonly<Record<string, unknown>>;

const OWN = "refs/pull/5/merge";
const BEFORE = "2026-03-01T11:58:30Z";
const AFTER = "2026-03-01T11:59:30Z";

function secret(id: string, more: Fields = {}): Fields {
  return {
    id,
    ref: OWN,
    findingPath: "src/a.ts:3",
    severity: "SEVERITY_LOW",
    status: "FINDING_STATUS_OPEN",
    createdAt: BEFORE,
    ...more,
  };
}

/** What is made of secrets that a scan counts, with the files that the pull request changes. */
async function collected(
  counted: number,
  secrets: readonly Fields[],
  given: { readonly files?: readonly string[]; readonly scan?: Fields } = {},
) {
  const asked: number[] = [];
  const changedFiles = async (number: number) => {
    asked.push(number);
    if (given.files === undefined) throw new Error("GitHub says no");
    return given.files;
  };
  const world = semgrepWorld({
    routes: {
      scans: () => ({ scans: [scan({ findings_counts: { secrets: String(counted) }, ...given.scan })] }),
      secrets: () => ({ findings: secrets }),
    },
    forge: { pullRequests: { changedFiles } },
  });
  const { reasons, notes, batches } = await world.collect();
  return {
    codes: reasons.map(({ code }) => code),
    ages: batches.flatMap(({ observations, comparison }) =>
      observations.map(({ id }) => `${id} ${comparison.kind}`),
    ),
    told: notes.map(({ text }) => text).join("\n"),
    asked,
    world,
  };
}

describe("secrets of other refs, where a scan counts more than its ref lists", () => {
  test("count as of unknown age in files that the pull request changes", async () => {
    const { codes, ages, told, asked, world } = await collected(
      1,
      [secret("1", { ref: "scratch" }), secret("2", { ref: "scratch", findingPath: "src/other.ts:9" })],
      { files: ["src/a.ts"] },
    );
    expect(codes).toEqual([]);
    expect(ages).toEqual(["1 none"]);
    expect(told).toContain(
      "2 secrets of other refs: 1 count as of unknown age, 1 in files that this pull request does not change",
    );
    expect(asked).toEqual([5]);
    expect(world.time.clock.pauses).toEqual([]);
  });

  test("count wherever they are when the list of files cannot be read", async () => {
    const { ages, world } = await collected(1, [secret("1", { ref: "x", findingPath: "src/other.ts:9" })]);
    expect(ages).toEqual(["1 none"]);
    expect(world.lines.join("\n")).toContain("which files #5 changes is not known");
  });

  test("are existing where they were last seen on the base branch", async () => {
    const { codes, ages, told } = await collected(1, [secret("1", { ref: "refs/heads/main" })], {
      files: ["src/a.ts"],
    });
    expect(codes).toEqual([]);
    expect(ages).toEqual(["1 is-baseline"]);
    expect(told).toContain("1 last seen on main count as existing");
  });

  test("of a full scan all count, and nobody is asked for files", async () => {
    const { ages, asked } = await collected(1, [secret("1", { ref: "x", findingPath: "src/other.ts:9" })], {
      scan: { branch: "feature", is_full_scan: true },
    });
    expect(ages).toEqual(["1 none"]);
    expect(asked).toEqual([]);
  });

  test("that were made after the scan ended are not its own, and explain nothing", async () => {
    const { codes, ages } = await collected(1, [secret("1", { ref: "x", createdAt: AFTER })], {
      files: ["src/a.ts"],
    });
    expect(codes).toEqual(["partial"]);
    expect(ages).toEqual([]);
  });

  test("that do not say when they were made count", async () => {
    const { ages } = await collected(1, [secret("1", { ref: "x", createdAt: undefined })], {
      files: ["src/a.ts"],
    });
    expect(ages).toEqual(["1 none"]);
  });

  test.each([
    ["ignored", { status: "FINDING_STATUS_IGNORED" }],
    ["fixed", { status: "FINDING_STATUS_FIXED" }],
    ["in the history only", { historicalInfo: { gitCommit: HEAD } }],
  ])("that are %s there are not lost, and do not count", async (_, more) => {
    const { codes, ages } = await collected(1, [secret("1", { ref: "x", ...more })], { files: ["src/a.ts"] });
    expect(codes).toEqual([]);
    expect(ages).toEqual([]);
  });

  test.each([
    "REVIEWING",
    "PROVISIONALLY_IGNORED",
    "UNKNOWN",
    "BRAND_NEW",
  ])("with the status %s are open", async (word) => {
    const { ages } = await collected(1, [secret("1", { ref: "x", status: `FINDING_STATUS_${word}` })], {
      files: ["src/a.ts"],
    });
    expect(ages).toEqual(["1 none"]);
  });

  test("in files that the change does not touch may hide a lost one, so the list is read again first", async () => {
    const { codes, world } = await collected(1, [secret("1", { ref: "main", findingPath: "old.ts:1" })], {
      files: ["src/a.ts"],
    });
    expect(codes).toEqual([]);
    expect(world.time.clock.pauses).toEqual([2_000, 4_000, 8_000]);
  });

  test("are left out where the ref lists all that was counted", async () => {
    const { codes, ages, asked, told } = await collected(1, [secret("1"), secret("2", { ref: "x" })]);
    expect(codes).toEqual([]);
    expect(ages).toEqual(["1 diff"]);
    expect(asked).toEqual([]);
    expect(told).toBe("");
  });

  test("stay apart from a like one of the scan's own ref", async () => {
    const { ages } = await collected(2, [secret("1"), secret("2", { ref: "x", findingPath: "src/a.ts:9" })], {
      files: ["src/a.ts"],
    });
    expect(ages).toEqual(["1 diff", "2 none"]);
  });
});

describe("a list of secrets that is left out", () => {
  const answering = (answer: unknown, counted: number, more: Routes = {}) =>
    semgrepWorld({
      routes: {
        scans: () => ({ scans: [scan({ findings_counts: { secrets: counted } })] }),
        secrets: () => answer,
        ...more,
      },
    });

  test.each([
    [{}],
    [{ cursor: "" }],
    [{ cursor: "more" }],
  ])("as in %j is empty where the scan counts none", async (answer) => {
    const { reasons, evidence } = await answering(answer, 0).collect();
    expect(reasons).toEqual([]);
    expect(evidence.status).toBe("complete");
  });

  test.each([
    [{}],
    [{ cursor: "" }],
  ])("as in %j is a bad response where the scan counts some", async (answer) => {
    const { reasons } = await answering(answer, 2).collect();
    expect(reasons).toMatchObject([
      {
        code: "bad-response",
        message: expect.stringContaining("holds no list, though the scan counts some"),
      },
    ]);
  });

  test("beside anything else is a bad response", async () => {
    expect((await answering({ error: "no" }, 0).collect()).reasons.map(({ code }) => code)).toEqual([
      "bad-response",
    ]);
  });
});

test("secrets are read once, also where a full scan is compared with the base branch", async () => {
  const base = scan({ id: "50", branch: "main", is_full_scan: true, started_at: "2026-03-01T11:00:00Z" });
  const own = scan({ branch: "feature", is_full_scan: true });
  const world = semgrepWorld({ routes: { scans: () => ({ scans: [own, base] }) } });
  expect((await world.collect()).reasons).toEqual([]);
  expect(world.count("secrets")).toBe(1);
});

describe("an id that comes twice", () => {
  const listed = (...findings: readonly Fields[]): Routes => ({
    findings: (request) => ({
      findings: query(request, "issue_type") === "sast" && query(request, "page") === 0 ? findings : [],
    }),
  });
  const observed = async (routes: Routes) =>
    (await semgrepWorld({ routes }).collect()).batches.flatMap(({ observations }) => observations);

  test("with other content is two findings", async () => {
    const twice = await observed(listed(issue({ severity: "low" }), issue({ severity: "critical" })));
    expect(twice.map(({ severity, identity }) => `${severity} ${identity}`).toSorted()).toEqual([
      "critical match-900#2",
      "low match-900",
    ]);
  });

  test("with the same content is one", async () => {
    expect(
      await observed(listed(issue({}), issue({}), issue({ severity: "low" }), issue({ severity: "low" }))),
    ).toHaveLength(2);
  });

  test("is found alike in lists of other types, whichever of the two it is", async () => {
    const [one, other] = [issue({ severity: "low" }), issue({ severity: "critical" })];
    const routes: Routes = {
      findings: (request) => ({ findings: query(request, "page") === 0 ? [one, other] : [] }),
    };
    expect(await observed(routes)).toHaveLength(2);
  });

  test("beyond 2^53 stays what it was", async () => {
    const ids = (
      await observed(listed(issue({ id: "9007199254740993" }), issue({ id: "9007199254740992" })))
    ).map(({ id }) => id);
    expect(ids).toEqual(["9007199254740993", "9007199254740992"]);
    const project = { project: () => ({ project: { id: "9007199254740993", name: "acme/shop" } }) };
    const scans = () => ({ scans: [scan({ repository_id: "9007199254740993" })] });
    const world = semgrepWorld({ routes: { ...project, scans } });
    expect((await world.collect()).reasons).toEqual([]);
    expect(world.requests.find(({ path }) => path.endsWith("/search"))?.body).toMatchObject({
      repository_id: "9007199254740993",
    });
    const other = () => ({ scans: [scan({ repository_id: "9007199254740992" })] });
    const foreign = semgrepWorld({ timeoutMs: 5_000, routes: { ...project, scans: other } });
    expect((await foreign.collect()).reasons.map(({ code }) => code)).toEqual(["scan-missing"]);
  });
});

test("half a surrogate pair in any name or id makes an address and no error", async () => {
  const broken = "shop\ud800";
  const routes: Routes = {
    deployments: () => ({ deployments: [{ id: "7", slug: "acme" }] }),
    project: () => ({ project: { id: 42, name: broken } }),
    scans: () => ({ scans: [scan({ id: broken, branch: `refs/pull/5/merge` })] }),
    scan: () => ({ id: broken, meta: {} }),
    findings: (request) => ({
      findings:
        query(request, "page") === 0 && query(request, "issue_type") === "sast"
          ? [issue({ id: broken })]
          : [],
    }),
  };
  const world = semgrepWorld({ routes, projects: [broken] });
  const { reasons, batches } = await world.collect({ ...PULL_REQUEST, headRef: broken });
  expect(reasons).toEqual([]);
  expect(batches[0]?.observations[0]?.link).toBe("https://semgrep.dev/orgs/acme/findings/shop%EF%BF%BD");
  expect(world.requests.map(({ path }) => path)).toContain("/api/v1/deployments/7/scan/shop%EF%BF%BD");
});

test("a severity or status that is no word is shown as JSON, and counts", async () => {
  const routes: Routes = {
    findings: (request) => ({
      findings:
        query(request, "page") === 0 && query(request, "issue_type") === "sast"
          ? [issue({ severity: {}, status: { code: 3 } })]
          : [],
    }),
  };
  const { batches, notes } = await semgrepWorld({ routes }).collect();
  expect(batches[0]?.observations).toMatchObject([{ severity: "unknown", nativeSeverity: "{}" }]);
  expect(notes[0]?.text).toContain('severity {}, status {"code":3}');
});
