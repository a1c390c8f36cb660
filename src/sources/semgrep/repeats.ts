import type { WireFinding } from "./schema.ts";

interface Lists {
  readonly sast: readonly WireFinding[];
  readonly sca: readonly WireFinding[];
  readonly ai_sast: readonly WireFinding[];
}

/**
 * The lists without findings that stand, wholly alike, in another one too: a service that does not tell types of
 * issue apart answers every question with the same list. Such a finding stays where its fields belong. The id alone
 * tells nothing, for each type may count its own.
 */
export function withoutRepeats<T extends Lists>(read: T): T {
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
  let byId: ReadonlyMap<string, WireFinding> | undefined;
  return (finding) => {
    byId ??= new Map(list.map((each) => [each.id, each]));
    const other = byId.get(finding.id);
    return other !== undefined && JSON.stringify(other) === JSON.stringify(finding);
  };
}
