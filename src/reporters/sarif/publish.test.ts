import { describe, expect, it } from "vitest";
import { aReport, SEMGREP_EVIDENCE } from "../../../test/support/a-report.ts";
import { fakeForge } from "../../../test/support/fake-ports.ts";
import { INJECTION, seenAs } from "../../../test/support/sarif-situations.ts";
import type { PullRequestContext } from "../../context/run-context.ts";
import { type ErrorDetails, ScanGateError } from "../../errors.ts";
import type { CodeScanning, SarifProcessing } from "../../forge-ports.ts";
import type { Report } from "../../model/report.ts";
import type { Clock, Deadline, Files } from "../../ports.ts";
import type { PullRequestLook, PullRequestStanding } from "../pull-request-standing.ts";
import { type TakenResults, takenResults } from "../taken-results.ts";
import type { SarifDocument } from "./document.ts";
import { lineHashes } from "./line-hash.ts";
import { type SarifReporterOptions, sarifReporter, sarifTargets } from "./publish.ts";

const TARGET = { ref: "refs/pull/7/merge", commit: "6c1f9ab04e5d2b7781f0c3a9d4e6b5128097fcaa" };
const REPORT = aReport({ findings: [INJECTION] });

function fault(details: Partial<ErrorDetails> = {}): ScanGateError {
  return new ScanGateError({
    code: "unreachable",
    source: "github",
    message: "GitHub answered 503",
    ...details,
  });
}

/** A world with a clock that only sleeping turns, a workspace, and a GitHub that takes everything. */
function world(
  more: {
    readonly codeScanning?: Partial<CodeScanning>;
    readonly workspace?: Readonly<Record<string, string>>;
    readonly files?: Partial<Files>;
    readonly options?: Partial<SarifReporterOptions>;
    readonly remaining?: number;
    readonly hasTarget?: boolean;
  } = {},
) {
  const uploads: { commit: string; ref: string; sarif: readonly string[] }[] = [];
  const pauses: number[] = [];
  const read: string[] = [];
  const written = new Map<string, string>();
  const abort = new AbortController();
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms, signal) => {
      if (signal.aborted) throw signal.reason;
      pauses.push(ms);
      now += ms;
    },
  };
  const deadline: Deadline = { signal: abort.signal, remaining: () => more.remaining ?? 600_000 };
  const { codeScanning } = fakeForge({
    codeScanning: {
      upload: async (upload) => {
        uploads.push(upload);
        return { id: "sarif-1" };
      },
      processing: async () => ({ status: "complete", errors: [] }),
      ...more.codeScanning,
    },
  });
  const files: Files = {
    writeParts: async (path, parts) => void written.set(path, [...parts].join("")),
    remove: async () => undefined,
    readWorkspace: async (path) => {
      read.push(path);
      return more.workspace?.[path];
    },
    findWorkspace: async () => [],
    ...more.files,
  };
  const reporter = sarifReporter({
    codeScanning,
    files,
    clock,
    deadline: () => deadline,
    othersDone: Promise.resolve(),
    mode: "upload",
    file: "/tmp/out.sarif",
    taken: takenResults(),
    targets: async () => ({ targets: more.hasTarget === false ? [] : [TARGET] }),
    ...more.options,
  });
  return { reporter, uploads, pauses, read, written, abort };
}

/** Processing that answers in turn, the last answer for ever. */
function answers(...list: readonly (SarifProcessing | Error)[]): CodeScanning["processing"] {
  let at = 0;
  return async () => {
    const answer = list[Math.min(at, list.length - 1)];
    at += 1;
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("none");
    return answer;
  };
}

const PENDING: SarifProcessing = { status: "pending", errors: [] };
const COMPLETE: SarifProcessing = { status: "complete", errors: [] };

describe("sarifReporter", () => {
  it("writes the file, uploads the same text for the target, and waits for it", async () => {
    const { reporter, uploads, written, pauses } = world();
    const published = await reporter.publish(REPORT);
    expect(written.get("/tmp/out.sarif")).toBe(uploads[0]?.sarif.join(""));
    expect(uploads).toEqual([
      { ...TARGET, sarif: expect.arrayContaining([expect.stringContaining('"version":"2.1.0"')]) },
    ]);
    expect(pauses).toEqual([500]);
    expect(published).toEqual({
      outputs: { "sarif-file": "/tmp/out.sarif", "sarif-id": "sarif-1" },
      warnings: [],
      done: "1 result in 2 runs written to /tmp/out.sarif; uploaded for refs/pull/7/merge, processed",
    });
  });

  it("only writes the file when the mode says so", async () => {
    const { reporter, uploads, written } = world({ options: { mode: "file" } });
    const published = await reporter.publish(REPORT);
    expect([uploads.length, written.size]).toEqual([0, 1]);
    expect(published.outputs).toEqual({ "sarif-file": "/tmp/out.sarif" });
  });

  it("uploads nothing for a merge group, which has no target", async () => {
    const { reporter, uploads } = world({ hasTarget: false });
    const published = await reporter.publish(REPORT);
    expect(uploads).toEqual([]);
    expect(published.done).toContain("not uploaded, because code scanning has no place for this event");
    expect(published.warnings).toEqual([]);
  });

  it("uploads the same file for each pull request of the head, and gives the first one's id", async () => {
    const other = { ref: "refs/pull/8/head", commit: TARGET.commit };
    const { reporter, uploads } = world({ options: { targets: async () => ({ targets: [TARGET, other] }) } });
    const { done } = await reporter.publish(REPORT);
    expect(uploads.map(({ ref }) => ref)).toEqual([TARGET.ref, other.ref]);
    expect(done).toMatch(/uploaded for refs\/pull\/7\/merge, .*; uploaded for refs\/pull\/8\/head, /);
  });

  it("says why nothing is uploaded for a pull request that moved on", async () => {
    const targets = async () => ({ targets: [], because: "the pull request was left alone: it is closed" });
    const { reporter, uploads } = world({ options: { targets } });
    expect((await reporter.publish(REPORT)).done).toMatch(
      /not uploaded, because the pull request was left alone: it is closed$/,
    );
    expect(uploads).toEqual([]);
  });

  it("tells what was taken before it waits for it, and that nothing was where nothing was", async () => {
    const told = async (report: Report, more: Parameters<typeof world>[0] = {}) => {
      const calls: string[] = [];
      const taken = {
        settle: (targets) => void calls.push(`taken: ${targets.map(({ ref }) => ref).join()}`),
        has: async () => false,
      } satisfies TakenResults;
      const processing = async () => {
        calls.push("wait");
        return COMPLETE;
      };
      const options = { taken, ...more.options };
      const codeScanning = { processing, ...more.codeScanning };
      await world({ ...more, codeScanning, options })
        .reporter.publish(report)
        .catch(() => undefined);
      return calls;
    };
    const refuse = async () => {
      throw fault({ status: 403 });
    };
    const failing = async () => {
      throw new Error("a bug of our own");
    };
    expect(await told(REPORT)).toEqual([`taken: ${TARGET.ref}`, "wait", "taken: "]);
    expect(await told(aReport({ sources: [SEMGREP_EVIDENCE] }))).toEqual(["taken: ", "wait", "taken: "]);
    expect(await told(REPORT, { codeScanning: { upload: refuse } })).toEqual(["taken: ", "taken: "]);
    expect(await told(REPORT, { options: { mode: "file" } })).toEqual(["taken: "]);
    expect(await told(REPORT, { options: { targets: failing } })).toEqual(["taken: "]);
  });

  it("keeps the runs of a gate with a key apart from those of others", async () => {
    const { reporter, uploads } = world({ options: { key: "nightly" } });
    await reporter.publish(REPORT);
    expect(uploads[0]?.sarif.join("")).toContain('"automationDetails":{"id":"scan-gate/nightly/semgrep/"}');
  });

  it("uploads nothing when no source is complete, so that no alert is closed, and says so", async () => {
    const { reporter, uploads, written } = world();
    const report = aReport({ sources: [{ ...SEMGREP_EVIDENCE, status: "incomplete" }] });
    const published = await reporter.publish(report);
    expect(uploads).toEqual([]);
    expect(written.size).toBe(1);
    expect(published.done).toContain("not uploaded, because no source is complete");
  });

  it("uploads an empty run for a clean source, so that its alerts are closed", async () => {
    const { reporter, uploads } = world();
    await reporter.publish(aReport());
    expect(uploads[0]?.sarif.join("")).toContain('"results":[]');
  });

  it("uploads even when the file cannot be written, and warns", async () => {
    const { reporter, uploads } = world({
      files: { writeParts: () => Promise.reject(new Error("ENOSPC: no space left")) },
    });
    const published = await reporter.publish(REPORT);
    expect(uploads).toHaveLength(1);
    expect(published.outputs).toEqual({ "sarif-id": "sarif-1" });
    expect(published.warnings?.[0]).toContain("ENOSPC");
  });

  it("begins no upload once the time is up", async () => {
    const { reporter, uploads, abort } = world();
    abort.abort(fault({ code: "timeout" }));
    const published = await reporter.publish(REPORT);
    expect(uploads).toEqual([]);
    expect(published.warnings).toContain("No time was left for the upload to code scanning.");
  });

  it.each([
    [403, "Add `security-events: write` to the job's `permissions:`"],
    [404, "Enable code scanning for the repository"],
    [413, "Set `sarif: file`"],
  ])("makes a warning of a refusal with %i, with GitHub's words and the advice", async (status, hint) => {
    const refuse = () => Promise.reject(fault({ status, message: "GitHub refused", hint }));
    const { reporter } = world({ codeScanning: { upload: refuse } });
    const published = await reporter.publish(REPORT);
    expect(published.outputs).toEqual({ "sarif-file": "/tmp/out.sarif" });
    expect(published.warnings).toEqual([
      `Code scanning has no results of this run: GitHub refused. ${hint}.`,
    ]);
  });

  it("advises about an answer that nobody knows, as of an old Enterprise Server, and not about an outage", async () => {
    const refusal = (status: number) => ({ upload: () => Promise.reject(fault({ status })) });
    const old = await world({ codeScanning: refusal(422) }).reporter.publish(REPORT);
    expect(old.warnings?.[0]).toContain("GitHub Enterprise Server may be too old");
    const down = await world({ codeScanning: refusal(503) }).reporter.publish(REPORT);
    expect(down.warnings).toEqual(["Code scanning has no results of this run: GitHub answered 503."]);
  });

  it("does not hide a bug of our own as a refusal", async () => {
    const { reporter } = world({ codeScanning: { upload: () => Promise.reject(new TypeError("bug")) } });
    await expect(reporter.publish(REPORT)).rejects.toThrow("bug");
  });

  it("tells what was cut", async () => {
    const findings = Array.from({ length: 5001 }, (_, index) => seenAs({ id: `${index}` }));
    const published = await world().reporter.publish(aReport({ findings }));
    expect(published.warnings).toEqual([
      "code scanning keeps the 5,000 most severe of 5,001 results of Semgrep.",
    ]);
  });
});

describe("line hashes from the workspace", () => {
  const resultsOf = (uploads: readonly { sarif: readonly string[] }[]) => {
    const document: SarifDocument = JSON.parse(uploads[0]?.sarif.join("") ?? "");
    return document.runs.flatMap((run) => run.results);
  };

  it("are those of the file as it is, which is read once", async () => {
    const text = "one\ntwo\nthree\n";
    const findings = [1, 2, 9].map((line) => seenAs({ id: `${line}`, path: "src/app.ts", line }));
    const { reporter, uploads, read } = world({ workspace: { "src/app.ts": text } });
    await reporter.publish(aReport({ findings }));
    expect(read).toEqual(["src/app.ts"]);
    const hash = lineHashes(text);
    expect(resultsOf(uploads).map((result) => result.partialFingerprints?.primaryLocationLineHash)).toEqual([
      hash(1),
      hash(2),
      undefined,
    ]);
  });

  it("are not asked for at a path that leads out of the workspace", async () => {
    const { reporter, read } = world();
    const findings = ["../../etc/passwd", "/etc/passwd", "%2e%2e/x"].map((path) => seenAs({ path }));
    await reporter.publish(aReport({ findings }));
    expect(read).toEqual(["README.md"]);
  });

  it("are given up for a file that cannot be read, and the result stays", async () => {
    const { reporter, uploads } = world({
      files: { readWorkspace: () => Promise.reject(new Error("leads out of the workspace")) },
    });
    const published = await reporter.publish(REPORT);
    expect(resultsOf(uploads)).toHaveLength(1);
    expect(published.warnings).toEqual([]);
  });

  it("are given up beyond a hundred million units of text, and it is told", async () => {
    const large = `\n${"x".repeat(9_999_999)}`;
    const findings = Array.from({ length: 12 }, (_, index) => seenAs({ path: `f${index}.js`, line: 2 }));
    let reads = 0;
    const readWorkspace = async (): Promise<string> => {
      reads += 1;
      return large;
    };
    const published = await world({ files: { readWorkspace } }).reporter.publish(aReport({ findings }));
    expect(reads).toBe(10);
    expect(published.warnings).toEqual([
      "2 files were not read for fingerprints, so their alerts may not be recognised when lines move.",
    ]);
  });
});

describe("waiting for code scanning", () => {
  it("looks again with growing pauses until it is done", async () => {
    const { reporter, pauses } = world({
      codeScanning: { processing: answers(PENDING, PENDING, PENDING, COMPLETE) },
    });
    const published = await reporter.publish(REPORT);
    expect(pauses).toEqual([500, 500, 1000, 2000]);
    expect(published.warnings).toEqual([]);
  });

  it("looks at once where nothing else is being done, and then keeps its pauses", async () => {
    const asked: number[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: (ms, signal) => {
        asked.push(ms);
        // The first pause ends in no other way.
        if (asked.length > 1) return Promise.resolve();
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    };
    const { reporter } = world({
      codeScanning: { processing: answers(PENDING, COMPLETE) },
      options: { clock },
    });
    const published = await reporter.publish(aReport());
    expect(published).toMatchObject({ outputs: { "sarif-id": "sarif-1" }, warnings: [] });
    expect(asked).toEqual([500, 500]);
  });

  it("ends ten seconds after all else is done with a warning, and the upload counts", async () => {
    const { reporter, pauses } = world({ codeScanning: { processing: answers(PENDING) } });
    const published = await reporter.publish(REPORT);
    // The first pause had begun before it was known that all else is done.
    expect(pauses).toEqual([500, 500, 1000, 2000, 4000, 2500]);
    expect(published.outputs).toMatchObject({ "sarif-id": "sarif-1" });
    expect(published.warnings?.join()).toContain("still processing");
  });

  it("goes on while anything else is still being done, with pauses of eight seconds at most", async () => {
    let tellDone = (): void => {};
    const othersDone = new Promise<void>((resolve) => {
      tellDone = resolve;
    });
    let looks = 0;
    const { reporter, pauses } = world({
      codeScanning: {
        processing: async () => {
          looks += 1;
          if (looks === 8) tellDone();
          return PENDING;
        },
      },
      options: { othersDone },
      remaining: 600_000,
    });
    const published = await reporter.publish(REPORT);
    expect(pauses).toEqual([500, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 2000]);
    expect(published.warnings?.join()).toContain("still processing");
  });

  it("does not wait past the deadline", async () => {
    const { reporter, pauses } = world({ codeScanning: { processing: answers(PENDING) }, remaining: 2000 });
    const published = await reporter.publish(REPORT);
    expect(pauses).toEqual([500, 500, 1000]);
    expect(published.warnings?.join()).toContain("still processing");
  });

  it("ends when the run is stopped meanwhile", async () => {
    const one = world({
      codeScanning: {
        upload: async () => {
          one.abort.abort(fault({ code: "cancelled" }));
          return { id: "sarif-1" };
        },
      },
    });
    const published = await one.reporter.publish(REPORT);
    expect(published.outputs).toMatchObject({ "sarif-id": "sarif-1" });
    expect(published.warnings?.join()).toContain("still processing");
  });

  it("does not hide a broken clock", async () => {
    const { reporter } = world({
      options: { clock: { now: () => 0, sleep: () => Promise.reject(new TypeError("broken")) } },
    });
    await expect(reporter.publish(REPORT)).rejects.toThrow("broken");
  });

  it("tells GitHub's errors and truncations", async () => {
    const { reporter } = world({
      codeScanning: {
        processing: answers({ status: "complete", errors: ["one rule was skipped"] }),
        warnings: async () => ["123 results were ignored"],
      },
    });
    expect((await reporter.publish(REPORT)).warnings).toEqual([
      "Code scanning says: one rule was skipped.",
      "Code scanning says: 123 results were ignored.",
    ]);
  });

  it.each([
    [[], "it gave no reason."],
    [["locationFromSarifResult: expected a location"], "locationFromSarifResult: expected a location."],
  ])("tells why GitHub did not accept the file: %j", async (errors, told) => {
    const { reporter } = world({ codeScanning: { processing: answers({ status: "failed", errors }) } });
    const published = await reporter.publish(REPORT);
    expect(published.warnings).toEqual([`Code scanning did not accept the upload: ${told}`]);
    expect(published.done).toContain("not accepted by code scanning");
  });

  it("bears an unknown id and two faults in a row, and gives up at the third", async () => {
    const unknown = fault({ status: 404 });
    const borne = world({
      codeScanning: { processing: answers(unknown, unknown, unknown, unknown, fault(), fault(), COMPLETE) },
      options: { othersDone: new Promise(() => {}) },
    });
    expect((await borne.reporter.publish(REPORT)).warnings).toEqual([]);
    const lost = world({ codeScanning: { processing: answers(fault()) } });
    const published = await lost.reporter.publish(REPORT);
    expect(lost.pauses).toHaveLength(3);
    expect(published.warnings).toEqual([
      "Whether code scanning accepted the upload is not known: GitHub answered 503.",
    ]);
  });

  it("asks what was left out only where the file has results, or GitHub has told an error", async () => {
    const asked: string[] = [];
    const warnings = async (id: string) => {
      asked.push(id);
      return [];
    };
    await world({ codeScanning: { warnings } }).reporter.publish(aReport({ findings: [] }));
    expect(asked).toEqual([]);
    const processing = answers({ status: "complete", errors: ["one rule was skipped"] });
    await world({ codeScanning: { warnings, processing } }).reporter.publish(aReport({ findings: [] }));
    expect(asked).toEqual(["sarif-1"]);
    await world({ codeScanning: { warnings } }).reporter.publish(REPORT);
    expect(asked).toEqual(["sarif-1", "sarif-1"]);
  });

  it("says when it cannot be known whether results were left out", async () => {
    const { reporter } = world({ codeScanning: { warnings: () => Promise.reject(fault()) } });
    expect((await reporter.publish(REPORT)).warnings).toEqual([
      "Whether code scanning left out results is not known: GitHub answered 503.",
    ]);
  });

  it("does not hide bugs of our own as faults of GitHub", async () => {
    const bug = () => Promise.reject(new TypeError("bug"));
    await expect(world({ codeScanning: { processing: bug } }).reporter.publish(REPORT)).rejects.toThrow(
      "bug",
    );
    await expect(world({ codeScanning: { warnings: bug } }).reporter.publish(REPORT)).rejects.toThrow("bug");
  });
});

describe("sarifTargets", () => {
  const context: PullRequestContext = {
    kind: "pull-request",
    event: "pull_request",
    owner: "acme",
    repo: "shop",
    repositoryUrl: "https://github.com/acme/shop",
    commit: TARGET.commit,
    number: 7,
    headRef: "feature",
    fork: false,
    base: { ref: "main", commit: "b".repeat(40) },
    upload: TARGET,
    siblings: [{ number: 8, base: { ref: "next", commit: "c".repeat(40) } }],
  };
  const lookOf = (standings: Readonly<Record<number, PullRequestStanding>>): PullRequestLook => {
    return { standing: async (number) => standings[number] ?? { kind: "current" } };
  };
  const unknown: PullRequestStanding = { kind: "unknown", error: fault({ hint: "Run the job again" }) };

  it("are the pull requests that are open and still at the judged commit", async () => {
    expect(await sarifTargets(context, lookOf({}))).toMatchObject({
      targets: [TARGET, { ref: "refs/pull/8/head", commit: TARGET.commit }],
      warnings: [],
    });
    const closed = lookOf({ 7: { kind: "moved-on", because: "it is closed" }, 8: unknown });
    expect(await sarifTargets(context, closed)).toMatchObject({
      targets: [],
      because: "the pull request was left alone: it is closed",
    });
  });

  it("leave out one of which nobody could tell that, and tell why", async () => {
    const told = await sarifTargets(context, lookOf({ 7: unknown }));
    expect(told.targets).toEqual([{ ref: "refs/pull/8/head", commit: TARGET.commit }]);
    expect(told.warnings).toEqual([expect.stringMatching(/#7.*GitHub answered 503\. Run the job again\.$/)]);
    const { reporter, uploads } = world({
      options: { targets: () => sarifTargets(context, lookOf({ 7: unknown, 8: unknown })) },
    });
    const published = await reporter.publish(REPORT);
    expect(uploads).toEqual([]);
    expect(published.done).toContain("not uploaded, because the state of the pull request is not known");
    expect(published.warnings).toEqual([expect.stringContaining("#7"), expect.stringContaining("#8")]);
  });
});
