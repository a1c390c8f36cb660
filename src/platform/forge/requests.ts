import { ScanGateError, withDetails } from "../../errors.ts";
import type { Deadline, LazySchema, QueryValue, Schema, ServiceRequest } from "../../ports.ts";
import { present } from "../../text/present.ts";
import type { ServiceWords } from "../http/errors.ts";
import type { ConnectOptions } from "../http/http.ts";
import type { ForgeHttp, HttpAnswer } from "./http.ts";

/** A token of a forge, and the variable that holds it, for messages. */
export interface ForgeToken {
  readonly variable: string;
  readonly value: string;
}

/** What every forge is reached by. */
export interface ForgeAccess extends ConnectOptions {
  /** Without a slash at the end; what it is the address of differs from forge to forge. */
  readonly url: string;
  /** The limit of whatever stage asks; looked up before every try. */
  readonly deadline: () => Deadline;
}

type Query = readonly (readonly [string, QueryValue])[];

/** A request whose answer is not read as JSON. */
export interface ForgeCall extends Pick<ServiceRequest, "method" | "path" | "query" | "body" | "reads"> {
  /** What the token must have for it. */
  readonly need: string;
  /** What the path is below; the repository's own unless given. */
  readonly below?: string;
}

/** A request of a forge, with the shape of its answer. */
export interface ForgeRequest<Schemas, T> extends ForgeCall {
  readonly schema: (schemas: Schemas) => Schema<T>;
}

/** One page of a list. */
export interface ForgePage<T> {
  readonly values: readonly T[];
  /** Where the list goes on, where the page itself tells. */
  readonly next?: string | number | null | undefined;
}

/** How the lists of a forge are read. */
export interface ForgePaging {
  /** What is asked of a list from its beginning. */
  first(path: string): Query;
  /**
   * What is asked behind a page, or the link to it; undefined behind the last one.
   *
   * @param read how many pages were read so far
   */
  next(
    page: ForgePage<unknown>,
    of: { readonly headers: HttpAnswer<unknown>["headers"]; readonly read: number },
  ): Query | string | undefined;
}

/** A client with one token. */
export interface ForgeClient {
  readonly http: ForgeHttp;
  readonly needs?: readonly string[];
  /** The variable that holds the token that does everything; absent for any other. */
  readonly variable?: string;
}

/** The API of a forge, as far as one repository is asked about. */
export interface ForgeApi<Schemas> {
  readonly words: ServiceWords;
  /** The first that may do what is needed is asked; one without `needs` may do everything. */
  readonly clients: readonly ForgeClient[];
  /** The token that does everything: the variable that holds it unless another does, and its kind. */
  readonly token: { readonly variable: string; readonly kind: string };
  /** What else stands against a request where that token is missing: the end of a sentence. */
  readonly without?: string;
  /** The path that the repository's own are below. */
  readonly repository: string;
  /** Sent with every request. */
  readonly always?: Pick<ServiceRequest, "query" | "headers">;
  readonly paging: ForgePaging;
  /** Loads the shapes of answers, once there is one to read. */
  readonly schemas: () => Promise<Schemas>;
  /** What a page for people means that comes in the place of an answer. */
  readonly page?: { readonly what?: string; readonly code?: "auth"; readonly hint: string };
}

/** Sends requests about one repository. */
export interface ForgeRequests<Schemas> {
  /** Sent so far, retries included. */
  readonly requests: number;
  one<T>(request: ForgeRequest<Schemas, T>): Promise<T>;
  /** As `one`, with the answer's headers. */
  answer<T>(request: ForgeRequest<Schemas, T>): Promise<HttpAnswer<T>>;
  /**
   * All pages of a list, or as many as hold `most` items.
   * @throws `partial` when there are more than can be read
   */
  all<T>(request: ForgeRequest<Schemas, ForgePage<T>>, most?: number): Promise<readonly T[]>;
  text(request: ForgeCall): Promise<string>;
  done(request: ForgeCall): Promise<void>;
}

const MOST_PAGES = 300;

/** No request is sent before something is asked. */
export function createForgeRequests<Schemas>(api: ForgeApi<Schemas>): ForgeRequests<Schemas> {
  const { words, clients, always, paging } = api;
  const sent = ({ method, path, query = [], body, reads, below = api.repository }: ForgeCall) => {
    const more = always?.query?.filter(([key]) => !query.some(([given]) => given === key)) ?? [];
    const rest = { body, reads, headers: always?.headers };
    return { method, path: `${below}${path}`, query: [...query, ...more], ...present(rest) };
  };
  const schemaOf =
    <T>({ schema }: ForgeRequest<Schemas, T>): LazySchema<T> =>
    async () =>
      schema(await api.schemas());
  const ask = async <T>({ need }: ForgeCall, act: (http: ForgeHttp) => Promise<T>): Promise<T> => {
    const found = clients.find(({ needs }) => needs?.includes(need) ?? true);
    if (found === undefined) throw missingToken(api, need);
    try {
      return await act(found.http);
    } catch (error) {
      throw error instanceof ScanGateError ? told(error, api, { need, ...found }) : error;
    }
  };
  const answer = <T>(request: ForgeRequest<Schemas, T>) =>
    ask(request, async (http) => await http.answer(sent(request), schemaOf(request)));
  return {
    get requests() {
      return clients.reduce((sum, { http }) => sum + http.requests, 0);
    },
    one: async (request) => (await answer(request)).value,
    answer,
    all: (request, most = Number.POSITIVE_INFINITY) =>
      ask(request, async (http) => {
        const items = [];
        const query = [...(request.query ?? []), ...paging.first(request.path)];
        let asked: ServiceRequest = sent({ ...request, query });
        for (let read = 1; read <= MOST_PAGES; read += 1) {
          const { value: page, headers } = await http.answer(asked, schemaOf(request));
          items.push(...page.values);
          const next = paging.next(page, { headers, read });
          if (next === undefined || items.length >= most) return items.slice(0, most);
          const before = asked;
          asked =
            typeof next === "string"
              ? { method: "GET", path: http.resolve(next) }
              : sent({ ...request, query: [...query, ...next] });
          if (isSame(asked, before)) break;
        }
        throw cutList(words, request.path);
      }),
    text: (request) => ask(request, async (http) => await http.text(sent(request))),
    done: (request) => ask(request, async (http) => await http.done(sent(request))),
  };
}

/** What a token must have is the best hint that a refusal can give. */
function told<Schemas>(
  error: ScanGateError,
  { words, page, token }: ForgeApi<Schemas>,
  { need, variable = token.variable }: { readonly need: string; readonly variable?: string },
): ScanGateError {
  const hinting = (hint: string) => withDetails(error, { hint: hint.replaceAll(token.variable, variable) });
  if (error.code === "forbidden") return hinting(need);
  if (error.code === "auth") return hinting(`${words.hints.auth ?? "Check the token"}. ${need}`);
  if (page === undefined || !isPage(error)) return error;
  const { what, code, hint } = page;
  const message = what === undefined ? error.message : `${error.message}: ${what}`;
  return withDetails(error, { message, hint, ...(code && { code, status: 401 }) });
}

/** The request's name has no space in its path, so that what stands behind it is ours. */
const PAGE =
  /^[\w ]+ [A-Z]+ \S*: answered (?:\d+ with an HTML page|with (?:a redirect|more than \d+ redirects))/;

/** Whether what came is a page for people, or the way to one. */
function isPage({ code, message }: ScanGateError): boolean {
  return code === "bad-response" && PAGE.test(message);
}

function isSame(one: ServiceRequest, other: ServiceRequest): boolean {
  return JSON.stringify([one.path, one.query]) === JSON.stringify([other.path, other.query]);
}

function missingToken<Schemas>(
  { words, token, without = "" }: ForgeApi<Schemas>,
  need: string,
): ScanGateError {
  return new ScanGateError({
    code: "no-credentials",
    source: words.source,
    message: `${words.name} was not asked, because ${token.variable} is not set${without}`,
    hint: need.replace(/^Give the token in (\w+)/, `Set $1 to ${token.kind}, and give it`),
  });
}

/** A list of which the forge does not send the rest. */
export function cutList({ source, name }: ServiceWords, path: string): ScanGateError {
  return new ScanGateError({
    code: "partial",
    source,
    message: `${name}'s list ${path} has more than can be read, and the rest was not read`,
    hint: "Ask for less: close or clean up what is listed",
  });
}

/** A password, with the account that it is of, as the value of the header `authorization`. */
export function basicAuthorization(password: string, account = ""): string {
  return `Basic ${Buffer.from(`${account}:${password}`, "utf8").toString("base64")}`;
}
