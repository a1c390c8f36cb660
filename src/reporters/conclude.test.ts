import { describe, expect, it } from "vitest";
import { aReport } from "../../test/support/a-report.ts";
import { fakePorts } from "../../test/support/fake-ports.ts";
import { ScanGateError } from "../errors.ts";
import type { Report } from "../model/report.ts";
import type { Reason } from "../model/verdict.ts";
import { readSettings } from "../settings/read.ts";
import { conclude, concludeCommand, outputsOf, reserveVerdict } from "./conclude.ts";

const REASON: Reason = { code: "scan-missing", source: "semgrep", message: "No scan of this commit." };

function settingsWith(inputs: Record<string, string>) {
  const result = readSettings(inputs, { workspace: "/w", temp: "/t" });
  if (!result.ok) throw new Error("the inputs of this test are wrong");
  return result.settings;
}

async function concluded(report: Report, inputs: Record<string, string> = {}, ports = fakePorts()) {
  const settings = settingsWith(inputs);
  return {
    ports,
    code: await conclude(ports, { report, settings, published: { outputs: {} }, reserved: undefined }),
  };
}

const incomplete = (reason: Partial<Reason> = {}) =>
  aReport({ verdict: "incomplete", sentence: "incomplete: no scan", reasons: [{ ...REASON, ...reason }] });

describe("conclude", () => {
  it("passes with exit code 0 and without an annotation", async () => {
    const { ports, code } = await concluded(
      aReport({ verdict: "pass", sentence: "passed: nothing blocks", reasons: [] }),
    );
    expect(code).toBe(0);
    expect(ports.annotations).toEqual([]);
    expect(ports.lines.at(-1)).toBe("passed: nothing blocks");
  });

  it("tells in its group what the verdict stands on, and nothing that its last line says", async () => {
    const pass = await concluded(
      aReport({ verdict: "pass", sentence: "passed: nothing blocks", reasons: [] }),
    );
    expect(pass.ports.lines.join("\n")).toMatch(
      /looked: semgrep complete \(scan of this commit\), snyk complete \(projects of the head branch\)\n.*counted: 0 blocking, 0 total\n/,
    );
    const whole = { sentence: `incomplete: could not tell: ${REASON.message}` };
    const long = aReport({ verdict: "incomplete", reasons: [REASON], ...whole });
    const { ports } = await concluded(long);
    expect(ports.lines.filter((line) => line.includes(REASON.message))).toEqual([whole.sentence]);
    const several = await concluded(incomplete());
    expect(several.ports.lines.join("\n")).toContain("semgrep scan-missing: No scan of this commit.");
  });

  it.each([
    ["always", 1, "passed, but its commit status could not be written, so the step fails"],
    ["auto", 0, "passed"],
  ])("ends the log with what fails the step when a status cannot be written (status: %s)", async (...row) => {
    const [status, code, line] = row;
    const ports = fakePorts();
    const concluding = {
      report: aReport({ verdict: "pass", sentence: "passed", reasons: [] }),
      settings: settingsWith({ status }),
      published: { outputs: {} },
      reserved: undefined,
      lastWord: async () => ({ ok: false, text: "refused" }),
    };
    expect(await conclude(ports, concluding)).toBe(code);
    expect(ports.lines.at(-1)).toBe(line);
  });

  it("fails with exit code 1, an error and the sentence as the last line", async () => {
    const { ports, code } = await concluded(
      aReport({ verdict: "fail", sentence: "failed: 2 findings block" }),
    );
    expect(code).toBe(1);
    expect(ports.annotations).toEqual([
      { level: "error", title: "Scan Gate: failed", message: "failed: 2 findings block" },
    ]);
    expect(ports.lines.at(-1)).toBe("failed: 2 findings block");
  });

  it("fails the job for an incomplete verdict unless the author asked to be warned only", async () => {
    expect((await concluded(incomplete())).code).toBe(1);
    const { ports, code } = await concluded(incomplete(), { "on-incomplete": "warn" });
    expect(code).toBe(0);
    expect(ports.annotations).toMatchObject([
      {
        level: "warning",
        title: "Scan Gate: incomplete",
        message: expect.stringMatching(/; on-incomplete: warn lets the job succeed all the same$/),
      },
    ]);
    expect(ports.lines.at(-1)).toMatch(/; on-incomplete: warn lets the job succeed all the same$/);
  });

  it.each(["config-invalid", "cancelled"] as const)("never waves %s through", async (code) => {
    expect((await concluded(incomplete({ code }), { "on-incomplete": "warn" })).code).toBe(1);
  });

  it("never waves through a run that was cancelled while it told people", async () => {
    const ports = fakePorts();
    ports.cancel.abort();
    expect((await concluded(incomplete(), { "on-incomplete": "warn" }, ports)).code).toBe(1);
  });

  it("leaves no green behind when it is cancelled while the last word is written", async () => {
    const ports = fakePorts();
    const concluding = {
      report: aReport({ verdict: "pass", sentence: "passed", reasons: [] }),
      published: { outputs: {} },
      reserved: undefined,
      lastWord: async () => {
        ports.cancel.abort(new ScanGateError({ code: "cancelled", source: "gate", message: "Cancelled" }));
        return { ok: true, text: "written" };
      },
    };
    expect(await conclude(ports, concluding)).toBe(1);
    expect(ports.written.get("verdict")).toBe("incomplete");
    expect(JSON.parse(ports.written.get("reasons") ?? "")).toMatchObject([{ code: "cancelled" }]);
    expect(ports.lines.at(-1)).toBe("incomplete: Cancelled. (cancelled)");
  });

  it("does not let a failing verdict pass as a warning", async () => {
    expect((await concluded(aReport({ verdict: "fail" }), { "on-incomplete": "warn" })).code).toBe(1);
  });

  it("writes the report's outputs, and over them those of the reporters", async () => {
    const ports = fakePorts();
    const published = {
      outputs: { "comment-url": "https://github.com/acme/web-shop/pull/42#issuecomment-1" },
    };
    const report = aReport({ verdict: "pass", reasons: [] });
    await conclude(ports, { report, published, reserved: undefined });
    expect(ports.written.get("verdict")).toBe("pass");
    expect(ports.written.get("reasons")).toBe("[]");
    expect(ports.written.get("comment-url")).toContain("#issuecomment-1");
  });

  it("exits with 1 when the outputs cannot be written, whatever the verdict", async () => {
    const ports = fakePorts({
      outputs: {
        set: () => {
          throw new Error("disk full");
        },
        summary: () => undefined,
        annotate: ({ level, message }) => ports.lines.push(`${level} beside the code: ${message}`),
      },
    });
    const report = aReport({ verdict: "pass", reasons: [] });
    expect((await concluded(report, {}, ports)).code).toBe(1);
    expect(ports.lines.join("\n")).toMatch(/error beside the code: .*disk full/);
    expect(ports.lines.at(-1)).toBe(
      `${report.sentence}, but its outputs could not be written, so the step fails`,
    );
  });

  it("exits with 1 when not even the first output could be written", async () => {
    const ports = fakePorts();
    const report = aReport({ verdict: "pass", reasons: [] });
    expect(await conclude(ports, { report, published: { outputs: {} }, reserved: REASON })).toBe(1);
  });
});

describe("reserveVerdict", () => {
  it("writes an incomplete verdict before anything else can happen", async () => {
    const ports = fakePorts();
    expect(reserveVerdict(ports)).toBeUndefined();
    expect([...ports.written]).toEqual([["verdict", "incomplete"]]);
  });
});

describe("outputsOf", () => {
  it("bounds the reasons, and says how many are left out", async () => {
    const reasons = Array.from({ length: 120 }, () => ({ ...REASON, message: "x".repeat(10_000) }));
    const shown: Reason[] = JSON.parse(outputsOf(aReport({ reasons })).reasons ?? "");
    expect(shown).toHaveLength(101);
    expect(shown[0]?.message.length).toBeLessThanOrEqual(2_000);
    expect(shown.at(-1)?.message).toContain("20 more reasons");
  });

  it("writes every count of the contract as text", async () => {
    const names = Object.keys(outputsOf(aReport()));
    expect(names.sort()).toEqual(
      "blocking critical existing fixed high low medium new reasons suppressed total verdict".split(" "),
    );
  });
});

describe("concludeCommand", () => {
  const trouble = { code: "forbidden", source: "github", message: "GitHub says no." } as const;

  it("tells the fault that kept a command from being carried out in the outputs, an annotation and the log", () => {
    const ports = fakePorts();
    expect(concludeCommand(ports, { why: "GitHub says no.", exitCode: 1, trouble }, undefined)).toBe(1);
    expect(JSON.parse(ports.written.get("reasons") ?? "")).toEqual([trouble]);
    expect(ports.annotations).toEqual([
      { level: "error", title: "Scan Gate: incomplete", message: "GitHub says no." },
    ]);
    expect(ports.lines.at(-1)).toBe("incomplete: GitHub says no.");
  });

  it("annotates a refusal that makes the step fail, and gives no reason for it", () => {
    const ports = fakePorts();
    expect(concludeCommand(ports, { why: "The day is over.", exitCode: 1 }, undefined)).toBe(1);
    expect(ports.annotations).toHaveLength(1);
    expect(ports.written.size).toBe(0);
  });

  it("leaves a stranger's command without a mark, and without a failed step", () => {
    const ports = fakePorts();
    expect(concludeCommand(ports, { why: "mallory may not write", exitCode: 0 }, undefined)).toBe(0);
    expect(ports.annotations).toEqual([]);
    expect(ports.lines).toEqual(["incomplete: mallory may not write"]);
  });

  it("fails the step where the verdict could not be reserved", () => {
    expect(concludeCommand(fakePorts(), { why: "done", exitCode: 0 }, trouble)).toBe(1);
  });
});
