import { createHash } from "node:crypto";
import type { Observation } from "../../model/finding.ts";

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
  const byIdentity = new Map<string, Observation[]>();
  for (const observation of observations) {
    if (!repeated.has(observation.identity)) continue;
    const same = byIdentity.get(observation.identity);
    if (same === undefined) byIdentity.set(observation.identity, [observation]);
    else same.push(observation);
  }
  const numbers = new Map<Observation, number>();
  for (const same of byIdentity.values()) {
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
  const [first, second] = [sortKey(a), sortKey(b)];
  if (first !== second) return first < second ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.id < b.id ? -1 : 1);
}

function sortKey({ rule, identifiers, path }: Observation): string {
  return [rule ?? "", identifiers.join(), path ?? ""].join("\n");
}
