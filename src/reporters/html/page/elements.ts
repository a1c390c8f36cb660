/** Making elements. Every text of a finding is set as text and every address was judged before: nothing is parsed. */

/** Attributes by name; an undefined one is left out. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** What stands in an element: text is text, and what is undefined is left out. */
export type Child = Node | string | undefined;

/** An element with attributes and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A link that tells the page it leads to nothing of this one. */
export function makeLink(address: string, ...text: readonly Child[]): HTMLAnchorElement {
  return make("a", { href: address, rel: "noopener noreferrer" }, ...text);
}

/** A button and what it does when it is pressed. */
export function makeButton(press: () => void, ...label: readonly Child[]): HTMLButtonElement {
  const button = make("button", { type: "button" }, ...label);
  on(button, "click", press);
  return button;
}

/** Hears one kind of event. */
export function on(target: EventTarget, event: string, act: () => void): void {
  target.addEventListener(event, act);
}

/** A count as people write it. */
export function countText(count: number): string {
  return count.toLocaleString("en");
}
