import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SCENARIOS } from "../../sandbox/scenarios/all.ts";
import { stageFor } from "../support/run-scenario.ts";
import { HAS_MULTITOOL, HAS_SCHEMA, multitoolErrors, schemaCheck } from "../support/sarif-judges.ts";

describe.skipIf(!HAS_SCHEMA || !HAS_MULTITOOL)("the SARIF files of all scenarios", () => {
  it("have no error by the schema of OASIS and by GitHub's rules", { timeout: 300_000 }, async (context) => {
    const runs = SCENARIOS.map(async (scenario) => {
      const stage = await stageFor(context, scenario);
      await stage.lead();
      const { outputs } = await stage.run();
      const file = outputs["sarif-file"] ?? "";
      return file === "" ? [] : [[scenario.name, readFileSync(file, "utf8")] as const];
    });
    const texts = Object.fromEntries((await Promise.all(runs)).flat());
    expect(Object.keys(texts)).toContain("huge");
    const errorsIn = schemaCheck();
    for (const [name, text] of Object.entries(texts)) expect(errorsIn(text), name).toEqual([]);
    expect(await multitoolErrors(texts)).toEqual([]);
  });
});
