/** Whether a vulnerability class tells anything: rules that fit none are of the class `Other`. */
export function saysSomething(vulnerabilityClass: string): boolean {
  return !["", "other"].includes(vulnerabilityClass.trim().toLowerCase());
}

/** The text up to its first full stop, or all of it where there is none. */
export function firstSentence(text: string | undefined): string | undefined {
  return nonEmpty(/^[\s\S]*?[.!?](?=\s|$)/.exec(text ?? "")?.[0].trim()) ?? text;
}

/** The text, or undefined when it is blank. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}
