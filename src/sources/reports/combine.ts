import type { Observation } from "../../model/finding.ts";
import { compareSeverity, type Severity } from "../../model/severity.ts";
import type { Reported } from "./parsed.ts";

/**
 * The findings of several files, file by file, each told once: many pipelines write one scan as SARIF and as JSON.
 * A finding of a later file is left out when an earlier one has the same, no less severe. Repeats within one file
 * are the tool's own and stay; they are numbered, so that identities differ.
 */
export function combine(files: readonly (readonly Reported[])[]): readonly (readonly Reported[])[] {
  const told = new Map<string, { readonly file: number; readonly severity: Severity }>();
  const identities = new Map<string, number>();
  const ids = new Map<string, number>();
  return files.map((results, file) =>
    results
      .filter((result) => {
        const key = sameness(result);
        const before = told.get(key);
        const { severity } = result.observation;
        if (before !== undefined && before.file !== file && compareSeverity(severity, before.severity) >= 0)
          return false;
        if (before === undefined) told.set(key, { file, severity });
        return true;
      })
      .map((result) => ({ ...result, observation: numbered(result.observation, identities, ids) })),
  );
}

/** What two files must agree on to tell of the same finding. One that is ignored never stands for one that is not. */
function sameness({ observation, age }: Reported): string {
  const { tool, type, identity, path, line, project, package: dependency, ignored } = observation;
  const place = path ?? project ?? "";
  const name = [dependency?.name ?? "", dependency?.version ?? ""];
  return JSON.stringify([tool, type, identity, place, line ?? 0, ...name, age, ignored !== undefined]);
}

/** The first stays as it is; from the second on a number tells them apart. */
function numbered(
  observation: Observation,
  identities: Map<string, number>,
  ids: Map<string, number>,
): Observation {
  const { tool, identity, id, aliases } = observation;
  const mark = markOf(identities, `${tool}\n${identity}`);
  return {
    ...observation,
    identity: identity + mark,
    id: id + markOf(ids, `${tool}\n${id}`),
    ...(aliases === undefined ? {} : { aliases: aliases.map((alias) => alias + mark) }),
  };
}

function markOf(seen: Map<string, number>, key: string): string {
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return count === 1 ? "" : `#${count}`;
}
