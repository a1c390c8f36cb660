/**
 * The address of the next page from a `Link` header, as it stands there; undefined on the last page
 * (https://www.rfc-editor.org/rfc/rfc8288).
 */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, address, attributes] of (header ?? "").matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*"?(?:[^",;]*\s)?next(?=[\s",;]|$)/i.test(attributes ?? "")) return address;
  }
  return undefined;
}
