import { expect, it, vi } from "vitest";
import { deadlineOf, stillClock } from "../../../test/support/clock.ts";
import { createGitHub } from "./github.ts";

const loaded = vi.hoisted((): string[] => []);
vi.mock("./schemas.ts", async (original) => {
  loaded.push("schemas");
  return await original();
});
vi.mock("@actions/github", () => {
  loaded.push("octokit");
  return { getOctokit: () => ({ request: async () => ({ data: { login: "octo" }, headers: {} }) }) };
});

const options = {
  token: "ghp_fake",
  apiUrl: "https://api.github.com",
  owner: "acme",
  repo: "shop",
  deadline: () => deadlineOf(1000),
  clock: stillClock(),
  random: () => 0.5,
  userAgent: "scan-gate/0.0.0",
  redact: (text: string) => text,
};

it("Octokit and the schemas of answers are loaded when GitHub is first asked, and not before", async () => {
  const gitHub = createGitHub(options);
  expect([loaded, gitHub.requests]).toEqual([[], 0]);
  const authors = await Promise.all([
    gitHub.comments.author(["someone"]),
    gitHub.comments.author(["someone"]),
  ]);
  expect(authors).toEqual(["octo", "octo"]);
  expect(loaded).toEqual(["schemas", "octokit"]);
});
