import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../test/support/a-report.ts";
import type { Finding } from "../model/finding.ts";
import type { PolicyFault } from "../model/report.ts";
import type { Annotation, StepOutputs } from "../ports.ts";
import { present } from "../text/present.ts";
import { annotationsReporter, toAnnotations } from "./annotations.ts";

const of = (...findings: readonly Finding[]) => toAnnotations(aReport({ findings }));
const many = (count: number, overrides: Partial<Finding> = {}) =>
  Array.from({ length: count }, (_, i) => aFinding({ fingerprint: `f${i}`, line: i + 1, ...overrides }));

describe("toAnnotations", () => {
  it("marks a blocker as an error on its lines", () => {
    expect(of(aFinding())).toEqual([
      {
        level: "error",
        title: "high, blocks",
        message:
          "SQL query is built from request data: A value from the request reaches a SQL query. Use a parameterized query instead. (javascript.express.sql-injection; fail-on: high)",
        path: "src/routes/orders.ts",
        line: 41,
        endLine: 43,
      },
    ]);
  });

  it("names the package of a dependency", () => {
    expect(of(aDependency())[0]).toMatchObject({
      message:
        "Command injection in lodash templates in lodash@4.17.15: upgrade lodash to 4.17.21 (SNYK-JS-LODASH-1018905; fail-on: high)",
      path: "package-lock.json",
      line: 120,
    });
    expect(of(aDependency({ package: { name: "lodash" } }))[0]?.message).toContain(
      " in lodash: no fix known yet (",
    );
  });

  it("warns on the lines of a changed policy that cannot be used, of three at most", () => {
    const preview = { path: ".github/scan-gate.yml", blocking: 0, suppressed: 0, problem: "It is broken." };
    const title = "Scan Gate: this policy cannot be used";
    const told = (faults?: readonly PolicyFault[], path = preview.path) =>
      toAnnotations(aReport({ decision: { preview: { ...preview, path, ...present({ faults }) } } }));
    expect(told()).toEqual([{ level: "warning", title, message: "It is broken.", path: preview.path }]);
    const faults = [1, 2, 3, 4, 5].map((at) => ({ line: at, message: `Fault ${at}.` }));
    expect(told(faults).map(({ line, message }) => [line, message])).toEqual([
      [1, "Fault 1."],
      [2, "Fault 2."],
      [3, "Fault 3. (and 2 more problems)"],
    ]);
    expect(told(faults.slice(0, 1), "../x.yml")).toEqual([{ level: "warning", title, message: "Fault 1." }]);
  });

  it("names package and rule once, where the title is made of them", () => {
    const [merged, nameless] = of(
      aDependency({ title: "CVE-2021-23337 in lodash@4.17.15" }),
      aFinding({ title: " ", description: "" }),
    );
    expect(merged?.message).toBe(
      "CVE-2021-23337 in lodash@4.17.15: upgrade lodash to 4.17.21 (SNYK-JS-LODASH-1018905; fail-on: high)",
    );
    expect(nameless?.message).toBe("javascript.express.sql-injection (fail-on: high)");
  });

  it("marks what is new or of unknown age and does not block as a warning, and leaves the old and the suppressed out", () => {
    const quiet = { blocking: false } as const;
    const annotations = of(
      aFinding({ ...quiet, line: 1 }),
      aFinding({ ...quiet, line: 2, status: "unknown" }),
      aFinding({ ...quiet, line: 3, status: "existing" }),
      aFinding({ ...quiet, line: 4, suppressedBy: { by: "policy" } }),
    );
    expect(annotations.map(({ level, line }) => [level, line])).toEqual([
      ["warning", 1],
      ["warning", 2],
    ]);
  });

  it("names the fix, and puts the most severe blocker first", () => {
    const [first, second] = of(aFinding({ severity: "high" }), aDependency({ severity: "critical" }));
    expect(first?.message).toMatch(
      /^Command injection in lodash templates in lodash@4\.17\.15: upgrade lodash to 4\.17\.21 \(/,
    );
    expect(second?.title).toBe("high, blocks");
  });

  it("marks what exceeds a budget as an error too, behind the blockers", () => {
    const annotations = of(
      aFinding({ blocking: false, overBudget: true, severity: "medium", line: 1 }),
      aFinding({ line: 2 }),
    );
    expect(annotations.map(({ level, title, line }) => [level, title, line])).toEqual([
      ["error", "high, blocks", 2],
      ["error", "medium, over budget", 1],
    ]);
  });

  it("warns of a source that did not answer and need not, and of no other note", () => {
    const notes = [
      { level: "warning", source: "snyk", text: "Snyk is not required, so this decides nothing." },
      { level: "warning", text: "A suppression expired." },
    ] as const;
    expect(toAnnotations(aReport({ notes }))).toEqual([
      { level: "warning", title: "Scan Gate: snyk", message: notes[0].text },
    ]);
  });

  it("warns of what could not be told, before new findings", () => {
    const report = aReport({
      findings: [aFinding({ blocking: false })],
      reasons: [
        { code: "blocking-findings", source: "gate", message: "told by errors" },
        { code: "unreachable", source: "snyk", message: "No answer.\nRun again." },
      ],
    });
    expect(toAnnotations(report).map(({ title, message }) => `${title}: ${message}`)).toEqual([
      "Scan Gate: snyk: No answer. Run again.",
      expect.stringContaining("high: SQL query"),
    ]);
  });

  it("leaves a place of each kind for the verdict and a warning for what could not be told, and says how many more there are", () => {
    const errors = of(...many(12));
    expect(errors).toHaveLength(9);
    expect(errors[8]).toEqual({
      level: "error",
      title: "Scan Gate",
      message: "4 more are not shown here: GitHub shows ten of a kind. The job summary names them.",
    });
    expect(of(...many(9))).toHaveLength(9);
    expect(of(...many(9))[8]).toMatchObject({ line: 9 });
    expect(of(...many(12), ...many(30, { blocking: false })).map(({ level }) => level)).toEqual([
      ...Array<string>(9).fill("error"),
      ...Array<string>(8).fill("warning"),
    ]);
  });

  it.each([
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\x",
    "file:///etc/passwd",
    "a\nb",
  ])("shows the path %j as text and annotates no file", (path) => {
    const [annotation] = of(aFinding({ path }));
    expect(annotation).not.toHaveProperty("path");
    expect(annotation).not.toHaveProperty("line");
    expect(annotation?.message).toContain(path.replace("\n", " "));
  });

  it("gives no line that is none", () => {
    expect(of(aFinding({ line: 0 }))[0]).not.toHaveProperty("line");
    expect(of(aFinding({ line: 5, endLine: 2 }))[0]).not.toHaveProperty("endLine");
    expect(of(aFinding({ line: 5, endLine: 7.5 }))[0]).not.toHaveProperty("endLine");
  });

  it("is one short line of visible characters", () => {
    const [annotation] = of(aFinding({ title: `::error::x\n\u001b[2J\u202e${"long".repeat(2000)}` }));
    expect(annotation?.message.length).toBeLessThanOrEqual(1000);
    expect(annotation?.message).toMatch(/^::error::x \(U\+001B\)\[2J\(U\+202E\)long/);
  });
});

describe("notices", () => {
  const off = { source: "snyk", status: "off", requests: 0 } as const;
  const notices = (overrides: Parameters<typeof aReport>[0]) =>
    toAnnotations(aReport(overrides)).filter(({ level }) => level === "notice");

  it("tell on a pull request that a tool is off, and which input is empty", () => {
    expect(notices({ sources: [off] })).toEqual([
      { level: "notice", title: "Scan Gate: Snyk", message: "off: snyk-token is empty" },
    ]);
    const reasons = [{ code: "no-credentials", source: "gate", message: "No source is on." }] as const;
    expect(notices({ sources: [off], verdict: "incomplete", reasons })).toEqual([]);
    const { pullRequest: _, ...context } = aReport().context;
    expect(toAnnotations({ ...aReport({ sources: [off] }), context })).toEqual([]);
    expect(notices({})).toEqual([]);
  });

  it("tell that a pass stands on what was there before the change", () => {
    const sources = [{ source: "snyk", status: "complete", evidence: "base-projects", requests: 1 }] as const;
    expect(notices({ sources }).map(({ message }) => message)).toEqual(["Snyk did not look at this change."]);
    expect(notices({ sources, findings: [aFinding()] })).toEqual([]);
  });
});

describe("annotationsReporter", () => {
  it("writes each of them", async () => {
    const written: Annotation[] = [];
    const outputs: StepOutputs = {
      set: () => {},
      summary: () => {},
      annotate: (annotation) => written.push(annotation),
    };
    const report = aReport({ findings: many(3) });
    expect(await annotationsReporter({ outputs }).publish(report)).toEqual({ done: "3 written" });
    expect(written).toEqual(toAnnotations(report));
  });
});
