import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cancelledBySignals } from "./signals.ts";

const { exitCode } = process;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  process.exitCode = exitCode;
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s cancels the run at once, and ends the process with %i within two seconds if it does not end itself", (name, code) => {
  const heard = new Map<string | symbol, () => void>();
  vi.spyOn(process, "on").mockImplementation((event, listener) => {
    heard.set(event, () => listener());
    return process;
  });
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never); // it does not end here
  const cancelled = cancelledBySignals({ SIGINT: 130, SIGTERM: 143 });
  expect(cancelled.aborted).toBe(false);
  heard.get(name)?.();
  expect(cancelled.reason).toMatchObject({ code: "cancelled", message: expect.stringContaining(name) });
  expect([process.exitCode, exit.mock.calls]).toEqual([code, []]);
  vi.advanceTimersByTime(2000);
  expect(exit.mock.calls).toEqual([[code]]);
});
