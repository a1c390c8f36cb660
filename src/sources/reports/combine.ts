import type { Observation } from "../../model/finding.ts";
import { identityKey } from "../../model/identity.ts";
import { manifestOf } from "../../model/manifests.ts";
import { compareSeverity, type Severity } from "../../model/severity.ts";
import { compareText, groupBy } from "../../text/group.ts";
import type { ReportedFinding } from "./report-part.ts";

/**
 * The findings of several files, file by file, each told once: many pipelines write one scan as SARIF and as JSON.
 * A finding of a later file is left out when an earlier one has the same, no less severe. Repeats within one file
 * are the tool's own and stay; they are numbered, so that identities differ.
 */
export function combine(
  files: readonly (readonly ReportedFinding[])[],
): readonly (readonly ReportedFinding[])[] {
  const told = new Map<string, { readonly file: number; readonly severity: Severity }>();
  const kept = atManifests(files).map((results, file) =>
    results.filter((result) => {
      const key = sameness(result);
      const { severity } = result.observation;
      const before = told.get(key);
      if (before === undefined) told.set(key, { file, severity });
      return before === undefined || before.file === file || compareSeverity(severity, before.severity) < 0;
    }),
  );
  const numbers = numbersOf(kept.flat());
  return kept.map((results) => results.map((result) => withNumber(result, numbers.get(result) ?? 1)));
}

/** The files with each problem of a lock file at its manifest, where another file has the same problem there. */
function atManifests(
  files: readonly (readonly ReportedFinding[])[],
): readonly (readonly ReportedFinding[])[] {
  if (files.length < 2) return files;
  const filesOf = new Map<string, Set<number>>();
  for (const [file, results] of files.entries()) {
    for (const { observation } of results) {
      if (observation.package === undefined) continue;
      const key = packageKey(observation);
      filesOf.set(key, (filesOf.get(key) ?? new Set()).add(file));
    }
  }
  return files.map((results, file) =>
    results.map((result) => {
      const { observation } = result;
      const path = observation.package === undefined ? undefined : manifestOf(observation.path ?? "");
      if (path === undefined) return result;
      const moved = { ...observation, path };
      const others = filesOf.get(packageKey(moved)) ?? new Set();
      return others.size > (others.has(file) ? 1 : 0) ? { ...result, observation: moved } : result;
    }),
  );
}

function packageKey(observation: Observation): string {
  const { name, version = "" } = observation.package ?? { name: "" };
  return JSON.stringify([identityKey(observation), name, version]);
}

/** What two files must agree on to tell of the same finding. One that is ignored never stands for one that is not. */
function sameness({ observation, age }: ReportedFinding): string {
  const { line, package: dependency, ignored } = observation;
  const name = [dependency?.name ?? "", dependency?.version ?? ""];
  return JSON.stringify([identityKey(observation), line ?? 0, ...name, age, ignored !== undefined]);
}

/** Which occurrence of its identity each result is, counted from 1 in an order that moved code and upgrades keep. */
function numbersOf(results: readonly ReportedFinding[]): ReadonlyMap<ReportedFinding, number> {
  const groups = groupBy(results, ({ observation }) => identityKey(observation));
  const ordered = [...groups.values()].map((group) =>
    group.toSorted((a, b) => byPlace(a.observation, b.observation)),
  );
  return new Map(ordered.flatMap((group) => group.map((result, index) => [result, index + 1] as const)));
}

function byPlace(a: Observation, b: Observation): number {
  const byName = compareText(a.package?.name ?? "", b.package?.name ?? "");
  return byName === 0 ? (a.line ?? 0) - (b.line ?? 0) : byName;
}

function withNumber(result: ReportedFinding, number: number): ReportedFinding {
  if (number === 1) return result;
  const { observation } = result;
  const mark = (name: string) => `${name}#${number}`;
  const { aliases } = observation;
  return {
    ...result,
    observation: {
      ...observation,
      id: mark(observation.id),
      identity: mark(observation.identity),
      ...(aliases === undefined ? {} : { aliases: aliases.map(mark) }),
    },
  };
}
