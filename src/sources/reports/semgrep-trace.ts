import type { FlowStep } from "../../model/finding.ts";
import { present } from "../../text/present.ts";
import { countOf, fieldAt, listOf, objectsOf, textOf } from "./fields.ts";
import { type Origin, shown } from "./parsed.ts";
import { repositoryPath } from "./place.ts";

/** A line from 1; undefined where there is none. */
export function lineOf(value: unknown): number | undefined {
  const line = countOf(value);
  return line === undefined ? undefined : Math.max(1, line);
}

/** Steps of a trace that are kept, and calls within calls that are followed. */
const TRACE_STEPS = 40;

/** The way from source to sink; a call is told by its place, and by what it leads to. */
export function traceOf(trace: unknown, origin: Origin): readonly FlowStep[] | undefined {
  const between = objectsOf(fieldAt(trace, "intermediate_vars")).map((step) => [step.location, step.content]);
  const steps = [
    ...callsOf(fieldAt(trace, "taint_source")),
    ...between,
    ...callsOf(fieldAt(trace, "taint_sink")),
  ]
    .slice(0, TRACE_STEPS)
    .flatMap(([location, content]): readonly FlowStep[] => {
      const path = repositoryPath(textOf(fieldAt(location, "path")) ?? "", { workspace: origin.workspace });
      const line = lineOf(fieldAt(location, "start", "line"));
      return path === undefined || line === undefined ? [] : [present({ path, line, text: shown(content) })];
    });
  return steps.length === 0 ? undefined : steps;
}

/** `["CliLoc", [location, text]]`, or `["CliCall", [[location, text], variables, inner]]` as deep as calls go. */
function callsOf(call: unknown): readonly (readonly unknown[])[] {
  const steps: (readonly unknown[])[] = [];
  let next = call;
  while (steps.length < TRACE_STEPS) {
    const [kind, content] = listOf(next);
    if (kind !== "CliCall") return kind === "CliLoc" ? [...steps, listOf(content)] : steps;
    steps.push(listOf(listOf(content)[0]));
    next = listOf(content)[2];
  }
  return steps;
}
