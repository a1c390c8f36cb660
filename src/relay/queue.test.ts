import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DispatchPace, MOST_IN_FLIGHT, retryPause } from "./pace.ts";
import { DispatchQueue, type QueuedDispatch } from "./queue.ts";

const START = 1_800_000_000_000;
const SHOP = { repository: "acme/shop" };
const CART = { repository: "acme/cart" };

function sending(queue: DispatchQueue, now: number): QueuedDispatch | undefined {
  const next = queue.next(now, 0);
  return next !== undefined && "send" in next ? next.send : undefined;
}

function fullQueue(targets: readonly { readonly repository: string }[], limit = 100): DispatchQueue {
  const queue = new DispatchQueue(limit);
  for (const [at, target] of targets.entries()) queue.take(`h${at}`, [target], START);
  return queue;
}

describe("the queue of dispatches", () => {
  it("sends the first of a target at once, and joins later ones within 30 s into one", () => {
    const queue = fullQueue([SHOP, SHOP, { repository: "ACME/Shop" }, CART]);
    expect(queue.pending().map(({ target, due }) => [target.repository, due - START])).toEqual([
      ["acme/shop", 0],
      ["acme/shop", 30_000],
      ["acme/cart", 0],
    ]);
    expect([sending(queue, START)?.id, sending(queue, START)?.id, sending(queue, START)]).toEqual([
      1,
      3,
      undefined,
    ]);
    queue.accepted(1);
    expect(queue.next(START + 1, 0)).toEqual({ at: START + 30_000 });
    expect(sending(queue, START + 30_000)?.id).toBe(2);
  });

  it("sends at once again when the 30 s are over", () => {
    const queue = fullQueue([SHOP]);
    sending(queue, START);
    queue.accepted(1);
    queue.take("h", [SHOP], START + 29_999);
    queue.take("h2", [CART], START + 29_999);
    expect(queue.pending().map(({ due }) => due - START)).toEqual([30_000, 29_999]);
    const later = fullQueue([SHOP]);
    sending(later, START);
    later.accepted(1);
    later.take("h", [SHOP], START + 30_000);
    expect(sending(later, START + 30_000)?.id).toBe(2);
  });

  it("never joins a delivery into a dispatch that is under way, which may have been read already", () => {
    const queue = fullQueue([SHOP, SHOP]);
    sending(queue, START);
    queue.accepted(1);
    expect(sending(queue, START + 30_000)?.id).toBe(2);
    expect(queue.take("h", [SHOP], START + 30_001)?.taken.into).toMatchObject([
      { id: 3, due: START + 60_000 },
    ]);
  });

  it("sends dispatches of one target one after the other", () => {
    const queue = fullQueue([SHOP, SHOP]);
    sending(queue, START);
    expect(sending(queue, START + 60_000)).toBeUndefined();
    queue.failed(1, { scope: "dispatch" }, { now: START + 60_000, random: 0 });
    expect(sending(queue, START + 62_000)?.id).toBe(1);
  });

  it("tells commits and pull requests of one repository apart", () => {
    const queue = new DispatchQueue(9);
    queue.take(
      "h",
      [SHOP, { ...SHOP, commit: "a" }, { ...SHOP, pullRequest: 7 }, { ...SHOP, pullRequest: 7 }],
      START,
    );
    expect(queue.size).toBe(3);
  });

  it("takes all targets of a delivery or none when it is full, and still joins", () => {
    const queue = new DispatchQueue(2);
    expect(queue.take("h", [SHOP, CART, { repository: "acme/more" }], START)).toBeUndefined();
    expect(queue.size).toBe(0);
    queue.take("h", [SHOP], START);
    queue.take("h2", [SHOP], START);
    expect(queue.take("h3", [CART], START)).toBeUndefined();
    expect(queue.take("h4", [SHOP], START)?.taken.into).toMatchObject([{ id: 2 }]);
  });

  it("forgets what is taken back", () => {
    const queue = fullQueue([SHOP, SHOP]);
    queue.take("h", [SHOP, CART], START)?.undo();
    expect(queue.pending().map(({ id }) => id)).toEqual([1, 2]);
  });

  it("tries again with growing pauses, and keeps a repository or all of GitHub waiting where that is the reason", () => {
    const other = { repository: "acme/other" };
    const queue = fullQueue([SHOP, { ...SHOP, commit: "a" } as typeof SHOP, CART, other]);
    for (const id of [1, 2, 3, 4]) expect(sending(queue, START)?.id).toBe(id);
    const at = { now: START, random: 0.5 };
    expect(queue.failed(1, { scope: "repository" }, at) - START).toBe(750);
    expect(queue.failed(3, { scope: "dispatch", waitMs: 5_000 }, at) - START).toBe(5_000);
    queue.failed(2, { scope: "dispatch" }, { now: START - 10_000, random: 0 });
    expect(queue.next(START, 0)).toEqual({ at: START + 750 });
    expect(queue.failed(4, { scope: "github", waitMs: 60_000 }, at) - START).toBe(60_000);
    expect(queue.next(START + 59_999, 0)).toEqual({ at: START + 60_000 });
    expect(sending(queue, START + 60_000)?.id).toBe(4);
  });

  it("sends what an earlier process left, and joins later deliveries into it", () => {
    const restored = [{ id: 7, target: SHOP, due: START - 9 }];
    const queue = new DispatchQueue(10, { restored, nextId: 20 });
    expect(queue.take("h", [SHOP], START)?.taken.into).toMatchObject([{ id: 7 }]);
    expect(queue.take("h2", [CART], START)?.taken.into).toMatchObject([{ id: 20 }]);
    expect(sending(queue, START)?.id).toBe(7);
  });

  it("is not kept waiting by a clock that was set back", () => {
    const queue = fullQueue([SHOP]);
    sending(queue, START);
    queue.accepted(1);
    const put = queue.take("h", [SHOP], START - 3_600_000);
    expect(put?.taken.into[0]?.due).toBe(START - 3_600_000 + 30_000);
  });

  it("sends something for every delivery after it came, whatever GitHub answers", () => {
    const step = fc.oneof(
      fc.record({ take: fc.nat(3) }),
      fc.record({ wait: fc.nat(40_000) }),
      fc.record({ answer: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new DispatchQueue(1000);
        const owed = new Map<string, number>();
        const underWay: { id: number; key: string; since: number }[] = [];
        let now = START;
        const land = (isAccepted: boolean) => {
          const one = underWay.shift();
          if (one === undefined) return;
          if (!isAccepted) queue.failed(one.id, { scope: "dispatch" }, { now, random: 0.3 });
          else {
            queue.accepted(one.id);
            if ((owed.get(one.key) ?? 0) <= one.since) owed.delete(one.key);
          }
        };
        const pump = () => {
          for (let one = sending(queue, now); one !== undefined; one = sending(queue, now)) {
            underWay.push({ id: one.id, key: one.target.repository, since: now });
          }
        };
        for (const each of steps) {
          now += 1;
          if ("take" in each) {
            const repository = `acme/r${each.take}`;
            queue.take(String(now), [{ repository }], now);
            owed.set(repository, now);
          } else if ("wait" in each) now += each.wait;
          else land(each.answer);
          pump();
        }
        for (let rounds = 0; queue.size > 0 && rounds < 500; rounds += 1) {
          land(true);
          now += 30_000;
          pump();
        }
        expect([...owed]).toEqual([]);
        expect(queue.size).toBe(0);
      }),
    );
  });
});

const MINUTE = 60_000;

const mostWithin = (arrivals: readonly number[], ms: number) =>
  Math.max(0, ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + ms).length));

describe("the pace", () => {
  it("lets no more than 60 dispatches arrive within any minute, however long each is on its way", () => {
    // How long each takes to arrive, and after that until its answer is here; some end with their process.
    const way = fc.record({
      toGitHub: fc.oneof(fc.nat(50), fc.nat(20_000)),
      back: fc.oneof(fc.nat(50), fc.nat(20_000)),
      dies: fc.oneof({ weight: 30, arbitrary: fc.constant(false) }, fc.constant(true)),
    });
    fc.assert(
      fc.property(fc.array(way, { minLength: 130, maxLength: 260 }), (ways) => {
        let pace = new DispatchPace();
        let now = START;
        let underWay: { id: number; end: number }[] = [];
        const arrivals: number[] = [];
        for (const [id, { toGitHub, back, dies }] of ways.entries()) {
          for (let at = now; ; at = now) {
            const due = underWay.filter(({ end }) => end <= at).toSorted((a, b) => a.end - b.end);
            for (const one of due) pace.ended(one.id, one.end);
            underWay = underWay.filter(({ end }) => end > at);
            const ends = underWay.map(({ end }) => end);
            if (underWay.length < MOST_IN_FLIGHT && pace.nextAt(now) <= now) break;
            now = Math.min(...ends, underWay.length < MOST_IN_FLIGHT ? pace.nextAt(now) : Infinity);
          }
          pace.begun(id);
          arrivals.push(now + toGitHub);
          underWay.push({ id, end: now + toGitHub + back });
          if (dies) {
            now = Math.max(...underWay.map(({ end }) => end));
            pace = new DispatchPace(pace.toKeep(now), now);
            underWay = [];
          }
        }
        expect(mostWithin(arrivals, MINUTE + 999)).toBeLessThanOrEqual(60);
      }),
      { numRuns: 40 },
    );
  });

  it("sends the first 60 at once, and the next one a minute after the first has ended", () => {
    const pace = new DispatchPace();
    for (let id = 0; id < 60; id += 1) {
      expect(pace.nextAt(START + 5_000)).toBe(0);
      pace.begun(id);
      pace.ended(id, START + 5_000);
    }
    expect(pace.nextAt(START + 5_000) - START).toBe(66_000);
  });

  it("counts one that is under way, for nobody knows when it arrives", () => {
    const pace = new DispatchPace({ sent: Array.from({ length: 59 }, () => START), trying: [] }, START);
    expect(pace.nextAt(START)).toBeLessThanOrEqual(START);
    pace.begun(1);
    expect(pace.nextAt(START) - START).toBe(61_000);
  });

  it("counts what an earlier process sent, and what it left unfinished", () => {
    const sent = Array.from({ length: 56 }, (_, at) => START - 50_000 + at);
    const pace = new DispatchPace({ sent, trying: [7, 8, 9, 10] }, START);
    expect(pace.nextAt(START)).toBe(START + 11_000);
    expect(pace.toKeep(START + 11_056).sent).toEqual([START, START, START, START]);
  });

  it("is not kept waiting by a clock that was set back", () => {
    const sent = Array.from({ length: 60 }, () => START + 3_600_000);
    expect(new DispatchPace({ sent, trying: [] }, START).nextAt(START) - START).toBe(61_000);
    const pace = new DispatchPace({ sent, trying: [] }, START + 3_600_000);
    expect(pace.nextAt(START) - START).toBe(61_000);
    expect(pace.nextAt(START + 50_000) - START).toBe(61_000);
  });

  it("lets pauses grow, up to their cap", () => {
    const pauses = [1, 2, 3, 7, 100].map((failures) => retryPause("dispatch", failures, 0.999));
    expect(pauses.map((pause) => Math.round(pause / 1000))).toEqual([1, 2, 4, 60, 60]);
    expect(retryPause("dispatch", 1, 0)).toBe(500);
    expect(retryPause("repository", 100, 0)).toBe(150_000);
  });
});
