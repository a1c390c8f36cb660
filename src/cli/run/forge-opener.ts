import { ScanGateError } from "../../errors.ts";
import type { ForgeRoles, PolicyRepositories } from "../../forge-ports.ts";
import { AZURE_TRAITS } from "../../forges/azure/azure.ts";
import { BITBUCKET_TRAITS } from "../../forges/bitbucket/bitbucket.ts";
import { BITBUCKET_DC_TRAITS } from "../../forges/bitbucket-dc/bitbucket-dc.ts";
import type { ForgeTraits } from "../../forges/forge.ts";
import { GITHUB_TRAITS } from "../../forges/github/github.ts";
import { GITLAB_TRAITS } from "../../forges/gitlab/gitlab.ts";
import { type ForgeKind, SOURCE_NAMES } from "../../model/verdict.ts";
import { createGitHub, createPolicyRepositories, gitHubRoles } from "../../platform/github/github.ts";
import type { ConnectOptions } from "../../platform/http/http.ts";
import type { ForgeOptions } from "../../ports.ts";
import { present } from "../../text/present.ts";
import type { ForgeEndpoint, ForgePlace } from "./forge-choice.ts";

const TRAITS: Readonly<Record<ForgeKind, ForgeTraits>> = {
  github: GITHUB_TRAITS,
  gitlab: GITLAB_TRAITS,
  "bitbucket-dc": BITBUCKET_DC_TRAITS,
  azure: AZURE_TRAITS,
  bitbucket: BITBUCKET_TRAITS,
};

/** How a forge differs from others; GitHub's ways where nobody knows the forge. */
export function traitsOf(kind: ForgeKind | undefined): ForgeTraits {
  return TRAITS[kind ?? "github"];
}

/** The forge with the pull request that is judged, which some keep statuses of. */
export function forPullRequest(forge: ForgeEndpoint, context: object): ForgeEndpoint {
  const judged = "judged" in context ? context.judged : context;
  const isNumbered = typeof judged === "object" && judged !== null && "number" in judged;
  return "url" in forge && isNumbered && typeof judged.number === "number"
    ? { ...forge, pullRequest: judged.number }
    : forge;
}

/** Makes the roles of one repository's forge. */
export type OpenForge = (options: ForgeOptions) => ForgeRoles;

/** Loads what a forge needs: a run has one, and the others would only make its start longer. */
export async function forgeOpener(forge: ForgeEndpoint, http: ConnectOptions): Promise<OpenForge> {
  if ("why" in forge) return () => noForge(forge.why, forge.kind);
  return await OPENERS[forge.kind](forge, http);
}

type Opener = (place: ForgePlace, http: ConnectOptions) => Promise<OpenForge>;

const OPENERS: Readonly<Record<ForgeKind, Opener>> = {
  async github({ url, token }, http) {
    return (options) => createGitHub({ ...http, ...options, token: token?.value ?? "", apiUrl: url });
  },
  async gitlab(place, http) {
    const { createGitLab } = await import("../../platform/gitlab/gitlab.ts");
    const { repository, url, token, jobToken, pipeline } = place;
    return ({ owner, repo, deadline }) =>
      createGitLab({
        ...http,
        owner,
        repo,
        deadline,
        url,
        project: repository[0] ?? "",
        ...present({ token, jobToken, pipeline }),
      });
  },
  async "bitbucket-dc"({ repository, url, token }, http) {
    if (token === undefined) return () => noForge("BITBUCKET_TOKEN is not set", "bitbucket-dc");
    const { createDataCenter } = await import("../../platform/bitbucket-dc/bitbucket-dc.ts");
    const [project = "", slug = "", webUrl = ""] = repository;
    return ({ deadline }) => createDataCenter({ ...http, url, project, slug, webUrl, token, deadline });
  },
  async azure({ repository, url, token, pullRequest }, http) {
    if (token === undefined) return () => noForge("SYSTEM_ACCESSTOKEN is not set", "azure");
    const { createAzure } = await import("../../platform/azure/azure.ts");
    const [project = "", name = "", webUrl = ""] = repository;
    return (options) =>
      createAzure({
        ...http,
        ...{ url, project, repository: name, webUrl, token },
        owner: options.owner,
        repo: options.repo,
        deadline: options.deadline,
        ...present({ pullRequest }),
      });
  },
  async bitbucket({ repository, url, token, account, proxy }, http) {
    const { createBitbucket } = await import("../../platform/bitbucket/bitbucket.ts");
    const [workspace = "", slug = "", webUrl = ""] = repository;
    return ({ deadline }) =>
      createBitbucket({
        ...http,
        ...{ url, workspace, slug, webUrl, deadline },
        ...present({ proxy, token: token && { ...token, ...present({ email: account }) } }),
      });
  },
};

/** Makes what reads policies of other repositories. */
type OpenPolicies = (access: Pick<ForgeOptions, "token" | "deadline">) => PolicyRepositories;

/** Loads what reads policies of other repositories on a forge. */
export async function policyOpener(policies: ForgeEndpoint, http: ConnectOptions): Promise<OpenPolicies> {
  if ("why" in policies) return () => noPolicyRepositories(policies.why, policies.kind);
  const { kind, url, token, jobToken, account } = policies;
  if (kind === "github") {
    return ({ deadline }) =>
      createPolicyRepositories({ ...http, deadline, token: token?.value ?? "", apiUrl: url });
  }
  if (kind === "gitlab") {
    const { createGitLabPolicies } = await import("../../platform/gitlab/gitlab.ts");
    return ({ deadline }) =>
      createGitLabPolicies({ ...http, deadline, url, ...present({ token, jobToken }) });
  }
  if (kind === "bitbucket-dc" && token !== undefined) {
    const { createDataCenterPolicies } = await import("../../platform/bitbucket-dc/bitbucket-dc.ts");
    return ({ deadline }) => createDataCenterPolicies({ ...http, deadline, url, token });
  }
  if (kind === "azure" && token !== undefined) {
    const { createAzurePolicies } = await import("../../platform/azure/azure.ts");
    return ({ deadline }) => createAzurePolicies({ ...http, deadline, url, token });
  }
  if (kind === "bitbucket" && token !== undefined) {
    const { createBitbucketPolicies } = await import("../../platform/bitbucket/bitbucket.ts");
    const credential = { ...token, ...present({ email: account }) };
    return ({ deadline }) => createBitbucketPolicies({ ...http, deadline, url, token: credential });
  }
  return () => noPolicyRepositories("there is no token for it", kind);
}

/** Other repositories where there is no forge to ask: what their policies say is not known. */
function noPolicyRepositories(why: string, kind: ForgeKind = "github"): PolicyRepositories {
  const refuse = () =>
    Promise.reject(
      new ScanGateError({
        code: "no-credentials",
        source: kind,
        message: `policies of other repositories are read on ${SOURCE_NAMES[kind]}, which was not asked because ${why}`,
        hint: "Set SCAN_GATE_POLICY_TOKEN to a token that reads them",
      }),
    );
  return () => ({ isVisible: refuse, commitOf: refuse, file: refuse });
}

/**
 * A forge where there is none to ask: nothing is sent, and every question is refused. What a source needed of it is
 * thereby not known, which is not the same as not there.
 * @param why a clause: `the repository is not on GitHub`
 */
export function noForge(why: string, kind: ForgeKind = "github"): ForgeRoles {
  const refuse = () =>
    Promise.reject(
      new ScanGateError({
        code: "no-credentials",
        source: kind,
        message: `${SOURCE_NAMES[kind]} was not asked for the commit's statuses and dates, because ${why}`,
        hint: "Let Snyk itself look at the branch (snyk monitor --target-reference=BRANCH), or name a report of snyk test in reports",
      }),
    );
  return gitHubRoles(
    { requests: 0, one: refuse, all: refuse, query: refuse },
    { token: "", owner: "", repo: "" },
  );
}
