import type { Observation } from "../model/finding.ts";
import { fingerprintOf } from "../model/identity.ts";
import { plainCwe, plainVersion } from "../model/names.ts";
import type { Draft } from "./merge.ts";

/** The keys of a rule's `match` that ask for a name. */
export type NameKey = "id" | "rule" | "package" | "cwe" | "project";

/** The names of an observation in small letters, each list made when it is asked for, and once for all policies. */
export class SubjectNames {
  readonly #observation: Observation;
  readonly #finding: Draft;
  readonly #known: Partial<Record<NameKey, readonly string[]>> = {};
  #given: readonly string[] | undefined;

  constructor(observation: Observation, finding: Draft) {
    this.#observation = observation;
    this.#finding = finding;
  }

  /** The names by which a rule's `match` may ask for it with this key. */
  of(key: NameKey): readonly string[] {
    const known = this.#known[key];
    if (known !== undefined) return known;
    const names = this.#list(key);
    this.#known[key] = names;
    return names;
  }

  /** Every name that an `id` may mean, fingerprints apart. */
  get given(): readonly string[] {
    this.#given ??= namesOf(this.#observation);
    return this.#given;
  }

  #list(key: NameKey): readonly string[] {
    const { rule, project, cwe } = this.#observation;
    switch (key) {
      case "id":
        return this.given.concat(fingerprintsOf(this.#observation, this.#finding));
      case "cwe":
        return cwe.map(plainId);
      case "package":
        return packageNames(this.#observation);
      case "rule":
        return rule === undefined ? [] : [rule.toLowerCase()];
      case "project":
        return project === undefined ? [] : [project.toLowerCase()];
    }
  }
}

/** Names of which a rule asks for one. */
export interface NameCondition {
  readonly key: NameKey;
  /** In small letters, each once. */
  readonly names: ReadonlySet<string>;
}

/** What a map keeps under any of several names, in the order of the names: mostly nothing, and then no list is made. */
export function keptUnder<Item>(
  names: readonly string[],
  byName: ReadonlyMap<string, readonly Item[]>,
): readonly Item[] {
  let kept: readonly Item[] = NOTHING;
  // An iterator for each observation would be most of what is thrown away in judging many findings.
  for (let at = 0; at < names.length; at += 1) {
    const more = byName.get(names[at] as string); // inside the bounds
    if (more !== undefined) kept = kept.length === 0 ? more : kept.concat(more);
  }
  return kept;
}

const NOTHING: readonly never[] = [];

/** Every name of an observation that an `id` may mean, as {@link plainId} writes them, fingerprints apart. */
export function namesOf({ id, rule, cwe, identifiers }: Observation): readonly string[] {
  return (rule === undefined ? [id] : [id, rule]).concat(cwe, identifiers).map(plainId);
}

/** An id for comparison: case makes no difference, nor do zeros in front of a CWE's number. */
export function plainId(id: string): string {
  const plain = id.toLowerCase();
  if (!plain.startsWith("cwe-") || USUAL_CWE.test(plain)) return plain;
  return plainCwe(plain)?.toLowerCase() ?? plain;
}

const USUAL_CWE = /^cwe-[1-9]\d{0,6}$/;

/** `name` and `name@version`, as `plainPackage` writes them. */
function packageNames({ package: one }: Observation): readonly string[] {
  if (one === undefined) return [];
  const name = one.name.toLowerCase();
  return one.version === undefined ? [name] : [name, `${name}@${plainVersion(one.version)}`];
}

/** A package as an author names it, with or without a version, for comparison. */
export function plainPackage(given: string): string {
  const at = given.lastIndexOf("@");
  const plain = given.toLowerCase();
  return at <= 0 ? plain : `${plain.slice(0, at)}@${plainVersion(given.slice(at + 1))}`;
}

/** Whether an id has the form of a fingerprint in lower case. */
export function isFingerprint(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id);
}

/**
 * The fingerprints that an observation goes by: the finding's, which stands for all that was merged into it, and the
 * one that it would have alone.
 */
export function fingerprintsOf(
  observation: Observation,
  finding: Pick<Draft, "fingerprint" | "observations">,
): readonly string[] {
  const { fingerprint, observations } = finding;
  return observations.length === 1 ? [fingerprint] : [fingerprint, fingerprintOf(observation)];
}
