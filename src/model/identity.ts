import * as crypto from "node:crypto";
import type { Observation } from "./finding.ts";

/**
 * What makes two observations of one tool the same problem at the same place: tool, type, identity, and the path,
 * or the project where there is no path. Lines are no part of it, so that moved code changes nothing. Two keys are
 * equal only if all parts are, whatever characters the parts hold.
 */
export function identityKey(observation: Observation): string {
  const { tool, type, identity, path, project } = observation;
  const place = path === undefined ? `in ${project ?? ""}` : `at ${path}`;
  // Joined at once: a template makes a text of each of its beginnings.
  return [tool.length, identity.length, type, tool, identity, place].join(" ");
}

/**
 * A name for an observation that stays the same over moved code and over runs: 32 hex digits, the first half of
 * the SHA-256 of its `identityKey`.
 */
export function fingerprintOf(observation: Observation): string {
  // Copied, since a part of a text keeps the whole of it in memory.
  firstHalf.write(sha256(identityKey(observation)), "latin1");
  return firstHalf.toString("latin1");
}

const firstHalf = Buffer.alloc(32);

/** In hex digits. For 200,000 short texts an object for each is most of the work; Node.js before 20.12 knows no other way. */
const sha256: (text: string) => string =
  crypto.hash === undefined
    ? (text) => crypto.createHash("sha256").update(text).digest("hex")
    : (text) => crypto.hash("sha256", text, "hex");

/**
 * Makes identities unique in the order given: the second of the same name gets `#2` behind it, the third `#3`.
 * The caller's order must be one that moved code keeps, as that by line is.
 */
export function numberOccurrences(identities: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return identities.map((identity) => {
    const occurrence = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, occurrence);
    return occurrence === 1 ? identity : `${identity}#${occurrence}`;
  });
}
