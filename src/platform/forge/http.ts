import type { HttpService, LazySchema, ServiceRequest } from "../../ports.ts";
import { refusePage } from "../http/answer.ts";
import { badAnswer } from "../http/failure.ts";
import { type ConnectOptions, createClient, type HttpConnection } from "../http/http.ts";
import { type Answer, createTransport } from "../http/transport.ts";

/** A value with the headers that came with it, their names in lower case. */
export interface HttpAnswer<T> {
  readonly value: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** A forge's API: what other services have, and what only forges need. */
export interface ForgeHttp extends HttpService {
  /** As `json`, with the answer's headers: lists tell there where they go on. */
  answer<T>(request: ServiceRequest, schema: LazySchema<T>): Promise<HttpAnswer<T>>;
  /** A file's own text. A page of HTML in its place is `bad-response`. */
  text(request: ServiceRequest): Promise<string>;
  /** For a request whose answer says nothing more, and may be empty; but it is no page of HTML. */
  done(request: ServiceRequest): Promise<void>;
}

/** Makes the clients of forges, on the same floor as those of the other services. */
export function createForgeConnect(options: ConnectOptions): (connection: HttpConnection) => ForgeHttp {
  const transport = createTransport(options);
  return (connection) => {
    const client = createClient(connection, { ...options, transport });
    const { origin, json, resolve, send, parse } = client;
    return {
      origin,
      get requests() {
        return client.requests;
      },
      json,
      resolve,
      answer: (request, schema) =>
        send(request, async (answer) => ({ value: await parse(answer, schema), headers: answer.headers })),
      text: (request) => send(request, parseFileText),
      done: (request) => send(request, (answer) => refusePage(answer, "an answer")),
    };
  };
}

/** The text of a file. @throws Failure `bad-response` for another status than 200, and for a page in its place. */
function parseFileText({ status, body, headers }: Answer): string {
  if (status !== 200) throw badAnswer(`answered ${status} where a file was expected`);
  if (/^text\/html\b/i.test(headers["content-type"] ?? "")) {
    throw badAnswer("answered 200 with an HTML page instead of a file");
  }
  return body;
}
