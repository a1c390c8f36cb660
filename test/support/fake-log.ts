import type { LogGroup } from "../../src/ports.ts";

/** A log that keeps its lines: what is more than news begins with its level, and groups with their title in brackets. */
export function fakeLog(): { readonly log: LogGroup; readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(line);
  const log: LogGroup = {
    info: keep,
    // For whoever looks for a fault: it is nobody's promise.
    debug: () => undefined,
    warning: (message) => keep(`warning: ${message}`),
    error: (message) => keep(`error: ${message}`),
    group(title) {
      keep(`[${title}]`);
      return log;
    },
    close: () => keep("[end]"),
  };
  return { log, lines };
}
