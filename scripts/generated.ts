import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { reportJsonSchema } from "../src/report-json/schema.ts";
import { INPUT_NAMES, type InputName, inputEntry } from "../src/settings/inputs.ts";
import { policyJsonSchema } from "../src/settings/policy/file.ts";
import { actionMetadata } from "./action-metadata.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** An input as `action.yml` has it. */
function inputMetadata(name: InputName): { readonly description: string; readonly default?: string } {
  const { expression, default: value = expression, help } = inputEntry(name);
  return {
    description: help,
    ...(value !== undefined && { default: value }),
  };
}

/** Tables by the name of the markers that they stand between: `<!-- NAME:begin -->` and `<!-- NAME:end -->`. */
export const generatedBlocks: Readonly<Record<string, string>> = {
  inputs: [
    "| input | default | meaning |",
    "|---|---|---|",
    ...INPUT_NAMES.map((name) => {
      const { description, default: value } = inputMetadata(name);
      return `| \`${name}\` | ${value === undefined ? "" : `\`${value}\``} | ${cell(description)} |`;
    }),
  ].join("\n"),
  outputs: [
    "| output | meaning |",
    "|---|---|",
    ...Object.entries(actionMetadata.outputs).map(
      ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
    ),
  ].join("\n"),
};

/** `action.yml` with its inputs written anew from the table of inputs; the rest of it is written by hand. */
function actionFile(): string {
  const text = readFileSync(join(import.meta.dirname, "..", "action.yml"), "utf8");
  const inputs = Object.fromEntries(INPUT_NAMES.map((name) => [name, inputMetadata(name)]));
  // As YAML 1.1, so that words like `off` are quoted and every parser takes them for text.
  const block = stringify({ inputs }, { lineWidth: 0, version: "1.1" }).replace(/^%YAML.*\n---\n/, "");
  return text.replace(/^inputs:\n[\s\S]*?\n(?=\n\w)/m, () => block);
}

/** Whole files by path. */
export const generatedFiles: Readonly<Record<string, string>> = {
  "action.yml": actionFile(),
  "schemas/report.schema.json": `${JSON.stringify(reportJsonSchema(), null, 2)}\n`,
  "scan-gate.schema.json": `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
};

/** A document with what stands between each pair of markers replaced. @throws when markers are missing */
export function withBlocks(document: string, blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const begin = `<!-- ${name}:begin -->`;
    const end = `<!-- ${name}:end -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`The document lacks the markers ${begin} and ${end}.`);
    return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
  }, document);
}
