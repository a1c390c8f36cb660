import { compare as comparePep440, explain } from "@renovatebot/pep440";
import compareSemver from "semver/functions/compare.js";
import parseSemver from "semver/functions/parse.js";
import type { Package } from "../model/finding.ts";
import { compareText } from "../text/group.ts";
import {
  COMMON_WORDS,
  compareTokens,
  isPreReleaseBy,
  MAVEN_WORDS,
  mavenFlavor,
  PHP_WORDS,
  RUBY_WORDS,
  type VersionWords,
} from "./version-tokens.ts";

/** How the versions of one ecosystem are ordered and told apart. */
export interface VersionRules {
  /** For `toSorted`. Texts that are not versions come last, as text, so that any list has one order. */
  readonly compare: (a: string, b: string) => number;
  readonly isPreRelease: (version: string) => boolean;
  /** What a version is built for, where an ecosystem has such: `jre`, `android`. Empty for most. */
  readonly flavorOf: (version: string) => string;
}

/** What an ecosystem says of its versions. `order` and `isPreRelease` get only what `isVersion` accepts. */
interface EcosystemRules {
  readonly isVersion: (text: string) => boolean;
  readonly order: (a: string, b: string) => number;
  readonly isPreRelease: (version: string) => boolean;
  readonly flavorOf?: (version: string) => string;
}

function rulesFrom({ isVersion, order, isPreRelease, flavorOf = () => "" }: EcosystemRules): VersionRules {
  return {
    compare: (a, b) => {
      const [first, second] = [isVersion(a), isVersion(b)];
      if (first && second) return order(a, b);
      return Number(second) - Number(first) || compareText(a, b);
    },
    isPreRelease: (version) => isVersion(version) && isPreRelease(version),
    flavorOf,
  };
}

/** Semantic versions (https://semver.org), also with a `v` before them and with fewer than three numbers. */
const SEMANTIC = rulesFrom({
  isVersion: (text) => parseSemver(threeNumbers(text), true) !== null,
  order: (a, b) => compareSemver(threeNumbers(a), threeNumbers(b), true),
  isPreRelease: (version) => parseSemver(threeNumbers(version), true)?.prerelease[0] !== undefined,
});

function threeNumbers(text: string): string {
  const [, major, minor = ".0", patch = ".0", rest = ""] =
    /^\s*[vV]?(\d+)(\.\d+)?(\.\d+)?([-+].*)?$/.exec(text) ?? [];
  return major === undefined ? text : `${major}${minor}${patch}${rest}`;
}

/** https://packaging.python.org/en/latest/specifications/version-specifiers/ */
const PYTHON = rulesFrom({
  isVersion: (text) => explain(text) !== null,
  order: comparePep440,
  isPreRelease: (version) => explain(version)?.is_prerelease === true,
});

const NUGET_VERSION = /^v?(\d+(?:\.\d+){0,3})(?:-([0-9a-z.-]+))?(?:\+.*)?$/;

/** Semantic versions of up to four numbers in any case (https://learn.microsoft.com/nuget/concepts/package-versioning). */
const NUGET = rulesFrom({
  isVersion: (text) => {
    const { numbers, label } = nugetParts(text);
    return numbers !== "" && parseSemver(asLabel(label), true) !== null;
  },
  order: (a, b) => {
    const [left, right] = [nugetParts(a), nugetParts(b)];
    return (
      compareTokens(left.numbers, right.numbers, COMMON_WORDS) ||
      compareSemver(asLabel(left.label), asLabel(right.label), true)
    );
  },
  isPreRelease: (version) => nugetParts(version).label !== "",
});

/** The numbers and the label of a version, either of which may be empty; both are for what is not a version. */
function nugetParts(text: string): { readonly numbers: string; readonly label: string } {
  const [, numbers = "", label = ""] = NUGET_VERSION.exec(text.toLowerCase()) ?? [];
  return { numbers, label };
}

/** A version that has nothing but a label, to compare labels. */
function asLabel(label: string): string {
  return label === "" ? "0.0.0" : `0.0.0-${label}`;
}

function rulesOfWords(words: VersionWords, flavorOf = (_: string) => ""): VersionRules {
  return rulesFrom({
    isVersion: (text) => /^\s*v?\d/i.test(text),
    order: (a, b) => compareTokens(a, b, words),
    isPreRelease: isPreReleaseBy(words),
    flavorOf,
  });
}

/** Lock files name the platform that a gem was built for; what is fixed is fixed on all. */
const GEM_PLATFORM = /-(?:java|jruby|universal|x86|x64|x86_64|arm|arm64|aarch64)(?:[-_.].*)?$/i;

const RUBY = ((rules: VersionRules): VersionRules => {
  const plain = (version: string): string => version.replace(GEM_PLATFORM, "");
  return {
    ...rules,
    compare: (a, b) => rules.compare(plain(a), plain(b)),
    isPreRelease: (version) => rules.isPreRelease(plain(version)),
  };
})(rulesOfWords(RUBY_WORDS));

const MAVEN = rulesOfWords(MAVEN_WORDS, mavenFlavor);
const COMMON = rulesOfWords(COMMON_WORDS);

/** By the words of the tools for ecosystems and package managers. */
const RULES: ReadonlyMap<string, VersionRules> = new Map(
  (
    [
      [
        SEMANTIC,
        "npm",
        "yarn",
        "yarn-workspace",
        "pnpm",
        "bun",
        "cargo",
        "hex",
        "mix",
        "pub",
        "swift",
        "swiftpm",
      ],
      [SEMANTIC, "go", "golang", "gomod", "gomodules", "golangdep", "govendor"],
      [PYTHON, "pypi", "pip", "pipenv", "poetry", "python", "setuptools", "uv"],
      [MAVEN, "maven", "gradle", "sbt"],
      [RUBY, "gem", "rubygems", "cocoapods"],
      [NUGET, "nuget", "paket"],
      [rulesOfWords(PHP_WORDS), "composer", "packagist"],
    ] as const
  ).flatMap(([rules, ...words]) => words.map((word) => [word, rules] as const)),
);

/** The rules of the ecosystem that is named first; those of the usual words where none is known. */
export function versionRulesFor(...ecosystems: readonly (string | undefined)[]): VersionRules {
  const known = ecosystems.map((word) => RULES.get(word?.toLowerCase() ?? ""));
  return known.find((rules) => rules !== undefined) ?? COMMON;
}

/** The rules for a package by what its tool calls the ecosystem, else by `manager`. */
export function versionRulesOf(pkg: Package, manager?: string): VersionRules {
  return versionRulesFor(pkg.ecosystem, pkg.manager, manager);
}

const NUMBERS = /^v?(\d+(?:\.\d+)*)/i;

/** The numbers that a version begins with; none for what is not a version. */
export function numbersOf(version: string): readonly number[] {
  return NUMBERS.exec(version)?.[1]?.split(".").map(Number) ?? [];
}

/** A version without the `v` that tags write before it. */
export function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/i, "");
}

/** The first of a version's numbers; the whole text of what is not a version. */
export function majorOf(version: string): string {
  return numbersOf(version)[0]?.toString() ?? version;
}

/** The first two of a version's numbers, as `4.2`. */
export function minorOf(version: string): string {
  return `${majorOf(version)}.${numbersOf(version)[1] ?? 0}`;
}
