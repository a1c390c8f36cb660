import { isProblem } from "../../settings/readers.ts";
import { parseServiceUrl } from "../../settings/service-url.ts";
import type { FoundPlace, PlaceQuestion } from "./forge-place.ts";
import { repositoryAddress } from "./repository-address.ts";

/** What the repository is found by. */
type DataCenterQuestion = Pick<PlaceQuestion, "env" | "options" | "repository" | "name">;

/** A repository of Data Center by its own parts. */
interface DataCenterRepository {
  /** The base with its context path; undefined where nobody tells it. */
  readonly base: string | undefined;
  /** `KEY`, or `~user`. */
  readonly project: string;
  readonly slug: string;
}

/** `BASE/scm/KEY/slug`, from which git clones. */
const CLONED = /^(.+)\/scm\/(~?[^/]+)\/([^/]+)$/;
/** `BASE/projects/KEY/repos/slug` or `BASE/users/NAME/repos/slug`, which people see, and all pages below it. */
const SHOWN = /^(.+)\/(projects\/|users\/)([^/]+)\/repos\/([^/?#]+)(?:[/?#].*)?$/;

/** Whether an address, or what Jenkins tells of the pull request that it builds, is one of Data Center. */
export function isOnDataCenter({ env, repository }: Pick<DataCenterQuestion, "env" | "repository">): boolean {
  const { url = "" } = repository ?? {};
  return CLONED.test(url) || SHOWN.test(url) || changedRepository(env) !== undefined;
}

/** The repository of the pull request that Jenkins builds, which for a fork's is another than what it cloned. */
function changedRepository(env: DataCenterQuestion["env"]): DataCenterRepository | undefined {
  const page = env.CHANGE_URL ?? "";
  return /\/repos\/[^/]+\/pull-requests\/\d+/.test(page)
    ? partsOf(repositoryAddress(page)?.url ?? "", SHOWN)
    : undefined;
}

function partsOf(url: string, form: RegExp): DataCenterRepository | undefined {
  const [, base, ...rest] = form.exec(url) ?? [];
  const [slug = "", project = "", kind] = rest.reverse();
  if (base === undefined) return undefined;
  return { base, project: kind === "users/" ? `~${project}` : project, slug };
}

/**
 * The repository that is judged: the one that is given, else the one that Jenkins tells of the pull request, else the
 * one that was cloned. An address for ssh holds no base and no context path.
 */
function dataCenterRepository(question: DataCenterQuestion): DataCenterRepository | undefined {
  const { env, options, repository, name } = question;
  const given = options["forge-url"]?.replace(/\/+$/, "");
  const changed = options.repository === undefined ? changedRepository(env) : undefined;
  const { url = "", path = name ?? "" } = repository ?? {};
  const addressed = changed ?? partsOf(url, CLONED) ?? partsOf(url, SHOWN);
  if (addressed !== undefined) return { ...addressed, base: given ?? addressed.base };
  const [slug, project] = path.split("/").reverse();
  if (!slug || !project) return undefined;
  return { base: given ?? (repository && `https://${repository.host}`), project, slug };
}

/**
 * The option that names the repository by its web address, below which everything is linked; none where nobody tells
 * the base.
 */
export function dataCenterOption(
  question: Omit<DataCenterQuestion, "repository"> & { readonly address: string },
): { readonly repository?: string } {
  const found = dataCenterRepository({ ...question, repository: repositoryAddress(question.address) });
  return found?.base === undefined ? {} : { repository: dataCenterAddress(found) };
}

function dataCenterAddress({ base, project, slug }: DataCenterRepository): string {
  const owner = project.startsWith("~") ? `users/${project.slice(1)}` : `projects/${project}`;
  return `${base}/${owner}/repos/${slug}`;
}

/** The base and the repository of Data Center. It has no CI of its own, so that nothing else tells them. */
export function dataCenterPlace(question: PlaceQuestion): FoundPlace {
  const found = dataCenterRepository(question);
  if (found === undefined) return { why: "the repository is not known; name it with --repository KEY/slug" };
  if (found.base === undefined) return { why: "--forge-url does not tell where Bitbucket is" };
  const parsed = parseServiceUrl(found.base);
  if (isProblem(parsed)) return { why: `the address of Bitbucket ${parsed.problem}` };
  const { token } = question;
  if (token === undefined) return { why: "BITBUCKET_TOKEN is not set" };
  const place = { ...found, base: parsed.url };
  return { url: parsed.url, repository: [found.project, found.slug, dataCenterAddress(place)], token };
}
