import type { CommentRequest } from "../context/run-context.ts";
import { toReason } from "../errors.ts";
import type { Ports } from "../ports.ts";
import type { CommandEnd } from "../reporters/conclude.ts";
import type { Settings } from "../settings/settings.ts";
import type { JudgedHead } from "./accept/accept.ts";
import { type CommandAnswer, react, replyTo } from "./answer.ts";

/**
 * Decides whether a command may be carried out: only people who may write to the repository are obeyed, and the forge
 * is asked for that, never the payload. The answer to the comment is a reaction: `eyes` when it is carried out, and
 * `confused` when it is not; somebody who may write also gets the reason in a reply.
 */
export async function admitCommand(answer: CommandAnswer): Promise<CommandEnd | undefined> {
  const { forge, request } = answer;
  let mayWrite: boolean;
  try {
    mayWrite = (await forge.commands?.mayWrite(request.author)) ?? false;
  } catch (error) {
    await react(answer, "confused");
    const trouble = toReason(error, "github");
    const why = `Whether ${request.author} may write could not be read: ${trouble.message}`;
    return { why, exitCode: 1, trouble };
  }
  if (!mayWrite) {
    await react(answer, "confused");
    return {
      why: `${request.author} may not write to this repository, so the command is not carried out`,
      exitCode: 0,
    };
  }
  const { reading } = request;
  if (reading.kind === "command") {
    await react(answer, "eyes");
    return undefined;
  }
  await react(answer, "confused");
  await replyTo(answer, reading.problem);
  return { why: reading.problem, exitCode: 1 };
}

/**
 * Admits a command, and carries it out where it does not ask for a verdict. Gives how it ended; undefined where the pull
 * request is to be judged.
 * @param look judges the head of the pull request by what the sources say now
 */
export async function endedByCommand(
  ports: Ports,
  of: {
    readonly answer: CommandAnswer;
    readonly settings: Settings;
    readonly look: () => Promise<JudgedHead>;
  },
): Promise<CommandEnd | undefined> {
  const refused = await admitCommand(of.answer);
  if (refused !== undefined || !asksForException(of.answer.request)) return refused;
  // It brings the YAML parser along, and few runs need it.
  const { acceptException } = await import("./accept/accept.ts");
  return await acceptException(ports, of);
}

function asksForException({ reading }: CommentRequest): boolean {
  return reading.kind === "command" && reading.command.name === "accept";
}
