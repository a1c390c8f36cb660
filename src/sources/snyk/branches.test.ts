import { describe, expect, it } from "vitest";
import { placeProjects, referencesOf, staleProjects, withoutHead } from "./branches.ts";
import { isImage, type SnykProject } from "./project.ts";

const project = (id: string, details: Partial<SnykProject> = {}): SnykProject => ({
  id,
  organization: { id: "org", name: "acme" },
  name: id,
  type: "npm",
  origin: "github",
  active: true,
  isImage: isImage({ type: "npm", origin: "github", ...details }),
  ...details,
});
const ids = (projects: readonly SnykProject[]) => projects.map(({ id }) => id);

describe("projects of a branch", () => {
  const branches = { head: "feature", base: "main", defaultBranch: "main" };

  it("are those whose reference is its name, exactly", () => {
    const projects = [
      project("head", { reference: "feature" }),
      project("base", { reference: "main" }),
      project("other", { reference: "feature-2" }),
      project("case", { reference: "Feature" }),
    ];
    const placed = placeProjects(projects, branches);
    expect(ids(placed.head)).toEqual(["head"]);
    expect(ids(placed.base)).toEqual(["base"]);
  });

  it("never hold inactive ones", () => {
    const placed = placeProjects([project("old", { reference: "feature", active: false })], branches);
    expect(placed).toEqual({ head: [], base: [] });
  });

  it("have no head where the head branch has no name here, as a fork's has not", () => {
    const projects = [project("trap", { reference: "feature" }), project("none")];
    const placed = placeProjects(projects, { base: "main", defaultBranch: "main" });
    expect(placed.head).toEqual([]);
    expect(ids(placed.base)).toEqual(["none"]);
  });

  it("hold projects without a branch for the default branch, unless one of their type names it", () => {
    const projects = [
      project("npm main", { reference: "main" }),
      project("npm none"),
      project("iac none", { type: "terraformconfig" }),
      project("image", { type: "deb", origin: "docker-hub", reference: "1.4.2" }),
      project("cli image", { type: "apk", origin: "cli", reference: "latest" }),
      project("dockerfile", { type: "dockerfile", reference: "other" }),
    ];
    expect(ids(placeProjects(projects, branches).base)).toEqual([
      "npm main",
      "iac none",
      "image",
      "cli image",
    ]);
    const release = { head: "fix", base: "release", defaultBranch: "main" };
    expect(placeProjects(projects, release).base).toEqual([]);
    expect(ids(placeProjects(projects, { base: "release" }).base)).toEqual([
      "npm none",
      "iac none",
      "image",
      "cli image",
    ]);
  });

  it("hold no image by its tag, though the branch is called like it", () => {
    const projects = [
      project("image", { type: "deb", origin: "docker-hub", reference: "latest" }),
      project("npm", { reference: "main" }),
    ];
    const placed = placeProjects(projects, { head: "latest", base: "main", defaultBranch: "main" });
    expect(placed.head).toEqual([]);
    expect(ids(placed.base)).toEqual(["npm", "image"]);
  });

  it("on a ref that is the default branch are all head projects", () => {
    const projects = [project("main", { reference: "main" }), project("none", { type: "pip" })];
    const placed = placeProjects(projects, { head: "main", base: "main", defaultBranch: "main" });
    expect(ids(placed.head)).toEqual(["main", "none"]);
    expect(placed.base).toEqual([]);
  });

  it("on a tag are those of the default branch, whatever its name", () => {
    expect(ids(placeProjects([project("none")], {}).base)).toEqual(["none"]);
    expect(placeProjects([project("none")], { defaultBranch: "main" }).base).toEqual([]);
  });

  it("have their names told in order, once", () => {
    const projects = [project("a", { reference: "z" }), project("b", { reference: "a" }), project("c")];
    expect(referencesOf([...projects, ...projects])).toEqual(["a", "z"]);
  });
});

describe("a base project without a head project", () => {
  it("is one of a type or file that no head project has", () => {
    const base = [
      project("web", { targetFile: "web/package.json" }),
      project("api", { targetFile: "api/package.json" }),
      project("code", { type: "sast" }),
    ];
    expect(ids(withoutHead(base, [project("h", { targetFile: "web/package.json" })]))).toEqual([
      "api",
      "code",
    ]);
  });

  it("is none of the same type when either names no file", () => {
    expect(withoutHead([project("web", { targetFile: "web/package.json" })], [project("cli")])).toEqual([]);
    expect(withoutHead([project("cli")], [project("web", { targetFile: "web/package.json" })])).toEqual([]);
  });
});

describe("a stale project", () => {
  const judged = { commits: ["aaa", "merge"], madeAt: "2026-06-01T12:00:00Z" };
  const stale = (details: Partial<SnykProject>, commits: readonly string[] = []) =>
    staleProjects([{ project: project("p", details), commits }], judged).map(({ why }) => why);

  it("is one looked at before the commit was made, or at a time that nobody tells", () => {
    expect(stale({ monitoredAt: "2026-06-01T11:59:59Z" })).toEqual(["last looked at 2026-06-01T11:59:59Z"]);
    expect(stale({})).toEqual(["time not known"]);
    expect(stale({ monitoredAt: "2026-06-01T12:00:00.000Z" })).toEqual([]);
    expect(stale({ monitoredAt: "2026-06-01T14:30:00+02:00" })).toEqual([]);
  });

  it("is known by the commit that its code issues name, whatever the time", () => {
    expect(stale({ monitoredAt: "2026-07-01T00:00:00Z" }, ["b".repeat(40)])).toEqual([
      "scanned commit bbbbbbbbbbbb",
    ]);
    expect(stale({ monitoredAt: "2020-01-01T00:00:00Z" }, ["aaa"])).toEqual([]);
    expect(stale({}, ["merge"])).toEqual([]);
    expect(stale({}, ["aaa", "other"])).toHaveLength(1);
  });

  it("is any when the commit's own time cannot be read", () => {
    const unreadable = { ...judged, madeAt: "yesterday" };
    const fresh = project("p", { monitoredAt: "2026-07-01T00:00:00Z" });
    expect(staleProjects([{ project: fresh, commits: [] }], unreadable)).toHaveLength(1);
  });
});
