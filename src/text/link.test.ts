import { describe, expect, it } from "vitest";
import {
  alertsAddress,
  checksAddress,
  commitLink,
  isRepositoryPath,
  type LinkStyle,
  permalink,
  repositoryAddresses,
  ticketLink,
  toolLink,
  webAddress,
} from "./link.ts";

const COMMIT = "6c1f9ab0".repeat(5);
const REPOSITORY = "https://github.example/acme/shop";

describe("isRepositoryPath", () => {
  it.each([
    "src/a.ts",
    ".github/scan-gate.yml",
    "a b/ü.ts",
    "...",
    "a..b/c",
    "[x]/@y",
    "src/a:b.ts",
    "src/~x",
    "a".repeat(400),
  ])("takes %j", (path) => {
    expect(isRepositoryPath(path)).toBe(true);
  });

  it.each([
    "",
    "/etc/passwd",
    "../../etc/passwd",
    "a/../b",
    "..",
    ".",
    "./a",
    "a/.",
    "a/..",
    "svn+ssh://host/x",
    "a//b",
    "a/",
    "C:\\x",
    "C:/x",
    "file:///etc/passwd",
    "\\\\host\\share",
    "~/x",
    "a\nb",
    "a".repeat(401),
  ])("refuses %j", (path) => {
    expect(isRepositoryPath(path)).toBe(false);
  });
});

describe("permalink", () => {
  const place = { repositoryUrl: REPOSITORY, commit: COMMIT, path: "src/a b.ts" };

  it("points at lines of a file at a commit", () => {
    expect(permalink({ ...place, line: 10, endLine: 12 })).toBe(
      `${REPOSITORY}/blob/${COMMIT}/src/a%20b.ts#L10-L12`,
    );
    for (const endLine of [10, 9, Number.NaN, 12.5])
      expect([endLine, permalink({ ...place, line: 10, endLine })]).toEqual([
        endLine,
        `${REPOSITORY}/blob/${COMMIT}/src/a%20b.ts#L10`,
      ]);
  });

  it("is none where nobody knows the repository's address", () => {
    expect(permalink({ ...place, repositoryUrl: "" })).toBeUndefined();
    expect(commitLink({ repositoryUrl: "" }, COMMIT)).toBeUndefined();
  });

  it("points at the file when the line is none", () => {
    expect(permalink({ ...place, line: 0 })).toBe(`${REPOSITORY}/blob/${COMMIT}/src/a%20b.ts`);
    expect(permalink({ ...place, line: 1.5 })).toBe(`${REPOSITORY}/blob/${COMMIT}/src/a%20b.ts`);
    expect(permalink(place)).toBe(`${REPOSITORY}/blob/${COMMIT}/src/a%20b.ts`);
  });

  it("is none for a path outside the repository or a commit that is not whole", () => {
    expect(permalink({ ...place, path: "../x" })).toBeUndefined();
    expect(permalink({ ...place, commit: "6c1f9ab" })).toBeUndefined();
  });
});

describe("commitLink", () => {
  it("points at whole commits only", () => {
    expect(commitLink({ repositoryUrl: REPOSITORY }, COMMIT)).toBe(`${REPOSITORY}/commit/${COMMIT}`);
    expect(commitLink({ repositoryUrl: REPOSITORY }, "a".repeat(64))).toBe(
      `${REPOSITORY}/commit/${"a".repeat(64)}`,
    );
    for (const part of ["main", `x${COMMIT}`, `${COMMIT}x`, `${COMMIT}a`, `${COMMIT}${"/".repeat(24)}`])
      expect([part, commitLink({ repositoryUrl: REPOSITORY }, part)]).toEqual([part, undefined]);
  });
});

describe("webAddress", () => {
  it("is an https address with its host", () => {
    expect(webAddress("https://Any.example/a b?c")).toEqual({
      host: "any.example",
      uri: "https://any.example/a%20b?c",
    });
  });

  it("is one by RFC 3986 too, which forbids what browsers let stand", () => {
    expect(webAddress("https://any.example/a|b^`{}[]%zz%20?q=|#a#b")?.uri).toBe(
      "https://any.example/a%7Cb%5E%60%7B%7D%5B%5D%25zz%20?q=%7C#a%23b",
    );
    expect(webAddress("https://[::1]:8443/a")?.uri).toBe("https://[::1]:8443/a");
    expect(webAddress("https://a.example/50%4g%")?.uri).toBe("https://a.example/50%254g%25");
  });

  it.each([
    undefined,
    "",
    "not a link",
    "http://any.example/",
    "javascript:alert(1)",
    "https://user@any.example/",
    "https://:pass@any.example/",
    `https://any.example/${"a".repeat(1000)}`,
  ])("refuses %j", (link) => {
    expect(webAddress(link)).toBeUndefined();
  });
});

describe("ticketLink", () => {
  it("keeps links to Jira, and to nobody else", () => {
    expect(ticketLink({ url: "https://acme.atlassian.net/browse/SEC-1" })).toBe(
      "https://acme.atlassian.net/browse/SEC-1",
    );
    expect(ticketLink({ url: "https://atlassian.net.evil.example/SEC-1" })).toBeUndefined();
    expect(ticketLink({})).toBeUndefined();
  });
});

describe("toolLink", () => {
  it("keeps links to the tools, encoded for Markdown", () => {
    expect(toolLink("https://semgrep.dev/orgs/acme/findings/1")).toBe(
      "https://semgrep.dev/orgs/acme/findings/1",
    );
    expect(toolLink("https://app.snyk.io/org/a?b=(c)&d='e'|*f[g]$!@")).toBe(
      "https://app.snyk.io/org/a?b=%28c%29&amp;d=%27e%27%7C%2Af%5Bg%5D%24%21%40",
    );
    expect(toolLink("https://semgrep.com/x")).toBe("https://semgrep.com/x");
    expect(toolLink("https://app.snyk.io/a b\n)](x")).toBe("https://app.snyk.io/a%20b%29%5D%28x");
  });

  it("keeps links to hosts that the workflow named", () => {
    expect(toolLink("https://semgrep.acme.example/x", ["semgrep.acme.example"])).toBe(
      "https://semgrep.acme.example/x",
    );
  });

  it.each([
    undefined,
    "",
    "not a link",
    "http://semgrep.dev/x",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://evil.example/semgrep.dev",
    "https://semgrep.dev.evil.example/",
    "https://evilsemgrep.dev/",
    "https://semgrep.dev@evil.example/",
    "https://user:pass@semgrep.dev/",
    `https://semgrep.dev/${"a".repeat(1000)}`,
  ])("refuses %j", (link) => {
    expect(toolLink(link)).toBeUndefined();
  });
});

describe("the addresses of each forge", () => {
  const at = (forge: LinkStyle, endLine?: number) =>
    permalink({
      repositoryUrl: "https://f.example/a/b",
      forge,
      commit: COMMIT,
      path: "src/a b.js",
      line: 3,
      endLine,
    });

  it.each<readonly [LinkStyle, string, string]>([
    ["github", `/blob/${COMMIT}/src/a%20b.js#L3`, "-L9"],
    ["gitlab", `/-/blob/${COMMIT}/src/a%20b.js#L3`, "-9"],
    ["bitbucket", `/src/${COMMIT}/src/a%20b.js#lines-3`, ":9"],
    ["bitbucket-dc", `/browse/src/a%20b.js?at=${COMMIT}#3`, "-9"],
  ])("of %s lead to lines", (forge, one, to) => {
    expect(at(forge)).toBe(`https://f.example/a/b${one}`);
    expect(at(forge, 9)).toBe(`https://f.example/a/b${one}${to}`);
  });

  it("lead to one line where the last is none, or not below the first", () => {
    for (const endLine of [3, 2, 0, 4.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(at("github", endLine)).toBe(`https://f.example/a/b/blob/${COMMIT}/src/a%20b.js#L3`);
    const first = { repositoryUrl: REPOSITORY, commit: COMMIT, path: "a.js", line: 1 };
    expect(permalink(first)).toBe(`${REPOSITORY}/blob/${COMMIT}/a.js#L1`);
  });

  it("of Azure lead to lines by a query", () => {
    const file = `https://f.example/a/b?path=/src/a%20b.js&version=GC${COMMIT}`;
    expect(at("azure", 9)).toBe(`${file}&line=3&lineEnd=10&lineStartColumn=1&lineEndColumn=1`);
    const place = {
      repositoryUrl: "https://f.example/a/b",
      forge: "azure",
      commit: COMMIT,
      path: "a.js",
    } as const;
    expect(permalink(place)).toBe(`https://f.example/a/b?path=/a.js&version=GC${COMMIT}`);
  });

  it.each<readonly [LinkStyle, string, string]>([
    ["github", "/commit/", "/pull/7/checks"],
    ["gitlab", "/-/commit/", "/-/merge_requests/7/pipelines"],
    ["bitbucket", "/commits/", "/pull-requests/7"],
    ["bitbucket-dc", "/commits/", "/pull-requests/7/builds"],
    ["azure", "/commit/", "/pullrequest/7"],
  ])("of %s lead to commits and checks", (forge, commit, checks) => {
    const shown = { repositoryUrl: "https://f.example/a/b", forge };
    expect(commitLink(shown, COMMIT)).toBe(`https://f.example/a/b${commit}${COMMIT}`);
    expect(checksAddress(shown, 7)).toBe(`https://f.example/a/b${checks}`);
  });
});

it("GitHub's addresses are those of a repository of which no forge is told", () => {
  expect(checksAddress({ repositoryUrl: REPOSITORY }, 7)).toBe(`${REPOSITORY}/pull/7/checks`);
  expect(alertsAddress({ repositoryUrl: REPOSITORY }, 7)).toBe(
    `${REPOSITORY}/security/code-scanning?query=pr:7+is:open`,
  );
});

describe("the addresses of a repository", () => {
  it.each([
    ["https://g.example/ctx/projects/WEB/repos/shop", "https://g.example/ctx/scm/WEB/shop"],
    ["https://g.example/users/jo/repos/shop", "https://g.example/scm/~jo/shop"],
  ])("of Data Center are two: %s", (shown, cloned) => {
    expect(repositoryAddresses(shown)).toEqual([shown, cloned]);
  });

  it("are one elsewhere", () => {
    expect(repositoryAddresses(REPOSITORY)).toEqual([REPOSITORY]);
  });
});
