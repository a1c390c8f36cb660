import type { SnykProduct } from "../../model/evidence.ts";
import type { FindingType } from "../../model/finding.ts";

/** A Snyk organization that is looked into. */
export interface SnykOrganization {
  readonly id: string;
  /** As people know it: the name that was configured, else the id. */
  readonly name: string;
}

/** One Snyk project: one manifest, code base or image of one branch. */
export interface SnykProject {
  readonly id: string;
  readonly organization: SnykOrganization;
  readonly name: string;
  /** Snyk's word: `npm`, `sast`, `deb`, `terraformconfig`, … */
  readonly type: string;
  /** Where the project came from: `github`, `cli`, `docker-hub`, … */
  readonly origin: string;
  readonly targetFile?: string;
  /** The branch it stands for, an image's tag, or free text; absent when nobody named one. */
  readonly reference?: string;
  /** Inactive projects are no longer tested and prove nothing. */
  readonly active: boolean;
  /** When Snyk last looked, as far as it tells; ISO 8601. */
  readonly monitoredAt?: string;
  /** The target that it belongs to: a repository by one integration, or an image. */
  readonly target?: string;
  /** An image from elsewhere than a repository, or part of one: its reference is a tag, and no branch. */
  readonly isImage: boolean;
}

const CONTAINER_TYPES: readonly string[] = ["dockerfile", "deb", "apk", "rpm", "linux"];
const IAC_TYPES = /^(k8s|terraform|cloudformation|arm|helm)(config|plan)$/;

/** Sources of images: what they deliver is a container's, application dependencies in it included. */
const REGISTRY_ORIGINS: readonly string[] = [
  "docker-hub",
  "acr",
  "ecr",
  "gcr",
  "google-artifact-cr",
  "artifactory-cr",
  "harbor-cr",
  "nexus-cr",
  "quay-cr",
  "github-cr",
  "gitlab-cr",
  "digitalocean-cr",
  "kubernetes",
];

/** Source code managers, from whose repositories Snyk imports, and to whose pull requests it posts checks. */
const MANAGER_ORIGIN = /^(github|gitlab|bitbucket|azure-repos)(-(?!cr$)|$)/;

type Kind = Pick<SnykProject, "type" | "origin">;

/** Whether a project is an image or a part of one. */
function isContainer({ type, origin }: Kind): boolean {
  return CONTAINER_TYPES.includes(type) || REGISTRY_ORIGINS.includes(origin);
}

/** Whether a project is an image by itself: a Dockerfile that was imported with its repository is on a branch. */
export function isImage(project: Kind): boolean {
  return isContainer(project) && !isManaged(project);
}

/** Whether a project was imported from a source code manager, so that Snyk can check pull requests for it. */
export function isManaged({ origin }: Pick<SnykProject, "origin">): boolean {
  return MANAGER_ORIGIN.test(origin);
}

/** The product that a project belongs to. A package manager's speaks for `sca` (contract §5.5). */
export function productOf(project: Kind & Pick<SnykProject, "isImage">): SnykProduct {
  if (project.isImage || isContainer(project)) return "container";
  if (project.type === "sast") return "code";
  if (project.type === "secrets") return "secrets";
  return IAC_TYPES.test(project.type) ? "iac" : "sca";
}

/** What each product looks for, as findings call it. */
export const FINDING_TYPE_OF: Readonly<Record<SnykProduct, FindingType>> = {
  sca: "sca",
  license: "license",
  code: "sast",
  container: "container",
  iac: "iac",
  secrets: "secrets",
};

/** A project as people tell it from its likes: projects of several branches often share a name. */
export function projectLabel({ name, reference }: Pick<SnykProject, "name" | "reference">): string {
  return reference === undefined || name.includes(`(${reference})`) ? name : `${name} (${reference})`;
}

/**
 * What lies in an image belongs to it: Snyk's CLI monitors an application's packages in it as projects of their own,
 * in the same target and with the same tag.
 */
export function withImageParts(projects: readonly SnykProject[]): readonly SnykProject[] {
  const imageOf = ({ target, reference }: SnykProject) => JSON.stringify([target, reference]);
  const images = new Set(projects.filter((project) => project.isImage && project.target).map(imageOf));
  return projects.map((project) =>
    images.has(imageOf(project)) && !isManaged(project) ? { ...project, isImage: true } : project,
  );
}
