import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A file of `src` or `sandbox` that ships, as far as its structure goes. */
export interface ShippedFile {
  /** Relative to the project. */
  readonly path: string;
  readonly lines: number;
  /** Names that it exports; types too. */
  readonly exports: readonly string[];
  /** Paths of the files that it imports, relative to the project; packages are left out. */
  readonly imports: readonly string[];
}

/** Every file of a folder (`src`, `sandbox`) but the tests, in the order of the paths. */
export function readShippedFiles(root: string, folder = "src"): readonly ShippedFile[] {
  return globSync(`${folder}/**/*.ts`, { cwd: root })
    .filter((path) => !path.endsWith(".test.ts"))
    .toSorted()
    .map((path) => readShippedFile(root, path));
}

function readShippedFile(root: string, path: string): ShippedFile {
  const text = readFileSync(join(root, path), "utf8");
  const exported = text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:async )?(?:type|interface|const|function\*?|class) (\w+)/gm,
  );
  const imported = text.matchAll(/(?:from|import|import\()\s*"(\.{1,2}\/[^"]+)"/g);
  return {
    path,
    lines: text.split("\n").length - 1,
    // A function with several signatures has each of them exported.
    exports: [...new Set([...exported].flatMap(([, name]) => name ?? []))],
    imports: [...imported].flatMap(([, target]) => normalize(join(dirname(path), target ?? ""))),
  };
}
