import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isMap, isScalar, type Pair, parseDocument, visit } from "yaml";
import { PROJECT } from "../support/run-scenario.ts";

/**
 * The rules of zizmor's pedantic persona that concern workflows like these (https://docs.zizmor.sh/audits/), since the
 * tool itself is not on the npm registry: pinned actions with their version, permissions at their job with a reason,
 * no expression in a script, names, concurrency, no credentials left behind.
 */
const FOLDER = join(PROJECT, ".github", "workflows");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));

interface WorkflowStep {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface WorkflowJob {
  readonly name?: string;
  readonly permissions?: unknown;
  readonly "timeout-minutes"?: number;
  readonly "runs-on"?: string;
  readonly steps: readonly WorkflowStep[];
}

interface Workflow {
  readonly name?: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

describe.each(NAMES)("workflow %s", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const document = parseDocument(text);
  const workflow: Workflow = document.toJS();
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it("has a name, and so has each of its jobs", () => {
    expect([workflow.name, ...jobs.map((job) => job.name)]).not.toContain(undefined);
  });

  it("grants nothing at the top, and each job says what it needs", () => {
    expect(workflow.permissions).toEqual({});
    expect(jobs.map((job) => job.permissions)).not.toContain(undefined);
  });

  it("gives a reason for each permission but to read the code", () => {
    const silent: string[] = [];
    visit(document, {
      Pair(_, pair: Pair) {
        if (!isScalar(pair.key) || pair.key.value !== "permissions" || !isMap(pair.value)) return;
        for (const { key, value } of pair.value.items) {
          const grant = `${key}: ${value}`;
          const reason = isScalar(value) ? value.comment : undefined;
          if (grant !== "contents: read" && !reason) silent.push(grant);
        }
      },
    });
    expect(silent).toEqual([]);
  });

  it("is not started by an event that gives a fork's code the secrets", () => {
    expect(Object.keys(workflow.on)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pull_request_target|workflow_run|issue_comment)$/)]),
    );
  });

  it("says what becomes of a run that is overtaken", () => {
    expect(workflow.concurrency).toHaveProperty("cancel-in-progress");
  });

  it("pins each action by its commit, with the version in a comment", () => {
    const used = text.match(/uses: .*/g) ?? [];
    expect(used.filter((line) => !/^uses: (\.\/|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/.test(line))).toEqual([]);
  });

  it("leaves no credentials in the checkout and takes nothing from a cache", () => {
    const options = (action: string) =>
      steps.filter(({ uses }) => uses?.startsWith(action)).map((step) => step.with ?? {});
    for (const given of options("actions/checkout@"))
      expect(given).toMatchObject({ "persist-credentials": false });
    for (const given of options("actions/setup-node@"))
      expect(given).toMatchObject({ "package-manager-cache": false });
  });

  it("has no expression in a script", () => {
    expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  it("installs packages from the lock file only", () => {
    expect(steps.filter(({ run }) => /npm (i|install|add|exec)\b|npx /.test(run ?? ""))).toEqual([]);
  });

  it("runs on an image that is named, within a limit", () => {
    for (const job of jobs) {
      expect(job["runs-on"]).not.toMatch(/latest|self-hosted/);
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
    }
  });

  it("uses no secret but the job's own token", () => {
    expect(text).not.toMatch(/secrets(\.|\[|: inherit)/);
  });
});
