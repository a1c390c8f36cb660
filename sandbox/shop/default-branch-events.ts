import type { PullRequest } from "../github/world.ts";
import type { Wire } from "../service/wire.ts";
import { type Event, person, REPOSITORY_RECORD } from "./events.ts";
import { BASE_COMMIT } from "./names.ts";

/** What runs on the default branch, whatever it is about. */
const ON_MAIN = { sha: BASE_COMMIT, ref: "refs/heads/main" };

/** A commit status of `commit` that changed. */
export function statusEvent(
  commit: string,
  status: { readonly context: string; readonly state: string; readonly creator: string },
): Event {
  return {
    name: "status",
    payload: {
      id: 40_100,
      sha: commit,
      context: status.context,
      state: status.state,
      description: null,
      branches: [],
      repository: REPOSITORY_RECORD,
      sender: person(status.creator),
    },
    ...ON_MAIN,
    actor: status.creator,
  };
}

/** Somebody asks for a verdict through the API. */
export function dispatchEvent(clientPayload: Wire, type = "scan-gate"): Event {
  return {
    name: "repository_dispatch",
    payload: {
      action: type,
      branch: "main",
      client_payload: clientPayload,
      repository: REPOSITORY_RECORD,
      sender: person("relay-bot"),
    },
    ...ON_MAIN,
    actor: "relay-bot",
  };
}

/** A new comment on a pull request. */
export function commentEvent(
  pull: PullRequest,
  comment: { readonly id: number; readonly body: string; readonly author: string },
): Event {
  return {
    name: "issue_comment",
    payload: {
      action: "created",
      issue: { number: pull.number, state: pull.state, pull_request: { url: "" }, user: person(pull.author) },
      comment: { id: comment.id, body: comment.body, user: person(comment.author) },
      repository: REPOSITORY_RECORD,
      sender: person(comment.author),
    },
    ...ON_MAIN,
    actor: comment.author,
  };
}

/** The clock. */
export function scheduleEvent(): Event {
  return {
    name: "schedule",
    payload: { schedule: "17 5 * * 1-5", repository: REPOSITORY_RECORD },
    ...ON_MAIN,
    actor: "jo-winter",
  };
}
