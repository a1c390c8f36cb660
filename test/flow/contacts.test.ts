import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { SCENARIOS } from "../../sandbox/scenarios/all.ts";
import { stageFor } from "../support/run-scenario.ts";

const CHANNEL = "net.client.socket";

/** Does some work, and gives the addresses that the process connected to meanwhile. */
async function contactsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const contacts = new Set<string>();
  const listen = (message: unknown) => {
    const { socket } = message as { socket: Socket }; // what Node.js publishes on this channel
    socket.on("connectionAttempt", (ip: string, port: number) => contacts.add(`http://${ip}:${port}`));
  };
  subscribe(CHANNEL, listen);
  try {
    await work();
  } finally {
    unsubscribe(CHANNEL, listen);
  }
  return [...contacts].sort();
}

describe("what a run contacts", () => {
  it("are the three services that its settings name, and nobody else, in every scenario", async (context) => {
    const played = SCENARIOS.filter(({ name }) => name !== "huge");
    const stages = await Promise.all(played.map((scenario) => stageFor(context, scenario)));
    const contacts = await contactsOf(() =>
      Promise.all(
        stages.map(async (stage) => {
          await stage.lead();
          await stage.run();
        }),
      ),
    );
    const allowed = stages.flatMap(({ sandbox }) => [
      sandbox.semgrep.url,
      sandbox.snyk.url,
      sandbox.github.url,
    ]);
    expect(contacts.filter((one) => !allowed.includes(one))).toEqual([]);
    expect(contacts.length).toBeGreaterThan(played.length);
  });
});
