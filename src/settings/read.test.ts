import { describe, expect, it } from "vitest";
import { fakePorts } from "../../test/support/fake-ports.ts";
import { INPUT_NAMES, type InputName, inputEntry, TOKEN_INPUTS } from "./inputs.ts";
import { checkedSettings, readSettings } from "./read.ts";
import { describeSettings, requiredSources, sourcesOn } from "./settings.ts";

const FOLDERS = { workspace: "/home/runner/web-shop", temp: "/home/runner/temp" };

/** A value of each input that is not its default. */
const OTHER_VALUES: Readonly<Record<InputName, string>> = {
  "semgrep-token": "fake-semgrep-token",
  "semgrep-deployment": "acme",
  "semgrep-project": "acme/a",
  "semgrep-url": "https://acme.semgrep.dev",
  "semgrep-evidence": "branch",
  "snyk-token": "fake-snyk-token",
  "snyk-org": "acme",
  "snyk-project": "web",
  "snyk-url": "eu",
  "snyk-evidence": "commit",
  "snyk-check-author": "octocat",
  "snyk-check-wait": "5m",
  reports: "a.json",
  "github-token": "fake-github-token",
  require: "snyk",
  policy: "gate.yml",
  "policy-token": "fake-policy-token",
  "pull-request": "7",
  "fail-on": "low",
  gate: "all",
  "on-incomplete": "warn",
  timeout: "1m",
  "poll-interval": "1s",
  comment: "never",
  "comment-key": "nightly",
  status: "always",
  review: "fixes",
  sarif: "off",
  "sarif-file": "a.sarif",
  "report-dir": "out",
  annotations: "false",
  tickets: "all",
  "tickets-project": "SEC",
  "dry-run": "true",
};

function settingsOf(inputs: Record<string, string>) {
  const result = readSettings(inputs, FOLDERS);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.settings;
}

function problemsOf(inputs: Record<string, string>): readonly string[] {
  const result = readSettings(inputs, FOLDERS);
  return result.ok ? [] : result.problems;
}

describe("readSettings", () => {
  it("takes every default of the contract when nothing is given", () => {
    expect(settingsOf({})).toEqual({
      snykCheckAuthors: [],
      reports: [],
      githubToken: "",
      policyToken: "",
      failOn: "high",
      gate: "auto",
      onIncomplete: "fail",
      timeoutMs: 600_000,
      pollIntervalMs: 10_000,
      comment: "always",
      commentKey: "default",
      status: "auto",
      review: "off",
      sarif: "upload",
      workspace: "/home/runner/web-shop",
      sarifFile: "/home/runner/temp/scan-gate/scan-gate.sarif",
      reportDir: "/home/runner/temp/scan-gate",
      annotations: true,
      tickets: "off",
      ticketsProjects: [],
      dryRun: false,
    });
  });

  it("turns a source on with its token, and reads what belongs to it", () => {
    const settings = settingsOf({
      "semgrep-token": " fake-semgrep-token\n",
      "semgrep-deployment": "acme",
      "semgrep-project": "acme/web-shop/a,\n acme/web-shop/b\n",
      "semgrep-url": "https://acme.semgrep.dev/",
      "snyk-token": "fake-snyk-token",
      "snyk-org": "one, two, one",
      "snyk-project": "web*",
      "snyk-url": "eu",
      "snyk-evidence": "COMMIT",
      reports: "out/*.sarif",
    });
    expect(settings.semgrep).toEqual({
      token: "fake-semgrep-token",
      deployment: "acme",
      projects: ["acme/web-shop/a", "acme/web-shop/b"],
      url: "https://acme.semgrep.dev",
      evidence: "commit",
    });
    expect(settings.snyk).toEqual({
      token: "fake-snyk-token",
      orgs: ["one", "two"],
      projects: ["web*"],
      url: "https://api.eu.snyk.io",
      urlGiven: true,
      evidence: "commit",
      checkWaitMs: 120_000,
    });
    expect(sourcesOn(settings)).toEqual(["semgrep", "snyk", "reports"]);
  });

  it("knows whose statuses count as Snyk's where Snyk itself is off", () => {
    const settings = settingsOf({ "snyk-check-author": "snyk-io" });
    expect(settings.snyk).toBeUndefined();
    expect(settings.snykCheckAuthors).toEqual(["snyk-io"]);
  });

  it("knows that the default Snyk URL was not chosen", () => {
    const settings = settingsOf({ "snyk-token": "fake-snyk-token", "snyk-url": "https://api.snyk.io" });
    expect(settings.snyk?.urlGiven).toBe(false);
  });

  it("requires every source that is on, unless told which", () => {
    const on = settingsOf({ "semgrep-token": "fake-token", reports: "a.json" });
    expect(requiredSources(on)).toEqual(["semgrep", "reports"]);
    expect(requiredSources(settingsOf({ require: "snyk, semgrep" }))).toEqual(["semgrep", "snyk"]);
  });

  it("starts relative paths from the workspace", () => {
    const settings = settingsOf({ "sarif-file": "out/a.sarif", "report-dir": "/abs" });
    expect(settings.sarifFile).toBe("/home/runner/web-shop/out/a.sarif");
    expect(settings.reportDir).toBe("/abs");
  });

  it("keeps the named policy file as a path of the repository, or as another one's above its own", () => {
    const own = settingsOf({ policy: "./security/gate.yml" });
    expect(own.policy).toBe("security/gate.yml");
    expect(own).not.toHaveProperty("policyAbove");
    const above = settingsOf({ policy: "acme/.github/gate.yml@v1" });
    expect(above).not.toHaveProperty("policy");
    expect(above.policyAbove).toEqual({ owner: "acme", repo: ".github", path: "gate.yml", ref: "v1" });
  });

  it("reads other repositories' policies with their own token, else with the GitHub token", () => {
    const tokensOf = (inputs: Record<string, string>) => {
      const { githubToken, policyToken } = settingsOf(inputs);
      return [githubToken, policyToken];
    };
    expect(tokensOf({ "github-token": "job", "policy-token": "org" })).toEqual(["job", "org"]);
    expect(tokensOf({ "github-token": "job" })).toEqual(["job", "job"]);
    expect(tokensOf({ "policy-token": "org" })).toEqual(["", "org"]);
  });

  it("knows all inputs that are secrets", () => {
    expect(TOKEN_INPUTS).toEqual(["semgrep-token", "snyk-token", "github-token", "policy-token"]);
  });

  it("tells all problems together, each with its input, what was given and what is allowed", () => {
    expect(
      problemsOf({
        "fail-on": "hgih",
        gate: "some",
        timeout: "soon",
        comment: "loud",
        require: "semgrep, trivy",
        annotations: "yes",
        "semgrep-url": "http://semgrep.dev",
        "snyk-url": "mars",
        "comment-key": "a -->",
        policy: "../../etc/passwd",
      }),
    ).toEqual([
      'semgrep-url "http://semgrep.dev/" must be https; http is accepted for loopback hosts only',
      'snyk-url "mars" is not known; allowed: us, us2, eu, au, gov, or a URL',
      'require "trivy" is not known; allowed: semgrep, snyk, reports',
      'policy "../../etc/passwd" is not known; allowed: a path inside the repository, such as .github/scan-gate.yml',
      'fail-on "hgih" is not known (did you mean high?); allowed: critical, high, medium, low, none',
      'gate "some" is not known; allowed: new, all, auto',
      'timeout "soon" is not known; allowed: 500ms, 30s, 10m, 1h, or a number of seconds',
      'comment "loud" is not known; allowed: always, on-findings, on-failure, never',
      'comment-key "a -->" is not known; allowed: up to 100 letters, digits, and . _ / : - (no two hyphens in a row)',
      'annotations "yes" is not known; allowed: true, false',
    ]);
  });

  it.each([
    "two words",
    "line\nbreak",
    "naïve",
    "a\u00a0b",
    "tab\there",
    "x".repeat(4_097),
  ])("refuses a token that cannot be one, without repeating it (%#)", (token) => {
    const [problem = "", ...others] = problemsOf({ "semgrep-token": token });
    expect(others).toEqual([]);
    expect(problem).toBe(
      token.length > 4_096
        ? "semgrep-token is longer than 4096 characters, so it is not a token"
        : "semgrep-token holds a space, a line break or a character that no token has; paste the token alone",
    );
    expect(problem).not.toContain(token);
  });

  it("shortens what it repeats", () => {
    expect(problemsOf({ gate: "x".repeat(500) })[0]).toContain(`"${"x".repeat(80)}…"`);
  });

  it.each([
    `ghp_${"a1".repeat(18)}`,
    "12345678-1234-1234-1234-123456789abc",
    "a1".repeat(32),
    "snyk_uat.12345678.abc",
  ])("repeats nothing that looks like a token in the wrong input (%#)", (given) => {
    const problems = problemsOf({
      gate: given,
      require: given,
      "snyk-url": given,
      "comment-key": `${given}--`,
    });
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toContain(given.slice(0, 12));
  });

  it.each([
    ["pull-request", "0", 'pull-request "0" is not known; allowed: the number of a pull request'],
    ["snyk-check-author", "snyk io", 'snyk-check-author "snyk io" is not known; allowed: GitHub logins'],
    ["snyk-check-wait", "x", "500ms, 30s, 10m, 1h, or a number of seconds; 0 turns it off"],
    ["timeout", "0", 'timeout "0" is not known; allowed: 500ms'],
    ["policy", "acme/gate.yml@v1", "allowed: OWNER/REPO/PATH@REF for a file of another repository"],
  ])("says of a wrong %s %s what is allowed", (name, given, expected) => {
    expect(problemsOf({ [name]: given })[0]).toContain(expected);
  });

  it("takes a path with an @ behind ./", () => {
    expect(settingsOf({ policy: "./a@b.yml" }).policy).toBe("a@b.yml");
  });

  it("does not take an inherited property for an input", () => {
    expect(settingsOf(Object.create({ gate: "all" })).gate).toBe("auto");
  });

  it("is frozen", () => {
    expect(Object.isFrozen(settingsOf({}))).toBe(true);
  });

  it("has one key for each of the contract's inputs", () => {
    expect(INPUT_NAMES).toHaveLength(34);
  });
});

describe("describeSettings", () => {
  const ON = { "semgrep-token": "fake-semgrep-token", "snyk-token": "fake-snyk-token" };
  const told = (inputs: Record<string, string>) => describeSettings(settingsOf(inputs)).join("\n");
  const described = INPUT_NAMES.filter((name) => !inputEntry(name).variables);

  it.each(described)("tells what %s is", (name) => {
    expect(told({ ...ON, [name]: OTHER_VALUES[name] })).not.toBe(told(ON));
  });

  it("tells what was set, and no token", () => {
    const lines = describeSettings(
      settingsOf({
        "semgrep-token": "fake-semgrep-token",
        "semgrep-deployment": "acme",
        "snyk-token": "fake-snyk-token",
        "snyk-org": "web",
        reports: "a.json",
        "dry-run": "true",
      }),
    ).join("\n");
    expect(lines).toContain("sources: semgrep, snyk, reports; required: semgrep, snyk, reports");
    expect(lines).toContain("semgrep: https://semgrep.dev deployment acme");
    expect(lines).toContain("snyk: https://api.snyk.io organizations web");
    expect(lines).toContain("reports: a.json");
    expect(lines).toContain("dry-run: ");
    expect(lines).not.toContain("fake-");
  });

  it("has one line for each matter, and none for what is not set", () => {
    expect(describeSettings(settingsOf({}))).toEqual([
      "sources: none is on; required: none",
      "fail-on: high (unless a policy file says otherwise); gate: auto; on-incomplete: fail",
      "timeout: 600 s; first pause: 10 s",
      "comment: always (key default); status: auto; review: off; sarif: upload; annotations: true; tickets: off",
      "files: /home/runner/temp/scan-gate, /home/runner/temp/scan-gate/scan-gate.sarif",
    ]);
    expect(describeSettings(settingsOf(ON)).slice(5)).toEqual([
      "semgrep: https://semgrep.dev evidence commit",
      "snyk: https://api.snyk.io evidence branch; checks by anybody but github-actions[bot], waited for 120 s",
    ]);
    const lists = { ...OTHER_VALUES, reports: "a.json, b.json", "tickets-project": "SEC, WEB", require: "" };
    expect(describeSettings(settingsOf(lists))).toEqual([
      "sources: semgrep, snyk, reports; required: semgrep, snyk, reports",
      "fail-on: low (unless a policy file says otherwise); gate: all; on-incomplete: warn",
      "timeout: 60 s; first pause: 1 s",
      "comment: never (key nightly); status: always; review: fixes; sarif: off; annotations: false; tickets: all in SEC, WEB",
      "files: /home/runner/web-shop/out, /home/runner/web-shop/a.sarif",
      "semgrep: https://acme.semgrep.dev deployment acme projects acme/a evidence branch",
      "snyk: https://api.eu.snyk.io organizations acme projects web evidence commit; checks by octocat, waited for 300 s",
      "policy: gate.yml",
      "pull-request: 7",
      "reports: a.json, b.json",
      "dry-run: nothing is written to any service",
    ]);
  });

  it("names the policy, be it a file of this repository or of another", () => {
    expect(told({ policy: "ci/gate.yml" })).toContain("policy: ci/gate.yml");
    expect(told({ policy: "acme/.github/gate.yml@v1" })).toContain("policy: acme/.github/gate.yml@v1");
  });

  it("says that nothing is on, and nothing of what was not set", () => {
    const lines = describeSettings(settingsOf({}));
    expect(lines[0]).toBe("sources: none is on; required: none");
    expect(lines.map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      "sources",
      "fail-on",
      "timeout",
      "comment",
      "files",
    ]);
  });

  it("says who may speak for a tool, what is looked at there, and for how long", () => {
    const lines = describeSettings(
      settingsOf({
        ...ON,
        "snyk-project": "web,api",
        "snyk-check-wait": "90s",
        "pull-request": "7",
        reports: "a.json\nb.json",
        timeout: "10m",
        "poll-interval": "500ms",
      }),
    );
    expect(lines).toContain("timeout: 600 s; first pause: 0.5 s");
    expect(lines).toContain("semgrep: https://semgrep.dev evidence commit");
    expect(lines).toContain(
      "snyk: https://api.snyk.io projects web, api evidence branch; checks by anybody but github-actions[bot], waited for 90 s",
    );
    expect(lines).toContain("pull-request: 7");
    expect(lines).toContain("reports: a.json, b.json");
  });
});

describe("checkedSettings", () => {
  it("lists the settings in a group of the log, and gives them", () => {
    const { lines, log } = fakePorts();
    const result = readSettings({ "fail-on": "low" }, FOLDERS);
    const settings = checkedSettings(log, result);
    expect(settings.failOn).toBe("low");
    expect(lines).toEqual(["[Settings]", ...describeSettings(settings), "[end]"]);
  });

  it("tells each problem in the group, and all of them in one error", () => {
    const { lines, log } = fakePorts();
    const problems = ["gate is wrong", "sarif is wrong"];
    expect(() => checkedSettings(log, { ok: false, problems })).toThrow(
      expect.objectContaining({
        code: "config-invalid",
        source: "inputs",
        message: "The inputs cannot be used: gate is wrong; sarif is wrong",
        hint: "Correct them in the workflow",
      }),
    );
    expect(lines).toEqual(["[Settings]", "error: gate is wrong", "error: sarif is wrong", "[end]"]);
  });
});
