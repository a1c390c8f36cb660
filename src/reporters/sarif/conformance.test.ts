import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Ajv, ValidateFunction } from "ajv";
import AjvDraft4 from "ajv-draft-04";
import formats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SARIF_SITUATIONS } from "../../../test/support/sarif-situations.ts";
import { fitSarif } from "./fit.ts";

const SCHEMA = "../shared/specs/sarif/sarif-schema-2.1.0.json";
const CONFIG = "../shared/specs/sarif/multitool-ghas.config.xml";
const MULTITOOL = "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";

const folder = mkdtempSync(join(tmpdir(), "sarif-"));
afterAll(() => rmSync(folder, { recursive: true }));

function textOf(name: string): string {
  const report = SARIF_SITUATIONS[name];
  if (report === undefined) throw new Error(`no situation ${name}`);
  return fitSarif(report, { lineHashes: (_, line) => `ab${line}:1` }).text;
}

describe.skipIf(!existsSync(SCHEMA))("the SARIF schema of OASIS", () => {
  let validate: ValidateFunction;
  beforeAll(() => {
    const ajv = new AjvDraft4.default({ allErrors: true, strict: false });
    // Both packages declare the same class of two copies of Ajv.
    formats.default(ajv as unknown as Ajv);
    validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
  });

  it.each(Object.keys(SARIF_SITUATIONS))("accepts the situation %s", (name) => {
    validate(JSON.parse(textOf(name)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("would refuse a document that is wrong", () => {
    expect(validate(JSON.parse(textOf("blocked").replaceAll('"startLine":', '"startLine":-')))).toBe(false);
  });
});

/** Documents by name. */
type Documents = Readonly<Record<string, string>>;

describe.skipIf(!existsSync(CONFIG) || !existsSync(MULTITOOL))(
  "the SARIF Multitool with GitHub's rules",
  () => {
    /** Rules that are broken at level error. The exit code is 0 all the same, so the tool's own report is read. */
    async function errorsIn(documents: Documents): Promise<readonly string[]> {
      const output = join(folder, "validated.json");
      const files = Object.entries(documents).map(([name, text]) => {
        const file = join(folder, `${name}.sarif`);
        writeFileSync(file, text);
        return file;
      });
      chmodSync(MULTITOOL, 0o755);
      const rules = ["--rule-kind", "Sarif;Ghas", "--config", CONFIG];
      await promisify(execFile)(MULTITOOL, [
        "validate",
        ...files,
        ...rules,
        "--output",
        output,
        "--log",
        "ForceOverwrite",
      ]);
      const { runs } = JSON.parse(readFileSync(output, "utf8"));
      const results: readonly { ruleId: string; level?: string; message: object }[] = runs[0].results;
      return results
        .filter(({ level }) => level === "error")
        .map(({ ruleId, message }) => `${ruleId} ${JSON.stringify(message)}`);
    }

    it("has no error to tell of any situation", async () => {
      const names = Object.keys(SARIF_SITUATIONS);
      expect(await errorsIn(Object.fromEntries(names.map((name) => [name, textOf(name)])))).toEqual([]);
    });

    it("would tell of one wrong document among sound ones", async () => {
      const wrong = textOf("blocked").replace('"startLine":41,', "");
      const errors = await errorsIn({ sound: textOf("clean"), wrong });
      expect(errors.join("\n")).toContain("GH1003");
    });
  },
);
