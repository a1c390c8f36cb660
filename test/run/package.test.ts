import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "../support/run-scenario.ts";
import { folderFor } from "../support/run-shell.ts";

const HAS_BUNDLE = existsSync(join(PROJECT, "dist", "cli.js"));

/** What packing needs of the repository, in a folder of its own: packing changes the manifest for a moment. */
const NEEDED = [
  "package.json",
  "scripts/package-manifest.mjs",
  "README.md",
  "LICENSE",
  "dist",
  "schemas",
  "docs/cli.md",
];

const npm = (folder: string, ...args: readonly string[]): string =>
  execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Packs the project in a folder of its own, which is there until all tests have run. */
function packed(): string {
  const folder = mkdtempSync(join(tmpdir(), "scan-gate-package-"));
  for (const path of NEEDED) cpSync(join(PROJECT, path), join(folder, path), { recursive: true });
  const before = readFileSync(join(folder, "package.json"), "utf8");
  const [name = ""] = npm(folder, "pack", "--silent", "--offline").trim().split("\n").slice(-1);
  expect(readFileSync(join(folder, "package.json"), "utf8")).toBe(before);
  return join(folder, name);
}

/** How the pipelines of the examples start the package: `npx` and what stands before the options. */
const STARTS = ["gitlab/merge-request.yml", "azure/azure-pipelines.yml"].map((path) => {
  const text = readFileSync(join(PROJECT, "examples", path), "utf8");
  const start = /npx .*? scan-gate(?= --)/.exec(text)?.[0] ?? "";
  return [path, start.replaceAll("$(SCAN_GATE_PACKAGE)", "$SCAN_GATE_PACKAGE")] as const;
});

describe.runIf(HAS_BUNDLE)("the package", () => {
  let tarball = "";
  beforeAll(() => {
    tarball = packed();
  });
  afterAll(() => rmSync(dirname(tarball), { recursive: true, force: true }));

  it("starts as the examples start it, by an absolute path and by a relative one", () => {
    const [folder, name] = [dirname(tarball), basename(tarball)];
    for (const [path, start] of STARTS) {
      const where = path.startsWith("azure") ? name : tarball;
      const told = execFileSync("bash", ["-ec", `${start} --version`], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, SCAN_GATE_PACKAGE: where, npm_config_offline: "true" },
      });
      expect(told).toMatch(/^scan-gate \d+\.\d+\.\d+\n$/);
    }
  });

  it("holds what runs and what tells about it, without dependencies and scripts, and works offline", (context) => {
    const listed = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
    const rooms = new Set(
      listed.map((path) =>
        path
          .replace(/^package\//, "")
          .split("/")
          .slice(0, 2)
          .join("/"),
      ),
    );
    expect([...rooms].sort()).toEqual([
      "LICENSE",
      "README.md",
      "dist/cli",
      "dist/cli.js",
      "dist/licenses.txt",
      "dist/package.json",
      "docs/cli.md",
      "package.json",
      "schemas/report.schema.json",
    ]);
    const home = folderFor(context, { "package.json": "{}" });
    npm(home, "install", "--offline", "--no-audit", "--no-fund", tarball);
    const installed = join(home, "node_modules", "scan-gate");
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(Object.keys(manifest)).toEqual(
      expect.not.arrayContaining(["scripts", "dependencies", "devDependencies", "allowScripts"]),
    );
    expect(manifest.bin).toEqual({ "scan-gate": "dist/cli.js" });
    const told = execFileSync(join(home, "node_modules", ".bin", "scan-gate"), ["--version"], {
      encoding: "utf8",
    });
    expect(told).toMatch(/^scan-gate \d+\.\d+\.\d+\n$/);
  });
});
