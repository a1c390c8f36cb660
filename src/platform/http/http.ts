import type { Clock, Connect, HttpService, Log, ServiceOptions, ServiceRequest } from "../../ports.ts";
import { parseJson, parseShape } from "./answer.ts";
import { createCaller } from "./caller.ts";
import { checkHeaderValue, createHide } from "./credential.ts";
import { withoutRequest } from "./errors.ts";
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
  return (service) => createService(service, { ...options, transport });
}

type ServiceParts = ConnectOptions & { readonly transport: ReturnType<typeof createTransport> };

function createService(service: ServiceOptions, parts: ServiceParts): HttpService {
  const { authorization, source } = service;
  const words = SCANNERS[source];
  checkHeaderValue(authorization, `${source}-token`);
  const base = parseBase(service.baseUrl);
  const hide = createHide(authorization, parts.redact);
  const { log } = parts;
  const caller = createCaller({
    words,
    transport: parts.transport,
    clock: parts.clock,
    random: parts.random,
    deadline: () => service.deadline,
    hide,
    trace: requestId,
    ...(log === undefined ? {} : { log: (message: string) => log.info(message) }),
  });

  return {
    origin: base.origin,
    get requests() {
      return caller.requests;
    },
    async json(request, schema) {
      const url = withoutRequest({ words, hide }, () => addressOf(base, request));
      const call = {
        request: {
          method: request.method,
          url,
          headers: headersOf(request, authorization),
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        },
        repeats: RETRY.methods.some((method) => method === request.method) || request.reads === true,
      };
      return await caller.call(call, async (answer) =>
        parseShape(parseJson(answer), typeof schema === "function" ? await schema() : schema, hide),
      );
    },
    resolve(link) {
      return withoutRequest({ words, hide }, () => pathOf(base, link));
    },
  };
}

function headersOf(request: ServiceRequest, authorization: string): Record<string, string> {
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: "application/json",
    ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    ...Object.fromEntries(given),
    authorization,
  };
}

/** Snyk's support asks for it. Other services do not send it. */
function requestId({ headers }: Answer): string | undefined {
  const id = headers["snyk-request-id"] ?? "";
  return /^[\w-]{8,64}$/.test(id) ? `snyk-request-id ${id}` : undefined;
}
