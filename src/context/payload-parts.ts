/**
 * Walks through a payload of unknown shape, by hand and without a schema: this comes before the first request, which
 * should not wait until a library is loaded. Every function names the path of what is wrong, never what stands there.
 */

/** Says which part of a payload is not what its event needs; it never holds what stands there. */
export class PayloadProblem extends Error {}

export interface PayloadRepository {
  readonly full_name: string;
}

export interface PayloadSide {
  /** In lower case. */
  readonly sha: string;
  readonly ref: string;
}

/** A commit id as git writes it, SHA-1 or SHA-256, in lower case; undefined for anything else. */
export function commitId(value: unknown): string | undefined {
  return typeof value === "string" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)
    ? value.toLowerCase()
    : undefined;
}

/** A number where one may stand. */
export function optionalId(from: PayloadPart): number | undefined {
  const id = member(from, "id");
  if (id !== undefined && typeof id !== "number") throw wrong(from, "id", "is not a number");
  return id;
}

/** An object of the payload, and where it stands. */
export interface PayloadPart {
  readonly path: string;
  readonly value: object;
}

export function part(value: unknown, path: string): PayloadPart {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PayloadProblem(`${path}: is not an object`);
  }
  return { path, value };
}

export function member({ value }: PayloadPart, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** Null stands for "there is none" as well. */
export function optionalPart(from: PayloadPart, key: string): unknown {
  return member(from, key) ?? undefined;
}

export function sideOf(side: PayloadPart): PayloadSide {
  return { sha: requiredCommit(side, "sha"), ref: requiredName(side, "ref") };
}

export function requiredCommit(from: PayloadPart, key: string): string {
  const commit = commitId(member(from, key));
  if (commit === undefined) throw wrong(from, key, "is not a commit id of 40 or 64 hex digits");
  return commit;
}

export function requiredName(from: PayloadPart, key: string): string {
  const name = optionalName(from, key);
  if (name === undefined) throw wrong(from, key, "is missing");
  return name;
}

export function optionalName(from: PayloadPart, key: string): string | undefined {
  const name = member(from, key);
  if (name !== undefined && (typeof name !== "string" || name === ""))
    throw wrong(from, key, "is not a text");
  return name;
}

export function requiredNumber(from: PayloadPart): number {
  const number = member(from, "number");
  if (typeof number === "number" && Number.isSafeInteger(number) && number > 0) return number;
  throw wrong(from, "number", "is not a number");
}

/** Absent, null (it was deleted), or with its name. */
export function repositoryOf<Key extends string>(
  from: PayloadPart,
  key: Key,
): { readonly [K in Key]?: PayloadRepository | null } {
  const repository = member(from, key);
  const named = (value: PayloadRepository | null) =>
    ({ [key]: value }) as { [K in Key]: PayloadRepository | null }; // its one key
  if (repository === undefined) return {};
  if (repository === null) return named(null);
  return named({ full_name: requiredName(part(repository, `${from.path}.${key}`), "full_name") });
}

export function wrong({ path }: PayloadPart, key: string, what: string): PayloadProblem {
  return new PayloadProblem(`${path}.${key}: ${what}`);
}
