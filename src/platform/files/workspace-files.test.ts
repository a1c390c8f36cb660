import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { workspaceFiles } from "./workspace-files.ts";

let home = "";
let workspace = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "scan-gate-files-"));
  workspace = join(home, "repo");
  mkdirSync(join(workspace, "out"), { recursive: true });
  mkdirSync(join(home, "repo-evil"));
  writeFileSync(join(home, "repo-evil", "x.sarif"), "outside");
  writeFileSync(join(workspace, "out", "a.sarif"), "inside");
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const files = () => workspaceFiles({ workspace, redact: (text) => text.replaceAll("fake-token", "***") });

describe("readWorkspace", () => {
  it("reads a file inside the workspace, through a link too when that stays inside", async () => {
    symlinkSync(join(workspace, "out", "a.sarif"), join(workspace, "link.sarif"));
    expect(await files().readWorkspace("out/a.sarif", 100)).toBe("inside");
    expect(await files().readWorkspace("link.sarif", 100)).toBe("inside");
  });

  it.each([
    "../repo-evil/x.sarif",
    "/etc/passwd",
    "out/../../repo-evil/x.sarif",
  ])("refuses %s", async (path) => {
    await expect(files().readWorkspace(path, 100)).rejects.toMatchObject({ code: "report-invalid" });
  });

  it("refuses a link that leads out", async () => {
    symlinkSync(join(home, "repo-evil", "x.sarif"), join(workspace, "out", "evil.sarif"));
    await expect(files().readWorkspace("out/evil.sarif", 100)).rejects.toMatchObject({
      message: expect.stringContaining("leads out of the workspace"),
    });
  });

  it.each(["missing.sarif", "out"])("gives nothing for %s", async (path) => {
    expect(await files().readWorkspace(path, 100)).toBeUndefined();
  });

  it("gives nothing for a file over the limit, and the whole of one at it", async () => {
    expect(await files().readWorkspace("out/a.sarif", 5)).toBeUndefined();
    expect(await files().readWorkspace("out/a.sarif", 6)).toBe("inside");
  });

  it("takes the tokens out of what it reads, for what is cut later cannot be searched for them", async () => {
    writeFileSync(join(workspace, "out", "b.sarif"), "a fake-token inside");
    expect(await files().readWorkspace("out/b.sarif", 100)).toBe("a *** inside");
  });

  it("does not hang on a pipe that nobody writes to", async () => {
    execFileSync("mkfifo", [join(workspace, "out", "pipe.sarif")]);
    expect(await files().readWorkspace("out/pipe.sarif", 100)).toBeUndefined();
  });
});

describe("findWorkspace", () => {
  it("lists what matches, sorted, and leaves out git's and npm's own folders", async () => {
    mkdirSync(join(workspace, "node_modules"));
    mkdirSync(join(workspace, ".git"));
    mkdirSync(join(workspace, ".reports"));
    for (const folder of ["node_modules", ".git", ".reports"]) {
      writeFileSync(join(workspace, folder, "z.sarif"), "");
    }
    expect(await files().findWorkspace((path) => path.endsWith(".sarif"))).toEqual([
      ".reports/z.sarif",
      "out/a.sarif",
    ]);
  });

  it("does not follow a link to a folder, which could lead in circles or out", async () => {
    symlinkSync(join(home, "repo-evil"), join(workspace, "elsewhere"));
    expect(await files().findWorkspace((path) => path.endsWith("x.sarif"))).toEqual([]);
  });
});

describe("links to folders that lead out of the workspace", () => {
  const find = (through: (folder: string) => boolean) =>
    files().findWorkspace((path) => path.endsWith(".sarif"), through);
  const link = (target: string, ...name: readonly string[]) => symlinkSync(target, join(workspace, ...name));

  it("are told with a slash at the end where they are on the way, and reading one says that it leads out", async () => {
    link(join(home, "repo-evil"), "elsewhere");
    link(join(home, "repo-evil"), "out", "deep");
    expect(await find((folder) => folder === "elsewhere")).toEqual(["elsewhere/", "out/a.sarif"]);
    expect(await find((folder) => folder === "out/deep")).toEqual(["out/a.sarif", "out/deep/"]);
    await expect(files().readWorkspace("elsewhere/", 100)).rejects.toMatchObject({ code: "report-invalid" });
  });

  it("are left out where nothing goes through them, and in folders that are not searched", async () => {
    mkdirSync(join(workspace, "node_modules"));
    link(join(home, "repo-evil"), "elsewhere");
    link(join(home, "repo-evil"), "node_modules", "evil");
    link(join(home, "repo-evil"), ".git");
    expect(await find((folder) => folder !== "elsewhere")).toEqual(["out/a.sarif"]);
  });

  it("are none that lead to a folder inside, to a file, or nowhere", async () => {
    link(join(workspace, "out"), "inner");
    link(join(home, "repo-evil", "x.sarif"), "file");
    link(join(home, "gone"), "nowhere");
    expect(await find(() => true)).toEqual(["out/a.sarif"]);
  });

  it("are told once where their own name is selected", async () => {
    link(join(home, "repo-evil"), "evil.sarif");
    expect(await find(() => true)).toEqual(["evil.sarif", "out/a.sarif"]);
  });
});

describe("write", () => {
  it("makes the folders on the way and redacts what it writes", async () => {
    const path = join(home, "new", "folder", "report.json");
    await files().writeParts(path, ["has fake-token"]);
    expect(readFileSync(path, "utf8")).toBe("has ***");
  });

  it("says so when a folder cannot be made, and does not try for ever", async () => {
    await expect(
      files().writeParts(join(workspace, "out", "a.sarif", "b", "c.txt"), ["x"]),
    ).rejects.toThrow();
    await expect(files().writeParts("/proc/nowhere/here/c.txt", ["x"])).rejects.toThrow();
  });

  it("makes one folder from several sides at once", async () => {
    const paths = ["a", "b", "c"].map((name) => join(home, "x", "y", `${name}.txt`));
    await Promise.all(paths.map((path) => files().writeParts(path, ["text"])));
    expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["text", "text", "text"]);
  });

  it("writes parts one after another, each redacted, in place of what was there", async () => {
    const path = join(home, "new", "parts.json");
    await files().writeParts(path, ["what was there before and was longer"]);
    await files().writeParts(path, ["first fake-token, ", "", "second fake-token"]);
    expect(readFileSync(path, "utf8")).toBe("first ***, second ***");
  });

  it("closes the file when a part cannot be made", async () => {
    const broken = function* () {
      yield "begun";
      throw new Error("no more");
    };
    await expect(files().writeParts(join(home, "broken.json"), broken())).rejects.toThrow("no more");
  });

  it("leaves nothing half written and nothing of an earlier run when a part cannot be made, and says so", async () => {
    const path = join(home, "old.json");
    writeFileSync(path, "the verdict of an earlier run");
    const broken = function* () {
      yield "begun";
      throw new Error("no more");
    };
    await expect(files().writeParts(path, broken())).rejects.toMatchObject({
      code: "internal",
      message: `"${path}" cannot be written: no more; the file of an earlier run that was there is removed`,
    });
    expect(readdirSync(home)).toEqual(["repo", "repo-evil"]);
  });

  it("says that the file is of an earlier run where it cannot be removed", async () => {
    const path = join(home, "old.json");
    writeFileSync(path, "the verdict of an earlier run");
    const turnedIntoFolder = function* () {
      yield "begun";
      rmSync(path);
      mkdirSync(path);
      throw new Error("no more");
    };
    await expect(files().writeParts(path, turnedIntoFolder())).rejects.toThrow(
      "no more; the file that is there is of an earlier run",
    );
  });

  it("never writes through a link, and says so", async () => {
    const precious = join(home, "precious.txt");
    writeFileSync(precious, "precious");
    for (const target of [precious, join(home, "not-there.txt")]) {
      const path = join(workspace, "results.sarif");
      rmSync(path, { force: true });
      symlinkSync(target, path);
      await expect(files().writeParts(path, ["x"])).rejects.toThrow(
        `"${path}" cannot be written: there is a link`,
      );
    }
    expect(readFileSync(precious, "utf8")).toBe("precious");
    expect(existsSync(join(home, "not-there.txt"))).toBe(false);
  });

  it("never writes through a folder of the workspace that is a link", async () => {
    symlinkSync(home, join(workspace, "reports"));
    await expect(files().writeParts(join(workspace, "reports", "new", "a.json"), ["x"])).rejects.toThrow(
      "is a link",
    );
    expect(existsSync(join(home, "new"))).toBe(false);
  });

  it.each([
    "/proc/self/fd/1",
    "/dev/stdout",
    "/dev/null",
    "/proc/self/fd/1/a.json",
  ])("refuses %s, which is no regular file", async (path) => {
    await expect(files().writeParts(path, ["x"])).rejects.toMatchObject({ name: "ScanGateError" });
  });

  it("refuses a FIFO, a socket and a folder, and waits for nobody", async () => {
    const fifo = join(workspace, "fifo");
    execFileSync("mkfifo", [fifo]);
    await expect(files().writeParts(fifo, ["x"])).rejects.toThrow("no regular file");
    const server = createServer().listen(join(workspace, "socket"));
    await once(server, "listening");
    await expect(files().writeParts(join(workspace, "socket"), ["x"])).rejects.toThrow("no regular file");
    server.close();
    await expect(files().writeParts(join(workspace, "out"), ["x"])).rejects.toThrow("there is a folder");
  });

  it("removes what it wrote, and nothing where there is nothing", async () => {
    const path = join(home, "a.json");
    await files().writeParts(path, ["x"]);
    await files().remove(path);
    await files().remove(path);
    expect(existsSync(path)).toBe(false);
  });
});

describe("a cancelled run", () => {
  it("begins no file", async () => {
    const cancelled = AbortSignal.abort(new Error("cancelled"));
    const stopped = workspaceFiles({ workspace, redact: (text) => text, cancelled });
    await expect(stopped.writeParts(join(home, "new", "a.json"), ["{}"])).rejects.toThrow("cancelled");
    expect(readdirSync(home)).not.toContain("new");
  });

  it("puts a file that it was writing nowhere, leaves nothing beside its place, and touches nothing else", async () => {
    writeFileSync(join(home, "report.json"), "before");
    const cancel = new AbortController();
    const stopped = workspaceFiles({ workspace, redact: (text) => text, cancelled: cancel.signal });
    function* parts() {
      yield "one";
      cancel.abort(new Error("cancelled"));
      yield "two";
    }
    await expect(stopped.writeParts(join(home, "report.json"), parts())).rejects.toThrow("cancelled");
    expect(readdirSync(home).filter((name) => name.includes("report.json"))).toEqual(["report.json"]);
    expect(readFileSync(join(home, "report.json"), "utf8")).toBe("before");
  });
});
