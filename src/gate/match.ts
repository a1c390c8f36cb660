import type { Observation } from "../model/finding.ts";
import { fingerprintOf } from "../model/identity.ts";
import type { EpssCondition, Match } from "../model/policy.ts";
import { globListMatcher } from "../text/glob.ts";
import type { Draft } from "./merge.ts";
import { plainVersion } from "./package-scope.ts";
import { plainReachability } from "./reachability.ts";

type Test = (finding: Draft) => boolean;
/** Whether a rule is meant for a finding as one of its tools saw it: the first, unless another is given. */
export type ToolTest = (finding: Draft, tool?: string) => boolean;

/**
 * Makes a test of a rule's `match`: every key that is given must hold, and a key holds when one of its values does
 * (contract §6). Names and words are compared ignoring case, paths are not. What a finding does not say matches no
 * value, so that a rule that loosens never reaches further than what is known. All keys but `tool` ask the finding as
 * a whole, in the words of any tool that saw it.
 */
export function matcher(match: Match): ToolTest {
  const { fixable, malicious, exploit, validated } = match;
  const tests: readonly (Test | undefined)[] = [
    among(match.type, ({ type }) => type),
    among(match.severity, ({ severity }) => severity),
    among(match.status, ({ status }) => status),
    among(fixable, (finding) => finding.fixable),
    among(malicious, (finding) => finding.malicious),
    among(exploit, (finding) => finding.exploit),
    among(validated, (finding) => finding.validated),
    named(match.rule, ({ rule }) => [rule]),
    named(match.cwe, ({ cwe }) => cwe),
    named(match.package?.map(plainPackage), packageNames),
    named(match.project, ({ project }) => [project]),
    identified(match.id),
    reached(match.reachability),
    placed(match.paths),
    likely(match.epss),
  ];
  const asked = tests.filter((test) => test !== undefined);
  const tools = match.tool === undefined ? undefined : new Set(match.tool.map((tool) => tool.toLowerCase()));
  return (finding, tool = finding.tool) =>
    (tools === undefined || tools.has(tool.toLowerCase())) && asked.every((holds) => holds(finding));
}

/** Every name of an observation that an `id` may mean, as {@link plainId} writes them, fingerprints apart. */
export function namesOf({ id, rule, cwe, identifiers }: Observation): readonly string[] {
  return [id, ...(rule === undefined ? [] : [rule]), ...cwe, ...identifiers].map(plainId);
}

/** An id for comparison: case makes no difference, nor do zeros in front of a CWE's number. */
export function plainId(id: string): string {
  return id.toLowerCase().replace(/^cwe-0+(?=\d)/, "cwe-");
}

/** `name` and `name@version`, as `plainPackage` writes them. */
export function packageNames({ package: one }: Observation): readonly string[] {
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

/** Whether a finding goes by a fingerprint, given in lower case: its own, or that of what a single tool saw. */
export function hasFingerprint(finding: Draft, fingerprint: string): boolean {
  if (!isFingerprint(fingerprint)) return false;
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
  const byName = named(values?.map(plainId), namesOf);
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
