import type { Package } from "../../model/finding.ts";
import { present } from "../../text/present.ts";
import { type Fields, fieldAt, fieldsOf, listOf, objectsOf, textOf, textsOf } from "./fields.ts";

/** What a supply-chain match says beyond its place. */
export function supplyOf(
  info: Fields,
  metadata: Fields,
): { package?: Package; fixable?: boolean; reachability?: string } {
  const found = fieldsOf(fieldAt(info, "dependency_match", "found_dependency")) ?? {};
  const name = textOf(found.package);
  const versions = metadata["sca-fix-versions"];
  const fixedIn = objectsOf(versions).flatMap((entry) => textsOf(Object.values(entry)));
  const transitivity = textOf(found.transitivity)?.toLowerCase();
  const known = transitivity === "direct" || transitivity === "transitive";
  const dependency = {
    version: textOf(found.version),
    ecosystem: textOf(found.ecosystem),
    fixedIn: fixedIn.length > 0 ? [...new Set(fixedIn)] : undefined,
    transitive: known ? transitivity === "transitive" : undefined,
  };
  return present({
    package: name === undefined ? undefined : { name, ...present(dependency) },
    fixable: Array.isArray(versions) ? fixedIn.length > 0 : undefined,
    reachability: reachabilityOf(info),
  });
}

/** Semgrep's own three words for exposure: only a rule that looks at code can tell that code is not reached. */
function reachabilityOf(info: Fields): string | undefined {
  const kind = textOf(listOf(info.kind)[0]) ?? textOf(info.kind) ?? "";
  if (/unreachable$/i.test(kind)) return "unreachable";
  if (/reachable$/i.test(kind) || info.reachable === true) return "reachable";
  if (info.reachable !== false) return undefined;
  return info.reachability_rule === true ? "unreachable" : "undetermined";
}
