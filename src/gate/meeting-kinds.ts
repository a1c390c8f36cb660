import type { FindingType, Observation } from "../model/finding.ts";
import { advisoriesOf, plainPackageName, plainPath, plainVersion } from "../model/names.ts";

/** What observations of several tools may meet by. */
export interface MeetingKind {
  readonly type: FindingType;
  /** A part of its keys that costs little: what only one tool has there meets nothing. Undefined without a place. */
  readonly about: (observation: Observation) => string | undefined;
  /** @param word what the observation is about */
  readonly keysOf: (observation: Observation, word: string) => readonly string[];
}

function advisoryKeys(observation: Observation, packageName: string): readonly string[] {
  const { path, package: one } = observation;
  if (path === undefined || one?.version === undefined) return NO_KEYS;
  const name = `${packageName}@${plainVersion(one.version)}`;
  const folder = folderOf(comparablePath(path));
  return advisoriesOf(observation).map(
    (advisory) => `${advisory.length} ${name.length} ${advisory} ${name} ${folder}`,
  );
}

/** Without odd steps; one that leads out of the repository as it is. */
function comparablePath(path: string): string {
  return plainPath(path) ?? path;
}

/** The folder that a manifest and its lock file are both in; empty for the root. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function secretKeys({ line }: Observation, place: string): readonly string[] {
  return line === undefined ? NO_KEYS : [`${line} ${place}`];
}

function weaknessKeys({ line, cwe }: Observation, place: string): readonly string[] {
  return line === undefined ? NO_KEYS : cwe.map((weakness) => `${weakness} ${place}`);
}

const NO_KEYS: readonly string[] = [];

/** The same advisory of the same package in the same folder. */
export const ADVISORIES: MeetingKind = {
  type: "sca",
  about: ({ package: one }) => one && plainPackageName(one),
  keysOf: advisoryKeys,
};
/** A secret on the same line. */
export const SECRETS: MeetingKind = {
  type: "secrets",
  about: ({ path }) => (path === undefined ? undefined : comparablePath(path)),
  keysOf: secretKeys,
};
/** The same weakness in the same file; whether its lines meet is looked at later. */
export const WEAKNESSES: MeetingKind = {
  type: "sast",
  about: ({ path }) => (path === undefined ? undefined : comparablePath(path)),
  keysOf: weaknessKeys,
};
