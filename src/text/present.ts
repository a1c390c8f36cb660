/** Fields of which those that may be undefined may be absent instead. */
type Present<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & { [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined> };

/** An object without those of its fields that are undefined, for types whose optional fields must be absent. */
export function present<T extends object>(fields: T): Present<T> {
  // Dropping the undefined ones is what the result type states.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
