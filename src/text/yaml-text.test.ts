import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { anyText } from "../../test/support/any-text.ts";
import { visible } from "./escape.ts";
import { yamlText } from "./escape-printed.ts";

describe("a text in YAML", () => {
  it("stands for itself on one line in which everything can be seen, whatever it is", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const written = yamlText(text);
        expect(parse(written)).toBe(text);
        expect(visible(written)).toBe(written);
      }),
    );
  });

  it.each([
    ["CVE-2021-23337", '"CVE-2021-23337"'],
    ['a "quoted" one', '"a \\"quoted\\" one"'],
    ["two\nlines", '"two\\nlines"'],
    ["\u202ehidden", '"\\u202ehidden"'],
    ["\u007f", '"\\u007f"'],
    ["\u{e0041}tag", '"\\U000e0041tag"'],
  ])("of %j is %s", (text, written) => {
    expect(yamlText(text)).toBe(written);
  });
});
