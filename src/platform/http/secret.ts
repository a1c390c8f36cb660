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
