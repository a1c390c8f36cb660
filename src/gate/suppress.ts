import type { Observation, SuppressedBy } from "../model/finding.ts";
import type { Suppression } from "../model/policy.ts";
import type { SuppressionNotice } from "../model/report.ts";
import { globListMatcher } from "../text/glob.ts";
import { hasFingerprint, isFingerprint, namesOf, packageNames, plainId, plainPackage } from "./match.ts";
import type { Draft } from "./merge.ts";
import { plainVersion } from "./package-scope.ts";

/** How many days before its end a suppression is told to expire soon. */
const NOTICE_DAYS = 14;
const DAY_MS = 86_400_000;

/** Which findings do not count, and which entries of the policy need attention. */
export interface Suppressions {
  /** In the order of the findings; undefined for those that count. */
  readonly suppressedBy: readonly (SuppressedBy | undefined)[];
  readonly notices: readonly SuppressionNotice[];
}

export interface SuppressInput {
  readonly findings: readonly Draft[];
  readonly entries: readonly Suppression[];
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  /** Whether all that there is was read, so that an entry without a finding is truly unused. */
  readonly isComplete: boolean;
}

/**
 * Applies the policy's suppressions and the triage made in the tools (contract §6 and §7). An entry holds up to and
 * with the day it expires; then it suppresses nothing and is told. Where entries and tools agree, the policy's first
 * entry is named.
 */
export function suppress({ findings, entries, today, isComplete }: SuppressInput): Suppressions {
  const prepared = entries.map(prepare);
  const used = new Set<Prepared>();
  const find = finderFor(prepared);
  const suppressedBy = findings.map((finding) => {
    const named = find(finding);
    for (const one of named) used.add(one);
    const inForce = named.find((one) => one.entry.expires >= today && covers(one, finding));
    return inForce === undefined ? triageOf(finding) : byPolicy(inForce.entry);
  });
  const notices = prepared.flatMap((one) =>
    noticesOf(one.entry, { today, isUnused: isComplete && !used.has(one) }),
  );
  return { suppressedBy, notices };
}

interface Prepared {
  readonly entry: Suppression;
  readonly id: string;
  /** Whether all but the id holds. */
  readonly fits: (observation: Observation) => boolean;
}

function prepare(entry: Suppression): Prepared {
  const name = entry.package === undefined ? undefined : plainPackage(entry.package);
  const version = entry.version === undefined ? undefined : plainVersion(entry.version);
  const tool = entry.tool?.toLowerCase();
  const selects = entry.paths === undefined ? undefined : globListMatcher(entry.paths);
  return {
    entry,
    id: plainId(entry.id),
    fits: (one) =>
      (name === undefined || packageNames(one).includes(name)) &&
      (version === undefined || plainVersion(one.package?.version ?? "") === version) &&
      (tool === undefined || one.tool.toLowerCase() === tool) &&
      (selects === undefined || (one.path !== undefined && selects(one.path))),
  };
}

/** Finds the entries that mean what a tool says of a finding, in the policy's order; most findings have none. */
function finderFor(prepared: readonly Prepared[]): (finding: Draft) => readonly Prepared[] {
  if (prepared.length === 0) return () => NONE;
  const ids = new Set(prepared.map(({ id }) => id));
  const fingerprints = prepared.filter(({ id }) => isFingerprint(id));
  return (finding) => {
    const isNamed =
      finding.observations.some((one) => namesOf(one).some((name) => ids.has(name))) ||
      fingerprints.some(({ id }) => hasFingerprint(finding, id));
    return isNamed ? prepared.filter((one) => finding.observations.some(meant(one, finding))) : NONE;
  };
}

const NONE: readonly Prepared[] = [];

/** Whether an entry means what a tool says of a finding. */
function meant({ id, fits }: Prepared, finding: Draft): (observation: Observation) => boolean {
  const byFingerprint = hasFingerprint(finding, id);
  return (one) => fits(one) && (byFingerprint || namesOf(one).includes(id));
}

/**
 * An entry for an advisory or a fingerprint covers every finding that has it. By any other name, such as a rule's, it
 * must mean all that one of the tools says: where a tool found two problems that another takes for one, an exception
 * for the first is none for the second.
 */
function covers(one: Prepared, finding: Draft): boolean {
  if (/^(?:cve|ghsa)-/.test(one.id) || isFingerprint(one.id)) return true;
  const isMeant = meant(one, finding);
  const left = new Set(finding.observations.filter((seen) => !isMeant(seen)).map(({ tool }) => tool));
  return finding.observations.some(({ tool }) => !left.has(tool));
}

function byPolicy({ reason, owner, expires }: Suppression): SuppressedBy {
  return { by: "policy", reason, expires, ...(owner === undefined ? {} : { owner }) };
}

/** Set when all tools that saw the finding ignore it; the first one's words count. */
function triageOf({ observations }: Draft): SuppressedBy | undefined {
  const [first] = observations;
  if (first?.ignored === undefined || observations.some(({ ignored }) => ignored === undefined))
    return undefined;
  const { reason, by, expires } = first.ignored;
  return {
    by: first.tool,
    ...(reason === undefined ? {} : { reason }),
    ...(by === undefined ? {} : { owner: by }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function noticesOf(
  entry: Suppression,
  { today, isUnused }: { readonly today: string; readonly isUnused: boolean },
): readonly SuppressionNotice[] {
  const about = {
    id: entry.id,
    ...(entry.package === undefined ? {} : { package: entry.package }),
    suppressedBy: byPolicy(entry),
  };
  if (entry.expires < today) return [{ kind: "expired", ...about }];
  const isExpiring = Date.parse(entry.expires) - Date.parse(today) <= NOTICE_DAYS * DAY_MS;
  return [
    ...(isExpiring ? [{ kind: "expiring", ...about } as const] : []),
    ...(isUnused ? [{ kind: "unused", ...about } as const] : []),
  ];
}
