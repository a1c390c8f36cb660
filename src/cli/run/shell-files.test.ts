import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shellFiles } from "./ports.ts";

const home = realpathSync(mkdtempSync(join(tmpdir(), "scan-gate-files-")));
const workspace = join(home, "work");

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

beforeAll(() => {
  put("work/in.json", "in");
  put("out/a.json", "a");
  put("out/deep/b.json", "b");
  put("out/deep/deeper/c.json", "c");
  put("secret/s.json", "s");
  symlinkSync(join(home, "secret", "s.json"), join(home, "out", "link.json"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const all = () => true;
const isJson = (path: string) => path.endsWith(".json");

function files(depth: number, selects: (path: string) => boolean = isJson, folder = "out") {
  const outer = [{ name: `../${folder}`, folder: join(home, folder), depth, selects }];
  return shellFiles({ workspace, redact: (text) => text, outer });
}

describe("files of a command line", () => {
  it("are those of the workspace and of the folders named, by the names that lead there", async () => {
    const found = files(Number.POSITIVE_INFINITY);
    expect(found.beyondWorkspace).toBe(true);
    expect(await found.findWorkspace(all)).toEqual([
      "../out/a.json",
      "../out/deep/b.json",
      "../out/deep/deeper/c.json",
      "../out/link.json",
      "in.json",
    ]);
    expect(await found.readWorkspace("../out/deep/b.json", 100)).toBe("b");
    expect(await found.readWorkspace("in.json", 100)).toBe("in");
  });

  it("are looked for no deeper than the glob can mean", async () => {
    expect(await files(0).findWorkspace(all)).toEqual(["../out/a.json", "../out/link.json", "in.json"]);
    expect(await files(1).findWorkspace(all)).toContain("../out/deep/b.json");
    expect(await files(1).findWorkspace(all)).not.toContain("../out/deep/deeper/c.json");
  });

  it("are found outside by their own glob only, and read by nothing else", async () => {
    const found = files(Number.POSITIVE_INFINITY, (path) => path === "../out/a.json");
    expect(await found.findWorkspace(all)).toEqual(["../out/a.json", "in.json"]);
    await expect(found.readWorkspace("../out/deep/b.json", 100)).rejects.toMatchObject({
      code: "report-invalid",
    });
  });

  it("are never reached by a link that leads out of its folder, nor beside the folders", async () => {
    await expect(files(0).readWorkspace("../out/link.json", 100)).rejects.toMatchObject({
      code: "report-invalid",
    });
    await expect(files(0).readWorkspace("../secret/s.json", 100)).rejects.toMatchObject({
      code: "report-invalid",
    });
    await expect(files(0).readWorkspace("../out/../secret/s.json", 100)).rejects.toMatchObject({
      code: "report-invalid",
    });
  });

  it("are missing where the folder is", async () => {
    const found = files(0, isJson, "nowhere");
    expect(await found.readWorkspace("../nowhere/x.json", 100)).toBeUndefined();
    expect(await found.findWorkspace(all)).toEqual(["in.json"]);
  });

  it("can lie below the root of the file system", async () => {
    const outer = [{ name: "/", folder: home, depth: 0, selects: all }];
    const found = shellFiles({ workspace: join(workspace, "none"), redact: (text) => text, outer });
    expect(await found.findWorkspace(isJson)).toEqual([]);
    expect(await found.readWorkspace("/out/a.json", 100)).toBe("a");
  });

  it("are written redacted", async () => {
    const path = join(home, "written", "x.txt");
    const redacting = shellFiles({
      workspace,
      redact: (text) => text.replace("fake-token", "***"),
      outer: [],
    });
    await redacting.writeParts(path, ["a fake-token"]);
    const read = shellFiles({ workspace: home, redact: (text) => text, outer: [] });
    expect(await read.readWorkspace("written/x.txt", 100)).toBe("a ***");
  });
});
