/** A line of output that the runner takes as an order and not as text. */
export interface WorkflowCommand {
  /** As it is known, lower case: `error`, `add-mask`. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  /** 2: `::name::data` at the start of a line. 1: `##[name]data` anywhere in it. */
  readonly version: 1 | 2;
  readonly line: string;
}

const KNOWN = [
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
];

/** What .NET's Trim takes for white space; JavaScript's own adds U+FEFF and lacks U+0085. */
const WHITE_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * Finds the workflow commands in what a step printed, by the rules of the runner's two parsers
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
export function findCommands(output: string): readonly WorkflowCommand[] {
  return output.split(/\r\n|\n|\r/).flatMap((line) => {
    const command = parseNew(line) ?? parseOld(line);
    return command === undefined ? [] : [command];
  });
}

function parseNew(line: string): WorkflowCommand | undefined {
  const trimmed = line.replace(WHITE_SPACE, "");
  if (!trimmed.startsWith("::")) return undefined;
  const end = trimmed.indexOf("::", 2);
  if (end < 0) return undefined;
  const head = trimmed.slice(2, end);
  const space = head.indexOf(" ");
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!KNOWN.includes(name)) return undefined;
  const properties = space < 0 ? {} : splitProperties(head.slice(space + 1), ",");
  return { name, properties, data: unescapeData(trimmed.slice(end + 2)), version: 2, line };
}

function parseOld(line: string): WorkflowCommand | undefined {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) return undefined;
  const head = line.slice(start + 3, end);
  const space = head.indexOf(" ");
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!KNOWN.includes(name)) return undefined;
  const properties = space < 0 ? {} : splitProperties(head.slice(space + 1), ";");
  return { name, properties, data: unescapeData(line.slice(end + 1)), version: 1, line };
}

function splitProperties(text: string, separator: string): Record<string, string> {
  const pairs = text.split(separator).flatMap((pair): [string, string][] => {
    const equals = pair.indexOf("=");
    return equals < 0 ? [] : [[pair.slice(0, equals).trim(), unescapeProperty(pair.slice(equals + 1))]];
  });
  return Object.fromEntries(pairs);
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replace(/%3A/gi, ":").replace(/%2C/gi, ","));
}

function unescapeData(text: string): string {
  return text.replace(/%0D/gi, "\r").replace(/%0A/gi, "\n").replace(/%25/g, "%");
}
