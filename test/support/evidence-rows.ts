import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Faults } from "../../sandbox/sandbox.ts";
import { cleanWorld } from "../../sandbox/scenarios/common.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { EVENTS, type EventCase } from "./evidence/events.ts";
import { SEMGREP_STATES } from "./evidence/semgrep-states.ts";
import { SNYK_STATES } from "./evidence/snyk-states.ts";
import type { State } from "./evidence/state.ts";

/** One line of the table in docs/evidence.md. */
export interface Row {
  readonly id: string;
  readonly event: string;
  readonly semgrep: string;
  readonly snyk: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly verdict: string;
  readonly exitCode: string;
  /** `source: code`, sorted. */
  readonly reasons: readonly string[];
  /** `source: kind` of what the report calls the evidence, sorted. */
  readonly evidence: readonly string[];
}

const DOCUMENT = join(process.cwd(), "docs", "evidence.md");

/** Every row of the document, in its order; a line of a table of another shape is none. */
export function readRows(text: string = readFileSync(DOCUMENT, "utf8")): readonly Row[] {
  return text
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .flatMap(([id = "", event = "", semgrep = "", snyk = "", inputs = "", ...said]) => {
      const [verdict = "", exitCode = "", reasons = "", evidence = ""] = said;
      if (!/^[A-Z]\d+$/.test(id)) return [];
      const set = spans(inputs).map((span) => pair(span));
      return [
        {
          id,
          event,
          semgrep,
          snyk,
          inputs: Object.fromEntries(set),
          verdict,
          exitCode,
          reasons: spans(reasons).toSorted(),
          evidence: spans(evidence).toSorted(),
        },
      ];
    });
}

/** Names that a list of the document explains, under the given heading. */
export function namesUnder(
  heading: string,
  text: string = readFileSync(DOCUMENT, "utf8"),
): readonly string[] {
  const [, section = ""] = text.split(`\n### ${heading}\n`);
  const [own = ""] = section.split("\n#");
  return [...own.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, name = ""]) => name);
}

/** What stands between backticks. */
function spans(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
}

function pair(span: string): readonly [string, string] {
  const colon = span.indexOf(": ");
  return [span.slice(0, colon), span.slice(colon + 2)];
}

/** Enough time for a run that waits for nothing, and short pauses for one that does. */
const INPUTS = { timeout: "30s", "poll-interval": "150ms" };

/** The row as a scenario that the sandbox can play. @throws when it names an event or a state that there is not */
export function scenarioOf(row: Row): Scenario {
  const event = known(EVENTS, row.event);
  const [semgrep, snyk] = [known(SEMGREP_STATES, row.semgrep), known(SNYK_STATES, row.snyk)];
  const off = [...(semgrep.off ? ["semgrep-token"] : []), ...(snyk.off ? ["snyk-token"] : [])];
  return {
    name: row.id,
    description: `${row.event}: Semgrep ${row.semgrep}, Snyk ${row.snyk}.`,
    world: () => worldOf(event, [semgrep, snyk]),
    event: event.event,
    inputs: { ...INPUTS, ...Object.fromEntries(off.map((name) => [name, ""])), ...row.inputs },
    credentials: true,
    tree: { ...semgrep.tree, ...snyk.tree },
    faults: faultsOf(event, [semgrep, snyk]),
    expected: { verdict: "pass", exitCode: 0, reasons: [], comment: "none", upload: "none" },
  };
}

function known<T>(all: Readonly<Record<string, T>>, name: string): T {
  const one = Object.hasOwn(all, name) ? all[name] : undefined;
  if (one === undefined) throw new Error(`docs/evidence.md names "${name}", which no test can set up`);
  return one;
}

function worldOf(event: EventCase, states: readonly State[]) {
  const clean =
    SEMGREP_STATES.complete?.world?.(cleanWorld(Date.now()), event.place) ?? cleanWorld(Date.now());
  const found = event.world?.(clean) ?? clean;
  return states.reduce((world, state) => state.world?.(world, event.place) ?? world, found);
}

/** The states speak of different services, but for GitHub, which only Snyk's states let fail. */
function faultsOf(event: EventCase, states: readonly State[]): Faults {
  const [semgrep, snyk] = states.map((state) => state.faults?.(event.place));
  return { ...semgrep, ...snyk };
}
