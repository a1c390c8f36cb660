import fc from "fast-check";
import { expect } from "vitest";
import { renderComment } from "../../src/reporters/comment/render.ts";
import { fitSarif } from "../../src/reporters/sarif/fit.ts";
import { renderSummary } from "../../src/reporters/summary/render.ts";
import { clip, markdownCode, markdownText, visible } from "../../src/text/escape.ts";
import { fitText } from "../../src/text/fit.ts";
import { createRedact } from "../../src/text/redact.ts";
import { aFinding, aReport } from "../support/a-report.ts";
import { anyGate, anyPolicy, anySeen, expectNeverMilder } from "../support/any-judging.ts";
import { nodesIn, parseMarkdown, typesIn } from "../support/markdown.ts";
import { fuzz, hostileText } from "./fuzz.ts";

fuzz(
  "merged findings are never judged more mildly than those of each tool alone, by whatever policy",
  fc.record({ seen: anySeen, policy: anyPolicy, gate: anyGate }),
  expectNeverMilder,
);

const TOKEN = "kQ7zV2xJ9pW4mT8cR3nL6hY1";
const redact = createRedact([TOKEN]);
const hasPiece = (text: string) =>
  Array.from({ length: TOKEN.length - 5 }, (_, at) => TOKEN.slice(at, at + 6)).some((piece) =>
    text.toLowerCase().includes(piece.toLowerCase()),
  );

fuzz(
  "of a token nothing is left, wherever a text is cut, before or after it is redacted",
  fc.record({ before: hostileText, after: hostileText, max: fc.nat(120) }),
  ({ before, after, max }) => {
    const text = `${before}${TOKEN}${after}`;
    expect(hasPiece(clip(redact(text), max))).toBe(false);
    expect(hasPiece(redact(clip(text, max)))).toBe(false);
    expect(hasPiece(fitText(redact(text), Math.max(16, max), markdownText))).toBe(false);
  },
);

const anyFinding = fc
  .record({
    title: hostileText,
    path: hostileText,
    rule: hostileText,
    description: hostileText,
    fix: hostileText,
  })
  .map((texts) => aFinding(texts));
const anyReport = fc
  .array(anyFinding, { minLength: 1, maxLength: 4 })
  .map((findings) => aReport({ findings }));

fuzz("SARIF is JSON of version 2.1.0, whatever the findings say", anyReport, (report) => {
  const text = fitSarif(report).parts.join("");
  expect(JSON.parse(text)).toMatchObject({ version: "2.1.0" });
});

/** What GitHub takes for a mention, in text that Markdown has read. */
const MENTION = /(?:^|[^\w])@[a-z\d]/i;

fuzz("text and code of a tool read as nothing but text and code", hostileText, (text) => {
  const texts = nodesIn(parseMarkdown(`a ${markdownText(text)} b`)).flatMap((node) =>
    node.type === "text" ? [node.value] : [],
  );
  expect(texts.filter((each) => MENTION.test(each))).toEqual([]);
  expect(typesIn(parseMarkdown(`a ${markdownText(text)} b`))).toEqual(["paragraph", "root", "text"]);
  const kinds = typesIn(parseMarkdown(`a ${markdownCode(text)} b`));
  expect(kinds.filter((kind) => !["html", "inlineCode", "paragraph", "root", "text"].includes(kind))).toEqual(
    [],
  );
  expect(visible(visible(text))).toBe(visible(text));
});

fuzz("comment and summary hold no link, image or element that a tool asks for", anyReport, (report) => {
  for (const document of [renderComment(report, { key: "default" }), renderSummary(report)]) {
    const nodes = nodesIn(parseMarkdown(document));
    expect(nodes.filter(({ type }) => ["image", "imageReference", "definition"].includes(type))).toEqual([]);
    const urls = nodes.flatMap((node) => (node.type === "link" ? [node.url] : []));
    expect(
      urls.filter(
        (url) => !/^https:\/\/(github\.com|semgrep\.dev|app\.snyk\.io|cwe\.mitre\.org)\//.test(url),
      ),
    ).toEqual([]);
  }
});
