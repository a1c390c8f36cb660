import type { Finding } from "../../model/finding.ts";
import { clip, markdownFence, visible } from "../../text/escape.ts";
import { takeFitting } from "../../text/fit.ts";
import { targetVersion } from "../markdown/upgrade.ts";

/** The block stays below 8 kB; this leaves room for its frame. */
const MOST_CHARACTERS = 7800;

/** No more than these can fit. */
const MOST_ENTRIES = 150;

/**
 * The blocking findings as fenced JSON for a coding agent: what, where and what fixes it, as many as fit into 8 kB.
 * Everything outside ASCII is escaped, so that characters are bytes and nothing is hidden.
 */
export function agentsJson(findings: readonly Finding[]): string {
  const entries = takeFitting(findings.slice(0, MOST_ENTRIES).map(entry), MOST_CHARACTERS);
  const more = findings.length - entries.length;
  const rest = more === 0 ? "" : `,\n"more": ${more}`;
  return markdownFence(`{"blocking": [\n${entries.join(",\n")}\n]${rest}}`, "json");
}

function entry(finding: Finding): string {
  const { fingerprint, path, line, severity, title, rule, fix, identifiers, package: pkg } = finding;
  const { name, version, fixedIn } = pkg ?? {};
  const target = pkg === undefined ? undefined : targetVersion(pkg);
  return ascii({
    fingerprint: text(fingerprint, 80),
    severity,
    path: text(path, 400),
    line,
    rule: text(rule, 200),
    title: text(title, 200),
    fix: text(fix ?? (target === undefined ? undefined : `upgrade to ${target}`), 400),
    identifiers: identifiers.length === 0 ? undefined : identifiers.slice(0, 4).map((id) => text(id, 40)),
    package:
      pkg === undefined
        ? undefined
        : {
            name: text(name, 200),
            version: text(version, 80),
            fixedIn: fixedIn?.slice(0, 4).map((each) => text(each, 80)),
          },
  });
}

function text(value: string | undefined, max: number): string | undefined {
  return value === undefined ? undefined : clip(visible(value), max);
}

/** JSON in ASCII without `<`, `>` and `&`, so that no comment mark or element can be read into it. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
