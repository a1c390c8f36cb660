import { describe, expect, it } from "vitest";
import { deadlineOf, stillClock } from "../../../test/support/clock.ts";
import { chooseForge, forgeProblems, policyEndpoint } from "./forge-choice.ts";
import { policyOpener } from "./forge-opener.ts";
import type { ForgeQuestion } from "./forge-place.ts";

const HEAD = "1".repeat(40);
const JOB = {
  GITLAB_CI: "true",
  CI_SERVER_URL: "https://gitlab.example/root",
  CI_PROJECT_ID: "7",
  CI_PROJECT_PATH: "acme/shop",
  CI_PIPELINE_ID: "99",
  CI_COMMIT_SHA: HEAD.toUpperCase(),
  CI_JOB_TOKEN: "fake-job-token",
};
const MERGE_REQUEST = {
  ...JOB,
  CI_MERGE_REQUEST_PROJECT_ID: "7",
  CI_MERGE_REQUEST_PROJECT_PATH: "acme/shop",
};
const ADDRESS = "https://gitlab.example/root/acme/shop";

const choose = (over: Partial<ForgeQuestion> = {}) =>
  chooseForge({ env: {}, options: {}, address: "", name: undefined, gitHubToken: "", ...over });

describe("the forge of a run", () => {
  it("is GitLab in a job of its CI, with the job's token to read and another to write", () => {
    const env = { ...MERGE_REQUEST, GITLAB_TOKEN: " fake-token " };
    expect(choose({ env, address: ADDRESS })).toEqual({
      kind: "gitlab",
      isOwnCi: true,
      url: "https://gitlab.example/root",
      repository: ["7"],
      token: { variable: "GITLAB_TOKEN", value: "fake-token" },
      jobToken: { variable: "CI_JOB_TOKEN", value: "fake-job-token" },
      pipeline: { id: "99", commit: HEAD },
    });
  });

  it("has no pipeline of its own in a fork's, nor for another commit", () => {
    const fork = { ...MERGE_REQUEST, CI_PROJECT_ID: "8", CI_PROJECT_PATH: "mallory/shop" };
    const place = choose({ env: fork, address: ADDRESS });
    expect(place).toMatchObject({ repository: ["7"] });
    expect(place).not.toHaveProperty("pipeline");
    expect(choose({ env: JOB, address: ADDRESS, options: { commit: HEAD } })).not.toHaveProperty("pipeline");
  });

  it("is another project by its path, to which the job's number does not belong", () => {
    const address = "https://gitlab.example/root/acme/sub/other";
    expect(choose({ env: JOB, address })).toMatchObject({ repository: ["acme/sub/other"] });
  });

  it("is asked with the job's token where the CI writes its host in capitals", () => {
    const env = { ...JOB, CI_SERVER_URL: "https://GitLab.Example/root/" };
    expect(choose({ env, address: ADDRESS })).toMatchObject({
      url: "https://gitlab.example/root",
      jobToken: { variable: "CI_JOB_TOKEN" },
    });
  });

  it("is asked with the job's token at the CI's own instance only", () => {
    const options = { "forge-url": "https://other.example" };
    const elsewhere = choose({ env: { ...JOB, GITLAB_TOKEN: "t" }, address: ADDRESS, options });
    expect(elsewhere).toMatchObject({ url: "https://other.example" });
    expect(elsewhere).not.toHaveProperty("jobToken");
  });

  it("is GitLab for Jenkins too, by address or by option, with the first token that is set", () => {
    const env = { JENKINS_URL: "https://ci.example", SCAN_GATE_FORGE_TOKEN: "first", GITLAB_TOKEN: "second" };
    expect(choose({ env, address: "git@gitlab.com:acme/shop.git" })).toMatchObject({
      kind: "gitlab",
      isOwnCi: false,
      url: "https://gitlab.com",
      repository: ["acme/shop"],
      token: { variable: "SCAN_GATE_FORGE_TOKEN", value: "first" },
    });
    const options = { forge: "GitLab", "forge-url": "https://git.example" };
    expect(choose({ env, address: "https://git.example/a/b", options })).toMatchObject({
      repository: ["a/b"],
    });
    expect(choose({ env, name: "a/b", address: "a/b", options })).toMatchObject({ repository: ["a/b"] });
  });

  it.each<readonly [string, Partial<ForgeQuestion>, string]>([
    ["nobody knows the repository", {}, "the repository is not known"],
    [
      "its host is none of a known forge",
      { address: "https://git.example/a/b" },
      "the repository is on git.example",
    ],
    ["there is no token", { address: "https://gitlab.com/a/b" }, "GITLAB_TOKEN is not set"],
    [
      "its token is empty",
      { address: "https://gitlab.com/a/b", env: { GITLAB_TOKEN: " " } },
      "GITLAB_TOKEN is not set",
    ],
    ["only the kind is known", { options: { forge: "gitlab" } }, "--forge-url does not tell where GitLab is"],
    [
      "nobody names the project",
      { options: { forge: "gitlab", "forge-url": "https://g.example" } },
      "the repository is not known",
    ],
    [
      "its instance is not reached by TLS",
      { env: { ...JOB, CI_SERVER_URL: "http://gitlab.example" }, address: "http://gitlab.example/a/b" },
      "the address of GitLab",
    ],
    ["GitHub has no token", { address: "https://github.com/a/b" }, "GITHUB_TOKEN is not set"],
  ])("is not asked where %s", (_, over, why) => {
    expect(choose(over)).toMatchObject({ why: expect.stringContaining(why) });
  });

  it("is GitHub with the action's token, or with the forge's", () => {
    const address = "https://github.com/a/b";
    expect(choose({ address, gitHubToken: "t" })).toMatchObject({ kind: "github", token: { value: "t" } });
    const env = { SCAN_GATE_FORGE_TOKEN: "u" };
    expect(choose({ address, gitHubToken: "t", env })).toMatchObject({ token: { value: "u" } });
  });
});

describe("wrong words about a forge", () => {
  it("are told with what is allowed", () => {
    expect(forgeProblems({ forge: "gitlb", "forge-url": "http://git.example" })).toEqual([
      '--forge "gitlb" is not known (did you mean gitlab?); allowed: github, gitlab, bitbucket, bitbucket-dc, azure',
      expect.stringMatching(/^--forge-url "http:\/\/git.example\/" must be https/),
    ]);
    expect(forgeProblems({ forge: "GitLab", "forge-url": "https://git.example" })).toEqual([]);
    expect(forgeProblems({ forge: "xyzzy" })[0]).toContain("is not known; allowed");
    expect(forgeProblems({ "native-findings": "yes" })).toEqual([
      '--native-findings "yes" is not known; allowed: true, false',
    ]);
  });
});

describe("Bitbucket Cloud", () => {
  const STEP = {
    BITBUCKET_BUILD_NUMBER: "5",
    BITBUCKET_REPO_FULL_NAME: "acme/shop",
    BITBUCKET_TOKEN: "fake-token",
  };
  const address = "https://bitbucket.org/acme/shop";
  const API = "https://api.bitbucket.org";

  it("is the forge of its own CI, with the API in the cloud, the token and its account", () => {
    const place = {
      kind: "bitbucket",
      url: API,
      repository: ["acme", "shop", address],
      token: { variable: "BITBUCKET_TOKEN", value: "fake-token" },
    };
    const env = { ...STEP, BITBUCKET_EMAIL: " gate@acme.example " };
    const proxy = "http://localhost:29418";
    expect(choose({ env, address })).toEqual({
      ...place,
      isOwnCi: true,
      proxy,
      account: "gate@acme.example",
    });
    expect(choose({ env: { BITBUCKET_TOKEN: "fake-token" }, address })).toEqual({ ...place, isOwnCi: false });
    const options = { forge: "bitbucket" };
    expect(choose({ env: { BITBUCKET_TOKEN: "fake-token" }, options, name: "acme/shop" })).toEqual({
      ...place,
      isOwnCi: false,
    });
  });

  it("has the proxy of Pipelines only there, at the two addresses that it has, and for the API in the cloud", () => {
    const { BITBUCKET_TOKEN: _, ...env } = STEP;
    expect(choose({ env, address })).toEqual({
      kind: "bitbucket",
      isOwnCi: true,
      url: API,
      repository: ["acme", "shop", address],
      proxy: "http://localhost:29418",
    });
    const pipe = { ...env, BITBUCKET_PIPE_STORAGE_DIR: "/opt/pipe" };
    expect(choose({ env: pipe, address })).toMatchObject({ proxy: "http://host.docker.internal:29418" });
    const why = { kind: "bitbucket", why: "BITBUCKET_TOKEN is not set" };
    const options = { "forge-url": "https://api.bitbucket.example" };
    expect(choose({ env, address, options })).toMatchObject(why);
    expect(choose({ env: {}, address })).toMatchObject(why);
  });

  it("is not asked about what is no repository of it, or at an address that is none", () => {
    expect(choose({ env: STEP, address: "https://bitbucket.org/acme" })).toMatchObject({
      why: "acme is no repository of Bitbucket (WORKSPACE/REPOSITORY)",
    });
    expect(choose({ env: STEP })).toMatchObject({ why: expect.stringContaining("the repository is no") });
    const options = { "forge-url": "http://api.example" };
    expect(choose({ env: STEP, address, options })).toMatchObject({
      why: expect.stringContaining("the address of Bitbucket"),
    });
  });

  it("reads policies of others with the same token, and without one says what to set", async () => {
    const policies = policyEndpoint(choose({ env: STEP, address }), {
      ...{ env: STEP, options: {}, address, name: undefined, gitHubToken: "" },
      policyToken: "fake-policy-token",
    });
    expect(policies).toMatchObject({ token: { variable: "SCAN_GATE_POLICY_TOKEN" } });
    const { BITBUCKET_TOKEN: _, ...env } = STEP;
    const http = { clock: stillClock(), random: () => 0, userAgent: "x", redact: (text: string) => text };
    const open = await policyOpener(choose({ env, address }), http);
    const other = open({ token: "", deadline: () => deadlineOf(1000) })("acme", "policies");
    await expect(other.isVisible()).rejects.toMatchObject({
      source: "bitbucket",
      message: expect.stringContaining("because BITBUCKET_TOKEN is not set"),
    });
  });
});
