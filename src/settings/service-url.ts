import { clip, trimEndMarks } from "../text/escape.ts";
import { nearest } from "../text/near.ts";

/** Snyk's regions by the names that the `snyk-url` input takes (https://docs.snyk.io/working-with-snyk/regional-hosting-and-data-residency). */
export const SNYK_REGIONS = {
  us: "https://api.snyk.io",
  us2: "https://api.us.snyk.io",
  eu: "https://api.eu.snyk.io",
  au: "https://api.au.snyk.io",
  gov: "https://api.snykgov.io",
} as const;

type Region = keyof typeof SNYK_REGIONS;

/** A URL without a slash at the end; or what is wrong with it, to stand behind the name of its input. */
export type ServiceUrlResult = { readonly url: string } | { readonly problem: string };

const ALLOWED = "allowed: https://HOST, with a path if need be";

/**
 * A service's base URL without a slash at the end: `https`, or `http` on a loopback host.
 * A problem repeats scheme, host and path alone: user info, query and fragment may be a secret, and so may a text
 * that is not a URL at all.
 */
export function parseServiceUrl(text: string): ServiceUrlResult {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "")
    return { problem: `is not a URL with a host name; ${ALLOWED}` };
  if (url.username !== "" || url.password !== "") {
    return { problem: `holds a user name or password, which is refused; ${ALLOWED}` };
  }
  const given = `"${clip(`${url.protocol}//${url.host}${url.pathname}`, 80)}"`;
  // The parser repairs all of these in silence, so what is contacted would not be what is written.
  if (/[\s\\]/.test(text) || /\/\.{1,2}(\/|$)/.test(text))
    return { problem: `${given} must be written without spaces, backslashes and \`..\`; ${ALLOWED}` };
  if (url.search !== "" || url.hash !== "")
    return { problem: `${given} must not have a query or a fragment; ${ALLOWED}` };
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return { problem: `${given} must be https; http is accepted for loopback hosts only` };
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return { problem: `${given} must be https; ${ALLOWED}` };
  return { url: trimEndMarks(`${url.origin}${url.pathname}`, "/") };
}

/** Snyk's API origin from a region name or any of the URLs that people copy: `app.` hosts, `/rest`, `/v1`. */
export function parseSnykUrl(text: string): ServiceUrlResult {
  const region = text.trim().toLowerCase();
  if (Object.hasOwn(SNYK_REGIONS, region)) return { url: SNYK_REGIONS[region as Region] };
  const regions = Object.keys(SNYK_REGIONS);
  // A short word can only be a region that was misspelled, and no secret.
  if (/^[a-z][a-z0-9-]{0,15}$/.test(region)) {
    const [near] = nearest(region, regions, 1);
    const hint = near === undefined ? "" : ` (did you mean ${near}?)`;
    return { problem: `"${text.trim()}" is not known${hint}; allowed: ${regions.join(", ")}, or a URL` };
  }
  const parsed = parseServiceUrl(withScheme(text.trim()));
  if ("problem" in parsed) return { problem: `${parsed.problem}; or name a region: ${regions.join(", ")}` };
  const url = new URL(parsed.url);
  if (/\.snyk(gov)?\.io$/.test(url.hostname)) url.hostname = url.hostname.replace(/^app\./, "api.");
  url.pathname = url.pathname.replace(/\/(rest|v1|api\/v1|api)\/?$/, "");
  return { url: trimEndMarks(`${url.origin}${url.pathname}`, "/") };
}

/** Whether a URL's host name is this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** `api.eu.snyk.io` alone is what Snyk's own tools accept too. */
function withScheme(text: string): string {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i.test(text) ? `https://${text}` : text;
}
