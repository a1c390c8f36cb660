import { setFlagsFromString } from "node:v8";
import { expect, it, vi } from "vitest";
import { spareMemoryAfter } from "./memory.ts";

vi.mock("node:v8", () => ({ setFlagsFromString: vi.fn() }));

it("makes the engine spare memory once, when a run has read much in all", () => {
  spareMemoryAfter(199_999);
  expect(setFlagsFromString).not.toHaveBeenCalled();
  spareMemoryAfter(1);
  expect(setFlagsFromString).toHaveBeenCalledWith("--heap-growing-percent=20");
  const calls = vi.mocked(setFlagsFromString).mock.calls.length;
  spareMemoryAfter(50_000_000);
  expect(setFlagsFromString).toHaveBeenCalledTimes(calls);
});
