import { groupBy } from "../../../text/group.ts";
import { advisoriesIn, cwesIn } from "../../identifiers.ts";
import { type Fields, fieldAt, fieldsOf, listOf, objectsOf, textOf, textsOf } from "../fields.ts";
import { titleFrom } from "../report-part.ts";
import { type SecurityRating, securityRating, worseLevel } from "./severity.ts";

/** A rule's id, and its description where the run has one. */
export interface SarifRuleReference {
  readonly id: string | undefined;
  readonly rule: Fields | undefined;
}

/** Finds the rule of a result. Made once per run, because a run may have thousands of both. */
export interface SarifRules {
  readonly driver: string;
  ruleOf(result: Fields): SarifRuleReference;
  /**
   * The level that holds for a result that states none itself: of its invocation's overrides, else of its rule
   * (SARIF 2.1.0 §3.20.5, §3.27.10). Undefined when nobody states one.
   */
  configuredLevel(result: Fields, reference: SarifRuleReference): unknown;
}

/** The tool of a run, as far as references point into it. */
interface Components {
  readonly driver: Fields;
  readonly extensions: readonly Fields[];
  readonly byId: ReadonlyMap<string, Fields>;
}

/**
 * Reads the rules of a run's driver and extensions (SARIF 2.1.0 §3.27.5 to §3.27.7, §3.52).
 * Undefined when the run does not name its tool.
 */
export function sarifRules(run: Fields): SarifRules | undefined {
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
  const components = { driver, extensions, byId };
  const overridesOf = overrideReader(run, components);
  return {
    driver: name,
    ruleOf: (result) => resolve({ ...fieldsOf(result.rule), ...stated(result) }, components),
    configuredLevel(result, reference) {
      const own = fieldAt(reference.rule, "defaultConfiguration", "level");
      const { levels, isSure } = overridesOf(result, reference);
      const [first] = levels;
      if (first === undefined) return own;
      // Which of several invocations found it is not said: then the strictest of all that may hold does.
      return isSure ? first : levels.reduce(worseLevel, own ?? "warning");
    },
  };
}

/** A result's own words on its rule come before those of its reference. */
function stated({ ruleId, ruleIndex }: Fields): Fields {
  return {
    ...(textOf(ruleId) === undefined ? {} : { id: ruleId }),
    ...(ruleIndex === undefined ? {} : { index: ruleIndex }),
  };
}

/** The rule that a reference means: by index where that fits the id, else by id. */
function resolve(reference: Fields, components: Components): SarifRuleReference {
  const id = textOf(reference.id);
  const indexed = ruleAt(componentOf(reference, components), reference.index);
  const fits = indexed !== undefined && (id === undefined || isPartOf(id, textOf(indexed.id)));
  const rule = fits ? indexed : byIdOrParent(components.byId, id);
  return { id: id ?? textOf(rule?.id), rule };
}

/** Overrides that may hold for a result, and whether they surely do. */
type OverrideReader = (
  result: Fields,
  reference: SarifRuleReference,
) => { readonly levels: readonly unknown[]; readonly isSure: boolean };

/** Reads the levels that invocations give rules anew, once per run. */
function overrideReader(run: Fields, components: Components): OverrideReader {
  const invocations = listOf(run.invocations);
  const overrides = invocations.flatMap((invocation, index) =>
    objectsOf(fieldAt(invocation, "ruleConfigurationOverrides")).flatMap((override) => {
      const level = fieldAt(override, "configuration", "level");
      const { id, rule } = resolve(fieldsOf(override.descriptor) ?? {}, components);
      return level === undefined ? [] : [{ index, level, key: rule ?? id }];
    }),
  );
  const byRule = groupBy(overrides, ({ key }) => key);
  return (result, { id, rule }) => {
    const own = byRule.get(rule ?? id) ?? [];
    const given = fieldAt(result, "provenance", "invocationIndex");
    const isGiven = typeof given === "number" && given >= 0 && given < invocations.length;
    const index = isGiven ? given : 0;
    const isSure = isGiven || invocations.length === 1;
    return { levels: own.filter((one) => !isSure || one.index === index).map(({ level }) => level), isSure };
  };
}

/** The component that a reference points into: an extension by index, GUID or name, else the driver. */
function componentOf(reference: Fields, { driver, extensions }: Components): Fields {
  const pointer = fieldsOf(reference.toolComponent);
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

/** What a rule says of all its results. */
export interface RuleFacts {
  readonly tags: readonly string[];
  readonly rating: SecurityRating | undefined;
  readonly cwe: readonly string[];
  /** Advisories that its tags name, and those that its descriptions do. */
  readonly tagged: readonly string[];
  readonly described: readonly string[];
  readonly title: string | undefined;
  readonly name: string | undefined;
}

/** What a rule says, read once: `known` keeps it. */
export function ruleFacts(rule: Fields | undefined, known: Map<Fields | undefined, RuleFacts>): RuleFacts {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const tags = textsOf(fieldAt(rule, "properties", "tags"));
  const related = objectsOf(rule?.relationships).flatMap(({ target }) => objectsOf([target]));
  const texts = ["fullDescription", "shortDescription"].map((name) => fieldAt(rule, name, "text"));
  const facts: RuleFacts = {
    tags,
    rating: securityRating(fieldAt(rule, "properties", "security-severity")),
    cwe: [
      ...new Set([
        ...cwesIn([...tags, ...textsOf(fieldAt(rule, "properties", "cwe"))]),
        ...cwesOfTaxa(related),
      ]),
    ],
    tagged: advisoriesIn(tags),
    described: advisoriesIn(textsOf(texts)),
    title: titleOf(rule),
    name: textOf(rule?.name),
  };
  known.set(rule, facts);
  return facts;
}

function titleOf(rule: Fields | undefined): string | undefined {
  const short = textOf(fieldAt(rule, "shortDescription", "text"));
  // Semgrep repeats the rule's id there, and Snyk begins with the severity.
  if (short === undefined || short.startsWith("Semgrep Finding:")) return undefined;
  return textOf(titleFrom(short.replace(/^\w+ severity - /i, "")));
}

/** CWE entries that a rule or result names as taxa rather than as tags (SARIF 2.1.0 §3.19.3, §3.27.8). */
export function cwesOfTaxa(targets: readonly Fields[]): readonly string[] {
  const names = targets.flatMap((target) => {
    const component = textOf(fieldAt(target, "toolComponent", "name")) ?? "";
    const id = textOf(target.id) ?? "";
    return /^cwe/i.test(component) && /^\d+$/.test(id) ? [`CWE-${id}`] : [id];
  });
  return cwesIn(names);
}
