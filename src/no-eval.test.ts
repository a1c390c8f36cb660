import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

const users = globSync("**/*.ts", { cwd: import.meta.dirname })
  .filter((path) => !path.endsWith(".test.ts"))
  .map((path) => ({ path, text: readFileSync(join(import.meta.dirname, path), "utf8") }))
  .filter(({ path, text }) => path !== "no-eval.ts" && /^import (?!type).*from "zod/m.test(text));

it.each(users)("$path makes its schemas after eval was ruled out", ({ text }) => {
  expect(text).toMatch(/^import "(\.\.?\/)+no-eval\.ts";\n[\s\S]*^import .* from "zod/m);
});

it("lets no schema make code of text", async () => {
  const made: unknown[] = [];
  vi.stubGlobal("Function", function Recorder(...given: unknown[]) {
    made.push(given);
    return () => undefined;
  });
  const { deploymentsSchema } = await import("./sources/semgrep/schema.ts");
  deploymentsSchema.parse({ deployments: [{ id: 1, slug: "acme" }] });
  expect(made).toEqual([]);
});
