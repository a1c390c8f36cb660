/**
 * The floors of the house, from the top down. A room imports from its own folder and from floors below its own; rooms
 * of one floor do not know each other. `workflow.ts` and `cli/` stand above all, and above
 * these `index.ts` and `cli.ts`.
 */
const FLOORS = [
  ["run", "timing", "report"],
  ["commands", "join"],
  ["relay", "sources", "gate", "reporters"],
  ["forges", "report-json"],
  ["settings", "slices"],
  ["fixes", "context"],
  ["ports"],
  ["forge-ports"],
  ["review-ports", "survey-ports", "insights-ports", "proposal-ports"],
  ["errors"],
  ["model", "text", "no-eval"],
];
const ROOMS = FLOORS.flatMap((rooms, floor) => rooms.map((room) => ({ room, floor })));
const place = (room) => `^src/${room}(/|[.]ts$)`;

const OWN = "^src/.+";
const OTHER_FORGES = "^src/(platform/(azure|bitbucket|bitbucket-dc|forge|gitlab)|reporters/native)/";
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
      name: "pure-core",
      severity: "error",
      comment:
        "The core is pure and synchronous. Take the effect as a port (src/ports.ts) and let src/platform provide it.",
      from: {
        path: "^src/(model|text|gate|fixes|report-json|forges|settings|context|sources|reporters|relay|join)/",
        pathNot: TESTS,
      },
      to: {
        path: "^(node:)?(fs|process|child_process|http|https|net|os|worker_threads)(/|$)|node_modules/(@actions|@octokit|undici)/",
      },
    },
    {
      name: "effects-through-ports",
      severity: "error",
      comment:
        "Only workflow.ts and the command line choose the real world. Take what you need from src/ports.ts.",
      from: { path: "^src/", pathNot: ["^src/(platform/|index[.]ts|workflow[.]ts|cli[.]ts|cli/)", TESTS] },
      to: { path: "^src/platform/" },
    },
    ...ROOMS.map(({ room, floor }) => ({
      name: `${room}-stands-above-what-it-imports`,
      severity: "error",
      comment: `src/${room} may import only from the floors below its own (see FLOORS). Move what is shared down: to src/model, src/text or src/fixes; what ties rooms together belongs in src/run.ts or beside it.`,
      from: { path: place(room), pathNot: TESTS },
      to: {
        path: OWN,
        pathNot: [
          place(room),
          ...ROOMS.filter((other) => other.floor > floor || (floor === 0 && other.floor === 0)).map((other) =>
            place(other.room),
          ),
        ],
      },
    })),
    {
      name: "platform-knows-no-stage",
      severity: "error",
      comment:
        "src/platform offers the world behind src/ports.ts. What it would import from a stage is handed to it by workflow.ts or cli.",
      from: { path: "^src/platform/", pathNot: TESTS },
      to: {
        path: OWN,
        pathNot: [
          "^src/platform/",
          ...[
            "ports",
            "forge-ports",
            "review-ports",
            "survey-ports",
            "insights-ports",
            "proposal-ports",
            "errors",
            "model",
            "text",
            "no-eval",
          ].map(place),
        ],
      },
    },
    {
      name: "other-forges-are-loaded-when-needed",
      severity: "error",
      comment:
        "A run has one forge, and the action's is GitHub: what talks to another, or writes its formats, is loaded by `await import()`.",
      from: { path: "^src/", pathNot: [OTHER_FORGES, TESTS] },
      to: { path: OTHER_FORGES, dynamic: false, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "the-action-knows-github-only",
      severity: "error",
      comment:
        "Ways of other forges are chosen by the command line. The action would only start later with them.",
      from: { path: "^src/", pathNot: ["^src/(cli|forges)/", OTHER_FORGES, TESTS] },
      to: { path: "^src/forges/(azure|bitbucket|bitbucket-dc|gitlab)/", dependencyTypesNot: ["type-only"] },
    },
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
