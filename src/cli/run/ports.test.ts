import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fakePorts } from "../../../test/support/fake-ports.ts";
import type { WantedPorts } from "../shell.ts";
import { shellPorts } from "./ports.ts";

const folder = mkdtempSync(join(tmpdir(), "scan-gate-ports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { log, cancelled, redact } = fakePorts();
const ports = (over: Partial<WantedPorts> = {}) =>
  shellPorts({}, cancelled, {
    log,
    redact,
    workspace: folder,
    roots: [],
    summaryFile: join(folder, "new", "summary.md"),
    annotates: false,
    gitHub: { why: "it is a test" },
    policies: { why: "it is a test" },
    ...over,
  });
const ofGitHub = {
  token: "fake-token",
  owner: "acme",
  repo: "shop",
  deadline: () => ports().deadline({ ms: 1, parent: cancelled }),
};

describe("the real world of a command line", () => {
  it("has no step outputs; the summary is a file, without tokens", () => {
    const { outputs } = ports();
    outputs.set("verdict", "pass");
    outputs.annotate({ level: "error", message: "nobody reads this" });
    outputs.summary("# fake-token\n");
    expect(readFileSync(join(folder, "new", "summary.md"), "utf8")).toBe("# ***\n");
  });

  it("has GitHub only where its address is known", async () => {
    await expect(ports().forge(ofGitHub).comments.author(["someone"])).rejects.toMatchObject({
      code: "no-credentials",
    });
    expect(ports({ gitHub: { apiUrl: "http://127.0.0.1:9" } }).forge(ofGitHub).requests).toBe(0);
  });

  it("has the report files that globs name outside of the workspace", async () => {
    writeFileSync(join(folder, "a.json"), "{}");
    const roots = [{ name: "../out", folder, depth: 0, glob: "../out/*.json" }];
    const { files } = ports({ roots, workspace: join(folder, "none") });
    expect(await files.findWorkspace(() => true)).toEqual(["../out/a.json"]);
  });
});
