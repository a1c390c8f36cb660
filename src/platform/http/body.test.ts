import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readBody } from "./body.ts";

/** As much of a message as a body is read from. */
function message(pieces: readonly string[], headers: Record<string, string>): IncomingMessage {
  const stream = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  return Object.assign(stream, { headers }) as unknown as IncomingMessage;
}

test.each([
  ["shorter", "7"],
  ["longer", "3"],
])("a body that is %s than it says is not taken, whatever the parser made of it", async (_, length) => {
  const reading = readBody(message(["[1,", "2]"], { "content-length": length }), {
    limit: 100,
    onBytes() {},
  });
  await expect(reading).rejects.toMatchObject({
    code: "bad-response",
    message: `the answer was cut off after 5 of ${length} bytes`,
  });
});

test("a length that is no number is not compared", async () => {
  const reading = readBody(message(["[1]"], { "content-length": "many" }), { limit: 100, onBytes() {} });
  expect(await reading).toBe("[1]");
});

test("every piece is told when it arrives", async () => {
  let pieces = 0;
  const onBytes = () => {
    pieces += 1;
  };
  await readBody(message(["[1", ",2", "]"], {}), { limit: 100, onBytes });
  expect(pieces).toBe(3);
});
