import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Tree } from "../shop/files.ts";

/** The folders and files that a runner prepares for one step. */
export interface Workspace {
  /** Holds all the others. */
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  readonly event: string;
  readonly output: string;
  readonly summary: string;
}

/** Makes a new temporary folder with a checkout of the tree, an event file, and empty output and summary files. */
export function makeWorkspace(tree: Tree, payload: unknown): Workspace {
  const root = mkdtempSync(join(tmpdir(), "scan-gate-sandbox-"));
  const at = (name: string): string => join(root, name);
  const paths = {
    root,
    workspace: at("workspace"),
    temp: at("temp"),
    home: at("home"),
    event: at("event.json"),
    output: at("output"),
    summary: at("summary.md"),
  };
  for (const folder of [paths.workspace, paths.temp, paths.home]) mkdirSync(folder);
  for (const [path, text] of Object.entries(tree)) {
    const file = join(paths.workspace, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(paths.event, JSON.stringify(payload, null, 2));
  writeFileSync(paths.output, "");
  writeFileSync(paths.summary, "");
  return paths;
}
