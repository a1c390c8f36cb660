import type { Observation } from "../../model/finding.ts";
import { identityKey } from "../../model/identity.ts";
import { manifestOf } from "../../model/manifests.ts";

/**
 * The base branch's issues as the head's projects would show them, so that an issue is known by its key (contract
 * §7) although one branch was imported from GitHub and the other monitored by the CLI, which name projects and
 * files differently. Each base issue stands for one head issue at most: a second manifest with the same problem
 * stays new.
 */
export function alignBaseline(
  head: readonly Observation[],
  base: readonly Observation[],
): readonly Observation[] {
  const headKeys = new Set(head.map(identityKey));
  const baseKeys = new Set(base.map(identityKey));
  const spare = new Map<string, Observation[]>();
  const left = new Set<Observation>();
  for (const known of base) {
    if (headKeys.has(identityKey(known))) continue;
    left.add(known);
    for (const name of namesOf(known)) {
      const others = spare.get(name);
      if (others === undefined) spare.set(name, [known]);
      else others.push(known);
    }
  }
  const aligned: Observation[] = [];
  for (const found of head) {
    if (baseKeys.has(identityKey(found))) continue;
    const same = namesOf(found)
      .flatMap((name) => spare.get(name) ?? [])
      .find((known) => left.has(known) && mayBeOnePlace(found, known));
    if (same === undefined) continue;
    left.delete(same);
    aligned.push(at(found, same));
  }
  return [...base.filter((known) => left.has(known) || headKeys.has(identityKey(known))), ...aligned];
}

function namesOf({ type, identity, aliases }: Observation): readonly string[] {
  return [identity, ...(aliases ?? [])].map((name) => `${type} ${name}`);
}

/**
 * Keys of code issues and secrets are made for one place, which may move. An advisory's key is the same in every
 * manifest, so two files that are both named are two problems; but a manifest and its lock file are one place: the CLI
 * names the one, an import of the repository the other.
 */
function mayBeOnePlace(a: Observation, b: Observation): boolean {
  if (a.type === "sast" || a.type === "secrets") return true;
  return a.path === undefined || b.path === undefined || manifestPath(a.path) === manifestPath(b.path);
}

function manifestPath(path: string): string {
  return manifestOf(path) ?? path;
}

/** A base issue, in the project and file in which the head shows it. */
function at({ path, project }: Observation, known: Observation): Observation {
  const { path: _path, project: _project, ...rest } = known;
  return {
    ...rest,
    ...(path === undefined ? {} : { path }),
    ...(project === undefined ? {} : { project }),
  };
}
