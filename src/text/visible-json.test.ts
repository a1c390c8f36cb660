import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCodePoint } from "../../test/support/any-text.ts";
import { visible } from "./escape.ts";
import { visibleJson } from "./escape-printed.ts";

describe("JSON for a terminal", () => {
  it("stands for the same value, and keeps its lines", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: anyCodePoint }), (json) => {
        expect(JSON.parse(visibleJson(json))).toEqual(JSON.parse(json));
      }),
    );
    expect(visibleJson('{\n  "a": 1\n}\n')).toBe('{\n  "a": 1\n}\n');
  });

  it("shows what would act on a terminal or hide from the reader", () => {
    const text = "\u001b[2J\u009b31m\u202e\u200b\u{e0041}\u007f";
    const shown = visibleJson(JSON.stringify({ text }));
    expect(shown).toBe(visible(shown));
    expect(shown).toContain("\\u202e");
    expect(JSON.parse(shown)).toEqual({ text });
  });

  it("holds no command of a CI system, and stands for the same value", () => {
    const value = { "##[key]": "a ##vso[x] ###teamcity[y] \\\\##vso[z] #[ ## [ ##", list: ["##", ["##"]] };
    const json = visibleJson(JSON.stringify(value));
    expect(json).not.toMatch(/##\w*\[/);
    expect(json).toContain("\\u0023\\u0023vso[x]");
    expect(JSON.parse(json)).toEqual(value);
  });

  it("leaves emoji whole, as other text does", () => {
    expect(visibleJson('"\u26a0\ufe0f \u2713\ufe0e"')).toBe('"\u26a0\ufe0f \u2713\ufe0e"');
  });
});
