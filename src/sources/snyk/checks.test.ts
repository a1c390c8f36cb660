import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CommitStatus } from "../../forge-ports.ts";
import { checkEvidence, judgeChecks as judge, type SnykCheck, selectChecks as select } from "./checks.ts";

const status = (context: string, state: string, details: Partial<CommitStatus> = {}): CommitStatus => ({
  context,
  state,
  ...details,
});

const selectChecks = (statuses: readonly CommitStatus[]) => select(statuses, { trusted: [] });
const judgeChecks = (checks: readonly SnykCheck[]) => judge(checks, () => true);

describe("Snyk's checks among a commit's statuses", () => {
  it("are those of its products, with or without an organization, in any case", () => {
    const checks = selectChecks([
      status("security/snyk (acme)", "success"),
      status("Security/Snyk", "SUCCESS"),
      status("license/snyk (Acme, Inc.)", "pending"),
      status("code/snyk (acme)", "failure", { description: "2 issues", link: "https://app.snyk.io/x" }),
      status("secrets/snyk", "success"),
      status("quality/snyk", "success"),
      status("snyk", "failure"),
      status("security/snyk-delta", "failure"),
      status("a/security/snyk (acme)", "failure"),
      status("security/snyk (acme) again", "failure"),
    ]);
    expect(checks).toEqual([
      {
        context: "code/snyk (acme)",
        product: "code",
        state: "failure",
        description: "2 issues",
        link: "https://app.snyk.io/x",
      },
      { context: "license/snyk (Acme, Inc.)", product: "license", state: "pending" },
      { context: "quality/snyk", product: undefined, state: "success" },
      { context: "secrets/snyk", product: "secrets", state: "success" },
      { context: "Security/Snyk", product: "sca", state: "success" },
      { context: "security/snyk (acme)", product: "sca", state: "success" },
    ]);
  });

  it.each([
    ["javascript:alert(1)", undefined],
    ["http://app.snyk.io/x", undefined],
    ["https://token@app.snyk.io/x", undefined],
    ["/pr-checks/1", undefined],
    ["https://app.snyk.io/a b", "https://app.snyk.io/a%20b"],
  ])("name the address %s in no place where it is not safe", (link, kept) => {
    const checks = selectChecks([status("code/snyk", "failure", { link })]);
    expect(checks.map(checkEvidence)).toEqual([
      { context: "code/snyk", state: "failure", ...(kept === undefined ? {} : { link: kept }) },
    ]);
    const message = judgeChecks(checks).failed[0]?.reason.message ?? "";
    expect(message.includes("see")).toBe(kept !== undefined);
    if (kept === undefined) expect(message).not.toContain(link);
  });

  it("count by the newest of each context", () => {
    const at = (state: string, updatedAt?: string) =>
      status("security/snyk (acme)", state, updatedAt === undefined ? {} : { updatedAt });
    expect(selectChecks([at("pending", "2026-01-01"), at("success", "2026-01-02")])[0]?.state).toBe(
      "success",
    );
    expect(selectChecks([at("success", "2026-01-02"), at("pending", "2026-01-01")])[0]?.state).toBe(
      "success",
    );
    expect(selectChecks([at("success"), at("pending")])[0]?.state).toBe("success");
  });

  const sample = "../shared/fixtures/snyk/github/commit-statuses.composed.json";
  it.skipIf(!existsSync(sample))("are found among those that were seen in public", () => {
    const { statuses } = JSON.parse(readFileSync(sample, "utf8"));
    const checks = selectChecks(
      statuses.map((one: { context: string; state: string; description: string; target_url: string }) =>
        status(one.context, one.state, { description: one.description, link: one.target_url }),
      ),
    );
    expect(checks.map(({ context, state }) => `${context} ${state}`)).toEqual([
      "code/snyk (my-org) success",
      "license/snyk (my-org) success",
      "security/snyk (my-org) success",
      "security/snyk (other-org) error",
    ]);
  });
});

describe("checks that are done", () => {
  it("block when they failed, each for its type and with its link", () => {
    const { failed, reasons } = judgeChecks(
      selectChecks([
        status("license/snyk", "failure", { link: "https://app.snyk.io/l" }),
        status("security/snyk", "failure", { description: "1 test failed" }),
        status("code/snyk", "success"),
      ]),
    );
    expect(failed.map(({ type }) => type)).toEqual(["license", "sca"]);
    expect(failed[0]?.reason).toMatchObject({ code: "pr-check-failed", source: "snyk" });
    expect(failed[0]?.reason.message).toContain("https://app.snyk.io/l");
    expect(failed[1]?.reason.message).toContain("1 test failed");
    expect(reasons).toEqual([]);
  });

  it("prove nothing when they could not be done, or say what nobody knows", () => {
    const { failed, reasons } = judgeChecks(
      selectChecks([
        status("code/snyk", "error", { description: "Test limit reached", link: "https://app.snyk.io/c" }),
        status("license/snyk", "zombie"),
        status("security/snyk", "pending"),
      ]),
    );
    expect(failed).toEqual([]);
    expect(reasons.map(({ code }) => code)).toEqual(["no-evidence", "no-evidence"]);
    expect(reasons[0]?.message).toContain("Test limit reached");
    expect(reasons[0]?.message).toContain("https://app.snyk.io/c");
    expect(reasons[1]?.message).toContain('"zombie"');
  });

  it.each([
    ["success", "Code test limit reached"],
    ["error", "You have used your limit of private tests"],
    ["success", "Canceled"],
    ["error", "The monthly quota is used up"],
  ])("prove nothing in state %s when they say: %s", (state, description) => {
    const { failed, reasons } = judgeChecks(selectChecks([status("security/snyk", state, { description })]));
    expect(failed).toEqual([]);
    expect(reasons).toMatchObject([{ code: "no-evidence", message: expect.stringContaining(description) }]);
  });

  it.each([
    "You have used your limit of private tests",
    "Canceled",
    "The monthly quota is used up",
  ])("that failed count though they say: %s", (description) => {
    const { failed, reasons } = judgeChecks(
      selectChecks([status("security/snyk", "failure", { description })]),
    );
    expect(failed).toMatchObject([{ type: "sca", reason: { code: "pr-check-failed" } }]);
    expect(reasons).toEqual([]);
  });

  it("that failed for a product that is new have no type that a threshold could let pass", () => {
    const { failed } = judgeChecks(selectChecks([status("quality/snyk", "failure")]));
    expect(failed).toMatchObject([{ type: undefined }]);
  });

  it("in error are no matter where something better is there, and failed ones always are", () => {
    const checks = selectChecks([status("security/snyk", "error"), status("code/snyk", "failure")]);
    const { failed, reasons } = judge(checks, () => false);
    expect(reasons).toEqual([]);
    expect(failed).toHaveLength(1);
  });

  it("prove something when they say what was tested", () => {
    for (const description of [
      "1 security test has passed",
      "No manifest changes detected in 4 projects",
      "",
    ]) {
      expect(judgeChecks(selectChecks([status("security/snyk", "success", { description })]))).toEqual({
        failed: [],
        reasons: [],
      });
    }
  });

  it("are shown with their link, where they have one", () => {
    const [linked, bare] = selectChecks([
      status("code/snyk", "success", { link: "https://app.snyk.io/c" }),
      status("security/snyk", "success"),
    ]).map(checkEvidence);
    expect(linked).toEqual({ context: "code/snyk", state: "success", link: "https://app.snyk.io/c" });
    expect(bare).toEqual({ context: "security/snyk", state: "success" });
  });
});

describe("the authors of statuses", () => {
  const by = (author: string | undefined, state: string, minute = 0) =>
    status("security/snyk", state, {
      updatedAt: `2026-01-01T00:0${minute}:00Z`,
      ...(author === undefined ? {} : { author }),
    });
  const state = (statuses: readonly CommitStatus[], trusted: readonly string[] = []) =>
    select(statuses, { trusted, pullRequestAuthor: "Mallory" }).map((check) => check.state);

  it("do not undo each other's failure, whatever comes later", () => {
    expect(state([by("snyk-bot", "failure", 1), by("mallory", "success", 9)])).toEqual(["failure"]);
    expect(state([by(undefined, "failure", 1), by("mallory", "success", 9)])).toEqual(["failure"]);
    expect(state([by("snyk-bot", "pending", 1), by("mallory", "success", 9)])).toEqual(["pending"]);
    expect(state([by("snyk-bot", "error", 1), by("mallory", "success", 9)])).toEqual(["error"]);
    expect(state([by("snyk-bot", "zombie", 1), by("mallory", "success", 9)])).toEqual(["zombie"]);
  });

  it("may undo their own", () => {
    expect(state([by("snyk-bot", "failure", 1), by("Snyk-Bot", "success", 2)])).toEqual(["success"]);
    expect(state([by(undefined, "failure", 1), by(undefined, "success", 2)])).toEqual(["success"]);
  });

  it("are not workflows of the repository", () => {
    expect(state([by("github-actions[bot]", "success")])).toEqual([]);
    expect(state([by("github-actions[bot]", "failure")])).toEqual([]);
  });

  it("are only those that are named, where any is", () => {
    const statuses = [by("snyk-bot", "success"), by("mallory", "failure"), by(undefined, "failure")];
    expect(state(statuses, ["SNYK-bot"])).toEqual(["success"]);
    expect(state([by("github-actions[bot]", "success")], ["github-actions[bot]"])).toEqual(["success"]);
  });

  it("are told when they opened the pull request themselves, alone and unnamed", () => {
    const own = (statuses: readonly CommitStatus[], trusted: readonly string[] = []) =>
      select(statuses, { trusted, pullRequestAuthor: "Mallory" })[0]?.ownSuccess;
    expect(own([by("mallory", "success")])).toBe("mallory");
    expect(own([by("mallory", "success"), by("snyk-bot", "success")])).toBeUndefined();
    expect(own([by("mallory", "failure")])).toBeUndefined();
    expect(own([by("mallory", "success")], ["mallory"])).toBeUndefined();
  });
});
