import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding } from "../../../test/support/a-report.ts";
import type { Package } from "../../model/finding.ts";
import { fixBlock } from "./fix-block.ts";
import { fixCommands } from "./fix-commands.ts";

const vulnerable = (path: string, pkg: Partial<Package> = {}) =>
  aDependency({ path, package: { name: "lodash", version: "1.0.0", fixedIn: ["1.0.1"], ...pkg } });

describe("fixCommands", () => {
  it.each([
    ["package-lock.json", {}, "npm i lodash@1.0.1"],
    ["package.json", { name: "@acme/kit" }, "npm i @acme/kit@1.0.1"],
    ["web/app/package-lock.json", {}, "npm --prefix web/app i lodash@1.0.1"],
    ["web/package-lock.json", { transitive: true }, "npm --prefix web update lodash"],
    ["yarn.lock", {}, "yarn add lodash@1.0.1"],
    ["yarn.lock", { transitive: true }, "yarn up -R lodash"],
    ["web/pnpm-lock.yaml", {}, "(cd web && pnpm add lodash@1.0.1)"],
    ["pnpm-lock.yaml", { transitive: true }, "pnpm update lodash --depth Infinity"],
    ["requirements-dev.txt", { name: "jinja2" }, "pip install jinja2==1.0.1"],
    ["poetry.lock", { name: "jinja2" }, "poetry add jinja2@1.0.1"],
    ["uv.lock", { name: "jinja2" }, "uv add jinja2==1.0.1"],
    ["Pipfile.lock", { name: "jinja2" }, "pipenv install jinja2==1.0.1"],
    [
      "pom.xml",
      { name: "org.yaml:snakeyaml", ecosystem: "maven" },
      "mvn versions:use-dep-version -Dincludes=org.yaml:snakeyaml -DdepVersion=1.0.1 -DforceVersion=true",
    ],
    ["go.mod", { name: "golang.org/x/net" }, "go get golang.org/x/net@v1.0.1"],
    ["Gemfile.lock", { name: "rack" }, "bundle update --conservative rack"],
    ["Cargo.lock", { name: "time" }, "cargo update -p time --precise 1.0.1"],
    [
      "src/App.csproj",
      { name: "Newtonsoft.Json", ecosystem: "nuget" },
      "(cd src && dotnet add package Newtonsoft.Json --version 1.0.1)",
    ],
    ["composer.lock", { name: "twig/twig" }, "composer require twig/twig:1.0.1 --with-all-dependencies"],
    ["unknown.lock", { ecosystem: "PyPI" }, "pip install lodash==1.0.1"],
  ])("for %s and %j is %j", (path, pkg, command) => {
    expect(fixCommands([vulnerable(path, pkg)]).map((each) => each.command)).toEqual([command]);
  });

  it("gives one command a package, for the highest version needed, with the number of findings it clears", () => {
    const needs = (version: string) => vulnerable("package.json", { fixedIn: [version] });
    const other = vulnerable("package.json", { name: "qs", version: "6.0.0", fixedIn: ["6.0.9"] });
    expect(fixCommands([other, needs("1.0.9"), needs("1.0.10"), needs("1.0.2")])).toEqual([
      { command: "npm i lodash@1.0.10", clears: 3 },
      { command: "npm i qs@6.0.9", clears: 1 },
    ]);
  });

  it("says which version is needed where the command cannot", () => {
    expect(fixCommands([vulnerable("package.json", { transitive: true })])).toEqual([
      { command: "npm update lodash", clears: 1, needs: "1.0.1" },
    ]);
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
    ["build.gradle", { name: "org.yaml:snakeyaml", ecosystem: "maven" }],
    ["package.json", { fixedIn: [] }],
    ["x.lock", { ecosystem: "__proto__" }],
  ])("for %s and %j is none", (path, pkg) => {
    expect(fixCommands([vulnerable(path, pkg)])).toEqual([]);
  });

  it("gives none for what is no dependency, or lies in an image", () => {
    expect(fixCommands([aFinding(), aDependency({ type: "container" })])).toEqual([]);
  });

  it("holds nothing but words of a shell, whatever a manifest says", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("a;b", "`id`", "a>b", "1.0|x", "a'b"),
    );
    fc.assert(
      fc.property(text, text, text, (name, version, folder) => {
        for (const path of ["package.json", `${folder}/yarn.lock`, "pom.xml", "go.mod"]) {
          for (const { command } of fixCommands([vulnerable(path, { name, fixedIn: [version] })])) {
            expect(command).toMatch(/^(?:\(cd [\w./-]+ && [\w./@:=+~ -]+\)|[\w./@:=+~ -]+)$/);
          }
        }
      }),
    );
  });
});

describe("fixBlock", () => {
  it("says how many findings each command clears", () => {
    expect(
      fixBlock([vulnerable("package.json"), vulnerable("package.json", { name: "qs", transitive: true })]),
    ).toBe(
      "**Fix first**\n\n```sh\nnpm i lodash@1.0.1  # clears 1\nnpm update qs       # clears 1, if its parents allow 1.0.1\n```",
    );
  });

  it("gives at most ten commands and says how many more there are", () => {
    const many = Array.from({ length: 13 }, (_, i) => vulnerable("package.json", { name: `p${i}` }));
    expect(fixBlock(many).split("\n").slice(-2)).toEqual(["# and 3 more", "```"]);
    expect(fixBlock([aFinding()])).toBe("");
  });
});
