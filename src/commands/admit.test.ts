import { describe, expect, it } from "vitest";
import { fakeForge, fakePorts } from "../../test/support/fake-ports.ts";
import { readCommentCommand } from "../context/comment-command.ts";
import { ScanGateError } from "../errors.ts";
import { admitCommand } from "./admit.ts";
import { type CommandAnswer, endCommand } from "./answer.ts";

const REFUSED = new ScanGateError({ code: "forbidden", source: "github", message: "GitHub says no" });

function anAnswer(
  body: string,
  {
    mayWrite = async () => true,
    react = async () => {},
    dryRun = false,
  }: {
    mayWrite?: (login: string) => Promise<boolean>;
    react?: () => Promise<void>;
    dryRun?: boolean;
  } = {},
) {
  const reactions: string[] = [];
  const replies: string[] = [];
  const reading = readCommentCommand(body);
  if (reading.kind === "none") throw new Error("this test needs a command");
  const { log, lines } = fakePorts();
  const answer: CommandAnswer = {
    forge: {
      commands: {
        mayWrite,
        async react(_, reaction) {
          reactions.push(reaction);
          await react();
        },
      },
      commits: fakeForge().commits,
      comments: fakeForge({
        comments: {
          async create(_, text) {
            replies.push(text);
            return { id: "1", body: text, author: "me", url: "" };
          },
        },
      }).comments,
    },
    pullRequest: 7,
    request: { commentId: 99, author: "jo", reading },
    log,
    dryRun,
  };
  return { answer, reactions, replies, lines };
}

describe("admitCommand", () => {
  it("carries out what somebody asks who may write", async () => {
    const { answer, reactions, replies } = anAnswer("/scan-gate recheck");
    expect(await admitCommand(answer)).toBeUndefined();
    expect(reactions).toEqual(["eyes"]);
    expect(replies).toEqual([]);
  });

  it("refuses a stranger with a reaction, no reply and exit code 0", async () => {
    const { answer, reactions, replies } = anAnswer("/scan-gate recheck", { mayWrite: async () => false });
    expect(await admitCommand(answer)).toEqual({
      why: expect.stringContaining("jo may not write"),
      exitCode: 0,
    });
    expect(reactions).toEqual(["confused"]);
    expect(replies).toEqual([]);
  });

  it("obeys nobody when it cannot be read who may write", async () => {
    const { answer, reactions } = anAnswer("/scan-gate recheck", {
      mayWrite: async () => {
        throw REFUSED;
      },
    });
    expect(await admitCommand(answer)).toEqual({
      why: expect.stringContaining("GitHub says no"),
      exitCode: 1,
      trouble: { code: "forbidden", source: "github", message: "GitHub says no." },
    });
    expect(reactions).toEqual(["confused"]);
  });

  it.each([
    "/scan-gate recheck now",
    "/scan-gate accept CWE-89 until tomorrow",
  ])("tells somebody who may write in one line why %j is not carried out", async (body) => {
    const { answer, reactions, replies } = anAnswer(body);
    expect(await admitCommand(answer)).toMatchObject({ exitCode: 1 });
    expect(reactions).toEqual(["confused"]);
    expect(replies).toEqual([expect.stringMatching(/^[^\n]+$/)]);
  });

  it("writes nothing in a dry run", async () => {
    const { answer, reactions, replies } = anAnswer("/scan-gate accept", { dryRun: true });
    await admitCommand(answer);
    await endCommand(answer, true);
    expect([...reactions, ...replies]).toEqual([]);
  });

  it("goes on when a reaction cannot be left", async () => {
    const { answer, lines } = anAnswer("/scan-gate recheck", {
      react: async () => {
        throw REFUSED;
      },
    });
    expect(await admitCommand(answer)).toBeUndefined();
    expect(lines.join("\n")).toContain("The reaction `eyes` could not be left: GitHub says no");
  });
});

describe("endCommand", () => {
  it.each([
    [true, "rocket"],
    [false, "confused"],
  ])("ends with a reaction: judged %s, %s", async (judged, reaction) => {
    const { answer, reactions } = anAnswer("/scan-gate recheck");
    await endCommand(answer, judged);
    expect(reactions).toEqual([reaction]);
  });
});
