import { suppressionsOf } from "../../gate/chain.ts";
import type { LocalRights, Policy, Rule, Suppression } from "../../model/policy.ts";
import type { PolicyOrigin } from "../../model/report.ts";
import type { Threshold } from "../../model/severity.ts";
import type { PolicyRead } from "../../settings/policy/read.ts";
import { present } from "../../text/present.ts";

/** A file of the chain as `policy show` tells it; the fields of its JSON. */
export interface ShownPolicy {
  /** As `blockedBy` names it; absent for the inputs alone. */
  readonly file?: string;
  readonly origin?: PolicyOrigin;
  /** Absent where the file sets no threshold, and another one does. */
  readonly failOn?: Threshold;
  /** Where the threshold was set: `fail-on` is the input. */
  readonly failOnFrom?: string;
  readonly rules: readonly (Rule & { readonly name: string })[];
  readonly budgets: Policy["budgets"];
  readonly suppress: readonly ShownSuppression[];
  readonly local?: LocalRights;
  readonly products?: Policy["products"];
  readonly extends?: string;
}

/** An exception, and why it does not count. */
export interface ShownSuppression extends Suppression {
  readonly isCounted: boolean;
  readonly because?: string;
}

/** The chain that was read, top first. @param today `YYYY-MM-DD`, in UTC */
export function shownPolicies(
  { chains: [chain], origin }: PolicyRead,
  today: string,
): readonly ShownPolicy[] {
  const origins = [...(origin?.chain ?? [])];
  const isStated = chain.some(({ policy }) => policy.file !== undefined && policy.inheritsFailOn !== true);
  return chain.map(({ policy }, at): ShownPolicy => {
    const { file, failOn, rules, budgets, local, products } = policy;
    const inherits = isStated && policy.inheritsFailOn === true;
    return {
      rules: rules.map((rule, index) => ({ name: `rule ${index + 1} (fail-on: ${rule.failOn})`, ...rule })),
      budgets,
      suppress: suppressionsOf(chain, at, today).map(({ entry, refused }) =>
        shownSuppression(entry, refused, today),
      ),
      ...present({
        file,
        // The origins of files come in the order of the chain; the inputs alone have none.
        origin: file === undefined ? undefined : origins.shift(),
        failOn: inherits ? undefined : failOn,
        failOnFrom: inherits ? undefined : policy.origin,
        local,
        products,
        extends: policy.extends,
      }),
    };
  });
}

function shownSuppression(entry: Suppression, refused: string | undefined, today: string): ShownSuppression {
  const because = entry.expires < today ? `it expired on ${entry.expires}` : refused;
  return { ...entry, isCounted: because === undefined, ...present({ because }) };
}
