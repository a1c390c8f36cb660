import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cliBlocks } from "../../scripts/cli-tables.ts";
import { withBlocks } from "../../scripts/generated.ts";
import { EXIT } from "../../src/cli/shell.ts";

const DOCUMENT = readFileSync(join(import.meta.dirname, "..", "..", "docs", "cli.md"), "utf8");

describe("docs/cli.md", () => {
  it("has the tables of the options, tokens and variables that there are", () => {
    expect(DOCUMENT).toBe(withBlocks(DOCUMENT, cliBlocks));
  });

  it("explains every exit code", () => {
    for (const code of [...Object.values(EXIT), 130])
      expect(DOCUMENT).toMatch(new RegExp(`^\\| ${code}[ ,]`, "m"));
  });
});
