import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Ajv } from "ajv";
import AjvDraft4 from "ajv-draft-04";
import formats from "ajv-formats";
import type { Loose } from "./loose.ts";

const SCHEMA = "../shared/specs/sarif/sarif-schema-2.1.0.json";
const CONFIG = "../shared/specs/sarif/multitool-ghas.config.xml";
const MULTITOOL = "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";

/** Whether the schema of OASIS lies beside the project. */
export const HAS_SCHEMA = existsSync(SCHEMA);

/** Whether the SARIF Multitool and its set-up for GitHub's rules are here. */
export const HAS_MULTITOOL = existsSync(CONFIG) && existsSync(MULTITOOL);

/** Nobody listens on the discard port. */
const NO_NETWORK = {
  http_proxy: "http://127.0.0.1:9",
  https_proxy: "http://127.0.0.1:9",
  RES_OPTIONS: "timeout:1 attempts:1",
};

/** SARIF texts by name. */
export type SarifTexts = Readonly<Record<string, string>>;

/** A check of a text against the schema of OASIS, which gives what is wrong. */
export function schemaCheck(): (text: string) => readonly string[] {
  const ajv = new AjvDraft4.default({ allErrors: true, strict: false });
  // Both packages declare the same class of two copies of Ajv.
  formats.default(ajv as unknown as Ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
  return (text) => {
    validate(JSON.parse(text));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  };
}

/** Of so many results of a run that differ in nothing but their words the Multitool, which is slow, gets no more. */
const MOST_ALIKE = 40;

/** GitHub takes no file of more runs. */
const MOST_RUNS = 20;

/** A file for the Multitool, and of which text each of its runs is. */
interface SharedFile {
  readonly names: readonly string[];
  readonly document: Loose;
}

/** The runs of all texts in as few files as there can be: a file costs it more time than a run. */
function inSharedFiles(texts: SarifTexts): readonly SharedFile[] {
  const files: SharedFile[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const document: Loose = JSON.parse(text);
    const { runs, ...head } = { ...document, runs: document.runs.map(withoutRepeats) };
    const names = runs.map(() => name);
    const last = files.at(-1);
    const isFull = last === undefined || last.names.length + names.length > MOST_RUNS;
    if (isFull || JSON.stringify({ ...last.document, runs: [] }) !== JSON.stringify({ ...head, runs: [] }))
      files.push({ names, document: { ...head, runs } });
    else
      files[files.length - 1] = {
        names: [...last.names, ...names],
        document: { ...head, runs: [...last.document.runs, ...runs] },
      };
  }
  return files;
}

function withoutRepeats(run: Loose): Loose {
  const counts = new Map<string, number>();
  const results = run.results.filter((result: Loose) => {
    const shape = JSON.stringify(result, (_, value) => (typeof value === "object" ? value : typeof value));
    const count = (counts.get(shape) ?? 0) + 1;
    counts.set(shape, count);
    return count <= MOST_ALIKE;
  });
  return { ...run, results };
}

/**
 * What the Multitool calls an error, by its own and GitHub's rules, after the name of the text. Its exit code is 0 all
 * the same, so its report is read. It asks for every link whether it can be reached, which says nothing here; a proxy
 * that refuses at once answers.
 */
export async function multitoolErrors(texts: SarifTexts): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "sarif-"));
  try {
    const output = join(folder, "validated.json");
    const shared = inSharedFiles(texts);
    const paths = shared.map(({ document }, at) => {
      const file = join(folder, `${at}.sarif`);
      writeFileSync(file, JSON.stringify(document));
      return file;
    });
    chmodSync(MULTITOOL, 0o755);
    const rules = ["--rule-kind", "Sarif;Ghas", "--config", CONFIG];
    await promisify(execFile)(
      MULTITOOL,
      ["validate", ...paths, ...rules, "--output", output, "--log", "ForceOverwrite"],
      { env: { ...process.env, ...NO_NETWORK } },
    );
    const { runs } = JSON.parse(readFileSync(output, "utf8"));
    const results: readonly Loose[] = runs[0].results;
    return results
      .filter(({ level }) => level === "error")
      .map(({ ruleId, message, locations }) => {
        const told = JSON.stringify(message);
        const { uri } = locations[0].physicalLocation.artifactLocation;
        const at = Number(/runs\[(\d+)\]/.exec(told)?.[1]);
        return `${shared[Number(basename(uri, ".sarif"))]?.names[at]}: ${ruleId} ${told}`;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
