import { present } from "../text/present.ts";
import type { DispatchTarget, NamedTarget } from "./events.ts";
import { isGitHubRepository, readRelayEvent } from "./events.ts";
import {
  bodyHash,
  isSignedBody,
  RELAY_SOURCES,
  type RelayHeaders,
  type RelaySource,
  signatureHeader,
} from "./signature.ts";

/** Largest body, in bytes: 1 MiB. */
export const LARGEST_BODY = 1024 * 1024;

/** Which repositories may be dispatched to. */
export interface AllowedRepositories {
  allows(repository: string): boolean;
}

/**
 * Reads the patterns of `--repository`: `OWNER/REPO`, or `OWNER/*` for all of an owner. Case does not matter.
 * @returns the patterns' meaning, or a clause about each that is wrong
 */
export function parseAllowedRepositories(
  patterns: readonly string[],
): AllowedRepositories | { readonly problems: readonly string[] } {
  const wrong = patterns.filter((pattern) => !isGitHubRepository(pattern.replace(/\/\*$/, "/any")));
  if (wrong.length > 0)
    return { problems: wrong.map((pattern) => `"${pattern.slice(0, 80)}" is not OWNER/REPO or OWNER/*`) };
  const known = new Set(patterns.map((pattern) => pattern.toLowerCase()));
  return {
    allows(repository) {
      const name = repository.toLowerCase();
      return isGitHubRepository(name) && (known.has(name) || known.has(`${name.split("/")[0]}/*`));
    },
  };
}

/** What the head of a delivery tells, before its body is read. */
export interface DeliveryHead {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: RelayHeaders;
}

/** What a sender is answered at once; `why` is for the log and the sender, and holds no text of theirs. */
export interface DeliveryRefusal {
  readonly status: 200 | 204 | 400 | 401 | 404 | 413 | 415;
  readonly why: string;
}

export interface AdmissionRules {
  /** A source without one has no path. */
  readonly secrets: Readonly<Partial<Record<RelaySource, string>>>;
  readonly allowed: AllowedRepositories;
}

/** Whose path it is; undefined for a path of nobody. */
export function sourceOfPath(path: string): RelaySource | undefined {
  return RELAY_SOURCES.find((source) => path === `/${source}`);
}

/** Judges a delivery by its head: which source it is of, or why its body is not read. */
export function admitHead(
  { method, path, headers }: DeliveryHead,
  { secrets }: AdmissionRules,
): { readonly source: RelaySource; readonly secret: string } | DeliveryRefusal {
  const source = sourceOfPath(path);
  const secret = source === undefined ? undefined : secrets[source];
  if (method !== "POST" || source === undefined || secret === undefined) {
    return { status: 404, why: "there is nothing here" };
  }
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return { status: 415, why: "the content type is not application/json" };
  if (!["", "identity"].includes((headers["content-encoding"] ?? "").trim().toLowerCase())) {
    return { status: 415, why: "the body is compressed" };
  }
  if (Number(headers["content-length"] ?? 0) > LARGEST_BODY) return TOO_LARGE;
  return { source, secret };
}

/** Also for a body that turns out too long while it is read. */
export const TOO_LARGE: DeliveryRefusal = { status: 413, why: "the body is larger than 1 MiB" };

/** A delivery whose body came whole. */
export interface WholeDelivery {
  readonly source: RelaySource;
  readonly secret: string;
  readonly headers: RelayHeaders;
  readonly body: Uint8Array;
}

/** A delivery that is to be queued. */
export interface AdmittedDelivery {
  readonly hash: string;
  readonly targets: readonly DispatchTarget[];
}

/**
 * Judges a whole delivery: what to dispatch for it, or what to answer at once. That its body was taken before is
 * found by its hash, whatever its headers say, for only the body is signed.
 */
export function admitDelivery(
  delivery: WholeDelivery,
  { allowed, wasTaken }: Pick<AdmissionRules, "allowed"> & { readonly wasTaken: (hash: string) => boolean },
): AdmittedDelivery | DeliveryRefusal {
  const { source, headers, body } = delivery;
  if (!isSignedBody(delivery)) {
    return { status: 401, why: `${signatureHeader(source)} is missing, or not of this body and secret` };
  }
  const hash = bodyHash(body);
  if (wasTaken(hash)) return { status: 200, why: "this body was taken before" };
  const event = readRelayEvent(source, headers, body);
  switch (event.kind) {
    case "ping":
      return { status: 200, why: "ping" };
    case "malformed":
      return { status: 400, why: event.why };
    case "nothing":
      return { status: 204, why: event.why };
    case "targets": {
      const targets = event.targets.flatMap((target) => allowedTarget(target, allowed));
      return targets.length === 0
        ? { status: 204, why: "the repository is not allowed by --repository" }
        : { hash, targets };
    }
  }
}

/** The first name that is allowed counts: a project of a monorepo may be named otherwise than its repository. */
function allowedTarget(target: NamedTarget, allowed: AllowedRepositories): readonly DispatchTarget[] {
  const repository = target.repositories.find((name) => allowed.allows(name));
  const { commit, pullRequest } = target;
  return repository === undefined ? [] : [{ repository, ...present({ commit, pullRequest }) }];
}
