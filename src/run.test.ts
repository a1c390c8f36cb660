import { describe, expect, it } from "vitest";
import { type FakePorts, fakeForge, fakePorts } from "../test/support/fake-ports.ts";
import { contextFromEvent } from "./context/from-event.ts";
import type { RunnerEvent } from "./context/runner-event.ts";
import { ScanGateError } from "./errors.ts";
import type { HttpService } from "./ports.ts";
import { run } from "./run.ts";
import { readSettings } from "./settings/read.ts";

const HEAD = "1".repeat(40);
const BASE = "2".repeat(40);

const EVENT: RunnerEvent = {
  name: "pull_request",
  repository: "acme/web-shop",
  sha: "3".repeat(40),
  ref: "refs/pull/42/merge",
  serverUrl: "https://github.com",
  payload: {
    repository: { default_branch: "main" },
    pull_request: {
      number: 42,
      head: { sha: HEAD, ref: "feature", repo: { full_name: "mallory/web-shop" } },
      base: { sha: BASE, ref: "main" },
    },
  },
};

const NO_TELLING = { comment: "never", sarif: "off", annotations: "false" };

function start(inputs: Record<string, string>, event: Partial<RunnerEvent> = {}) {
  return {
    settings: readSettings(
      { "github-token": "fake-github-token", ...NO_TELLING, ...inputs },
      { workspace: "/w", temp: "/t" },
    ),
    context: () => contextFromEvent({ ...EVENT, ...event }),
    environment: {
      event: "pull_request",
      repository: "acme/web-shop",
      commit: HEAD,
      ref: "",
      repositoryUrl: "https://github.com/acme/web-shop",
    },
  };
}

const reasonsOf = (ports: FakePorts) => JSON.parse(ports.written.get("reasons") ?? "[]");

/** A service that answers everything with one fault. */
function failingService(fault: () => Error): HttpService {
  return {
    origin: "https://service.example",
    requests: 0,
    json: () => Promise.reject(fault()),
    resolve: (link) => link,
  };
}

describe("run", () => {
  it("asks nobody for an invalid input, and tells it by log, annotation, summary and outputs", async () => {
    const ports = fakePorts({
      forge: () => {
        throw new Error("GitHub was asked");
      },
    });
    const code = await run(ports, start({ "fail-on": "hgih", gate: "some", "on-incomplete": "warn" }));
    expect(code).toBe(1);
    expect(ports.written.get("verdict")).toBe("incomplete");
    expect(reasonsOf(ports)).toMatchObject([{ code: "config-invalid", source: "inputs" }]);
    expect(reasonsOf(ports)[0].message).toMatch(/fail-on .*gate /);
    expect(ports.annotations).toMatchObject([{ level: "error" }]);
    expect(ports.summaries.join("")).toContain("fail-on");
    expect(ports.lines.at(-1)).toMatch(/^incomplete: /);
  });

  it("is incomplete for an event that it cannot judge", async () => {
    const ports = fakePorts();
    expect(await run(ports, start({ "semgrep-token": "fake-token" }, { name: "issues" }))).toBe(1);
    expect(reasonsOf(ports)).toMatchObject([{ code: "config-invalid", source: "github" }]);
  });

  it("says before any request that a fork's run has no tokens, and how to solve it", async () => {
    const ports = fakePorts(
      {},
      fakeForge({ commits: { file: () => Promise.reject(new Error("the policy was read")) } }),
    );
    expect(await run(ports, start({}))).toBe(1);
    expect(reasonsOf(ports)).toMatchObject([
      { code: "no-credentials", message: expect.stringContaining("workflow_run") },
    ]);
  });

  it("tells Dependabot's case from a fork's, and both from tokens that were forgotten", async () => {
    const dependabot = fakePorts();
    await run(dependabot, start({}, { actor: "dependabot[bot]" }));
    expect(reasonsOf(dependabot)[0].message).toContain("Dependabot's own secrets");
    const forgotten = fakePorts();
    await run(forgotten, start({}, { name: "push", ref: "refs/heads/main" }));
    expect(reasonsOf(forgotten)[0].message).toContain("Give `semgrep-token`, `snyk-token` or both");
  });

  it("asks GitHub for the pull request of a fork's workflow_run, and is incomplete without one", async () => {
    const payload = {
      workflow_run: { event: "pull_request", head_sha: HEAD, head_branch: "patch-1", pull_requests: [] },
    };
    const ports = fakePorts();
    const inputs = { "semgrep-token": "fake-token" };
    expect(await run(ports, start(inputs, { name: "workflow_run", payload }))).toBe(1);
    expect(reasonsOf(ports)).toMatchObject([{ code: "not-found", source: "github" }]);
    const { context } = JSON.parse(ports.savedFiles.get("/t/scan-gate/report.json") ?? "");
    expect(context).toMatchObject({ commit: HEAD, ref: "refs/heads/patch-1" });
  });

  it("names what the event would have had judged when an input is invalid", async () => {
    const ports = fakePorts();
    const from = start({ gate: "nothing" });
    const environment = { ...from.environment, commit: "3".repeat(40), ref: "refs/pull/42/merge" };
    await run(ports, { ...from, environment });
    expect(ports.summaries.join("")).toContain(HEAD.slice(0, 7));
    const broken = fakePorts();
    const context = () => {
      throw new Error("no event");
    };
    await run(broken, { ...from, environment, context });
    expect(broken.summaries.join("")).toContain("3333333");
  });

  it("judges nothing by a policy that cannot be used, and lets the sources stop", async () => {
    const commits = { file: async () => "version: 2\n" };
    let aborted: unknown;
    const ports = fakePorts(
      {
        connect: ({ deadline }) => ({
          ...failingService(() => new Error("not reached")),
          json: () =>
            new Promise((_, reject) => {
              deadline.signal.addEventListener("abort", () => {
                aborted = deadline.signal.reason;
                reject(deadline.signal.reason);
              });
            }),
        }),
      },
      fakeForge({ commits }),
    );
    expect(await run(ports, start({ "semgrep-token": "fake-token", "on-incomplete": "warn" }))).toBe(1);
    expect(reasonsOf(ports)).toMatchObject([{ code: "config-invalid", source: "policy" }]);
    expect(aborted).toBeInstanceOf(ScanGateError);
  });

  it("takes the tokens out of whatever a service sent back", async () => {
    const fault = () =>
      new ScanGateError({ code: "auth", source: "semgrep", message: "Refused fake-token", status: 401 });
    const ports = fakePorts({ connect: () => failingService(fault) });
    await run(ports, start({ "semgrep-token": "fake-token" }));
    expect([...ports.savedFiles.values(), ...ports.summaries].join("")).not.toContain("fake-token");
    expect(reasonsOf(ports)).toMatchObject([{ code: "auth" }]);
  });

  it("tells nobody anything after it was cancelled, and ends non-zero", async () => {
    const ports = fakePorts();
    ports.cancel.abort(
      new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
    );
    const inputs = { "semgrep-token": "fake-token", "on-incomplete": "warn" };
    const cancelled = fakePorts({
      ...ports,
      connect: () =>
        failingService(() => new ScanGateError({ code: "cancelled", source: "semgrep", message: "x" })),
    });
    expect(await run({ ...cancelled, cancelled: ports.cancel.signal }, start(inputs))).toBe(1);
    expect(reasonsOf(ports)).toMatchObject([{ code: "cancelled" }]);
    expect(ports.summaries).toEqual([]);
    expect(ports.savedFiles.size).toBe(0);
  });

  it("ends non-zero and without a verdict when it is cancelled while it tells", async () => {
    const ports = fakePorts();
    const cancelling = {
      ...ports,
      files: {
        ...ports.files,
        writeParts: async () =>
          ports.cancel.abort(
            new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
          ),
      },
    };
    expect(await run(cancelling, start({ reports: "none.sarif", "on-incomplete": "warn" }))).toBe(1);
    expect(ports.written.get("verdict")).toBe("incomplete");
    expect(reasonsOf(ports)).toMatchObject([{ code: "cancelled" }]);
  });

  it("leaves no file with a verdict behind when it is cancelled while it publishes", async () => {
    const ports = fakePorts();
    const cancelling = {
      ...ports,
      files: {
        ...ports.files,
        // The HTML report comes last, when report.json with its verdict is written already.
        writeParts: async (path: string, parts: Iterable<string>) => {
          await ports.files.writeParts(path, parts);
          if (!path.endsWith(".html")) return;
          expect([...ports.savedFiles.keys()]).toContainEqual(expect.stringMatching(/report\.json$/));
          ports.cancel.abort(
            new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
          );
        },
      },
    };
    expect(await run(cancelling, start({ reports: "none.sarif", sarif: "off" }))).toBe(1);
    expect([...ports.savedFiles.keys()]).toEqual([]);
    expect(ports.written.get("verdict")).toBe("incomplete");
    expect(ports.written.get("report-json") ?? "").toBe("");
  });

  it("leaves no file with a verdict behind when it is cancelled while it writes its last status", async () => {
    const ports = fakePorts();
    const cancelling = {
      list: async () => [],
      write: async (
        _commit: string,
        { state, context }: { readonly state: string; readonly context: string },
      ) => {
        if (state !== "pending") {
          expect(ports.savedFiles.size).toBe(2);
          ports.cancel.abort(
            new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
          );
        }
        return { id: "1", state, context };
      },
    };
    const inputs = { reports: "none.sarif", sarif: "off", status: "always" };
    const forge = { ...fakeForge(), statusBoard: cancelling };
    expect(await run({ ...ports, forge: () => forge }, start(inputs))).toBe(1);
    expect([...ports.savedFiles.keys()]).toEqual([]);
    expect(ports.written.get("report-json")).toBe("");
    expect(ports.written.get("report-html")).toBe("");
    expect(reasonsOf(ports)).toMatchObject([{ code: "cancelled" }]);
  });

  it("leaves its files alone when the signal comes after its last word", async () => {
    const ports = fakePorts();
    await run(ports, start({ reports: "none.sarif", sarif: "off" }));
    ports.cancel.abort(
      new ScanGateError({ code: "cancelled", source: "gate", message: "The run was cancelled" }),
    );
    await Promise.resolve();
    expect([...ports.savedFiles.keys()]).toHaveLength(2);
  });

  it("tells in the log whatever the report's notes tell", async () => {
    const files = { file: async (path: string) => (path.endsWith(".yaml") ? "version: 1\n" : undefined) };
    const ports = fakePorts({}, fakeForge({ commits: files }));
    await run(ports, start({ reports: "none.sarif" }));
    const { notes } = JSON.parse(ports.savedFiles.get("/t/scan-gate/report.json") ?? "");
    expect(notes).toContainEqual({ level: "warning", text: expect.stringContaining("scan-gate.yaml") });
    for (const { level, text } of notes) {
      expect(ports.lines).toContain(level === "warning" ? `warning: ${text}` : text);
    }
  });

  it("closes the log's group of a judging that ran out of time, so that what follows is seen", async () => {
    const ports = fakePorts();
    let now = Date.UTC(2026, 10, 21);
    const clock = {
      now: () => (now += 1_000),
      sleep: async () => {
        if (!ports.lines.includes("[Judging]") || ports.lines.includes("[Publishing]")) return;
        throw new ScanGateError({ code: "timeout", source: "gate", message: "Out of time", hint: "Wait" });
      },
    };
    await run({ ...ports, clock }, start({ reports: "none.sarif" }));
    expect(reasonsOf(ports)).toMatchObject([{ code: "timeout", source: "gate" }]);
    const opened = ports.lines.filter((line) => /^\[(?!end\])/.test(line));
    expect(ports.lines.filter((line) => line === "[end]")).toHaveLength(opened.length);
  });
});
