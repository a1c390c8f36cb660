import { describe, expect, it } from "vitest";
import { authorizationFor, readAccount, regionOf } from "./snyk-account.ts";

const pat = (claims: unknown, kind = "uat") =>
  `snyk_${kind}.12345678.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.not-a-signature`;

describe("the authorization scheme", () => {
  it.each([
    ["an API token", "00000000-aaaa-4bbb-8ccc-fakefakefake", "token"],
    ["a personal access token", pat({ h: "api.eu.snyk.io" }), "token"],
    ["a service account's token", pat({ h: "api.eu.snyk.io" }, "sat"), "token"],
    ["a Snyk token of three parts", "snyk_uat.aaa.bbb", "token"],
    ["a token of four parts", "aaa.bbb.ccc.ddd", "token"],
    ["a token of three parts that are no words", "aaa.bbb.ccc/", "token"],
    ["an OAuth access token", "eyJmYWtl.eyJmYWtl.c2lnbmF0dXJl", "Bearer"],
  ])("of %s is right", (_, token, scheme) => {
    expect(authorizationFor(token)).toBe(`${scheme} ${token}`);
  });
});

describe("the region that a token names", () => {
  it.each([
    ["api.eu.snyk.io", "https://api.eu.snyk.io"],
    ["API.SNYKGOV.IO", "https://api.snykgov.io"],
    ["https://api.us.snyk.io", "https://api.us.snyk.io"],
    ["app.au.snyk.io", "https://api.au.snyk.io"],
    ["my.app.au.snyk.io", "https://my.app.au.snyk.io"],
    ["eu.https://snyk.io", undefined],
    ["api.evil.example", undefined],
    ["api.snyk.io.evil.example", undefined],
    ["evilsnyk.io", undefined],
    ["api.snyk.io/path", undefined],
    ["user@api.snyk.io", undefined],
    [7, undefined],
  ])("is read from the claim %s", (h, region) => {
    expect(regionOf(pat({ h }))).toBe(region);
  });

  it.each([
    "an-api-token",
    "snyk_uat.1.2",
    "snyk_uat.1.%%%.4",
    "a.b.c.d",
    `x${pat({ h: "api.eu.snyk.io" })}`,
    pat(null),
    pat({}),
  ])("is unknown for %s", (token) => {
    expect(regionOf(token)).toBeUndefined();
  });
});

describe("an account", () => {
  it("is looked for in the token's region when no address was given", () => {
    const token = pat({ h: "api.eu.snyk.io" });
    const account = readAccount({ token, url: "https://api.snyk.io", urlGiven: false });
    expect(account.apiUrl).toBe("https://api.eu.snyk.io");
    expect(account.appUrl).toBe("https://app.eu.snyk.io");
    expect(account.notes).toEqual([]);
  });

  it("is looked for where the settings say, and a difference is told without the token", () => {
    const token = pat({ h: "api.eu.snyk.io" });
    const account = readAccount({ token, url: "https://api.us.snyk.io", urlGiven: true });
    expect(account.apiUrl).toBe("https://api.us.snyk.io");
    expect(account.notes).toHaveLength(1);
    expect(account.notes[0]).toMatchObject({ level: "warning" });
    expect(account.notes[0]?.text).toContain("api.eu.snyk.io");
    expect(account.notes[0]?.text).toContain("api.us.snyk.io");
    expect(account.notes[0]?.text).not.toContain(token);
  });

  it("is looked for at the usual address when neither the token nor the settings name one", () => {
    const account = readAccount({ token: "fake", url: "http://api.snyk.io", urlGiven: false });
    expect([account.apiUrl, account.appUrl]).toEqual(["http://api.snyk.io", "http://app.snyk.io"]);
  });

  it("behind another host has its pages at that host", () => {
    const url = "https://proxy.example/https://api.snyk.io";
    expect(readAccount({ token: "fake", url, urlGiven: true }).appUrl).toBe(url);
  });

  it("that agrees with the settings is no news", () => {
    const account = readAccount({
      token: pat({ h: "api.snyk.io" }),
      url: "https://api.snyk.io",
      urlGiven: true,
    });
    expect(account.notes).toEqual([]);
  });

  it("on a host of its own has its pages there too", () => {
    const account = readAccount({ token: "fake", url: "http://127.0.0.1:8080", urlGiven: true });
    expect(account.appUrl).toBe("http://127.0.0.1:8080");
  });
});
