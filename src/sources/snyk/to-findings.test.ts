import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anIssue, projectId } from "../../../test/support/fake-snyk.ts";
import { FINDING_TYPES } from "../../model/finding.ts";
import { SEVERITIES } from "../../model/severity.ts";
import type { SnykProject } from "./project.ts";
import { ignoresSchema, issueSchema, pageOf } from "./schema.ts";
import { scannedCommits, toObservations } from "./to-findings.ts";

const pages = { appUrl: "https://app.eu.snyk.io" };
const npm: SnykProject = {
  id: projectId(1),
  organization: { id: "org-id", name: "acme" },
  name: "acme/shop:package.json",
  type: "npm",
  origin: "github",
  targetFile: "package.json",
  reference: "main",
  active: true,
  isImage: false,
};

function observe(
  attributes: Record<string, unknown>,
  project: Partial<SnykProject> = {},
  ignores: unknown = {},
) {
  const issue = issueSchema.parse(anIssue(1, npm.id, attributes));
  const reading = { project: { ...npm, ...project }, issues: [issue], ignores: ignoresSchema.parse(ignores) };
  return toObservations(reading, pages);
}
const one = (attributes: Record<string, unknown> = {}, project: Partial<SnykProject> = {}) =>
  observe(attributes, project)[0];

describe("a vulnerable package", () => {
  it("becomes one observation with all that Snyk tells", () => {
    const found = observe({
      key: "SNYK-JS-LODASH-567746",
      description: "Overview of the problem",
      problems: [
        {
          id: "SNYK-JS-LODASH-567746",
          source: "SNYK",
          url: "https://security.snyk.io/vuln/SNYK-JS-LODASH-567746",
        },
        { id: "CVE-2020-8203", source: "NVD", url: "https://nvd.nist.gov/vuln/detail/CVE-2020-8203" },
        { id: "GHSA-p6mc-m468-83gw", source: "SNYK", url: "javascript:alert(1)" },
      ],
      classes: [
        { id: "CWE-0400", source: "CWE" },
        { id: "CIS-1", source: "CIS" },
      ],
      severities: [
        { source: "NVD", score: 7.4 },
        { source: "Snyk", score: 8.2 },
      ],
      exploit_details: { maturity_levels: [{ level: "Not Defined" }, { level: "Proof of Concept" }] },
      coordinates: [
        {
          is_upgradeable: true,
          is_patchable: false,
          reachability: "function",
          remedies: [
            { type: "indeterminate", meta: { data: { fixed_in: ["4.17.16", "4.17.20"] } } },
            { type: "manual", description: "Upgrade lodash" },
          ],
          representations: [{ dependency: { package_name: "lodash", package_version: "4.17.15" } }],
        },
      ],
    });
    expect(found).toEqual([
      {
        source: "snyk",
        tool: "snyk",
        id: "44444444-0000-4000-8000-000000000001",
        identity: "SNYK-JS-LODASH-567746",
        type: "sca",
        product: "package_vulnerability",
        project: "acme/shop:package.json",
        home: { organization: "org-id", project: npm.id, issue: "SNYK-JS-LODASH-567746" },
        path: "package.json",
        severity: "high",
        nativeSeverity: "high",
        title: "Prototype Pollution",
        description: "Overview of the problem",
        rule: "SNYK-JS-LODASH-567746",
        cwe: ["CWE-400"],
        identifiers: ["SNYK-JS-LODASH-567746", "CVE-2020-8203", "GHSA-p6mc-m468-83gw"],
        package: { name: "lodash", version: "4.17.15", ecosystem: "npm", fixedIn: ["4.17.16", "4.17.20"] },
        fixable: true,
        fix: "Upgrade lodash",
        reachability: "reachable",
        exploit: "proof-of-concept",
        score: 8.2,
        link: `https://app.eu.snyk.io/org/acme/project/${npm.id}#issue-SNYK-JS-LODASH-567746`,
        references: [
          "https://security.snyk.io/vuln/SNYK-JS-LODASH-567746",
          "https://nvd.nist.gov/vuln/detail/CVE-2020-8203",
        ],
        firstSeen: "2026-01-01T00:00:00Z",
      },
    ]);
  });

  it("in several packages is one observation each, with ids and identities of their own in a steady order", () => {
    const inPackages = (...names: readonly string[]) => ({
      key_asset: "asset",
      coordinates: names.map((package_name) => ({
        representations: [{ dependency: { package_name, package_version: "1" } }],
      })),
    });
    const image = { type: "deb", origin: "docker-hub" };
    const found = observe(inPackages("git/git", "curl/libcurl", "git/git"), image);
    expect(found.map((each) => [each.package?.name, each.identity, each.aliases, each.type])).toEqual([
      ["curl/libcurl", "SNYK-JS-LODASH-1", ["asset"], "container"],
      ["git/git", "SNYK-JS-LODASH-1#2", ["asset#2"], "container"],
    ]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    expect(observe(inPackages("curl/libcurl", "git/git"), image)).toEqual(found);
  });

  it("that is an attack is malicious", () => {
    expect(one({ title: "Malicious Package" })?.malicious).toBe(true);
    expect(one({ classes: [{ id: "CWE-506" }] })?.malicious).toBe(true);
    expect(one({ problems: [{ id: "MAL-2024-1" }] })?.malicious).toBe(true);
    expect(one({ key: "MAL-2024-1" })?.malicious).toBe(true);
    expect(one()).not.toHaveProperty("malicious");
  });
});

describe("a severity", () => {
  it.each([
    ["critical", "critical"],
    ["HIGH", "high"],
    ["info", "low"],
    ["CATASTROPHIC", "unknown"],
    [null, "unknown"],
    [7, "unknown"],
    [undefined, "unknown"],
  ])("%s is %s", (word, severity) => {
    expect(one({ effective_severity_level: word })?.severity).toBe(severity);
  });

  it("that nobody states of a secret is high", () => {
    expect(one({ type: "secrets", effective_severity_level: undefined })?.severity).toBe("high");
    expect(one({ type: "secrets", effective_severity_level: "CATASTROPHIC" })?.severity).toBe("unknown");
  });
});

describe("a type", () => {
  const code = { representations: [{ sourceLocation: { file: "src/a.ts" } }] };
  it.each<[string, Record<string, unknown>, Partial<SnykProject>, string]>([
    ["a license", { type: "license" }, {}, "license"],
    ["code", { type: "code" }, { type: "sast" }, "sast"],
    ["configuration", { type: "config" }, { type: "k8sconfig" }, "iac"],
    ["a cloud resource", { type: "cloud" }, {}, "iac"],
    ["a secret", { type: "secrets" }, {}, "secrets"],
    ["a package of an image", { type: "package_vulnerability" }, { origin: "ecr" }, "container"],
    ["a new type in a package", { type: "novel" }, {}, "sca"],
    ["a new type in an image", { type: "novel" }, { type: "apk" }, "container"],
    ["a new type in code", { type: "novel", coordinates: [code] }, {}, "sast"],
    [
      "a new type in a resource",
      { type: "custom", coordinates: [{ representations: [{ resourcePath: "a.b" }] }] },
      {},
      "iac",
    ],
    [
      "a new type in the cloud",
      { type: "custom", coordinates: [{ representations: [{ cloud_resource: {} }] }] },
      {},
      "iac",
    ],
    ["no type at all", { type: undefined, coordinates: undefined }, {}, "sast"],
  ])("of %s is told", (_, attributes, project, type) => {
    expect(one(attributes, project)?.type).toBe(type);
  });
});

describe("a code issue", () => {
  const at = (region: unknown, file = "/src/a.ts") => ({
    type: "code",
    key: "9a29d87f-aa94-47eb-b46f-375b293a8631",
    key_asset: "4312279e-39d9-463d-b684-3a10059058f6",
    title: "SQL Injection",
    problems: [{ id: "9a29d87f-aa94-47eb-b46f-375b293a8631" }],
    coordinates: [
      { is_fixable_snyk: false, representations: [{ sourceLocation: { file, commit_id: "ABC", region } }] },
    ],
  });

  it("has its place, its lasting name and the rule's title", () => {
    expect(one(at({ start: { line: 65, column: 9 }, end: { line: 71 } }))).toMatchObject({
      type: "sast",
      path: "src/a.ts",
      line: 65,
      endLine: 71,
      identity: "9a29d87f-aa94-47eb-b46f-375b293a8631",
      aliases: ["4312279e-39d9-463d-b684-3a10059058f6"],
      rule: "SQL Injection",
      identifiers: [],
      fixable: false,
    });
  });

  it.each([
    ["line 0", { start: { line: 0 }, end: { line: 3 } }],
    ["no region", undefined],
    ["a region of another shape", "12"],
    ["half a line", { start: { line: 1.5 } }],
  ])("with %s has a file and no line", (_, region) => {
    const found = one(at(region));
    expect(found?.path).toBe("src/a.ts");
    expect(found).not.toHaveProperty("line");
    expect(found).not.toHaveProperty("endLine");
  });

  it("that ends before it starts has no end", () => {
    expect(one(at({ start: { line: 9 }, end: { line: 3 } }))).not.toHaveProperty("endLine");
  });

  it("at two places is two observations, by line", () => {
    const place = (line: number, file = "b.ts") => ({
      representations: [{ sourceLocation: { file, region: { start: { line } } } }],
    });
    const found = observe({ ...at({}), coordinates: [place(20), place(3), place(9, "a.ts")] });
    expect(found.map(({ path, line, identity }) => `${path}:${line} ${identity.slice(-2)}`)).toEqual([
      "a.ts:9 31",
      "b.ts:3 #2",
      "b.ts:20 #3",
    ]);
  });

  it("names the commit that was scanned, in small letters", () => {
    expect(scannedCommits({ issues: [issueSchema.parse(anIssue(1, npm.id, at({})))] })).toEqual(["abc"]);
    expect(scannedCommits({ issues: [issueSchema.parse(anIssue(1, npm.id))] })).toEqual([]);
  });

  it("keeps a hostile path as text", () => {
    expect(one(at({}, "../../etc/passwd"))?.path).toBe("../../etc/passwd");
    expect(one(at({}, "./"))).not.toHaveProperty("path");
  });
});

describe("the rule", () => {
  it.each([
    ["a configuration's", { type: "config", problems: [{ id: "SNYK-CC-K8S-1" }] }, "SNYK-CC-K8S-1"],
    ["a license's", { type: "license", key: "snyk:lic:npm:goof:GPL-2.0" }, "snyk:lic:npm:goof:GPL-2.0"],
    ["a nameless issue's", { type: "code", title: undefined, key: "f00" }, "f00"],
  ])("is %s name", (_, attributes, rule) => {
    expect(one(attributes)?.rule).toBe(rule);
  });
});

describe("exploit maturity", () => {
  it.each([
    [["Attacked"], "mature"],
    [["Not Defined", "Functional"], "mature"],
    [["Unreported"], "none"],
    [["Not Defined", "Unreported"], "unknown"],
    [["Brand new"], "unknown"],
    [["constructor"], "unknown"],
    [[null], "unknown"],
  ])("of %j is %s", (levels, exploit) => {
    const found = one({ exploit_details: { maturity_levels: levels.map((level) => ({ level })) } });
    expect(found?.exploit).toBe(exploit);
  });

  it("is unknown of a vulnerability for which Snyk gives none, and absent of other issues", () => {
    expect(one()).toHaveProperty("exploit", "unknown");
    expect(one({ exploit_details: null })).toHaveProperty("exploit", "unknown");
    expect(one({ exploit_details: { maturity_levels: [{ level: "Not Defined" }] } })).toHaveProperty(
      "exploit",
      "unknown",
    );
    expect(one({ type: "license" })).not.toHaveProperty("exploit");
    expect(one({ type: "code" })).not.toHaveProperty("exploit");
  });

  it("tells what is exploited in the wild, and Snyk's risk score", () => {
    const attacked = { exploit_details: { maturity_levels: [{ level: "Attacked" }] } };
    expect(one(attacked)).toHaveProperty("exploited", true);
    expect(one({ exploit_details: { sources: ["CISA"], maturity_levels: [] } })).toHaveProperty(
      "exploited",
      true,
    );
    expect(one({ exploit_details: { sources: ["Snyk"] } })).not.toHaveProperty("exploited");
    expect(one({ risk: { score: { value: 712, model: "v4" } } })).toHaveProperty("riskScore", 712);
  });
});

describe("details", () => {
  it.each([
    [["no-info", "function"], "reachable"],
    [["package"], "conditionally reachable"],
    [["no-info"], "unknown"],
    [["novel"], "novel"],
    [["not-applicable"], undefined],
  ])("reachability %j is %s", (words, expected) => {
    const representations = [{ dependency: { package_name: "lodash", package_version: "4" } }];
    const coordinates = words.map((reachability) => ({ reachability, representations }));
    expect(one({ coordinates })?.reachability).toBe(expected);
  });

  it.each([
    [[{ source: "Red Hat", score: 5 }], 5],
    [
      [
        { source: "Red Hat", score: 5 },
        { source: "NVD", score: 6 },
      ],
      6,
    ],
    [[{ source: "Snyk", score: 11 }], undefined],
    [[{ source: "Snyk", score: null }], undefined],
  ])("the score of %j is %s", (severities, score) => {
    expect(one({ severities })?.score).toBe(score);
  });

  it("of a shape that is new cost only themselves", () => {
    const found = one({
      problems: "none",
      classes: [7, { id: "CWE-79" }],
      severities: {},
      coordinates: [
        null,
        { representations: [{ dependency: { package_name: 7 } }], remedies: 7, is_patchable: "yes" },
      ],
      description: 7,
      created_at: null,
      novel: { field: true },
    });
    expect(found).toMatchObject({ severity: "high", cwe: ["CWE-79"], identifiers: ["SNYK-JS-LODASH-1"] });
    expect(found).not.toHaveProperty("package");
    expect(found).not.toHaveProperty("fixable");
  });

  it("that are all missing still leave a finding", () => {
    const issue = issueSchema.parse({ id: "1", attributes: {} });
    const project = { ...npm, type: "novel", targetFile: undefined };
    const { targetFile: _, ...bare } = project;
    expect(toObservations({ project: bare, issues: [issue], ignores: {} }, pages)).toEqual([
      {
        source: "snyk",
        tool: "snyk",
        id: "1",
        identity: "1",
        home: { organization: "org-id", project: npm.id, issue: "1" },
        type: "sast",
        project: npm.name,
        severity: "unknown",
        title: "1",
        cwe: [],
        identifiers: [],
        link: `https://app.eu.snyk.io/org/acme/project/${npm.id}#issue-1`,
      },
    ]);
  });

  it("have no ecosystem for a project type that is new", () => {
    expect(one({}, { type: "novel" })?.package).toEqual({ name: "lodash", version: "4.17.15" });
  });

  it.each([
    ["npm", "npm", undefined],
    ["yarn", "npm", "yarn"],
    ["pnpm", "npm", "pnpm"],
    ["poetry", "pypi", "poetry"],
    ["gradle", "maven", "gradle"],
    ["novel", undefined, undefined],
  ])("keep the manager of a project of type %s beside its ecosystem", (type, ecosystem, manager) => {
    const found = one({}, { type })?.package;
    expect([found?.ecosystem, found?.manager]).toEqual([ecosystem, manager]);
  });

  it("make no link that leaves its place", () => {
    const link = one(
      { key: "snyk:lic:x y/../#<b>" },
      { id: "../x", organization: { id: "o", name: "a/b" } },
    )?.link;
    expect(link).toBe(
      "https://app.eu.snyk.io/org/a%2Fb/project/..%2Fx#issue-snyk:lic:x%20y%2F..%2F%23%3Cb%3E",
    );
  });
});

describe("an ignored issue", () => {
  const key = "SNYK-JS-LODASH-1";
  const ignored = (ignores: unknown) => observe({ ignored: true }, {}, ignores)[0]?.ignored;

  it("is suppressed by Snyk's users, with their reason where it is known", () => {
    expect(
      ignored({
        [key]: [{ "*": { reason: "not used", expires: "2027-01-01", ignoredBy: { name: "Ada" } } }],
      }),
    ).toEqual({ reason: "not used", by: "Ada", expires: "2027-01-01" });
    expect(ignored({ [key]: [{ "*": { reason: "", reasonType: "wont-fix" } }] })).toEqual({
      reason: "wont-fix",
    });
    expect(ignored({ [key]: [] })).toEqual({});
    expect(ignored({})).toEqual({});
  });

  it("is one only when Snyk says so in so many words", () => {
    expect(observe({ ignored: false })[0]).not.toHaveProperty("ignored");
    expect(observe({ ignored: "true" })[0]).not.toHaveProperty("ignored");
  });
});

describe("any issue with an id", () => {
  it("is a finding, whatever its attributes are", () => {
    const words = ["key", "title", "type", "effective_severity_level", "problems", "classes", "coordinates"];
    const attributes = fc.dictionary(
      fc.constantFrom(...words, "severities", "exploit_details"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(attributes, (given) => {
        const issue = issueSchema.parse({ id: "1", attributes: given });
        const found = toObservations({ project: npm, issues: [issue], ignores: {} }, pages);
        expect(found.length).toBeGreaterThan(0);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        for (const { severity, type, title } of found) {
          expect(SEVERITIES).toContain(severity);
          expect(FINDING_TYPES).toContain(type);
          expect(title).not.toBe("");
        }
      }),
    );
  });
});

describe("recorded answers", () => {
  const folder = "../shared/fixtures/snyk/rest";
  it.skipIf(!existsSync(folder)).each(["issues-sca-many", "issues-code-many", "issues-sca-single"])(
    "of %s are all read",
    (name) => {
      const body = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
      const { data } = pageOf(issueSchema).parse(body);
      const found = toObservations({ project: npm, issues: data, ignores: {} }, pages);
      expect(found.length).toBeGreaterThanOrEqual(body.data.length);
      expect(found.every(({ severity }) => severity !== "unknown")).toBe(true);
      expect(
        found.every(({ line, package: dependency }) => line !== undefined || dependency !== undefined),
      ).toBe(true);
    },
  );

  it.skipIf(!existsSync(folder))("of the specification's examples are all read", () => {
    const examples = JSON.parse(readFileSync(`${folder}/issues-spec-examples.json`, "utf8"));
    const types = Object.values(examples).flatMap((body) =>
      toObservations({ project: npm, issues: [...pageOf(issueSchema).parse(body).data], ignores: {} }, pages),
    );
    expect(types.map(({ type }) => type)).toEqual(["iac", "sast", "iac", "sca"]);
  });
});
