import { ScanGateError } from "../../errors.ts";
import type { Clock, Connect, Deadline } from "../../ports.ts";
import type { SemgrepSettings } from "../../settings/settings.ts";
import { SemgrepApi, type SemgrepDeployment, type SemgrepProject } from "../../sources/semgrep/client.ts";
import { findDeployment, findSemgrepProjects } from "../../sources/semgrep/find-project.ts";
import type { WireScan } from "../../sources/semgrep/schema.ts";
import { type Diagnosis, diagnoses, diagnosisOf } from "./diagnosis.ts";

export interface SemgrepPatient {
  readonly settings: SemgrepSettings;
  readonly connect: Connect;
  readonly deadline: Deadline;
  readonly clock: Pick<Clock, "now">;
  /** `owner/name` and its web address. */
  readonly repository: { readonly name: string; readonly url: string };
}

/** The most scans that one request gives. */
const SCANS = 500;

const { ok, warning, problem } = diagnoses("semgrep");

/**
 * Checks what a run needs of Semgrep, in the order in which it needs it: the token and its scope, the deployment, the
 * project, scans of branches and of pull requests, and the rights to read findings and secrets. Only reads.
 */
export async function diagnoseSemgrep(patient: SemgrepPatient): Promise<readonly Diagnosis[]> {
  const { settings, connect, deadline } = patient;
  const authorization = `Bearer ${settings.token}`;
  const api = new SemgrepApi(connect({ source: "semgrep", baseUrl: settings.url, authorization, deadline }));
  try {
    const deployment = await findDeployment(api, settings.deployment);
    const accepted = ok(
      `the token is accepted, has the Web API scope and sees the deployment ${deployment.slug}`,
    );
    return [accepted, ...(await diagnoseProjects(patient, { api, deployment }))];
  } catch (error) {
    return [failed(error)];
  }
}

interface Seen {
  readonly api: SemgrepApi;
  readonly deployment: SemgrepDeployment;
}

async function diagnoseProjects(
  { settings, repository, clock }: SemgrepPatient,
  { api, deployment }: Seen,
): Promise<readonly Diagnosis[]> {
  const wanted =
    settings.projects.length > 0
      ? settings.projects.map((name) => ({ name }))
      : [{ name: repository.name, url: repository.url }];
  const lookups = await Promise.all(
    wanted.map(async (one): Promise<readonly Diagnosis[]> => {
      try {
        const found = await findSemgrepProjects({ api, deployment, wanted: one });
        const each = found.map((project) => diagnoseProject({ api, deployment }, project, clock.now()));
        return (await Promise.all(each)).flat();
      } catch (error) {
        return [failed(error)];
      }
    }),
  );
  return lookups.flat();
}

async function diagnoseProject(
  { api, deployment }: Seen,
  project: SemgrepProject,
  now: number,
): Promise<readonly Diagnosis[]> {
  const found = ok(`the project ${project.name} is there`);
  try {
    const { scans } = await api.searchScans({ deployment, project, limit: SCANS });
    const rights = await diagnoseRights({ api, deployment }, project, scans);
    return [found, ...diagnoseScans(project, scans, now), ...rights];
  } catch (error) {
    return [found, failed(error)];
  }
}

/** A run needs a scan of each pull request, and compares a full one with one of the base branch. */
function diagnoseScans(
  { name }: SemgrepProject,
  scans: readonly WireScan[],
  now: number,
): readonly Diagnosis[] {
  if (scans.length === 0) {
    return [
      problem(
        `Semgrep has no scan of ${name} within 30 days`,
        "Let `semgrep ci` run on pull requests and on the default branch, or switch Managed Scans on for this project",
      ),
    ];
  }
  const full = scans.filter((scan) => scan.is_full_scan === true);
  // A diff scan leaves the flag out.
  const diff = scans.filter((scan) => scan.is_full_scan !== true);
  return [
    diff.length === 0
      ? warning(
          `Semgrep has no scan of a pull request of ${name} within 30 days`,
          "Let `semgrep ci` run on `pull_request` (or switch on scans of pull requests in Managed Scans); else every pull request is `scan-missing`",
        )
      : ok(`Semgrep scans pull requests of ${name}: the last one ${agoOf(diff, now)}`),
    full.length === 0
      ? warning(
          `Semgrep has no full scan of ${name} within 30 days`,
          "Let `semgrep ci` run on pushes to the default branch; without it nobody knows what is new in a full scan",
        )
      : ok(`Semgrep scans branches of ${name}: the last time ${agoOf(full, now)}`),
  ];
}

function agoOf(scans: readonly WireScan[], now: number): string {
  const newest = scans.map(({ started_at: at = "" }) => Date.parse(at)).reduce((a, b) => Math.max(a, b), 0);
  if (!(newest > 0)) return "at a time that it does not tell";
  const days = Math.floor((now - newest) / 86_400_000);
  return days < 1 ? "within a day" : `${days} days ago`;
}

/** Findings and secrets are asked for as a run asks, for one of the refs that were scanned. */
async function diagnoseRights(
  { api, deployment }: Seen,
  project: SemgrepProject,
  scans: readonly WireScan[],
): Promise<readonly Diagnosis[]> {
  const products = new Set(scans.flatMap((scan) => scan.enabled_products));
  const ref =
    scans.find((scan) => scan.branch !== undefined)?.branch?.replace(/^refs\/heads\//, "") ?? "main";
  const asked: (readonly [string, () => Promise<unknown>])[] = [
    ["findings", () => api.findings({ deployment, project, issueType: "sast", ref, page: 0 })],
    ...(products.has("secrets") ? [["secrets", () => api.secrets({ deployment, project })] as const] : []),
  ];
  return await Promise.all(
    asked.map(async ([what, ask]) => {
      try {
        await ask();
        return ok(`the token may read the ${what} of ${project.name}`);
      } catch (error) {
        return failed(error);
      }
    }),
  );
}

function failed(error: unknown): Diagnosis {
  const own = error instanceof ScanGateError && error.code === "cancelled" ? "warning" : "problem";
  return diagnosisOf(error, { area: "semgrep", source: "semgrep", status: own });
}
