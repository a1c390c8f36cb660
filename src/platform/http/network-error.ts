import { present } from "../../text/present.ts";
import { Failure, type FailureDetails } from "./failure.ts";

/** Where a request was going: what an error of the network is told about. */
export interface Route {
  readonly host: string;
  /** Scheme, host and port of the proxy, without credentials. */
  readonly proxy?: string;
}

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  ETIMEDOUT: "did not answer the connection",
  EHOSTUNREACH: "is on a host that cannot be reached",
  ENETUNREACH: "is on a network that cannot be reached",
  ENOTFOUND: "has a name that cannot be resolved",
  EAI_AGAIN: "has a name that cannot be resolved",
};

/** Failures that come before the request is sent, so that the service cannot have acted on it. */
const BEFORE_SENDING = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and Node's own. */
const CERTIFICATE =
  /CERT|^UNABLE_TO_|^CRL_|ERR_TLS_CERT|^(INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)$/;

/** Codes of a certificate whose issuer is not known, rather than one that is old or for another host. */
const PRIVATE = /SELF_SIGNED|^UNABLE_TO_|INVALID_CA/;

/** Proxies and servers of a company's own sign with a root that Node.js does not know. */
const PRIVATE_CERTIFICATE =
  "If a proxy or server of your own signs this certificate, put the path of its root certificate into `NODE_EXTRA_CA_CERTS` in the job's `env:`";

/**
 * What an error of Node's sockets means. Only its code is told: the text of such errors may hold what was sent.
 */
export function networkFailure(thrown: unknown, route: Route): Failure {
  const tunnel = /^tunneling socket could not be established, (.*)$/s.exec(messageOf(thrown));
  if (tunnel !== null) return proxyFailure(tunnel[1] ?? "", route);
  const code = codeOf(thrown);
  if (CERTIFICATE.test(code)) {
    const what = `TLS: the certificate of ${route.host} is not trusted (${code})`;
    return unreachable({
      what,
      transient: false,
      noEffect: true,
      ...present({ hint: PRIVATE.test(code) ? PRIVATE_CERTIFICATE : undefined }),
    });
  }
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) {
    return unreachable({ what: `TLS: no secure connection to ${route.host} (${code})`, noEffect: true });
  }
  if (code.startsWith("HPE_")) {
    const what = `${route.host} answered something that is not HTTP (${code})`;
    return unreachable({ code: "bad-response", what });
  }
  const what = `${route.host} ${IN_WORDS[code] ?? "cannot be reached"} (${code})`;
  return unreachable({ what, noEffect: BEFORE_SENDING.includes(code) });
}

function proxyFailure(cause: string, route: Route): Failure {
  const status = /^statusCode=(\d{3})/.exec(cause)?.[1];
  const code = /\b(E[A-Z]{3,}|[A-Z]+(?:_[A-Z]+)+)\b/.exec(cause)?.[1] ?? "no tunnel";
  const what =
    status === undefined
      ? `the proxy ${route.proxy} ${IN_WORDS[code] ?? "cannot be reached"} (${code})`
      : `the proxy ${route.proxy} refuses to connect to ${route.host} (status ${status})`;
  return unreachable({ what, noEffect: true });
}

function unreachable(details: Partial<FailureDetails> & Pick<FailureDetails, "what">): Failure {
  return new Failure({ code: "unreachable", transient: true, noEffect: false, ...details });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "";
}

function codeOf(thrown: unknown): string {
  const code: unknown = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (typeof code === "string" && /^\w{1,60}$/.test(code)) return code;
  return messageOf(thrown) === "socket hang up" ? "ECONNRESET" : "no error code";
}
