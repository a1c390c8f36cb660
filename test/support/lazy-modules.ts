import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const SRC = join(process.cwd(), "src");

/**
 * Loads whatever a run loads only when it needs it. In tests another process makes these modules ready; a run that
 * waits for it looks as if it had nothing to do, and a clock that cuts waiting short would end its limits of time.
 */
export async function loadLazyModules(): Promise<void> {
  const sources = globSync("**/*.ts", { cwd: SRC }).filter((path) => !path.endsWith(".test.ts"));
  const loaded = sources.flatMap((path) => {
    const text = readFileSync(join(SRC, path), "utf8");
    return [...text.matchAll(/\bimport\(\s*"([^"]+)"/g)].map(([, name = ""]) =>
      name.startsWith(".") ? join(SRC, dirname(path), name) : name,
    );
  });
  await Promise.all([...new Set(loaded)].map((path) => import(/* @vite-ignore */ path)));
}
