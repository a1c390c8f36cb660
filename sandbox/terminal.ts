import { findCommands } from "./runner/workflow-commands.ts";

/** Where the demonstration is shown. */
export interface Screen {
  line(text?: string): void;
  heading(text: string): void;
  /** A line of somebody else's text, behind a bar, so that none of it is taken for a command. */
  quote(text: string): void;
  /** A word in its verdict's colour. */
  verdict(word: string): string;
  dim(text: string): string;
}

const COLOURS: Readonly<Record<string, string>> = { pass: "32", fail: "31", incomplete: "33" };
const WIDTH = 78;

/** Writes to a stream; with colour when it is a terminal and `NO_COLOR` is not set. */
export function makeScreen(
  stream: { write(text: string): unknown; readonly isTTY?: boolean },
  noColour: boolean,
): Screen {
  const coloured = stream.isTTY === true && !noColour;
  const paint = (code: string, text: string): string => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (text = ""): void => void stream.write(`${text}\n`);
  return {
    line,
    quote: (text) => line(`  ${paint("2", "│")} ${plain(text)}`),
    heading: (text) => {
      line();
      line(paint("1", `── ${text} ${"─".repeat(Math.max(3, WIDTH - text.length - 4))}`));
    },
    verdict: (word) => paint(`1;${COLOURS[word] ?? "0"}`, word),
    dim: (text) => paint("2", text),
  };
}

/**
 * Takes output in pieces and shows it line by line, workflow commands as a runner shows them.
 */
export function makeLogView(screen: Screen): {
  readonly write: (text: string) => void;
  readonly end: () => void;
} {
  let rest = "";
  const show = (raw: string): void => {
    const text = toLogLine(raw);
    if (text !== undefined) screen.quote(text);
  };
  return {
    write: (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(show);
    },
    end: () => {
      if (rest !== "") show(rest);
      rest = "";
    },
  };
}

/** A line of a log as a runner's log page shows it; undefined for what it hides. */
function toLogLine(raw: string): string | undefined {
  const [command] = findCommands(raw);
  if (command === undefined) return raw;
  switch (command.name) {
    case "group":
      return `▸ ${command.data}`;
    case "error":
    case "warning":
    case "notice": {
      const { file, line } = command.properties;
      const place = file === undefined ? "" : ` ${file}${line === undefined ? "" : `:${line}`}`;
      return `${command.name[0]?.toUpperCase()}${command.name.slice(1)}${place}: ${command.data.replaceAll("\n", " ")}`;
    }
    default:
      return undefined;
  }
}

/**
 * Text that a terminal shows as it is: control and direction characters become visible escapes, and `##[`, which a
 * runner takes for a command anywhere in a line, is broken up.
 */
export function plain(text: string): string {
  return text.replaceAll("##[", "## [").replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
