import type { RepositoryCommits } from "../../forge-ports.ts";
import { present } from "../../text/present.ts";
import { branchOfRef } from "../forge/answers.ts";
import { AZURE_NEEDS, type AzureRequests, isAzureMissing } from "./requests.ts";

const READ = { method: "GET", need: AZURE_NEEDS.read } as const;

/** What Azure says of a file that a commit does not have. Of a commit or a repository it says another code. */
const NO_SUCH_FILE = "TF401174";

/** The repository itself. */
export function azureRepository(requests: AzureRequests) {
  return requests.one({ ...READ, path: "", schema: ({ AZURE_REPOSITORY }) => AZURE_REPOSITORY });
}

/** The commit of a branch or tag, by its name without `refs/`. Azure's filter is the beginning of the name. */
export async function azureTip(requests: AzureRequests, name: string): Promise<string | undefined> {
  const refs = await requests.all({
    ...READ,
    path: "/refs",
    query: [
      ["filter", name],
      ["peelTags", true],
    ],
    schema: ({ AZURE_REFS }) => AZURE_REFS,
  });
  const found = refs.find((ref) => ref.name === `refs/${name}`);
  return found?.peeledObjectId ?? found?.objectId;
}

/** Commits, refs and items. Azure completes no short commit id. */
export function azureCommits(requests: AzureRequests): RepositoryCommits {
  return {
    async date(commit) {
      const { committer } = await requests.one({
        ...READ,
        path: `/commits/${commit}`,
        schema: ({ AZURE_COMMIT }) => AZURE_COMMIT,
      });
      return committer.date;
    },
    async distance(base, head) {
      const found = await requests.one({
        ...READ,
        path: "/diffs/commits",
        query: [
          ["baseVersion", base],
          ["baseVersionType", "commit"],
          ["targetVersion", head],
          ["targetVersionType", "commit"],
          ["$top", 1],
        ],
        schema: ({ AZURE_DIFFERENCE }) => AZURE_DIFFERENCE,
      });
      const { aheadCount: ahead, behindCount: behind, commonCommit } = found;
      return { ahead, behind, ...present({ mergeBase: commonCommit ?? undefined }) };
    },
    branchTip: (branch) => azureTip(requests, `heads/${branch}`),
    async defaultBranch() {
      const { defaultBranch } = await azureRepository(requests);
      return defaultBranch ? (branchOfRef(defaultBranch) ?? defaultBranch) : undefined;
    },
    async file(path, commit) {
      try {
        const { content } = await requests.one({
          ...READ,
          path: "/items",
          query: [["path", `/${path}`], ...versionOf(commit), ["includeContent", true], ["$format", "json"]],
          schema: ({ AZURE_ITEM }) => AZURE_ITEM,
        });
        return content;
      } catch (error) {
        if (isAzureMissing(error, NO_SUCH_FILE)) return undefined;
        throw error;
      }
    },
  };
}

/** The tip of a branch may be given by its full name. */
function versionOf(commit: string): readonly (readonly [string, string])[] {
  const branch = branchOfRef(commit);
  return [
    ["versionDescriptor.version", branch ?? commit],
    ["versionDescriptor.versionType", branch === undefined ? "commit" : "branch"],
  ];
}
