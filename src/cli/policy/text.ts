import type { Match } from "../../model/policy.ts";
import type { Paint } from "../terminal/paint.ts";
import { terminalText } from "../terminal/words.ts";
import type { ShownPolicy, ShownSuppression } from "./shown.ts";

/** The chain as text for a terminal, top first. */
export function policyText(policies: readonly ShownPolicy[], paint: Paint): string {
  const title =
    policies.length === 1
      ? "One policy judges."
      : `${policies.length} policies judge, each by itself; a finding blocks when any blocks it.`;
  return [title, "", ...policies.flatMap((policy, at) => [...linesOf(policy, at + 1, paint), ""])].join("\n");
}

function linesOf(policy: ShownPolicy, number: number, paint: Paint): readonly string[] {
  const { file, failOn, failOnFrom, rules, budgets, suppress, local, products } = policy;
  const budgetWords = Object.entries(budgets).map(([severity, most]) => `${severity} ${most}`);
  const productWords = Object.entries(products ?? {}).map(([tool, list]) => `${tool}: ${list.join(", ")}`);
  const facts = [
    failOn === undefined
      ? "fail-on: none of its own"
      : `fail-on: ${failOn}${failOnFrom === "fail-on" ? " (the input)" : ""}`,
    ...rules.map(
      ({ name, match, gate }) => `${name}: ${matchWords(match)}${gate === undefined ? "" : `; gate ${gate}`}`,
    ),
    ...(budgetWords.length === 0 ? [] : [`budgets: ${budgetWords.join(", ")}`]),
    ...(productWords.length === 0 ? [] : [`products: ${productWords.join("; ")}`]),
    ...(local === undefined ? [] : [localWords(local)]),
    ...suppress.map(suppressionWords),
  ];
  const name = file === undefined ? "the inputs alone" : terminalText(file);
  return [
    paint.bold(`${number}. ${name}${originWords(policy)}`),
    ...facts.map((fact) => `   ${terminalText(fact, 400)}`),
  ];
}

function originWords({ file, origin }: ShownPolicy): string {
  if (file === undefined) return "";
  return origin?.commit === undefined
    ? "  (working tree)"
    : `  (commit ${terminalText(origin.commit.slice(0, 7))})`;
}

function matchWords(match: Match): string {
  const parts = Object.entries(match).map(([key, values]) => {
    const words = (values as readonly unknown[]).map(
      (
        value, // every key of a match is a list
      ) =>
        typeof value === "object" && value !== null && "operator" in value && "value" in value
          ? `${value.operator}${value.value}`
          : String(value),
    );
    return `${key} ${words.join(" or ")}`;
  });
  return parts.length === 0 ? "every finding" : parts.join(", ");
}

function localWords({ suppress, maxDays }: NonNullable<ShownPolicy["local"]>): string {
  if (!suppress) return "local: no suppressions below";
  return `local: suppressions below count${maxDays === undefined ? "" : `, for at most ${maxDays} days`}`;
}

function suppressionWords({ id, package: name, reason, expires, because }: ShownSuppression): string {
  const what = `suppress ${id}${name === undefined ? "" : ` in ${name}`} until ${expires}: ${reason}`;
  return because === undefined ? what : `${what} (does not count: ${because})`;
}
