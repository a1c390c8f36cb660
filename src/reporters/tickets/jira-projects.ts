/** Where tickets go, by service. */
export interface JiraProjects {
  /** Numeric id, for Semgrep; absent: the project that Semgrep's own settings name. */
  readonly id?: string;
  /** Key, for Snyk, which makes no tickets without one. */
  readonly key?: string;
  readonly warnings: readonly string[];
}

/** Reads `tickets-project`: a number is Semgrep's, anything else Snyk's; of several of a kind the first counts. */
export function jiraProjectsOf(entries: readonly string[]): JiraProjects {
  const isId = (entry: string) => /^\d+$/.test(entry);
  const [id, ...moreIds] = entries.filter(isId);
  const [key, ...moreKeys] = entries.filter((entry) => !isId(entry));
  const unused = [...moreIds, ...moreKeys];
  return {
    ...(id === undefined ? {} : { id }),
    ...(key === undefined ? {} : { key }),
    warnings:
      unused.length === 0
        ? []
        : [`tickets-project takes one numeric id and one key; ${unused.join(", ")} is not used.`],
  };
}
