import { describe, expect, it } from "vitest";
import { aDependency, aFinding, without } from "../../../test/support/a-report.ts";
import { fixOf } from "./fix-advice.ts";

describe("what fixes a finding", () => {
  it.each([
    [aDependency(), "upgrade to `4.17.21`"],
    [aFinding({ fix: "db.query(sql, [id])" }), "`db.query(sql, [id])`"],
    [aFinding({ fix: "a =\n    `b`  | c" }), "``a = `b`  \\| c``"],
    [aFinding({ fix: "if (a < b) return `x`;" }), "``if (a < b) return `x`;``"],
    [aFinding({ fix: `call(${"x".repeat(200)})` }), `\`call(${"x".repeat(94)}…\``],
    [aFinding({ fix: "Use query(sql, [id]) instead." }), "Use query(sql, \\[id\\]) instead."],
    [aFinding({ description: "SQL query is built from request data. Bind it." }), "Bind it."],
    [aFinding({ description: "SQL query is built from request data." }), "—"],
    [aFinding({ type: "secrets" }), "revoke it, then remove it from the code"],
    [aFinding({ type: "license" }), "replace the package, or have its licence approved"],
    [aDependency({ package: { name: "lodash", version: "1.0.0" } }), "no fix known yet"],
    [
      aFinding({ fixable: false }),
      "A value from the request reaches a SQL query. Use a parameterised query instead.",
    ],
    [
      aFinding({ type: "iac", fixable: false, description: "Set `privileged` to false." }),
      "Set `privileged` to false.",
    ],
    [without(aDependency({ fixable: false }), "package"), "no fix known yet"],
    [without(aDependency({ type: "container", fixable: false }), "package"), "no fix known yet"],
    [
      aDependency({ malicious: true, fix: "Upgrade evil to 1.0.1" }),
      "remove the package, and rotate the secrets that it could read",
    ],
    [
      aDependency({
        package: { name: "net/http", version: "1.20.3", ecosystem: "golang", fixedIn: ["1.20.7"] },
      }),
      "upgrade Go to `1.20.7`",
    ],
    [aFinding(), "A value from the request reaches a SQL query. Use a parameterised query instead."],
    [without(aFinding(), "description"), "—"],
  ])("is told in a few words (%#)", (finding, fix) => {
    expect(fixOf(finding)).toBe(fix);
  });
});
