import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding } from "../../test/support/a-report.ts";
import { anyText } from "../../test/support/any-text.ts";
import { type Finding, isDecisive, type Package } from "../model/finding.ts";
import { fixCommandsBlock } from "../reporters/markdown/fixes.ts";
import { planFixes } from "./advice.ts";

/** A finding that blocks, of a package of which no tool says whether the manifest names it. */
const found = (path: string, pkg: Partial<Package> = {}, over: Partial<Finding> = {}) =>
  aDependency({ path, package: { name: "lodash", version: "1.0.0", fixedIn: ["1.0.1"], ...pkg }, ...over });
const direct = (path: string, pkg: Partial<Package> = {}, over: Partial<Finding> = {}) =>
  found(path, { transitive: false, ...pkg }, over);
const transitive = (path: string, pkg: Partial<Package> = {}, over: Partial<Finding> = {}) =>
  found(path, { transitive: true, ...pkg }, over);
const fixCommands = (findings: readonly Finding[]) =>
  planFixes(findings).commands.map(({ clearsDecisive: _, ...command }) => command);
const fixBlock = (findings: readonly Finding[]) =>
  fixCommandsBlock(planFixes(findings).commands, findings.filter(isDecisive).length);
const commandOf = (...findings: readonly Finding[]) => fixCommands(findings).map(({ command }) => command);

describe("the command for a package that the manifest names", () => {
  it.each([
    ["package-lock.json", {}, "npm i lodash@1.0.1"],
    ["npm-shrinkwrap.json", {}, "npm i lodash@1.0.1"],
    ["package.json", { name: "@acme/kit" }, "npm i @acme/kit@1.0.1"],
    ["web/app/package-lock.json", {}, "(cd web/app && npm i lodash@1.0.1)"],
    ["my.app/package-lock.json", {}, "(cd my.app && npm i lodash@1.0.1)"],
    ["yarn.lock", {}, "yarn add lodash@1.0.1"],
    ["web/pnpm-lock.yaml", {}, "(cd web && pnpm add lodash@1.0.1)"],
    ["bun.lock", {}, "bun add lodash@1.0.1"],
    ["requirements-dev.txt", { name: "jinja2" }, "# set jinja2==1.0.1 in requirements-dev.txt"],
    ["api/requirements/base.txt", { name: "jinja2" }, "# set jinja2==1.0.1 in api/requirements/base.txt"],
    ["poetry.lock", { name: "jinja2" }, "poetry add jinja2@1.0.1"],
    ["uv.lock", { name: "jinja2" }, "uv add jinja2==1.0.1"],
    ["Pipfile.lock", { name: "jinja2" }, "pipenv install jinja2==1.0.1"],
    [
      "pom.xml",
      { name: "org.yaml:snakeyaml", ecosystem: "maven" },
      "mvn versions:use-dep-version -Dincludes=org.yaml:snakeyaml -DdepVersion=1.0.1 -DforceVersion=true",
    ],
    ["go.mod", { name: "golang.org/x/net", fixedIn: ["v1.0.1"] }, "go get golang.org/x/net@v1.0.1"],
    ["go.mod", { name: "gopkg.in/yaml" }, "go get gopkg.in/yaml@v1.0.1"],
    ["Gemfile.lock", { name: "rack" }, "bundle update --conservative rack"],
    ["Cargo.lock", { name: "time" }, "cargo update -p time@1.0.0 --precise 1.0.1"],
    [
      "src/App.csproj",
      { name: "Newtonsoft.Json", ecosystem: "nuget" },
      "(cd src && dotnet add App.csproj package Newtonsoft.Json --version 1.0.1)",
    ],
    ["packages.lock.json", { name: "NUnit" }, "dotnet add package NUnit --version 1.0.1"],
    ["composer.lock", { name: "twig/twig" }, "composer require twig/twig:1.0.1 --with-all-dependencies"],
  ])("for %s and %j is %j", (path, pkg, command) => {
    expect(commandOf(direct(path, pkg))).toEqual([command]);
  });
});

describe("the command for a package of which no tool says whether the manifest names it", () => {
  it.each([
    ["web/package-lock.json", "lodash", "(cd web && npm i lodash@1.0.1)"],
    ["yarn.lock", "lodash", "yarn add lodash@1.0.1"],
    ["poetry.lock", "jinja2", "poetry add jinja2@1.0.1"],
  ])("for %s and %s is %j, for those who depend on it directly", (path, name, command) => {
    const fixes = fixCommands([found(path, { name }), found(path, { name })]);
    expect(fixes).toEqual([{ command, clears: 2, only: "if you depend on it directly" }]);
  });

  it("takes what its parents allow when several versions are in use, so that others bring some of them", () => {
    const fixes = fixCommands([found("package.json"), found("package.json", { version: "0.9.0" })]);
    expect(fixes).toMatchObject([{ command: "npm update lodash", clears: 2, needs: ["1.0.1"] }]);
  });

  it("is there for what a budget does not allow, as for what blocks", () => {
    const beyond = { blocking: false, overBudget: true } as const;
    expect(commandOf(found("package.json", {}, beyond))).toEqual(["npm i lodash@1.0.1"]);
  });
});

describe("the command for a package that others bring", () => {
  it.each([
    ["web/package-lock.json", "lodash", "(cd web && npm update lodash)"],
    ["yarn.lock", "lodash", "yarn up -R lodash"],
    ["pnpm-lock.yaml", "lodash", "pnpm update lodash --depth Infinity"],
    ["poetry.lock", "jinja2", "poetry update jinja2"],
    ["uv.lock", "jinja2", "uv lock --upgrade-package jinja2"],
    ["composer.lock", "twig/twig", "composer update twig/twig --with-dependencies"],
    ["Gemfile.lock", "rack", "bundle update --conservative rack"],
    ["go.mod", "golang.org/x/net", "go get golang.org/x/net@v1.0.1"],
    ["Cargo.lock", "time", "cargo update -p time@1.0.0 --precise 1.0.1"],
    ["App.fsproj", "NUnit", "dotnet add App.fsproj package NUnit --version 1.0.1"],
    ["requirements.txt", "jinja2", "# set jinja2==1.0.1 in requirements.txt"],
  ])("for %s and %s is %j", (path, name, command) => {
    expect(commandOf(transitive(path, { name }))).toEqual([command]);
  });

  it.each([
    ["pom.xml", "org.yaml:snakeyaml"],
    ["bun.lock", "lodash"],
    ["Pipfile.lock", "jinja2"],
  ])("for %s and %s is none", (path, name) => {
    expect(commandOf(transitive(path, { name }))).toEqual([]);
  });

  it("says which versions its parents must allow", () => {
    expect(fixCommands([transitive("package.json", { fixedIn: ["v1.0.1"] })])).toEqual([
      { command: "npm update lodash", clears: 1, needs: ["1.0.1"] },
    ]);
    expect(fixCommands([found("Gemfile")])[0]?.needs).toEqual(["1.0.1"]);
    expect(fixCommands([found("Cargo.lock")])[0]?.needs).toEqual(["1.0.1"]);
    expect(fixCommands([transitive("yarn.lock")])[0]?.only).toBe("with Yarn 2 or later");
  });
});

describe("a command that could not do what it says", () => {
  it.each([
    ["go.mod", { name: "stdlib" }],
    ["go.mod", { name: "net/http" }],
    ["go.mod", { name: "github.com/foo/bar", fixedIn: ["2.0.0"] }],
    ["go.mod", { name: "github.com/foo/bar/v4", fixedIn: ["5.2.1"] }],
    ["go.mod", { name: "github.com/foo/bar/v2", fixedIn: ["1.9.0"] }],
    ["go.mod", { name: "gopkg.in/yaml.v2", fixedIn: ["3.0.1"] }],
    ["Cargo.lock", { name: "time", version: "0.1.43", fixedIn: ["0.2.23"] }],
    ["Cargo.lock", { name: "time", version: "1.0.0", fixedIn: ["2.0.0"] }],
    ["Cargo.lock", { name: "time", version: "1.0.0+$(id)", fixedIn: ["1.0.1"] }],
    ["build.gradle", { name: "org.yaml:snakeyaml", ecosystem: "maven" }],
    ["setup.py", { ecosystem: "pypi" }],
    ["src/index.js", { ecosystem: "npm" }],
    ["package.json", { fixedIn: [] }],
    ["web/../package.json", {}],
    ["../web/package.json", {}],
    [`${"a".repeat(201)}/package.json`, {}],
    ["package.json", { name: "a".repeat(201) }],
    ["package.json", { version: "1.0.0; id" }],
  ])("for %s and %j is not given", (path, pkg) => {
    expect(commandOf(direct(path, pkg))).toEqual([]);
  });

  it.each([
    [{ name: "github.com/foo/bar/v2/sub", fixedIn: ["2.0.1"] }, "go get github.com/foo/bar/v2/sub@v2.0.1"],
    [{ name: "github.com/foo/bar/v12", fixedIn: ["12.0.1"] }, "go get github.com/foo/bar/v12@v12.0.1"],
    [{ name: "gopkg.in/yaml.v10", fixedIn: ["10.0.1"] }, "go get gopkg.in/yaml.v10@v10.0.1"],
    [{ name: "github.com/foo/bar/v123", fixedIn: ["123.0.1"] }, "go get github.com/foo/bar/v123@v123.0.1"],
    [
      { name: "github.com/foo/bar", version: "0.1.0", fixedIn: ["0.2.0"] },
      "go get github.com/foo/bar@v0.2.0",
    ],
    [{ name: "gopkg.in/yaml.v3", fixedIn: ["3.0.1"] }, "go get gopkg.in/yaml.v3@v3.0.1"],
    [
      { name: "github.com/docker/docker", version: "v24.0.6+incompatible", fixedIn: ["24.0.7"] },
      "go get github.com/docker/docker@v24.0.7",
    ],
  ])("is told from one of Go that can: %j", (pkg, command) => {
    expect(commandOf(direct("go.mod", pkg))).toEqual([command]);
  });

  it("is not given for a crate whose version nobody knows", () => {
    const { version: _, ...pkg } = { name: "time", version: "1.0.0", fixedIn: ["1.0.1"] };
    expect(commandOf(aDependency({ path: "Cargo.lock", package: pkg }))).toEqual([]);
  });
});

describe("the number of findings that a command clears", () => {
  const medium: Partial<Finding> = { severity: "medium", blocking: false };

  it("is for the lowest version that clears all that blocks", () => {
    const needs = (version: string) => direct("package.json", { fixedIn: [version] });
    const other = direct("package.json", { name: "qs", version: "6.0.0", fixedIn: ["6.0.9"] });
    expect(fixCommands([other, needs("1.0.9"), needs("1.0.10"), needs("1.0.2")])).toEqual([
      { command: "npm i lodash@1.0.10", clears: 3 },
      { command: "npm i qs@6.0.9", clears: 1 },
    ]);
  });

  it("counts what does not block as well, for a version that clears that too, but not what is suppressed", () => {
    const findings = [
      direct("package.json"),
      direct("package-lock.json", {}, medium),
      found("package.json", {}, medium),
      direct("package.json", { fixedIn: ["1.0.2"] }, medium),
      direct("package.json", { fixedIn: [] }, medium),
      direct("package.json", {}, { ...medium, suppressedBy: { by: "policy" } }),
    ];
    expect(fixCommands(findings)).toEqual([{ command: "npm i lodash@1.0.2", clears: 4 }]);
    expect(fixCommands(findings.slice(1))).toEqual([]);
  });

  it("keeps the copy that the manifest names and those that others bring apart", () => {
    const named = direct("package.json", { version: "4.17.15", fixedIn: ["4.17.21"] });
    const brought = transitive("package.json", { version: "3.10.1", fixedIn: ["4.17.21", "5.0.0"] });
    expect(fixCommands([named, brought])).toEqual([
      { command: "npm i lodash@4.17.21", clears: 1 },
      { command: "npm update lodash", clears: 1, needs: ["4.17.21"] },
    ]);
  });

  it("keeps what others bring in the version that the manifest names apart, for it moves by itself", () => {
    expect(fixCommands([direct("package.json"), transitive("package.json")])).toEqual([
      { command: "npm i lodash@1.0.1", clears: 1 },
      { command: "npm update lodash", clears: 1, needs: ["1.0.1"] },
    ]);
  });

  it("is of the copies that have a fixed version alone", () => {
    const stuck = transitive("package.json", { version: "0.9.0", fixedIn: [] });
    expect(fixCommands([transitive("package.json"), stuck])).toEqual([
      { command: "npm update lodash", clears: 1, needs: ["1.0.1"] },
    ]);
    const quiet = transitive("package.json", {}, medium);
    expect(fixCommands([quiet, stuck])).toEqual([]);
  });

  it("names the version that each copy needs", () => {
    const copy = (version: string, fixedIn: string, over: Partial<Finding> = {}) =>
      transitive("package.json", { name: "semver", version, fixedIn: [fixedIn] }, over);
    expect(
      fixCommands([copy("5.7.1", "5.7.2"), copy("7.3.0", "7.5.2"), copy("6.3.0", "6.3.1", medium)]),
    ).toEqual([{ command: "npm update semver", clears: 3, needs: ["5.7.2", "6.3.1", "7.5.2"] }]);
  });

  it("takes a package that several manifests of a workspace name for one that nobody can place", () => {
    const named = (version: string) => direct("yarn.lock", { version, fixedIn: ["1.0.9"] });
    expect(commandOf(named("1.0.0"), named("1.0.1"))).toEqual(["yarn up -R lodash"]);
  });

  it("is of one crate's version at a time", () => {
    const copy = (version: string, fixedIn: string) =>
      found("Cargo.lock", { name: "ahash", version, fixedIn: [fixedIn] });
    expect(commandOf(copy("0.7.6", "0.7.7"), copy("0.8.5", "0.8.6"))).toEqual([
      "cargo update -p ahash@0.7.6 --precise 0.7.7",
      "cargo update -p ahash@0.8.5 --precise 0.8.6",
    ]);
  });

  it("takes names that Python takes for one as one", () => {
    const named = (name: string) => direct("poetry.lock", { name });
    expect(fixCommands([named("Zope.Interface"), named("zope-interface")])).toEqual([
      { command: "poetry add Zope.Interface@1.0.1", clears: 2 },
    ]);
    expect(fixCommands([named("zope__interface"), named("zope-interface")])).toHaveLength(1);
    expect(fixCommands([named("zopeinterface"), named("zope-interface")])).toHaveLength(2);
  });
});

describe("the commands of a plan", () => {
  it("never gives commands of two managers for one folder", () => {
    const both = [direct("package.json"), direct("yarn.lock", { name: "qs" })];
    expect(commandOf(...both)).toEqual(["yarn add lodash@1.0.1", "yarn add qs@1.0.1"]);
    expect(commandOf(...both, direct("package-lock.json", { name: "ms" }))).toEqual([]);
  });

  it("gives the one that clears most first", () => {
    const twice = [direct("package.json", { name: "zod" }), direct("package.json", { name: "zod" })];
    expect(commandOf(direct("package.json", { name: "ajv" }), ...twice)).toEqual([
      "npm i zod@1.0.1",
      "npm i ajv@1.0.1",
    ]);
  });

  it("gives one for all versions of a package where the manifest can have only one", () => {
    const versions = ["1.0.0", "0.9.0"].map((version) => direct("requirements.txt", { version }));
    expect(fixCommands(versions).map(({ clears }) => clears)).toEqual([2]);
  });

  it("gives none for a package of which a version is malicious", () => {
    const evil = direct("package.json", { name: "evil" }, { malicious: true });
    const other = direct("package.json", { name: "evil" });
    const elsewhere = found("vendor/list.txt", { name: "evil" }, { malicious: true });
    expect(commandOf(evil)).toEqual([]);
    expect(commandOf(evil, other)).toEqual([]);
    expect(commandOf(elsewhere, other)).toEqual([]);
    expect(commandOf({ ...elsewhere, package: { name: "EVIL" } }, other)).toEqual([]);
    expect(commandOf(evil, direct("package.json"))).toEqual(["npm i lodash@1.0.1"]);
    expect(commandOf({ ...evil, blocking: false, suppressedBy: { by: "policy" } }, other)).toHaveLength(1);
  });

  it.each([
    ["package.json", { name: "lodash; rm -rf ~" }],
    ["package.json", { name: "$(id)" }],
    ["package.json", { name: "-rf" }],
    ["package.json", { name: "--registry=http://evil.example" }],
    ["package.json", { name: "git+ssh://evil.example/x" }],
    ["package.json", { name: "a b" }],
    ["package.json", { name: "a\nb" }],
    ["package.json", { fixedIn: ["1.0.1 && id"] }],
    ["package.json", { fixedIn: ["https://evil.example/x.tgz"] }],
    ["$(id)/package.json", {}],
    ["a b/package.json", {}],
    ["-C/package.json", {}],
    ["../other/package.json", {}],
    ["/etc/package.json", {}],
    ["requirements-$(id).txt", {}],
    ["a`id`.csproj", {}],
    ["-a.csproj", {}],
    ["Cargo.lock", { version: "1.0.0 && id" }],
    ["Cargo.lock", { version: "1.0.0 && id", ecosystem: "maven" }],
    ["a/./package.json", {}],
    ["a/../package.json", {}],
    ["go.mod", { name: "net/v.x" }],
    ["go.mod", { name: "example.com/gopkg.in/yaml.v3", fixedIn: ["v3.0.1"], version: "v3.0.0" }],
  ])("gives none for %s and %j", (path, pkg) => {
    for (const each of [direct, transitive, found]) expect(commandOf(each(path, pkg))).toEqual([]);
  });

  it.each([
    "requirements.txt",
    "poetry.lock",
    "uv.lock",
    "Pipfile.lock",
  ])("of %s takes the ways to write a name of Python for one package", (path) => {
    const names = ["ruamel.yaml", "Ruamel_Yaml", "ruamel-yaml"];
    const findings = names.map((name) => direct(path, { name }));
    expect(fixCommands(findings).map(({ clears }) => clears)).toEqual([3]);
  });

  it("gives none for what is no dependency, or lies in an image", () => {
    expect(fixCommands([aFinding(), aDependency({ type: "container" })])).toEqual([]);
  });

  it("holds nothing but words of a shell, whatever a manifest says", () => {
    const text = fc.oneof(fc.string(), anyText(), fc.constantFrom("a;b", "`id`", "a>b", "1.0|x", "a'b"));
    const ecosystems = fc.constantFrom("npm", "yarn", "poetry");
    fc.assert(
      fc.property(text, text, text, ecosystems, (name, version, folder, ecosystem) => {
        for (const path of ["package.json", `${folder}/yarn.lock`, "pom.xml", "go.mod", `${folder}.csproj`]) {
          for (const found of [direct, transitive]) {
            const findings = [found(path, { name, fixedIn: [version], ecosystem })];
            for (const { command, needs = [] } of fixCommands(findings)) {
              expect(command).toMatch(/^(?:\(cd [\w./-]+ && [\w./@:=+~ -]+\)|[\w./@:=+~ -]+)$/);
              expect(needs.join("")).toMatch(/^[\w.+-]*$/);
            }
          }
        }
      }),
    );
  });
});

describe("the block of commands", () => {
  it("says how many of what made the verdict the commands clear, and how many others with them", () => {
    const quiet = { blocking: false, fingerprint: "quiet" };
    const both = [direct("package.json"), direct("package.json", {}, quiet), aFinding()];
    expect(fixBlock(both)).toMatch(/^\*\*One command clears 1 of the 2\*\* \(and 1 that does not block\):\n/);
    expect(fixBlock(both.slice(0, 2))).toMatch(/^\*\*One command clears it\*\* \(and 1 /);
    const two = [direct("package.json"), direct("package.json", { name: "ms" })];
    expect(fixBlock(two)).toBe(
      "**2 commands clear all 2**:\n\n```sh\nnpm i lodash@1.0.1  # clears 1\nnpm i ms@1.0.1      # clears 1\n```",
    );
  });

  it("says how many findings each command clears, and on what condition", () => {
    const findings = [direct("package.json"), transitive("package.json", { name: "qs" })];
    expect(fixBlock(findings)).toBe(
      "**2 commands can clear all 2**:\n\n```sh\n# clears 1\nnpm i lodash@1.0.1\n# clears 1, if its parents allow 1.0.1\nnpm update qs\n```",
    );
    expect(fixBlock([transitive("yarn.lock")])).toContain(
      "**One command can clear it**:\n\n```sh\n# if its parents allow 1.0.1,\n# with Yarn 2 or later\nyarn up -R lodash\n",
    );
  });

  it("names at most five versions that a command needs", () => {
    const copies = Array.from({ length: 6 }, (_, i) =>
      transitive("package.json", { version: `${i}.0.0`, fixedIn: [`${i}.0.1`] }),
    );
    expect(fixBlock(copies)).toContain(
      "\n# if its parents allow 0.0.1, 1.0.1,\n# 2.0.1, 3.0.1, 4.0.1 and more\n",
    );
  });

  it("gives at most ten commands and says how many more there are", () => {
    const many = Array.from({ length: 13 }, (_, i) => direct("package.json", { name: `p${i}` }));
    expect(fixBlock(many).split("\n").slice(-2)).toEqual(["# and 3 more", "```"]);
    expect(fixBlock([aFinding()])).toBe("");
  });
});
