import { describe, expect, it } from "vitest";
import { aFinding, anObservation, aReport } from "../../test/support/a-report.ts";
import { fakePorts } from "../../test/support/fake-ports.ts";
import { fakeService } from "../../test/support/fake-service.ts";
import { deadlineOf } from "../../test/support/wire.ts";
import type { RunContext } from "../context/run-context.ts";
import type { Ports } from "../ports.ts";
import { readSettings } from "../settings/read.ts";
import { tellAll } from "./tell-all.ts";

const CONTEXT: RunContext = {
  kind: "ref",
  event: "push",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: "1".repeat(40),
  ref: "refs/heads/main",
  defaultBranch: "main",
};
const FINDING = aFinding({
  observations: [anObservation({ home: { organisation: "acme", project: "acme/shop", issue: "1001" } })],
});

/** Tells a push to main that makes tickets, with a Semgrep of the test's choice. */
async function tell(connect: (cancel: AbortController) => Ports["connect"]) {
  const result = readSettings(
    { "semgrep-token": "fake-semgrep-token", tickets: "blocking", sarif: "off", annotations: "false" },
    { workspace: "/w", temp: "/t" },
  );
  if (!result.ok) throw new Error(result.problems.join());
  const ports = fakePorts();
  const told = await tellAll(
    { ...ports, connect: connect(ports.cancel), deadline: ({ ms }) => deadlineOf(ms) },
    {
      report: aReport({ findings: [FINDING] }),
      settings: result.settings,
      context: CONTEXT,
      deadline: deadlineOf(60_000),
    },
  );
  return { ports, told, log: ports.lines.join("\n"), json: [...ports.savedFiles.values()].join("\n") };
}

describe("telling", () => {
  it("names in every document the tickets that it made first", async () => {
    const { ports, log, json } = await tell(
      () => () => fakeService(() => ({ succeeded: [{ external_slug: "SHOP-1", issue_ids: [1001] }] })),
    );
    expect(log).toContain("tickets: created 1 for 1 finding: SHOP-1");
    expect(json).toContain("SHOP-1");
    expect(ports.summaries.join("")).toContain("SHOP-1");
  });

  it("goes on when tickets cannot be made, and says so", async () => {
    const { ports, log, json } = await tell(() => () => {
      throw new Error("no way there");
    });
    expect(log).toMatch(/warning: tickets: .*no way there.* The verdict stands\./);
    expect(json).toContain('"fail"');
    expect(ports.summaries).toHaveLength(1);
  });

  it("begins nothing more when the run is cancelled while tickets are made", async () => {
    const { ports, told } = await tell(
      (cancel) => () =>
        fakeService(() => {
          cancel.abort();
          return {};
        }),
    );
    expect(told.outputs).toEqual({});
    expect([...ports.savedFiles.keys(), ...ports.summaries]).toEqual([]);
  });
});
