import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endedLine, readStateFile, stateFileLines, takenLine, tryingLine } from "./journal.ts";
import type { QueuedDispatch } from "./queue.ts";

const one = (id: number): QueuedDispatch => ({
  id,
  due: 1_800_000_000_000 + id,
  target: { repository: "acme/größer", ...(id % 2 === 0 ? { commit: "a".repeat(40) } : { pullRequest: id }) },
});

const EMPTY = { pending: [], bodies: [], sent: [], trying: [], nextId: 1 };
const begin = [...stateFileLines(EMPTY)].join("");

function stateIn(text: string) {
  const read = readStateFile(text);
  if (!read.ok) throw new Error("it is refused");
  return { ...read.state, bodies: [...read.state.bodies], unreadable: read.unreadable };
}

describe("the state file", () => {
  it("gives back what was written into it", () => {
    const state = { pending: [one(3), one(4)], bodies: ["x", "y"], sent: [5, 6], trying: [4], nextId: 9 };
    expect(stateIn([...stateFileLines(state)].join(""))).toEqual({ ...state, unreadable: 0 });
    expect(stateIn("")).toEqual({ ...EMPTY, unreadable: 0 });
  });

  it("holds what was taken and not accepted, and every body", () => {
    const text = [
      begin,
      takenLine({ hash: "h1", into: [one(1), one(2)] }),
      takenLine({ hash: "h2", into: [one(2)] }),
      endedLine("accepted", 1, 77),
    ].join("");
    expect(stateIn(text)).toEqual({
      pending: [one(2)],
      bodies: ["h1", "h2"],
      sent: [77],
      trying: [],
      nextId: 3,
      unreadable: 0,
    });
  });

  it("knows which dispatches may have reached GitHub without an answer", () => {
    const text = [
      begin,
      takenLine({ hash: "h", into: [one(1), one(2), one(3)] }),
      tryingLine(1),
      tryingLine(2),
      tryingLine(3),
      endedLine("failed", 1, 7),
      endedLine("accepted", 3, 8),
    ].join("");
    expect(stateIn(text)).toMatchObject({ pending: [one(1), one(2)], sent: [7, 8], trying: [2] });
  });

  it("can end at any byte: whole lines count, and what is left of the last one does not", () => {
    const event = fc.oneof(
      fc.record({ take: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }) }),
      fc.record({ accept: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.nat(), (events, cut) => {
        const lines = events.map((each, at) =>
          "take" in each
            ? takenLine({ hash: `h${at}`, into: [...new Set(each.take)].map(one) })
            : endedLine("accepted", each.accept, at),
        );
        const bytes = Buffer.from(begin + lines.join(""));
        const end = cut % (bytes.length + 1);
        const cutOff = bytes.subarray(0, end).toString("utf8");
        const whole = cutOff.slice(0, cutOff.lastIndexOf("\n") + 1);
        const { unreadable, ...state } = stateIn(cutOff);
        // A line that lacks nothing but its line feed says all that it has to say.
        const complete = bytes[end] === 10 ? `${cutOff}\n` : whole;
        expect(state).toEqual((({ unreadable: _, ...rest }) => rest)(stateIn(complete)));
        expect(unreadable).toBeLessThanOrEqual(1);
        // What a next process writes of it says the same.
        expect(stateIn([...stateFileLines(state)].join(""))).toMatchObject({
          pending: state.pending,
          bodies: state.bodies,
        });
      }),
      { numRuns: 300 },
    );
  });

  it("leaves out a torn line in its middle", () => {
    const torn = `${begin}${takenLine({ hash: "h1", into: [one(1)] }).slice(0, 20)}\n${takenLine({ hash: "h2", into: [one(2)] })}`;
    expect(stateIn(torn)).toMatchObject({ pending: [one(2)], bodies: ["h2"], unreadable: 1 });
  });

  it.each(["{}", "[1]", "hello\n", '{"relay":2}\n'])("refuses a file of somebody else: %j", (text) => {
    expect(readStateFile(text)).toEqual({ ok: false });
  });

  it("keeps the newest 100,000 bodies", () => {
    const bodies = Array.from({ length: 100_002 }, (_, at) => `h${at}`);
    const state = stateIn([...stateFileLines({ ...EMPTY, bodies })].join(""));
    expect([state.bodies.length, state.bodies[0]]).toEqual([100_000, "h2"]);
  });
});
