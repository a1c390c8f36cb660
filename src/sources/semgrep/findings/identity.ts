import { createHash } from "node:crypto";
import type { Observation } from "../../../model/finding.ts";
import { compareText, groupBy } from "../../../text/group.ts";
import type { WireFinding } from "../schema.ts";

/** What stays the same where Semgrep gives no match id: rule, path and the text of the message, and never a line. */
export function fallbackIdentity(finding: Omit<Observation, "identity">, text: string): string {
  const bound = [text, finding.package?.name ?? "", finding.package?.version ?? "", ...finding.identifiers];
  const hash = createHash("sha256").update(bound.join("\n")).digest("hex");
  return [finding.rule ?? "", finding.path ?? "", hash].join("|");
}

/** Numbers what Semgrep itself cannot tell apart (`…#2`), in an order that does not depend on how the lists came. */
export function numbered(observations: readonly Observation[]): readonly Observation[] {
  const repeated = repeatedIdentities(observations);
  if (repeated.size === 0) return observations;
  const alike = observations.filter(({ identity }) => repeated.has(identity));
  const numbers = new Map<Observation, number>();
  for (const same of groupBy(alike, ({ identity }) => identity).values()) {
    for (const [at, observation] of same.toSorted(inPlace).entries()) numbers.set(observation, at + 1);
  }
  return observations.map((observation) => {
    const number = numbers.get(observation) ?? 1;
    return number === 1 ? observation : { ...observation, identity: `${observation.identity}#${number}` };
  });
}

function repeatedIdentities(observations: readonly Observation[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { identity } of observations) {
    if (seen.has(identity)) repeated.add(identity);
    else seen.add(identity);
  }
  return repeated;
}

function inPlace(a: Observation, b: Observation): number {
  return compareText(sortKey(a), sortKey(b)) || (a.line ?? 0) - (b.line ?? 0) || compareText(a.id, b.id);
}

function sortKey({ rule, identifiers, path }: Observation): string {
  return [rule ?? "", identifiers.join(), path ?? ""].join("\n");
}

interface IssueLists {
  readonly sast: readonly WireFinding[];
  readonly sca: readonly WireFinding[];
  readonly ai_sast: readonly WireFinding[];
}

/**
 * The lists without findings that stand, wholly alike, in another one too: a service that does not tell types of
 * issue apart answers every question with the same list. Such a finding stays where its fields belong. The id alone
 * tells nothing, for each type may count its own.
 */
export function withoutRepeats<T extends IssueLists>(read: T): T {
  const inSast = holds(read.sast);
  const inSca = holds(read.sca);
  const isDependency = ({ found_dependency }: WireFinding) => found_dependency !== undefined;
  return {
    ...read,
    sast: read.sast.filter((finding) => !(isDependency(finding) && inSca(finding))),
    sca: read.sca.filter((finding) => isDependency(finding) || !inSast(finding)),
    ai_sast: read.ai_sast.filter((finding) => !inSast(finding) && !inSca(finding)),
  };
}

function holds(list: readonly WireFinding[]): (finding: WireFinding) => boolean {
  let byId: ReadonlyMap<string, readonly WireFinding[]> | undefined;
  return (finding) => {
    byId ??= groupBy(list, (each) => each.id);
    return (byId.get(finding.id) ?? []).some((other) => JSON.stringify(other) === JSON.stringify(finding));
  };
}
