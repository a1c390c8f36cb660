import { describe, expect, it } from "vitest";
import { type Call, fakeSnyk, fault, ORG, projectId } from "../../../test/support/fake-snyk.ts";
import { MAX_PAGES, SnykApi } from "./client.ts";

const issues = (next: unknown, ...ids: readonly string[]) => ({
  data: ids.map((id) => ({ id, attributes: {} })),
  links: { next },
});

/** Answers the first request and then those for the links, in the order given. */
function pages(...answers: readonly unknown[]) {
  let at = 0;
  const snyk = fakeSnyk({
    answer: () => {
      const answer = answers[Math.min(at, answers.length - 1)];
      at += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const read = () => new SnykApi(snyk.service).issues(ORG, projectId(1));
  return { ...snyk, read, paths: () => snyk.calls.map(({ path }: Call) => path) };
}

describe("a list", () => {
  it("asks for full pages of open issues of one project, with the pinned version", async () => {
    const { calls, read } = pages(issues(null));
    await read();
    expect(calls).toEqual([
      {
        path: `/rest/orgs/${ORG}/issues`,
        query: [
          ["version", "2024-10-15"],
          ["limit", 100],
          ["scan_item.id", projectId(1)],
          ["scan_item.type", "project"],
          ["status", "open"],
        ],
      },
    ]);
  });

  it.each([
    ["a path from /rest", `/rest/orgs/${ORG}/issues?version=2024-10-15&starting_after=v1.a%3D`],
    ["a path without /rest", `/orgs/${ORG}/issues?version=2024-10-15&starting_after=v1.a%3D`],
    [
      "a whole address",
      `https://api.snyk.io/rest/orgs/${ORG}/issues?version=2024-10-15&starting_after=v1.a%3D`,
    ],
    ["an object", { href: `/orgs/${ORG}/issues?version=2024-10-15&starting_after=v1.a%3D`, meta: {} }],
  ])("follows a next link that is %s, and adds nothing to it", async (_, next) => {
    const { calls, read } = pages(issues(next, "1"), issues(undefined, "2"));
    expect((await read()).items.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(calls[1]).toEqual({
      path: `/rest/orgs/${ORG}/issues?version=2024-10-15&starting_after=v1.a%3D`,
      query: [],
    });
  });

  it.each([
    ["no links", { data: [{ id: "1", attributes: {} }] }],
    ["links that are null", { data: [{ id: "1", attributes: {} }], links: null }],
    ["a next link that is null", issues(null, "1")],
    ["an empty next link", issues("", "1")],
  ])("ends at a page with %s", async (_, page) => {
    const { read, calls } = pages(page);
    expect(await read()).toEqual({ items: [expect.objectContaining({ id: "1" })] });
    expect(calls).toHaveLength(1);
  });

  it("goes on after an empty page that has a next link, for it proves nothing", async () => {
    const { read } = pages(issues("/orgs/a?p=2"), issues("/orgs/a?p=3"), issues(null, "1"));
    expect((await read()).items.map(({ id }) => id)).toEqual(["1"]);
  });

  it("is partial when empty pages do not end", async () => {
    const { read, calls } = pages(...[2, 3, 4, 5, 6, 7].map((page) => issues(`/orgs/a?p=${page}`)));
    expect((await read()).cut).toMatchObject({ code: "partial" });
    expect(calls).toHaveLength(5);
  });

  it("is partial, and no empty list, when an empty page leads to another origin", async () => {
    const { read, calls } = pages(issues("https://evil.example/rest/orgs"));
    expect((await read()).cut).toMatchObject({ code: "partial", source: "snyk" });
    expect(calls).toHaveLength(1);
  });

  it("ends at a page that names itself", async () => {
    const own = pages(issues("/orgs/a?p=2", "1"), issues("/orgs/a?p=2", "2"));
    expect((await own.read()).cut).toBeUndefined();
    expect(own.calls).toHaveLength(2);
  });

  it("counts an entry once that stands on two pages", async () => {
    const { read } = pages(issues("/orgs/a?p=2", "1", "2"), issues(null, "2", "3"));
    expect((await read()).items.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });

  it.each([
    ["a later page that fails", [issues("/orgs/a?p=2", "1"), fault("unreachable", 500)]],
    ["a later page of a wrong shape", [issues("/orgs/a?p=2", "1"), {}]],
    ["a next link to another origin", [issues("https://evil.example/rest/orgs", "1")]],
    ["links in a circle", [issues("/a?p=2", "1"), issues("/a?p=3", "2"), issues("/a?p=2", "3")]],
  ])("is partial after %s, and keeps what it has", async (_, answers) => {
    const { read, calls } = pages(...answers);
    const { items, cut } = await read();
    expect(items.length).toBeGreaterThan(0);
    expect(cut).toMatchObject({ code: "partial", source: "snyk" });
    expect(calls.length).toBeLessThanOrEqual(3);
  });

  it("that was cancelled says so and not that it is partial", async () => {
    const { read } = pages(issues("/orgs/a?p=2", "1"), fault("cancelled"));
    expect((await read()).cut).toMatchObject({ code: "cancelled" });
  });

  it("without an end stops at the page limit", async () => {
    let page = 0;
    const { service, calls } = fakeSnyk({
      answer: () => {
        page += 1;
        return issues(`/orgs/a?p=${page}`, String(page));
      },
    });
    const { items, cut } = await new SnykApi(service).issues(ORG, projectId(1));
    expect(calls).toHaveLength(MAX_PAGES);
    expect(items).toHaveLength(MAX_PAGES);
    expect(cut).toMatchObject({ code: "partial" });
  });

  it.each([
    [{}],
    [{ data: null }],
    [{ data: {} }],
    [[]],
    ["x"],
    [null],
    [{ data: [{ id: "1" }] }],
    [{ data: [], links: { next: 7 } }],
  ])("of the shape %j is a bad response, never an empty list", async (body) => {
    const { service } = fakeSnyk({ answer: () => (body === null ? { none: true } : body) });
    await expect(new SnykApi(service).issues(ORG, projectId(1))).rejects.toMatchObject({
      code: "bad-response",
    });
  });

  it("does not hide a fault of its own", async () => {
    const bug = new TypeError("bug");
    await expect(pages(bug).read()).rejects.toBe(bug);
    await expect(pages(issues("/orgs/a?p=2", "1"), bug).read()).rejects.toBe(bug);
  });
});

describe("a refusal", () => {
  it.each([
    [401, "auth", "snyk-token"],
    [403, "forbidden", "plan"],
    [404, "not-found", "no access"],
  ])("with status %d is %s and says what to do", async (status, code, words) => {
    const { read } = pages(fault("internal", status));
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, source: "snyk", status });
    expect(String((error as Error).message) + String((error as { hint?: string }).hint)).toContain(words);
  });

  it("of another kind is passed on", async () => {
    const error = fault("rate-limited", 429);
    await expect(pages(error).read()).rejects.toBe(error);
  });
});
