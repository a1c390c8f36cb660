import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fakeLog } from "../../../test/support/fake-log.ts";
import { anIssue, aProject, type Call, fakeSnyk, ORG, projectId } from "../../../test/support/fake-snyk.ts";
import { SnykApi } from "./client.ts";
import { findSnykProjects } from "./find-projects.ts";
import { readProjectIssues } from "./issues.ts";

const folder = "../shared/specs/snyk";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly type?: string; readonly maximum?: number; readonly multipleOf?: number };
}
interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly unknown[] } }>>;
  readonly components: { readonly parameters?: Readonly<Record<string, Parameter>> };
}

/** Every kind of request that the source makes. */
async function allRequests(): Promise<readonly Call[]> {
  const world = {
    defaultOrg: ORG,
    orgs: [{ id: ORG, slug: "acme" }],
    projects: [aProject()],
    issues: [anIssue(1, projectId(1), { ignored: true })],
  };
  const { service, calls } = fakeSnyk(world);
  const api = new SnykApi(service);
  const { log } = fakeLog();
  const repositoryUrl = "https://github.com/acme/shop";
  for (const organizations of [[], ["acme"], [ORG]]) {
    for (const [repository, selectors] of [
      ["acme/shop", []],
      ["Acme/unknown", []],
      ["acme/shop", [projectId(1), "acme/shop:*", "*"]],
    ] as const) {
      const { projects } = await findSnykProjects(
        { api, log },
        { organizations, repository, repositoryUrl, selectors },
      );
      await readProjectIssues({ api, log }, projects);
    }
  }
  return calls;
}

function templateOf(path: string, { paths }: Description): string | undefined {
  return Object.keys(paths).find((template) => {
    const pattern = template.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(path);
  });
}

/** What the description has against a request. */
function objections(call: Call, prefix: string, description: Description): readonly string[] {
  const template = templateOf(call.path.slice(prefix.length), description);
  const get = template === undefined ? undefined : description.paths[template]?.get;
  if (get === undefined) return [`no GET ${call.path}`];
  const declared = (get.parameters ?? []).map((parameter) => {
    const { $ref } = parameter as { readonly $ref?: string };
    if ($ref === undefined) return parameter as Parameter;
    return description.components.parameters?.[$ref.split("/").at(-1) ?? ""];
  });
  const query = declared.filter((parameter) => parameter?.in === "query");
  const names = call.query.map(([name]) => name);
  return [
    ...names
      .filter((name) => !query.some((parameter) => parameter?.name === name))
      .map((name) => `unknown ${name}`),
    ...query
      .filter((parameter) => parameter?.required && !names.includes(parameter.name))
      .map((parameter) => `missing ${parameter?.name}`),
    ...query
      .filter((parameter) => parameter?.schema?.type !== "array")
      .filter((parameter) => names.filter((name) => name === parameter?.name).length > 1)
      .map((parameter) => `repeated ${parameter?.name}`),
    ...query
      .filter(({ name, schema } = { name: "", in: "" }) => {
        const limit = call.query.find(([key]) => key === name)?.[1];
        if (name !== "limit" || limit === undefined) return false;
        return Number(limit) > (schema?.maximum ?? 0) || Number(limit) % (schema?.multipleOf ?? 1) !== 0;
      })
      .map(() => "limit out of range"),
  ];
}

describe("the official description", () => {
  it.skipIf(!existsSync(folder))("accepts every request, and knows what it would not", async () => {
    const rest: Description = JSON.parse(readFileSync(`${folder}/rest-subset-2026-03-25.json`, "utf8"));
    const v1: Description = JSON.parse(readFileSync(`${folder}/v1-subset-2026-01.json`, "utf8"));
    const calls = await allRequests();
    const kinds = new Set(calls.map(({ path }) => path.split("/").at(-1)));
    expect([...kinds].toSorted()).toEqual(["ignores", "issues", "orgs", "projects", "self", "targets"]);
    const judge = (call: Call) =>
      call.path.startsWith("/v1/") ? objections(call, "/v1", v1) : objections(call, "/rest", rest);
    expect(calls.flatMap(judge)).toEqual([]);
    const wrong = { path: `/rest/orgs/${ORG}/issues`, query: [["branch", "main"]] as const };
    expect(judge(wrong)).toEqual(["unknown branch", "missing version"]);
  });
});
