import type { ForgeKind } from "../../model/verdict.ts";
import type { ForgeToken } from "../../platform/forge/requests.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import type { RepositoryAddress } from "./repository-address.ts";

/** Where the forge of the judged repository is, and by what it may be asked. */
export interface ForgePlace {
  readonly kind: ForgeKind;
  /**
   * GitHub: the API. GitLab: the instance with its relative root. Bitbucket Cloud: the API's origin. Data Center: the
   * base with its context path. Azure: the collection. Without a slash at the end.
   */
  readonly url: string;
  /**
   * The repository by the forge's own parts: GitHub `owner`, `name`; GitLab the project's number or path; Bitbucket
   * workspace or project key, slug, and web address; Azure project, repository and their web address.
   */
  readonly repository: readonly string[];
  /** Writes, and reads. */
  readonly token?: ForgeToken;
  /** The token of the CI's own job, which only reads. */
  readonly jobToken?: ForgeToken;
  /** The account that a token is a password of, where a forge has such tokens. */
  readonly account?: string;
  /** A proxy of the CI's that stands in for a token, where a forge has one. */
  readonly proxy?: string;
  /** The pipeline that the run is a job of, where it is the forge's own. */
  readonly pipeline?: { readonly id: string; readonly commit: string };
  /** The pull request that the run judges, where the forge keeps statuses of one. */
  readonly pullRequest?: number;
  /** Whether the run is a job of the forge's own CI. */
  readonly isOwnCi: boolean;
}

/** Where the forge is, or why none is asked: a clause. */
export type ForgeEndpoint =
  | ForgePlace
  | ({ readonly why: string } & Partial<Pick<ForgePlace, "kind" | "isOwnCi">>);

/** What the choice is made of. */
export interface ForgeQuestion {
  readonly env: Environment;
  /** `--forge` and `--forge-url`, as far as they are given. */
  readonly options: Readonly<Record<string, string>>;
  /** The repository's web address, or any that git clones from; empty where nobody knows it. */
  readonly address: string;
  /** `owner/name`, where only that is given. */
  readonly name: string | undefined;
  /** GitHub's token, as the inputs read it. */
  readonly gitHubToken: string;
}

/** What the place is found by, once the forge is known. */
export interface PlaceQuestion extends ForgeQuestion {
  readonly repository: RepositoryAddress | undefined;
  readonly isOwnCi: boolean;
  readonly token: ForgeToken | undefined;
}

/** What a forge makes of it: the place, or why it is none: a clause. */
export type FoundPlace = Omit<ForgePlace, "kind" | "isOwnCi"> | { readonly why: string };
