import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { differences, ownComments } from "../../sandbox/check.ts";
import { SCENARIOS } from "../../sandbox/scenarios/all.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { clean } from "../../sandbox/scenarios/clean.ts";
import { huge } from "../../sandbox/scenarios/huge.ts";
import { mergeGroup } from "../../sandbox/scenarios/merge-group.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import type { World } from "../../sandbox/world.ts";
import { requestJudge } from "../support/openapi.ts";
import { stageFor, warningsOf } from "../support/run-scenario.ts";

const SERVER = "https://github.example.com";

/** Left out: who the token is of, and GraphQL. */
const judge = requestJudge("github/ghes-3.17.subset.json", {
  below: "/api/v3",
  withSlashes: ["path", "git/ref"],
  leavesOut: ({ path }) => /^\/api\/(?:graphql|v3\/user)$/.test(path),
});

/** The same data with a repository of the server's. */
function moved<Data>(data: Data): Data {
  return JSON.parse(JSON.stringify(data).replaceAll("https://github.com/", `${SERVER}/`));
}

/** A scenario on a server of a company's own: an older version, and code scanning neither licensed nor switched on. */
function onServer(scenario: Scenario, codeScanning = false): Scenario {
  const { lead = [], event, world, expected } = scenario;
  const moving = (now: number): World => {
    const { github, ...tools } = world(now);
    const repository = { ...github.repository, codeScanning };
    return moved({
      ...tools,
      github: { ...github, repository, enterprise: { version: "3.17.2", url: SERVER } },
    });
  };
  return {
    ...scenario,
    world: moving,
    lead: lead.map((run) => ({ ...run, event: (of) => moved(run.event(of)) })),
    event: (of) => moved(event(of)),
    expected: codeScanning ? expected : { ...expected, upload: "none" },
  };
}

/** These servers have no merge queue before 3.13, and thousands of findings are told there as they are anywhere. */
const THERE = SCENARIOS.filter((scenario) => scenario !== huge && scenario !== mergeGroup);

describe.concurrent("on GitHub Enterprise Server", () => {
  it.for(THERE)("$name goes as designed", async (scenario, context) => {
    const stage = await stageFor(context, onServer(scenario));
    expect(await stage.lead()).toEqual([]);
    const result = await stage.run();
    expect(
      differences(scenario.expected.upload === "none" ? scenario : onServer(scenario), result, stage),
    ).toEqual([]);
    const paths = stage.sandbox.github.requests.map(({ path }) => path);
    expect(paths.filter((path) => !/^\/api\/(?:v3\/|graphql$)/.test(path))).toEqual([]);
    expect([...ownComments(stage), result.summary].join("\n")).not.toMatch(/\bgithub\.com\/(?!scan-gate)/);
    judge.expectDescribed(stage.sandbox.github.requests);
  });

  it("links to the server, and tells what to do where code scanning is off", async (context) => {
    const stage = await stageFor(context, onServer(blocked));
    const result = await stage.run();
    const [comment] = ownComments(stage);
    expect(comment).toContain(`${SERVER}/acme/web-shop/blob/`);
    expect(result.outputs["comment-url"]).toContain(`${SERVER}/acme/web-shop/pull/42#issuecomment-`);
    const sarif = warningsOf(result).filter((text) => text.startsWith("sarif: "));
    expect(sarif).toEqual([expect.stringContaining("sarif: file")]);
    expect(existsSync(result.outputs["sarif-file"] ?? "")).toBe(true);
  });

  it("uploads SARIF where code scanning is on, and sends no field that the server does not know", async (context) => {
    const scenario = onServer(clean, true);
    const stage = await stageFor(context, scenario);
    const result = await stage.run();
    expect(differences(scenario, result, stage)).toEqual([]);
    judge.expectDescribed(stage.sandbox.github.requests);
  });

  it("opens and resolves review threads through its own GraphQL", async (context) => {
    const scenario = onServer(blocked);
    const stage = await stageFor(context, {
      ...scenario,
      world: (now) => {
        const world = scenario.world(now);
        const permissions = { ...world.github.permissions, contents: "write" } as const;
        return { ...world, github: { ...world.github, permissions } };
      },
    });
    await stage.run({ inputs: { review: "blocking" } });
    await stage.run({ inputs: { review: "blocking", "fail-on": "none" } });
    const { github } = stage.sandbox;
    expect(github.reviews()).toHaveLength(1);
    expect(github.resolvedThreads().size).toBe(github.reviewComments().length);
    expect(github.requests.map(({ path }) => path)).toContain("/api/graphql");
  });
});
