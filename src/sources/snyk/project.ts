/** A Snyk organisation that is looked into. */
export interface SnykOrganisation {
  readonly id: string;
  /** As people know it: the name that was configured, else the id. */
  readonly name: string;
}

/** One Snyk project: one manifest, code base or image of one branch. */
export interface SnykProject {
  readonly id: string;
  readonly organisation: SnykOrganisation;
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
}

const CONTAINER_TYPES: readonly string[] = ["dockerfile", "deb", "apk", "rpm", "linux"];

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

/** A project as people tell it from its likes: projects of several branches often share a name. */
export function projectLabel({ name, reference }: Pick<SnykProject, "name" | "reference">): string {
  return reference === undefined || name.includes(`(${reference})`) ? name : `${name} (${reference})`;
}

/** Whether a project is an image or a part of one. */
export function isContainer(project: Pick<SnykProject, "type" | "origin">): boolean {
  return CONTAINER_TYPES.includes(project.type) || REGISTRY_ORIGINS.includes(project.origin);
}

/** Whether a project belongs to no branch: nobody named one, or its reference is the tag of an image. */
export function isBranchless(project: SnykProject): boolean {
  if (project.reference === undefined) return true;
  return REGISTRY_ORIGINS.includes(project.origin) || (project.origin === "cli" && isContainer(project));
}
