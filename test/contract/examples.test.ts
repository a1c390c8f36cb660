import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isMap, parseAllDocuments, visit } from "yaml";
import { filesThatSpell, publishingName, spellings } from "../../scripts/publishing-name.ts";
import { INPUT_NAMES } from "../../src/settings/inputs.ts";
import { readSettings } from "../../src/settings/read.ts";
import { PROJECT } from "../support/run-scenario.ts";

const { name: NAME, version: VERSION, tag: TAG } = publishingName();

/** A server of one's own has a copy of the repository, in an organization that the documents call `your-org`. */
const COPY = NAME.replace(/^[^/]+/, "your-org");
const isAction = (uses: string) => [NAME, COPY].includes(uses.replace(/@.*$/, ""));

/** The nine situations that the README must lead to. */
const SITUATIONS = {
  "only Semgrep": "examples/github/only-semgrep.yml",
  "only Snyk": "examples/github/only-snyk.yml",
  "report files without any account": "examples/github/report-files.yml",
  "a monorepo": "examples/github/monorepo.yml",
  forks: "examples/github/forks.yml",
  "Enterprise Server": "examples/github/enterprise-server.yml",
  GitLab: "examples/gitlab/merge-request.yml",
  "200 repositories": "examples/github/organisation.yml",
  "watching only": "examples/github/watching.yml",
};

const FILES = execFileSync("git", ["ls-files", "-z", "--", "*.md", "examples", ":!dist", ":!test"], {
  cwd: PROJECT,
  encoding: "utf8",
})
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(PROJECT, path)));
const EXAMPLES = FILES.filter((path) => path.startsWith("examples/"));
const PAGES = FILES.filter((path) => path.endsWith(".md"));

const textOf = (path: string) => readFileSync(join(PROJECT, path), "utf8");

/** YAML texts by where they stand: examples, and blocks of the documents. */
function yamlTexts(): readonly (readonly [string, string])[] {
  const blocks = PAGES.flatMap((path) =>
    [...textOf(path).matchAll(/^ *```ya?ml\n([\s\S]*?)^ *```$/gm)].map(
      ([, text = ""], at) => [`${path}, block ${at + 1}`, text] as const,
    ),
  );
  const whole = EXAMPLES.filter((path) => path.endsWith(".yml")).map((path) => [path, textOf(path)] as const);
  return [...whole, ...blocks];
}

interface GateStep {
  readonly where: string;
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
}

/** Steps that use the action, wherever they stand in a text. */
function gateSteps(where: string, text: string): readonly GateStep[] {
  const steps: GateStep[] = [];
  for (const document of parseAllDocuments(text)) {
    visit(document, {
      Map(_, node) {
        const uses = node.get("uses");
        if (typeof uses !== "string" || !isAction(uses)) return;
        const given = node.get("with");
        steps.push({ where, uses, with: isMap(given) ? given.toJS(document) : {} });
      },
    });
  }
  return steps;
}

const STEPS = yamlTexts().flatMap(([where, text]) => gateSteps(where, text));

/** What GitHub puts in place of an expression: a word that fits the input. */
function filled(input: string, value: string): string {
  const word = { "pull-request": "42", "comment-key": "part" }[input] ?? "filled-in";
  return value.replaceAll(/\$\{\{.*?\}\}/g, word);
}

function problemsOf(given: GateStep["with"]): readonly string[] {
  const raw = Object.fromEntries(
    Object.entries(given).map(([input, value]) => [input, filled(input, String(value))]),
  );
  const result = readSettings(raw, { workspace: "/work", temp: "/temp" });
  return result.ok ? [] : result.problems;
}

describe("what people copy", () => {
  it("is found in examples and documents", () => {
    const places = STEPS.map(({ where }) => where.split(",")[0]);
    expect(places).toEqual(
      expect.arrayContaining(["README.md", "docs/inputs.md", "examples/github/forks.yml"]),
    );
    expect(STEPS.length).toBeGreaterThan(15);
  });

  it.each(STEPS)("gives the action inputs that it has, with values that it takes: $where", (step) => {
    expect(Object.keys(step.with).filter((key) => !INPUT_NAMES.some((name) => name === key))).toEqual([]);
    expect(problemsOf(step.with)).toEqual([]);
  });

  it("would be caught with a value that the action refuses", () => {
    expect(problemsOf({ gate: "sometimes" })).toHaveLength(1);
  });

  it("shows every input once in docs/inputs.md, in the order of the table", () => {
    const [whole] = STEPS.filter(({ where }) => where.startsWith("docs/inputs.md"));
    expect(Object.keys(whole?.with ?? {})).toEqual(INPUT_NAMES);
  });

  it("is valid YAML", () => {
    const broken = yamlTexts().filter(([, text]) =>
      parseAllDocuments(text).some((document) => document.errors.length > 0),
    );
    expect(broken.map(([where]) => where)).toEqual([]);
  });

  it("quotes what YAML 1.1 reads as true or false", () => {
    const bare = STEPS.flatMap(({ where, with: given }) =>
      Object.entries(given).flatMap(([key, value]) =>
        typeof value === "boolean" ? [`${where}: ${key}`] : [],
      ),
    );
    expect(bare).toEqual([]);
    const [, text = ""] = /^(.*: (?:on|off|yes|no) *(?:#.*)?)$/m.exec(EXAMPLES.map(textOf).join("\n")) ?? [];
    expect(text).toBe("");
  });
});

describe("the ruleset that README tells to copy", () => {
  it("requires the job of the workflow above it, reported by GitHub Actions", () => {
    const page = textOf("README.md");
    const body = /<<'JSON'\n([\s\S]*?)\nJSON\n/.exec(page)?.[1] ?? "";
    const { rules, enforcement } = JSON.parse(body);
    const [workflow] = parseAllDocuments(/^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "");
    const jobs = workflow?.get("jobs");
    const [job] = isMap(jobs) ? jobs.items.map(({ key }) => String(key)) : [];
    expect(enforcement).toBe("active");
    expect(rules[0].parameters.required_status_checks).toEqual([{ context: job, integration_id: 15_368 }]);
  });
});

describe("the name of the action", () => {
  it("is the one in package.json wherever workflows use it, with the newest major tag or a commit", () => {
    const used = FILES.flatMap((path) =>
      [...textOf(path).matchAll(/uses: ["']?([\w.-]+\/[\w.-]+)@([\w.]+)/g)].map(([, name = "", at]) => ({
        ...{ path, name, at },
      })),
    );
    const others = /^(?:actions|github|docker)\//;
    const wrong = used.filter(
      ({ name, at = "" }) =>
        !others.test(name) && (!isAction(name) || !(at === TAG || /^[0-9a-f]{40}$/.test(at))),
    );
    expect(used.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it("has the version of package.json in the names of packages", () => {
    const names = FILES.flatMap((path) => textOf(path).match(/scan-gate-\d[\w.]*?(?=\.tgz)/g) ?? []);
    expect(names.length).toBeGreaterThan(2);
    expect(new Set(names)).toEqual(new Set([`scan-gate-${VERSION}`]));
  });

  it("can be changed in one place: every other spelling of it is found by the script", () => {
    const [, repository = ""] = NAME.split("/");
    const missed = filesThatSpell().flatMap((path) => {
      const rest = textOf(path).replaceAll(spellings(NAME), "");
      return [...rest.matchAll(new RegExp(`[\\w./-]*${NAME}[\\w./-]*`, "g"))]
        .map(([text]) => text)
        .filter((text) => !text.endsWith(`${repository}.sarif`))
        .map((text) => `${path}: ${text}`);
    });
    expect(missed).toEqual([]);
  });
});

/** Files that a page links to, from the project's root. */
function linked(path: string): readonly string[] {
  if (!path.endsWith(".md")) return [];
  const links = [...textOf(path).matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => join(dirname(path), link));
}

function withinClicks(clicks: number): ReadonlySet<string> {
  let pages = new Set(["README.md"]);
  for (let click = 0; click < clicks; click++)
    pages = new Set([...pages, ...[...pages].filter((page) => FILES.includes(page)).flatMap(linked)]);
  return pages;
}

describe("from the README", () => {
  it.each(Object.entries(SITUATIONS))("one click leads to a workflow for %s", (_, path) => {
    expect(FILES).toContain(path);
    expect(withinClicks(1)).toContain(path);
  });

  it("two clicks lead to every example and to every page for people who use it", () => {
    const near = withinClicks(2);
    const pages = PAGES.filter((path) => path.startsWith("docs/") && !path.startsWith("docs/decisions/"));
    expect([...EXAMPLES, ...pages].filter((path) => !near.has(path))).toEqual([]);
  });
});
