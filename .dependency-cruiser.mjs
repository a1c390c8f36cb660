const STAGES = ["settings", "context", "sources", "gate", "reporters"];
const OWN = "^src/.+";
const TESTS = "[.]test[.]ts$";

/** Import directions of the project. Each comment is written to whoever trips over the rule. */
export default {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      comment:
        "Two modules that need each other are one module, or lack a third that both need. Move the shared part down.",
      from: {},
      to: { circular: true },
    },
    {
      name: "model-imports-nothing",
      severity: "error",
      comment:
        "src/model is the vocabulary that everything stands on. What it would import belongs above it.",
      from: { path: "^src/model/", pathNot: TESTS },
      to: { path: OWN, pathNot: "^src/model/" },
    },
    {
      name: "text-imports-nothing",
      severity: "error",
      comment: "src/text knows characters, not findings. Hand it strings.",
      from: { path: "^src/text/", pathNot: TESTS },
      to: { path: OWN, pathNot: "^src/text/" },
    },
    {
      name: "pure-core",
      severity: "error",
      comment:
        "The core is pure and synchronous. Take the effect as a port (src/ports.ts) and let src/platform provide it.",
      from: { path: "^src/(model|text|gate|settings|context|sources|reporters)/", pathNot: TESTS },
      to: {
        path: "^(node:)?(fs|process|child_process|http|https|net|os|worker_threads)(/|$)|node_modules/(@actions|@octokit|undici)/",
      },
    },
    {
      name: "effects-through-ports",
      severity: "error",
      comment: "Only index.ts and cli.ts choose the real world. Take what you need from src/ports.ts.",
      from: { path: "^src/", pathNot: ["^src/(platform/|index[.]ts|cli[.]ts|cli/)", TESTS] },
      to: { path: "^src/platform/" },
    },
    ...STAGES.map((stage) => ({
      name: `${stage}-knows-no-later-stage`,
      severity: "error",
      comment: `src/${stage} is a stage of its own. What it shares with another stage belongs in src/model or src/text; what ties stages together belongs in src/run.ts or beside it.`,
      from: { path: `^src/${stage}/`, pathNot: TESTS },
      to: {
        path: `^src/(${STAGES.filter((other) => other !== stage).join("|")})/`,
        // Settings and context are what every stage is told; they stand below the others.
        pathNot:
          stage === "sources" || stage === "reporters" || stage === "settings"
            ? "^src/(settings|context)/"
            : "^$",
      },
    })),
    {
      name: "nothing-imports-the-entries",
      severity: "error",
      comment: "index.ts and cli.ts run on import. Move what you need out of them.",
      from: { path: "^(src|sandbox)/" },
      to: { path: "^src/(index|cli)[.]ts$" },
    },
    {
      name: "shipped-code-imports-no-tests",
      severity: "error",
      comment: "Tests and their builders are not shipped. Move what you need into src.",
      from: { path: "^(src|sandbox)/", pathNot: TESTS },
      to: { path: `^test/|${TESTS}` },
    },
    {
      name: "sandbox-stands-alone",
      severity: "error",
      comment:
        "The sandbox is the other side of the wire: it must not share code, and so mistakes, with the client.",
      from: { path: "^sandbox/", pathNot: TESTS },
      to: { path: "^src/" },
    },
    {
      name: "no-unlisted-packages",
      severity: "error",
      comment:
        "Shipped code may use the runtime dependencies of package.json only; each has its reason in docs/decisions.",
      from: { path: "^(src|sandbox)/", pathNot: TESTS },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
      extensions: [".ts", ".js", ".mjs"],
    },
  },
};
