import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Ajv } from "ajv";
import AjvDraft4 from "ajv-draft-04";
import formats from "ajv-formats";

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

/**
 * What the Multitool calls an error, by its own and GitHub's rules. Its exit code is 0 all the same, so its report
 * is read. It asks for every link whether it can be reached, which says nothing here; a proxy that refuses at once answers.
 */
export async function multitoolErrors(texts: SarifTexts): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "sarif-"));
  try {
    const output = join(folder, "validated.json");
    const files = Object.entries(texts).map(([name, text]) => {
      const file = join(folder, `${name}.sarif`);
      writeFileSync(file, text);
      return file;
    });
    chmodSync(MULTITOOL, 0o755);
    const rules = ["--rule-kind", "Sarif;Ghas", "--config", CONFIG];
    await promisify(execFile)(
      MULTITOOL,
      ["validate", ...files, ...rules, "--output", output, "--log", "ForceOverwrite"],
      { env: { ...process.env, ...NO_NETWORK } },
    );
    const { runs } = JSON.parse(readFileSync(output, "utf8"));
    const results: readonly { ruleId: string; level?: string; message: object }[] = runs[0].results;
    return results
      .filter(({ level }) => level === "error")
      .map(({ ruleId, message }) => `${ruleId} ${JSON.stringify(message)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
