import { describe, expect, it } from "vitest";
import { noForge } from "./forge-opener.ts";

describe("a forge where there is none", () => {
  it("refuses every question with why, so that nothing is taken for absent", async () => {
    const { requests, comments, pullRequests, commits, statuses } = noForge(
      "the repository is on git.example",
    );
    expect(requests).toBe(0);
    const questions = [
      comments.author(["someone"]),
      comments.list(7),
      pullRequests.get(7),
      pullRequests.ofCommit("c0ffee"),
      commits.date("c0ffee"),
      commits.file("a.yml", "c0ffee"),
      statuses.newest("c0ffee"),
    ];
    for (const question of questions) {
      await expect(question).rejects.toMatchObject({
        code: "no-credentials",
        source: "github",
        message: expect.stringContaining("because the repository is on git.example"),
      });
    }
  });

  it.each([
    [
      "gitlab",
      "GITLAB_TOKEN is not set",
      /^GitLab was not asked, because GITLAB_TOKEN is not set$/,
      /^Set GITLAB_TOKEN/,
    ],
    [
      "github",
      "GITHUB_TOKEN is not set",
      /^GitHub was not asked, because GITHUB_TOKEN is not set$/,
      /^Set GITHUB_TOKEN/,
    ],
    [
      "github",
      "the repository is on git.example",
      /is on git\.example$/,
      /^Name the forge with --forge and --forge-url/,
    ],
  ] as const)("says on %s what to do, whatever is asked: %s", async (kind, why, message, hint) => {
    const { commits, statuses } = noForge(why, kind);
    for (const question of [commits.branchTip("main"), statuses.newest("c0ffee")]) {
      const said = { message: expect.stringMatching(message), hint: expect.stringMatching(hint) };
      await expect(question).rejects.toMatchObject(said);
    }
  });
});
