import { ScanGateError } from "../../src/errors.ts";
import type { ReasonCode, ReasonSource } from "../../src/model/verdict.ts";
import type { Deadline, HttpService, LazySchema, ServiceRequest } from "../../src/ports.ts";

export interface FakeService extends HttpService {
  /** As they came: `POST /path`. */
  readonly seen: readonly string[];
  readonly sent: readonly ServiceRequest[];
}

/** How a stand-in differs from a service of no name. */
export interface ServiceWays {
  readonly origin?: string;
  /** Whose failure an answer of the wrong shape is. */
  readonly source?: ReasonSource;
  /** Ends all requests, which are not even sent then. */
  readonly deadline?: Pick<Deadline, "signal">;
}

/**
 * A service that answers what a test says, without a network; what a handler throws is the failure of the request, and
 * an answer of the wrong shape `bad-response`, as with the real one.
 */
export function fakeService(
  answer: (request: ServiceRequest, nth: number) => unknown,
  { origin = "https://service.example", source = "gate", deadline }: ServiceWays = {},
): FakeService {
  const sent: ServiceRequest[] = [];
  return {
    origin,
    get requests() {
      return sent.length;
    },
    get seen() {
      return sent.map(({ method, path }) => `${method} ${path}`);
    },
    sent,
    async json<T>(request: ServiceRequest, schema: LazySchema<T>): Promise<T> {
      deadline?.signal.throwIfAborted();
      sent.push(request);
      const body = await answer(request, sent.length);
      try {
        return (typeof schema === "function" ? await schema() : schema).parse(body);
      } catch (cause) {
        throw new ScanGateError({ code: "bad-response", source, message: "Not as described", cause });
      }
    },
    resolve(link) {
      const url = new URL(link, origin);
      if (url.origin !== origin)
        throw new ScanGateError({ code: "bad-response", source, message: "The link leads elsewhere" });
      return `${url.pathname}${url.search}`;
    },
  };
}

/** What a service's refusal or silence becomes. */
export function failure(status: number | undefined, message = `answered ${status}`): ScanGateError {
  const code = status === undefined || status >= 500 ? "unreachable" : (CODES.get(status) ?? "bad-response");
  return new ScanGateError({ code, source: "semgrep", message, status });
}

const CODES: ReadonlyMap<number, ReasonCode> = new Map([
  [401, "auth"],
  [403, "forbidden"],
  [404, "not-found"],
  [429, "rate-limited"],
]);
