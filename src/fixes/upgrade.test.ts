import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Package } from "../model/finding.ts";
import { commonTarget, isClearedBy, isCompatible, isGoStandardLibrary } from "./upgrade.ts";
import { versionRulesFor } from "./versions.ts";

const { compare: compareVersions } = versionRulesFor();
const targetVersion = (pkg: Package) => commonTarget([pkg]);

describe("the version to upgrade to", () => {
  it.each([
    ["django", "pypi", "5.1rc1", ["5.0.10", "5.1.2"], "5.1.2"],
    ["django", "pypi", "5.1", ["5.1.1rc1", "5.1.1"], "5.1.1"],
    ["django", "pypi", "5.1rc1", ["5.1.0rc2", "5.2"], "5.1.0rc2"],
    ["django", "pypi", "5.1.0rc1", ["5.1rc2", "5.2"], "5.1rc2"],
    ["django", "pypi", "5.1rc1", ["5.1.1rc1", "5.2"], "5.2"],
    ["next", "npm", "15.0.0-canary.9", ["14.2.25", "15.0.0-canary.100"], "15.0.0-canary.100"],
    ["next", "npm", "14.1.0", ["14.1.1-canary.75", "14.1.1"], "14.1.1"],
    ["next", "npm", "14.1.0", ["14.1.1-canary.75"], "14.1.1-canary.75"],
    ["next", "npm", "15.0.0-canary.9", ["15.1.0-canary.3", "15.1.0"], "15.1.0"],
    ["com.google.guava:guava", "maven", "31.1-jre", ["32.0.0-android", "32.0.0-jre"], "32.0.0-jre"],
    ["com.google.guava:guava", "maven", "31.1-android", ["32.0.0-android", "32.0.0-jre"], "32.0.0-android"],
    ["com.google.guava:guava", "maven", "31.1-android", ["32.0.0-jre"], undefined],
    ["com.google.guava:guava", "maven", "20.0", ["32.0.0-android", "32.0.0-jre"], "32.0.0-jre"],
    ["org.example:web", "maven", "1.0.0", ["1.0.1.redhat-1", "1.0.2"], "1.0.2"],
    ["rack", "rubygems", "2.0.0.rc1", ["1.9.9", "2.0.0"], "2.0.0"],
    ["nokogiri", "gem", "1.13.3-x86_64-linux", ["1.13.4"], "1.13.4"],
    ["Acme.Net", "nuget", "4.3.0", ["4.3.1-beta", "4.3.0.1"], "4.3.0.1"],
    ["twig/twig", "composer", "v3.0.0-RC1", ["2.9.9", "3.0.0"], "3.0.0"],
    [
      "golang.org/x/net",
      "golang",
      "v0.0.0-20200101000000-abc",
      ["0.0.0-20210101000000-def"],
      "0.0.0-20210101000000-def",
    ],
    ["time", "cargo", "0.2.22", ["0.2.23"], "0.2.23"],
  ])("of %s (%s) %s, fixed in %j, is %s", (name, ecosystem, version, fixedIn, target) => {
    expect(commonTarget([{ name, ecosystem, version, fixedIn }])).toBe(target);
  });
  it.each([
    [{ version: "6.5.2", fixedIn: ["6.10.3", "6.5.3", "7.0.0"] }, "6.5.3"],
    [{ version: "4.17.15", fixedIn: ["5.0.0", "6.0.0"] }, "5.0.0"],
    [{ version: "2.9.0", fixedIn: ["1.9.9", "3.1.0"] }, "3.1.0"],
    [{ version: "2.9.0", fixedIn: ["1.9.9"] }, undefined],
    [{ version: "2.9.0", fixedIn: ["2.9.0"] }, undefined],
    [{ fixedIn: ["1.0.0", "2.0.0"] }, "2.0.0"],
    [{ version: "odd", fixedIn: ["odder"] }, "odder"],
    [{ version: "1.0.0", fixedIn: [] }, undefined],
    [{ version: "1.0.0" }, undefined],
  ])("of %j is %j", (pkg, target) => {
    expect(targetVersion({ name: "qs", ...pkg })).toBe(target);
  });
});

describe("commonTarget", () => {
  const qs = (version: string | undefined, ...fixedIn: readonly string[]) => ({
    name: "qs",
    fixedIn,
    ...(version === undefined ? {} : { version }),
  });

  it.each([
    [[qs("6.5.2", "6.10.3", "6.5.3", "7.0.0")], "6.5.3"],
    [[qs("4.17.15", "4.17.21"), qs("4.17.15", "4.17.19", "5.0.0")], "4.17.21"],
    [[qs("3.2.1", "3.2.25", "4.2.11"), qs("3.2.1", "4.2.1")], "4.2.11"],
    [[qs("1.0.0", "2.0.0"), qs("1.5.0", "1.4.0", "1.6.0")], "2.0.0"],
    [[qs(undefined, "1.0.0", "2.0.0")], "2.0.0"],
    [[qs(undefined, "1.0.0", "2.0.0"), qs(undefined, "1.0.0", "2.0.0")], "2.0.0"],
    [[qs("2.0.0", "1.0.0")], undefined],
    [[qs("2.0.0"), qs(undefined)], undefined],
    [[], undefined],
  ])("of %j is %j", (packages, target) => {
    expect(commonTarget(packages)).toBe(target);
  });

  it("is a pre-release only where one of the same release is in use", () => {
    const packages = ["5.1rc1", "5.0"].map((version) => ({
      ...qs(version, "5.1rc2", "5.2"),
      ecosystem: "pypi",
    }));
    expect(commonTarget(packages)).toBe("5.1rc2");
    expect(commonTarget(packages.slice(1))).toBe("5.2");
  });

  it("is the one that clears most, where one cannot clear all", () => {
    const guava = (version: string) => ({
      ...qs(version, "32.0.0-android", "32.0.0-jre"),
      ecosystem: "maven",
    });
    const [jre, android] = [guava("31.1-jre"), guava("31.1-android")];
    expect(commonTarget([android, jre, jre])).toBe("32.0.0-jre");
    expect(commonTarget([jre, android, android])).toBe("32.0.0-android");
  });

  it("of very many fixed versions is the one above them", () => {
    const many = Array.from({ length: 3000 }, (_, i) => qs("1.0.0", `1.${i}.1`));
    expect(commonTarget(many)).toBe("1.2999.1");
    expect(commonTarget([...many, qs("1.0.0"), qs("1.0.0", "0.9.0")])).toBe("1.2999.1");
  });

  it("of problems that are alike is the target of each", () => {
    const version = fc.stringMatching(/^\d{1,2}(\.\d{1,2}){1,2}$/);
    fc.assert(
      fc.property(version, fc.array(version, { maxLength: 5 }), (used, fixedIn) => {
        const pkg = { name: "qs", version: used, fixedIn };
        const own = targetVersion(pkg);
        expect(commonTarget([pkg])).toBe(own);
        const common = commonTarget([pkg, pkg]);
        expect(own === undefined || common === undefined || compareVersions(own, common) === 0).toBe(true);
        expect(own === undefined).toBe(common === undefined);
      }),
    );
  });
});

describe("isClearedBy", () => {
  it.each([
    ["3.2.1", ["3.2.25", "4.2.11", "5.0.3"], "4.2.11", true],
    ["3.2.1", ["3.2.25", "4.2.11", "5.0.3"], "4.2.12", true],
    ["3.2.1", ["3.2.25", "4.2.11", "5.0.3"], "4.2.1", false],
    ["3.2.1", ["3.2.25", "4.2.11", "5.0.3"], "4.1.0", false],
    ["3.2.1", ["3.2.25", "5.0.3"], "4.2.0", false],
    ["3.2.1", ["3.2.25"], "4.2.0", true],
    ["4.1.0", ["4.1.13", "4.2.3"], "4.2.0", false],
    ["4.1.0", ["4.1.13"], "4.2", true],
    ["4.1.0", ["4.1.13"], "4", false],
    ["4.1.0", ["4.0.9"], "4.1.0", false],
    ["4.1.0", [], "9.0.0", false],
    ["4.1.0", ["odd"], "odd", true],
    ["4.1.0", ["5.0.3", "5.1.2"], "5", false],
    ["4.1.0", ["5"], "5.0.1", true],
  ])("for %s, fixed in %j, and %s is %j", (version, fixedIn, to, isCleared) => {
    expect(isClearedBy({ name: "django", version, fixedIn }, to)).toBe(isCleared);
  });

  it("is not so by a version of another flavor", () => {
    const guava = { name: "guava", ecosystem: "maven", version: "31.1-jre", fixedIn: ["32.0.0-jre"] };
    expect(["33.0.0-jre", "33.0.0-android"].map((to) => isClearedBy(guava, to))).toEqual([true, false]);
  });
});

describe("isCompatible", () => {
  it.each([
    ["1.2.3", "1.9.0", true],
    ["1.2.3", "2.0.0", false],
    ["0.2.22", "0.2.23", true],
    ["0.1.43", "0.2.23", false],
    ["0.0.3", "0.0.4", false],
    ["0.0.0", "0.0.0", true],
    ["0.0.0", "0", true],
    ["0.0.3", "0", false],
    ["0", "1.0.0", false],
    ["1", "1.1", true],
  ])("from %s to %s is %j", (used, version, compatible) => {
    expect(isCompatible(used, version)).toBe(compatible);
  });
});

describe("isGoStandardLibrary", () => {
  it.each([
    ["stdlib", "gomod", true],
    ["net/http", "Golang", true],
    ["golang.org/x/net", "golang", false],
    ["stdlib", "npm", false],
  ])("of %s in %s is %j", (name, ecosystem, isStandard) => {
    expect(isGoStandardLibrary({ name, ecosystem })).toBe(isStandard);
    expect(isGoStandardLibrary({ name })).toBe(false);
  });
});
