import { describe, expect, it } from "vitest";
import { finishSteps } from "../../../model/steps.ts";
import { findingsSchema } from "../schema.ts";
import { withoutRepeats } from "./identity.ts";

function wire(...findings: readonly object[]) {
  return findingsSchema.parse({ findings });
}

const CODE = { id: 1, rule_name: "sqli", location: { file_path: "a.py", line: 1 } };
const DEPENDENCY = { id: 2, found_dependency: { package: "lodash", version: "4.17.15" } };

describe("withoutRepeats", () => {
  it("keeps a finding that every list repeats where its fields belong", () => {
    const all = wire(CODE, DEPENDENCY);
    const read = finishSteps(
      withoutRepeats({ sast: all, sca: wire(CODE, DEPENDENCY), ai_sast: wire(CODE, DEPENDENCY) }),
    );
    expect(read).toEqual({ sast: wire(CODE), sca: wire(DEPENDENCY), ai_sast: [] });
  });

  it("keeps findings that only share their id, for each type may count its own", () => {
    const read = {
      sast: wire({ ...CODE, id: 1 }),
      sca: wire({ ...DEPENDENCY, id: 1 }),
      ai_sast: wire({ ...CODE, rule_name: "ai" }),
    };
    expect(finishSteps(withoutRepeats(read))).toEqual(read);
  });

  it("keeps what stands in one list alone, whatever its fields", () => {
    const read = { sast: wire(DEPENDENCY), sca: wire(CODE), ai_sast: [] };
    expect(finishSteps(withoutRepeats(read))).toEqual(read);
  });
});
