/** Snyk's regions by the names that the `snyk-url` input takes (https://docs.snyk.io/working-with-snyk/regional-hosting-and-data-residency). */
export const SNYK_REGIONS = {
  us: "https://api.snyk.io",
  us2: "https://api.us.snyk.io",
  eu: "https://api.eu.snyk.io",
  au: "https://api.au.snyk.io",
  gov: "https://api.snykgov.io",
} as const;

type Region = keyof typeof SNYK_REGIONS;

/** What is wrong with a value and what is allowed, to stand behind the name of its input. */
export interface Problem {
  readonly problem: string;
}

export type UrlResult = { readonly url: string } | Problem;

/**
 * A service's base URL without a slash at the end: `https`, or `http` on a loopback host.
 * A problem never repeats the value when it holds user info, which may be a secret.
 */
export function parseServiceUrl(text: string): UrlResult {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "") return { problem: "is not a URL with a host name" };
  if (url.username !== "" || url.password !== "") {
    return { problem: "holds a user name or password, which a URL here must not" };
  }
  // The parser mends all of these in silence, so what is contacted would not be what is written.
  if (/[\s\\]/.test(text) || /\/\.{1,2}(\/|$)/.test(text))
    return { problem: "must be written plainly, without `..`" };
  if (url.search !== "" || url.hash !== "") return { problem: "must not have a query or a fragment" };
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return { problem: "must be https; http is accepted for loopback hosts only" };
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return { problem: "must be https" };
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, "") };
}

/** Snyk's API origin from a region name or any of the URLs that people copy: `app.` hosts, `/rest`, `/v1`. */
export function parseSnykUrl(text: string): UrlResult {
  const region = text.trim().toLowerCase();
  if (Object.hasOwn(SNYK_REGIONS, region)) return { url: SNYK_REGIONS[region as Region] };
  const parsed = parseServiceUrl(withScheme(text.trim()));
  if ("problem" in parsed) {
    return { problem: `${parsed.problem}; or name a region: ${Object.keys(SNYK_REGIONS).join(", ")}` };
  }
  const url = new URL(parsed.url);
  if (/(^|\.)snyk(gov)?\.io$/.test(url.hostname)) url.hostname = url.hostname.replace(/^app\./, "api.");
  url.pathname = url.pathname.replace(/\/(rest|v1|api\/v1|api)\/?$/, "");
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, "") };
}

/** Whether a URL's host name is this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** `api.eu.snyk.io` alone is what Snyk's own tools accept too. */
function withScheme(text: string): string {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i.test(text) ? `https://${text}` : text;
}
