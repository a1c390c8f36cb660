import { describe, expect, it } from "vitest";
import { repositoryAddress } from "./repository-address.ts";

describe("the web address of a repository", () => {
  it.each([
    ["https://gitlab.example/group/sub/shop", "https://gitlab.example/group/sub/shop", "group/sub/shop"],
    ["https://user:fake-secret@git.example/acme/shop.git/", "https://git.example/acme/shop", "acme/shop"],
    ["http://git.example:8080/acme/shop", "http://git.example:8080/acme/shop", "acme/shop"],
    ["git@git.example:acme/shop.git", "https://git.example/acme/shop", "acme/shop"],
    ["ssh://git@Git.Example:2222/acme/shop.git", "https://git.example/acme/shop", "acme/shop"],
    [
      "https://dev.azure.com/org/project/_git/shop",
      "https://dev.azure.com/org/project/_git/shop",
      "org/project/shop",
    ],
    [
      "git@ssh.dev.azure.com:v3/org/My%20Project/shop",
      "https://dev.azure.com/org/My%20Project/_git/shop",
      "org/My%20Project/shop",
    ],
    [
      "ssh://acme@vs-ssh.visualstudio.com/v3/org/project/shop",
      "https://dev.azure.com/org/project/_git/shop",
      "org/project/shop",
    ],
    [
      "https://git.example/ctx/projects/WEB/repos/shop",
      "https://git.example/ctx/projects/WEB/repos/shop",
      "WEB/shop",
    ],
    ["https://git.example/users/jo/repos/shop", "https://git.example/users/jo/repos/shop", "~jo/shop"],
    ["https://[::1]/acme/shop?x#y", "https://[::1]/acme/shop", "acme/shop"],
  ])("is known from %s", (address, url, path) => {
    expect(repositoryAddress(address)).toMatchObject({ url, path });
  });

  it("names the host as the web knows it", () => {
    expect(repositoryAddress("https://git.example:8443/a/b")?.host).toBe("git.example:8443");
    expect(repositoryAddress("ssh://git@git.example:22/a/b")?.host).toBe("git.example");
  });

  it.each([
    "",
    "acme/shop",
    "https://",
    "https://git.example",
    "https://git.example/",
    "/srv/git/shop.git",
    "../shop",
    "file:///srv/x",
  ])("is not taken from %j", (address) => {
    expect(repositoryAddress(address)).toBeUndefined();
  });
});
