import fc from "fast-check";
import type { Nodes } from "mdast";
import { describe, expect, it } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { mentionsIn, nodesIn, parseMarkdown, plainText, typesIn } from "../../test/support/markdown.ts";
import {
  addressPart,
  clip,
  htmlAttribute,
  htmlText,
  markdownCellCode,
  markdownCellName,
  markdownCellText,
  markdownCode,
  markdownFence,
  markdownText,
  sarifText,
  trimEndMarks,
  uriPath,
  visible,
  visibleLines,
} from "./escape.ts";
import { logLine } from "./escape-printed.ts";

const HOSTILE = [
  "x\n::add-mask::high\n::stop-commands::tok",
  "src/##[set-output name=verdict;]pass.ts",
  "</details></table><h1>APPROVED</h1><img src=http://evil.example/x>",
  "[ok](http://evil.example) ![p](http://evil.example) <http://evil.example>",
  "[a]: http://evil.example 'title'",
  "see http://evil.example/x?a=b, www.evil.example and mail@evil.example",
  "@org/team @user #1 GH-1 o/r#1 fixes #1 deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
  "&commat;user &#64;user &amp;#64;user",
  "a | b || c ` d `` e ``` f ~~~",
  "# heading",
  "- [x] done",
  "1. one",
  "> quote",
  "+ item",
  "===",
  "---",
  "    code",
  ":white_check_mark: $x$ $$y$$ **bold** _em_ ~~gone~~",
  "ends with a backslash \\",
  "\u202eevil\u202c \u200bzero \u{e0041}tag",
  "<!-- scan-gate:default -->",
  "[^1] footnote",
];
const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  anyText({ maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ..."\\`*_~[]()#!@:|<>&$\n \t",
        "http://",
        "www.",
        "a.b",
        "1",
        "GH-",
        "abcdef0",
        "-",
        "=",
        "+",
        ".",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join("")),
);

/** Backslashes before bars and runs of backticks, where code meets the syntax of spans and tables. */
const codeText = fc
  .array(
    fc.constantFrom("\\", "|", "`", "``", " ", "a", "<", "<!--", "@me", "#1", "www.x.y", "&amp;", "b@c.de"),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));

/** What code and the text around it are made of. */
const CODE: readonly string[] = ["html", "inlineCode", "root", "text"];

/** What a tree shows, to the letter; of HTML there is no more than the tags of code. */
function shownIn(node: Nodes): string {
  return nodesIn(node)
    .map((each) => (each.type === "html" ? each.value.replace(/^<\/?code>$/, "") : valueIn(each)))
    .join("");
}

function valueIn(node: Nodes): string {
  return "value" in node ? node.value : "";
}

describe("visible", () => {
  it("shows control, bidi, zero-width and tag characters as escapes, and line ends as spaces", () => {
    expect(visible("a\u001b[2J\u0007b\u009bc\u007f")).toBe("a(U+001B)[2J(U+0007)b(U+009B)c(U+007F)");
    expect(visible("\u202epay\u2066 \u200b\ufeff\u{e0041}")).toBe(
      "(U+202E)pay(U+2066) (U+200B)(U+FEFF)(U+E0041)",
    );
    expect(visible("a\r\nb\rc\nd\te\u2028f\u0085")).toBe("a b c d e(U+2028)f(U+0085)");
    expect(visible("\ud800x")).toBe("(U+D800)x");
  });

  it("leaves letters of any script and emoji alone", () => {
    expect(visible("größer 値 ⚠️ 😀")).toBe("größer 値 ⚠️ 😀");
  });

  it("changes nothing when applied again", () => {
    fc.assert(fc.property(hostileText, (text) => visible(visible(text)) === visible(text)));
  });

  it("keeps lines and tabs where lines are wanted", () => {
    expect(visibleLines("a\r\n\tb\rc\u0000")).toBe("a\n\tb\nc(U+0000)");
  });
});

describe("clip", () => {
  it("leaves a text that fits, and ends a longer one in an ellipsis", () => {
    expect(clip("abc", 3)).toBe("abc");
    expect(clip("abcd", 3)).toBe("ab…");
    expect(clip("abcd", 1)).toBe("…");
    expect(clip("abcd", 0)).toBe("");
  });

  it("never cuts a surrogate pair in two", () => {
    expect(clip("a😀bc", 3)).toBe("a…");
    expect(clip("a😀bc", 4)).toBe("a😀…");
    for (const outermost of ["\u{10000}", "\u{10ffff}"]) expect(clip(`a${outermost}bc`, 3)).toBe("a…");
  });
});

/** What the runner takes for a command, by its two parsers. */
function isCommand(line: string): boolean {
  return /^[\s\u0085]*::.*::/.test(line) || line.includes("##[");
}

describe("logLine", () => {
  it.each([
    ["::add-mask::high", ": :add-mask::high"],
    ["\u00a0 ::stop-commands::t", "\u00a0 : :stop-commands::t"],
    ["a ###[add-mask]x", "a ### [add-mask]x"],
    ["a ##vso[task.complete]", "a ## vso[task.complete]"],
    ["a##teamcity[x]##[y", "a## teamcity[x]## [y"],
    ["## a [b] ##", "## a [b] ##"],
    ["one\n::error::two", "one ::error::two"],
  ])("turns %j into text", (text, line) => {
    expect(logLine(text)).toBe(line);
  });

  it("is one line that holds no command, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.stringMatching(/^[ :#[\]a]{0,12}$/)), (text) => {
        const line = logLine(text);
        expect(line).not.toMatch(/[\r\n]/);
        expect(isCommand(line)).toBe(false);
      }),
    );
  });
});

describe("markdownText", () => {
  it("reads as itself and as nothing else, whatever the text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tree = parseMarkdown(markdownText(text));
        expect(typesIn(tree)).toEqual(visible(text).trim() === "" ? ["root"] : ["paragraph", "root", "text"]);
        expect(plainText(tree)).toBe(visible(text).trim());
      }),
      { numRuns: 500 },
    );
  });

  it("stays within its cell of a table, whatever the text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tree = parseMarkdown(`| a | b |\n|-|-|\n| ${markdownText(text)} | end |\n`);
        expect(typesIn(tree)).toEqual(["root", "table", "tableCell", "tableRow", "text"]);
        expect(plainText(tree).endsWith("end")).toBe(true);
        expect(tree.children).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing that GitHub makes a reference of in the finished document", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(mentionsIn(parseMarkdown(markdownText(text)))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing at its end that a full stop or a number after it would complete", () => {
    for (const text of ["see www", "o/r#", "GH-"]) {
      const tree = parseMarkdown(`${markdownText(text)}${text.endsWith("w") ? ".x" : "1"}`);
      expect(typesIn(tree)).toEqual(["paragraph", "root", "text"]);
      expect(mentionsIn(tree)).toEqual([]);
    }
  });

  it.each([
    ["$$", "&#8203;$&#8203;$&#8203;"],
    ["see www.a.b", "see www&#8203;.a.b"],
    ["@org", "@&#8203;org"],
    ["fixed by 0123456789abcdef", "fixed by 012345&#8203;6789ab&#8203;cdef"],
    ["12) twelve", "12\\) twelve"],
    ["7.", "7\\."],
  ])("breaks what would take effect, and no more: %j", (text, escaped) => {
    expect(markdownText(text)).toBe(escaped);
  });

  it("stays plain to read where nothing can take effect", () => {
    expect(markdownText("SQL injection (CWE-89) in 'login', see 10.1")).toBe(
      "SQL injection (CWE-89) in 'login', see 10.1",
    );
  });
});

describe("markdownCode", () => {
  it.each([
    ["src/a_b.ts", "`src/a_b.ts`"],
    ["i < n && go(`$x`)", "``i < n && go(`$x`)``"],
    ["`a`", "`` `a` ``"],
    ["``", "``` `` ```"],
    ["a | b", "`a `<code>&#124;</code>` b`"],
    ["| |", "<code>&#124;</code>` `<code>&#124;</code>"],
    ["x | y | z", "`x `<code>&#124;</code>`  y  `<code>&#124;</code>` z`"],
    ["<!-- scan-gate:default -->", "<code>&lt;</code>`!-- scan-gate:default -->`"],
    [" \n ", ""],
  ])("of %j is %j", (text, code) => {
    expect(markdownCode(text)).toBe(code);
  });

  it("reads exactly as the text, as nothing but code, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, codeText), (text) => {
        const markdown = `before ${markdownCode(text)} after`;
        const tree = parseMarkdown(markdown);
        expect(typesIn(tree).filter((type) => !CODE.includes(type))).toEqual(["paragraph"]);
        expect(tree.children).toHaveLength(1);
        expect(shownIn(tree)).toBe(`before ${visible(text).trim()} after`);
        expect(mentionsIn(tree)).toEqual([]);
        expect(markdown).not.toContain("<!--");
      }),
      { numRuns: 500 },
    );
  });
});

describe("markdownCellCode", () => {
  it.each([
    ["a || b", "`a \\|\\| b`"],
    ["grep 'a\\|b'", "`grep 'a\\`<code>&#124;</code>`b'`"],
    ["a\\\\|b", "`a\\\\\\|b`"],
  ])("of %j is %j", (text, code) => {
    expect(markdownCellCode(text)).toBe(code);
  });
});

describe.each([
  ["markdownCode", markdownCode],
  ["markdownCellCode", markdownCellCode],
])("%s in a cell of a table", (_name, toCode) => {
  it("reads exactly as the text and stays within its cell, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, codeText), (text) => {
        const tree = parseMarkdown(`| a | b |\n|-|-|\n| ${toCode(text)} | end |\n`);
        expect(typesIn(tree).filter((type) => !CODE.includes(type))).toEqual([
          "table",
          "tableCell",
          "tableRow",
        ]);
        expect(nodesIn(tree).filter((node) => node.type === "tableCell")).toHaveLength(4);
        expect(shownIn(tree)).toBe(`ab${visible(text).trim()}end`);
        expect(mentionsIn(tree)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("markdownCellText and markdownCellName", () => {
  const longest = (cell: string): number =>
    Math.max(...cell.split(/<wbr>|\s/).map((part) => plainText(parseMarkdown(part)).length));

  it("let a long word be broken where a reader would break it", () => {
    expect(markdownCellText("src/routes/orders.ts:41")).toBe("src/routes/<wbr>orders.ts:41");
    expect(markdownCellText("PaymentControllerTest.java")).toBe("Payment<wbr>Controller<wbr>Test.java");
    expect(markdownCellText("parameterized query")).toBe("parameterized query");
    expect(markdownCellText("1.0.0-alpha.12 of it")).toBe("1.0.0-<wbr>alpha.12 of it");
    expect(markdownCellName("4.17.21")).toBe("`4.17.21`");
    expect(markdownCellText(" orders\n")).toBe("orders");
    expect(markdownCellName("\tsrc/orders-of-today\n")).toBe("<code>src/orders-<wbr>of-today</code>");
    expect(markdownCellName("@acme/long-name@4.17.21")).toBe(
      "<code>@<wbr>acme/long-<wbr>name@<wbr>4.17.21</code>",
    );
  });

  it.each([
    ["markdownCellText", markdownCellText],
    ["markdownCellName", markdownCellName],
  ])("%s stays in its cell, reads exactly as the text, and lets nothing take effect", (_, channel) => {
    fc.assert(
      fc.property(fc.oneof(hostileText, codeText), (text) => {
        const tree = parseMarkdown(`| a | b |\n|-|-|\n| ${channel(text)} | end |\n`);
        const cells = nodesIn(tree).filter(({ type }) => type === "tableCell");
        expect(cells).toHaveLength(4);
        const [, , cell] = cells;
        const plain = (shown: string): string => shown.replaceAll(/<\/?(?:wbr|code)>|\s|\u200b/g, "");
        expect(plain(cell === undefined ? "" : plainText(cell))).toBe(plain(visible(text)));
        expect(mentionsIn(tree)).toEqual([]);
      }),
    );
  });

  it("leave no word longer than a narrow cell", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aB/._-@:x1"), maxLength: 80 }), (text) => {
        expect(longest(markdownCellText(text))).toBeLessThanOrEqual(16);
      }),
    );
  });
});

describe("markdownFence", () => {
  it("is one code block of the same lines, whatever the text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tree = parseMarkdown(`before\n\n${markdownFence(text, "js\n`x")}\n\nafter`);
        expect(tree.children.map((node) => node.type)).toEqual(["paragraph", "code", "paragraph"]);
        expect(plainText(tree)).toBe(`before${visibleLines(text).replace(/\n+$/, "")}after`);
      }),
    );
  });

  it("has no language unless one is given", () => {
    expect(markdownFence("a ``` b")).toBe("````\na ``` b\n````");
    expect(markdownFence("a", "c`+\n#-2")).toBe("```c-2\na\n```");
  });

  it("takes any number of backticks", () => {
    expect(markdownFence("` ".repeat(300_000)).slice(0, 4)).toBe("```\n");
    expect(markdownCode("` ".repeat(300_000)).slice(0, 3)).toBe("`` ");
  });
});

describe("htmlText and htmlAttribute", () => {
  it("leave no character that opens an element, an entity or ends an attribute", () => {
    expect(htmlText("<a href='x'>\"`&amp;\n\u202e")).toBe(
      "&lt;a href=&#39;x&#39;&gt;&quot;&#96;&amp;amp;\n(U+202E)",
    );
    expect(htmlAttribute('a\n"b" onload=x')).toBe("a &quot;b&quot; onload=x");
  });
});

describe("sarifText", () => {
  it("leaves no placeholder and no link", () => {
    expect(sarifText("use {0} in {x}")).toBe("use {{0}} in {{x}}");
    expect(sarifText("at {10}")).toBe("at {{10}}");
    expect(sarifText("a set {x}")).toBe("a set {x}");
    expect(sarifText("{0}")).toBe("{{0}}");
    expect(sarifText("function () { return a[0](b) }")).toBe("function () { return a[0] (b) }");
    expect(sarifText("[ok](http://evil.example)")).toBe("[ok] (http://evil.example)");
  });
});

describe("addressPart", () => {
  it("encodes one part of an address, and half a surrogate pair as the replacement character", () => {
    expect(addressPart("a/b c?\ud83d\ude00")).toBe("a%2Fb%20c%3F%F0%9F%98%80");
    expect(addressPart("a\ud800b\udc00")).toBe("a%EF%BF%BDb%EF%BF%BD");
  });
});

describe("uriPath", () => {
  it("encodes each segment and keeps the slashes", () => {
    expect(uriPath("src/a b/ü(1)'*!~.ts")).toBe("src/a%20b/%C3%BC%281%29%27%2A%21%7E.ts");
    expect(uriPath("a%2e/[x]?#y")).toBe("a%252e/%5Bx%5D%3F%23y");
  });

  it("takes halves of surrogate pairs without failing", () => {
    expect(uriPath("a\ud800b")).toBe("a%EF%BF%BDb");
  });
});

describe("trimEndMarks", () => {
  it("takes marks off the end only, and looks once at each of a long row", () => {
    expect(trimEndMarks("https://a.example//", "/")).toBe("https://a.example");
    expect(trimEndMarks("///", "/")).toBe("");
    const row = "/".repeat(1_000_000);
    expect(trimEndMarks(`${row}a${row}`, "/")).toBe(`${row}a`);
  });
});
