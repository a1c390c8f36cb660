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
import type { ForgeEndpoint, ForgePlace } from "./forge-place.ts";

/** Makes the roles of one repository's forge. */
export type OpenForge = (options: ForgeOptions) => ForgeRoles;

/** Makes what reads policies of other repositories. */
type OpenPolicies = (access: Pick<ForgeOptions, "token" | "deadline">) => PolicyRepositories;

interface ForgeRow {
  readonly traits: ForgeTraits;
  /** Loads what it needs: a run has one forge, and the others would only make its start longer. */
  readonly open: (
    place: ForgePlace,
    http: ConnectOptions,
  ) => Promise<{ readonly roles: OpenForge; readonly policies: OpenPolicies }>;
}

const FORGES: Readonly<Record<ForgeKind, ForgeRow>> = {
  github: {
    traits: GITHUB_TRAITS,
    async open({ url, token }, http) {
      const access = { ...http, token: token?.value ?? "", apiUrl: url };
      return {
        roles: ({ owner, repo, deadline }) => createGitHub({ ...access, owner, repo, deadline }),
        policies: ({ deadline }) => createPolicyRepositories({ ...access, deadline }),
      };
    },
  },
  gitlab: {
    traits: GITLAB_TRAITS,
    async open({ repository, url, token, jobToken, pipeline }, http) {
      const { createGitLab, createGitLabPolicies } = await import("../../platform/gitlab/gitlab.ts");
      const [project = ""] = repository;
      const access = { ...http, url, ...present({ token, jobToken }) };
      return {
        roles: ({ owner, repo, deadline }) =>
          createGitLab({ ...access, owner, repo, deadline, project, ...present({ pipeline }) }),
        policies: ({ deadline }) => createGitLabPolicies({ ...access, deadline }),
      };
    },
  },
  bitbucket: {
    traits: BITBUCKET_TRAITS,
    async open({ repository, url, token, account, proxy }, http) {
      const { createBitbucket, createBitbucketPolicies } = await import(
        "../../platform/bitbucket/bitbucket.ts"
      );
      const [workspace = "", slug = "", webUrl = ""] = repository;
      const access = {
        ...http,
        url,
        ...present({ token: token && { ...token, ...present({ email: account }) } }),
      };
      return {
        roles: ({ deadline }) =>
          createBitbucket({ ...access, deadline, workspace, slug, webUrl, ...present({ proxy }) }),
        policies: ({ deadline }) => createBitbucketPolicies({ ...access, deadline }),
      };
    },
  },
  "bitbucket-dc": {
    traits: BITBUCKET_DC_TRAITS,
    async open({ repository, url, token }, http) {
      const { createDataCenter, createDataCenterPolicies } = await import(
        "../../platform/bitbucket-dc/bitbucket-dc.ts"
      );
      const [project = "", slug = "", webUrl = ""] = repository;
      const access = { ...http, url, ...present({ token }) };
      return {
        roles: ({ deadline }) => createDataCenter({ ...access, deadline, project, slug, webUrl }),
        policies: ({ deadline }) => createDataCenterPolicies({ ...access, deadline }),
      };
    },
  },
  azure: {
    traits: AZURE_TRAITS,
    async open({ repository: parts, url, token, pullRequest }, http) {
      const { createAzure, createAzurePolicies } = await import("../../platform/azure/azure.ts");
      const [project = "", repository = "", webUrl = ""] = parts;
      const access = { ...http, url, ...present({ token }) };
      return {
        roles: ({ owner, repo, deadline }) =>
          createAzure({
            ...access,
            ...{ owner, repo, deadline, project, repository, webUrl },
            ...present({ pullRequest }),
          }),
        policies: ({ deadline }) => createAzurePolicies({ ...access, deadline }),
      };
    },
  },
};

/** How a forge differs from others; GitHub's ways where nobody knows the forge. */
export function traitsOf(kind: ForgeKind | undefined): ForgeTraits {
  return FORGES[kind ?? "github"].traits;
}

export async function forgeOpener(forge: ForgeEndpoint, http: ConnectOptions): Promise<OpenForge> {
  if ("why" in forge) return () => noForge(forge.why, forge.kind);
  return (await FORGES[forge.kind].open(forge, http)).roles;
}

export async function policyOpener(policies: ForgeEndpoint, http: ConnectOptions): Promise<OpenPolicies> {
  if ("why" in policies) return () => noPolicyRepositories(policies.why, policies.kind);
  return (await FORGES[policies.kind].open(policies, http)).policies;
}

/** The forge with the pull request that is judged, which some keep statuses of. */
export function forPullRequest(forge: ForgeEndpoint, context: object): ForgeEndpoint {
  const judged = "judged" in context ? context.judged : context;
  const isNumbered = typeof judged === "object" && judged !== null && "number" in judged;
  return "url" in forge && isNumbered && typeof judged.number === "number"
    ? { ...forge, pullRequest: judged.number }
    : forge;
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

/** What to do so that a forge can be asked: a sentence. */
export function forgeHint(why: string, kind: ForgeKind = "github"): string {
  if (!/ is not set$/.test(why)) return "Name the forge with --forge and --forge-url, and set its token";
  // In a workflow GitHub's token is there by itself, so the words of its traits do not fit here.
  return kind === "github"
    ? "Set GITHUB_TOKEN to a token that may read the repository"
    : traitsOf(kind).words.tokenHint;
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
        message: `${SOURCE_NAMES[kind]} was not asked, because ${why}`,
        hint: forgeHint(why, kind),
      }),
    );
  return gitHubRoles(
    { requests: 0, one: refuse, all: refuse, query: refuse },
    { token: "", owner: "", repo: "" },
  );
}
