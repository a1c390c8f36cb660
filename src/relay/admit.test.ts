import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { admitDelivery, admitHead, LARGEST_BODY, parseAllowedRepositories } from "./admit.ts";
import type { RelaySource } from "./signature.ts";

const SECRET = "a secret of a test";
const COMMIT = "4166d6fd".repeat(5);
const found = parseAllowedRepositories(["acme/shop", "Widgets/*"]);
if ("problems" in found) throw new Error("the patterns are wrong");
const allowed = found;

const hex = (body: string, secret = SECRET) => createHmac("sha256", secret).update(body).digest("hex");

function delivered(source: RelaySource, payload: unknown, headers: Readonly<Record<string, string>> = {}) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const own =
    source === "snyk"
      ? { "x-snyk-event": "project_snapshot/v0", "x-hub-signature": `sha256=${hex(body)}` }
      : { "x-semgrep-signature-256": hex(body) };
  const delivery = { source, secret: SECRET, headers: { ...own, ...headers }, body: Buffer.from(body) };
  return admitDelivery(delivery, { allowed, wasTaken: () => false });
}

const targetsOf = (admitted: ReturnType<typeof delivered>) =>
  "targets" in admitted ? admitted.targets : admitted.status;
const snapshot = (project: object) => targetsOf(delivered("snyk", { project }));
const scan = (meta: object) => targetsOf(delivered("semgrep", { semgrep_scan: { meta } }));

describe("the head of a delivery", () => {
  const rules = { secrets: { snyk: SECRET }, allowed };
  const head = (over: object, headers: object = {}) =>
    admitHead(
      { method: "POST", path: "/snyk", headers: { "content-type": "application/json", ...headers }, ...over },
      rules,
    );

  it("names its source", () => {
    expect(head({})).toEqual({ source: "snyk", secret: SECRET });
    expect(head({}, { "content-type": "Application/JSON; charset=utf-8" })).toMatchObject({ source: "snyk" });
  });

  it.each([
    [404, { path: "/semgrep" }, {}],
    [404, { path: "/" }, {}],
    [404, { path: "/snyk/" }, {}],
    [404, { method: "GET" }, {}],
    [415, {}, { "content-type": "text/plain" }],
    [415, {}, { "content-type": undefined }],
    [415, {}, { "content-encoding": "gzip" }],
    [413, {}, { "content-length": String(LARGEST_BODY + 1) }],
  ])("is refused with %i: %j %j", (status, over, headers) => {
    expect(head(over, headers)).toMatchObject({ status });
  });

  it("may announce a body of 1 MiB", () => {
    expect(head({}, { "content-length": String(LARGEST_BODY) })).toMatchObject({ source: "snyk" });
  });
});

describe("a signature", () => {
  const body = '{"project":{"name":"acme/shop:package.json"}}';
  it.each([
    ["of another secret", "snyk", { "x-hub-signature": `sha256=${hex(body, "another")}` }],
    ["of another body", "snyk", { "x-hub-signature": `sha256=${hex(`${body} `)}` }],
    ["without its prefix, of Snyk", "snyk", { "x-hub-signature": hex(body) }],
    ["that is cut off", "snyk", { "x-hub-signature": `sha256=${hex(body).slice(0, 40)}` }],
    ["that is missing", "snyk", { "x-hub-signature": "" }],
    ["that is not hex", "semgrep", { "x-semgrep-signature-256": "z".repeat(64) }],
  ] as const)("%s is refused with 401", (_, source, headers) => {
    expect(delivered(source, body, headers)).toMatchObject({ status: 401 });
  });

  it("is over the bytes as they came, not over what they mean", () => {
    const spaced = '{ "project" : { "name" : "acme/shop" } }\n';
    expect(targetsOf(delivered("snyk", spaced))).toEqual([{ repository: "acme/shop" }]);
    const compact = `sha256=${hex(JSON.stringify(JSON.parse(spaced)))}`;
    expect(delivered("snyk", spaced, { "x-hub-signature": compact })).toMatchObject({ status: 401 });
  });

  it("of Semgrep may have a prefix", () => {
    const payload = JSON.stringify({ semgrep_scan: { meta: { repository: "acme/shop" } } });
    const headers = { "x-semgrep-signature-256": `sha256=${hex(payload)}` };
    expect(targetsOf(delivered("semgrep", payload, headers))).toEqual([{ repository: "acme/shop" }]);
  });

  it("comes before everything that the body could say", () => {
    expect(delivered("snyk", "{", { "x-hub-signature": "sha256=00" })).toMatchObject({ status: 401 });
  });
});

describe("a body that was taken before", () => {
  it("is answered 200, whatever its headers say", () => {
    const body = Buffer.from('{"project":{"name":"acme/shop"}}');
    const headers = {
      "x-hub-signature": `sha256=${hex(body.toString())}`,
      "x-snyk-event": "project_snapshot/v0",
    };
    const delivery = { source: "snyk", secret: SECRET, headers, body } as const;
    const first = admitDelivery(delivery, { allowed, wasTaken: () => false });
    const taken = "hash" in first ? first.hash : "";
    const again = {
      ...delivery,
      headers: { ...headers, "x-snyk-event": "other/v9", "x-snyk-transport-id": "2" },
    };
    expect(admitDelivery(again, { allowed, wasTaken: (hash) => hash === taken })).toMatchObject({
      status: 200,
    });
  });
});

describe("an event of Snyk", () => {
  it("is answered 200 when it is a ping", () => {
    expect(delivered("snyk", { webhookId: "x" }, { "x-snyk-event": "ping/v0" })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    [{ name: "acme/shop:package.json" }],
    [{ name: "acme/shop(main):pom.xml" }],
    [{ name: "acme/shop", branch: "topic" }],
    [{ name: "any name", remoteRepoUrl: "https://github.com/acme/shop.git" }],
    [{ name: "any name", remoteRepoUrl: "git@github.com:acme/shop.git" }],
    [{ name: "any name", remoteRepoUrl: "http://user:fake@github.com/acme/shop/" }],
    [{ name: "acme/shop", remoteRepoUrl: null, origin: 7 }],
  ])("is for the tip of the repository that %j names", (project) => {
    expect(snapshot(project)).toEqual([{ repository: "acme/shop" }]);
  });

  it.each([
    [204, { name: "acme/other" }],
    [204, { name: "shopping cart" }],
    [204, { name: "acme/shop", origin: "gitlab" }],
    [204, { name: "x", remoteRepoUrl: "https://gitlab.com/acme/shop.git" }],
    [204, { name: "../acme/shop" }],
  ])("is answered %i for %j", (status, project) => {
    expect(snapshot(project)).toBe(status);
  });

  it.each([
    [204, { project: { name: "acme/shop" } }, { "x-snyk-event": "project_snapshot/v1" }],
    [400, { project: { name: "acme/shop" } }, { "x-snyk-event": "" }],
    [400, { project: "acme/shop" }, {}],
    [400, {}, {}],
    [400, "{", {}],
    [400, "", {}],
    [400, "7", {}],
    [400, "\ufeff\ufeff{}", {}],
  ])("is answered %i: %j %j", (status, payload, headers) => {
    expect(delivered("snyk", payload, headers)).toMatchObject({ status });
  });
});

describe("an event of Semgrep", () => {
  it("names commit and pull request of a scan", () => {
    expect(
      scan({ repository: "acme/shop", commit: COMMIT, pull_request_id: "7", branch: "refs/pull/7/merge" }),
    ).toEqual([{ repository: "acme/shop", commit: COMMIT, pullRequest: 7 }]);
    expect(scan({ repository: "acme/shop", commit: COMMIT, pull_request_id: null, branch: "main" })).toEqual([
      { repository: "acme/shop", commit: COMMIT },
    ]);
  });

  it.each([
    [{ pull_request_id: 7 }, { pullRequest: 7 }],
    [{ branch: "refs/pull/8/head" }, { pullRequest: 8 }],
    [{ pull_request_id: "-7; rm", commit: "not a commit" }, {}],
    [{ commit: COMMIT.toUpperCase() }, { commit: COMMIT }],
  ])("of a scan that says %j asks for %j", (meta, expected) => {
    expect(scan({ repository: "acme/shop", ...meta })).toEqual([{ repository: "acme/shop", ...expected }]);
  });

  it("finds the repository of a project that is named otherwise, by its address", () => {
    const meta = { repository: "acme/shop/cart", repo_url: "https://github.com/acme/shop" };
    expect(scan(meta)).toEqual([{ repository: "acme/shop" }]);
    expect(scan({ repository: "acme/shop", repo_url: "https://github.com/elsewhere/fork" })).toEqual([
      { repository: "acme/shop" },
    ]);
  });

  it("is one target for many findings of one commit", () => {
    const finding = (over: object) => ({
      semgrep_finding: {
        repo_name: "widgets/cart",
        ref: "refs/pull/3/merge",
        commit_url: `https://github.com/widgets/cart/commit/${COMMIT}`,
        ...over,
      },
    });
    expect(
      targetsOf(delivered("semgrep", [finding({}), finding({ line: 2 }), finding({ repo_name: "x/y" })])),
    ).toEqual([{ repository: "widgets/cart", commit: COMMIT, pullRequest: 3 }]);
  });

  it.each([
    [204, []],
    [204, {}],
    [204, { semgrep_scan: { meta: {} } }],
    [400, [7]],
    [400, { semgrep_scan: 7 }],
    [400, "null"],
  ])("is answered %i: %j", (status, payload) => {
    expect(targetsOf(delivered("semgrep", payload))).toBe(status);
  });
});

describe("the allowed repositories", () => {
  it("are named one by one or by their owner, in any case", () => {
    expect(
      ["ACME/Shop", "widgets/any", "acme/shop2", "acme2/shop", "x/widgets"].map((name) =>
        allowed.allows(name),
      ),
    ).toEqual([true, true, false, false, false]);
  });

  it.each([
    "*",
    "*/*",
    "acme",
    "acme/sh*p",
    "acme/shop/x",
    "acme/..",
    "https://github.com/acme/shop",
  ])("are never %s", (pattern) => {
    expect(parseAllowedRepositories([pattern])).toMatchObject({
      problems: [expect.stringContaining("OWNER/REPO")],
    });
  });
});
