import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const WHOLE = { statements: 100, branches: 100 };

const TESTS = ["src/**/*.test.ts", "sandbox/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"];

/**
 * Packages as they are used, not as they are developed: the parser of Markdown has code for that which checks itself at
 * each step. Conditions that are set come on top of the usual ones, so that one is taken away here.
 */
const AS_USED = {
  name: "packages as they are used",
  configResolved: ({ ssr, environments }: Conditions) => {
    for (const { resolve } of [ssr, ...Object.values(environments)])
      if (resolve?.conditions !== undefined)
        resolve.conditions = resolve.conditions.filter((name) => name !== "development|production");
  },
};

interface Conditions {
  readonly ssr: { readonly resolve?: { conditions?: string[] } };
  readonly environments: Readonly<Record<string, Conditions["ssr"]>>;
}

/** They look at what a process has loaded or done only once: a worker for each. */
const FRESH = ["src/platform/github/loading.test.ts", "src/platform/runner/memory.test.ts"];

/** They measure or intercept the connections of their process: a worker for all of them, one after the other. */
const ALONE = [
  "src/platform/{forge,http}/{http,http-faults,proxy,transport}.test.ts",
  "src/platform/github/*.test.ts",
];

/** Megabytes for what is young: whole runs leave much behind, and less of it is looked through again and again. */
const ROOMY = ["--max-semi-space-size=64"];

/** What takes longest goes first, so that no worker is left with it at the end; the longest of all stand first. */
const SLOW = ["test/browser/", "test/run/", "test/flow/", "test/contract/", "/conformance.test.ts"];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      // A worker of another project starts anew; the last short files fill up what time is left.
      if (project.name !== "shared") return SLOW.length + 1;
      const at = SLOW.findIndex((part) => moduleId.includes(part));
      return at < 0 ? SLOW.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [AS_USED],
  test: {
    sequence: { sequencer: SlowFirst },
    // They end what hangs for ever; a busy machine lets a process wait for minutes.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Most of what runs side by side in a file waits for answers.
    maxConcurrency: 10,
    // One more than there are cores: runs wait for their pauses, and processes for others.
    maxWorkers: availableParallelism() + 1,
    projects: [
      // No file leaves anything behind in its worker, so a worker need not start anew for each of them.
      {
        extends: true,
        test: {
          name: "shared",
          include: TESTS,
          exclude: [...ALONE, ...FRESH],
          isolate: false,
          execArgv: ROOMY,
        },
      },
      { extends: true, test: { name: "alone", include: ALONE, exclude: FRESH, isolate: false } },
      { extends: true, test: { name: "fresh", include: FRESH } },
    ],
    reporters: ["default", ["json", { outputFile: "coverage/tests.json" }]],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: [
        "src/**/*.test.ts",
        // The entries run on import; the whole-run tests run them as the runner does, in a process of their own.
        "src/index.ts",
        "src/cli.ts",
        // Runs in a page: the browser tests do what people do there.
        "src/reporters/html/page/{main,elements,finding-row}.ts",
      ],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: {
        statements: 90,
        branches: 90,
        "src/gate/**": WHOLE,
        "src/settings/**": WHOLE,
        "src/context/**": WHOLE,
        "src/text/**": WHOLE,
        "src/fixes/**": WHOLE,
        "src/report-json/**": WHOLE,
      },
    },
  },
});
