import { describe, expect, it } from "vitest";
import { packageLabel } from "./finding.ts";

describe("packageLabel", () => {
  it("joins name and version, scoped names included", () => {
    expect(packageLabel({ name: "lodash", version: "4.17.15" })).toBe("lodash@4.17.15");
    expect(packageLabel({ name: "@acme/shop", version: "1.0.0" })).toBe("@acme/shop@1.0.0");
  });

  it("is the name alone where no version is known", () => {
    expect(packageLabel({ name: "lodash" })).toBe("lodash");
  });
});
