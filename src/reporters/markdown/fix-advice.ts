import { upgradeOf } from "../../fixes/upgrade.ts";
import { type Finding, MALICIOUS_FIX } from "../../model/finding.ts";
import { clip, markdownCellCode, markdownCode, visible } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { prose } from "./prose.ts";

/** What fixes a finding, in a few words, as a cell. */
export function fixOf(finding: Finding): string {
  const { package: pkg, fix, type, fixable, malicious } = finding;
  if (malicious === true) return MALICIOUS_FIX;
  const target = pkg === undefined ? undefined : upgradeOf(pkg);
  if (target !== undefined) return `${target.what} ${fitText(target.version, 60, markdownCode)}`;
  if (fix !== undefined && fix.trim() !== "") return isCode(fix) ? code(fix) : advice(fix);
  if (type === "secrets") return "revoke it, then remove it from the code";
  if (type === "license") return "replace the package, or have its licence approved";
  const isPackage = type === "sca" || type === "container";
  if (pkg !== undefined || (isPackage && fixable === false)) return "no fix known yet";
  const { title, description = "" } = finding;
  return advice(description.startsWith(title) ? description.slice(title.length) : description) || "—";
}

/** Tools give code and advice in one field; advice begins as a sentence does. */
function isCode(fix: string): boolean {
  return !/^\s*[A-Z][a-z]+,? [a-z]+\b/.test(fix) && /[;{}=<>]|\w\(/.test(fix);
}

/** Lines become one; within a line every character stays, so that it can be pasted. */
function code(text: string): string {
  const line = text.trim().replace(/\s*[\r\n]\s*/g, " ");
  return fitText(clip(visible(line), 100), 300, markdownCellCode);
}

function advice(text: string): string {
  return fitText(
    clip(
      visible(text)
        .replace(/^[\s.:]+/, "")
        .trim(),
      140,
    ),
    400,
    prose,
  );
}
