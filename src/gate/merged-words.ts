import type { Observation, Package } from "../model/finding.ts";
import { advisoriesOf } from "../model/names.ts";

/** In words for people: by what the tools met, or that one tool told it twice. */
export function howMerged(observations: readonly Observation[]): string {
  const first = observations[0] as Observation; // at least one
  if (observations.every(({ tool }) => tool === first.tool))
    return `the same ${first.tool} finding, told more than once`;
  if (first.type === "sca") {
    const { name, version } = observations.map((one) => one.package).find((one) => one?.version) as Package; // they met by it
    return `${sharedBetweenTools(observations, advisoriesOf)} in ${name}@${version}`;
  }
  const { path, line } = observations.find((one) => one.line !== undefined) as Observation; // they met there
  return first.type === "secrets"
    ? `a secret at ${path}:${line}`
    : `${sharedBetweenTools(observations, ({ cwe }) => cwe)} on lines in common at ${path}:${line}`;
}

/** The first name by alphabet, and so a CVE before a GHSA, that several tools have; there is one, or they had not met. */
function sharedBetweenTools(
  observations: readonly Observation[],
  namesOf: (observation: Observation) => readonly string[],
): string {
  const tools = new Map<string, string>();
  let first = "";
  for (const observation of observations) {
    for (const name of namesOf(observation)) {
      const tool = tools.get(name);
      if (tool === undefined) tools.set(name, observation.tool);
      else if (tool !== observation.tool && (first === "" || name < first)) first = name;
    }
  }
  return first;
}

/** What may stand between the names of a title that says nothing else. */
const GLUE = new Set([
  "-",
  "–",
  "—",
  "in",
  "of",
  "for",
  "at",
  "and",
  "the",
  "package",
  "version",
  "vulnerability",
  "advisory",
]);

/**
 * The title that tells a reader what the problem is: the first that says more than the names of advisory and package,
 * without the package, which the finding names beside it. Where no tool says more, the first title of all.
 */
export function mergedTitle(observations: readonly Observation[]): string {
  const titles = observations.map(({ title }) => title);
  const telling = observations.findIndex((one) => !isBare(one.title, observations));
  if (telling === -1) return titles[0] as string; // at least two
  const told = titles[telling] as string;
  const plain = withoutPackage(told, observations);
  return plain !== told && isBare(plain, observations) ? told : plain;
}

/** Whether a title is made of names that the finding shows anyway: advisories, rule, package, version. */
function isBare(title: string, observations: readonly Observation[]): boolean {
  // Word by word, for the first one mostly says something.
  for (const [word] of title.toLowerCase().matchAll(WORD))
    if (!GLUE.has(word) && !ADVISORY.test(word) && !isName(word, observations)) return false;
  return true;
}

function isName(word: string, observations: readonly Observation[]): boolean {
  const isSame = (name: string | undefined) => name?.toLowerCase() === word;
  return observations.some(
    ({ id, rule, identifiers, package: one }) =>
      isSame(id) ||
      isSame(rule) ||
      identifiers.some(isSame) ||
      isSame(one?.name) ||
      isSame(one?.version) ||
      (one !== undefined && isSame(`${one.name}@${one.version}`)),
  );
}

const WORD = /[^\s:;,()[\]]+/g;
const ADVISORY = /^(?:cve|ghsa|cwe|snyk|mal|pysec|osv|rustsec|go)-[\w-]+$/;

/** `Command injection in lodash@4.17.15` and `lodash: command injection` without the package. */
function withoutPackage(title: string, observations: readonly Observation[]): string {
  const lower = title.toLowerCase();
  for (const { package: one } of observations) {
    if (one === undefined) continue;
    for (const name of [`${one.name}@${one.version}`.toLowerCase(), one.name.toLowerCase()]) {
      if (lower.endsWith(` in ${name}`)) return title.slice(0, -` in ${name}`.length);
      if (lower.startsWith(`${name}: `)) return title.slice(`${name}: `.length);
    }
  }
  return title;
}
