import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { OtherRepository } from "../../sandbox/github/world.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { busyWorld } from "../../sandbox/scenarios/common.ts";
import {
  ORGANIZATION_POLICY,
  ORGANIZATION_RULES,
  organizationPolicy,
  organizationRepository,
  ownRules,
  withPolicies,
} from "../../sandbox/scenarios/organization-policy.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { HEAD_COMMIT, TOKENS } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import type { Loose } from "../support/loose.ts";
import { commentWrites, reasonsOf, stageFor } from "../support/run-scenario.ts";

/** A world as another repository of the same owner has it. */
function elsewhere<Value>(value: Value): Value {
  // Plain data, in which nothing but names is replaced.
  return JSON.parse(JSON.stringify(value).replaceAll("acme/web-shop", "acme/back-office")) as Value;
}

function inRepository(name: string, scenario: Scenario): Scenario {
  if (name === "web-shop") return scenario;
  return {
    ...scenario,
    name: `${scenario.name} of ${name}`,
    world: (now) => {
      const world = scenario.world(now);
      const { others = [], ...github } = elsewhere(world.github);
      const repository = { ...github.repository, name };
      return {
        ...elsewhere(world),
        github: { ...github, repository, others: world.github.others ?? others },
      };
    },
    event: (world) => {
      const event = elsewhere(scenario.event(world));
      return JSON.parse(JSON.stringify(event).replaceAll('"web-shop"', `"${name}"`)) as typeof event;
    },
  };
}

interface Setting {
  readonly own?: string;
  readonly organization?: OtherRepository;
  readonly inputs?: Readonly<Record<string, string>>;
}

function situated({ own, organization, inputs = {} }: Setting): Scenario {
  const policies = organization ?? organizationRepository(ORGANIZATION_RULES);
  const world = (now: number): World => withPolicies(busyWorld(now), own ?? ownRules(now, 30), policies);
  return { ...organizationPolicy, world, inputs: { ...organizationPolicy.inputs, ...inputs } };
}

/** The pull request has this text for the file. */
function withHead(text: string): Scenario {
  const scenario = situated({});
  const world = (now: number): World => {
    const made = scenario.world(now);
    const files = made.github.files.map((file) => (file.commit === HEAD_COMMIT ? { ...file, text } : file));
    return { ...made, github: { ...made.github, files } };
  };
  return { ...scenario, world };
}

const reportOf = (result: RunResult): Loose =>
  JSON.parse(readFileSync(result.outputs["report-json"] ?? "", "utf8"));
const blockedBy = (result: RunResult): readonly string[] => [
  ...new Set<string>(reportOf(result).findings.flatMap(({ blockedBy: by }: Loose) => by ?? [])),
];

describe.concurrent("one organization's policy for two repositories", () => {
  it("blocks both at their next run when it is made stricter, and is named with its commit", async (context) => {
    const organization = organizationRepository(ORGANIZATION_RULES.replace("fail-on: low", "fail-on: none"));
    const setting = { organization: { ...organization, files: [...organization.files] } };
    const repositories = await Promise.all(
      ["web-shop", "back-office"].map((name) =>
        stageFor(context, inRepository(name, situated(setting)), {
          env: { GITHUB_REPOSITORY: `acme/${name}` },
        }),
      ),
    );
    const before = await Promise.all(repositories.map((stage) => stage.run()));
    for (const result of before) expect(blockedBy(result).join()).not.toContain("rule 1");
    const commit = "e".repeat(40);
    organization.refs.v1 = commit;
    setting.organization.files.push({ commit, path: "scan-gate.yml", text: ORGANIZATION_RULES });
    const after = await Promise.all(repositories.map((stage) => stage.run()));
    for (const result of after) {
      expect([result.outputs.verdict, result.outputs.reasons]).toEqual(["fail", expect.anything()]);
      expect(blockedBy(result)).toContain(`${ORGANIZATION_POLICY}: rule 1 (fail-on: low)`);
      expect(reportOf(result).context.policy.chain).toMatchObject([
        { repository: "acme/.github", path: "scan-gate.yml", ref: "v1", commit },
        { path: ".github/scan-gate.yml" },
      ]);
    }
  });

  it("is not loosened by a repository's own file", async (context) => {
    const own = `version: 1\nextends: ${ORGANIZATION_POLICY}\nfail-on: none\nrules:\n  - match: {}\n    fail-on: none\n`;
    const stage = await stageFor(context, situated({ own }));
    expect(blockedBy(await stage.run())).toContain(`${ORGANIZATION_POLICY}: rule 1 (fail-on: low)`);
  });

  it("stands above this repository's file when the input names it", async (context) => {
    const own = "version: 1\nfail-on: none\n";
    const stage = await stageFor(context, situated({ own, inputs: { policy: ORGANIZATION_POLICY } }));
    const result = await stage.run();
    expect(blockedBy(result)).toContain(`${ORGANIZATION_POLICY}: rule 1 (fail-on: low)`);
    expect(reportOf(result).context.policy.chain).toHaveLength(2);
  });

  it.for([
    [90, undefined],
    [91, `it expires in 91 days, and ${ORGANIZATION_POLICY} allows 90 (local.max-days)`],
  ] as const)("lets an exception for %i days count as it allows", async ([days, refusal], context) => {
    const stage = await stageFor(context, situated({ own: ownRules(Date.now(), days) }));
    const report = reportOf(await stage.run());
    const told = report.notes.map(({ text }: Loose) => text).join();
    const accepted = report.findings.filter(({ suppressedBy }: Loose) => suppressedBy?.owner === "@acme/web");
    expect(accepted.length > 0).toBe(refusal === undefined);
    if (refusal === undefined) expect(told).not.toContain("suppresses nothing");
    else expect(told).toContain(refusal);
  });
});

describe.concurrent("an organization's policy", () => {
  it("is read with the policy token, which goes nowhere else", async (context) => {
    const stage = await stageFor(context, situated({}));
    await stage.run();
    const seen = stage.sandbox
      .requests()
      .filter(({ headers }) => headers.authorization?.includes(TOKENS.policy));
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /repos/acme/.github/commits/v1",
      "GET /repos/acme/.github/contents/scan-gate.yml",
    ]);
    const others = stage.sandbox.requests().filter(({ path }) => path.includes("/acme/.github/"));
    expect(others).toHaveLength(seen.length);
  });

  it("that the token cannot see leaves the verdict open, naming repository and input", async (context) => {
    const stage = await stageFor(context, situated({ inputs: { "policy-token": "" } }));
    const result = await stage.run();
    expect(result).toMatchObject({ exitCode: 1, outputs: { verdict: "incomplete", blocking: "0" } });
    expect(reasonsOf(result)).toMatchObject([{ code: "not-found", source: "policy" }]);
    expect(reasonsOf(result)[0]?.message).toMatch(/no repository acme\/\.github.*`policy-token`/);
  });

  it("that is not there, where the repository is, is a mistake of the configuration", async (context) => {
    const own = "version: 1\nextends: acme/.github/scan-gate.yml@v9\n";
    const result = await (await stageFor(context, situated({ own }))).run();
    expect(reasonsOf(result)).toMatchObject([{ code: "config-invalid", source: "policy" }]);
    expect(reasonsOf(result)[0]?.message).toContain("acme/.github has no branch, tag or commit v9");
  });

  it("that only the pull request's own file names is told and never read", async (context) => {
    const strange = "evil/policies/loose.yml@main";
    const stage = await stageFor(context, withHead(`version: 1\nextends: ${strange}\n`));
    const result = await stage.run();
    const told = reportOf(result)
      .notes.map(({ text }: Loose) => text)
      .join();
    expect(told).toContain(`It extends ${strange}, which is not read before it is merged.`);
    expect(stage.sandbox.requests().some(({ path }) => path.includes("evil"))).toBe(false);
  });

  it("that the pull request breaks is a warning on its line and part of the heading", async (context) => {
    const stage = await stageFor(context, withHead("version: 1\nfail-on: hihg\nsupress: []\n"));
    const result = await stage.run();
    expect(result.outputs.verdict).toBe("fail");
    const warnings = result.stdout.split("\n").filter((line) => line.startsWith("::warning"));
    expect(warnings.slice(0, 2)).toEqual([
      expect.stringMatching(
        /^::warning title=Scan Gate%3A this policy cannot be used,file=\.github\/scan-gate\.yml,line=2.*did you mean high/,
      ),
      expect.stringMatching(/line=3.*"supress" is not a key here; did you mean suppress\?/),
    ]);
    const [written] = commentWrites(stage).map(({ body }) => String(body));
    expect(written).toMatch(/## ❌ Scan Gate failed.* · the policy of this pull request cannot be used/);
  });
});
