import { describe, expect, test } from "vitest";
import { networkFailure } from "./network-error.ts";

function thrown(code: string, message = "token fake-token in the text"): Error {
  return Object.assign(new Error(message), { code });
}

describe("an error of the network", () => {
  test.each([
    ["ECONNREFUSED", "unreachable", true, "host.example refused the connection (ECONNREFUSED)"],
    ["ECONNRESET", "unreachable", false, "host.example closed the connection (ECONNRESET)"],
    ["EPIPE", "unreachable", false, "host.example closed the connection (EPIPE)"],
    ["ENOTFOUND", "unreachable", true, "host.example has a name that cannot be resolved (ENOTFOUND)"],
    ["EAI_AGAIN", "unreachable", true, "host.example has a name that cannot be resolved (EAI_AGAIN)"],
    ["ETIMEDOUT", "unreachable", false, "host.example did not answer the connection (ETIMEDOUT)"],
    ["ENETDOWN", "unreachable", false, "host.example cannot be reached (ENETDOWN)"],
    [
      "HPE_INVALID_CONSTANT",
      "bad-response",
      false,
      "host.example answered something that is not HTTP (HPE_INVALID_CONSTANT)",
    ],
    ["EPROTO", "unreachable", true, "TLS: no secure connection to host.example (EPROTO)"],
    [
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "unreachable",
      true,
      "TLS: no secure connection to host.example (ERR_SSL_WRONG_VERSION_NUMBER)",
    ],
  ])("with %s is %s", (code, expected, noEffect, message) => {
    const failure = networkFailure(thrown(code), { host: "host.example" });
    expect(failure).toMatchObject({ code: expected, noEffect, message, transient: true });
  });

  test.each([
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "CERT_HAS_EXPIRED",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("with %s names the certificate, and is not tried again", (code) => {
    const failure = networkFailure(thrown(code), { host: "host.example" });
    expect(failure).toMatchObject({ code: "unreachable", transient: false, noEffect: true });
    expect(failure.message).toBe(`TLS: the certificate of host.example is not trusted (${code})`);
    const isPrivate = code !== "CERT_HAS_EXPIRED" && code !== "ERR_TLS_CERT_ALTNAME_INVALID";
    expect(failure.hint?.includes("NODE_EXTRA_CA_CERTS") ?? false).toBe(isPrivate);
  });

  test.each([
    [new Error("socket hang up"), "host.example closed the connection (ECONNRESET)"],
    [new Error("odd"), "host.example cannot be reached (no error code)"],
    [thrown("what\never it was"), "host.example cannot be reached (no error code)"],
    ["text", "host.example cannot be reached (no error code)"],
  ])("that tells little is told by what can be known", (error, message) => {
    expect(networkFailure(error, { host: "host.example" }).message).toBe(message);
  });

  test.each([
    [
      "cause=connect ECONNREFUSED 10.0.0.1:3128",
      "the proxy http://proxy:3128 refused the connection (ECONNREFUSED)",
    ],
    [
      "cause=getaddrinfo EAI_AGAIN proxy",
      "the proxy http://proxy:3128 has a name that cannot be resolved (EAI_AGAIN)",
    ],
    ["cause=self-signed certificate", "the proxy http://proxy:3128 cannot be reached (no tunnel)"],
    ["statusCode=403", "the proxy http://proxy:3128 refuses to connect to host.example (status 403)"],
  ])("of a tunnel (%s) names the proxy", (cause, message) => {
    const error = thrown("ECONNRESET", `tunneling socket could not be established, ${cause}`);
    const failure = networkFailure(error, { host: "host.example", proxy: "http://proxy:3128" });
    expect(failure).toMatchObject({ code: "unreachable", noEffect: true, message });
  });
});
