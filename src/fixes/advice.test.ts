import { describe, expect, it } from "vitest";
import { aDependency, aFinding, without } from "../../test/support/a-report.ts";
import type { Finding, Package } from "../model/finding.ts";
import { adviceBesideDescription, adviceLine, adviceText, type FixAdvice, planFixes } from "./advice.ts";

const lodash = (fixedIn: readonly string[], over: Partial<Finding> = {}, pkg: Partial<Package> = {}) =>
  aDependency({
    package: { name: "lodash", version: "4.17.15", ecosystem: "npm", fixedIn, ...pkg },
    ...over,
  });
const adviceOn = (finding: Finding, ...others: readonly Finding[]) =>
  planFixes([finding, ...others]).adviceOn(finding);

describe("the advice on a package", () => {
  it("is one version for all of its findings in a manifest, the one that the command moves to", () => {
    const [first, second] = [lodash(["4.17.20"]), lodash(["4.17.21"], {}, { transitive: false })];
    const plan = planFixes([first, second]);
    const upgrade = { action: "upgrade", package: "lodash", version: "4.17.21" };
    expect([first, second].map(plan.adviceOn)).toEqual([upgrade, upgrade]);
    expect(plan.commands).toEqual([{ command: "npm i lodash@4.17.21", clears: 2, clearsDecisive: 2 }]);
  });

  it("counts findings that do not block, and leaves out suppressed ones and other manifests", () => {
    const [first, quiet] = [lodash(["4.17.20"]), lodash(["4.17.21"], { blocking: false })];
    expect(adviceOn(first, quiet)).toMatchObject({ version: "4.17.21" });
    const suppressed = lodash(["5.0.0"], { blocking: false, suppressedBy: { by: "policy" } });
    expect(adviceOn(first, suppressed)).toMatchObject({ version: "4.17.20" });
    expect(adviceOn(suppressed, first)).toMatchObject({ version: "5.0.0" });
    expect(adviceOn(first, lodash(["5.0.0"], { path: "web/package-lock.json" }))).toMatchObject({
      version: "4.17.20",
    });
  });

  it("is each copy's own version where several are in use", () => {
    const [five, seven] = [
      lodash(["5.7.2"], {}, { name: "semver", version: "5.7.1" }),
      lodash(["7.5.2"], {}, { name: "semver", version: "7.3.0" }),
    ];
    const plan = planFixes([five, seven]);
    expect([five, seven].map(plan.adviceOn)).toMatchObject([{ version: "5.7.2" }, { version: "7.5.2" }]);
  });

  it("is the finding's own version where the one of the others does not clear it", () => {
    const findings = [lodash(["4.17.20"]), lodash(["4.17.21"]), lodash(["3.0.0"])] as const;
    expect(planFixes(findings).adviceOn(findings[2])).toEqual({ action: "wait-for-fix" });
  });

  it("also groups packages of a file that no package manager is known for, and of images", () => {
    for (const over of [{ path: "build.gradle" }, { path: "Dockerfile", type: "container" }] as const) {
      expect(adviceOn(lodash(["4.17.20"], over), lodash(["4.17.21"], over))).toMatchObject({
        version: "4.17.21",
      });
    }
  });

  it("keeps apart what a file names and what the image of the same file holds", () => {
    const [named, held] = [
      lodash(["4.17.20"], { path: "Dockerfile" }),
      lodash(["4.17.21"], { path: "Dockerfile", type: "container" }),
    ];
    expect([adviceOn(named, held), adviceOn(held, named)]).toMatchObject([
      { version: "4.17.20" },
      { version: "4.17.21" },
    ]);
  });

  it("groups packages without a file by their project", () => {
    const inProject = (project: string, fixedIn: readonly string[]) =>
      without(lodash(fixedIn, { type: "container", project }), "path");
    const image = inProject("acme/image", ["4.17.20"]);
    expect(adviceOn(image, inProject("acme/image", ["4.17.21"]))).toMatchObject({ version: "4.17.21" });
    expect(adviceOn(image, inProject("acme/other", ["4.17.21"]))).toMatchObject({ version: "4.17.20" });
  });

  it("is to remove it for all findings in a manifest of a package that is malicious", () => {
    const plain = lodash(["4.17.21"]);
    expect(adviceOn(plain, lodash([], { malicious: true }))).toEqual({ action: "remove-package" });
    expect(adviceOn(lodash(["4.17.21"], { malicious: true }))).toEqual({ action: "remove-package" });
  });

  it("is to upgrade Go itself for its standard library", () => {
    const http = lodash(["1.20.7"], {}, { name: "net/http", version: "1.20.3", ecosystem: "golang" });
    expect(adviceOn(http)).toEqual({ action: "upgrade-go", version: "1.20.7" });
  });

  it("prefers the fixed version to the tool's words, and takes those where none is known", () => {
    const fix = "Upgrade lodash to 4.17.21";
    expect(adviceOn(lodash(["4.17.22"], { fix }))).toMatchObject({ version: "4.17.22" });
    expect(adviceOn(lodash([], { fix }))).toEqual({ action: "follow-text", text: fix });
    expect(adviceOn(lodash([]))).toEqual({ action: "wait-for-fix" });
    expect(adviceOn(without(lodash([], { fixable: false }), "package"))).toEqual({ action: "wait-for-fix" });
  });
});

describe("the advice on code", () => {
  it("keeps the lines of a fix of several lines, and their indentation", () => {
    const fix = "\n  if (isSafe(id)) {\r\n    query(id);\n  }\n\n";
    expect(adviceOn(aFinding({ fix }))).toEqual({
      action: "replace-code",
      lines: ["  if (isSafe(id)) {", "    query(id);", "  }"],
    });
    expect(adviceOn(aFinding({ fix: "  query(id);\n" }))).toEqual({
      action: "replace-code",
      lines: ["query(id);"],
    });
  });

  it.each([
    [aFinding({ fix: "Use query(sql, [id]) instead." }), "Use query(sql, [id]) instead."],
    [aFinding({ description: "SQL query is built from request data. Bind it." }), "Bind it."],
    [aFinding({ type: "iac", fixable: false, description: "Set it to false." }), "Set it to false."],
    [aFinding({ type: "secrets" }), "revoke it, then remove it from the code"],
    [aFinding({ type: "license" }), "replace the package, or have its license approved"],
    [without(aFinding(), "description"), undefined],
  ])("is the tool's or our own words where there is no code (%#)", (finding, text) => {
    expect(adviceText(adviceOn(finding))).toBe(text);
  });
});

describe("the words of a fix", () => {
  it.each([
    "Use strlcpy() instead",
    "  Use strlcpy() instead",
    "Please, escape(it) first",
    "Set it to {secure: true}",
    "see the docs (there)",
    "see the docs",
  ])("are advice where they read as a sentence, or hold no code: %j", (fix) => {
    expect(adviceOn(aFinding({ fix }))).toEqual({ action: "follow-text", text: fix.trim() });
  });

  it.each([
    "query(x)",
    "a; b",
    "if (a) { Use it }",
    "x = y",
    "<b>",
    "call(x); Use that one",
    "USE it()",
    "Use_it now()",
    "A b()",
  ])("are code otherwise: %j", (fix) => {
    expect(adviceOn(aFinding({ fix }))).toEqual({ action: "replace-code", lines: [fix] });
  });

  it("begin behind the signs that a tool leaves in front of them, and may be none at all", () => {
    expect(adviceOn(aFinding({ fix: " .: Bind it. " }))).toEqual({ action: "follow-text", text: "Bind it." });
    expect(adviceOn(aFinding({ fix: " : " }))).toEqual({ action: "none" });
    expect(adviceOn(aFinding({ fix: "  ", type: "secrets" }))).toEqual({ action: "revoke-secret" });
  });
});

describe("the advice where no package is named", () => {
  it("is to remove what is malicious", () => {
    expect(adviceOn(aFinding({ malicious: true }))).toEqual({ action: "remove-package" });
  });

  it("is to wait only where a tool knows of no fix for a package", () => {
    const described = { description: "Bind it." };
    const read = { action: "read-description", text: "Bind it." };
    for (const type of ["sca", "container"] as const) {
      expect(adviceOn(aFinding({ type, fixable: false }))).toEqual({ action: "wait-for-fix" });
      expect(adviceOn(aFinding({ ...described, type }))).toEqual(read);
      expect(adviceOn(aFinding({ ...described, type, fixable: true }))).toEqual(read);
    }
  });
});

describe("advice in words", () => {
  it.each<[FixAdvice, string | undefined]>([
    [{ action: "upgrade", package: "lodash", version: "4.17.21" }, "upgrade lodash to 4.17.21"],
    [{ action: "upgrade-go", version: "1.20.7" }, "upgrade Go to 1.20.7"],
    [{ action: "remove-package" }, "remove the package, and rotate the secrets that it could read"],
    [{ action: "replace-code", lines: ["if (a) {", "  b();", "}"] }, "if (a) {\n  b();\n}"],
    [{ action: "revoke-secret" }, "revoke it, then remove it from the code"],
    [{ action: "review-license" }, "replace the package, or have its license approved"],
    [{ action: "follow-text", text: "Bind it." }, "Bind it."],
    [{ action: "read-description", text: "It is bound." }, "It is bound."],
    [{ action: "wait-for-fix" }, "no fix known yet"],
    [{ action: "none" }, undefined],
  ])("is for %j: %s", (advice, text) => {
    expect(adviceText(advice)).toBe(text);
  });

  it.each<[FixAdvice, string]>([
    [{ action: "replace-code", lines: ["  if (a) {", "    b();", "  }"] }, "if (a) { and 2 more lines"],
    [{ action: "replace-code", lines: ["  if (a)", "    b();"] }, "if (a) and 1 more line"],
    [{ action: "replace-code", lines: ["b();"] }, "b();"],
    [{ action: "replace-code", lines: [] }, ""],
    [{ action: "follow-text", text: "Bind it." }, "Bind it."],
  ])("is on one line for %j: %s", (advice, line) => {
    expect(adviceLine(advice)).toBe(line);
  });

  it("does not repeat a description that it stands beside", () => {
    expect(adviceBesideDescription({ action: "read-description", text: "It is bound." })).toBeUndefined();
    expect(adviceBesideDescription({ action: "follow-text", text: "Bind it." })).toBe("Bind it.");
  });
});
