import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { RUN_OPTIONS } from "../../src/cli/option-table.ts";
import { CI_SYSTEMS } from "../../src/cli/run/ci-systems.ts";
import { FORGE_TOKEN_VARIABLES, tokenVariables } from "../../src/cli/run/tokens.ts";
import { TOKEN_INPUTS } from "../../src/settings/inputs.ts";
import { CI_SCHEMAS } from "../support/ci-schemas.ts";
import { PROJECT } from "../support/run-scenario.ts";

const FOLDER = join(PROJECT, "examples");
/** Those that run the command line. */
const PIPELINES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.yml$|\/Jenkinsfile[^/]*$/.test(path) && !path.startsWith("github/"))
  .sort();
const textOf = (path: string): string => readFileSync(join(FOLDER, path), "utf8");

/** Without comments, which may name anything. */
const codeOf = (path: string): string => textOf(path).replace(/(?:^|\s)(?:#|\/\/) .*$/gm, "");

/** Options of other programs that the examples start. */
const OTHER_OPTIONS = ["yes", "package", "check", "strict", "no-audit", "no-fund"];

/** Variables that are not ours: of Semgrep's own scan, of the CI, and of the examples themselves. */
const OTHER_VARIABLES = [
  "SEMGREP_APP_TOKEN",
  "SEMGREP_PR_ID",
  "SEMGREP_BRANCH",
  "SEMGREP_COMMIT",
  "SEMGREP_REPO_NAME",
  "SEMGREP_REPO_URL",
  "SEMGREP_BASELINE_REF",
  "CI_PIPELINE_SOURCE",
  "CI_PROJECT_DIR",
  "BITBUCKET_CLONE_DIR",
  "BITBUCKET_EMAIL",
  "SCAN_GATE_PACKAGE",
  "SCAN_GATE_SHA256",
];

const KNOWN_VARIABLES = new Set([
  ...TOKEN_INPUTS.flatMap(tokenVariables),
  ...Object.values(FORGE_TOKEN_VARIABLES).flat(),
  ...CI_SYSTEMS.flatMap((system) => Object.values(system).flat()),
  ...OTHER_VARIABLES,
]);

describe("the pipelines of examples", () => {
  it("are there for each forge with a CI of its own", () => {
    expect(PIPELINES.map((path) => dirname(path))).toEqual(expect.arrayContaining(["azure", "gitlab"]));
  });

  it.each(
    PIPELINES.filter((path) => path.endsWith(".yml")),
  )("%s has no keyword that its CI does not know", (path) => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
      CI_SCHEMAS[dirname(path)] ?? false,
    );
    validate(parse(textOf(path)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(PIPELINES)("%s names only options that there are", (path) => {
    const named = [...codeOf(path).matchAll(/(?<=\s)--([a-z][a-z-]+)/g)].map(([, name = ""]) => name);
    expect(named).toContain("require");
    expect(named.filter((name) => !(name in RUN_OPTIONS) && !OTHER_OPTIONS.includes(name))).toEqual([]);
  });

  it.each(PIPELINES)("%s names only variables that somebody reads", (path) => {
    const named = [...codeOf(path).matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name);
    expect(named.filter((name) => !KNOWN_VARIABLES.has(name))).toEqual([]);
  });

  it.each(
    PIPELINES,
  )("%s takes this version of the package, checked by its sum, and no moving image", (path) => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    const code = codeOf(path);
    const packages = code.match(/scan-gate-[\d.]+\.tgz/g) ?? [];
    expect(new Set(packages)).toEqual(new Set([`scan-gate-${version}.tgz`]));
    expect(code).toContain("sha256sum --check");
    const images = [...code.matchAll(/\b(?:image|vmImage): *["']?([^\s"']+)/g)].map(
      ([, image = ""]) => image,
    );
    expect(images.filter((image) => /latest/.test(image) || !/[:\-@]\d/.test(image))).toEqual([]);
  });
});
