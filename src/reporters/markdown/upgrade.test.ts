import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, targetVersion } from "./upgrade.ts";

describe("compareVersions", () => {
  it("orders by numbers, and a pre-release before its release", () => {
    const versions = ["v2.0", "1.10.0", "1.2.0", "1.2.0-rc.2", "1.2.0-rc.1", "1.2", "not-a-version"];
    expect(versions.toSorted(compareVersions)).toEqual([
      "1.2.0-rc.1",
      "1.2.0-rc.2",
      "1.2.0",
      "1.2",
      "1.10.0",
      "v2.0",
      "not-a-version",
    ]);
  });

  it("is its own opposite", () => {
    const version = fc.oneof(
      fc.stringMatching(/^v?\d{1,2}(\.\d{1,2}){0,3}(-[a-c]{1,2})?$/),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      }),
    );
  });
});

describe("targetVersion", () => {
  it.each([
    [{ version: "6.5.2", fixedIn: ["6.10.3", "6.5.3", "7.0.0"] }, "6.5.3"],
    [{ version: "4.17.15", fixedIn: ["5.0.0", "6.0.0"] }, "5.0.0"],
    [{ version: "2.9.0", fixedIn: ["1.9.9", "3.1.0"] }, "3.1.0"],
    [{ version: "2.9.0", fixedIn: ["1.9.9"] }, undefined],
    [{ fixedIn: ["1.0.0", "2.0.0"] }, "2.0.0"],
    [{ version: "odd", fixedIn: ["odder"] }, "odder"],
    [{ version: "1.0.0", fixedIn: [] }, undefined],
    [{ version: "1.0.0" }, undefined],
  ])("of %j is %j", (pkg, target) => {
    expect(targetVersion({ name: "qs", ...pkg })).toBe(target);
  });
});
