import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Who sends deliveries; each has a path of its own: `/snyk`, `/semgrep`. */
export const RELAY_SOURCES = ["snyk", "semgrep"] as const;
export type RelaySource = (typeof RELAY_SOURCES)[number];

interface SignatureRule {
  /** In lower case. */
  readonly header: string;
  /** Group 1 is the digest in hex. */
  readonly form: RegExp;
}

/**
 * Both sign the body with HMAC-SHA256 and a secret of the user's. Snyk always writes `sha256=` in front
 * (https://docs.snyk.io/snyk-api/using-specific-snyk-apis/webhooks-apis/webhooks); Semgrep writes the digest alone,
 * and its documentation leaves open whether a prefix may come (https://semgrep.dev/docs/semgrep-appsec-platform/webhooks).
 */
const RULES: Readonly<Record<RelaySource, SignatureRule>> = {
  snyk: { header: "x-hub-signature", form: /^sha256=([0-9a-f]{64})$/i },
  semgrep: { header: "x-semgrep-signature-256", form: /^(?:sha256=)?([0-9a-f]{64})$/i },
};

/** Headers by name in lower case. */
export type RelayHeaders = Readonly<Record<string, string | undefined>>;

/** A body as it came over the wire, with its headers and the secret that its sender signs with. */
export interface SignedBody {
  readonly source: RelaySource;
  readonly headers: RelayHeaders;
  readonly body: Uint8Array;
  readonly secret: string;
}

/** Whether a body was signed with the secret; it compares in constant time, over the bytes as they came. */
export function isSignedBody({ source, headers, body, secret }: SignedBody): boolean {
  const { header, form } = RULES[source];
  const given = form.exec(headers[header]?.trim() ?? "")?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, "hex"), createHmac("sha256", secret).update(body).digest());
}

/** The header in which a source sends its signature, for people. */
export function signatureHeader(source: RelaySource): string {
  return RULES[source].header;
}

/** Names a body: the first 128 bits of its SHA-256 digest, as 22 characters. */
export function bodyHash(body: Uint8Array): string {
  return createHash("sha256").update(body).digest().subarray(0, 16).toString("base64url");
}
