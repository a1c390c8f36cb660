import nock from "nock";
import { describe, expect, test } from "vitest";
import { answerByNockAlone, gitHubOfShop } from "../../../test/support/nocked.ts";

const API = "https://api.github.com";
const REPO = "/repos/acme/shop";
const SHA = "a".repeat(40);

answerByNockAlone();

describe("a file that is to be changed", () => {
  const PATH = ".github/scan-gate.yml";
  const answers = (status: number, body: nock.Body) =>
    nock(API).get(`${REPO}/contents/${PATH}?ref=${SHA}`).reply(status, body);
  const read = async () => await (await gitHubOfShop().proposals()).file(PATH, SHA);
  const file = (bytes: Buffer, more: object = {}) => ({
    ...{ type: "file", encoding: "base64", sha: "v1" },
    ...{ content: bytes.toString("base64"), ...more },
  });

  test("keeps every byte, a byte order mark included", async () => {
    answers(200, file(Buffer.from("\uFEFFversion: 1\r\n", "utf8")));
    expect(await read()).toEqual({ text: "\uFEFFversion: 1\r\n", version: "v1" });
  });

  test("is none where GitHub has none, but not where it does not know the commit", async () => {
    answers(404, { message: "Not Found" });
    expect(await read()).toBeUndefined();
    answers(404, { message: `No commit found for the ref ${SHA}` });
    await expect(read()).rejects.toMatchObject({ code: "not-found" });
    answers(403, { message: "Resource not accessible by integration" });
    await expect(read()).rejects.toMatchObject({ code: "forbidden" });
  });

  test.each([
    ["is too large to come with its text", file(Buffer.from(""), { encoding: "none" })],
    ["has no version", file(Buffer.from("a"), { sha: undefined })],
    ["is a folder", [{ type: "file" }]],
    ["is a link", file(Buffer.from("a"), { type: "symlink" })],
  ])("is refused when it %s", async (_what, body) => {
    answers(200, body);
    await expect(read()).rejects.toMatchObject({
      ...{ code: "bad-response", source: "github" },
      message: `GitHub: ${PATH} at ${SHA.slice(0, 12)} is not a file of a size that can be changed`,
      hint: "Add the exception to the file by hand",
    });
  });

  test("is refused when it is no UTF-8 text, of which some would be lost", async () => {
    answers(200, file(Buffer.from([0x61, 0xff, 0xfe])));
    await expect(read()).rejects.toMatchObject({
      code: "bad-response",
      message: `GitHub: ${PATH} at ${SHA.slice(0, 12)} is not UTF-8 text`,
    });
  });
});

describe("the difference of two branches", () => {
  const answers = (status: number, body: nock.Body) =>
    nock(API).get(`${REPO}/compare/main...fix?per_page=1`).reply(status, body);
  const read = async () => await (await gitHubOfShop().proposals()).difference("main", "fix");

  test("names the files by both names where one was renamed", async () => {
    answers(200, {
      merge_base_commit: { sha: SHA },
      files: [{ filename: "a" }, { filename: "c", previous_filename: "b" }],
    });
    expect(await read()).toEqual({ mergeBase: SHA, files: ["a", "c", "b"] });
  });

  test("is none where they have nothing in common, but not where it may not be read", async () => {
    answers(404, { message: "No common ancestor" });
    expect(await read()).toBeUndefined();
    answers(403, { message: "Resource not accessible by integration" });
    await expect(read()).rejects.toMatchObject({ code: "forbidden" });
  });
});
