import { describe, expect, it } from "vitest";
import { workflowStyle } from "./actions.ts";
import { createLog } from "./log.ts";

function aLog(debug = false) {
  const lines: string[] = [];
  const clean = (text: string) => text.replaceAll("\n", "⏎");
  return { lines, log: createLog({ write: (line) => lines.push(line), clean, style: workflowStyle(debug) }) };
}

describe("createLog", () => {
  it("streams the first group and holds the second until the first is closed", () => {
    const { lines, log } = aLog();
    const semgrep = log.group("Semgrep");
    const snyk = log.group("Snyk");
    snyk.info("3 projects");
    semgrep.info("waiting");
    expect(lines).toEqual(["::group::Semgrep", "waiting"]);
    snyk.close();
    semgrep.close();
    expect(lines).toEqual([
      "::group::Semgrep",
      "waiting",
      "::endgroup::",
      "::group::Snyk",
      "3 projects",
      "::endgroup::",
    ]);
  });

  it("streams the second group as soon as the first is closed", () => {
    const { lines, log } = aLog();
    const semgrep = log.group("Semgrep");
    const snyk = log.group("Snyk");
    semgrep.close();
    snyk.info("now");
    expect(lines.at(-1)).toBe("now");
  });

  it("cleans titles and lines alike", () => {
    const { lines, log } = aLog();
    log.group("a\n::b").info("c\n::d");
    expect(lines).toEqual(["::group::a⏎::b", "c⏎::d"]);
  });

  it("writes lines outside of groups at once, and those within the last open group's turn", () => {
    const { lines, log } = aLog();
    log.info("before");
    const group = log.group("Group");
    log.error("inside");
    group.close();
    log.info("after");
    expect(lines).toEqual(["before", "::group::Group", "error: inside", "::endgroup::", "after"]);
  });

  it("closes a group once", () => {
    const { lines, log } = aLog();
    const group = log.group("Group");
    group.close();
    group.close();
    expect(lines).toEqual(["::group::Group", "::endgroup::"]);
  });

  it("marks warnings in words and shows debug lines only when the runner debugs", () => {
    const quiet = aLog();
    quiet.log.debug("detail");
    quiet.log.warning("careful");
    expect(quiet.lines).toEqual(["warning: careful"]);
    const loud = aLog(true);
    loud.log.debug("detail");
    expect(loud.lines).toEqual(["  · detail"]);
  });
});
