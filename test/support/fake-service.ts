import { ScanGateError } from "../../src/errors.ts";
import type { ReasonCode } from "../../src/model/verdict.ts";
import type { HttpService, ServiceRequest } from "../../src/ports.ts";

export interface FakeService extends HttpService {
  /** As they came: `POST /path`. */
  readonly seen: readonly string[];
  readonly sent: readonly ServiceRequest[];
}

/** A service that answers what a test says, without a network; what a handler throws is the failure of the request. */
export function fakeService(answer: (request: ServiceRequest, nth: number) => unknown): FakeService {
  const sent: ServiceRequest[] = [];
  return {
    origin: "https://service.example",
    get requests() {
      return sent.length;
    },
    get seen() {
      return sent.map(({ method, path }) => `${method} ${path}`);
    },
    sent,
    async json(request, schema) {
      sent.push(request);
      const body = await answer(request, sent.length);
      try {
        return (typeof schema === "function" ? await schema() : schema).parse(body);
      } catch (cause) {
        throw new ScanGateError({ code: "bad-response", source: "gate", message: "Not as described", cause });
      }
    },
    resolve: (link) => link,
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
