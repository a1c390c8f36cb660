/** Making elements. Every text of a finding is set as text and every address was judged before: nothing is parsed. */

/** An element with attributes and children; a text child is text, and an undefined attribute is left out. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** A link that tells the page it leads to nothing of this one. */
export function makeLink(address: string, ...text: readonly (Node | string)[]): HTMLAnchorElement {
  return make("a", { href: address, rel: "noopener noreferrer" }, ...text);
}

export function makeButton(
  attributes: Readonly<Record<string, string | undefined>>,
  ...label: readonly (Node | string)[]
) {
  return make("button", { type: "button", ...attributes }, ...label);
}

/** A count as people write it. */
export function countText(count: number): string {
  return count.toLocaleString("en");
}
