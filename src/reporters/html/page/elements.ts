/** Making elements. Every text of a finding is set as text and every address was judged before: nothing is parsed. */

/** What stands in an element: text is text, and what is undefined is left out. */
export type Child = Node | string | undefined;

/** An element with properties, what it does when something happens among them, and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.map((child) => child ?? ""));
  return element;
}

/** A link that tells the page it leads to nothing of this one. */
export function makeLink(href: string, ...text: readonly Child[]): HTMLAnchorElement {
  return make("a", { href, rel: "noopener noreferrer" }, ...text);
}

/** A button and what it does when it is pressed. */
export function makeButton(onclick: () => void, ...label: readonly Child[]): HTMLButtonElement {
  return make("button", { type: "button", onclick }, ...label);
}

/** A count as people write it. */
export function countText(count: number): string {
  return count.toLocaleString("en");
}
