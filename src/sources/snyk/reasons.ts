import { toReason } from "../../errors.ts";
import type { Reason } from "../../model/verdict.ts";

/** Any thrown value as this source's reason. */
export function snykReason(thrown: unknown): Reason {
  return attributeToSnyk(toReason(thrown, "snyk"));
}

/**
 * A reason of the run as a whole, such as its time limit, or of GitHub, such as statuses that cannot be read, as what
 * it means here: Snyk cannot be told. Its message still says who had the trouble.
 */
export function attributeToSnyk(reason: Reason): Reason {
  return reason.source === "inputs" ? reason : { ...reason, source: "snyk" };
}

/** Whether somebody may not be asked, rather than that they could not answer. */
export function isRefusal({ code }: Reason): boolean {
  return code === "forbidden" || code === "auth" || code === "not-found" || code === "no-credentials";
}
