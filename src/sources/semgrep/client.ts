import { ScanGateError, withDetails } from "../../errors.ts";
import type { HttpService, LazySchema, ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import type {
  WireFinding,
  WireScanDetails,
  WireScanPage,
  WireSecretPage,
  WireSemgrepProject,
} from "./schema.ts";

/** Where everything of one Semgrep organization lives: some endpoints want the slug, others the number. */
export interface SemgrepDeployment {
  readonly id: string;
  readonly slug: string;
}

/** A repository, or a part of one, as Semgrep scans it. The id is what scans call `repository_id`. */
export interface SemgrepProject {
  readonly id: string;
  readonly name: string;
}

export interface SearchScans {
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  /** At most 500. */
  readonly limit: number;
  readonly cursor?: string;
  /** ISO 8601: only scans created after it. */
  readonly since?: string;
}

export const SEMGREP_ISSUE_TYPES = ["sast", "sca", "ai_sast"] as const;
export type SemgrepIssueType = (typeof SEMGREP_ISSUE_TYPES)[number];

export interface ListFindings {
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  readonly issueType: SemgrepIssueType;
  readonly ref: string;
  /** From 0. */
  readonly page: number;
}

export interface ListSecrets {
  readonly deployment: SemgrepDeployment;
  readonly project: SemgrepProject;
  readonly cursor?: string;
}

/** The largest page of findings that the description allows (100 to 3,000). */
const FINDINGS_PAGE_SIZE = 3000;
const PROJECTS_PAGE_SIZE = 500;
/** No largest page is documented for secrets; clients in use send this one. */
const SECRETS_PAGE_SIZE = 500;

/** One request with what its answer means, for the sentence that tells why there is none. */
interface Question<T> {
  readonly request: ServiceRequest;
  readonly schema: LazySchema<T>;
  /** What is asked for: `project acme/shop`. */
  readonly what: string;
  /** The one thing to do about a 404. */
  readonly notFound: string;
}

/**
 * Semgrep's web API, one method per endpoint, one request per call.
 * @throws ScanGateError of every method: `auth`, `forbidden` and `not-found` say what they mean at that endpoint,
 * everything else is as the HTTP floor tells it.
 */
export class SemgrepApi {
  readonly #service: HttpService;

  constructor(service: HttpService) {
    this.#service = service;
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#service.requests;
  }

  async deployments(): Promise<readonly SemgrepDeployment[]> {
    const { deployments } = await this.#ask({
      request: { method: "GET", path: "/api/v1/deployments" },
      schema: async () => (await import("./schema.ts")).deploymentsSchema,
      what: "the deployments of the token",
      notFound:
        "Give the token of `semgrep-token` the Web API scope (a CI token lacks it), and check `semgrep-url` if it is set",
    });
    return deployments;
  }

  async project(deployment: SemgrepDeployment, name: string): Promise<WireSemgrepProject> {
    const { project } = await this.#ask({
      request: { method: "GET", path: `${bySlug(deployment)}/projects/${literalSlashes(name)}` },
      schema: async () => (await import("./schema.ts")).semgrepProjectSchema,
      what: `project ${name}`,
      notFound: "Set `semgrep-project` to the name that Semgrep shows",
    });
    return project;
  }

  /** @param page from 0 */
  async projects(deployment: SemgrepDeployment, page: number): Promise<readonly WireSemgrepProject[]> {
    const { projects } = await this.#ask({
      request: {
        method: "GET",
        path: `${bySlug(deployment)}/projects`,
        query: [
          ["page", page],
          ["page_size", PROJECTS_PAGE_SIZE],
        ],
      },
      schema: async () => (await import("./schema.ts")).semgrepProjectsSchema,
      what: `the projects of deployment ${deployment.slug}`,
      notFound: "Check `semgrep-deployment`",
    });
    return projects;
  }

  /** One page of the scans of the past 30 days. There is no filter by commit. */
  async searchScans(search: SearchScans): Promise<WireScanPage> {
    const { deployment, project, limit, since, cursor } = search;
    return await this.#ask({
      request: {
        method: "POST",
        path: `${byId(deployment)}/scans/search`,
        body: {
          // The path has it already; the official description asks for it here too.
          deployment_id: deployment.id,
          repository_id: wireId(project.id),
          limit,
          ...(since === undefined ? {} : { since }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        reads: true,
      },
      schema: async () => (await import("./schema.ts")).scansSchema,
      what: `the scans of project ${project.name}`,
      notFound: "Check that the token of `semgrep-token` may read the scans of this deployment",
    });
  }

  async scan(deployment: SemgrepDeployment, scanId: string): Promise<WireScanDetails> {
    return await this.#ask({
      request: { method: "GET", path: `${byId(deployment)}/scan/${addressPart(scanId)}` },
      schema: async () => (await import("./schema.ts")).scanDetailsSchema,
      what: `scan ${scanId}`,
      notFound: "Check that the scan still exists in Semgrep, and run this job again",
    });
  }

  async findings(list: ListFindings): Promise<readonly WireFinding[]> {
    return await this.#ask({
      request: {
        method: "GET",
        path: `${bySlug(list.deployment)}/findings`,
        query: [
          ["issue_type", list.issueType],
          ["repos", list.project.name],
          ["ref", list.ref],
          ["page", list.page],
          ["page_size", FINDINGS_PAGE_SIZE],
        ],
      },
      schema: async () => (await import("./schema.ts")).findingsSchema,
      what: `the ${list.issueType} findings of project ${list.project.name}`,
      notFound: "Check that the token of `semgrep-token` may read findings",
    });
  }

  /** One page of the repository's secrets, of all refs: there is no filter by ref. */
  async secrets(list: ListSecrets): Promise<WireSecretPage> {
    return await this.#ask({
      request: {
        method: "GET",
        path: `${byId(list.deployment)}/secrets`,
        query: [
          ["repo", list.project.name],
          ["limit", SECRETS_PAGE_SIZE],
          ...(list.cursor === undefined ? [] : [["cursor", list.cursor] as const]),
        ],
      },
      schema: async () => (await import("./schema.ts")).secretsSchema,
      what: `the secrets of project ${list.project.name}`,
      notFound: "Check that the token of `semgrep-token` may read secrets",
    });
  }

  async #ask<T>(question: Question<T>): Promise<T> {
    try {
      return await this.#service.json(question.request, question.schema);
    } catch (error) {
      if (error instanceof ScanGateError) throw explained(error, question);
      throw error;
    }
  }
}

function bySlug(deployment: SemgrepDeployment): string {
  return `/api/v1/deployments/${addressPart(deployment.slug)}`;
}

function byId(deployment: SemgrepDeployment): string {
  return `/api/v1/deployments/${addressPart(deployment.id)}`;
}

/** An id as the number that the description asks for; as text, which the service reads too, where that would round it. */
function wireId(id: string): number | string {
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

/** Project names keep their slashes: Semgrep redirects an encoded one. */
function literalSlashes(name: string): string {
  return name.split("/").map(addressPart).join("/");
}

function explained(
  error: ScanGateError,
  { what, notFound }: { readonly what: string; readonly notFound: string },
): ScanGateError {
  if (error.code === "rate-limited") return error;
  switch (error.status) {
    case 401:
      return withDetails(error, {
        code: "auth",
        message: `Semgrep does not accept the token (401), asked for ${what}`,
        hint: "Put a valid API token into `semgrep-token`; an expired or revoked one must be replaced",
      });
    case 403:
      return withDetails(error, {
        code: "forbidden",
        message: `Semgrep refuses ${what} (403)`,
        hint: "Check that the token of `semgrep-token` has the rights for it, and that your Semgrep plan includes the web API",
      });
    case 404:
      return withDetails(error, {
        code: "not-found",
        message: `Semgrep does not know ${what}, or hides it from this token (404)`,
        hint: notFound,
      });
    default:
      return error;
  }
}
