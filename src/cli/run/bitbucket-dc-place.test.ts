import { describe, expect, it } from "vitest";
import { dataCenterOption } from "./bitbucket-dc-place.ts";
import { chooseForge } from "./forge-choice.ts";
import type { ForgeQuestion } from "./forge-place.ts";

const TOKEN = { BITBUCKET_TOKEN: "fake-token" };
const CHANGE = "https://git.example/ctx/projects/WEB/repos/shop/pull-requests/12/overview";

const question = (over: Partial<ForgeQuestion> = {}): ForgeQuestion => ({
  env: TOKEN,
  options: {},
  address: "",
  name: undefined,
  gitHubToken: "",
  ...over,
});
const choose = (over: Partial<ForgeQuestion>) => chooseForge(question(over));

describe("Bitbucket Data Center in a run", () => {
  it.each([
    ["https://git.example/ctx/scm/WEB/shop", "https://git.example/ctx", "WEB", "projects/WEB"],
    ["https://jo@git.example/scm/~jo/shop.git", "https://git.example", "~jo", "users/jo"],
    ["https://git.example/projects/WEB/repos/shop/browse", "https://git.example", "WEB", "projects/WEB"],
    ["https://git.example/users/jo/repos/shop", "https://git.example", "~jo", "users/jo"],
    ["http://127.0.0.1:7990/scm/web/shop.git", "http://127.0.0.1:7990", "web", "projects/web"],
  ])("is known by %s", (address, url, project, page) => {
    const web = `${url}/${page}/repos/shop`;
    expect(choose({ address })).toEqual({
      kind: "bitbucket-dc",
      isOwnCi: false,
      url,
      repository: [project, "shop", web],
      token: { variable: "BITBUCKET_TOKEN", value: "fake-token" },
    });
    expect(dataCenterOption(question({ address }))).toEqual({ repository: web });
  });

  it("is known by the pull request that Jenkins builds, whatever it cloned by ssh or from a fork", () => {
    const env = { ...TOKEN, JENKINS_URL: "https://ci.example", CHANGE_URL: CHANGE };
    for (const address of [
      "ssh://git@git.example:7999/web/shop.git",
      "https://git.example/ctx/scm/~jo/shop",
    ]) {
      expect(choose({ env, address })).toMatchObject({
        url: "https://git.example/ctx",
        repository: ["WEB", "shop", "https://git.example/ctx/projects/WEB/repos/shop"],
      });
    }
    const options = { repository: "https://git.example/ctx/scm/WEB/other" };
    expect(choose({ env, options, address: options.repository })).toMatchObject({
      repository: ["WEB", "other", "https://git.example/ctx/projects/WEB/repos/other"],
    });
  });

  it("is where the options say, for an address without a base and for a name", () => {
    const options = { forge: "bitbucket-dc", "forge-url": "https://git.example/ctx/" };
    const place = {
      url: "https://git.example/ctx",
      repository: ["web", "shop", "https://git.example/ctx/projects/web/repos/shop"],
    };
    expect(choose({ options, address: "ssh://git@git.example:7999/web/shop.git" })).toMatchObject(place);
    expect(choose({ options, address: "web/shop", name: "web/shop" })).toMatchObject(place);
  });

  it("is no group of another forge that happens to be called scm, and no page of GitHub", () => {
    expect(choose({ address: "https://gitlab.com/scm/web/shop", env: { GITLAB_TOKEN: "t" } })).toMatchObject({
      kind: "gitlab",
    });
    const env = { CHANGE_URL: "https://github.com/acme/shop/pull/3" };
    expect(choose({ address: "https://git.example/acme/shop", env })).toEqual({
      why: "the repository is on git.example",
    });
  });

  it.each<readonly [string, Partial<ForgeQuestion>, string]>([
    [
      "there is no token",
      { env: {}, address: "https://git.example/scm/WEB/shop" },
      "BITBUCKET_TOKEN is not set",
    ],
    [
      "nobody tells the base",
      { options: { forge: "bitbucket-dc" }, address: "WEB/shop", name: "WEB/shop" },
      "--forge-url does not tell where Bitbucket is",
    ],
    [
      "nobody names the repository",
      { options: { forge: "bitbucket-dc" } },
      "name it with --repository KEY/slug",
    ],
    ["it is not reached by TLS", { address: "http://git.example/scm/WEB/shop" }, "the address of Bitbucket"],
  ])("is not asked where %s", (_, over, why) => {
    expect(choose(over)).toMatchObject({ kind: "bitbucket-dc", why: expect.stringContaining(why) });
  });

  it("names no repository where nobody tells it", () => {
    expect(dataCenterOption(question({ address: "shop" }))).toEqual({});
    expect(dataCenterOption(question({ address: "WEB/shop", name: "WEB/shop" }))).toEqual({});
  });
});
