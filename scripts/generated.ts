import { policyJsonSchema } from "../src/settings/policy/file.ts";
import { actionMetadata } from "./action-metadata.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** Tables by the name of the markers that they stand between: `<!-- NAME:begin -->` and `<!-- NAME:end -->`. */
export const generatedBlocks: Readonly<Record<string, string>> = {
  inputs: [
    "| input | default | meaning |",
    "|---|---|---|",
    ...Object.entries(actionMetadata.inputs).map(
      ([name, { description, default: value }]) =>
        `| \`${name}\` | ${value === undefined ? "" : `\`${value}\``} | ${cell(description)} |`,
    ),
  ].join("\n"),
  outputs: [
    "| output | meaning |",
    "|---|---|",
    ...Object.entries(actionMetadata.outputs).map(
      ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
    ),
  ].join("\n"),
};

/** Whole files by path. */
export const generatedFiles: Readonly<Record<string, string>> = {
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
