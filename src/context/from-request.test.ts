import { describe, expect, it } from "vitest";
import { contextFromEvent } from "./from-event.ts";
import type { RunnerEvent } from "./runner-event.ts";

const HEAD = "1".repeat(40);
const OTHER = "2".repeat(40);
const REPOSITORY = { full_name: "acme/web-shop", default_branch: "main" };

function anEvent(name: string, payload: object): RunnerEvent {
  return {
    name,
    repository: "acme/web-shop",
    sha: OTHER,
    ref: "refs/heads/main",
    serverUrl: "https://github.com",
    actor: "jo",
    payload: { repository: REPOSITORY, ...payload },
  };
}

describe("a status event", () => {
  const status = (overrides: object = {}) =>
    anEvent("status", {
      sha: HEAD.toUpperCase(),
      context: "security/snyk (acme)",
      state: "failure",
      sender: { login: "snyk-io[bot]" },
      branches: [
        { name: "contains-it", commit: { sha: OTHER } },
        { name: "feature", commit: { sha: HEAD } },
      ],
      ...overrides,
    });

  it("asks for the commit of Snyk's check, and names the branches whose tip it is", () => {
    expect(contextFromEvent(status())).toMatchObject({
      kind: "unresolved-commit",
      commit: HEAD,
      branches: ["feature"],
      status: { context: "security/snyk (acme)", state: "failure", creator: "snyk-io[bot]" },
    });
  });

  it.each([
    ["another tool's status", { context: "ci/build" }],
    ["our own status", { context: "scan-gate" }],
    ["a name that only begins like Snyk's", { context: "security/snykfoo" }],
    ["a check that is still pending", { state: "pending" }],
  ])("asks for nothing on %s", (_, overrides) => {
    expect(contextFromEvent(status(overrides))).toMatchObject({ kind: "ignored" });
  });

  it("does without a sender and branches", () => {
    const context = contextFromEvent(status({ sender: null, branches: undefined }));
    expect(context).toMatchObject({ kind: "unresolved-commit", branches: [] });
    expect(context).not.toHaveProperty("status.creator");
  });

  it("takes no branch for a tip of which the payload does not tell the commit", () => {
    expect(contextFromEvent(status({ branches: [{ name: "a" }] }))).toMatchObject({ branches: [] });
  });
});

describe("a repository_dispatch", () => {
  const dispatch = (client_payload: unknown, action = "scan-gate") =>
    anEvent("repository_dispatch", { action, client_payload });

  it("asks for its commit first, then for its pull request, then for the input's", () => {
    expect(contextFromEvent(dispatch({ commit: HEAD, pull_request: 7 }))).toMatchObject({
      kind: "unresolved-commit",
      commit: HEAD,
    });
    for (const pull_request of [7, "7"]) {
      expect(contextFromEvent(dispatch({ pull_request }))).toMatchObject({
        kind: "numbered-pull-request",
        number: 7,
      });
    }
    expect(contextFromEvent(dispatch({}), { pullRequest: 8 })).toMatchObject({ number: 8 });
  });

  it("takes the input's pull request on a dispatch of another type, and reads nothing that it carries", () => {
    const other = dispatch({ commit: "nonsense" }, "deploy");
    expect(contextFromEvent(other, { pullRequest: 8 })).toMatchObject({ number: 8 });
    expect(() => contextFromEvent(other)).toThrow(expect.objectContaining({ code: "config-invalid" }));
  });

  it.each([
    ["nothing", {}],
    ["no payload", null],
    ["a branch for a commit", { commit: "main" }],
    ["a word for a number", { pull_request: "seven" }],
    ["zero", { pull_request: 0 }],
    ["a list", [HEAD]],
  ])("is refused when it names %s, and its text is not repeated", (_, payload) => {
    const read = () => contextFromEvent(dispatch(payload));
    expect(read).toThrow(expect.objectContaining({ code: "config-invalid", source: "github" }));
    expect(read).not.toThrow(/seven|"main"/);
  });

  it("tells its sender what to send, and no more that it is to run in a workflow", () => {
    for (const payload of [{ commit: "6c1f9ab" }, { pull_request: "seven" }])
      expect(() => contextFromEvent(dispatch(payload))).toThrow(
        expect.objectContaining({
          hint: expect.stringMatching(/^Send the whole commit id as `client_payload\.commit`/),
        }),
      );
  });
});

describe("an issue_comment", () => {
  const comment = (overrides: object = {}, more: object = {}) =>
    anEvent("issue_comment", {
      action: "created",
      issue: { number: 7, pull_request: { url: "" } },
      comment: { id: 99, body: "/scan-gate recheck", user: { login: "jo", type: "User" }, ...overrides },
      ...more,
    });

  it("asks for the pull request's head when it is a command", () => {
    expect(contextFromEvent(comment())).toMatchObject({
      kind: "numbered-pull-request",
      number: 7,
      request: {
        commentId: 99,
        author: "jo",
        reading: { kind: "command", command: { name: "recheck" } },
      },
    });
  });

  it("asks for an answer when the command cannot be understood", () => {
    expect(contextFromEvent(comment({ body: "/scan-gate recheck now" }))).toMatchObject({
      request: { reading: { kind: "unusable" } },
    });
  });

  it.each([
    ["any other comment", comment({ body: "Looks good" })],
    ["a comment without text", comment({ body: null })],
    ["an edited comment", comment({}, { action: "edited" })],
    ["a comment on an issue", comment({}, { issue: { number: 7 } })],
    ["a bot's comment", comment({ user: { login: "helper", type: "Bot" } })],
    ["a comment of an app", comment({ user: { login: "helper[bot]", type: "User" } })],
  ])("asks for nothing on %s", (_, event) => {
    expect(contextFromEvent(event)).toMatchObject({ kind: "ignored" });
  });

  it("is by a deleted account when it names nobody", () => {
    expect(contextFromEvent(comment({ user: null }))).toMatchObject({ request: { author: "ghost" } });
  });

  it.each([
    ["without an id", comment({ id: undefined })],
    ["whose text is no text", comment({ body: 7 })],
  ])("is refused %s", (_, event) => {
    expect(() => contextFromEvent(event)).toThrow(expect.objectContaining({ code: "config-invalid" }));
  });
});

describe("the input pull-request", () => {
  it.each(["schedule", "workflow_dispatch"])("names what a %s judges", (name) => {
    const context = contextFromEvent(anEvent(name, {}), { pullRequest: 7 });
    expect(context).toMatchObject({ kind: "numbered-pull-request", number: 7 });
    expect(context).not.toHaveProperty("pushed");
  });

  it("names whose commit a push is", () => {
    expect(contextFromEvent(anEvent("push", {}), { pullRequest: 7 })).toMatchObject({
      kind: "numbered-pull-request",
      pushed: OTHER,
    });
  });
});
