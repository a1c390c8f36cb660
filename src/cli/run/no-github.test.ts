import { describe, expect, it } from "vitest";
import { noGitHub } from "./no-github.ts";

describe("GitHub where there is none", () => {
  it("refuses every question with why, so that nothing is taken for absent", async () => {
    const { requests, ...methods } = noGitHub("the repository is on git.example");
    expect(requests).toBe(0);
    const questions = Object.values(methods) as readonly (() => Promise<unknown>)[];
    expect(questions.length).toBeGreaterThan(10);
    for (const ask of questions) {
      await expect(ask()).rejects.toMatchObject({
        code: "no-credentials",
        source: "github",
        message: expect.stringContaining("because the repository is on git.example"),
      });
    }
  });
});
