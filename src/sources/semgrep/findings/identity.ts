import { createHash } from "node:crypto";
import type { Observation } from "../../../model/finding.ts";
import { inStepsOver, type Steps, sortInSteps } from "../../../model/steps.ts";
import { compareText, groupBy } from "../../../text/group.ts";
import type { WireFinding } from "../schema.ts";

/** What stays the same where Semgrep gives no match id: rule, path and the text of the message, and never a line. */
export function fallbackIdentity(finding: Omit<Observation, "identity">, text: string): string {
  const bound = [text, finding.package?.name ?? "", finding.package?.version ?? "", ...finding.identifiers];
  const hash = createHash("sha256").update(bound.join("\n")).digest("hex");
  return [finding.rule ?? "", finding.path ?? "", hash].join("|");
}

/** Numbers what Semgrep itself cannot tell apart (`…#2`), in an order that does not depend on how the lists came. */
export function* numbered(observations: readonly Observation[]): Steps<readonly Observation[]> {
  const repeated = repeatedIdentities(observations);
  if (repeated.size === 0) return observations;
  const alike = observations.filter(({ identity }) => repeated.has(identity));
  const numbers = new Map<Observation, number>();
  for (const same of groupBy(alike, ({ identity }) => identity).values()) {
    const sorted = yield* sortInSteps(same, inPlace);
    for (const [at, observation] of sorted.entries()) numbers.set(observation, at + 1);
  }
  yield;
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
export function* withoutRepeats<T extends IssueLists>(read: T): Steps<T> {
  const inSast = holds(read.sast);
  const inSca = holds(read.sca);
  const isDependency = ({ found_dependency }: WireFinding) => found_dependency !== undefined;
  return {
    ...read,
    sast: yield* filterInSteps(read.sast, (finding) => !(isDependency(finding) && inSca(finding))),
    sca: yield* filterInSteps(read.sca, (finding) => isDependency(finding) || !inSast(finding)),
    ai_sast: yield* filterInSteps(read.ai_sast, (finding) => !inSast(finding) && !inSca(finding)),
  };
}

function* filterInSteps(
  findings: readonly WireFinding[],
  isKept: (finding: WireFinding) => boolean,
): Steps<readonly WireFinding[]> {
  const kept: WireFinding[] = [];
  yield* inStepsOver(findings, (finding) => {
    if (isKept(finding)) kept.push(finding);
  });
  return kept;
}

/** Whether a list holds a finding, wholly alike; quick, also where very many have one id. */
function holds(list: readonly WireFinding[]): (finding: WireFinding) => boolean {
  let byId: ReadonlyMap<string, readonly WireFinding[]> | undefined;
  const contents = new Map<string, ReadonlySet<string>>();
  return (finding) => {
    byId ??= groupBy(list, (each) => each.id);
    const { id } = finding;
    const alike = byId.get(id);
    if (alike === undefined) return false;
    const known = contents.get(id) ?? new Set(alike.map((each) => JSON.stringify(each)));
    contents.set(id, known);
    return known.has(JSON.stringify(finding));
  };
}
