import nock from "nock";
import { describe, expect, test } from "vitest";
import { answerByNockAlone, gitHubOfShop } from "../../../test/support/nocked.ts";

const API = "https://api.github.com";
const REPO = "/repos/acme/shop";

answerByNockAlone();

const thread = (id: number, isResolved = false) => ({
  id: `T${id}`,
  isResolved,
  comments: { nodes: [{ id: `C${id}`, databaseId: id }] },
});

const threadsPage = (nodes: readonly unknown[], pageInfo: object = { hasNextPage: false }) => ({
  data: { repository: { pullRequest: { reviewThreads: { nodes, pageInfo } } } },
});

describe("the threads of a review", () => {
  test("are read over all pages, but for those without a comment", async () => {
    const asked: unknown[] = [];
    const variables = (body: { readonly variables: unknown }) => asked.push(body.variables) > 0;
    nock(API)
      .post("/graphql", variables)
      .reply(200, threadsPage([thread(1), null], { hasNextPage: true, endCursor: "next" }))
      .post("/graphql", variables)
      .reply(200, threadsPage([thread(2, true), { ...thread(3), comments: { nodes: [] } }]));
    expect(await gitHubOfShop().reviews.threads(7)).toEqual([
      { id: "T1", isResolved: false, commentId: "1" },
      { id: "T2", isResolved: true, commentId: "2" },
    ]);
    const of = { owner: "acme", name: "shop", number: 7 };
    expect(asked).toEqual([of, { ...of, after: "next" }]);
  });

  test.each([
    ["gave no list", { data: { repository: null } }],
    ["promised a further page", threadsPage([thread(1)], { hasNextPage: true, endCursor: null })],
  ])("are an error where GraphQL %s, and not a list that lacks some", async (told, answer) => {
    nock(API).post("/graphql").reply(200, answer);
    await expect(gitHubOfShop().reviews.threads(7)).rejects.toMatchObject({
      code: "bad-response",
      message: expect.stringContaining(told),
    });
  });

  test.each([
    [{ type: "FORBIDDEN", message: "no" }, "forbidden", "no"],
    [{ type: "INSUFFICIENT_SCOPES" }, "forbidden", "INSUFFICIENT_SCOPES"],
    [
      { message: "Resource not accessible by integration" },
      "forbidden",
      "Resource not accessible by integration",
    ],
    [{ type: "NOT_FOUND", message: "gone" }, "not-found", "gone"],
    [{ type: "ODD", message: "broken" }, "bad-response", "broken"],
    [{}, "bad-response", "no reason given"],
  ])("that GraphQL refuses with %o are an error %s", async (refusal, code, told) => {
    nock(API)
      .post("/graphql")
      .times(2)
      .reply(200, { data: null, errors: [refusal] });
    const { reviews } = gitHubOfShop();
    await expect(reviews.threads(7)).rejects.toMatchObject({
      ...{ code, source: "github" },
      message: `GitHub GraphQL reviewThreads: ${told}`,
    });
    await expect(reviews.resolve({ id: "T1", isResolved: false, commentId: "1" })).rejects.toMatchObject({
      ...{ code, source: "github" },
      message: `GitHub GraphQL resolveReviewThread: ${told}`,
    });
  });
});

describe("the comments of a review", () => {
  test("are read with what GitHub knows of them", async () => {
    nock(API)
      .get(`${REPO}/pulls/7/comments?per_page=100`)
      .reply(200, [
        { id: 1 },
        {
          ...{ id: 2, body: "text", user: { login: "octo" }, path: "a.ts" },
          ...{ line: 4, start_line: 2, in_reply_to_id: 1 },
        },
      ]);
    expect(await gitHubOfShop().reviews.comments(7)).toEqual([
      { id: "1", body: "", author: "ghost", path: "" },
      { id: "2", body: "text", author: "octo", path: "a.ts", line: 4, startLine: 2, answers: "1" },
    ]);
  });

  test("are deleted, also those that are gone already, but a refusal is told", async () => {
    const { reviews } = gitHubOfShop();
    const gone = { id: "5", body: "", author: "octo", path: "a.ts" };
    nock(API).delete(`${REPO}/pulls/comments/5`).reply(204);
    await reviews.remove(gone);
    nock(API).delete(`${REPO}/pulls/comments/5`).reply(404, { message: "Not Found" });
    await reviews.remove(gone);
    nock(API)
      .delete(`${REPO}/pulls/comments/5`)
      .reply(403, { message: "Resource not accessible by integration" });
    await expect(reviews.remove(gone)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("the diff tells which files have no patch", async () => {
  nock(API)
    .get(`${REPO}/pulls/7/files?per_page=100`)
    .reply(200, [{ filename: "a.ts", patch: "@@ -1 +1 @@" }, { filename: "a.png" }]);
  expect(await gitHubOfShop().reviews.diff(7)).toEqual([
    { path: "a.ts", patch: "@@ -1 +1 @@" },
    { path: "a.png" },
  ]);
});
