import type { Log, LogGroup } from "../../ports.ts";

/** How lines reach the reader: a workflow's log, or a terminal. */
export interface LogStyle {
  /** What opens a group; undefined for nothing. */
  open(title: string): string | undefined;
  close(): string | undefined;
  line(level: "info" | "debug" | "warning" | "error", text: string): string | undefined;
}

export interface LogOptions {
  readonly write: (line: string) => void;
  /** Makes any text one harmless line: no control characters, no commands, no tokens. */
  readonly clean: (text: string) => string;
  readonly style: LogStyle;
}

interface Lane {
  readonly held: string[];
  closed: boolean;
}

/**
 * A log whose groups may run side by side. The group opened first streams; what the others say is held until
 * theirs is the first that is open, so that a reader sees whole groups, in the order in which they were opened.
 */
export function createLog({ write, clean, style }: LogOptions): Log {
  const lanes: Lane[] = [];

  const drain = () => {
    for (let lane = lanes[0]; lane !== undefined; lane = lanes[0]) {
      for (const line of lane.held.splice(0)) write(line);
      if (!lane.closed) return;
      lanes.shift();
    }
  };
  const logTo = (put: (line: string) => void): Omit<Log, "group"> => {
    const say = (level: Parameters<LogStyle["line"]>[0]) => (message: string) => {
      const line = style.line(level, clean(message));
      if (line !== undefined) put(line);
    };
    return { info: say("info"), debug: say("debug"), warning: say("warning"), error: say("error") };
  };
  const group = (title: string): LogGroup => {
    const lane: Lane = { held: [], closed: false };
    const put = (line: string | undefined) => {
      if (line === undefined) return;
      lane.held.push(line);
      drain();
    };
    lanes.push(lane);
    put(style.open(clean(title)));
    return {
      ...logTo(put),
      group,
      close() {
        if (lane.closed) return;
        lane.closed = true;
        const end = style.close();
        if (end !== undefined) lane.held.push(end);
        drain();
      },
    };
  };
  const root = (line: string) => {
    const lane = lanes.at(-1);
    if (lane === undefined) write(line);
    else {
      lane.held.push(line);
      drain();
    }
  };
  return { ...logTo(root), group };
}
