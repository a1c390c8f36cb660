import type { RunContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import { trimEndMarks } from "../../text/escape.ts";
import { repositoryAddresses } from "../../text/link.ts";
import type { SemgrepApi, SemgrepDeployment, SemgrepProject } from "./client.ts";
import { numberedPages, pagesOf } from "./pages.ts";
import type { WireSemgrepProject } from "./schema.ts";

/** Far more projects than an organization has; ends a list without end. */
const MOST_PAGES = 200;

/**
 * The organization that the token sees.
 * @throws `not-found` when it sees none, several, or another one than the configured `slug`, naming both.
 */
export async function findDeployment(api: SemgrepApi, slug: string | undefined): Promise<SemgrepDeployment> {
  const deployments = await api.deployments();
  const seen = deployments.map((deployment) => deployment.slug).join(", ");
  if (slug !== undefined) {
    const named = deployments.find((deployment) => same(deployment.slug, slug));
    if (named !== undefined) return named;
    throw notFound(
      `the token does not see the deployment ${slug}, but ${seen === "" ? "none" : seen}`,
      "Correct `semgrep-deployment`, or put a token of that deployment into `semgrep-token`",
    );
  }
  const [only, ...others] = deployments;
  if (only !== undefined && others.length === 0) return only;
  throw only === undefined
    ? notFound(
        "the token sees no deployment",
        "Put a token of your Semgrep organization into `semgrep-token`",
      )
    : notFound(`the token sees several deployments: ${seen}`, "Name one of them in `semgrep-deployment`");
}

/** What a project is looked for by. A configured name is meant exactly; a default one may stand under another name. */
export interface WantedProject {
  readonly name: string;
  /** The repository's web address, where a project that stands for it may be found by that. */
  readonly url?: string;
}

/** The projects that the settings name, else the one of the repository. */
export function wantedProjects(names: readonly string[], context: RunContext): readonly WantedProject[] {
  if (names.length > 0) return [...new Set(names)].map((name) => ({ name }));
  return [{ name: `${context.owner}/${context.repo}`, url: context.repositoryUrl }];
}

/**
 * The project of that name; names are unique in a deployment whatever their case. Where none has it, every project
 * of the repository's address: a monorepo may have several, and all of them count.
 * @throws `not-found` naming what was looked for and where.
 */
export async function findSemgrepProjects(search: {
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
  readonly wanted: WantedProject;
}): Promise<readonly SemgrepProject[]> {
  const { api, deployment, wanted } = search;
  try {
    return [await api.project(deployment, wanted.name)];
  } catch (error) {
    if (!(error instanceof ScanGateError) || error.status !== 404) throw error;
  }
  const all = await listProjects(api, deployment);
  const named = all.find((project) => same(project.name, wanted.name));
  if (named !== undefined) return [named];
  const { url } = wanted;
  const standing = url === undefined ? [] : all.filter(standsFor(url));
  if (standing.length > 0) return standing;
  throw notFound(
    `there is no project ${wanted.name} in the deployment ${deployment.slug}`,
    "Scan the repository with Semgrep once, or set `semgrep-project` to the name that Semgrep shows",
  );
}

/** Whether a project is the repository of an address, by its own, or by the path that `semgrep ci` makes its name of. */
function standsFor(url: string) {
  const addresses = repositoryAddresses(url).map(plainUrl);
  const [, ...cloned] = addresses.map((address) => address.replace(/^https?:\/\/[^/]+\//, ""));
  return (project: WireSemgrepProject): boolean =>
    addresses.includes(plainUrl(project.url)) || cloned.includes(project.name.toLowerCase());
}

async function listProjects(
  api: SemgrepApi,
  deployment: SemgrepDeployment,
): Promise<readonly WireSemgrepProject[]> {
  const byId = new Map<string, WireSemgrepProject>();
  const pages = pagesOf({
    what: "projects",
    most: MOST_PAGES,
    fetch: numberedPages((page) => api.projects(deployment, page)),
  });
  for await (const page of pages) for (const project of page) byId.set(project.id, project);
  return [...byId.values()];
}

function plainUrl(url: string | undefined): string {
  return trimEndMarks((url ?? "").trim().toLowerCase(), "/").replace(/\.git$/, "");
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function notFound(what: string, hint: string): ScanGateError {
  return new ScanGateError({ code: "not-found", source: "semgrep", message: `Semgrep: ${what}`, hint });
}
