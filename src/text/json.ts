import { UNSEEN } from "./escape.ts";

/**
 * JSON text in which every character can be seen: controls, bidi controls, zero-width characters and the like are
 * written as `\u202e`. It stands for the same value. Line feeds between values stay, and emoji are left whole.
 */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, (char) =>
    Array.from(
      { length: char.length },
      (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
