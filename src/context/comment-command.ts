/** Commands in comments of a pull request (contract §3): the first line of a new comment that begins with this word. */
const WORD = "/scan-gate";

/** What a comment asks for. */
export type CommentCommand =
  | { readonly name: "recheck" }
  | { readonly name: "accept"; readonly id: string; readonly until: string; readonly reason: string };

/** What a comment holds: a command, one of ours that cannot be carried out as it is written, or none. */
export type CommentReading =
  | { readonly kind: "command"; readonly command: CommentCommand }
  | { readonly kind: "unusable"; readonly problem: string }
  | { readonly kind: "none" };

const USAGE =
  "Write `/scan-gate recheck`, or `/scan-gate accept ID until YYYY-MM-DD because REASON`, as the first line";

/**
 * Reads the command in a comment's first line. Case of the command's words does not matter; what stands in the lines
 * below is for people. A line that names neither of the two commands is `none`, as any other comment (contract §3); one
 * that names a command and cannot be understood is `unusable`, with what to write instead.
 */
export function readCommentCommand(body: string): CommentReading {
  const line = body.replace(/[\r\n][\s\S]*$/, "").trim();
  const [first, name = ""] = line.split(/[ \t]+/, 2);
  if (first?.toLowerCase() !== WORD) return { kind: "none" };
  const rest = line.slice(WORD.length).trim().slice(name.length).trim();
  switch (name.toLowerCase()) {
    case "recheck":
      return rest === ""
        ? { kind: "command", command: { name: "recheck" } }
        : { kind: "unusable", problem: `\`/scan-gate recheck\` takes nothing behind it. ${USAGE}` };
    case "accept":
      return readAccept(rest);
    default:
      return { kind: "none" };
  }
}

/** `ID until DATE because REASON`; an ID holds no space, a date's form is checked where it is used. */
function readAccept(rest: string): CommentReading {
  const match = /^(\S+)[ \t]+until[ \t]+(\S+)[ \t]+because[ \t]+(\S.*)$/i.exec(rest);
  const [, id, until, reason] = match ?? [];
  if (id === undefined || until === undefined || reason === undefined) {
    return { kind: "unusable", problem: `\`/scan-gate accept\` lacks a part. ${USAGE}` };
  }
  return { kind: "command", command: { name: "accept", id, until, reason: reason.trim() } };
}
