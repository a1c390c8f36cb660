import { ScanGateError } from "../../errors.ts";
import type { ForgeRoles } from "../../forge-ports.ts";
import { CHANGE_WORDS, type ForgeKind, SOURCE_NAMES } from "../../model/verdict.ts";
import type { PolicyRead } from "../../settings/policy/read.ts";
import type { RepositoryFacts, RepositorySurvey } from "../../survey-ports.ts";
import { counted } from "../../text/count.ts";
import { type Diagnosis, diagnoses, diagnosisOf } from "./diagnosis.ts";

const { ok, warning } = diagnoses("forge");

export interface ForgePatient {
  readonly roles: ForgeRoles;
  /** The newest commit of a branch of the repository. */
  readonly tipOf: (branch: string) => Promise<string | undefined>;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly kind: ForgeKind;
}

/**
 * Checks what a run needs of the forge, as far as reading tells: the repository, its default branch, commit statuses, pull
 * requests, code scanning, and whether anything is required before a merge. Whether the token may write is seen only
 * when a run writes, so it is named and not guessed.
 */
export async function diagnoseForge(patient: ForgePatient): Promise<readonly Diagnosis[]> {
  const { roles, repository } = patient;
  const survey = await roles.survey?.();
  if (survey === undefined) return await diagnoseOtherForge(patient);
  let facts: RepositoryFacts;
  try {
    facts = await survey.facts();
  } catch (error) {
    return [failed(error)];
  }
  const { defaultBranch } = facts;
  const found = ok(`${kindOf(patient.token)} sees ${repository}, whose default branch is ${defaultBranch}`);
  const looks = await Promise.all([
    statusesOf(patient, defaultBranch),
    readable("pull requests", () => roles.pullRequests.lastUpdated(1)),
    readable("code scanning", () => survey.codeScanning()),
    requiredChecks(survey, defaultBranch),
  ]);
  return [found, ...looks.flat(), writing(patient.token, facts)];
}

/** A forge but GitHub: what a run reads there, and plainly what is not looked at. */
async function diagnoseOtherForge(patient: ForgePatient): Promise<readonly Diagnosis[]> {
  const { roles, repository, kind } = patient;
  const name = SOURCE_NAMES[kind];
  const looks = await Promise.all([
    readable(`${CHANGE_WORDS[kind]}s of ${repository} on ${name}`, () => roles.pullRequests.lastUpdated(1)),
    defaultBranchOn(patient, name),
  ]);
  return [
    ...looks.flat(),
    ok(
      `writing is not tried, and what ${name} requires before a merge is not looked at; docs/forges.md names the scopes, and how to require the check`,
    ),
  ];
}

async function defaultBranchOn(patient: ForgePatient, name: string): Promise<readonly Diagnosis[]> {
  try {
    const branch = await patient.roles.commits.defaultBranch?.();
    if (branch === undefined) return [];
    return [ok(`${name} says that the default branch is ${branch}`), ...(await statusesOf(patient, branch))];
  } catch (error) {
    return [failed(error, "warning")];
  }
}

/** What a token is, by its look (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/). */
function kindOf(token: string): string {
  if (token.startsWith("ghs_")) return "the token of a job or an App";
  if (token.startsWith("github_pat_")) return "the fine-grained personal access token";
  if (token.startsWith("ghp_")) return "the classic personal access token";
  return "the token";
}

async function statusesOf(
  { tipOf, roles: { statuses } }: ForgePatient,
  branch: string,
): Promise<readonly Diagnosis[]> {
  try {
    const tip = await tipOf(branch);
    if (tip === undefined)
      return [warning(`the branch ${branch} has no commit yet`, "Push a first commit to it")];
    return await readable("commit statuses, which hold Snyk's checks,", () => statuses.newest(tip));
  } catch (error) {
    return [failed(error)];
  }
}

/** What a run can do without is a warning when it is refused. */
async function readable(what: string, look: () => Promise<unknown>): Promise<readonly Diagnosis[]> {
  try {
    await look();
    return [ok(`the token may read ${what.replace(/,$/, "")}`)];
  } catch (error) {
    return [failed(error, "warning")];
  }
}

async function requiredChecks(survey: RepositorySurvey, branch: string): Promise<readonly Diagnosis[]> {
  try {
    const required = await survey.requiredChecks(branch);
    if (required === undefined) return [];
    if (required.length > 0)
      return [ok(`before a merge into ${branch}, GitHub requires ${required.join(", ")}`)];
    return [
      warning(
        `no check is required before a merge into ${branch}, as far as its branch protection tells`,
        "Require the gate's job, or its status `scan-gate`, in a ruleset or in the branch protection; rulesets are not seen here",
      ),
    ];
  } catch {
    return []; // what protects a branch is for those with more rights to see
  }
}

function writing(token: string, { mayPush }: RepositoryFacts): Diagnosis {
  if (mayPush === false && !token.startsWith("ghs_")) {
    return warning(
      "the token may not write to the repository, so it can neither comment nor upload SARIF",
      "Use the job's own token, or one with write access",
    );
  }
  return ok(
    "writing is not tried; the job needs `pull-requests: write` to comment, `security-events: write` for SARIF, and `statuses: write` where it writes a status",
  );
}

/** An error that is not the forge's own is a fault of ours, whatever the forge. */
function failed(error: unknown, status?: "warning"): Diagnosis {
  return diagnosisOf(error, { area: "forge", source: "gate", ...(status && { status }) });
}

/** What the policy is, or why it cannot be used. */
export async function diagnosePolicy(
  read: () => Promise<PolicyRead>,
  today: string,
): Promise<readonly Diagnosis[]> {
  const told = diagnoses("policy");
  try {
    const { chains, reasons } = await read();
    if (reasons.length > 0) return reasons.map(({ message }) => told.problem(message));
    const files = chains.flat();
    return files.flatMap(({ policy }) => {
      const expired = policy.suppressions.filter(({ expires }) => expires < today);
      const name = policy.file ?? "the policy";
      const rules = [
        counted(policy.rules.length, "rule"),
        counted(policy.suppressions.length, "suppression"),
      ].join(", ");
      if (policy.file === undefined)
        return [told.ok(`there is no policy file; \`fail-on: ${policy.failOn}\` decides alone`)];
      return [
        told.ok(`${name} is in order: ${rules}`),
        ...(expired.length === 0
          ? []
          : [
              told.warning(
                `${name} has ${counted(expired.length, "expired suppression")}; what has expired suppresses nothing`,
                "Renew each with a new date, or delete it",
              ),
            ]),
      ];
    });
  } catch (error) {
    if (error instanceof ScanGateError && error.code === "config-invalid") {
      return error.message.split("\n").map((line) => told.problem(line, error.hint));
    }
    return [diagnosisOf(error, { area: "policy", source: "policy" })];
  }
}
