import { describe, expect, it } from "vitest";
import { fakeForge, fakePorts } from "../test/support/fake-ports.ts";
import { fakeService } from "../test/support/fake-service.ts";
import { measurePhases, RunLimits } from "./timing.ts";

const ANYTHING = { parse: (value: unknown) => value };

/** Phases on a clock that a test turns. */
function phasesAt(start = 1000) {
  const time = { now: start };
  const service = fakeService(() => ({}));
  const forge = { ...fakeForge(), requests: 0 };
  const ports = fakePorts(
    { clock: { now: () => time.now, sleep: async () => undefined }, connect: () => service },
    forge,
  );
  return { time, forge, phases: measurePhases(ports) };
}

function connectTo(ports: ReturnType<typeof measurePhases>["ports"], source: "semgrep" | "snyk") {
  const deadline = { signal: new AbortController().signal, remaining: () => 1 };
  return ports.connect({ source, baseUrl: "https://service.example", authorization: "none", deadline });
}

describe("the phases of a run", () => {
  it("are none before one has begun", () => {
    expect(phasesAt().phases.soFar()).toEqual([]);
  });

  it("end where the next begins, and the last is told as far as it came", () => {
    const { time, phases } = phasesAt();
    phases.begin("set-up");
    time.now += 240;
    phases.begin("reading");
    time.now += 41_000;
    const expected = [
      { name: "set-up", ms: 240, requests: {} },
      { name: "reading", ms: 41_000, requests: {} },
    ];
    expect(phases.soFar()).toEqual(expected);
    expect(phases.soFar()).toEqual(expected);
  });

  it("each count the requests that were made while they lasted, by service", async () => {
    const { phases, forge } = phasesAt();
    phases.begin("reading");
    const semgrep = connectTo(phases.ports, "semgrep");
    phases.ports.forge({
      token: "",
      owner: "acme",
      repo: "shop",
      deadline: () => ({ signal: new AbortController().signal, remaining: () => 1 }),
    });
    await semgrep.json({ method: "GET", path: "/a" }, ANYTHING);
    await semgrep.json({ method: "GET", path: "/b" }, ANYTHING);
    phases.begin("publishing");
    forge.requests += 3;
    await semgrep.json({ method: "GET", path: "/c" }, ANYTHING);
    expect(phases.soFar().map(({ name, requests }) => [name, requests])).toEqual([
      ["reading", { semgrep: 2 }],
      ["publishing", { semgrep: 1, github: 3 }],
    ]);
  });

  it("never take less than no time, when a clock is set back", () => {
    const { time, phases } = phasesAt();
    phases.begin("reading");
    time.now -= 5000;
    expect(phases.soFar()).toEqual([{ name: "reading", ms: 0, requests: {} }]);
  });
});

describe("the time limits of a run", () => {
  const limitsAt = (elapsed: number) => {
    const time = { now: 1000 };
    const ports = fakePorts({
      clock: { now: () => time.now, sleep: async () => undefined },
      deadline: ({ ms }) => ({ signal: new AbortController().signal, remaining: () => ms }),
    });
    const limits = new RunLimits(ports);
    time.now += elapsed;
    return limits;
  };

  it("leave time to say which inputs cannot be used, when there is no time limit to keep", () => {
    const limits = limitsAt(5000);
    limits.startPublishing();
    expect(limits.current.remaining()).toBeGreaterThan(10_000);
  });

  it("are kept when the inputs gave one", () => {
    const limits = limitsAt(5000);
    limits.startReading(4000);
    limits.startPublishing();
    expect(limits.current.remaining()).toBe(1000);
  });
});
