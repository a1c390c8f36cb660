import type { Note } from "../model/verdict.ts";
import type { SnykSettings } from "./settings.ts";

/** Where an account lives and how it signs in. */
export interface Account {
  /** The value of the `Authorization` header. */
  readonly authorization: string;
  /** Origin of the API, without a slash at the end. */
  readonly apiUrl: string;
  /** Origin of the web pages that people open. */
  readonly appUrl: string;
  readonly notes: readonly Note[];
}

/**
 * Tells from the token and the settings how to reach the account. A personal access token names its own region:
 * it is followed when `snyk-url` was not given, and a difference is told when it was.
 */
export function readAccount(settings: Pick<SnykSettings, "token" | "url" | "urlGiven">): Account {
  const region = regionOf(settings.token);
  const apiUrl = region === undefined || settings.urlGiven ? settings.url : region;
  const notes: Note[] = [];
  if (region !== undefined && settings.urlGiven && hostOf(region) !== hostOf(settings.url)) {
    notes.push({
      level: "warning",
      text: `The Snyk token belongs to ${hostOf(region)}, but snyk-url says ${hostOf(settings.url)}. Leave snyk-url empty to use the token's own region.`,
    });
  }
  return { authorization: authorizationFor(settings.token), apiUrl, appUrl: appUrlFor(apiUrl), notes };
}

/**
 * API tokens and personal access tokens go with the scheme `token`, OAuth access tokens (JWTs) with `Bearer`
 * (https://docs.snyk.io/snyk-api/authentication-for-api).
 */
export function authorizationFor(token: string): string {
  const isJwt = !token.startsWith("snyk_") && /^[\w-]+\.[\w-]+\.[\w-]+=*$/.test(token);
  return `${isJwt ? "Bearer" : "token"} ${token}`;
}

/**
 * The API origin that a personal access token names in the claim `h` of its third part; undefined for other
 * tokens and for hosts that are not Snyk's, so that a forged token cannot send itself elsewhere.
 */
export function regionOf(token: string): string | undefined {
  const host = hostClaim(/^snyk_(?:uat|sat)\.[^.]*\.([^.]*)\./.exec(token)?.[1]);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(snyk\.io|snykgov\.io)$/.test(host)) return undefined;
  return `https://${host.replace(/^app\./, "api.")}`;
}

/** What stands in the claim `h`; it may be no host at all. */
function hostClaim(part = ""): string {
  try {
    const { h }: { readonly h?: unknown } = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return String(h)
      .replace(/^https:\/\//, "")
      .toLowerCase();
  } catch {
    // Not a personal access token after all: a token that names no region is normal.
    return "";
  }
}

/** `api.eu.snyk.io` has its pages at `app.eu.snyk.io`; a host of another kind serves both. */
function appUrlFor(apiUrl: string): string {
  return apiUrl.replace(/^(https?:\/\/)api\./, "$1app.");
}

function hostOf(url: string): string {
  return new URL(url).host;
}
