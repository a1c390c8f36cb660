import { type Fields, fieldAt, fieldsOf, objectsOf, textOf } from "../fields.ts";

/** Finds the rule of a result. Made once per run, because a run may have thousands of both. */
export interface RuleBook {
  readonly driver: string;
  /** The rule's id, and its description where the run has one. */
  ruleOf(result: Fields): { readonly id: string | undefined; readonly rule: Fields | undefined };
}

/**
 * Reads the rules of a run's driver and extensions (SARIF 2.1.0 §3.27.5 to §3.27.7, §3.52).
 * Undefined when the run does not name its tool.
 */
export function ruleBook(run: Fields): RuleBook | undefined {
  const driver = fieldsOf(fieldAt(run, "tool", "driver"));
  const name = textOf(driver?.name);
  if (driver === undefined || name === undefined) return undefined;
  const extensions = objectsOf(fieldAt(run, "tool", "extensions"));
  const byId = new Map<string, Fields>();
  for (const component of [driver, ...extensions]) {
    for (const rule of objectsOf(component.rules)) {
      const id = textOf(rule.id);
      if (id !== undefined && !byId.has(id)) byId.set(id, rule);
    }
  }
  return {
    driver: name,
    ruleOf(result) {
      const reference = fieldsOf(result.rule);
      const component = componentOf(reference, { driver, extensions });
      const stated = textOf(result.ruleId) ?? textOf(reference?.id);
      const indexed = ruleAt(component, result.ruleIndex ?? reference?.index);
      const fits = indexed !== undefined && (stated === undefined || isPartOf(stated, textOf(indexed.id)));
      const rule = fits ? indexed : byIdOrParent(byId, stated);
      return { id: stated ?? textOf(rule?.id), rule };
    },
  };
}

/** The component that a reference points into: an extension by index, GUID or name, else the driver. */
function componentOf(
  reference: Fields | undefined,
  { driver, extensions }: { readonly driver: Fields; readonly extensions: readonly Fields[] },
): Fields {
  const pointer = fieldsOf(reference?.toolComponent);
  if (pointer === undefined) return driver;
  const { index, guid, name } = pointer;
  if (typeof index === "number" && index >= 0) return extensions[index] ?? driver;
  const named = extensions.find(
    (extension) =>
      (textOf(guid) !== undefined && extension.guid === guid) ||
      (textOf(name) !== undefined && extension.name === name),
  );
  return named ?? driver;
}

function ruleAt(component: Fields, index: unknown): Fields | undefined {
  return typeof index === "number" && Array.isArray(component.rules)
    ? fieldsOf(component.rules[index])
    : undefined;
}

/** A result may name a sub-rule, `CA1000/1`, of the rule `CA1000` (SARIF 2.1.0 §3.27.5). */
function isPartOf(id: string, ruleId: string | undefined): boolean {
  return ruleId !== undefined && (id === ruleId || id.startsWith(`${ruleId}/`));
}

function byIdOrParent(rules: ReadonlyMap<string, Fields>, id: string | undefined): Fields | undefined {
  if (id === undefined) return undefined;
  return rules.get(id) ?? rules.get(id.slice(0, Math.max(0, id.lastIndexOf("/"))));
}
