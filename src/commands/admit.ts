import type { CommentRequest } from "../context/run-context.ts";
import { toReason } from "../errors.ts";
import type { ForgeRoles } from "../forge-ports.ts";
import type { Log } from "../ports.ts";

/** Why a command in a comment is not carried out. */
export interface CommandRefusal {
  /** A sentence for the log. */
  readonly why: string;
  /** 0 for a stranger, whose comment must not turn anything red; else 1. */
  readonly exitCode: 0 | 1;
}

export interface CommandAnswer {
  readonly forge: Pick<ForgeRoles, "commands" | "comments">;
  readonly pullRequest: number;
  readonly request: CommentRequest;
  readonly log: Log;
  /** Nothing is written to the forge. */
  readonly dryRun: boolean;
}

/**
 * Decides whether a command may be carried out: only people who may write to the repository are obeyed, and the forge
 * is asked for that, never the payload. The answer to the comment is a reaction: `eyes` when it is carried out, and
 * `confused` when it is not; somebody who may write also gets the reason in a reply.
 */
export async function admitCommand(answer: CommandAnswer): Promise<CommandRefusal | undefined> {
  const { forge, request, log } = answer;
  let mayWrite: boolean;
  try {
    mayWrite = (await forge.commands?.mayWrite(request.author)) ?? false;
  } catch (error) {
    await react(answer, "confused");
    return {
      why: `Whether ${request.author} may write could not be read: ${toReason(error, "github").message}`,
      exitCode: 1,
    };
  }
  if (!mayWrite) {
    await react(answer, "confused");
    return {
      why: `${request.author} may not write to this repository, so the command is not carried out`,
      exitCode: 0,
    };
  }
  const problem = problemOf(request);
  if (problem === undefined) {
    await react(answer, "eyes");
    return undefined;
  }
  await react(answer, "confused");
  await reply(answer, problem);
  log.warning(problem);
  return { why: problem, exitCode: 1 };
}

function problemOf({ reading }: CommentRequest): string | undefined {
  if (reading.kind === "unusable") return reading.problem;
  if (reading.command.name === "recheck") return undefined;
  return "`/scan-gate accept` is not available in this version. Add the exception to the policy file by a pull request";
}

/** The reaction that ends an answer: `rocket` when the pull request was judged, else `confused`. */
export async function endCommand(answer: CommandAnswer, judged: boolean): Promise<void> {
  await react(answer, judged ? "rocket" : "confused");
}

/** A reaction that cannot be left is a warning: it is an answer, and decides nothing. */
async function react(
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

async function reply({ forge, pullRequest, log, dryRun }: CommandAnswer, text: string): Promise<void> {
  if (dryRun) return;
  try {
    await forge.comments.create(pullRequest, text);
  } catch (error) {
    log.warning(`The reply could not be written: ${toReason(error, "github").message}`);
  }
}
