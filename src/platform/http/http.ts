import type { Clock, Connect, Deadline, HttpService, LazySchema, Log, ServiceRequest } from "../../ports.ts";
import { present } from "../../text/present.ts";
import { parseJson, parseShape } from "./answer.ts";
import { createCaller } from "./caller.ts";
import { checkHeaderValue, createHide } from "./credential.ts";
import { type ServiceWords, withoutRequest } from "./errors.ts";
import { addressOf, parseBase, pathOf } from "./origin.ts";
import { RETRY } from "./retry.ts";
import { SCANNERS } from "./service-words.ts";
import { type Answer, createTransport, type TransportLimits } from "./transport.ts";

/** What every client needs of the world, whatever service it is for. */
export interface ConnectOptions {
  readonly clock: Clock;
  /** From 0 up to 1; spreads the pauses between tries. */
  readonly random: () => number;
  /** Sent as it is. */
  readonly userAgent: string;
  /** Takes the run's secrets out of a text. */
  readonly redact: (text: string) => string;
  readonly log?: Pick<Log, "info">;
  readonly limits?: Partial<TransportLimits>;
}

/** Makes the clients of Semgrep and Snyk: one per origin, each with its own token, retries and counter. */
export function createConnect(options: ConnectOptions): Connect {
  const transport = createTransport(options);
  return ({ source, baseUrl, authorization, deadline }) =>
    createClient(
      {
        words: SCANNERS[source],
        baseUrl,
        credential: { header: "authorization", value: authorization, name: `${source}-token` },
        deadline: () => deadline,
      },
      { ...options, transport },
    );
}

/** A credential in a header of its own. It is sent to the client's origin and nowhere else. */
export interface HttpCredential {
  /** In lower case: `authorization`, `job-token`. */
  readonly header: string;
  readonly value: string;
  /** The input or variable that holds it, as messages name it. */
  readonly name: string;
}

/** How a service is reached. */
export interface HttpConnection {
  readonly words: ServiceWords;
  readonly baseUrl: string;
  /** Absent where something on the way adds it. */
  readonly credential?: HttpCredential;
  /** The limit of whatever stage asks; looked up before every try. */
  readonly deadline: () => Deadline;
  /** An `http` proxy that the requests are handed to as they are, whatever proxy the environment names. */
  readonly proxy?: string;
}

/** A client of one origin, with what others are made of. */
export interface HttpClient extends HttpService {
  /** Resolves with what `read` makes of the first good answer. */
  send<T>(request: ServiceRequest, read: (answer: Answer) => T | Promise<T>): Promise<T>;
  /** An answer's JSON in its shape. @throws Failure `bad-response` */
  parse<T>(answer: Answer, schema: LazySchema<T>): Promise<T>;
}

type ClientParts = ConnectOptions & { readonly transport: ReturnType<typeof createTransport> };

/** Makes a client on a transport that it may share with others. */
export function createClient(connection: HttpConnection, parts: ClientParts): HttpClient {
  const { words, credential } = connection;
  if (credential !== undefined) checkHeaderValue(credential.value, credential.name);
  const base = parseBase(connection.baseUrl);
  const hide = createHide(credential?.value ?? "", parts.redact);
  const { log } = parts;
  const caller = createCaller({
    words,
    transport: parts.transport,
    clock: parts.clock,
    random: parts.random,
    deadline: connection.deadline,
    hide,
    trace: requestId,
    ...present({ log: log && ((message: string) => log.info(message)) }),
  });
  const send = async <T>(request: ServiceRequest, read: (answer: Answer) => T | Promise<T>): Promise<T> => {
    const url = withoutRequest({ words, hide }, () => addressOf(base, request));
    const call = {
      request: {
        method: request.method,
        url,
        headers: headersOf(request, credential),
        ...present({ body: bodyOf(request), proxy: connection.proxy }),
      },
      repeats: RETRY.methods.some((method) => method === request.method) || request.reads === true,
    };
    return await caller.call(call, read);
  };
  const parse = async <T>(answer: Answer, schema: LazySchema<T>): Promise<T> =>
    parseShape(parseJson(answer), typeof schema === "function" ? await schema() : schema, hide);

  return {
    origin: base.origin,
    get requests() {
      return caller.requests;
    },
    json: (request, schema) => send(request, (answer) => parse(answer, schema)),
    send,
    parse,
    resolve: (link) => withoutRequest({ words, hide }, () => pathOf(base, link)),
  };
}

function bodyOf({ body, form }: ServiceRequest): string | undefined {
  if (form !== undefined) return new URLSearchParams(form).toString();
  return body === undefined ? undefined : JSON.stringify(body);
}

function headersOf(request: ServiceRequest, credential: HttpCredential | undefined): Record<string, string> {
  const { body, form, headers = {} } = request;
  const jsonType = body === undefined ? undefined : "application/json";
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: "application/json",
    ...present({ "content-type": form === undefined ? jsonType : "application/x-www-form-urlencoded" }),
    ...Object.fromEntries(given),
    ...(credential && { [credential.header]: credential.value }),
  };
}

/** Snyk's support asks for it. Other services do not send it. */
function requestId({ headers }: Answer): string | undefined {
  const id = headers["snyk-request-id"] ?? "";
  return /^[\w-]{8,64}$/.test(id) ? `snyk-request-id ${id}` : undefined;
}
