import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFinding, anObservation } from "../../../test/support/a-report.ts";
import type { Finding, Observation } from "../../model/finding.ts";
import { attachTickets, homeKey, planTickets, type TicketObstacle, type TicketPlanning } from "./plan.ts";

const home = (issue: string, project = "acme/shop", organization = "acme") => ({
  organization,
  project,
  issue,
});

const bySemgrep = (issue: string, more: Partial<Observation> = {}): Observation =>
  anObservation({ id: issue, home: home(issue), rule: "sql", ...more });
const bySnyk = (issue: string, more: Partial<Observation> = {}): Observation =>
  anObservation({ source: "snyk", tool: "snyk", type: "sca", home: home(issue, "p1", "o1"), ...more });

const seen = (observations: readonly Observation[], more: Partial<Finding> = {}): Finding =>
  aFinding({ observations, ...more });

const plan = (findings: readonly Finding[], more: Partial<TicketPlanning> = {}) =>
  planTickets({ findings, mode: "blocking", snykKey: true, unread: new Set(), ...more });

/** Issues that a plan names, in order. */
const asked = ({ semgrep, snyk }: ReturnType<typeof planTickets>) => [
  ...semgrep.flatMap(({ homes }) => homes.map(({ issue }) => issue)),
  ...snyk.map((request) => request.home.issue),
];

describe("a plan", () => {
  it("asks for findings that block, or for all, and never for suppressed ones", () => {
    const findings = [
      seen([bySemgrep("1")]),
      seen([bySemgrep("2")], { blocking: false }),
      seen([bySemgrep("3")], { blocking: false, suppressedBy: { by: "policy" } }),
    ];
    expect(asked(plan(findings))).toEqual(["1"]);
    expect(asked(plan(findings, { mode: "all" }))).toEqual(["1", "2"]);
  });

  it("leaves findings with a ticket alone, whoever told of it", () => {
    const ticket = { key: "SHOP-1" };
    const findings = [
      seen([bySemgrep("1")], { ticket }),
      seen([bySemgrep("2"), bySnyk("S-2", { ticket })]),
      seen([bySnyk("S-2")]),
      seen([bySnyk("S-3")]),
    ];
    expect(asked(plan(findings))).toEqual(["S-3"]);
  });

  it("asks one tool for a finding that both saw", () => {
    const { semgrep, snyk } = plan([seen([bySemgrep("1"), bySnyk("S-1")])]);
    expect(semgrep).toHaveLength(1);
    expect(snyk).toEqual([]);
  });

  it("asks the other tool when the first makes no ticket for it", () => {
    const findings = [
      seen([bySemgrep("1", { product: "ai_sast" }), bySnyk("S-1")]),
      seen([bySemgrep("2", { ignored: {} }), bySnyk("S-2")]),
    ];
    expect(asked(plan(findings))).toEqual(["S-1", "S-2"]);
    expect(plan(findings).skipped.size).toBe(0);
  });

  it.each<[TicketObstacle, Observation, Partial<TicketPlanning>?]>([
    ["ai", bySemgrep("1", { product: "ai_sast" })],
    ["iac", bySnyk("S-1", { type: "iac" })],
    ["no-home", anObservation()],
    ["no-key", bySnyk("S-1"), { snykKey: false }],
    ["unread", bySnyk("S-1"), { unread: new Set(["p1"]) }],
  ])("counts a finding that cannot have a ticket as %s", (obstacle, observation, more = {}) => {
    const result = plan([seen([observation])], more);
    expect(asked(result)).toEqual([]);
    expect([...result.skipped]).toEqual([[obstacle, 1]]);
  });

  it("asks nobody for a finding of a project whose tickets could not be read", () => {
    const result = plan([seen([bySemgrep("1"), bySnyk("S-1")])], { unread: new Set(["p1"]) });
    expect(asked(result)).toEqual([]);
    expect([...result.skipped]).toEqual([["unread", 1]]);
  });

  it("counts a finding of which nothing is known", () => {
    expect([...plan([seen([])]).skipped]).toEqual([["no-home", 1]]);
  });

  it("parts requests by deployment, project and kind, and keeps a rule's findings together", () => {
    const { semgrep } = plan([
      seen([bySemgrep("1", { rule: "a" })]),
      seen([bySemgrep("2", { rule: "b" })]),
      seen([bySemgrep("3", { rule: "a" })]),
      seen([bySemgrep("4", { type: "sca" })]),
      seen([bySemgrep("5", { type: "secrets" })]),
      seen([bySemgrep("6", { home: home("6", "acme/admin") })]),
    ]);
    expect(
      semgrep.map(({ project, type, homes }) => [project, type, homes.map(({ issue }) => issue)]),
    ).toEqual([
      ["acme/shop", "sast", ["1", "3", "2"]],
      ["acme/shop", "sca", ["4"]],
      ["acme/shop", "secrets", ["5"]],
      ["acme/admin", "sast", ["6"]],
    ]);
  });

  it("asks once for an issue that stands for several findings", () => {
    const findings = [seen([bySnyk("S-1")]), seen([bySnyk("S-1")], { fingerprint: "other" })];
    expect(asked(plan(findings))).toEqual(["S-1"]);
  });

  it("never names a finding that has a ticket, nor one twice, nor more than 20 at once", () => {
    const observation = fc.record({
      issue: fc.integer({ min: 1, max: 60 }).map(String),
      snyk: fc.boolean(),
      rule: fc.constantFrom("a", "b"),
      ticket: fc.boolean(),
      ignored: fc.boolean(),
    });
    const finding = fc.record({
      observations: fc.array(observation, { minLength: 1, maxLength: 3 }),
      ticket: fc.boolean(),
      blocking: fc.boolean(),
    });
    const some = { key: "SHOP-1" };
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 90 }), fc.constantFrom("all", "blocking"), (list, mode) => {
        const findings = list.map(({ observations, ticket, blocking }) =>
          seen(
            observations.map((one) =>
              (one.snyk ? bySnyk : bySemgrep)(one.issue, {
                rule: one.rule,
                ...(one.ticket ? { ticket: some } : {}),
                ...(one.ignored ? { ignored: {} } : {}),
              }),
            ),
            { blocking, ...(ticket ? { ticket: some } : {}) },
          ),
        );
        const result = plan(findings, { mode });
        const taken = findings
          .filter((one) => one.ticket !== undefined || one.observations.some((seenBy) => seenBy.ticket))
          .flatMap(({ observations }) => observations.flatMap((one) => (one.home ? homeKey(one.home) : [])));
        const named = [
          ...result.semgrep.flatMap(({ homes }) => homes),
          ...result.snyk.map((request) => request.home),
        ].map(homeKey);
        expect(named.filter((key) => taken.includes(key))).toEqual([]);
        expect(new Set(named).size).toBe(named.length);
        for (const { homes } of result.semgrep) {
          expect(homes.length).toBeGreaterThan(0);
          expect(homes.length).toBeLessThanOrEqual(20);
        }
      }),
    );
  });
});

describe("tickets that are known", () => {
  it("go to every finding that they stand for, and replace none", () => {
    const ticket = { key: "SHOP-7" };
    const findings = [
      seen([bySnyk("S-1")]),
      seen([bySemgrep("1"), bySnyk("S-1")], { ticket: { key: "SHOP-2" } }),
      seen([bySemgrep("3"), bySnyk("S-1")]),
      seen([bySnyk("S-9"), anObservation()]),
    ];
    const attached = attachTickets(findings, new Map([[homeKey(home("S-1", "p1", "o1")), ticket]]));
    expect(attached.map((finding) => finding.ticket?.key)).toEqual(["SHOP-7", "SHOP-2", "SHOP-7", undefined]);
    expect(attachTickets(findings, new Map())).toBe(findings);
  });
});
