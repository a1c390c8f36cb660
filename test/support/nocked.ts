import nock from "nock";
import { afterEach, beforeEach, expect } from "vitest";
import { createGitHub } from "../../src/platform/github/github.ts";
import { deadlineOf, stillClock } from "./clock.ts";

/**
 * Lets the tests of a file reach nothing but the answers that nock holds ready, and has each of these asked for. Such a
 * file belongs into `ALONE` of `vitest.config.ts`.
 */
export function answerByNockAlone(): void {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
  });
}

/** GitHub's roles for `acme/shop` at the public address; what waits there takes no time. */
export function gitHubOfShop(): ReturnType<typeof createGitHub> {
  return createGitHub({
    ...{ token: "ghp_fake", apiUrl: "https://api.github.com", owner: "acme", repo: "shop" },
    deadline: () => deadlineOf(600_000),
    clock: stillClock(),
    random: () => 0.5,
    userAgent: "scan-gate/0.0.0",
    redact: (text) => text,
  });
}
