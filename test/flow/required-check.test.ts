import { describe, expect, it } from "vitest";
import { ownComments } from "../../sandbox/check.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import type { Stage } from "../../sandbox/play.ts";
import { busyWorld, onlyPull, QUICK } from "../../sandbox/scenarios/common.ts";
import { asFork } from "../../sandbox/scenarios/fork.ts";
import {
  commentEvent,
  dispatchEvent,
  scheduleEvent,
  statusEvent,
} from "../../sandbox/shop/default-branch-events.ts";
import { pullRequestEvent, pushEvent, workflowRunEvent } from "../../sandbox/shop/events.ts";
import { BASE_COMMIT, HEAD_COMMIT } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import { onPath, reasonsOf, situation, stageFor } from "../support/run-scenario.ts";

const COMMENT = 2_870_114_001;
const WRITES = { statuses: "write" } as const;

function withGitHub(world: World, more: Partial<GitHubWorld>): World {
  const permissions = { ...world.github.permissions, ...WRITES, ...more.permissions };
  return { ...world, github: { ...world.github, ...more, permissions } };
}

const fork = (world: World) => withGitHub(world, { pulls: world.github.pulls.map(asFork) });
const collaborators = (world: World) => withGitHub(world, { collaborators: { "sam-berg": "write" } });

/** The statuses that runs wrote, as `context state`. */
function statuses({ sandbox }: Stage): readonly string[] {
  return sandbox.github.writtenStatuses().map(({ context, state }) => `${context} ${state}`);
}

const reactions = ({ sandbox }: Stage) => sandbox.github.reactions().map(({ content }) => content);

const writes = ({ sandbox }: Stage) => sandbox.github.requests.filter(({ method }) => method !== "GET");

describe.concurrent("a fork's pull request", () => {
  it("turns green by a status on its head", async (context) => {
    const stage = await stageFor(
      context,
      situation(fork, { event: (world) => workflowRunEvent(onlyPull(world)) }),
    );
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(result.exitCode).toBe(0);
    expect(statuses(stage)).toEqual(["scan-gate pending", "scan-gate success"]);
    const [, last] = stage.sandbox.github.writtenStatuses();
    expect(last).toMatchObject({
      sha: HEAD_COMMIT,
      description: "Passed: 0 findings, none blocks",
      targetUrl: expect.stringMatching(/\/actions\/runs\/\d+$/),
    });
    expect(result.summary).toContain("Commit status");
    expect(writes(stage).at(-1)?.path).toBe(`/repos/acme/web-shop/statuses/${HEAD_COMMIT}`);
  });

  it("is a failure on its head when something blocks", async (context) => {
    const stage = await stageFor(
      context,
      situation(undefined, {
        world: (now) => fork(busyWorld(now)),
        event: (world) => workflowRunEvent(onlyPull(world)),
      }),
    );
    await stage.run();
    expect(statuses(stage)).toEqual(["scan-gate pending", "scan-gate failure"]);
  });

  it("says that an incomplete verdict is tolerated where its job is green all the same", async (context) => {
    const stage = await stageFor(
      context,
      situation(fork, {
        event: (world) => workflowRunEvent(onlyPull(world)),
        credentials: false,
        inputs: { ...QUICK, "on-incomplete": "warn" },
      }),
    );
    const result = await stage.run();
    expect(result.exitCode).toBe(0);
    const last = stage.sandbox.github.writtenStatuses().at(-1);
    expect(last).toMatchObject({
      state: "success",
      description: expect.stringMatching(/tolerated.*no-credentials/),
    });
  });

  it("cannot be required of its own run, whose token only reads", async (context) => {
    const stage = await stageFor(
      context,
      situation(
        (world) => withGitHub(world, { permissions: { ...world.github.permissions, statuses: "read" } }),
        {
          inputs: { ...QUICK, status: "always" },
          event: (world) => pullRequestEvent(onlyPull(world)),
          world: (now) => {
            const world = fork(busyWorld(now));
            return {
              ...world,
              github: { ...world.github, permissions: { ...world.github.permissions, statuses: "read" } },
            };
          },
        },
      ),
    );
    const result = await stage.run();
    expect(statuses(stage)).toEqual([]);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain("statuses: write");
  });
});

describe.concurrent("a commit status", () => {
  it("of a run with status: always makes the job red when it cannot be written", async (context) => {
    const stage = await stageFor(context, situation(undefined, { inputs: { ...QUICK, status: "always" } }));
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(result.exitCode).toBe(1);
    expect(statuses(stage)).toEqual([]);
  });

  it("is not asked for on a pull request's own run", async (context) => {
    const stage = await stageFor(
      context,
      situation((world) => withGitHub(world, {})),
    );
    await stage.run();
    expect(statuses(stage)).toEqual([]);
  });

  it("of a branch has a context of its own, and with a key another", async (context) => {
    const stage = await stageFor(
      context,
      situation((world) => withGitHub(world, { pulls: [], branches: { main: BASE_COMMIT } }), {
        event: () => dispatchEvent({ commit: BASE_COMMIT }),
        inputs: { ...QUICK, "comment-key": "nightly" },
      }),
    );
    await stage.run();
    expect(new Set(stage.sandbox.github.writtenStatuses().map(({ context: name }) => name))).toEqual(
      new Set(["scan-gate/nightly (branch)"]),
    );
  });

  it("writes nothing in a dry run", async (context) => {
    const stage = await stageFor(
      context,
      situation(fork, {
        event: (world) => workflowRunEvent(onlyPull(world)),
        inputs: { ...QUICK, "dry-run": "true" },
      }),
    );
    await stage.run();
    expect(writes(stage).filter(({ path }) => /statuses|comments|sarifs/.test(path))).toEqual([]);
  });
});

describe.concurrent("a late check of Snyk", () => {
  const status = (context: string, creator = "snyk-io[bot]", state = "failure") =>
    statusEvent(HEAD_COMMIT, { context, state, creator });

  it("judges the pull request again, comments on it and sets the status", async (context) => {
    const stage = await stageFor(
      context,
      situation((world) => withGitHub(world, {}), {
        event: () => status("security/snyk (acme)", undefined, "success"),
      }),
    );
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(ownComments(stage)).toHaveLength(1);
    expect(statuses(stage)).toEqual(["scan-gate pending", "scan-gate success"]);
  });

  it.for([
    ["another tool's status", status("ci/build")],
    ["a pending check", status("security/snyk", undefined, "pending")],
    ["a workflow's status", status("security/snyk", "github-actions[bot]")],
  ] as const)("ends at once on %s: no request, no output", async ([, event], context) => {
    const stage = await stageFor(context, situation(undefined, { event: () => event }));
    const result = await stage.run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toEqual({});
    expect(stage.sandbox.github.requests).toEqual([]);
    expect(stage.sandbox.semgrep.requests).toEqual([]);
  });
});

describe.concurrent("a command in a comment", () => {
  const comment = (body: string, author: string) => (world: World) =>
    commentEvent(onlyPull(world), { id: COMMENT, body, author });

  it("judges again for somebody who may write", async (context) => {
    const stage = await stageFor(
      context,
      situation(collaborators, { event: comment("/scan-gate recheck", "sam-berg") }),
    );
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(reactions(stage)).toEqual(["eyes", "rocket"]);
    expect(statuses(stage)).toEqual(["scan-gate pending", "scan-gate success"]);
    expect(writes(stage).at(-1)?.path).toMatch(/reactions$/);
  });

  it("ends its log with the verdict, even when the reaction is refused", async (context) => {
    const reply = { kind: "answer", status: 403, body: { message: "Resource not accessible" } } as const;
    const stage = await stageFor(
      context,
      situation(collaborators, {
        event: comment("/scan-gate recheck", "sam-berg"),
        faults: { github: onPath(/reactions$/, reply) },
      }),
    );
    const result = await stage.run();
    expect(result.stdout).toContain("The reaction `rocket` could not be left");
    expect(result.lines.at(-1)).toMatch(/^passed: /);
  });

  it("does nothing for a stranger but a reaction", async (context) => {
    const stage = await stageFor(
      context,
      situation(collaborators, { event: comment("/scan-gate recheck", "mallory") }),
    );
    const result = await stage.run();
    expect(result.exitCode).toBe(0);
    expect(result.outputs.verdict).toBe("incomplete");
    expect(reactions(stage)).toEqual(["confused"]);
    expect(statuses(stage)).toEqual([]);
    expect(ownComments(stage)).toEqual([]);
    expect(stage.sandbox.semgrep.requests).toEqual([]);
    expect(result.stdout).toContain("mallory may not write");
  });

  it.for([
    ["a comment like any other", comment("Please recheck", "sam-berg")],
    ["a bot's comment", comment("/scan-gate recheck", "helper[bot]")],
  ] as const)("is not seen in %s: no request, no output", async ([, event], context) => {
    const stage = await stageFor(context, situation(collaborators, { event }));
    const result = await stage.run();
    expect([result.exitCode, result.outputs]).toEqual([0, {}]);
    expect(stage.sandbox.github.requests).toEqual([]);
  });
});

describe.concurrent("a pull request that the input names", () => {
  const named = (more: Parameters<typeof situation>[1]) =>
    situation((world) => withGitHub(world, {}), {
      event: scheduleEvent,
      inputs: { ...QUICK, "pull-request": "42" },
      ...more,
    });

  it("is judged at its head on a schedule, with comment and status", async (context) => {
    const stage = await stageFor(context, named({}));
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("pass");
    expect(ownComments(stage)).toHaveLength(1);
    expect(statuses(stage)).toEqual(["scan-gate pending", "scan-gate success"]);
  });

  it("is not-found when there is none of that number", async (context) => {
    const stage = await stageFor(context, named({ inputs: { ...QUICK, "pull-request": "7777" } }));
    const result = await stage.run();
    expect(reasonsOf(result)).toMatchObject([{ code: "not-found", source: "github" }]);
  });
});

describe.concurrent("a hint about the workflow", () => {
  it("names secrets: inherit where no secret came", async (context) => {
    const stage = await stageFor(context, situation(undefined, { credentials: false }));
    const [reason] = reasonsOf(await stage.run());
    expect(reason).toMatchObject({ code: "no-credentials", source: "gate" });
    expect(reason?.message).toContain("`secrets: inherit`");
  });

  it("names merge_group where a queue's branch comes by a push", async (context) => {
    const ref = "refs/heads/gh-readonly-queue/main/pr-42-abc";
    const stage = await stageFor(context, situation(undefined, { event: () => ({ ...pushEvent(), ref }) }));
    const result = await stage.run();
    expect(result.summary).toContain("merge_group");
    expect(stage.sandbox.github.uploads()).toEqual([]);
  });
});
