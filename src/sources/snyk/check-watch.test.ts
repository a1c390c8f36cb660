import { describe, expect, it } from "vitest";
import { fakeForge, fakeLog, fakeTime, fault, HEAD } from "../../../test/support/fake-snyk.ts";
import type { CommitStatus } from "../../forge-ports.ts";
import type { Clock } from "../../ports.ts";
import { type CheckNeeds, type CheckOptions, CheckWatch } from "./check-watch.ts";

const status = (context: string, state: string, details: Partial<CommitStatus> = {}): CommitStatus => ({
  context,
  state,
  ...details,
});

describe("waiting for checks", () => {
  const quiet: CheckNeeds = () => ({
    lacking: [],
    managed: [],
    isRepositoryManaged: false,
    isNeeded: () => true,
  });
  const readChecks = async (
    options: Omit<Partial<CheckOptions>, "forge"> & { readonly forge: unknown },
    commit: string,
  ) => {
    const all = { trusted: [], waitMs: 0, ...options } as CheckOptions; // each test gives what it needs
    const { reasons, unread, checks } = await new CheckWatch(all, { commit }).settle(quiet);
    return { checks, reason: unread ?? reasons[0] };
  };

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
    return { forge: { ...forge, statuses: { newest } }, pauses };
  }

  it("is not needed when all are done, or when there are none", async () => {
    const time = fakeTime();
    const ports = { ...time, ...fakeLog() };
    expect(
      (await readChecks({ ...ports, ...looks(done), pollIntervalMs: 10_000 }, HEAD)).checks,
    ).toHaveLength(2);
    expect(await readChecks({ ...ports, ...looks([]), pollIntervalMs: 10_000 }, HEAD)).toMatchObject({
      checks: [],
      reason: undefined,
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
    expect(lines[0]).toBe("waiting for security/snyk (acme): pending (0 s so far)");
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
