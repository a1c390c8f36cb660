/** What `scan-gate doctor` needs of a forge, as types only: the role `RepositorySurvey`. */

/** What a forge tells of a repository as a whole. */
export interface RepositoryFacts {
  readonly defaultBranch: string;
  /** Whether the token's owner may push; absent when the forge does not tell. */
  readonly mayPush?: boolean;
}

/** What `scan-gate doctor` asks of a repository beyond what a run needs. */
export interface RepositorySurvey {
  facts(): Promise<RepositoryFacts>;
  /** The checks that a change of the branch must pass; undefined when the forge does not tell. */
  requiredChecks(branch: string): Promise<readonly string[] | undefined>;
  /** Looks at one alert. @throws when code scanning cannot be read */
  codeScanning(): Promise<void>;
}
