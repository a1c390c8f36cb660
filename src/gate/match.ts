import type { Observation } from "../model/finding.ts";
import { fingerprintOf } from "../model/identity.ts";
import type { EpssCondition, Match } from "../model/policy.ts";
import { globListMatcher } from "../text/glob.ts";
import type { Draft } from "./merge.ts";
import { plainReachability } from "./reachability.ts";

type Test = (finding: Draft) => boolean;

/**
 * Makes a test of a rule's `match`: every key that is given must hold, and a key holds when one of its values does
 * (contract §6). Names and words are compared ignoring case, paths are not. What a finding does not say matches no
 * value, so that a rule that loosens never reaches further than what is known.
 */
export function matcher(match: Match): Test {
  const { fixable, malicious, exploit, validated } = match;
  const tests: readonly (Test | undefined)[] = [
    among(match.type, ({ type }) => type),
    among(match.severity, ({ severity }) => severity),
    among(match.status, ({ status }) => status),
    among(fixable, (finding) => finding.fixable),
    among(malicious, (finding) => finding.malicious),
    among(exploit, (finding) => finding.exploit),
    among(validated, (finding) => finding.validated),
    named(match.tool, ({ tool }) => [tool]),
    named(match.rule, ({ rule }) => [rule]),
    named(match.cwe, ({ cwe }) => cwe),
    named(match.package, packageNames),
    named(match.project, ({ project }) => [project]),
    identified(match.id),
    reached(match.reachability),
    placed(match.paths),
    likely(match.epss),
  ];
  const asked = tests.filter((test) => test !== undefined);
  return (finding) => asked.every((holds) => holds(finding));
}

/** Every name of an observation that an `id` may mean, fingerprints apart. */
export function namesOf({ id, rule, cwe, identifiers }: Observation): readonly (string | undefined)[] {
  return [id, rule, ...cwe, ...identifiers];
}

/** `name` and `name@version`. */
export function packageNames({ package: one }: Observation): readonly string[] {
  if (one === undefined) return [];
  return one.version === undefined ? [one.name] : [one.name, `${one.name}@${one.version}`];
}

/** Whether a finding goes by a fingerprint, given in lower case: its own, or that of what a single tool saw. */
export function hasFingerprint(finding: Draft, fingerprint: string): boolean {
  if (!/^[0-9a-f]{32}$/.test(fingerprint)) return false;
  return (
    finding.fingerprint === fingerprint ||
    (finding.observations.length > 1 &&
      finding.observations.some((one) => fingerprintOf(one) === fingerprint))
  );
}

function among<Value>(
  values: readonly Value[] | undefined,
  read: (finding: Draft) => Value | undefined,
): Test | undefined {
  if (values === undefined) return undefined;
  const accepted = new Set<Value | undefined>(values);
  return (finding) => accepted.has(read(finding));
}

function named(
  values: readonly string[] | undefined,
  names: (observation: Observation) => readonly (string | undefined)[],
): Test | undefined {
  if (values === undefined) return undefined;
  const accepted = new Set(values.map((value) => value.toLowerCase()));
  return ({ observations }) =>
    observations.some((one) =>
      names(one).some((name) => name !== undefined && accepted.has(name.toLowerCase())),
    );
}

function identified(values: readonly string[] | undefined): Test | undefined {
  const byName = named(values, namesOf);
  if (values === undefined || byName === undefined) return undefined;
  const ids = values.map((value) => value.toLowerCase());
  return (finding) => byName(finding) || ids.some((id) => hasFingerprint(finding, id));
}

function reached(values: readonly string[] | undefined): Test | undefined {
  return among(values?.map(plainReachability), ({ reachability }) =>
    reachability === undefined ? undefined : plainReachability(reachability),
  );
}

/** Findings share files, so each path is matched once. */
function placed(globs: readonly string[] | undefined): Test | undefined {
  if (globs === undefined) return undefined;
  const selects = globListMatcher(globs);
  const known = new Map<string, boolean>();
  const selected = (path: string): boolean => {
    const answer = known.get(path) ?? selects(path);
    known.set(path, answer);
    return answer;
  };
  return ({ observations }) => observations.some(({ path }) => path !== undefined && selected(path));
}

function likely(conditions: readonly EpssCondition[] | undefined): Test | undefined {
  if (conditions === undefined) return undefined;
  return ({ epss }) => epss !== undefined && conditions.some((condition) => holds(epss, condition));
}

function holds(epss: number, { operator, value }: EpssCondition): boolean {
  switch (operator) {
    case ">=":
      return epss >= value;
    case ">":
      return epss > value;
    case "<=":
      return epss <= value;
    case "<":
      return epss < value;
    case "=":
      return epss === value;
  }
}
