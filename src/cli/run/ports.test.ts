import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fakePorts } from "../../../test/support/fake-ports.ts";
import { createDeadline } from "../../platform/http/deadline.ts";
import type { WantedPorts } from "../shell.ts";
import { shellPorts } from "./ports.ts";

const folder = mkdtempSync(join(tmpdir(), "scan-gate-ports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { log, cancelled, redact, clock } = fakePorts();
const ports = (over: Partial<WantedPorts> = {}) =>
  shellPorts(
    { env: {}, cancelled, clock },
    {
      log,
      redact,
      workspace: folder,
      roots: [],
      summaryFile: join(folder, "new", "summary.md"),
      annotates: false,
      forge: { why: "it is a test" },
      policies: { why: "it is a test" },
      ...over,
    },
  );
const ofGitHub = {
  token: "fake-token",
  owner: "acme",
  repo: "shop",
  deadline: () => createDeadline({ ms: 1, parent: cancelled }),
};

describe("the real world of a command line", () => {
  it("has no step outputs; the summary is a file, without tokens", async () => {
    const { outputs } = await ports();
    outputs.set("verdict", "pass");
    outputs.annotate({ level: "error", message: "nobody reads this" });
    outputs.summary("# fake-token\n");
    expect(readFileSync(join(folder, "new", "summary.md"), "utf8")).toBe("# ***\n");
  });

  it("has GitHub only where its address is known", async () => {
    await expect((await ports()).forge(ofGitHub).comments.author(["someone"])).rejects.toMatchObject({
      code: "no-credentials",
    });
    const forge = { kind: "github", url: "http://127.0.0.1:9", repository: [], isOwnCi: false } as const;
    expect((await ports({ forge })).forge(ofGitHub).requests).toBe(0);
  });

  it("has the report files that globs name outside of the workspace", async () => {
    writeFileSync(join(folder, "a.json"), "{}");
    const roots = [{ name: "../out", folder, depth: 0, glob: "../out/*.json" }];
    const { files } = await ports({ roots, workspace: join(folder, "none") });
    expect(await files.findWorkspace(() => true)).toEqual(["../out/a.json"]);
  });
});
