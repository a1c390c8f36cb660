import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePolicyFile } from "../../src/settings/policy/file.ts";
import { WRONG_POLICIES } from "./wrong-policies.ts";

const GOLDEN = new URL("./wrong-policies.md", import.meta.url);

/** Every file with the messages that its author reads. */
function rendered(): string {
  const parts = WRONG_POLICIES.map(([title, text]) => {
    const result = parsePolicyFile(text, "scan-gate.yml");
    const told = result.ok ? ["NOTHING IS WRONG"] : result.problems;
    const shown = text.length > 600 ? `${text.slice(0, 200)} …\n` : text;
    return `## ${title}\n\n\`\`\`yaml\n${shown}\`\`\`\n\n\`\`\`text\n${told.join("\n")}\n\`\`\`\n`;
  });
  return `# Wrong policy files, and what their authors are told\n\n${parts.join("\n")}`;
}

describe("a wrong policy file", () => {
  it("is told with place, key, value given, values allowed, and the nearest word", () => {
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, rendered());
    expect(rendered()).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("is refused, each of sixty and more", () => {
    expect(WRONG_POLICIES.length).toBeGreaterThanOrEqual(60);
    const accepted = WRONG_POLICIES.filter(([, text]) => parsePolicyFile(text, "p.yml").ok);
    expect(accepted.map(([title]) => title)).toEqual([]);
  });
});
