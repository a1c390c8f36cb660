import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Loose } from "../../test/support/loose.ts";
import type { StandIn } from "../service/stand-in.ts";
import { HEAD_BRANCH, SNYK_HEAD_PACKAGES, SNYK_ORG, SNYK_TARGET, TOKENS } from "../shop/names.ts";
import { busySnyk } from "../shop/snyk.ts";
import { startSnyk } from "./server.ts";

const VERSION = "version=2024-10-15";
let snyk: StandIn;

async function get(
  path: string,
  authorization = `token ${TOKENS.snyk}`,
): Promise<{ status: number; body: Loose }> {
  const response = await fetch(snyk.url + path, { headers: { authorization } });
  return { status: response.status, body: await response.json() };
}

beforeEach(async () => {
  snyk = await startSnyk(busySnyk(Date.now()));
});
afterEach(() => snyk.close());

describe("who may ask", () => {
  it("a wrong token is refused by the gateway, not in JSON:API", async () => {
    expect(await get(`/rest/self?${VERSION}`, "token wrong")).toEqual({
      status: 401,
      body: { status: "401", code: "Unauthorized" },
    });
  });

  it("an API token in the wrong scheme is refused", async () => {
    expect((await get(`/rest/self?${VERSION}`, `Bearer ${TOKENS.snyk}`)).status).toBe(401);
  });

  it("an organization that the token does not see is not found", async () => {
    const { status, body } = await get(`/rest/orgs/00000000-0000-4000-8000-000000000000/targets?${VERSION}`);
    expect(status).toBe(404);
    expect(body.errors).toMatchObject([{ status: "404", detail: expect.any(String) }]);
  });
});

describe("queries", () => {
  const issues = `/rest/orgs/${SNYK_ORG}/issues`;

  it.each([
    ["no version", "limit=10", "version"],
    ["two versions", `${VERSION}&${VERSION}`, "version"],
    ["an unknown key", `${VERSION}&branch=main`, "branch"],
    ["a doubled key", `${VERSION}&limit=10&limit=10`, "limit"],
    ["a limit that is no multiple of ten", `${VERSION}&limit=15`, "limit"],
    ["a limit above a hundred", `${VERSION}&limit=110`, "limit"],
    ["a boolean in capitals", `${VERSION}&ignored=False`, "ignored"],
    ["a scan item that is no id", `${VERSION}&scan_item.id=x`, "scan_item.id"],
    ["a scan item without its type", `${VERSION}&scan_item.id=${SNYK_HEAD_PACKAGES}`, "scan_item.id"],
    ["a made-up cursor", `${VERSION}&starting_after=x`, "starting_after"],
  ])("%s is a bad request that names the parameter", async (_what, query, parameter) => {
    const { status, body } = await get(`${issues}?${query}`);
    expect(status).toBe(400);
    expect(body.errors[0].source).toEqual({ parameter });
  });

  it("only target ids may be repeated", async () => {
    const path = `/rest/orgs/${SNYK_ORG}/projects?${VERSION}&target_id=${SNYK_TARGET}&target_id=${SNYK_TARGET}`;
    expect((await get(path)).status).toBe(200);
  });
});

describe("lists", () => {
  it("targets are found by the beginning of their name, so others come along", async () => {
    const { body } = await get(
      `/rest/orgs/${SNYK_ORG}/targets?${VERSION}&limit=100&display_name=acme/web-shop`,
    );
    const names = body.data.map((target: Loose) => target.attributes.display_name);
    expect(names).toEqual(["acme/web-shop", "acme/web-shop", "acme/web-shop-admin"]);
  });

  it("projects are found by target and branch", async () => {
    const query = `${VERSION}&target_id=${SNYK_TARGET}&target_reference=${encodeURIComponent(HEAD_BRANCH)}`;
    const { body } = await get(`/rest/orgs/${SNYK_ORG}/projects?${query}&meta.latest_issue_counts=true`);
    expect(body.data.map((project: Loose) => project.attributes.type)).toEqual(["npm", "sast"]);
    expect(body.data[0].meta.latest_issue_counts).toMatchObject({ critical: 1, high: 4, medium: 1, low: 0 });
  });

  it("issues are those of one project, in pages with relative links that carry the query on", async () => {
    const query = `${VERSION}&limit=10&scan_item.id=${SNYK_HEAD_PACKAGES}&scan_item.type=project&status=open`;
    const { body } = await get(`/rest/orgs/${SNYK_ORG}/issues?${query}`);
    expect(body.data).toHaveLength(7);
    expect(body.links.next).toBeUndefined();
    const first = await get(`/rest/orgs/${SNYK_ORG}/issues?${VERSION}&limit=10`);
    expect(first.body.data).toHaveLength(10);
    expect(first.body.links.next).toMatch(/^\/rest\/orgs\/.*version=2024-10-15.*starting_after=/);
    const second = await get(first.body.links.next);
    expect(second.body.data).toHaveLength(5);
    expect(second.body.links.next).toBeUndefined();
  });

  it("issues can be asked for without the ignored ones", async () => {
    const query = `${VERSION}&scan_item.id=${SNYK_HEAD_PACKAGES}&scan_item.type=project&ignored=false`;
    expect((await get(`/rest/orgs/${SNYK_ORG}/issues?${query}`)).body.data).toHaveLength(6);
  });

  it("an organization is found by its slug and as the token's default", async () => {
    expect((await get(`/rest/orgs?${VERSION}&slug=acme-shop`)).body.data).toMatchObject([{ id: SNYK_ORG }]);
    expect((await get(`/rest/self?${VERSION}`)).body.data.attributes.default_org_context).toBe(SNYK_ORG);
    expect((await get(`/rest/orgs/${SNYK_ORG}?${VERSION}`)).body.data.attributes.slug).toBe("acme-shop");
  });
});

describe("v1", () => {
  const project = `/v1/org/${SNYK_ORG}/project/${SNYK_HEAD_PACKAGES}`;

  it("tells why an issue is ignored", async () => {
    expect((await get(`${project}/ignores`)).body).toMatchObject({
      "SNYK-JS-QS-9990001": [{ "*": { reasonType: "wont-fix" } }],
    });
  });

  it("makes a ticket for a known issue and lists it", async () => {
    const issue = `${project}/issue/SNYK-JS-LODASH-1040724/jira-issue`;
    const post = (body: unknown): Promise<Response> =>
      fetch(snyk.url + issue, {
        method: "POST",
        headers: { authorization: `token ${TOKENS.snyk}` },
        body: JSON.stringify(body),
      });
    expect((await post({ fields: {} })).status).toBe(400);
    const fields = { project: { key: "SHOP" }, issuetype: { name: "Bug" }, summary: "lodash" };
    const made: Loose = await (await post({ fields })).json();
    expect(made).toMatchObject({ "SNYK-JS-LODASH-1040724": [{ jiraIssue: { key: expect.any(String) } }] });
    expect((await get(`${project}/jira-issues`)).body).toEqual(made);
  });

  it("does not find what is not there", async () => {
    expect((await get(`/v1/org/${SNYK_ORG}/project/x/ignores`)).body).toMatchObject({ code: 404 });
  });
});
