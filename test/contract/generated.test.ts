import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedBlocks, generatedFiles, withBlocks } from "../../scripts/generated.ts";

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", "..", path), "utf8");

describe("what is written from the table of inputs and the schemas", () => {
  it.each(Object.entries(generatedFiles))("is as npm run docs writes it: %s", (path, text) => {
    expect(read(path)).toBe(text);
  });

  it("stands in docs/inputs.md as npm run docs writes it", () => {
    const document = read("docs/inputs.md");
    expect(document).toBe(withBlocks(document, generatedBlocks));
  });
});
