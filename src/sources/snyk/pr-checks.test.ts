import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fakeForge, fakeLog, fakeTime, fault, HEAD } from "../../../test/support/fake-snyk.ts";
import type { Clock, CommitStatus } from "../../ports.ts";
import { type CheckOptions, checkEvidence, judgeChecks, readChecks, selectChecks } from "./pr-checks.ts";

const status = (context: string, state: string, details: Partial<CommitStatus> = {}): CommitStatus => ({
  context,
  state,
  ...details,
});

describe("Snyk's checks among a commit's statuses", () => {
  it("are those of its three products, with or without an organisation, in any case", () => {
    const checks = selectChecks([
      status("security/snyk (acme)", "success"),
      status("Security/Snyk", "SUCCESS"),
      status("license/snyk (Acme, Inc.)", "pending"),
      status("code/snyk (acme)", "failure", { description: "2 issues", link: "https://app.snyk.io/x" }),
      status("ci/snyk", "failure"),
      status("security/snyk-delta", "failure"),
      status("my-security/snyk (acme)", "failure"),
      status("security/snyk (acme) again", "failure"),
    ]);
    expect(checks).toEqual([
      {
        context: "code/snyk (acme)",
        type: "sast",
        state: "failure",
        description: "2 issues",
        link: "https://app.snyk.io/x",
      },
      { context: "license/snyk (Acme, Inc.)", type: "license", state: "pending" },
      { context: "Security/Snyk", type: "sca", state: "success" },
      { context: "security/snyk (acme)", type: "sca", state: "success" },
    ]);
  });

  it.each([
    ["javascript:alert(1)", undefined],
    ["http://app.snyk.io/x", undefined],
    ["https://token@app.snyk.io/x", undefined],
    ["/pr-checks/1", undefined],
    ["https://app.snyk.io/a b", "https://app.snyk.io/a%20b"],
  ])("name the address %s in no place where it is not safe", (link, kept) => {
    const checks = selectChecks([status("code/snyk", "failure", { link })]);
    expect(checks.map(checkEvidence)).toEqual([
      { context: "code/snyk", state: "failure", ...(kept === undefined ? {} : { link: kept }) },
    ]);
    const message = judgeChecks(checks).failed[0]?.reason.message ?? "";
    expect(message.includes("see")).toBe(kept !== undefined);
    if (kept === undefined) expect(message).not.toContain(link);
  });

  it("count by the newest of each context", () => {
    const at = (state: string, updatedAt?: string) =>
      status("security/snyk (acme)", state, updatedAt === undefined ? {} : { updatedAt });
    expect(selectChecks([at("pending", "2026-01-01"), at("success", "2026-01-02")])[0]?.state).toBe(
      "success",
    );
    expect(selectChecks([at("success", "2026-01-02"), at("pending", "2026-01-01")])[0]?.state).toBe(
      "success",
    );
    expect(selectChecks([at("success"), at("pending")])[0]?.state).toBe("success");
  });

  const sample = "../shared/fixtures/snyk/github/commit-statuses.composed.json";
  it.skipIf(!existsSync(sample))("are found among those that were seen in public", () => {
    const { statuses } = JSON.parse(readFileSync(sample, "utf8"));
    const checks = selectChecks(
      statuses.map((one: { context: string; state: string; description: string; target_url: string }) =>
        status(one.context, one.state, { description: one.description, link: one.target_url }),
      ),
    );
    expect(checks.map(({ context, state }) => `${context} ${state}`)).toEqual([
      "code/snyk (my-org) success",
      "license/snyk (my-org) success",
      "security/snyk (my-org) success",
      "security/snyk (other-org) error",
    ]);
  });
});

describe("checks that are done", () => {
  it("block when they failed, each for its type and with its link", () => {
    const { failed, reasons } = judgeChecks(
      selectChecks([
        status("license/snyk", "failure", { link: "https://app.snyk.io/l" }),
        status("security/snyk", "failure", { description: "1 test failed" }),
        status("code/snyk", "success"),
      ]),
    );
    expect(failed.map(({ type }) => type)).toEqual(["license", "sca"]);
    expect(failed[0]?.reason).toMatchObject({ code: "pr-check-failed", source: "snyk" });
    expect(failed[0]?.reason.message).toContain("https://app.snyk.io/l");
    expect(failed[1]?.reason.message).toContain("1 test failed");
    expect(reasons).toEqual([]);
  });

  it("prove nothing when they could not be done, or say what nobody knows", () => {
    const { failed, reasons } = judgeChecks(
      selectChecks([
        status("code/snyk", "error", { description: "Test limit reached", link: "https://app.snyk.io/c" }),
        status("license/snyk", "zombie"),
        status("security/snyk", "pending"),
      ]),
    );
    expect(failed).toEqual([]);
    expect(reasons.map(({ code }) => code)).toEqual(["no-evidence", "no-evidence"]);
    expect(reasons[0]?.message).toContain("Test limit reached");
    expect(reasons[0]?.message).toContain("https://app.snyk.io/c");
    expect(reasons[1]?.message).toContain('"zombie"');
  });

  it.each([
    ["success", "Code test limit reached"],
    ["failure", "You have used your limit of private tests"],
    ["success", "Canceled"],
    ["failure", "The monthly quota is used up"],
  ])("prove nothing in state %s when they say: %s", (state, description) => {
    const { failed, reasons } = judgeChecks(selectChecks([status("security/snyk", state, { description })]));
    expect(failed).toEqual([]);
    expect(reasons).toMatchObject([{ code: "no-evidence", message: expect.stringContaining(description) }]);
  });

  it("prove something when they say what was tested", () => {
    for (const description of [
      "1 security test has passed",
      "No manifest changes detected in 4 projects",
      "",
    ]) {
      expect(judgeChecks(selectChecks([status("security/snyk", "success", { description })]))).toEqual({
        failed: [],
        reasons: [],
      });
    }
  });

  it("are shown with their link, where they have one", () => {
    const [linked, bare] = selectChecks([
      status("code/snyk", "success", { link: "https://app.snyk.io/c" }),
      status("security/snyk", "success"),
    ]).map(checkEvidence);
    expect(linked).toEqual({ context: "code/snyk", state: "success", link: "https://app.snyk.io/c" });
    expect(bare).toEqual({ context: "security/snyk", state: "success" });
  });
});

describe("waiting for checks", () => {
  /** Answers look by look; the last answer stays. */
  function looks(...answers: readonly (readonly CommitStatus[] | Error)[]) {
    let at = 0;
    return fakeForge({
      statuses: () => {
        const answer = answers[Math.min(at, answers.length - 1)] ?? [];
        at += 1;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
  }
  const pending = [status("security/snyk (acme)", "pending"), status("code/snyk", "success")];
  const done = [status("security/snyk (acme)", "success"), status("code/snyk", "success")];

  /** The same GitHub, and the pauses between two looks at it in milliseconds. */
  function timed({ forge }: Pick<CheckOptions, "forge">, clock: Clock) {
    const pauses: number[] = [];
    let last: number | undefined;
    const newest = (commit: string) => {
      if (last !== undefined) pauses.push(clock.now() - last);
      last = clock.now();
      return forge.statuses.newest(commit);
    };
    return { forge: { statuses: { newest } }, pauses };
  }

  it("is not needed when all are done, or when there are none", async () => {
    const time = fakeTime();
    const ports = { ...time, ...fakeLog() };
    expect(
      (await readChecks({ ...ports, ...looks(done), pollIntervalMs: 10_000 }, HEAD)).checks,
    ).toHaveLength(2);
    expect(await readChecks({ ...ports, ...looks([]), pollIntervalMs: 10_000 }, HEAD)).toEqual({
      checks: [],
    });
    expect(time.sleeps).toEqual([]);
  });

  it("goes on with pauses that grow by half up to a minute", async () => {
    const time = fakeTime();
    const { forge, pauses } = timed(looks(...Array.from({ length: 7 }, () => pending), done), time.clock);
    const { log, lines } = fakeLog();
    const { checks, reason } = await readChecks({ ...time, forge, log, pollIntervalMs: 10_000 }, HEAD);
    expect(reason).toBeUndefined();
    expect(checks?.every(({ state }) => state === "success")).toBe(true);
    expect(pauses).toEqual([10_000, 15_000, 22_500, 33_750, 50_625, 60_000, 60_000]);
    expect(lines[0]).toBe("waiting for security/snyk (acme) (0 s so far)");
    expect(lines.length).toBeLessThan(6);
  });

  it("ends at the deadline and names the check that is still pending", async () => {
    const { checks, reason } = await readChecks(
      { ...fakeTime(30_000), ...looks(pending), ...fakeLog(), pollIntervalMs: 10_000 },
      HEAD,
    );
    expect(checks).toHaveLength(2);
    expect(reason).toMatchObject({ code: "timeout", source: "snyk" });
    expect(reason?.message).toContain("security/snyk (acme)");
    expect(reason?.message).not.toContain("code/snyk");
  });

  it("looks once more right before the deadline", async () => {
    const time = fakeTime(100_000);
    const { forge, pauses } = timed(looks(pending, pending, pending, done), time.clock);
    const { checks, reason } = await readChecks(
      { ...time, forge, ...fakeLog(), pollIntervalMs: 20_000 },
      HEAD,
    );
    expect(reason).toBeUndefined();
    expect(checks?.every(({ state }) => state === "success")).toBe(true);
    expect(pauses).toEqual([20_000, 30_000, 40_000]);
  });

  it("keeps what was seen when GitHub stops answering", async () => {
    const failure = fault("unreachable", 502);
    const { checks, reason } = await readChecks(
      { ...fakeTime(), ...looks(pending, failure), ...fakeLog(), pollIntervalMs: 1 },
      HEAD,
    );
    expect(checks).toHaveLength(2);
    expect(reason).toMatchObject({ code: "unreachable" });
  });

  it("never takes an answer that did not come for none", async () => {
    const result = await readChecks(
      { ...fakeTime(), ...looks(fault("forbidden", 403)), ...fakeLog(), pollIntervalMs: 1 },
      HEAD,
    );
    expect(result).toMatchObject({ reason: { code: "forbidden" } });
    expect(result.checks).toBeUndefined();
  });

  it("ends at once when the run is over, though GitHub never answers", async () => {
    const time = fakeTime();
    const forge = { statuses: { newest: () => new Promise<never>(() => {}) } };
    const reading = readChecks({ ...time, forge, ...fakeLog(), pollIntervalMs: 1 }, HEAD);
    time.controller.abort(fault("cancelled"));
    expect(await reading).toMatchObject({ reason: { code: "cancelled" } });
    const late = await readChecks({ ...time, forge, ...fakeLog(), pollIntervalMs: 1 }, HEAD);
    expect(late).toMatchObject({ reason: { code: "cancelled" } });
  });
});
