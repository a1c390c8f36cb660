import { describe, expect, it } from "vitest";
import { parseServiceUrl, parseSnykUrl } from "./service-url.ts";

describe("parseServiceUrl", () => {
  it.each([
    ["https://semgrep.dev", "https://semgrep.dev"],
    ["https://acme.semgrep.dev/", "https://acme.semgrep.dev"],
    ["https://HOST.example:8443/base//", "https://host.example:8443/base"],
    ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
    ["http://127.10.200.30:1", "http://127.10.200.30:1"],
    ["http://localhost:1", "http://localhost:1"],
    ["http://[::1]:80", "http://[::1]"],
  ])("takes %s", (text, url) => {
    expect(parseServiceUrl(text)).toEqual({ url });
  });

  it.each([
    "http://semgrep.dev",
    "http://127.0.0.1.evil.example",
    "file:///etc/passwd",
    "ftp://semgrep.dev",
    "javascript:alert(1)",
    "https://",
    "semgrep.dev",
    "https://semgrep.dev/..",
    "https://semgrep.dev/a/../b",
    "https://semgrep.dev\\@evil.example",
    "https://semgrep .dev",
    "https://me@semgrep.dev",
    "https://:fake-password@semgrep.dev",
    "https://semgrep.dev/?x=1",
    "https://semgrep.dev/#x",
    "",
  ])("refuses %j", (text) => {
    expect(parseServiceUrl(text)).toHaveProperty("problem");
  });

  it("says what was given, but for what may be a secret", () => {
    expect(parseServiceUrl("http://semgrep.dev/a")).toEqual({
      problem: '"http://semgrep.dev/a" must be https; http is accepted for loopback hosts only',
    });
    expect(parseServiceUrl("https://semgrep.dev/?token=fake-secret")).toEqual({
      problem:
        '"https://semgrep.dev/" must not have a query or a fragment; allowed: https://HOST, with a path if need be',
    });
  });

  it("repeats nothing of a text that has no host, for it may be a secret", () => {
    for (const text of ["fake-secret", "snyk:fake-secret", "file:///fake-secret", "https://"])
      expect(parseServiceUrl(text)).toEqual({
        problem: "is not a URL with a host name; allowed: https://HOST, with a path if need be",
      });
  });

  it.each([
    [
      "https://semgrep.dev/a/..",
      '"https://semgrep.dev/" must be written without spaces, backslashes and `..`',
    ],
    ["ftp://semgrep.dev/a", '"ftp://semgrep.dev/a" must be https'],
  ])("says of %s what was given and what is allowed", (text, told) => {
    expect(parseServiceUrl(text)).toEqual({
      problem: `${told}; allowed: https://HOST, with a path if need be`,
    });
  });

  it("does not repeat a URL with user info, which may be a secret", () => {
    const result = parseServiceUrl("https://me:fake-password@semgrep.dev");
    expect(result).toEqual({ problem: expect.stringContaining("user name or password") });
    expect(JSON.stringify(result)).not.toContain("fake-password");
  });
});

describe("parseSnykUrl", () => {
  it.each([
    ["us", "https://api.snyk.io"],
    ["US2", "https://api.us.snyk.io"],
    ["eu", "https://api.eu.snyk.io"],
    ["au", "https://api.au.snyk.io"],
    ["gov", "https://api.snykgov.io"],
    ["https://app.eu.snyk.io", "https://api.eu.snyk.io"],
    ["https://api.snyk.io/rest", "https://api.snyk.io"],
    ["https://api.snyk.io/v1/", "https://api.snyk.io"],
    ["https://app.snyk.io/api/v1", "https://api.snyk.io"],
    ["api.acme.snyk.io", "https://api.acme.snyk.io"],
    ["http://127.0.0.1:4011", "http://127.0.0.1:4011"],
    ["https://app.example.com", "https://app.example.com"],
    ["https://app.evilsnyk.io", "https://app.evilsnyk.io"],
    ["https://app.snyk.io.example.com", "https://app.snyk.io.example.com"],
    ["https://my.app.snyk.io", "https://my.app.snyk.io"],
    ["https://api.snyk.io/rest/orgs", "https://api.snyk.io/rest/orgs"],
    [" EU\n", "https://api.eu.snyk.io"],
    [" https://api.eu.snyk.io\n", "https://api.eu.snyk.io"],
  ])("takes %s", (text, url) => {
    expect(parseSnykUrl(text)).toEqual({ url });
  });

  it("names the region that is near", () => {
    expect(parseSnykUrl(" us3 ")).toEqual({
      problem: '"us3" is not known (did you mean us?); allowed: us, us2, eu, au, gov, or a URL',
    });
  });

  it("names the regions when it refuses", () => {
    expect(parseSnykUrl("ftp://snyk.io")).toEqual({
      problem: expect.stringContaining("us, us2, eu, au, gov"),
    });
    expect(parseSnykUrl("mars")).toEqual({ problem: expect.stringContaining("us, us2, eu, au, gov") });
  });

  it("does not take an inherited property for a region", () => {
    expect(parseSnykUrl("constructor")).toHaveProperty("problem");
  });
});
