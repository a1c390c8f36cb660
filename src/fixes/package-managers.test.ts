import { describe, expect, it } from "vitest";
import { aDependency, aFinding, anObservation } from "../../test/support/a-report.ts";
import type { Finding, Package } from "../model/finding.ts";
import { finishSteps } from "../model/steps.ts";
import { managersAmong } from "./package-managers.ts";

const at = (path: string, pkg: Partial<Package> = {}) =>
  aDependency({ path, package: { name: "lodash", ecosystem: "npm", ...pkg } });
const of = (finding: Finding, ...others: readonly Finding[]) =>
  finishSteps(managersAmong([finding, ...others]))(finding);

describe("the manager of a package", () => {
  it.each([
    ["package.json", "npm"],
    ["web/package-lock.json", "npm"],
    ["yarn.lock", "yarn"],
    ["pnpm-lock.yaml", "pnpm"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
    ["poetry.lock", "poetry"],
    ["uv.lock", "uv"],
    ["Pipfile", "pipenv"],
    ["pom.xml", "maven"],
    ["go.mod", "go"],
    ["go.sum", "go"],
    ["Gemfile", "gem"],
    ["Gemfile.lock", "gem"],
    ["Cargo.toml", "cargo"],
    ["Cargo.lock", "cargo"],
    ["packages.lock.json", "nuget"],
    ["composer.json", "composer"],
    ["composer.lock", "composer"],
  ])("is told by the file %s to be %s", (path, manager) => {
    expect(of(at(path))).toEqual({ manager, folder: path.startsWith("web/") ? "web" : "" });
  });

  it.each([
    ["requirements.txt", "pip", ""],
    ["api/requirements-dev.in", "pip", "api"],
    ["requirements/base.txt", "pip", "requirements"],
    ["src/App.csproj", "nuget", "src"],
  ])("of %s is %s, of this very file", (path, manager, folder) => {
    expect(of(at(path))).toEqual({ manager, folder, file: path.split("/").at(-1) });
  });

  it.each([
    "pyproject.toml",
    "setup.py",
    "src/index.js",
    "build.gradle",
    "requirements.txt.orig",
    "App.csproj.user",
    "paket.lock",
    "Gopkg.lock",
    "x/__proto__",
  ])("is not told by %s", (path) => {
    expect(of(at(path, { ecosystem: "__proto__" }))).toBeUndefined();
  });

  it("is nobody where there is no file", () => {
    const { path: _, ...placeless } = at("package.json");
    expect(of(placeless)).toBeUndefined();
  });

  it.each([
    ["package.json", { ecosystem: "yarn" }, "yarn"],
    ["package.json", { manager: "yarn-workspace" }, "yarn"],
    ["package.json", { manager: "pnpm" }, "pnpm"],
    ["package.json", { manager: "bun" }, "bun"],
    ["pyproject.toml", { manager: "pipenv" }, "pipenv"],
    ["pyproject.toml", { ecosystem: "pypi", manager: "poetry" }, "poetry"],
    ["pyproject.toml", { ecosystem: "UV" }, "uv"],
    ["Pipfile.lock", { manager: "poetry" }, "pipenv"],
  ])("of %s and %j is %s", (path, pkg, manager) => {
    expect(of(at(path, pkg))?.manager).toBe(manager);
  });

  it.each([
    ["package.json", "package-lock.json", "npm"],
    ["package.json", "npm-shrinkwrap.json", "npm"],
    ["package.json", "yarn.lock", "yarn"],
    ["package.json", "pnpm-lock.yaml", "pnpm"],
    ["package.json", "bun.lock", "bun"],
    ["package.json", "bun.lockb", "bun"],
    ["pyproject.toml", "poetry.lock", "poetry"],
    ["pyproject.toml", "uv.lock", "uv"],
    ["pyproject.toml", "Pipfile", "pipenv"],
    ["pyproject.toml", "Pipfile.lock", "pipenv"],
  ])("of %s beside %s is %s, whatever the tool calls it", (manifest, lock, manager) => {
    for (const word of ["yarn", "pnpm", "poetry", "uv"])
      expect(of(at(manifest, { manager: word }), at(lock))?.manager).toBe(manager);
  });

  it("is the one whose lock file any finding names in the folder, whatever its tool calls it", () => {
    expect(of(at("package.json", { ecosystem: "yarn" }), at("pnpm-lock.yaml"))?.manager).toBe("pnpm");
    expect(of(at("package.json"), aFinding({ path: "yarn.lock" }))?.manager).toBe("yarn");
    expect(of(at("web/package.json"), at("api/yarn.lock"))?.manager).toBe("npm");
    const merged = { ...at("package.json"), observations: [anObservation({ path: "yarn.lock" })] };
    expect(of(merged)?.manager).toBe("yarn");
  });

  it("of a workspace is the one whose lock file lies nearest above it", () => {
    const root = at("yarn.lock");
    const nearer = at("packages/pnpm-lock.yaml");
    expect(of(at("packages/a/package.json"), root)?.manager).toBe("yarn");
    expect(of(at("packages/a/package.json"), root, nearer)?.manager).toBe("pnpm");
    expect(of(at("packages/web/a/package.json"), root, at("packages/web/pnpm-lock.yaml"))?.manager).toBe(
      "pnpm",
    );
    expect(of(at("packages/web/a/package.json"), root, at("packagesweb/pnpm-lock.yaml"))?.manager).toBe(
      "yarn",
    );
    expect(of(at("packages/a/package.json", { ecosystem: "pnpm" }), root)?.manager).toBe("pnpm");
    expect(of(at("packages/a/package-lock.json"), root)?.manager).toBe("npm");
    expect(of(at("packages/a/pyproject.toml"), at("uv.lock"))).toBeUndefined();
  });

  it("is nobody where two claim the folder", () => {
    expect(of(at("yarn.lock"), at("package-lock.json"))).toBeUndefined();
    expect(of(at("package.json", { ecosystem: "yarn", manager: "pnpm" }))).toBeUndefined();
    expect(of(at("a/package.json"), at("yarn.lock"), at("pnpm-lock.yaml"))).toBeUndefined();
  });
});
