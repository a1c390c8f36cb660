import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { exception } from "../../sandbox/scenarios/exception.ts";
import { hostile } from "../../sandbox/scenarios/hostile.ts";
import { huge } from "../../sandbox/scenarios/huge.ts";
import { mergeGroup } from "../../sandbox/scenarios/merge-group.ts";
import { organizationPolicy } from "../../sandbox/scenarios/organization-policy.ts";
import { push } from "../../sandbox/scenarios/push.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { waiting } from "../../sandbox/scenarios/waiting.ts";
import { workflowRun } from "../../sandbox/scenarios/workflow-run.ts";
import type { RecordedRequest, ServiceName } from "../../sandbox/service/stand-in.ts";
import { HEAD_COMMIT, OLDER_COMMIT } from "../../sandbox/shop/names.ts";
import { type DescriptionOptions, readDescription } from "../support/openapi.ts";
import { PROJECT, situation, stageFor } from "../support/run-scenario.ts";

const SPECS = join(PROJECT, "..", "shared", "specs");
const HAS_SPECS = existsSync(SPECS);
if (!HAS_SPECS)
  process.stderr.write(`Requests are not held against the official descriptions: there is no ${SPECS}\n`);

/** What the descriptions get wrong or leave out, and why we do as we do. */
const EXCEPTIONS = {
  /** The subset that is checked against leaves out `GET /user`, which tells whose comments are ours. */
  leftOut: (request: RecordedRequest) => request.service === "github" && request.path === "/user",
};

const DESCRIPTIONS: readonly (readonly [string, ServiceName, RegExp, DescriptionOptions])[] = [
  [
    "Semgrep's API, v1",
    "semgrep",
    /./,
    {
      file: join(SPECS, "semgrep", "public_v1.openapi.yaml"),
      below: "",
      // A project's name is owner/name, and its slash must stay literal.
      withSlashes: ["projectName"],
    },
  ],
  [
    "Snyk's REST API",
    "snyk",
    /^\/rest\//,
    { file: join(SPECS, "snyk", "rest-subset-2026-03-25.json"), below: "/rest", withSlashes: [] },
  ],
  [
    "Snyk's v1 API",
    "snyk",
    /^\/v1\//,
    { file: join(SPECS, "snyk", "v1-subset-2026-01.json"), below: "/v1", withSlashes: [] },
  ],
  ...["api.github.com", "ghes-3.17", "ghes-3.19"].map(
    (name) =>
      [
        `GitHub's API (${name})`,
        "github",
        /./,
        { file: join(SPECS, "github", `${name}.subset.json`), below: "", withSlashes: ["path", "git/ref"] },
      ] as const,
  ),
];

const read = new Map<string, ReturnType<typeof readDescription>>();

/** Read once: what it makes of the schemas of a service takes longer than all checks. */
function descriptionBy(options: DescriptionOptions): ReturnType<typeof readDescription> {
  const description = read.get(options.file) ?? readDescription(options);
  read.set(options.file, description);
  return description;
}

const TICKETS: Scenario = {
  ...push,
  name: "tickets",
  inputs: { ...push.inputs, tickets: "all", "tickets-project": "12345,SHOP" },
};
const BY_SLUG: Scenario = {
  ...blocked,
  name: "by slug",
  inputs: { ...blocked.inputs, "snyk-org": "acme-shop", "snyk-evidence": "commit" },
};
const STALE = situation(
  (world) => ({
    ...world,
    semgrep: {
      ...world.semgrep,
      scans: world.semgrep.scans.map((scan) =>
        scan.commit === HEAD_COMMIT ? { ...scan, commit: OLDER_COMMIT } : scan,
      ),
    },
    snyk: {
      ...world.snyk,
      projects: world.snyk.projects.filter(({ targetReference }) => targetReference === "main"),
    },
  }),
  { inputs: { timeout: "2s", "poll-interval": "200ms" } },
);
const PLAYED = [
  blocked,
  push,
  workflowRun,
  mergeGroup,
  waiting,
  huge,
  hostile,
  exception,
  organizationPolicy,
  TICKETS,
  BY_SLUG,
  STALE,
];

describe.skipIf(!HAS_SPECS)("requests of whole runs", () => {
  let requests: readonly RecordedRequest[] = [];

  beforeAll(async () => {
    const cleanUps: (() => Promise<void>)[] = [];
    const context = { onTestFinished: (clean: () => Promise<void>) => void cleanUps.push(clean) };
    for (const scenario of PLAYED) {
      const stage = await stageFor(context, scenario);
      await stage.lead();
      await stage.run();
      // A second run of thousands of findings asks nothing that their first does not, or the other scenarios' second.
      if (scenario !== huge) await stage.run();
      requests = [...requests, ...stage.sandbox.requests()];
    }
    for (const clean of cleanUps) await clean();
  });

  it.each(DESCRIPTIONS)("are accepted by %s", (_name, service, path, options) => {
    const own = requests.filter((request) => request.service === service && path.test(request.path));
    expect(own.length).toBeGreaterThan(0);
    const description = descriptionBy(options);
    const told = own
      .filter((request) => !EXCEPTIONS.leftOut(request))
      .flatMap((request) =>
        description.check(request).map((wrong) => `${request.method} ${request.path}: ${wrong}`),
      );
    expect([...new Set(told)]).toEqual([]);
  });

  it("a request that is wrong is noticed", () => {
    const [, , , options] = DESCRIPTIONS[1] ?? [];
    const [sample] = requests.filter(({ path }) => path.endsWith("/issues") && path.startsWith("/rest"));
    expect(options && sample).toBeDefined();
    if (options === undefined || sample === undefined) return;
    const { check } = descriptionBy(options);
    const with_ = (query: RecordedRequest["query"]) =>
      check({ ...sample, query: [...sample.query, ...query] });
    expect(with_([])).toEqual([]);
    expect(with_([["branch", "main"]])).toEqual(["unknown query key branch"]);
    expect(with_([["type", "bug"]]).join()).toContain("type");
    expect(check({ ...sample, query: [] })).toEqual(["query key version is missing"]);
    expect(check({ ...sample, method: "PUT" })).toEqual(["no such operation"]);
    const upload = requests.find(({ path }) => path.endsWith("/sarifs"));
    const github = DESCRIPTIONS.find(([, service]) => service === "github")?.[3];
    if (upload === undefined || github === undefined) throw new Error("no upload was made");
    const body = JSON.stringify({ ...JSON.parse(upload.body), category: "x", commit_sha: 1 });
    const wrong = descriptionBy(github).check({ ...upload, body });
    expect(wrong.join()).toMatch(/commit_sha must be string/);
    expect(wrong.join()).toMatch(/must NOT have additional properties/);
  });
});
