import { counted } from "../../../text/count.ts";
import { type Fields, fieldAt, fieldsOf, listOf, objectsOf, textOf } from "../fields.ts";
import { quoted } from "../report-part.ts";

/** Most notifications of a run that are quoted one by one. */
const NOTIFICATIONS = 3;

/**
 * Why a run may not have seen everything, a clause each: it failed in whatever words it has for that (SARIF 2.1.0
 * §3.20.6 to §3.20.14, §3.20.21, §3.20.22), or keeps a part of what it says in other files (§3.15.3).
 *
 * @param document the whole SARIF file, which may hold parts of its runs too
 */
export function shortcomingsOfRun(run: Fields, tool: string, document: Fields): readonly string[] {
  const invocations = Array.isArray(run.invocations) ? run.invocations : [run.invocations];
  const about = { tool, foundNothing: listOf(run.results).length === 0 };
  const failures = run.invocations === undefined ? [] : invocations.flatMap((one) => failuresOf(one, about));
  const described = describedLevels(run);
  const errors = objectsOf(run.invocations).flatMap((invocation) => errorsOf(invocation, described));
  const elsewhere = keptElsewhere(run, document);
  return [
    ...new Set(failures),
    ...(errors.length > 0 ? [`${tool} reports ${told(errors)}`] : []),
    ...(elsewhere.length > 0
      ? [`${tool} keeps ${elsewhere.join(", ")} in other files or places, which are not read`]
      : []),
  ];
}

/** Whose invocation it is, and whether its run has no results. */
interface Invoked {
  readonly tool: string;
  readonly foundNothing: boolean;
}

/** What an invocation says against itself. Its flag speaks for an exit code, and for nothing else. */
function failuresOf(invocation: unknown, { tool, foundNothing }: Invoked): readonly string[] {
  const fields = fieldsOf(invocation);
  if (fields === undefined) return [`an invocation of ${tool} is not an object`];
  const { executionSuccessful: flag, exitCode, exitSignalName, exitSignalNumber } = fields;
  const isDenied = flag !== undefined && flag !== true;
  // 1 means everywhere that something was found. What else it may mean is each tool's own choice, but these two's.
  const isKnown = tool === "semgrep" || tool === "snyk";
  const isExcused = (code: unknown) => [0, 1].includes(Number(code)) || !(foundNothing || isKnown);
  const isBadExit = exitCode !== undefined && !(flag === true ? isExcused(exitCode) : isNought(exitCode));
  const signal = textOf(exitSignalName) ?? (isSet(exitSignalNumber) ? String(exitSignalNumber) : undefined);
  const start = textOf(fields.processStartFailureMessage);
  return [
    ...(isDenied ? [`the run of ${tool} says that it did not succeed`] : []),
    ...(isBadExit ? [`the run of ${tool} ended with exit code ${quoted(String(exitCode), 20)}`] : []),
    ...(signal === undefined ? [] : [`the run of ${tool} was ended by the signal ${quoted(signal, 40)}`]),
    ...(start === undefined ? [] : [`${tool} did not start: ${quoted(start)}`]),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !isNought(value);
}

function isNought(value: unknown): boolean {
  return Number(value) === 0;
}

/** Notifications of the level error; one without a level has that of its descriptor (SARIF 2.1.0 §3.58.6). */
function errorsOf(invocation: Fields, described: Levels): readonly string[] {
  const overridden = levelsOf(
    objectsOf(invocation.notificationConfigurationOverrides).map(({ descriptor, configuration }) => ({
      descriptor,
      level: fieldAt(configuration, "level"),
    })),
  );
  const levelOf = ({ level, descriptor }: Fields) => level ?? overridden(descriptor) ?? described(descriptor);
  return [
    ...objectsOf(invocation.toolExecutionNotifications),
    ...objectsOf(invocation.toolConfigurationNotifications),
  ]
    .filter((notification) => textOf(levelOf(notification))?.toLowerCase() === "error")
    .map((notification) =>
      quoted(textOf(fieldAt(notification, "message", "text")) ?? "an error without a message"),
    );
}

/** Finds the level of a descriptor, by its id, else by its index. */
type Levels = (descriptor: unknown) => unknown;

function levelsOf(known: readonly { readonly descriptor: unknown; readonly level: unknown }[]): Levels {
  const levels = new Map<unknown, unknown>();
  for (const { descriptor, level } of known) {
    for (const name of [fieldAt(descriptor, "id"), fieldAt(descriptor, "index")]) {
      if (name !== undefined && !levels.has(name)) levels.set(name, level);
    }
  }
  return (descriptor) => levels.get(fieldAt(descriptor, "id") ?? fieldAt(descriptor, "index"));
}

/** The levels of the notifications that the tool and its extensions describe; an index is one of the driver's. */
function describedLevels(run: Fields): Levels {
  const driver = listOf(fieldAt(run, "tool", "driver", "notifications"));
  const others = listOf(fieldAt(run, "tool", "extensions")).flatMap((one) =>
    listOf(fieldAt(one, "notifications")),
  );
  return levelsOf(
    [
      ...driver.map((one, index) => ({ one, index })),
      ...others.map((one) => ({ one, index: undefined })),
    ].map(({ one, index }) => ({
      descriptor: { id: fieldAt(one, "id"), index },
      level: fieldAt(one, "defaultConfiguration", "level"),
    })),
  );
}

/** Parts of a run that decide what it found. */
const WEIGHTY = ["results", "invocations", "driver", "extensions"];

function keptElsewhere(run: Fields, document: Fields): readonly string[] {
  const places = [
    fieldsOf(run.externalPropertyFileReferences) ?? {},
    ...objectsOf(document.inlineExternalProperties),
  ];
  return WEIGHTY.filter((name) => places.some((place) => holds(place[name])))
    .map((name) => (name === "driver" || name === "extensions" ? "rules" : name))
    .filter((name, index, names) => names.indexOf(name) === index);
}

function holds(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}

/** The first few of a list, and how many more there are. */
function told(errors: readonly string[]): string {
  const more = errors.length - NOTIFICATIONS;
  return `${errors.slice(0, NOTIFICATIONS).join("; ")}${more > 0 ? `; and ${counted(more, "more error")}` : ""}`;
}
