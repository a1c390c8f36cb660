import type { CommentRequest, EventContext } from "../context/run-context.ts";
import { toReason } from "../errors.ts";
import type { ForgeRoles } from "../forge-ports.ts";
import type { Log } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";

/** Roles that commands need beside those that judging needs. */
type CommandRoles = Pick<ForgeRoles, "commands" | "comments" | "commits" | "proposals">;

/** What is needed to answer a comment that holds a command. */
export interface CommandAnswer {
  readonly forge: CommandRoles;
  readonly pullRequest: number;
  readonly request: CommentRequest;
  readonly log: Log;
  /** Nothing is written to the forge. */
  readonly dryRun: boolean;
}

/** The answer that a comment with a command gets; nothing for any other event. */
export function answerTo(
  log: Log,
  of: { readonly event: EventContext; readonly settings: Settings; readonly forge: CommandRoles },
): { readonly answer?: CommandAnswer } {
  const { event, settings, forge } = of;
  if (event.kind !== "numbered-pull-request" || event.request === undefined) return {};
  const { number: pullRequest, request } = event;
  return { answer: { forge, pullRequest, request, log, dryRun: settings.dryRun } };
}

/** The reaction that ends an answer: `rocket` when what was asked for is done, else `confused`. */
export async function endCommand(answer: CommandAnswer, isDone: boolean): Promise<void> {
  await react(answer, isDone ? "rocket" : "confused");
}

/** A reaction that cannot be left is a warning: it is an answer, and decides nothing. */
export async function react(
  { forge, request, log, dryRun }: CommandAnswer,
  reaction: "eyes" | "rocket" | "confused",
): Promise<void> {
  if (dryRun) return;
  try {
    await forge.commands?.react(request.commentId, reaction);
  } catch (error) {
    log.warning(`The reaction \`${reaction}\` could not be left: ${toReason(error, "github").message}`);
  }
}

/** Replies in a comment of its own. Markdown. One that cannot be written is a warning. */
export async function replyTo(
  { forge, pullRequest, log, dryRun }: CommandAnswer,
  text: string,
): Promise<void> {
  if (dryRun) return;
  try {
    await forge.comments.create(pullRequest, text);
  } catch (error) {
    log.warning(`The reply could not be written: ${toReason(error, "github").message}`);
  }
}
