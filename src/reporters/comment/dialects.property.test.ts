import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import { anyText } from "../../../test/support/any-text.ts";
import { nodesIn, parseMarkdown } from "../../../test/support/markdown.ts";
import { AZURE_TRAITS } from "../../forges/azure/azure.ts";
import { BITBUCKET_TRAITS } from "../../forges/bitbucket/bitbucket.ts";
import { BITBUCKET_DC_TRAITS } from "../../forges/bitbucket-dc/bitbucket-dc.ts";
import type { ForgeTraits } from "../../forges/forge.ts";
import { GITHUB_TRAITS } from "../../forges/github/github.ts";
import { GITLAB_TRAITS } from "../../forges/gitlab/gitlab.ts";
import type { Report } from "../../model/report.ts";
import { renderComment } from "./render.ts";

/** A whole comment of findings that are called so that one of the forges would act on them. */

const HOSTILE = [
  "/close",
  "x\n/merge\n",
  "!12 acme/shop!12",
  '~label ~"two words" %12 &12 $12',
  "#12 GL-12 GH-12 SHOP-12 JIRA-1",
  '@octavia @"Octa Cat" @{b1c2d3e4-0000-4000-8000-000000000001} @<B1C2D3E4-0000-4000-8000-000000000001>',
  "[vulnerability:1] *iteration:1 {+ added +} [- gone -]",
  "[scan-gate:default]: https://evil.example",
  "[ok](https://evil.example) ![p](https://evil.example/p.png)",
  "https://evil.example www.evil.example mailto:a@evil.example",
  "<details><script>alert(1)</script></details> <img src=x onerror=y> <!-- x -->",
  "&lt;b&gt; &#64;octavia &commat;octavia",
  "a | b | c",
  "```\n/close\n```",
  "`` ` ``` \\` \\\\`",
  "\u202e\u200b\0 x",
  "> [!WARNING]\n# head\n- item\n1. one\n---\n===",
  ":thumbsup: deadbeefdeadbeef",
] as const;

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc
    .array(fc.constantFrom(...HOSTILE, ..."\\`*_~[]()#!@:|<>&$%^{}+-/ \n1aZ"), { maxLength: 8 })
    .map((parts) => parts.join("")),
  anyText({ maxLength: 40 }),
);

/** Texts that once were known to take effect somewhere, each at all places at once. */
const EXAMPLES = HOSTILE.slice(0, 12);

const hostileReport = fc.array(hostileText, { minLength: 8, maxLength: 8 }).map(reportOf);

function reportOf(texts: readonly string[]): Report {
  const [title = "", description, path, rule, name, version, reason, fix] = texts;
  return aReport({
    verdict: "fail",
    findings: [
      aFinding({
        title,
        blocking: true,
        ...(description === undefined ? {} : { description }),
        ...(fix ? { fix } : {}),
      }),
      aFinding({ fingerprint: "b", title, path: path ?? "", rule: rule ?? "" }),
      aDependency({ fingerprint: "c", title, package: { name: name ?? "", version: version ?? "" } }),
      aFinding({
        fingerprint: "d",
        title,
        suppressedBy: { by: "policy", reason: reason ?? "", expires: "2027-01-01" },
      }),
    ],
  });
}

/** What each forge acts on in text outside of code, after Markdown was read. */
const ACTS_ON: readonly (readonly [ForgeTraits, readonly RegExp[]])[] = [
  [GITHUB_TRAITS, [/#\d/, /@\w/, /\bGH-\d/]],
  [GITLAB_TRAITS, [/!\d/, /~["\w]/, /%["\w]/, /&\d/, /@\w/, /#\d/, /\bGL-\d/, /\*iteration:/i, /[{[][+-]/]],
  [BITBUCKET_TRAITS, [/#\d/, /@[{\w]/]],
  [BITBUCKET_DC_TRAITS, [/@["\w]/, /(?<![A-Z0-9_-])(?!(?:CVE|CWE|SNYK)-)[A-Z][A-Z0-9_]+-\d/]],
  [AZURE_TRAITS, [/!\d/, /#\d/, /@[<\w]/]],
];

describe.each(ACTS_ON)("a comment of hostile texts in the dialect of $name", (traits, acts) => {
  const render = (report: Report) =>
    renderComment(report, {
      key: "default",
      ...(traits.kind === "github" ? {} : { dialect: traits.dialect }),
    });

  it("refers to nothing, shows no image, leads nowhere but to our own places, and has only HTML that takes effect", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const nodes = nodesIn(parseMarkdown(render(report)));
        const texts = nodes.flatMap((node) => (node.type === "text" ? [node.value] : []));
        expect(texts.filter((text) => acts.some((pattern) => pattern.test(text)))).toEqual([]);
        expect(nodes.filter(({ type }) => type === "image" || type === "imageReference")).toEqual([]);
        const targets = nodes.flatMap((node) => (node.type === "link" ? [node.url] : []));
        expect(targets.filter((url) => /evil/.test(new URL(url).host))).toEqual([]);
        const defined = nodes.flatMap((node) => (node.type === "definition" ? [node.label] : []));
        expect(defined.filter((label) => !/^scan-gate(?::default|-state)$/.test(label ?? ""))).toEqual([]);
        if (traits.dialect.html) return;
        expect(nodes.filter(({ type }) => type === "html")).toEqual([]);
        expect(texts.filter((text) => /<[a-z/!]|&(?:#\d+|[a-z]+);/i.test(text))).toEqual([]);
      }),
      { numRuns: 20, examples: EXAMPLES.map((text) => [reportOf(Array(8).fill(text))]) },
    );
  });
});
