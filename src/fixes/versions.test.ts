import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { compareTokens, MAVEN_WORDS } from "./version-tokens.ts";
import { majorOf, minorOf, numbersOf, versionRulesFor, withoutV } from "./versions.ts";

describe("the order of versions", () => {
  it.each([
    ["npm", ["1.2.0-canary.9", "1.2.0-canary.100", "1.2.0", "1.10", "v2.0.0", "latest"]],
    ["pypi", ["1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.10", "1!0.1", "odd"]],
    ["maven", ["1.0-alpha-1", "1.0-beta1", "1.0-RC1", "1.0-SNAPSHOT", "1.0", "1.0-sp1", "1.0.1", "1.10"]],
    ["gem", ["1.0.a", "1.0.rc1", "1.0", "1.0.1.pre", "1.0.1", "1.10"]],
    ["nuget", ["1.0.0-1", "1.0.0-ALPHA.2", "1.0.0-alpha.10", "1.0.0", "1.0.0.1", "1.10.0", "odd"]],
    ["composer", ["1.0.0-dev", "1.0.0-alpha1", "1.0.0-beta2", "1.0.0-RC1", "1.0.0", "1.0.0-p1", "1.0.0.1"]],
    ["npm", ["1.2.3beta", "1.2.3", "12.0", "12.0.10", "a1.2.3", "next"]],
    ["nuget", ["1.0.0-rc", "v1.0.0", "1.0.1-x", "1.0.2"]],
    [undefined, ["v1.0", "1.1", "rc1.0", "version 1"]],
    ["cargo", ["0.1.9", "0.1.10", "1.0.0-rc.1", "1.0.0"]],
    ["golang", ["v0.0.0-20200101000000-ab", "0.1.0", "v1.0.0-rc.1", "v1.0.0+incompatible"]],
    [undefined, ["1.2.0-rc.2", "1.2.0", "1.10.0", "v2.0", "not-a-version"]],
    ["deb", ["1.1.1k-1", "1.1.1n-0+deb11u3", "1.1.1n-0+deb11u10"]],
    [
      "deb",
      ["1.0~1", "1.0-dev", "1.0-alpha", "1.0-beta", "1.0-next", "1.0-pre", "1.0-rc", "1.0-SNAPSHOT", "1.0"],
    ],
    ["deb", ["1.1.1", "1.1.1a", "1.1.1b", "1.1.1k", "1.1.2"]],
    ["nuget", ["2.0.0", "12.0.0", "0.1 odd", "x0.1"]],
  ])("of %s has each after the one before it", (ecosystem, versions) => {
    const { compare } = versionRulesFor(ecosystem);
    expect(versions.toReversed().toSorted(compare)).toEqual(versions);
    for (const [index, version] of versions.entries()) {
      const next = versions[index + 1];
      if (next !== undefined)
        expect([version, next, Math.sign(compare(version, next))]).toEqual([version, next, -1]);
    }
  });

  it("takes what means the same as equal", () => {
    expect(versionRulesFor("maven").compare("1.0.Final", "1.0.0")).toBe(0);
    for (const [short, long] of [
      ["v1.2", "1.2.0"],
      [" V12", "12.0.0"],
      ["12.34", "12.34.0"],
      ["V1.2.10", "1.2.10"],
      ["1-rc.1", "1.0.0-rc.1"],
      ["1.2-rc.10", "1.2.0-rc.10"],
      ["1.2.10+build", "1.2.10"],
    ] as const)
      expect([short, versionRulesFor("npm").compare(short, long)]).toEqual([short, 0]);
    expect(versionRulesFor("pypi").compare("1.0RC1", "1.0-rc.1")).toBe(0);
    expect(versionRulesFor("gem").compare("1.13.3-x86_64-linux", "1.13.3")).toBe(0);
    expect(versionRulesFor("gem").compare("1.13.3-java", "1.13.3")).toBe(0);
    expect(versionRulesFor("gem").compare("1.13.3-java2", "1.13.3")).toBe(-1);
  });

  it.each([
    ["maven", ["1.0", "1.0.GA", "1.0.Final", "1.0.RELEASE"]],
    ["maven", ["1.0-rc-1", "1.0-CR1"]],
    ["composer", ["1.0", "1.0-stable"]],
    ["deb", ["1.0", " 1.0", "1.0.ga", "1.0.final", "1.0.release"]],
    ["deb", ["1.0-dev.1", "1.0-nightly.1", "1.0-experimental.1", "1.0-insiders.1"]],
    ["deb", ["1.0-milestone.1", "1.0-canary.1", "1.0-next.1", "1.0m1"]],
    ["deb", ["1.0-pre.1", "1.0-preview.1"]],
    ["deb", ["1.0-rc.1", "1.0-cr.1", "1.0c1"]],
    ["deb", ["1.0-alpha.1", "1.0a1"]],
    ["deb", ["1.0-beta.1", "1.0b1"]],
    ["nuget", ["12.10", "v12.10.0", "12.10.0+build.5"]],
  ])("of %s takes each of %j for the same", (ecosystem, versions) => {
    const { compare } = versionRulesFor(ecosystem);
    for (const [index, version] of versions.entries()) {
      const others = versions.slice(index);
      expect([version, others.map((other) => compare(version, other))]).toEqual([
        version,
        others.map(() => 0),
      ]);
    }
  });

  it("is that of the first word that is known", () => {
    for (const words of [
      ["odd", "npm"],
      [undefined, "npm"],
      ["npm", "maven"],
    ])
      expect(versionRulesFor(...words).compare("1.0.0-sp", "1.0.0")).toBe(-1);
    expect(versionRulesFor("maven", "npm").compare("1.0.0-sp", "1.0.0")).toBe(1);
  });

  it("is its own opposite and never throws, whatever the texts", () => {
    const version = fc.oneof(
      fc.stringMatching(/^v?\d{1,2}(\.\d{1,2}){0,4}(-?[a-c]{1,2}\d?)?(\+x)?$/),
      anyText({ maxLength: 6 }),
    );
    const ecosystem = fc.constantFrom("npm", "pypi", "maven", "gem", "nuget", "composer", "odd");
    fc.assert(
      fc.property(ecosystem, version, version, (name, a, b) => {
        const { compare, isPreRelease, flavorOf } = versionRulesFor(name);
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
        expect(typeof isPreRelease(a)).toBe("boolean");
        expect(typeof flavorOf(a)).toBe("string");
      }),
    );
  });
});

describe("the order by numbers and words", () => {
  it.each([
    ["", "0.0", 0],
    ["", "1.0.final", -1],
    ["1.0-rc1", "1", -1],
    ["1.0-sp", "1", 1],
  ])("takes what %j lacks beside %j for zero, or for the release: %i", (a, b, order) => {
    expect(Math.sign(compareTokens(a, b, MAVEN_WORDS))).toBe(order);
  });
});

describe("the numbers of a version", () => {
  it("are those that it begins with, a v apart", () => {
    expect(["v1.20.3-rc.4", "12", "x1.2"].map(numbersOf)).toEqual([[1, 20, 3], [12], []]);
    expect(["v4.2.1", "4", "odd"].map(majorOf)).toEqual(["4", "4", "odd"]);
    expect(["v4.2.1", "4", "4.10"].map(minorOf)).toEqual(["4.2", "4.0", "4.10"]);
    expect(["v4.2", "V4", "dev4", "vendor"].map(withoutV)).toEqual(["4.2", "4", "dev4", "vendor"]);
  });
});

describe("a pre-release", () => {
  it.each([
    ["npm", "14.1.1-canary.75", true],
    ["npm", "14.1.1+build", false],
    ["npm", "1.2.3beta", true],
    ["npm", "v1.2-rc.1", true],
    ["npm", "latest", false],
    ["nuget", "1.0.0", false],
    ["nuget", "odd", false],
    ["pypi", "odd", false],
    ["deb", "odd-rc1", false],
    ["pypi", "5.1rc1", true],
    ["pypi", "5.1.post1", false],
    ["maven", "1.0-M1", true],
    ["maven", "32.0.0-jre", false],
    ["maven", "9.4.11.v20180605", false],
    ["gem", "1.0.rc1", true],
    ["nuget", "1.0.0-preview.1", true],
    ["composer", "1.0.0-p1", false],
    ["deb", "1.1.1n-0+deb11u3", false],
    [undefined, "2.0b1", true],
  ])("of %s: that %s is one is %s", (ecosystem, version, isOne) => {
    expect(versionRulesFor(ecosystem).isPreRelease(version)).toBe(isOne);
  });
});

describe("the flavor of a Maven version", () => {
  it.each([
    ["32.0.0-jre", "jre"],
    ["32.0.0-android", "android"],
    ["9.4.1.jre8", "jre8"],
    ["1.2.3.redhat-4", "redhat"],
    ["1.2.3.redhat-00012", "redhat"],
    ["5.0.0.RELEASE", ""],
    ["1.0-SNAPSHOT", ""],
    ["1.0-prebuilt", "prebuilt"],
    ["1.0-nosec", "nosec"],
    ["9.4.11.v20180605", ""],
    ["1.0", ""],
  ])("%s is %j", (version, flavor) => {
    expect(versionRulesFor("maven").flavorOf(version)).toBe(flavor);
  });
});
