import { describe, expect, it } from "vitest";
import { chooseForge, type ForgeQuestion, forgeProblems } from "./forge-choice.ts";

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
