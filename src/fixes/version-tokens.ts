/** How an ecosystem reads the words in a version: those before the release, those that mean it, and all others. */
export interface VersionWords {
  /** Words of a pre-release, lowest first; each entry lists words that mean the same. */
  readonly before: readonly (readonly string[])[];
  /** Words that mean the release itself. */
  readonly release: readonly string[];
  /** Where a word stands that is not listed. */
  readonly others: "before" | "after";
}

/** https://maven.apache.org/ref/current/maven-artifact/apidocs/org/apache/maven/artifact/versioning/ComparableVersion.html */
export const MAVEN_WORDS: VersionWords = {
  before: [["alpha"], ["beta"], ["milestone"], ["rc", "cr"], ["snapshot"]],
  release: ["ga", "final", "release"],
  others: "after",
};

/** Every letter makes a pre-release (https://docs.ruby-lang.org/en/master/Gem/Version.html). */
export const RUBY_WORDS: VersionWords = { before: [], release: [], others: "before" };

/** Composer's order (https://getcomposer.org/doc/04-schema.md#version); `patch` and `p` come after the release. */
export const PHP_WORDS: VersionWords = {
  before: [["dev"], ["alpha"], ["beta"], ["rc"]],
  release: ["stable"],
  others: "after",
};

/** For ecosystems whose rules are not known: what the usual words mean. */
export const COMMON_WORDS: VersionWords = {
  before: [
    ["~"],
    ["dev", "nightly", "experimental", "insiders"],
    ["alpha"],
    ["beta"],
    ["milestone", "canary", "next"],
    ["pre", "preview"],
    ["rc", "cr"],
    ["snapshot"],
  ],
  release: ["ga", "final", "release"],
  others: "after",
};

/** One letter before a number stands for a word: `1.0a1`. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["m", "milestone"],
  ["c", "rc"],
]);

/** A number or a word, as a place in the order: first by rank, then by number or text. */
interface Token {
  readonly rank: number;
  readonly value: number | string;
}

/** Ranks of words before the release are below this one, those after it above. */
const RELEASE = 1000;
const AFTER = RELEASE + 1;
const NUMBER = RELEASE + 2;
const END: Token = { rank: RELEASE, value: 0 };

/** Order of two versions by numbers and words; what one lacks counts as zero, or as the release. */
export function compareTokens(a: string, b: string, words: VersionWords): number {
  const [left, right] = [tokensOf(a, words), tokensOf(b, words)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = compareToken(left[index] ?? END, right[index] ?? END);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a version has a word of a pre-release. */
export function isPreReleaseBy(words: VersionWords): (version: string) => boolean {
  return (version) => tokensOf(version, words).some(({ rank }) => rank < RELEASE);
}

function compareToken(a: Token, b: Token): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.value === b.value) return 0;
  return a.value < b.value ? -1 : 1;
}

function tokensOf(version: string, words: VersionWords): readonly Token[] {
  const parts =
    version
      .trim()
      .toLowerCase()
      .replace(/^v(?=\d)/, "")
      .match(/\d+|[a-z]+|~/g) ?? [];
  return parts.map((part, index) => tokenOf(part, { next: parts[index + 1], words }));
}

function tokenOf(
  part: string,
  { next = "", words }: { readonly next: string | undefined; readonly words: VersionWords },
): Token {
  if (/^\d/.test(part)) return Number(part) === 0 ? END : { rank: NUMBER, value: Number(part) };
  const isShort = words.before.length > 0 && /^\d/.test(next);
  const word = (isShort ? SHORT.get(part) : undefined) ?? part;
  if (words.release.includes(word)) return END;
  const rank = words.before.findIndex((same) => same.includes(word));
  if (rank >= 0) return { rank, value: "" };
  return { rank: words.others === "after" ? AFTER : RELEASE - 1, value: word };
}

/** Words at the end of a Maven version that say how far it is, and not what it is built for. */
const NOT_FLAVORS =
  /^(?:alpha|beta|milestone|rc|cr|snapshot|ga|final|release|sp|sec|pre|preview|dev|build|patch|fix|hotfix|incubating|rev)$/;

/**
 * What a Maven version is built for, by the word at its end: `jre` of `32.0.0-jre`, `jre8` of `9.4.1.jre8`, `redhat`
 * of `1.2.3.redhat-4`. Versions of two flavors never replace each other.
 */
export function mavenFlavor(version: string): string {
  const [, word = "", digits = ""] = /[-.]([a-z]{3,})(\d*)(?:[-.]\d+)*$/.exec(version.toLowerCase()) ?? [];
  return NOT_FLAVORS.test(word) ? "" : `${word}${digits}`;
}
