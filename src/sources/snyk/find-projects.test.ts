import { describe, expect, it } from "vitest";
import { fakeLog } from "../../../test/support/fake-log.ts";
import {
  aProject,
  type Call,
  type FakeWorld,
  fakeSnyk,
  fault,
  ORG,
  OTHER_ORG,
  projectId,
  TARGET,
} from "../../../test/support/fake-snyk.ts";
import { SnykApi } from "./client.ts";
import { findSnykProjects } from "./find-projects.ts";

async function survey(
  world: FakeWorld,
  search: {
    organizations?: readonly string[];
    selectors?: readonly string[];
    repository?: string;
    url?: string;
  } = {},
) {
  const snyk = fakeSnyk(world);
  const { log, lines } = fakeLog();
  const repository = search.repository ?? "acme/shop";
  const found = await findSnykProjects(
    { api: new SnykApi(snyk.service), log },
    {
      organizations: search.organizations ?? [ORG],
      selectors: search.selectors ?? [],
      repository,
      repositoryUrl: search.url ?? `https://github.com/${repository}`,
    },
  );
  return { ...found, ...snyk, lines, names: found.projects.map(({ name }) => name) };
}
const target = (display_name: string | null, url: string | null = null, id = TARGET) => ({
  id,
  attributes: { display_name, url },
});
const pathsOf = (calls: readonly Call[]) => calls.map(({ path }) => path);
const value = (call: Call | undefined, key: string) =>
  (call?.query ?? []).filter(([name]) => name === key).map(([, each]) => each);

describe("organizations", () => {
  it("are taken by id without a question, and by slug after one", async () => {
    const { calls } = await survey(
      { orgs: [{ id: OTHER_ORG, slug: "acme" }] },
      { organizations: [ORG.toUpperCase(), "acme"], selectors: [] },
    );
    const lookups = calls.filter(({ path }) => path === "/rest/orgs");
    expect(lookups).toHaveLength(1);
    expect(value(lookups[0], "slug")).toEqual(["acme"]);
    expect(pathsOf(calls)).toContain(`/rest/orgs/${ORG}/targets`);
    expect(pathsOf(calls)).toContain(`/rest/orgs/${OTHER_ORG}/targets`);
  });

  it("that are one organization under two names are searched once", async () => {
    const { calls } = await survey({ orgs: [{ id: ORG, slug: "acme" }] }, { organizations: ["acme", ORG] });
    expect(pathsOf(calls).filter((path) => path.endsWith("/projects"))).toHaveLength(1);
  });

  it("are the token's default when none is named", async () => {
    const { calls, lines } = await survey({ defaultOrg: ORG, projects: [aProject()] }, { organizations: [] });
    expect(calls[0]).toEqual({ path: "/rest/self", query: [["version", "2024-10-15"]] });
    expect(lines).toContain(`organizations: ${ORG}; projects: 1 active, 0 inactive`);
  });

  it.each([
    ["Acme-Org", "acme-org", ["Acme-Org", "acme-org"]],
    ["acme-org", "Acme-Org", ["acme-org", undefined]],
    ["ACME-org", "Acme-Org", ["ACME-org", "acme-org", undefined]],
  ])("named %s are found by the slug %s, whatever the case", async (name, slug, asked) => {
    const { calls, reasons } = await survey(
      {
        orgs: [
          { id: ORG, slug: "acme-org-two" },
          { id: OTHER_ORG, slug },
        ],
      },
      { organizations: [name] },
    );
    const lookups = calls.filter(({ path }) => path === "/rest/orgs");
    expect(lookups.map((call) => value(call, "slug")[0])).toEqual(asked);
    expect(pathsOf(calls)).toContain(`/rest/orgs/${OTHER_ORG}/targets`);
    expect(reasons).toEqual([]);
  });

  it("are not called missing when the list of all was cut off", async () => {
    const { reasons } = await survey(
      {
        answer: ({ path, query }) => {
          if (path.includes("page=2")) throw fault("unreachable", 500);
          const isWhole = !query.some(([key]) => key === "slug");
          return { data: [], links: isWhole ? { next: "/orgs?page=2" } : {} };
        },
      },
      { organizations: ["acme"] },
    );
    expect(reasons.map(({ code }) => code)).toEqual(["partial"]);
  });

  it.each([
    ["a token without a default", [], "snyk-org"],
    ["a slug that nobody has", ["nobody"], "nobody"],
    ["a name that can be no slug", ["Acme Corp / all"], "Acme Corp / all"],
  ])("are not found for %s", async (_, organizations, words) => {
    const { reasons, calls, lines } = await survey({ orgs: [] }, { organizations });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ code: "not-found", source: "snyk" });
    expect(reasons[0]?.message).toContain(words);
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(lines.filter((line) => line.startsWith("organizations:"))).toEqual([]);
  });

  it("that fail leave the others' projects", async () => {
    const { names, reasons } = await survey(
      {
        projects: [aProject()],
        answer: ({ path }) => {
          if (path.includes(OTHER_ORG)) throw fault("not-found", 404);
        },
      },
      { organizations: [ORG, OTHER_ORG] },
    );
    expect(names).toEqual(["acme/shop:package.json"]);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.message).toContain(OTHER_ORG);
    expect(reasons[0]?.message).toContain("no access");
  });
});

describe("projects of the repository", () => {
  it("are asked for by the exact requests of the API", async () => {
    const other = "22222222-0000-4000-8000-000000000002";
    const { calls } = await survey({ targets: [target("acme/shop"), target("Acme/Shop", null, other)] });
    expect(calls).toEqual([
      {
        path: `/rest/orgs/${ORG}/targets`,
        query: [
          ["version", "2024-10-15"],
          ["limit", 100],
          ["display_name", "acme/shop"],
          ["exclude_empty", true],
        ],
      },
      {
        path: `/rest/orgs/${ORG}/projects`,
        query: [
          ["version", "2024-10-15"],
          ["limit", 100],
          ["target_id", TARGET],
          ["target_id", other],
          ["meta.latest_issue_counts", true],
        ],
      },
    ]);
  });

  it.each([
    [target("acme/shop-two"), false],
    [target("acme/shop/web"), false],
    [target("ACME/Shop"), true],
    [target(null, "http://github.com/acme/shop.git"), true],
    [target("shop", "https://user@GitHub.com/acme/shop/"), true],
    [target("shop", "git@github.com:acme/shop.git"), true],
    [target("shop", "https://gitlab.com/acme/shop"), false],
    [target("shop", "https://github.com/acme/shop-two"), false],
    [target("shop", "null"), false],
  ])("are those of %j: %s", async (candidate, isFound) => {
    const { names } = await survey({ targets: [candidate], projects: [aProject()] });
    expect(names).toHaveLength(isFound ? 1 : 0);
  });

  it("are looked for by the addresses that a clone has when no target has the name", async () => {
    const { calls, names } = await survey(
      {
        projects: [aProject()],
        answer: (call) => {
          if (!call.path.endsWith("/targets")) return undefined;
          const url = value(call, "url")[0];
          return { data: url === "http://github.com/Acme/Shop" ? [target("shop", String(url))] : [] };
        },
      },
      { repository: "Acme/Shop" },
    );
    expect(names).toHaveLength(1);
    const targets = calls.filter(({ path }) => path.endsWith("/targets"));
    expect(targets.map((call) => value(call, "display_name")[0] ?? value(call, "url")[0])).toEqual([
      "Acme/Shop",
      "acme/shop",
      "http://github.com/Acme/Shop",
      "http://github.com/Acme/Shop.git",
      "https://github.com/Acme/Shop",
      "https://github.com/Acme/Shop.git",
    ]);
  });

  it("of Data Center are those of what git clones, too", async () => {
    const { calls, names } = await survey(
      {
        projects: [aProject()],
        answer: (call) => {
          if (!call.path.endsWith("/targets")) return undefined;
          const url = value(call, "url")[0];
          return { data: url === "https://git.example/scm/WEB/shop.git" ? [target("x", String(url))] : [] };
        },
      },
      { repository: "WEB/shop", url: "https://git.example/projects/WEB/repos/shop" },
    );
    expect(names).toHaveLength(1);
    expect(calls.filter(({ path }) => path.endsWith("/targets"))).toHaveLength(10);
  });

  it.each([
    target("Acme/Shop"),
    target("shop", "https://github.com/Acme/Shop"),
    target("shop", "http://github.com/Acme/shop.git"),
  ])("are found by all targets of the organization where its filters mind case: %j", async (candidate) => {
    const targets = [target("acme/shop-two", null, "other"), candidate];
    const { names, calls, reasons } = await survey({ targets, projects: [aProject()], minds: "case" });
    expect(names).toHaveLength(1);
    expect(reasons).toEqual([]);
    const asked = calls.filter(({ path }) => path.endsWith("/targets"));
    expect(asked).toHaveLength(6);
    expect(asked.at(-1)?.query).toEqual([
      ["version", "2024-10-15"],
      ["limit", 100],
      ["exclude_empty", true],
    ]);
  });

  it("are looked for among all targets only where no filter finds one", async () => {
    const lists = async (candidate: ReturnType<typeof target>) => {
      const { calls } = await survey({ targets: [candidate], projects: [aProject()], minds: "case" });
      return calls.filter(({ path }) => path.endsWith("/targets")).length;
    };
    expect(await lists(target("acme/shop"))).toBe(1);
    expect(await lists(target("shop", "http://github.com/acme/shop"))).toBe(5);
  });

  it("are not called missing where the list of all targets could not be read", async () => {
    const { reasons } = await survey({
      answer: ({ path, query }) => {
        if (!path.endsWith("/targets")) return undefined;
        if (!query.some(([key]) => key === "url" || key === "display_name")) throw fault("unreachable", 503);
        return { data: [] };
      },
    });
    expect(reasons.map(({ code }) => code)).toEqual(["unreachable"]);
  });

  it("leave out those of a foreign target, should the service send them", async () => {
    const foreign = aProject({ id: projectId(2), target: "22222222-0000-4000-8000-00000000ffff" });
    expect((await survey({ projects: [aProject(), foreign] })).projects).toHaveLength(1);
  });

  it("leave out inactive ones, and say so", async () => {
    const old = aProject({ id: projectId(2), name: "acme/shop:old/package.json", status: "inactive" });
    const { names, inactive, notes } = await survey({ projects: [aProject(), old] });
    expect(names).toEqual(["acme/shop:package.json"]);
    expect(inactive).toHaveLength(1);
    expect(notes[0]?.text).toContain("old/package.json");
  });

  it("that lie in an image belong to it, with the packages of applications in it", async () => {
    const { projects } = await survey({
      projects: [
        aProject({ id: projectId(1), type: "deb", origin: "cli", reference: "latest" }),
        aProject({ id: projectId(2), type: "npm", origin: "cli", reference: "latest" }),
        aProject({ id: projectId(3), type: "npm", origin: "github" }),
      ],
    });
    expect(projects.map(({ isImage }) => isImage)).toEqual([true, true, false]);
  });

  it("carry what Snyk tells: the later time, no empty words, a bare branch", async () => {
    const cli = aProject({ id: projectId(2), file: "", reference: "", type: "Maven", origin: "cli" });
    const { projects } = await survey({
      projects: [
        aProject({ monitoredAt: "2026-01-02T00:00:00Z", reference: "refs/heads/main" }),
        {
          ...cli,
          meta: { cli_monitored_at: "2026-01-03T00:00:00Z", latest_issue_counts: { updated_at: "soon" } },
        },
      ] as never,
    });
    const organization = { id: ORG, name: ORG };
    expect(projects).toEqual([
      {
        id: projectId(1),
        organization,
        name: "acme/shop:package.json",
        type: "npm",
        origin: "github",
        targetFile: "package.json",
        reference: "main",
        active: true,
        isImage: false,
        target: TARGET,
        monitoredAt: "2026-01-02T00:00:00Z",
      },
      {
        id: projectId(2),
        organization,
        name: "acme/shop:package.json",
        type: "maven",
        origin: "cli",
        active: true,
        isImage: false,
        target: TARGET,
        monitoredAt: "2026-01-03T00:00:00Z",
      },
    ]);
  });

  it("of many targets are asked for in requests of a bearable length", async () => {
    const targets = Array.from({ length: 90 }, (_, index) => target("acme/shop", null, `t${index}`));
    const { calls } = await survey({ targets });
    const asked = calls.filter(({ path }) => path.endsWith("/projects"));
    expect(asked.map((call) => value(call, "target_id").length)).toEqual([40, 40, 10]);
  });

  it.each(["/targets", "/projects"])("cut off in %s are partial", async (list) => {
    const { reasons, names } = await survey({
      projects: [aProject()],
      answer: ({ path }) => {
        if (path.includes("page=2")) throw fault("unreachable", 500);
        if (!path.endsWith(list)) return undefined;
        const data = list === "/targets" ? [target("acme/shop")] : [aProject()];
        return { data, links: { next: "/orgs/x?page=2" } };
      },
    });
    expect(reasons.map(({ code }) => code)).toEqual(["partial"]);
    expect(names).toHaveLength(1);
  });
});

describe("projects that the settings name", () => {
  const world = {
    projects: [
      aProject({ id: projectId(1), name: "acme/shop:web/package.json" }),
      aProject({ id: projectId(2), name: "acme/shop:api/package.json" }),
      aProject({ id: projectId(3), name: "image [x]", target: "elsewhere" }),
    ],
  };

  it.each<[readonly string[], readonly number[]]>([
    [[projectId(2).toUpperCase()], [2]],
    [["acme/shop:web/package.json"], [1]],
    [["acme/shop:*"], [1, 2]],
    [["**/package.json"], [1, 2]],
    [["*"], [1, 2, 3]],
    [["image [x]"], [3]],
    [
      [projectId(3), "*api*"],
      [2, 3],
    ],
  ])("are found by %j", async (selectors, numbers) => {
    const { projects, reasons } = await survey(world, { selectors });
    expect(projects.map(({ id }) => id)).toEqual(numbers.map(projectId));
    expect(reasons).toEqual([]);
  });

  it.each<[string, readonly number[]]>([
    ["ACME/shop:web/Package.json", [1]],
    ["Acme/Shop:*", [1, 2]],
    ["IMAGE [X]", [3]],
  ])("are found by %s, whatever the case", async (selector, numbers) => {
    for (const minds of ["case", undefined] as const) {
      const { projects, reasons, calls } = await survey(
        { ...world, ...(minds === undefined ? {} : { minds }) },
        { selectors: [selector, "acme/shop:api/package.json"] },
      );
      const found = new Set(projects.map(({ id }) => id));
      expect([...found].toSorted()).toEqual([...new Set([...numbers, 2])].toSorted().map(projectId));
      expect(found.size).toBe(projects.length);
      expect(reasons).toEqual([]);
      expect(calls).toHaveLength(3);
    }
  });

  it("are not called missing when the list of all projects could not be read", async () => {
    const { reasons } = await survey(
      {
        answer: ({ query }) => {
          if (!query.some(([key]) => key === "names_start_with")) throw fault("unreachable", 503);
          return { data: [] };
        },
      },
      { selectors: ["Acme/Shop:*"] },
    );
    expect(reasons.map(({ code }) => code)).toEqual(["unreachable"]);
  });

  it("are asked for by ids at once and by the beginning of each name", async () => {
    const { calls } = await survey(world, {
      selectors: [projectId(1), projectId(2), "acme/shop:*", "a,b", "*"],
    });
    expect(pathsOf(calls).every((path) => path.endsWith("/projects"))).toBe(true);
    expect(calls.map((call) => [value(call, "ids")[0], value(call, "names_start_with")[0]])).toEqual([
      [`${projectId(1)},${projectId(2)}`, undefined],
      [undefined, "acme/shop:"],
      [undefined, "a"],
      [undefined, undefined],
    ]);
  });

  it("and do not exist are told by name, once all organizations were searched", async () => {
    const { reasons, names } = await survey(world, { selectors: ["nope", "acme/shop:web/package.json"] });
    expect(names).toHaveLength(1);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ code: "not-found" });
    expect(reasons[0]?.message).toContain("nope");
  });

  it("are not called missing when the search itself failed", async () => {
    const { reasons } = await survey({ answer: refuse }, { selectors: ["nope"] });
    expect(reasons.map(({ code }) => code)).toEqual(["unreachable"]);
  });
});

function refuse(): never {
  throw fault("unreachable", 503);
}
