import type { ServiceRequest } from "../../ports.ts";
import { addressPart, trimEndMarks, visible } from "../../text/escape.ts";
import { badAnswer } from "./failure.ts";

/** The address that a client is bound to: nothing it sends leaves the origin. */
export interface ServiceBase {
  readonly origin: string;
  /** Path in front of all others, without a slash at the end; mostly empty. */
  readonly path: string;
}

export function parseBase(address: string): ServiceBase {
  const { origin, pathname } = new URL(address);
  return { origin, path: trimEndMarks(pathname, "/") };
}

/**
 * The address of a path under the base. The path is taken as it is: what URL parsing would change or lead elsewhere
 * (dot segments, backslashes, a second slash in front) is refused.
 *
 * @throws Failure `bad-response`.
 */
export function addressOf(
  base: ServiceBase,
  { path, query = [] }: Pick<ServiceRequest, "path" | "query">,
): URL {
  const whole = base.path + path;
  const url = path.startsWith("/") ? new URL(base.origin + whole) : undefined;
  if (url === undefined || url.origin !== base.origin || url.pathname + url.search !== whole) {
    throw badAnswer(`${visible(path)} is not a path of this service`, { transient: false, noEffect: true });
  }
  const added = query.map(([key, value]) => `${addressPart(key)}=${addressPart(String(value))}`);
  const search = [url.search.slice(1), ...added].filter((part) => part !== "").join("&");
  url.search = search;
  return url;
}

/**
 * A link from an answer, as a path with query on the origin.
 *
 * @throws Failure `bad-response` when it leads to another origin, or is no link. Origins are compared parsed, for
 * `//host`, `/\host` and `https://us@host` all lead away.
 */
export function pathOf(base: ServiceBase, link: string): string {
  const target = URL.canParse(link, `${base.origin}/`) ? new URL(link, `${base.origin}/`) : undefined;
  if (target === undefined) throw badAnswer("gave a link that is none", { transient: false });
  if (target.origin !== base.origin || target.username !== "" || target.password !== "") {
    const where = `${target.protocol}//${target.host}`;
    throw badAnswer(`gave a link to another origin (${where}), which is not followed`, { transient: false });
  }
  const whole = target.pathname + target.search;
  return base.path !== "" && whole.startsWith(`${base.path}/`) ? whole.slice(base.path.length) : whole;
}

/**
 * The address of the next page from a `Link` header, as it stands there; undefined on the last page
 * (https://www.rfc-editor.org/rfc/rfc8288).
 */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, address, attributes = ""] of (header ?? "").matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (attributes.split(/[;,]/).some(saysNext)) return address;
  }
  return undefined;
}

/** Whether an attribute of a link is `rel` with `next` among its words. In steps that no row of spaces makes slow. */
function saysNext(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=", 2);
  const words = value.replaceAll('"', " ").toLowerCase().split(/\s/);
  return name.trim().toLowerCase() === "rel" && words.includes("next");
}
