import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** Markdown read as GitHub reads it, as a tree. */
export function parseMarkdown(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** Every node of a tree, from the top. */
export function nodesIn(node: Nodes): readonly Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap((child) => nodesIn(child))] : [node];
}

/** The sorted names of the kinds of nodes in a tree, each once. */
export function typesIn(node: Nodes): readonly string[] {
  return [...new Set(nodesIn(node).map((each) => each.type))].sort();
}

/** What a tree shows, joined; zero-width spaces, which only break references, are left out. */
export function plainText(node: Nodes): string {
  return nodesIn(node)
    .map((each) => ("value" in each ? each.value : ""))
    .join("")
    .replaceAll("\u200b", "");
}

/** What GitHub acts on in text outside code, after Markdown was read: it looks at the finished document. */
const ACTED_ON = [
  /(?<![\w`])@[a-z0-9]/i,
  /#\d/,
  /\bgh-\d/i,
  /:[+\-\w]+:/,
  /:\/\//,
  /\bwww\./i,
  /\b[0-9a-f]{7,40}\b/i,
  // One that an element or a zero-width space sets apart on both sides is none of a formula.
  /(?<=[^\u200b])\$|\$(?=[^\u200b])/,
];

/** Whatever text of a tree GitHub would act on: mentions, references, addresses, emoji names, formulas. */
export function mentionsIn(node: Nodes): readonly string[] {
  return nodesIn(node)
    .filter((each) => each.type === "text")
    .map((each) => ("value" in each ? each.value : ""))
    .filter((text) => ACTED_ON.some((pattern) => pattern.test(text)));
}
