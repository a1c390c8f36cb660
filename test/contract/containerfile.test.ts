import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../support/run-scenario.ts";

const TEXT = readFileSync(join(PROJECT, "Containerfile"), "utf8");
const COMMENTS = TEXT.split("\n")
  .filter((line) => line.startsWith("#"))
  .join("\n");

/** Instructions in their order: the word, and what stands behind it, over continued lines. */
const INSTRUCTIONS = TEXT.replace(/^#.*$/gm, "")
  .replaceAll("\\\n", " ")
  .split("\n")
  .flatMap((line): readonly (readonly [string, string])[] => {
    const found = /^([A-Z]+)\s+(.*)$/.exec(line.trim());
    return found ? [[found[1] ?? "", found[2] ?? ""]] : [];
  });
const all = (word: string) => INSTRUCTIONS.filter(([name]) => name === word).map(([, rest]) => rest);

describe("the Containerfile", () => {
  it("has one base, of a version, and says how it is pinned by its digest", () => {
    expect(all("FROM").join()).toMatch(/^\$\{BASE\}$/);
    expect(all("ARG")).toEqual([expect.stringMatching(/^BASE=\S+:\d+-slim$/)]);
    expect(COMMENTS).toContain("@sha256:");
    expect(TEXT).not.toMatch(/latest/);
  });

  it("names the version of the package in its commands, and the format that keeps the health check", () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect(COMMENTS.match(/scan-gate:[\d.]+/g)).toEqual([`scan-gate:${version}`, `scan-gate:${version}`]);
    expect(COMMENTS).toContain("--format docker");
  });

  it("takes nothing but what the package ships, and runs nothing while it is built", () => {
    const { files }: { readonly files: readonly string[] } = JSON.parse(
      readFileSync(join(PROJECT, "package.json"), "utf8"),
    );
    const sources = all("COPY").flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(3);
    // npm adds the license by itself.
    expect(sources.filter((path) => !files.includes(path) && path !== "LICENSE")).toEqual([]);
    expect([...all("RUN"), ...all("ADD"), ...all("SHELL")]).toEqual([]);
  });

  it("runs as a user without rights, by its number, from the step on that starts the program", () => {
    expect(all("USER")).toEqual(["65534:65534"]);
    const words = INSTRUCTIONS.map(([word]) => word);
    expect(words.indexOf("USER")).toBeGreaterThan(words.lastIndexOf("COPY"));
    expect(words.indexOf("USER")).toBeLessThan(words.indexOf("ENTRYPOINT"));
  });

  it("asks the relay where it listens, and needs no shell for that or for the start", () => {
    const [check = ""] = all("HEALTHCHECK");
    const [, command = "[]"] = /CMD (\[.*\])$/.exec(check) ?? [];
    expect(JSON.parse(command)).toEqual(["node", "-e", expect.stringContaining("127.0.0.1:8080/healthz")]);
    const help = readFileSync(join(PROJECT, "src", "cli", "option-table.ts"), "utf8");
    expect(help).toContain("127.0.0.1:8080");
    expect(all("ENTRYPOINT").map((rest) => JSON.parse(rest))).toEqual([["node", "/opt/scan-gate/cli.js"]]);
  });
});
