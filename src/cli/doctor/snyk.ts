import { CHANGE_WORDS, type ForgeKind, SOURCE_NAMES } from "../../model/verdict.ts";
import type { Connect, Deadline } from "../../ports.ts";
import type { SnykSettings } from "../../settings/settings.ts";
import { authorizationFor, readAccount } from "../../settings/snyk-account.ts";
import { SnykApi } from "../../sources/snyk/client.ts";
import { findOrganizations, findTargets } from "../../sources/snyk/find-targets.ts";
import { isManaged } from "../../sources/snyk/project.ts";
import type { WireSnykProject } from "../../sources/snyk/schema.ts";
import { type Diagnosis, diagnoses, diagnosisOf } from "./diagnosis.ts";

export interface SnykPatient {
  readonly settings: SnykSettings;
  readonly connect: Connect;
  readonly deadline: Deadline;
  readonly repository: { readonly name: string; readonly url: string };
  /** Where the repository is; GitHub where nobody knows. */
  readonly forge?: ForgeKind;
}

const { ok, warning, problem } = diagnoses("snyk");

/**
 * Checks what a run needs of Snyk, in the order in which it needs it: the token, its kind and region, the organization,
 * the repository's projects, whether pull requests can be checked, and the right to read issues. Only reads.
 */
export async function diagnoseSnyk(patient: SnykPatient): Promise<readonly Diagnosis[]> {
  const { settings, connect, deadline } = patient;
  const account = readAccount(settings);
  const { apiUrl: baseUrl, authorization } = account;
  const region = account.notes.map(({ text }) => warning(text));
  const api = new SnykApi(connect({ source: "snyk", baseUrl, authorization, deadline }));
  try {
    const { organizations, failures } = await findOrganizations(api, settings.orgs);
    const found = organizations.map(({ name }) =>
      ok(
        `${kindOf(settings.token)} is accepted at ${new URL(baseUrl).host} and sees the organization ${name}`,
      ),
    );
    const missing = failures.map(failed);
    if (organizations.length === 0) return [...region, ...missing];
    const named = settings.projects.length > 0;
    const each = organizations.map(async (organization) => {
      const search = { repository: patient.repository.name, repositoryUrl: patient.repository.url };
      const targets = named ? undefined : await findTargets({ api, organization }, search);
      return await projectsOf(api, { organization: organization.id, targets: targets?.items });
    });
    const projects = (await Promise.all(each)).flat();
    return [...region, ...found, ...missing, ...(await diagnoseProjects(api, patient, projects))];
  } catch (error) {
    return [...region, failed(error)];
  }
}

/** What a token is, by its look (https://docs.snyk.io/snyk-api/authentication-for-api). */
function kindOf(token: string): string {
  if (token.startsWith("snyk_uat.")) return "the personal access token";
  if (token.startsWith("snyk_sat.")) return "the service account's access token";
  return authorizationFor(token).startsWith("Bearer ") ? "the OAuth access token" : "the API token";
}

interface PlacedProject {
  readonly organization: string;
  readonly project: WireSnykProject;
}

async function projectsOf(
  api: SnykApi,
  at: { readonly organization: string; readonly targets: readonly { readonly id: string }[] | undefined },
): Promise<readonly PlacedProject[]> {
  const { organization, targets } = at;
  if (targets?.length === 0) return [];
  const filter = (targets ?? []).map(({ id }) => ["target_id", id] as const);
  const { items } = await api.projects(organization, filter);
  return items.map((project) => ({ organization, project }));
}

async function diagnoseProjects(
  api: SnykApi,
  { settings, repository, forge = "github" }: SnykPatient,
  all: readonly PlacedProject[],
): Promise<readonly Diagnosis[]> {
  const wanted = new Set(settings.projects.map((name) => name.toLowerCase()));
  const mine = all.filter(
    ({ project: { id, attributes } }) =>
      wanted.size === 0 || wanted.has(id.toLowerCase()) || wanted.has(attributes.name?.toLowerCase() ?? ""),
  );
  const active = mine.filter(({ project }) => project.attributes.status !== "inactive");
  const [first] = active;
  if (first === undefined) return [nothingThere(mine.length, repository.name, wanted.size > 0)];
  const change = CHANGE_WORDS[forge];
  const managed = active.some(({ project }) => isManaged({ origin: project.attributes.origin ?? "" }));
  return [
    ok(
      `Snyk has ${active.length} active ${active.length === 1 ? "project" : "projects"} of ${repository.name}`,
    ),
    managed
      ? ok(`Snyk can check ${change}s: a project comes from a source code manager`)
      : warning(
          `Snyk cannot check ${change}s: no project comes from a source code manager`,
          `Import the repository through Snyk's integration with ${SOURCE_NAMES[forge]}, or run \`snyk monitor --target-reference\` or \`snyk test\` with \`reports\` in the ${change}'s job`,
        ),
    await readable(api, first),
  ];
}

function nothingThere(inactive: number, repository: string, named: boolean): Diagnosis {
  if (named) {
    return problem(
      "Snyk has no active project with the names in `snyk-project`",
      "Correct `snyk-project`, or leave it out so that projects are found by the repository",
    );
  }
  return inactive > 0
    ? problem(
        `Snyk has ${inactive} projects of ${repository}, and all of them are inactive`,
        "Activate them in Snyk: inactive projects are not tested",
      )
    : problem(
        `Snyk has no project of ${repository}`,
        "Import the repository into Snyk, or name its organization or projects with `snyk-org` or `snyk-project`",
      );
}

async function readable(api: SnykApi, { organization, project }: PlacedProject): Promise<Diagnosis> {
  try {
    await api.issues(organization, project.id);
    return ok(`the token may read issues: those of ${project.attributes.name ?? project.id} came`);
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Diagnosis {
  return diagnosisOf(error, { area: "snyk", source: "snyk" });
}
