import { describe, expect, test } from "vitest";
import {
  httpError,
  issue,
  query,
  type Routes,
  scan,
  semgrepWorld,
} from "../../../../test/support/semgrep-world.ts";

describe("what a scan counts in all", () => {
  const inAll = (findings_counts: object, more: object = {}) => ({
    scans: () => ({ scans: [scan({ findings_counts, ...more })] }),
  });
  const listed =
    (type: string, ...ids: readonly number[]): NonNullable<Routes["findings"]> =>
    (request) => ({
      findings:
        query(request, "issue_type") === type ? ids.map((id) => issue({ id, status: "ignored" })) : [],
    });
  const outcomeOf = async (routes: Routes) => {
    const world = semgrepWorld({ routes });
    const { reasons, notes } = await world.collect();
    return { world, codes: reasons.map(({ code }) => code), told: [...reasons, ...notes] };
  };

  test.each([
    ["without counts of products", inAll({ total: "2" }), "counts 2 findings in all, the API returned 0"],
    [
      "of AI findings",
      inAll({ code: "0", total: 3 }, { enabled_products: ["ai_sast"] }),
      "counts 3 findings in all, the API returned 0",
    ],
    [
      "while a list that it did not run is refused",
      { ...inAll({ total: 2 }, { enabled_products: ["sast"] }), secrets: () => httpError(403) },
      "counts 2 findings in all, the API returned 0",
    ],
  ])("%s is asked for again, and then partial", async (_, routes, text) => {
    const { world, codes, told } = await outcomeOf(routes);
    expect(codes).toEqual(["partial"]);
    expect(told[0]).toMatchObject({ message: expect.stringContaining(text) });
    expect(world.time.clock.pauses).toEqual([2_000, 4_000, 8_000]);
  });

  test("and comes late is whole", async () => {
    const routes: Routes = {
      ...inAll({ total: 1 }),
      findings: (request, { at }) => ({
        findings: at > 0 && query(request, "issue_type") === "ai_sast" ? [issue({})] : [],
      }),
    };
    const { world, codes } = await outcomeOf(routes);
    expect(codes).toEqual([]);
    expect(world.time.clock.pauses).toEqual([2_000]);
  });

  test.each([
    [
      "came in the list of AI findings",
      { ...inAll({ code: 0, total: 2 }), findings: listed("ai_sast", 1, 2) },
    ],
    ["came beyond the count of code", { ...inAll({ code: 1, total: 2 }), findings: listed("sast", 1, 2) }],
    ["is what its products count", { ...inAll({ code: 2, total: 2 }), findings: listed("sast", 1, 2) }],
    [
      "is less than what its products count",
      { ...inAll({ code: 2, total: 1 }), findings: listed("sast", 1, 2) },
    ],
    ["may be of a product that is not read", inAll({ total: 2 }, { enabled_products: ["sast", "dast"] })],
    [
      "was counted by a scan that a newer one replaces",
      {
        scans: () => ({
          scans: [
            scan({ findings_counts: {} }),
            scan({
              id: "99",
              started_at: "2026-03-01T11:50:00Z",
              enabled_products: ["sast"],
              findings_counts: { total: 4 },
            }),
          ],
        }),
      },
    ],
  ])("and %s is no trouble", async (_, routes) => {
    const { world, codes, told } = await outcomeOf(routes);
    expect(codes).toEqual([]);
    expect(JSON.stringify(told)).not.toContain("counts");
    expect(world.time.clock.pauses).toEqual([]);
  });

  test("beyond what came is told only", async () => {
    const some = await outcomeOf({ ...inAll({ total: 2 }), findings: listed("sast", 1) });
    expect(some.codes).toEqual([]);
    expect(JSON.stringify(some.told)).toContain("2 findings in all, the API returned 1");
  });

  test("over several jobs is added up", async () => {
    const routes = {
      scans: () => ({
        scans: [
          scan({ enabled_products: ["ai_sast"], findings_counts: { total: 1 } }),
          scan({
            id: "99",
            started_at: "2026-03-01T11:50:00Z",
            enabled_products: ["sast"],
            findings_counts: { code: 2, total: 2 },
          }),
        ],
      }),
    };
    const some = await outcomeOf({ ...routes, findings: listed("sast", 1, 2) });
    expect(some.codes).toEqual([]);
    expect(JSON.stringify(some.told)).toContain("counts 3 findings in all, the API returned 2");
    const all = await outcomeOf({ ...routes, findings: listed("sast", 1, 2, 3) });
    expect(JSON.stringify(all.told)).not.toContain("in all");
    const code = await outcomeOf({ ...routes, findings: listed("ai_sast", 1) });
    expect(JSON.stringify(code.told)).toContain("counts 2 code findings, the API returned 1");
  });

  test("is held against code that came though the plan hides AI findings", async () => {
    const routes: Routes = {
      ...inAll({ code: 4 }, { enabled_products: ["sast"] }),
      findings: (request) => (query(request, "issue_type") === "ai_sast" ? httpError(404) : { findings: [] }),
    };
    const { codes, told } = await outcomeOf(routes);
    expect(codes).toEqual(["partial"]);
    expect(told[0]).toMatchObject({
      message: expect.stringContaining("counts 4 code findings, the API returned 0"),
    });
  });

  test("is not held against lists that broke off, which is told anyhow", async () => {
    const { codes } = await outcomeOf({ ...inAll({ total: 4 }), secrets: () => httpError(500) });
    expect(codes).toEqual(["unreachable"]);
  });
});
