import { queryNumber, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import type { AzureWorld } from "./world.ts";

/** Azure's error document. */
export function azureRefusal(status: number, message: string, typeKey: string): Answer {
  const body = {
    $id: "1",
    innerException: null,
    message,
    typeName: typeKey,
    typeKey,
    errorCode: 0,
    eventId: 3000,
  };
  return { status, body };
}

export function notThere(code: string, what: string): Answer {
  return azureRefusal(404, `${code}: ${what}`, "GitItemNotFoundException");
}

export const NO_PULL_REQUEST = notThere("TF401180", "The requested pull request was not found.");

export function invalid(message: string): Answer {
  return azureRefusal(400, message, "InvalidArgumentValueException");
}

const RANK = { nothing: 0, read: 1, status: 2, contribute: 3 } as const;

/** Why a caller may not do something; undefined when it may. A wrong token gets a page to sign in, and no 401. */
export function azureRefusalFor(
  world: AzureWorld,
  request: RecordedRequest,
  access: Exclude<AzureWorld["may"], "nothing">,
): Answer | undefined {
  const basic = `Basic ${Buffer.from(`:${world.token}`).toString("base64")}`;
  if (![`Bearer ${world.token}`, basic].includes(request.headers.authorization ?? "")) {
    const headers = { "content-type": "text/html; charset=utf-8" };
    return { status: 203, body: "<!DOCTYPE html><html><title>Sign In</title></html>", headers };
  }
  if (!request.query.some(([key, value]) => key === "api-version" && /^\d\.\d(?:-preview)?$/.test(value))) {
    return invalid("No api-version was supplied for the request.");
  }
  if (RANK[world.may] >= RANK[access]) return undefined;
  const right = access === "read" ? "GenericRead" : "PullRequestContribute";
  return azureRefusal(
    403,
    `TF401027: You need the Git '${right}' permission to perform this action. Details: identity 'Build\\${world.userId}', scope 'repository'.`,
    "GitNeedsPermissionException",
  );
}

/** A list, in Azure's frame. */
export function azureList(value: readonly unknown[]): Answer {
  return { status: 200, body: { count: value.length, value } };
}

/** One page of a list that has pages, with the token of the next one. */
export function azurePage(request: RecordedRequest, items: readonly unknown[]): Answer {
  const end = (queryNumber(request, "continuationToken") ?? 0) + (queryNumber(request, "$top") ?? 100);
  const page = azureList(items.slice(queryNumber(request, "continuationToken") ?? 0, end));
  return end < items.length ? { ...page, headers: { "x-ms-continuationtoken": String(end) } } : page;
}
