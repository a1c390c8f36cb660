import { describe, expect, it } from "vitest";
import { stillTime } from "../../../test/support/clock.ts";
import { fakeLog } from "../../../test/support/fake-log.ts";
import { fault, HEAD, snykForge } from "../../../test/support/fake-snyk.ts";
import { eventually } from "../../../test/support/wire.ts";
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
    return snykForge({
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
    const time = stillTime();
    const ports = { ...time, ...fakeLog() };
    expect(
      (await readChecks({ ...ports, ...looks(done), pollIntervalMs: 10_000 }, HEAD)).checks,
    ).toHaveLength(2);
    expect(await readChecks({ ...ports, ...looks([]), pollIntervalMs: 10_000 }, HEAD)).toMatchObject({
      checks: [],
      reason: undefined,
    });
    expect(time.clock.pauses).toEqual([]);
  });

  it("goes on with pauses that grow by half up to a minute", async () => {
    const time = stillTime();
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
      { ...stillTime({ limitMs: 30_000 }), ...looks(pending), ...fakeLog(), pollIntervalMs: 10_000 },
      HEAD,
    );
    expect(checks).toHaveLength(2);
    expect(reason).toMatchObject({ code: "timeout", source: "snyk" });
    expect(reason?.message).toContain("security/snyk (acme)");
    expect(reason?.message).not.toContain("code/snyk");
  });

  it("looks once more right before the deadline", async () => {
    const time = stillTime({ limitMs: 100_000 });
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
      { ...stillTime(), ...looks(pending, failure), ...fakeLog(), pollIntervalMs: 1 },
      HEAD,
    );
    expect(checks).toHaveLength(2);
    expect(reason).toMatchObject({ code: "unreachable" });
  });

  it("never takes an answer that did not come for none", async () => {
    const result = await readChecks(
      { ...stillTime(), ...looks(fault("forbidden", 403)), ...fakeLog(), pollIntervalMs: 1 },
      HEAD,
    );
    expect(result).toMatchObject({ reason: { code: "forbidden" } });
    expect(result.checks).toBeUndefined();
  });

  it("ends at once when the run is over, though GitHub never answers", async () => {
    const time = stillTime();
    const forge = { statuses: { newest: () => new Promise<never>(() => {}) } };
    const reading = readChecks({ ...time, forge, ...fakeLog(), pollIntervalMs: 1 }, HEAD);
    time.end(fault("cancelled"));
    expect(await reading).toMatchObject({ reason: { code: "cancelled" } });
    const late = await readChecks({ ...time, forge, ...fakeLog(), pollIntervalMs: 1 }, HEAD);
    expect(late).toMatchObject({ reason: { code: "cancelled" } });
  });
});

describe("a watch that Semgrep's scan runs beside", () => {
  const noNeeds: CheckNeeds = () => ({
    lacking: [],
    managed: [],
    isRepositoryManaged: false,
    isNeeded: () => true,
  });
  const passed = [status("security/snyk", "success")];
  const failed = [status("security/snyk", "failure")];

  /** A watch of checks whose answers a test gives one by one, in the order of the looks. */
  function watched(time = stillTime()) {
    const answers: ((answer: readonly CommitStatus[] | Error) => void)[] = [];
    const newest = () =>
      new Promise<readonly CommitStatus[]>((resolve, reject) => {
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      });
    let tellScan: (isReady: boolean) => void = () => {};
    const scanReady = new Promise<boolean>((resolve) => {
      tellScan = resolve;
    });
    const { forge } = snykForge();
    const watch = new CheckWatch(
      {
        ...time,
        ...fakeLog(),
        forge: { ...forge, statuses: { newest } },
        pollIntervalMs: 10_000,
        trusted: [],
        waitMs: 0,
        scanReady,
      },
      { commit: HEAD, author: "mallory" },
    );
    return { watch, answers, tellScan };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("looks again as soon as the scan is ready, while issues are still being read", async () => {
    const { watch, answers, tellScan } = watched();
    answers[0]?.(passed);
    await turn();
    tellScan(true);
    await turn();
    expect(answers).toHaveLength(2);
    answers[1]?.(failed);
    await turn();
    expect(await watch.settle(noNeeds)).toMatchObject({ checks: [{ state: "failure" }], reasons: [] });
    expect(answers).toHaveLength(2);
  });

  it("never has two looks in flight, so that an older answer cannot undo a newer one", async () => {
    const { watch, answers, tellScan } = watched();
    tellScan(true);
    await turn();
    expect(answers).toHaveLength(1);
    const settled = watch.settle(noNeeds);
    answers[0]?.(passed);
    await turn();
    expect(answers).toHaveLength(2);
    answers[1]?.(failed);
    expect((await settled).checks).toMatchObject([{ state: "failure" }]);
  });

  it("tells that the look beside the findings failed, and keeps what was seen", async () => {
    const { watch, answers, tellScan } = watched();
    answers[0]?.(passed);
    tellScan(true);
    await turn();
    answers[1]?.(fault("unreachable", 502));
    expect(await watch.settle(noNeeds)).toMatchObject({
      checks: [{ state: "success" }],
      unread: { code: "unreachable" },
    });
  });

  it("makes no look of its own while a check is waited for, whose next look is after the scan", async () => {
    const time = stillTime();
    let wake = () => {};
    const clock = {
      ...time.clock,
      sleep: () =>
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
    };
    const { watch, answers, tellScan } = watched({ ...time, clock });
    const settled = watch.settle(noNeeds);
    answers[0]?.([status("security/snyk", "pending")]);
    await turn();
    tellScan(true);
    await turn();
    expect(answers).toHaveLength(1);
    wake();
    await turn();
    answers[1]?.(passed);
    expect((await settled).checks).toMatchObject([{ state: "success" }]);
    expect(answers).toHaveLength(2);
  });

  it("waits for a check that is pending when the scan is ready", async () => {
    const { watch, answers, tellScan } = watched();
    const settled = watch.settle(noNeeds);
    answers[0]?.(passed);
    tellScan(true);
    await turn();
    answers[1]?.([status("security/snyk", "pending")]);
    await eventually(() => expect(answers).toHaveLength(3));
    answers[2]?.(failed);
    expect(await settled).toMatchObject({ checks: [{ state: "failure" }], reasons: [] });
  });
});
