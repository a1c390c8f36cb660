import { FORGE_KINDS, type ForgeKind } from "../../model/verdict.ts";
import type { ForgeToken } from "../../platform/forge/requests.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import { isProblem } from "../../settings/readers.ts";
import { parseServiceUrl } from "../../settings/service-url.ts";
import { optionProblems, wordOption } from "../options.ts";
import { azurePlace } from "./azure-place.ts";
import { dataCenterPlace, isOnDataCenter } from "./bitbucket-dc-place.ts";
import { bitbucketPlace } from "./bitbucket-place.ts";
import type { ForgeEndpoint, ForgeQuestion, FoundPlace, PlaceQuestion } from "./forge-place.ts";
import { gitLabPlace } from "./gitlab-place.ts";
import { type RepositoryAddress, repositoryAddress } from "./repository-address.ts";
import { FORGE_TOKEN_VARIABLES } from "./tokens.ts";

/** Hosts of the forges in the cloud. */
const HOSTS: readonly (readonly [RegExp, ForgeKind])[] = [
  [/^github\.com$/, "github"],
  [/^gitlab\.com$/, "gitlab"],
  [/^bitbucket\.org$/, "bitbucket"],
  [/^(?:dev\.azure\.com|[^.]+\.visualstudio\.com)$/, "azure"],
];

/** What is wrong with the options about a forge, in sentences. */
export function forgeProblems(options: ForgeQuestion["options"]): readonly string[] {
  const { forge, "forge-url": url, "native-findings": native } = options;
  const parsed = url === undefined ? undefined : parseServiceUrl(url);
  return optionProblems(
    forge && wordOption("forge", forge, FORGE_KINDS),
    isProblem(parsed) ? { problem: `--forge-url ${parsed.problem}` } : undefined,
    native && wordOption("native-findings", native, ["true", "false"]),
  );
}

/** The forge that a run may tell its verdict, or why there is none. */
export function chooseForge(question: ForgeQuestion): ForgeEndpoint {
  const { env, options, address } = question;
  const known = repositoryAddress(address);
  const kind = kindOf(options.forge) ?? ownKind(env) ?? kindByAddress(known, question);
  if (kind === undefined) {
    const host = known?.host;
    return { why: host === undefined ? "the repository is not known" : `the repository is on ${host}` };
  }
  const isOwnCi = ownKind(env) === kind;
  const named = { ...question, repository: known, isOwnCi, token: forgeToken(kind, env) };
  const place = PLACES[kind](named);
  if ("why" in place) return { kind, isOwnCi, why: place.why };
  return { kind, isOwnCi, ...place };
}

/**
 * Where policies of other repositories are read: on the forge of this one, with a token of its own where one is given.
 * A repository that nobody knows is taken for one of GitHub's: who names another one by owner and name means that.
 */
export function policyEndpoint(
  forge: ForgeEndpoint,
  question: ForgeQuestion & { readonly policyToken: string },
): ForgeEndpoint {
  const value = question.policyToken.trim();
  if (value === "") return forge.kind === undefined && question.address === "" ? onGitHub(question) : forge;
  const token = { variable: "SCAN_GATE_POLICY_TOKEN", value };
  if ("url" in forge) return { ...forge, token };
  const found = chooseForge({
    ...question,
    env: { ...question.env, SCAN_GATE_FORGE_TOKEN: value },
  });
  return "url" in found ? { ...found, token } : onGitHub({ ...question, gitHubToken: value });
}

function onGitHub(question: ForgeQuestion): ForgeEndpoint {
  const address = question.address || `https://${gitHubHost(question.env)}/any/any`;
  return chooseForge({ ...question, address });
}

function kindOf(word: string | undefined): ForgeKind | undefined {
  return FORGE_KINDS.find((kind) => kind === word?.toLowerCase());
}

/** The forge whose own CI this is. */
function ownKind(env: Environment): ForgeKind | undefined {
  const has = (name: string) => (env[name] ?? "") !== "";
  if (has("GITHUB_ACTIONS")) return "github";
  if (has("GITLAB_CI")) return "gitlab";
  if (has("BITBUCKET_BUILD_NUMBER")) return "bitbucket";
  // Azure Pipelines also builds repositories of GitHub and Bitbucket.
  return has("TF_BUILD") && env.BUILD_REPOSITORY_PROVIDER === "TfsGit" ? "azure" : undefined;
}

function kindByAddress(
  known: RepositoryAddress | undefined,
  { env, address, name }: ForgeQuestion,
): ForgeKind | undefined {
  // A name without an address means a repository on GitHub.
  if (known === undefined) return address === "" && name === undefined ? undefined : "github";
  if (known.host === gitHubHost(env)) return "github";
  const ofHost = HOSTS.find(([host]) => host.test(known.host))?.[1];
  return ofHost ?? (isOnDataCenter({ env, repository: known }) ? "bitbucket-dc" : undefined);
}

const PLACES: Readonly<Record<ForgeKind, (question: PlaceQuestion) => FoundPlace>> = {
  github: gitHubPlace,
  gitlab: gitLabPlace,
  "bitbucket-dc": dataCenterPlace,
  azure: azurePlace,
  bitbucket: bitbucketPlace,
};

function gitHubHost(env: Environment): string | undefined {
  return repositoryAddress(`${env.GITHUB_SERVER_URL || "https://github.com"}/any`)?.host;
}

/** GitHub is asked only about a repository of its own, and only with a token. */
function gitHubPlace({ env, options, repository, gitHubToken }: PlaceQuestion): FoundPlace {
  const host = repository?.host;
  const url = options["forge-url"];
  if (url === undefined && host !== undefined && host !== gitHubHost(env)) {
    return { why: `the repository is on ${host}` };
  }
  const forgeToken = env.SCAN_GATE_FORGE_TOKEN?.trim();
  const token = forgeToken ?? gitHubToken.trim();
  if (token === "") return { why: "GITHUB_TOKEN is not set" };
  return {
    url: url ?? (env.GITHUB_API_URL || "https://api.github.com"),
    repository: [],
    token: { variable: forgeToken === undefined ? "GITHUB_TOKEN" : "SCAN_GATE_FORGE_TOKEN", value: token },
  };
}

/** The token that the environment holds for a forge; undefined when there is none. */
function forgeToken(kind: ForgeKind, env: Environment): ForgeToken | undefined {
  const variable = FORGE_TOKEN_VARIABLES[kind].find((name) => env[name] !== undefined);
  const value = variable === undefined ? "" : (env[variable] ?? "").trim();
  return variable === undefined || value === "" ? undefined : { variable, value };
}
