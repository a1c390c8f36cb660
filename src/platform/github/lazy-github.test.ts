import { expect, it, vi } from "vitest";
import type { GitHub } from "../../ports.ts";
import type { RepositoryConnection } from "./github.ts";
import { lazyGitHub } from "./lazy-github.ts";

const { createGitHub, asked } = vi.hoisted(() => {
  const asked: unknown[][] = [];
  const answer =
    (name: string) =>
    async (...given: unknown[]) =>
      void asked.push([name, ...given]);
  const names = ["login", "listComments", "createComment", "updateComment", "deleteComment", "pullRequest"];
  const more = ["pullRequestsOf", "pullRequestsFrom", "statuses", "commitDate", "distance", "file"];
  const last = ["uploadSarif", "sarifProcessing", "sarifWarnings"];
  const methods = [...names, ...more, ...last].map((name) => [name, answer(name)]);
  const client = { requests: 7, ...Object.fromEntries(methods) };
  return { asked, createGitHub: vi.fn(() => client) };
});
vi.mock("./github.ts", () => ({ createGitHub }));

const options = { owner: "acme", repo: "shop" } as RepositoryConnection; // handed through as they are

it("makes one client, when it is first asked", async () => {
  const github = lazyGitHub(options);
  expect([createGitHub.mock.calls.length, github.requests]).toEqual([0, 0]);
  await Promise.all([github.login(), github.file("a.yml", "c0ffee")]);
  expect(createGitHub.mock.calls).toEqual([[options]]);
  expect(github.requests).toBe(7);
});

it("hands every question through with all that was given", async () => {
  const github = lazyGitHub(options);
  asked.length = 0;
  const { requests: _, ...methods } = github;
  for (const method of Object.values(methods)) {
    const ask = method as (...given: readonly unknown[]) => Promise<unknown>; // whatever it wants to be given
    await ask("first", "second");
  }
  const given: Partial<Record<keyof GitHub, readonly string[]>> = { login: [] };
  const two = ["createComment", "updateComment", "pullRequestsFrom", "distance", "file"];
  expect(asked).toEqual(
    Object.keys(methods).map((name) => [
      name,
      ...(given[name as keyof GitHub] ?? (two.includes(name) ? ["first", "second"] : ["first"])),
    ]),
  );
});
