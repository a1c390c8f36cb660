import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ownComments } from "../../sandbox/check.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import type { PlayOptions } from "../../sandbox/play.ts";
import { readFileValues } from "../../sandbox/runner/file-commands.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { clean } from "../../sandbox/scenarios/clean.ts";
import { busyWorld } from "../../sandbox/scenarios/common.ts";
import type { Fault } from "../../sandbox/service/fault.ts";
import type { Respond } from "../../sandbox/service/stand-in.ts";
import { PULL_REQUEST, QUEUE_COMMIT } from "../../sandbox/shop/names.ts";
import { briskClock } from "../support/clock.ts";
import {
  byClock,
  commentWrites,
  first,
  onPath,
  reasonsOf,
  situation,
  stageFor,
  type TestContext,
  warningsOf,
} from "../support/run-scenario.ts";
import { expectSafe } from "../support/safe-run.ts";

const COMMENTS = /\/issues\/42\/comments$/;
const MARKER = "<!-- scan-gate:default -->";

const onGitHub = (change: Partial<GitHubWorld>) =>
  situation((world) => ({ ...world, github: { ...world.github, ...change } }));

async function run(context: TestContext, options: Partial<PlayOptions>, scenario = situation()) {
  const stage = await stageFor(context, scenario, options);
  const result = await stage.run();
  expectSafe(result, stage);
  return { stage, result, warnings: warningsOf(result).join("\n") };
}

const faulty = (path: RegExp, fault: Fault, when?: (nth: number) => boolean): Partial<PlayOptions> => ({
  faults: { github: onPath(path, fault, when) },
});

describe.concurrent("comments", () => {
  it("F09c: a list that is cut off creates no second comment and changes no verdict", async (context) => {
    const { stage, result, warnings } = await run(context, faulty(COMMENTS, { kind: "cut", bytes: 40 }));
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    expect(commentWrites(stage)).toEqual([]);
    expect(warnings).toMatch(/comment/i);
  });

  it("F24: a limit that lasts an hour is not waited for", async (context) => {
    const clock = briskClock();
    const started = clock.now();
    const headers = {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.floor(started / 1000) + 3600),
    };
    const fault: Fault = {
      kind: "answer",
      status: 403,
      headers,
      body: { message: "API rate limit exceeded" },
    };
    const { result, warnings } = await run(context, {
      ...faulty(COMMENTS, fault),
      launch: byClock(clock),
    });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    expect(clock.now() - started).toBeLessThan(20_000);
    expect(warnings).toMatch(/rate|limit/i);
  });

  it("F25: a secondary limit is waited for, and one comment stands", async (context) => {
    const body = { message: "You have exceeded a secondary rate limit" };
    const fault: Fault = { kind: "answer", status: 403, headers: { "retry-after": "1" }, body };
    const { stage, result } = await run(context, faulty(COMMENTS, fault, first(1)));
    expect(result.outputs.verdict).toBe("pass");
    expect(ownComments(stage)).toHaveLength(1);
  });

  it("F26: a comment whose answer got lost is not written twice", async (context) => {
    const github: Respond = ({ method, path }, nth) =>
      method === "POST" && COMMENTS.test(path) && nth === 1
        ? { kind: "after", status: 502, body: "bad gateway" }
        : undefined;
    const { stage, result } = await run(context, { faults: { github } });
    expect(result.outputs.verdict).toBe("pass");
    expect(ownComments(stage)).toHaveLength(1);
  });

  it("F28: a missing permission is named, and the summary is written all the same", async (context) => {
    const scenario = onGitHub({
      permissions: { contents: "read", "pull-requests": "read", "security-events": "write" },
    });
    const { result, warnings } = await run(context, {}, scenario);
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    expect(warnings).toContain("pull-requests: write");
    expect(result.summary).toContain("passed");
  });

  it("F30: a comment that is refused as too long is a warning", async (context) => {
    const fault: Fault = {
      kind: "answer",
      status: 422,
      body: { message: "Validation Failed: Body is too long" },
    };
    const github: Respond = ({ method }) => (method === "POST" ? fault : undefined);
    const { result, warnings } = await run(context, { faults: { github } });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    expect(warnings).toMatch(/comment/i);
  });

  it("H20: another's comment that holds our marker is left alone", async (context) => {
    const comment = {
      id: 2_870_000_001,
      issue: PULL_REQUEST,
      author: "mallory",
      body: `${MARKER}\n## passed`,
    };
    const { stage } = await run(context, {}, onGitHub({ comments: [comment] }));
    expect(stage.sandbox.github.comments()).toHaveLength(2);
    expect(stage.sandbox.github.comments()[0]).toEqual(comment);
  });

  it("H22: our comment is found on the last of many pages", async (context) => {
    const comments = Array.from({ length: 2950 }, (_, index) => ({
      id: 1_000_000 + index,
      issue: PULL_REQUEST,
      author: index === 2949 ? "github-actions[bot]" : "sam-berg",
      body: index === 2949 ? `${MARKER}\nold` : `> ${MARKER}\nquoted`,
    }));
    const { stage, result } = await run(context, {}, onGitHub({ comments }));
    expect(result.outputs.verdict).toBe("pass");
    expect(stage.sandbox.github.comments()).toHaveLength(2950);
    expect(ownComments(stage)[0]).toContain("passed");
  });

  it("F46: a run for an older commit overwrites nothing", async (context) => {
    const stage = await stageFor(
      context,
      {
        ...clean,
        world: (now) => {
          const world = clean.world(now);
          const comments = [
            {
              id: 2_870_000_002,
              issue: PULL_REQUEST,
              author: world.github.login,
              body: `${MARKER}\nthe newer commit's`,
            },
          ];
          return { ...world, github: { ...world.github, comments } };
        },
        event: (world) => clean.event(world),
      },
      {
        faults: {
          github: ({ path }) => {
            if (!/\/pulls\/42$/.test(path)) return undefined;
            const body = {
              number: 42,
              state: "open",
              head: { ref: "feature/order-search", sha: QUEUE_COMMIT, repo: { full_name: "acme/web-shop" } },
              base: { ref: "main", sha: QUEUE_COMMIT },
            };
            return { kind: "answer", status: 200, body };
          },
        },
      },
    );
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(ownComments(stage)).toEqual([`${MARKER}\nthe newer commit's`]);
  });
});

describe.concurrent("GitHub as a whole", () => {
  it("F29: when it is down, the policy cannot be read, and that is not a pass", async (context) => {
    const { result } = await run(context, faulty(/./, { kind: "answer", status: 503, body: "unicorn" }));
    expect([result.outputs.verdict, result.exitCode]).toEqual(["incomplete", 1]);
    expect(reasonsOf(result).map(({ source }) => source)).toContain("policy");
  });

  it("a refused SARIF upload is a warning with the permission, and the file stays", async (context) => {
    const scenario = onGitHub({ permissions: { contents: "read", "pull-requests": "write" } });
    const { result, warnings } = await run(context, {}, scenario);
    expect(result.outputs.verdict).toBe("pass");
    expect(warnings).toContain("security-events: write");
    expect(readFileSync(result.outputs["sarif-file"] ?? "", "utf8")).toContain("2.1.0");
  });

  it("a comment links no results that code scanning refused", async (context) => {
    const permissions = { contents: "read", "pull-requests": "write" } as const;
    const scenario = {
      ...blocked,
      world: (now: number) => ({ ...busyWorld(now), github: { ...busyWorld(now).github, permissions } }),
    };
    const { stage, result } = await run(context, {}, scenario);
    expect(result.outputs.verdict).toBe("fail");
    expect(ownComments(stage)).toEqual([expect.stringContaining("checks and full report")]);
    expect(ownComments(stage)[0]).not.toContain("code-scanning");
  });

  it("code scanning that is not enabled is a warning", async (context) => {
    const scenario = situation((world) => ({
      ...world,
      github: { ...world.github, repository: { ...world.github.repository, codeScanning: false } },
    }));
    const { result, warnings } = await run(context, {}, scenario);
    expect(result.outputs.verdict).toBe("pass");
    expect(warnings).toMatch(/code.?scanning|code security/i);
  });
});

describe.concurrent("the files of the runner", () => {
  it("the verdict is incomplete in the outputs before the first request is made", async (context) => {
    const seen: string[] = [];
    let output = "";
    const look = (): undefined => {
      seen.push(readFileSync(output, "utf8"));
      return undefined;
    };
    const stage = await stageFor(context, clean, { faults: { semgrep: look, snyk: look, github: look } });
    const running = stage.start();
    output = running.paths.output;
    await running.finished;
    expect(readFileValues(seen[0] ?? "").values).toEqual({ verdict: "incomplete" });
  });

  it("F45: a summary that cannot be written is a warning", async (context) => {
    const stage = await stageFor(context, clean);
    const result = await stage.run({ env: { GITHUB_STEP_SUMMARY: "/dev/full" } });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["pass", 0]);
    expect(warningsOf(result).join("\n")).toMatch(/summary/i);
  });

  it.for<[string, string | undefined]>([
    ["missing", undefined],
    ["empty", ""],
    ["no JSON", "{"],
    ["no object", "[]"],
  ])("F45: an event file that is %s is an error of the configuration", async ([, text], context) => {
    const stage = await stageFor(context, clean);
    const running = stage.start({ inputs: { "on-incomplete": "warn" } });
    if (text === undefined) rmSync(running.paths.event);
    else writeFileSync(running.paths.event, text);
    const result = await running.finished;
    expect([result.outputs.verdict, result.exitCode]).toEqual(["incomplete", 1]);
    expect(reasonsOf(result)).toMatchObject([{ code: "config-invalid" }]);
  });
});
