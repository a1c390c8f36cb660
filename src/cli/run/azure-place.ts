import { isProblem } from "../../settings/readers.ts";
import { parseServiceUrl } from "../../settings/service-url.ts";
import type { FoundPlace, PlaceQuestion } from "./forge-place.ts";
import { repositoryAddress } from "./repository-address.ts";

/**
 * The collection and the repository of Azure.
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables. An address is `COLLECTION/PROJECT/_git/NAME`, and
 * `COLLECTION/_git/NAME` where both are called the same.
 */
export function azurePlace({ env, options, repository, isOwnCi, name, token }: PlaceQuestion): FoundPlace {
  const given = (variable: string) => (env[variable]?.startsWith("$(") ? undefined : env[variable]);
  const own = isOwnCi
    ? (given("SYSTEM_COLLECTIONURI") ?? given("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"))
    : undefined;
  const web = repository?.url;
  const url = options["forge-url"] ?? own ?? (web && collectionOf(web));
  if (url === undefined) return { why: "--forge-url does not tell where the collection is" };
  const parsed = parseServiceUrl(url);
  if (isProblem(parsed)) return { why: `the address of Azure DevOps ${parsed.problem}` };
  const parts = web === undefined ? undefined : /(?:\/([^/]+))?\/_git\/([^/]+)$/.exec(web);
  if (web === undefined || !parts) {
    return {
      why: `${web ?? name ?? "the repository"} is no address of a repository (COLLECTION/PROJECT/_git/NAME)`,
    };
  }
  const [, before = "", last = ""] = parts;
  const isDefault = `${parsed.url}/_git/${last}`.toLowerCase() === web.toLowerCase();
  const named = [isDefault ? last : before, last].map(decoded);
  // Ids outlive a new name.
  const isOwn = own !== undefined && sameRepository(given("BUILD_REPOSITORY_URI"), web);
  const ids = [given("SYSTEM_TEAMPROJECTID"), given("BUILD_REPOSITORY_ID")];
  const [project, slug] = [0, 1].map((at) => (isOwn && ids[at] ? ids[at] : named[at]));
  if (token === undefined || token.value.startsWith("$(")) return { why: "SYSTEM_ACCESSTOKEN is not set" };
  return { url: parsed.url, repository: [project ?? "", slug ?? "", web], token };
}

/** The organization in the cloud, with a host of its own or below the common one; undefined elsewhere. */
function collectionOf(web: string): string | undefined {
  return /^https:\/\/(?:dev\.azure\.com\/[^/]+|[^/.]+\.visualstudio\.com(?:\/DefaultCollection(?=\/))?)/i.exec(
    web,
  )?.[0];
}

function sameRepository(address: string | undefined, web: string): boolean {
  return repositoryAddress(address ?? "")?.url.toLowerCase() === web.toLowerCase();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
