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
  const failures = run.invocations === undefined ? [] : invocations.flatMap((one) => failuresOf(one, tool));
  const errors = objectsOf(run.invocations).flatMap((invocation) => errorsOf(invocation, run));
  const elsewhere = keptElsewhere(run, document);
  return [
    ...new Set(failures),
    ...(errors.length > 0 ? [`${tool} reports ${told(errors)}`] : []),
    ...(elsewhere.length > 0
      ? [`${tool} keeps ${elsewhere.join(", ")} in other files or places, which are not read`]
      : []),
  ];
}

/** What an invocation says against itself. Its flag speaks for an exit code, and for nothing else. */
function failuresOf(invocation: unknown, tool: string): readonly string[] {
  const fields = fieldsOf(invocation);
  if (fields === undefined) return [`an invocation of ${tool} is not an object`];
  const { executionSuccessful: flag, exitCode, exitSignalName, exitSignalNumber } = fields;
  const isDenied = flag !== undefined && flag !== true;
  const isBadExit = flag !== true && exitCode !== undefined && Number(exitCode) !== 0;
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
  return value !== undefined && value !== null && Number(value) !== 0;
}

/** Notifications of the level error; one without a level has that of its descriptor (SARIF 2.1.0 §3.58.6). */
function errorsOf(invocation: Fields, run: Fields): readonly string[] {
  return [
    ...objectsOf(invocation.toolExecutionNotifications),
    ...objectsOf(invocation.toolConfigurationNotifications),
  ]
    .filter((notification) => levelOf(notification, invocation, run) === "error")
    .map((notification) =>
      quoted(textOf(fieldAt(notification, "message", "text")) ?? "an error without a message"),
    );
}

function levelOf(notification: Fields, invocation: Fields, run: Fields): string {
  const descriptor = fieldsOf(notification.descriptor);
  const override = objectsOf(invocation.notificationConfigurationOverrides).find((one) =>
    isSameDescriptor(fieldsOf(one.descriptor), descriptor),
  );
  const level =
    notification.level ??
    fieldAt(override, "configuration", "level") ??
    fieldAt(describedBy(descriptor, run), "defaultConfiguration", "level");
  return textOf(level)?.toLowerCase() ?? "warning";
}

function isSameDescriptor(a: Fields | undefined, b: Fields | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.id === undefined || b.id === undefined ? a.index === b.index : a.id === b.id;
}

/** The description of a notification, in the driver or in an extension. */
function describedBy(descriptor: Fields | undefined, run: Fields): Fields | undefined {
  if (descriptor === undefined) return undefined;
  const components = [fieldAt(run, "tool", "driver"), ...listOf(fieldAt(run, "tool", "extensions"))];
  const known = components.flatMap((component) => listOf(fieldAt(component, "notifications")));
  const { id, index } = descriptor;
  if (textOf(id) !== undefined) return objectsOf(known).find((one) => one.id === id);
  return typeof index === "number"
    ? fieldsOf(listOf(fieldAt(components[0], "notifications"))[index])
    : undefined;
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
