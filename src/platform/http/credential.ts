import { ScanGateError } from "../../errors.ts";

/** What stands in a header must be printable; the value itself is never told. */
export function checkHeaderValue(value: string, input: string): void {
  if (/^[\x20-\x7e]+$/.test(value)) return;
  throw new ScanGateError({
    code: "config-invalid",
    source: "inputs",
    message: `The token in \`${input}\` holds characters that no token has`,
    hint: `Set \`${input}\` to the token alone, in one line`,
  });
}

/**
 * A function that takes one credential out of a text, as a whole and without its scheme (`Bearer …`). It stands in
 * front of the run's own redaction, so that a client hides its token even where that one does not know it.
 */
export function createHide(
  authorization: string,
  redact: (text: string) => string,
): (text: string) => string {
  const bare = authorization.replace(/^\S+ +/, "");
  const secrets = [authorization, bare].filter((secret) => secret.trim() !== "");
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), redact(text));
}
