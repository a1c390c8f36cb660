import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import type { RunContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { StatusBoard, WrittenStatus } from "../../forge-ports.ts";
import { GITHUB_TRAITS } from "../../forges/github/github.ts";
import { readSettings } from "../../settings/read.ts";
import { commitStatus, runStatus, statusContext } from "./publish.ts";
import { lastStatus } from "./render.ts";

const COMMIT = "6c1f9ab04e5d2b7781f0c3a9d4e6b5128097fcaa";
const LINK = "https://github.com/acme/shop/actions/runs/1";

describe("statusContext", () => {
  it.each([
    ["default", false, "scan-gate"],
    ["backend", false, "scan-gate/backend"],
    ["default", true, "scan-gate (branch)"],
    ["backend", true, "scan-gate/backend (branch)"],
  ])("keeps %s with a ref %s apart as %s", (key, judgesRef, context) => {
    expect(statusContext(key, judgesRef)).toBe(context);
  });
});

describe("the input status", () => {
  function isKept(inputs: Readonly<Record<string, string>>, event: string): boolean {
    const settings = readSettings(inputs, { workspace: "/w", temp: "/t" });
    if (!settings.ok) throw new Error(settings.problems.join());
    const context: RunContext = {
      kind: "ref",
      event,
      owner: "acme",
      repo: "shop",
      repositoryUrl: "https://github.com/acme/shop",
      commit: COMMIT,
      ref: "refs/heads/main",
    };
    const statusBoard = { list: async () => [], write: () => Promise.reject(new Error("it wrote")) };
    const { settings: read } = settings;
    return (
      runStatus({ statusBoard, settings: read, context, link: LINK, traits: GITHUB_TRAITS.status }) !==
      undefined
    );
  }
  const HIDDEN = ["workflow_run", "status", "repository_dispatch", "issue_comment"];
  const BY_INPUT = ["schedule", "workflow_dispatch"];
  const SHOWN = ["pull_request", "pull_request_target", "merge_group", "push"];
  const EVENTS = [...HIDDEN, ...BY_INPUT, ...SHOWN];
  const kept = (inputs: Readonly<Record<string, string>>) => EVENTS.filter((event) => isKept(inputs, event));

  it("is by itself for the events whose job GitHub does not show at the judged commit", () => {
    expect(kept({})).toEqual(HIDDEN);
    expect(kept({ status: "auto", "pull-request": "7" })).toEqual([...HIDDEN, ...BY_INPUT]);
  });

  it("is for every event or for none where the workflow says so, and for none in a dry run", () => {
    expect(kept({ status: "always" })).toEqual(EVENTS);
    expect(kept({ status: "off", "pull-request": "7" })).toEqual([]);
    expect(kept({ status: "always", "dry-run": "true" })).toEqual([]);
  });
});

describe("lastStatus", () => {
  const counts = aReport().counts;

  it("is a success only for an exit code of 0", () => {
    const pass = aReport({ verdict: "pass", counts: { ...counts, blocking: 0, total: 3 } });
    expect(lastStatus(pass, 0)).toEqual({ state: "success", description: "Passed: 3 findings, none blocks" });
    expect(lastStatus(pass, 1).state).toBe("error");
  });

  it("names how many block, by severity", () => {
    const findings = [
      aFinding({ severity: "critical", blocking: true }),
      aFinding({ severity: "high", blocking: true }),
    ];
    const report = aReport({ verdict: "fail", findings, counts: { ...counts, blocking: 2 } });
    expect(lastStatus(report, 1)).toEqual({
      state: "failure",
      description: "Failed: 2 findings to fix (1 critical, 1 high)",
    });
  });

  it("is an error when it is incomplete, and says so when that is tolerated", () => {
    const reasons = [{ code: "scan-missing", source: "semgrep", message: "No scan of <b>this</b>" }] as const;
    const report = aReport({ verdict: "incomplete", reasons });
    expect(lastStatus(report, 1)).toEqual({
      state: "error",
      description: "Incomplete: semgrep scan-missing",
    });
    expect(lastStatus(report, 0)).toEqual({
      state: "success",
      description: "Incomplete, tolerated by on-incomplete: warn (semgrep scan-missing)",
    });
  });

  it("stays within what GitHub shows", () => {
    const codes = [
      "scan-missing",
      "scan-stale",
      "scan-running",
      "scan-failed",
      "no-projects",
      "no-evidence",
    ] as const;
    const reasons = codes.flatMap((code) =>
      (["semgrep", "snyk"] as const).map((source) => ({ code, source, message: "" })),
    );
    expect(lastStatus(aReport({ verdict: "incomplete", reasons }), 1).description).toHaveLength(140);
  });
});

describe("commitStatus", () => {
  /** GitHub's list of one commit, newest first. */
  function standIn(before: readonly Partial<WrittenStatus>[] = []) {
    const stored: WrittenStatus[] = before.map((status, at) => ({
      id: `before-${at}`,
      context: "scan-gate",
      state: "success",
      ...status,
    }));
    const statuses = {
      list: async () => [...stored],
      async write(_commit, status) {
        const made = { ...status, id: `new-${stored.length}` };
        stored.unshift(made);
        return made;
      },
    } satisfies StatusBoard;
    return { stored, statuses };
  }
  const options = { commit: COMMIT, context: "scan-gate", link: LINK };
  const pass = aReport({ verdict: "pass" });

  it("is pending first, and at the end the verdict", async () => {
    const { stored, statuses } = standIn();
    const status = commitStatus({ ...options, statuses });
    await status.begin();
    expect(stored.map(({ state }) => state)).toEqual(["pending"]);
    const published = await status.finish(pass, 0);
    expect(published).toEqual({ ok: true, text: "`scan-gate` is success on 6c1f9ab" });
    expect(stored.map(({ state, link }) => [state, link])).toEqual([
      ["success", LINK],
      ["pending", LINK],
    ]);
  });

  it("leaves the last word to a run that began later, also when that one is done", async () => {
    for (const later of [["pending"], ["pending", "failure"]]) {
      const { stored, statuses } = standIn();
      const status = commitStatus({ ...options, statuses });
      await status.begin();
      for (const state of later) stored.unshift({ id: `later-${state}`, context: "SCAN-GATE", state });
      const before = stored.length;
      expect((await status.finish(pass, 0)).text).toMatch(/^left alone: a later run/);
      expect(stored).toHaveLength(before);
    }
  });

  it("goes above a success that no run's pending announced", async () => {
    const { stored, statuses } = standIn();
    const status = commitStatus({ ...options, statuses });
    await status.begin();
    stored.unshift({ id: "forged", context: "scan-gate", state: "success" });
    await status.finish(aReport({ verdict: "fail" }), 1);
    expect(stored[0]?.state).toBe("failure");
  });

  it("takes no other context for its own", async () => {
    const { stored, statuses } = standIn();
    const status = commitStatus({ ...options, statuses });
    await status.begin();
    stored.unshift({ id: "other", context: "scan-gate/backend", state: "pending" });
    await status.finish(pass, 0);
    expect(stored[0]).toMatchObject({ context: "scan-gate", state: "success" });
  });

  it("says what GitHub refused, once, and is not ok", async () => {
    const refusal = new ScanGateError({
      code: "forbidden",
      source: "github",
      message: "GitHub answered 403",
      hint: "Add `statuses: write` to the job's `permissions:`",
    });
    const statuses = {
      list: async () => [],
      write: async () => {
        throw refusal;
      },
    };
    const status = commitStatus({ ...options, statuses });
    await status.begin();
    const { ok, text } = await status.finish(pass, 0);
    expect(ok).toBe(false);
    expect(text.match(/statuses: write/g)).toHaveLength(1);
  });

  it("still writes a verdict where only its pending was refused, but not over another run's pending", async () => {
    for (const [state, written] of [
      ["success", true],
      ["pending", false],
    ] as const) {
      const { stored, statuses } = standIn([{ state, link: "https://github.com/acme/shop/actions/runs/2" }]);
      let first = true;
      const failing = {
        ...statuses,
        write: async (commit: string, status: Parameters<typeof statuses.write>[1]) => {
          if (!first) return await statuses.write(commit, status);
          first = false;
          throw new ScanGateError({ code: "unreachable", source: "github", message: "GitHub is down" });
        },
      };
      const status = commitStatus({ ...options, statuses: failing });
      await status.begin();
      await status.finish(aReport({ verdict: "fail" }), 1);
      expect(stored[0]?.state === "failure").toBe(written);
    }
  });
});
