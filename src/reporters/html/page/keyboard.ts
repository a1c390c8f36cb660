import { make, makeButton } from "./elements.ts";

const KEYS = [
  ["?", "this help"],
  ["/", "search"],
  ["j", "next finding"],
  ["k", "previous finding"],
  ["Enter", "open or close a finding"],
] as const;

/**
 * Keys for the list, and the help that names them. They can be switched off, because who speaks to a computer presses
 * single keys without meaning to (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html).
 *
 * @returns a button that opens the help, and the help
 */
export function keyboardHelp(search: HTMLElement, list: HTMLElement): readonly HTMLElement[] {
  const on = make("input", { type: "checkbox", checked: true });
  const rows = KEYS.map(([key, what]) =>
    make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, what)),
  );
  const help = make(
    "dialog",
    { ariaLabel: "Keys" },
    make("h2", {}, "Keys"),
    make("table", {}, ...rows),
    make("p", {}, make("label", {}, on, " Use these keys")),
    makeButton(() => help.close(), "Close"),
  );
  const show = () => help.showModal();
  const step = (by: number) => {
    const titles = [...list.querySelectorAll<HTMLElement>("button.title")];
    const at = titles.indexOf(document.activeElement as HTMLElement); // -1 for any other element
    titles[at < 0 ? 0 : at + by]?.focus();
  };
  const actions: Readonly<Record<string, () => void>> = {
    "?": show,
    "/": () => search.focus(),
    j: () => step(1),
    k: () => step(-1),
  };
  window.onkeydown = (event) => {
    const { target, key } = event;
    const isTyping = target instanceof HTMLElement && target.matches("[type=search], select");
    const action = actions[key];
    if (help.open || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (action === undefined || !on.checked) return;
    event.preventDefault();
    action();
  };
  return [makeButton(show, "Keys (?)"), help];
}
