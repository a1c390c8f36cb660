import { findRoute, type Guard, type Route } from "./routes.ts";
import { type RecordedRequest, type StandIn, type StandInOptions, startStandIn } from "./stand-in.ts";
import type { Answer } from "./wire.ts";

/** A stand-in for a forge's API that knows one repository. */
export interface ForgeStandInOptions extends Omit<StandInOptions, "answer"> {
  /** What the forge's address ends in. */
  readonly root?: string;
  readonly routes: readonly Route[];
  /** Why a request that fits a route is refused all the same: it is nobody's, or about another repository. */
  readonly guard: Guard;
  /** What is said where no route fits. */
  readonly lost: Answer;
  /** What a request asks for, where that is not its own path. */
  readonly pathOf?: (request: RecordedRequest) => string;
  /** Headers of every answer. */
  readonly headers?: (request: RecordedRequest) => Readonly<Record<string, string>>;
}

/** Starts it. What runs have written to it is told by `told`. */
export async function startForge<Told extends object>(
  options: ForgeStandInOptions,
  told: Told,
): Promise<StandIn & Told> {
  const { routes, guard, lost, root = "", pathOf = ({ path }) => path, headers } = options;
  const own = (request: RecordedRequest): Answer => {
    const found = findRoute(routes, request.method, pathOf(request));
    if (found === undefined) return lost;
    return guard(request, found.part) ?? found.route.handle(request, found.part);
  };
  const standIn = await startStandIn({
    ...options,
    answer(request) {
      const answer = own(request);
      return headers === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, ...headers(request) } };
    },
  });
  return { ...standIn, url: `${standIn.url}${root}`, ...told };
}
