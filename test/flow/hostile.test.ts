import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ownComments } from "../../sandbox/check.ts";
import type { PlayOptions, Stage } from "../../sandbox/play.ts";
import type { RunResult } from "../../sandbox/runner/run-action.ts";
import { blocked } from "../../sandbox/scenarios/blocked.ts";
import { HOSTILE_TEXT, hostile, worldOf } from "../../sandbox/scenarios/hostile.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { type RecordedRequest, type StandIn, startStandIn } from "../../sandbox/service/stand-in.ts";
import { BASE_COMMIT, HEAD_COMMIT } from "../../sandbox/shop/names.ts";
import { codeFinding } from "../../sandbox/shop/semgrep-records.ts";
import type { World } from "../../sandbox/world.ts";
import { nodesIn, parseMarkdown } from "../support/markdown.ts";
import {
  atRealPace,
  onPath,
  printed,
  reasonsOf,
  situation,
  stageFor,
  type TestContext,
} from "../support/run-scenario.ts";
import { expectSafe, UNSEEN } from "../support/safe-run.ts";

async function run(context: TestContext, scenario: Scenario, options: Partial<PlayOptions> = {}) {
  const stage = await stageFor(context, scenario, options);
  const result = await stage.run();
  expectSafe(result, stage);
  return { stage, result, codes: [...new Set(reasonsOf(result).map(({ code }) => code))] };
}

/** A server on an origin that no token was given for. */
async function startEvil(context: TestContext): Promise<StandIn> {
  const evil = await startStandIn({
    service: "snyk",
    answer: () => ({ status: 200, body: { data: [], findings: [] } }),
  });
  context.onTestFinished(() => evil.close());
  return evil;
}

const secretsIn = (requests: readonly RecordedRequest[]): readonly string[] =>
  requests.flatMap(({ headers, body }) =>
    [...(headers.authorization === undefined ? [] : ["authorization"]), body].filter(Boolean),
  );

describe.concurrent("text of tools, in every field that takes text", () => {
  it.for<[string, string]>([
    [
      "H01: workflow commands on lines of their own",
      "x\n::add-mask::high\n::stop-commands::tok\n::set-output name=verdict::pass",
    ],
    [
      "H02: workflow commands after carriage returns",
      "x\r::add-mask::high\r\n::set-output name=verdict::pass\r",
    ],
    [
      "H03: workflow commands in mid-line",
      "x ##[add-mask]high ##[stop-commands]t ##[set-output name=verdict;]pass",
    ],
    ["H04: an output that a path sets", "src/##[set-output name=verdict;]pass.ts"],
    ["H06: groups", "::endgroup::\n##[endgroup]\n::group::OK\n##[command]x"],
    [
      "H08: terminal escapes",
      "\u001b[2J\u001b]8;;http://evil.example\u0007x\u001b]0;t\u0007\u009b31m\u0008\u0007\u001bPq\u001b\\",
    ],
    [
      "H11: delimiters",
      "EOF\nghadelimiter_\nverdict=pass\n_GitHubActionsFileCommandDelimeter_\nverdict<<EOF\npass\nEOF",
    ],
    [
      "H13: expressions and shells",
      `${"$"}{{ secrets.X }} $(touch canary) \`touch canary\` ;touch canary; --flag -rf "'\n`,
    ],
    [
      "H15: HTML",
      "</details></table></td><h1>APPROVED</h1><img src=http://evil.example/x><script>alert(1)</script>",
    ],
    [
      "H16: links and images",
      "[ok](http://evil.example) ![p](http://evil.example/p) <http://evil.example> [r]: http://evil.example javascript:alert(1)",
    ],
    [
      "H17: mentions and references",
      "@acme/team @user #1 GH-1 o/r#1 fixes #1 &commat;user &#64;user &amp;#64;",
    ],
    [
      "H18: Markdown structure",
      "| a | b |\n|-|-|\n````` ~~~ # h\n> q\n- [x] t\n:white_check_mark: $x$\n```mermaid\ngraph\n```",
    ],
    [
      "H23: marks that turn or hide text",
      "\u202egnp\u202c \u2066x\u2069 \u200b\u200d \u{e0041}\u{e007f} Hіgh",
    ],
    ["H26: paths to elsewhere", "../../../../etc/passwd"],
    ["all of them", HOSTILE_TEXT],
  ])("%s", async ([, text], context) => {
    const { stage, result } = await run(context, { ...hostile, world: (now) => worldOf(text, now) });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["fail", 1]);
    const [comment = ""] = ownComments(stage);
    for (const document of [comment, result.summary]) {
      expect(document).not.toMatch(UNSEEN);
      const nodes = nodesIn(parseMarkdown(document));
      expect(
        nodes.filter(({ type }) => ["image", "imageReference", "linkReference", "definition"].includes(type)),
      ).toEqual([]);
      const links = nodes.flatMap((node) => (node.type === "link" ? [node.url] : []));
      expect(
        links.filter((url) =>
          /evil|^javascript:/.test(new URL(url, "https://github.com").host + url.slice(0, 11)),
        ),
      ).toEqual([]);
      const html = nodes.flatMap((node) => (node.type === "html" ? [node.value] : [])).join("\n");
      expect(html).not.toMatch(/<(h1|img|script)\b/i);
    }
    expect(comment.split("<!-- scan-gate:").length - 1).toBe(1);
    expect(comment.startsWith("<!-- scan-gate:default -->\n")).toBe(true);
  });

  it("H10: debug output changes none of it", async (context) => {
    const { result } = await run(context, hostile, { env: { RUNNER_DEBUG: "1" } });
    expect(result.outputs.verdict).toBe("fail");
  });
});

describe.concurrent("ways to another origin", () => {
  it("H31: Snyk's link to the next page is not followed there", async (context) => {
    const evil = await startEvil(context);
    const snyk = onPath(/\/issues$/, {
      kind: "answer",
      status: 200,
      body: { data: [], links: { next: `${evil.url}/rest/x` } },
    });
    const { result, codes } = await run(context, situation(), { faults: { snyk } });
    expect(result.outputs.verdict).toBe("incomplete");
    expect(codes).toHaveLength(1);
    expect(["partial", "bad-response"]).toContain(codes[0]);
    expect(evil.requests).toEqual([]);
  });

  it("H33: GitHub's link to the next page is not followed there", async (context) => {
    const evil = await startEvil(context);
    const headers = { link: `<${evil.url}/x>; rel="next"` };
    const github = onPath(/\/comments$/, { kind: "answer", status: 200, headers, body: [] });
    const { result } = await run(context, situation(), { faults: { github } });
    expect(result.outputs.verdict).toBe("pass");
    expect(evil.requests).toEqual([]);
  });

  it.for([301, 302, 303, 307, 308])("H34: a redirect by %d takes no token there", async (status, context) => {
    const evil = await startEvil(context);
    const fault = { kind: "answer", status, headers: { location: `${evil.url}/x` }, body: "" } as const;
    const { result, codes } = await run(context, situation(), {
      faults: {
        semgrep: onPath(/\/scans\/search$/, fault),
        snyk: onPath(/\/projects$/, fault),
        github: onPath(/\/comments$/, fault),
      },
    });
    expect(result.outputs.verdict).toBe("incomplete");
    expect(codes).toEqual(["bad-response"]);
    expect(secretsIn(evil.requests)).toEqual([]);
  });

  it("H36: a redirect within the origin is followed", async (context) => {
    const stage = await stageFor(context, situation(), {
      faults: {
        semgrep: ({ path }) =>
          path === "/api/v1/deployments/acme/projects/acme/web-shop"
            ? {
                kind: "answer",
                status: 301,
                headers: { location: "/api/v1/deployments/acme/projects/ACME/web-shop" },
                body: "",
              }
            : undefined,
      },
    });
    expect((await stage.run()).outputs.verdict).toBe("pass");
  });

  it.for([
    ["semgrep-url", "http://example.com"],
    ["snyk-url", "https://user:CANARYPASSWORD@api.snyk.io"],
    ["semgrep-url", "file:///etc/passwd"],
    ["snyk-url", "javascript:alert(1)"],
    ["semgrep-url", "https://"],
  ] as const)("H37: %s of %s is refused before any request", async ([input, url], context) => {
    const { stage, result, codes } = await run(context, situation(), { inputs: { [input]: url } });
    expect([result.exitCode, result.outputs.verdict, codes]).toEqual([1, "incomplete", ["config-invalid"]]);
    expect(stage.sandbox.requests()).toEqual([]);
    expect(printed(result)).not.toContain("CANARYPASSWORD");
  });
});

describe.concurrent("tokens", () => {
  it.for<[string, string]>([
    ["a line break inside", "sandbox-CANARY\nTOKEN-not-a-secret"],
    ["a carriage return inside", "sandbox-CANARY\rTOKEN-not-a-secret"],
    ["a space inside", "sandbox-CANARY TOKEN-not-a-secret"],
    ["a letter that no header takes", "sandbox-CANARY-TÖKEN-not-a-secret"],
    ["100 kB", `CANARY${"x".repeat(100_000)}`],
  ])("H38: a token with %s is an error that does not show it", async ([, token], context) => {
    const stage = await stageFor(context, situation());
    const result = await stage.run({ inputs: { "snyk-token": token } });
    expect(result.exitCode).toBe(1);
    expect(result.outputs.verdict).toBe("incomplete");
    const shown = printed(result)
      .split("\n")
      .filter((line) => !line.startsWith("::add-mask::"))
      .join("\n");
    expect(shown + JSON.stringify(result.outputs) + result.summary).not.toMatch(/CANARY/);
  });

  it.for([
    "message",
    "header",
    "location",
  ])("H39: a %s that gives the token back shows it nowhere", async (where, context) => {
    await run(context, situation(), {
      faults: {
        snyk: ({ headers: { authorization = "" } }) => {
          const base64 = Buffer.from(authorization).toString("base64");
          const text = `${authorization} ${base64} ${encodeURIComponent(authorization)}`;
          return {
            kind: "answer",
            status: where === "location" ? 302 : 400,
            headers:
              where === "location"
                ? { location: `http://127.0.0.1:9/x?t=${encodeURIComponent(authorization)}` }
                : { "x-back": authorization },
            body: { errors: [{ status: "400", detail: text, title: text }], message: text },
          };
        },
      },
    });
  });
});

describe.concurrent("a token in a text that is cut", () => {
  it.for([
    0, 40, 78, 90, 112, 118, 145, 190, 290, 480, 780, 1985,
  ])("leaves no six characters of it anywhere, with %i characters in front", async (length, context) => {
    const [semgrep, snyk, github] = TOKENS;
    const tokens = [semgrep, snyk, github];
    const inFront = tokens.map((token) => `${"w".repeat(length)}${token}`);
    // White space is folded after a first cut, which then leaves no mark behind what is left.
    const folded = tokens.map((token) => `x${" ".repeat(Math.max(0, 470 - length))}${token}`);
    const texts = [...inFront, ...folded, inFront.join(" ")];
    const world = (now: number): World => {
      const told = worldOf(inFront.join("\n"), now);
      return {
        ...told,
        semgrep: { ...told.semgrep, token: semgrep },
        snyk: { ...told.snyk, token: snyk },
        github: { ...told.github, token: github },
      };
    };
    const stage = await stageFor(context, { ...hostile, world });
    const running = stage.start({ inputs: { reports: "cut.sarif" } });
    writeFileSync(join(running.paths.workspace, "cut.sarif"), JSON.stringify(sarifOf(texts)));
    const result = await running.finished;
    expect(result.outputs.verdict).toBe("fail");
    expect(result.outputs.reasons).not.toContain("report-invalid");
    const shown = textsOf(result, stage);
    expect(pieces(tokens).filter((piece) => shown.includes(piece))).toEqual([]);
  });
});

/** Tokens of which no six characters stand anywhere by chance. */
const TOKENS = ["kQ7zV2xJ9pW4mT8cR3nL6hY1", "5dXb0sGfZ8uKe2aNq7Wy4Pj9", "Hc3rMv6tBx1oLz5iDk8gSw0E"] as const;

/** An empty file, made. */
function openAt(path: string): string {
  writeFileSync(path, "");
  return path;
}

/** A report file whose tool says each of some texts wherever it can. */
function sarifOf(texts: readonly string[]) {
  const results = texts.map((text, index) => ({
    ruleId: text,
    level: "error",
    message: { text },
    locations: [
      { physicalLocation: { artifactLocation: { uri: `src/${index}.ts` }, region: { startLine: 3 } } },
    ],
  }));
  const rules = texts.map((text) => ({ id: text, shortDescription: { text }, fullDescription: { text } }));
  return { version: "2.1.0", runs: [{ tool: { driver: { name: texts[0], rules } }, results }] };
}

/** Every six characters in a row of some tokens. */
function pieces(tokens: readonly string[]): readonly string[] {
  return tokens.flatMap((token) =>
    Array.from({ length: token.length - 5 }, (_, at) => token.slice(at, at + 6)),
  );
}

/** All that a run told, wherever, without the lines that ask the runner to mask a token. */
function textsOf(result: RunResult, stage: Stage): string {
  const log = printed(result)
    .split("\n")
    .filter((line) => !line.startsWith("::add-mask::"));
  const files = [result.outputs["report-json"], result.outputs["report-html"], result.outputs["sarif-file"]];
  return [
    ...log,
    JSON.stringify(result.outputs),
    result.summary,
    ...stage.sandbox.github.comments().map(({ body }) => body),
    ...files.flatMap((path) => (path === undefined ? [] : readFileSync(path, "utf8"))),
  ].join("\n");
}

describe.concurrent("too much", () => {
  // What is heavy is done aside as well, where this process seems to have nothing to do; and on a busy machine it lasts.
  const launch = atRealPace;
  const timeout = "10m";

  it("H14: 5 MB of one finding's text leave outputs that are whole, and are told shortened", async (context) => {
    const long = "a word ".repeat(700_000);
    const scenario: Scenario = {
      ...hostile,
      world: (now) => {
        const world = worldOf("short", now);
        const finding = { id: 7, path: "src/a.ts", line: 3, severity: "high", cwe: "CWE-79" };
        const findings = [codeFinding({ ...finding, rule: long.slice(0, 5_000), message: long })];
        return {
          ...world,
          semgrep: { ...world.semgrep, findings: [...world.semgrep.findings, ...findings] },
        };
      },
    };
    const { stage, result } = await run(context, scenario, { launch, inputs: { timeout } });
    expect([result.outputs.verdict, result.exitCode]).toEqual(["fail", 1]);
    expect(Object.values(result.outputs).join("").length).toBeLessThan(100_000);
    expect(reasonsOf(result).length).toBeGreaterThan(0);
    expect(ownComments(stage)[0]).toContain("\u2026");
  });

  it.for<[string, (path: string) => void]>([
    [
      "nested 200,000 deep",
      (path) =>
        writeFileSync(path, `{"version":"2.1.0","runs":${"[".repeat(200_000)}${"]".repeat(200_000)}}`),
    ],
    ["of 40 MB, nothing in it", (path) => truncateSync(openAt(path), 40_000_000)],
    ["packed with gzip", (path) => writeFileSync(path, gzipSync(Buffer.alloc(50 << 20, " ")))],
    [
      "with 20 MB of slashes",
      (path) => writeFileSync(path, JSON.stringify(sarifOf(["/".repeat(20_000_000)]))),
    ],
  ])("H29: a report file %s is no proof, and holds nothing up", async ([, make], context) => {
    const stage = await stageFor(context, situation(), { launch });
    const running = stage.start({ inputs: { reports: "big.sarif", timeout } });
    make(join(running.paths.workspace, "big.sarif"));
    const result = await running.finished;
    expectSafe(result, stage);
    expect(result.outputs.verdict).not.toBe("pass");
    expect(result.exitCode).toBe(1);
    expect(reasonsOf(result).map(({ code }) => code)).not.toContain("timeout");
  });

  it("H42: a body that unpacks to 700 MB is a bad response", async (context) => {
    const member = gzipSync(Buffer.alloc(64 << 20, " "));
    const body = Buffer.concat(Array.from({ length: 11 }, () => member));
    const headers = { "content-encoding": "gzip", "content-type": "application/json" };
    const { codes } = await run(context, situation(), {
      inputs: { timeout },
      faults: { semgrep: onPath(/\/findings$/, { kind: "answer", status: 200, headers, body }) },
      launch,
    });
    expect(codes).toEqual(["bad-response"]);
  });

  it.for<[string, string]>([
    [
      "an alias bomb",
      `a: &a [x]\n${"bcdefghijkl"
        .split("")
        .map((name, index) => `${name}: &${name} [${`*${"abcdefghijk"[index]},`.repeat(9)}]`)
        .join("\n")}\n`,
    ],
    ["a depth of 20,000", `version: 1\nrules: ${"[".repeat(20_000)}`],
    ["a key given twice", "version: 1\nversion: 1\n"],
    ["a function", "version: 1\nfail-on: !!js/function 'function(){}'\n"],
    ["a prototype", "version: 1\n__proto__: { fail-on: none }\n"],
    ["an unknown key", "version: 1\nfail_on: none\n"],
    ["10 MB", `version: 1\n#${"x".repeat(10_000_000)}\n`],
  ])("H45: a policy with %s is an error of the configuration", async ([, text], context) => {
    const files = [{ commit: BASE_COMMIT, path: ".github/scan-gate.yml", text }];
    const scenario = situation((world) => ({ ...world, github: { ...world.github, files } }));
    const { result, codes } = await run(context, scenario, { inputs: { "on-incomplete": "warn" } });
    expect([result.exitCode, result.outputs.verdict, codes]).toEqual([1, "incomplete", ["config-invalid"]]);
  });
});

describe.concurrent("what a pull request can change", () => {
  it("H47: its own policy does not judge it, and the change is told", async (context) => {
    const path = ".github/scan-gate.yml";
    const scenario: Scenario = {
      ...blocked,
      world: (now) => {
        const world = blocked.world(now);
        const files = [
          { commit: BASE_COMMIT, path, text: "version: 1\nfail-on: high\n" },
          { commit: HEAD_COMMIT, path, text: "version: 1\nfail-on: none\n" },
        ];
        return { ...world, github: { ...world.github, files } };
      },
    };
    const { stage, result } = await run(context, scenario);
    expect(result.outputs).toMatchObject({ verdict: "fail", blocking: "5" });
    expect(ownComments(stage)[0]).toMatch(/policy/i);
  });

  it("H48: what a comment in the code or a triage ignores is shown as suppressed, and by whom", async (context) => {
    const result = {
      ruleId: "planted",
      level: "error",
      message: { text: "Planted" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "src/a.ts" }, region: { startLine: 3 } } }],
      suppressions: [{ kind: "inSource" }],
    };
    const runs = [{ tool: { driver: { name: "other" } }, results: [result] }];
    const stage = await stageFor(context, situation());
    const running = stage.start({ inputs: { reports: "other.sarif", comment: "always" } });
    writeFileSync(join(running.paths.workspace, "other.sarif"), JSON.stringify({ version: "2.1.0", runs }));
    const ran = await running.finished;
    expectSafe(ran, stage);
    expect(ran.outputs).toMatchObject({ verdict: "pass", suppressed: "1", total: "0" });
    expect(ownComments(stage)[0]).toContain("a comment in the code");
  });

  it("H48: an ignore that the tool has not accepted suppresses nothing", async (context) => {
    const result = {
      ruleId: "planted",
      level: "error",
      message: { text: "Planted" },
      suppressions: [{ kind: "inSource", status: "underReview" }],
    };
    const runs = [{ tool: { driver: { name: "other" } }, results: [result] }];
    const stage = await stageFor(context, situation());
    const running = stage.start({ inputs: { reports: "other.sarif" } });
    writeFileSync(join(running.paths.workspace, "other.sarif"), JSON.stringify({ version: "2.1.0", runs }));
    const ran = await running.finished;
    expect(ran.outputs).toMatchObject({ verdict: "fail", suppressed: "0", blocking: "1" });
  });

  it.for<[string, string]>([
    ["../outside.sarif", "report-invalid"],
    ["/etc/passwd", "report-invalid"],
    ["link.sarif", "report-invalid"],
    ["broken.sarif", "report-invalid"],
    ["none-*.sarif", "report-missing"],
  ])("H27: the report file %s is %s, and is not shown", async ([reports, code], context) => {
    const stage = await stageFor(context, situation(undefined, { tree: { "broken.sarif": '{"version":' } }));
    const running = stage.start({ inputs: { reports } });
    // The action starts up more slowly than these three calls take.
    writeFileSync(join(running.paths.root, "outside.sarif"), "CANARY-OUTSIDE");
    mkdirSync(join(running.paths.workspace, "folder.sarif"));
    symlinkSync(join(running.paths.root, "outside.sarif"), join(running.paths.workspace, "link.sarif"));
    const result = await running.finished;
    expect(result.outputs.verdict).toBe("incomplete");
    expect(reasonsOf(result).map((reason) => [reason.code, reason.source])).toEqual([[code, "reports"]]);
    expect(printed(result) + result.summary).not.toContain("CANARY-OUTSIDE");
    expect(printed(result)).not.toContain("root:x:0");
  });
});
