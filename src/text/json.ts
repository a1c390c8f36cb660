/**
 * JSON text in which every character can be seen: controls, bidi controls, zero-width characters and the like are
 * written as `\u202e`. It stands for the same value. Line feeds between values stay.
 */
export function visibleJson(json: string): string {
  return json.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb](?<![\t\n\r])/gu,
    (char) =>
      Array.from(
        { length: char.length },
        (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`,
      ).join(""),
  );
}
