import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../test/support/any-text.ts";
import { mentionsIn, nodesIn, parseMarkdown, typesIn } from "../../../test/support/markdown.ts";
import { AZURE_TRAITS } from "../../forges/azure/azure.ts";
import { BITBUCKET_TRAITS } from "../../forges/bitbucket/bitbucket.ts";
import type { CommentDialect } from "../../forges/forge.ts";
import { GITLAB_TRAITS } from "../../forges/gitlab/gitlab.ts";
import { markdownCode, markdownFence, markdownText } from "../../text/escape.ts";
import { toDialect } from "./dialect.ts";
import { folded, table } from "./words.ts";

const GITLAB: CommentDialect = GITLAB_TRAITS.dialect;
const PLAIN: CommentDialect = { html: false, details: false, alerts: false, marker: "reference" };

/** What a tool may call a finding, so that a forge would act on it. */
const HOSTILE = [
  "/close",
  "/merge",
  " /assign @root",
  "see !12 and acme/shop!12",
  '~label ~"two words" ~12',
  '%milestone %12 %"v 1"',
  "&12 and acme&12",
  "$12 $snippet",
  "^alert#1",
  "#12 GL-12 GH-12",
  "@all @group/sub",
  "[vulnerability:1] [issue:1] [epic:a&1]",
  "*iteration:1",
  "{+ added +} {- gone -} [+ added +] [- gone -]",
  ":thumbsup:",
  "[scan-gate:default]: https://evil.example",
  "<details><script>alert(1)</script></details>",
  "<!-- scan-gate:default -->",
  "a | b",
  "https://evil.example www.evil.example",
  "deadbeefdeadbeef",
  "[ok](!12) ![p](/close)",
  "100% of ~all",
  "> quote",
];
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  anyText({ maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ..."\\`*_~[]()#!@:|<>&$%^{}+-/ ",
        "1",
        "a",
        "label",
        "\n/close",
        "```",
        "iteration:",
        "GL-",
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join("")),
);

/** A document in which a text stands at all places that texts stand at. */
function documentOf(text: string): string {
  const cell = markdownText(text);
  return [
    `## ${cell}`,
    cell,
    `- ${cell}`,
    table(["a", "b"], [[cell, `<sub>${markdownCode(text)}</sub><br>${cell}`]]),
    folded("Words", `${cell}\n\n${markdownFence(text, "json")}`),
  ].join("\n\n");
}

/** What GitLab acts on in text outside code, after Markdown was read. */
const GITLAB_ACTS_ON = [
  /!\d/,
  /~["\w]/,
  /%["\w]/,
  /&\d/,
  /\^alert/i,
  /\bGL-\d/i,
  /\[[a-z_]+:/i,
  /\*iteration:/i,
  /[{[][+-]/,
];

function textsIn(markdown: string): readonly string[] {
  return nodesIn(parseMarkdown(markdown))
    .filter((node) => node.type === "text")
    .map((node) => ("value" in node ? node.value : ""));
}

describe("a document in GitLab's dialect", () => {
  it.each(HOSTILE)("holds nothing that GitLab acts on for %j", (text) => {
    const told = toDialect(documentOf(text), GITLAB);
    const acted = textsIn(told).filter((each) => GITLAB_ACTS_ON.some((pattern) => pattern.test(each)));
    expect([acted, mentionsIn(parseMarkdown(told))]).toEqual([[], []]);
  });

  it("never does, whatever a tool says, and no line is a command", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const told = toDialect(documentOf(text), GITLAB);
        const acted = textsIn(told).filter((each) => GITLAB_ACTS_ON.some((pattern) => pattern.test(each)));
        expect(acted).toEqual([]);
        const outside = told.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "");
        expect(outside.split("\n").filter((line) => /^\s*\//.test(line))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps code and link targets as they are", () => {
    const text = `[\`!12\`](https://a.example/x%20y?a=~b) \`%milestone\`\n\n${markdownFence("~label\n%12")}`;
    expect(toDialect(text, GITLAB)).toBe(text);
  });

  it("writes a line that is a command with an entity, and withholds code that could hide one", () => {
    expect(toDialect("a\n/close\n /merge", GITLAB)).toBe("a\n&#47;close\n &#47;merge");
    const fence = markdownFence("x\n```\n/close");
    expect(toDialect(fence, GITLAB)).toMatch(/^This code is in the HTML report/);
    expect(toDialect(markdownFence("/regular/.test(x)"), GITLAB)).toContain("\n/regular/.test(x)\n");
  });
});

describe("a document in Bitbucket's dialect", () => {
  /** What Bitbucket acts on in text outside code, after Markdown was read. */
  const ACTS_ON = [/#\d/, /@[{\w]/, /<[a-z/!]/i, /&(?:#\d+|[a-z]+);/i];
  const MORE = ["@{b1c2d3e4-0000-4000-8000-000000000001}", "@octavia #12", "[x]: https://evil.example"];
  const actsOf = (text: string) =>
    textsIn(toDialect(documentOf(text), BITBUCKET_TRAITS.dialect)).filter((each) =>
      ACTS_ON.some((pattern) => pattern.test(each)),
    );

  it.each([...HOSTILE, ...MORE])("holds nothing that Bitbucket acts on for %j", (text) => {
    const told = toDialect(documentOf(text), BITBUCKET_TRAITS.dialect);
    expect([actsOf(text), mentionsIn(parseMarkdown(told))]).toEqual([[], []]);
    expect(typesIn(parseMarkdown(told))).not.toContain("definition");
    expect(typesIn(parseMarkdown(told))).not.toContain("html");
  });

  it("never does, whatever a tool says", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(actsOf(text)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a document in a dialect without HTML", () => {
  it("shows folded parts open, under their titles", () => {
    expect(toDialect(folded("Title", "Body", true), PLAIN)).toBe("**Title**\n\nBody");
  });

  it("has no elements and no entities, and says the same", () => {
    const text =
      "| **a**<br>→ b<br><sub>c&nbsp;d</sub> | 2026&#8209;01 | &lt;1 % &amp; `x`<code>&#124;</code>`y` |";
    expect(toDialect(text, PLAIN)).toBe(
      "| **a** · → b · c\u00a0d | 2026\u201101 | <\u200b1 % &\u200b `x`\u2223`y` |",
    );
  });

  it("breaks references, and no number of an entity", () => {
    const text = "lodash@&#8203;4 \\#12 src/<wbr>a.js:<wbr>4&#8209;5 #";
    expect(toDialect(text, AZURE_TRAITS.dialect)).toBe(
      "lodash@\u200b\u200b4 \\#\u200b12 src/\u200ba.js:\u200b4\u20115 #\u200b",
    );
  });

  it("never has HTML, whatever a tool says", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const told = toDialect(documentOf(text), PLAIN);
        expect(typesIn(parseMarkdown(told))).not.toContain("html");
        const shown = told
          .replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "")
          // A backtick behind a backslash begins no code.
          .replace(/(?<!`|(?<!\\)(?:\\\\)*\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
        expect(shown).not.toMatch(/&(?:#\d+|[a-z]+);|<[a-z/!]/i);
        expect(mentionsIn(parseMarkdown(told))).toEqual([]);
      }),
      { numRuns: 300, examples: [["`<GL-"], ["`<a\n"]] },
    );
  });

  it("keeps code as it is", () => {
    const code = `\`<br> &nbsp;\` ${"\n"}${markdownFence("<details>\n&lt;")}`;
    expect(toDialect(code, PLAIN)).toBe(code);
  });
});
