import { describe, expect, it } from "vitest";
import { aDependency, aFinding } from "../../../test/support/a-report.ts";
import { nodesIn, parseMarkdown } from "../../../test/support/markdown.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import { codeFixes, fixCell, fixCommandsBlock } from "./fixes.ts";

const cellOf = (finding: Finding) => fixCell(planFixes([finding]).adviceOn(finding));

describe("the cell of a fix", () => {
  it.each([
    [aDependency(), "upgrade to `4.17.21`"],
    [aFinding({ fix: "db.query(sql, [id])" }), "<code>db.query(<wbr>sql, \\[id\\])</code>"],
    [aFinding({ fix: "if (a < b) return `x`;" }), "``if (a < b) return `x`;``"],
    [aFinding({ fix: "a = `b`  | c" }), "``a = `b`  \\| c``"],
    [
      aFinding({ fix: `call(${"x".repeat(200)})` }),
      `<code>call(<wbr>${"xxxxxxxxxxxxxxxx<wbr>".repeat(5)}xxxxxxxxxxxxxx…</code>`,
    ],
    [aFinding({ fix: "a = 1;\n    b = 2;" }), "`a = 1;` and 1 more line"],
    [aFinding({ fix: "Use query(sql, [id]) instead." }), "Use query(sql, \\[id\\]) instead."],
    [aFinding({ type: "license" }), "replace the package, or have its license approved"],
    [aFinding({ description: "SQL query is built from request data." }), "—"],
    [aDependency({ malicious: true }), "remove the package, and rotate the secrets that it could read"],
    [
      aDependency({
        package: { name: "net/http", version: "1.20.3", ecosystem: "golang", fixedIn: ["1.20.7"] },
      }),
      "upgrade Go to `1.20.7`",
    ],
  ])("says in a few words what to do (%#)", (finding, fix) => {
    expect(cellOf(finding)).toBe(fix);
  });
});

describe("the commands", () => {
  it("have the same effect told once, above the first of them", () => {
    const one = { clears: 10, clearsDecisive: 10, only: "if you depend on it directly" };
    const commands = ["a", "b", "c"].map((name) => ({ ...one, command: `npm i ${name}@1.2.6` }));
    const block = fixCommandsBlock([...commands, { ...one, command: "npm i d@2.0.0", clears: 1 }], 40);
    expect(block.split("\n").slice(3, -1)).toEqual([
      "# each clears 10,",
      "# if you depend on it directly",
      "npm i a@1.2.6",
      "npm i b@1.2.6",
      "npm i c@1.2.6",
      "# clears 1,",
      "# if you depend on it directly",
      "npm i d@2.0.0",
    ]);
  });
});

describe("a remark on a command", () => {
  const remarksOn = (needs: readonly string[]) =>
    fixCommandsBlock([{ command: `npm update ${"x".repeat(20)}`, clears: 2, clearsDecisive: 2, needs }], 40)
      .split("\n")
      .filter((line) => line.startsWith("#"));

  it("stays on one line where a phone shows it, and goes on below where it does not", () => {
    expect(remarksOn(["1.2.3", "4.5.6"])).toEqual(["# if its parents allow 1.2.3 and 4.5.6"]);
    expect(remarksOn(["1.20.30", "4.50.60", "7.80.90", "10.0.0"])).toEqual([
      "# if its parents allow 1.20.30,",
      "# 4.50.60, 7.80.90 and 10.0.0",
    ]);
  });
});

describe("the folded code fixes", () => {
  const several = (fix = "if (isSafe(id)) {\n  query(id);\n}") => aFinding({ fix });
  const blockOf = (...findings: readonly Finding[]) => codeFixes(findings, planFixes(findings));

  it("keep every line of a fix that a cell cannot hold, with the place it belongs to", () => {
    expect(blockOf(several(), aFinding({ fix: "one(line);" }))).toBe(
      "<details>\n<summary>Code fixes: 1</summary>\n\n`src/routes/orders.ts:41`\n\n```\nif (isSafe(id)) {\n  query(id);\n}\n```\n\n</details>",
    );
    expect(blockOf(aFinding({ fix: "one(line);" }))).toBe("");
  });

  it("say how many more there are, and where a long one is whole", () => {
    const text = blockOf(...Array.from({ length: 12 }, () => several()));
    expect(text).toContain("and 2 more code fixes, in the HTML report");
    expect(blockOf(several(`a();\n${"b();\n".repeat(900)}`))).toContain(
      "The rest of this fix is in the HTML report.",
    );
  });

  it("let nothing in the code take effect, and leave HTML comments to the HTML report", () => {
    const fix = "x();\n```\n<img src=x>\n@acme/team [a](http://evil.example)\n</details>";
    const kinds = nodesIn(parseMarkdown(blockOf(several(fix)))).map(({ type }) => type);
    expect(kinds.filter((type) => /image|link/.test(type))).toEqual([]);
    expect(kinds.filter((type) => type === "code")).toHaveLength(1);
    const commented = blockOf(several("x();\n<!-- scan-gate:default -->"));
    expect(commented).not.toContain("<!--");
    expect(commented).toContain("the HTML report shows it, because it holds an HTML comment");
  });
});
