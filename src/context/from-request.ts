import { ScanGateError } from "../errors.ts";
import { present } from "../text/present.ts";
import { readCommentCommand } from "./comment-command.ts";
import { commentIn, dispatchIn, statusIn } from "./payload.ts";
import type {
  EventContext,
  IgnoredEvent,
  NumberedPullRequestContext,
  UnresolvedCommitContext,
} from "./run-context.ts";
import {
  actorOf,
  type EventFacts,
  type EventRequest,
  type RunnerEvent,
  readPayload,
} from "./runner-event.ts";

/** Events by which somebody asks for a verdict anew: a late check of Snyk, another system, a comment. */

/** The type of `repository_dispatch` that is ours. */
const DISPATCH_TYPE = "scan-gate";

/** Which statuses are Snyk's by their creator is the settings' to say, and comes later. */
export function fromStatus(event: RunnerEvent, facts: EventFacts): UnresolvedCommitContext | IgnoredEvent {
  const { sha, branches, context, state, creator } = readPayload(event, statusIn);
  if (!/^[^/\s]+\/snyk\b/i.test(context))
    return ignored("The status that changed is not one of Snyk's checks");
  if (state === "pending")
    return ignored("Snyk's check is still pending; its result begins a run of its own");
  const status = { context, state, ...present({ creator }) };
  return { ...facts, ...actorOf(event), kind: "unresolved-commit", commit: sha, branches, status };
}

/** Who sends a dispatch writes what it carries. */
const SEND_WHOLE =
  "Send the whole commit id as `client_payload.commit`, or the number of a pull request as `client_payload.pull_request`";

export function fromDispatch(
  event: RunnerEvent,
  facts: EventFacts,
  { pullRequest }: EventRequest,
): EventContext {
  const actor = actorOf(event);
  const {
    type,
    commit,
    pullRequest: number = pullRequest,
  } = readPayload(event, dispatchIn(DISPATCH_TYPE), SEND_WHOLE);
  if (commit !== undefined) return { ...facts, ...actor, kind: "unresolved-commit", commit, branches: [] };
  if (number !== undefined) return { ...facts, ...actor, kind: "numbered-pull-request", number };
  throw new ScanGateError({
    code: "config-invalid",
    source: "github",
    message:
      type === DISPATCH_TYPE
        ? "The repository_dispatch event names neither a commit nor a pull request"
        : `The repository_dispatch event is not of type ${DISPATCH_TYPE}, and the input \`pull-request\` is empty`,
    hint: "Send `client_payload.commit` or `client_payload.pull_request`, or set the input `pull-request`",
  });
}

export function fromComment(
  event: RunnerEvent,
  facts: EventFacts,
): NumberedPullRequestContext | IgnoredEvent {
  const { action, pullRequest, comment } = readPayload(event, commentIn);
  if (action !== "created") return ignored("Only a new comment can hold a command");
  if (pullRequest === undefined) return ignored("The comment does not belong to a pull request");
  const reading = readCommentCommand(comment.body);
  if (reading.kind === "none") return ignored("The comment's first line is not a command of Scan Gate");
  if (comment.byBot) return ignored("The comment was written by a bot, and bots are not answered");
  return {
    ...facts,
    ...actorOf(event),
    kind: "numbered-pull-request",
    number: pullRequest,
    request: { commentId: comment.id, author: comment.author, reading },
  };
}

function ignored(why: string): IgnoredEvent {
  return { kind: "ignored", why };
}
