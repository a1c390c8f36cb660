import { beforeAll, describe, expect, it } from "vitest";
import {
  HAS_MULTITOOL,
  HAS_SCHEMA,
  multitoolErrors,
  schemaCheck,
} from "../../../test/support/sarif-judges.ts";
import { SARIF_SITUATIONS } from "../../../test/support/sarif-situations.ts";
import { SITUATIONS } from "../../../test/support/situations.ts";
import type { Report } from "../../model/report.ts";
import { fitSarif } from "./fit.ts";

const textOf = (report: Report | undefined): string => {
  if (report === undefined) throw new Error("There is no such situation");
  return fitSarif(report, { lineHashes: (_, line) => `ab${line}:1` }).parts.join("");
};

const BLOCKED = textOf(SARIF_SITUATIONS.blocked);
const ALL = [
  ...Object.entries(SARIF_SITUATIONS).map(([name, report]) => [`views-${name}`, report] as const),
  ...SITUATIONS.map(({ name, report }) => [name, report] as const),
];

describe.skipIf(!HAS_SCHEMA)("the SARIF schema of OASIS", () => {
  const errorsIn = HAS_SCHEMA ? schemaCheck() : () => [];

  it.each(ALL)("accepts the situation %s", (_, report) => {
    expect(errorsIn(textOf(report))).toEqual([]);
  });

  it("would refuse a document that is wrong", () => {
    expect(errorsIn(BLOCKED.replaceAll('"startLine":', '"startLine":-'))).not.toEqual([]);
  });
});

describe.skipIf(!HAS_MULTITOOL)("the SARIF Multitool with GitHub's rules", () => {
  const isOfWrong = (error: string): boolean => error.startsWith("wrong: ");
  let errors: readonly string[] = [];
  beforeAll(async () => {
    const sound = Object.fromEntries(ALL.map(([name, report]) => [name, textOf(report)]));
    errors = await multitoolErrors({ ...sound, wrong: BLOCKED.replace('"startLine":41,', "") });
  });

  it("has no error to tell of any situation", () => {
    expect(errors.filter((error) => !isOfWrong(error))).toEqual([]);
  });

  it("tells of one wrong document among sound ones", () => {
    expect(errors.filter(isOfWrong).join("\n")).toContain("GH1003");
  });
});
