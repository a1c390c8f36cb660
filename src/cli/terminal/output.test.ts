import { describe, expect, it } from "vitest";
import { aFinding, anObservation, aReport } from "../../../test/support/a-report.ts";
import { fakePorts } from "../../../test/support/fake-ports.ts";
import { visibleLines } from "../../text/escape.ts";
import { FORMATS, renderOutput } from "./output.ts";
import { createPaint } from "./paint.ts";

const evil = "\u001b[31m\u202e\u200b x";
const report = aReport({
  findings: [aFinding({ title: evil, observations: [anObservation({ title: evil })] })],
});
const { files, clock, cancelled } = fakePorts();
const pace = { clock, deadline: { signal: cancelled } };
const render = (format: (typeof FORMATS)[number]) =>
  renderOutput(format, report, { paint: createPaint(false), width: 80, files: {}, workspace: files, pace });

describe("stdout", () => {
  it("gets the report as JSON of the same schema as the file", async () => {
    const parsed = JSON.parse(await render("json"));
    expect(parsed).toMatchObject({ schema: "scan-gate/report@1", verdict: "fail" });
    expect(parsed.findings[0].title).toBe(evil);
  });

  it("gets SARIF, Markdown or text", async () => {
    expect(JSON.parse(await render("sarif"))).toMatchObject({ version: "2.1.0" });
    expect(await render("markdown")).toMatch(/^#+ .*failed/);
    expect(await render("text")).toContain("failed: 1 finding to fix before this can merge");
  });

  it.each(FORMATS)("gets no control character of a tool's as %s", async (format) => {
    const text = await render(format);
    expect(text).toBe(visibleLines(text));
    expect(text).toContain("x");
  });
});
