import type { PathParts, Route } from "../service/routes.ts";
import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { notFound, refusal } from "./answers.ts";
import { fileAnswer } from "./repository.ts";
import type { GitHubWorld, OtherRepository } from "./world.ts";

/** The token of a request; undefined where it has none. */
export function tokenOf(request: RecordedRequest): string | undefined {
  const [scheme = "", token = ""] = (request.headers.authorization ?? "").split(" ");
  return ["token", "bearer"].includes(scheme.toLowerCase()) ? token : undefined;
}

/** Repositories of which only files and commits are read. One that the token may not see is 404, as on GitHub. */
export function otherRepositoryRoutes({ others = [] }: GitHubWorld): readonly Route[] {
  const of =
    (
      answer: (repository: OtherRepository, request: RecordedRequest, part: PathParts) => Answer,
    ): Route["handle"] =>
    (request, part) => {
      const token = tokenOf(request) ?? "";
      const repository = others.find(
        ({ owner, name, tokens }) =>
          owner.toLowerCase() === part("owner").toLowerCase() &&
          name.toLowerCase() === part("repo").toLowerCase() &&
          tokens.includes(token),
      );
      return repository === undefined ? notFound() : answer(repository, request, part);
    };
  return [
    {
      method: "GET",
      path: "/repos/:owner/:repo",
      handle: of(({ owner, name }) => ({
        status: 200,
        body: { id: 1, name, full_name: `${owner}/${name}`, private: true, owner: { login: owner } },
      })),
    },
    {
      method: "GET",
      path: "/repos/:owner/:repo/commits/:ref",
      handle: of((repository, _request, part) => {
        const sha = commitIn(repository, part("ref"));
        return sha === undefined
          ? refusal(422, `No commit found for SHA: ${part("ref")}`)
          : {
              status: 200,
              body: { sha, node_id: `C_${sha.slice(0, 8)}`, commit: {}, parents: [], files: [] },
            };
      }),
    },
    {
      method: "GET",
      path: "/repos/:owner/:repo/contents/*path",
      handle: of((repository, request, part) => {
        const ref = queryValue(request, "ref") ?? "main";
        const commit = commitIn(repository, ref);
        if (commit === undefined) return refusal(404, `No commit found for the ref ${ref}`);
        const file = repository.files.find((one) => one.path === part("path") && one.commit === commit);
        return file === undefined ? notFound() : fileAnswer(request, file);
      }),
    },
  ];
}

/** The commit that a branch, a tag or a commit id stands for. */
function commitIn({ refs }: OtherRepository, ref: string): string | undefined {
  const name = ref.replace(/^(?:refs\/)?(?:heads|tags)\//, "");
  return refs[name] ?? Object.values(refs).find((commit) => commit === ref);
}
