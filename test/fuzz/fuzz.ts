import fc from "fast-check";
import { it } from "vitest";

/** Properties that share the budget: about as many as there are. */
const PROPERTIES = 8;

/** Seconds for all properties together. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 60);

/**
 * Tries a property until its share of the time is used up. What fails is shrunk and told with its seed.
 * @param holds throws, or gives false, where the property does not hold
 */
export function fuzz<Value>(
  name: string,
  values: fc.Arbitrary<Value>,
  holds: (value: Value) => unknown,
): void {
  it(name, () => {
    fc.assert(
      fc.property(values, (value) => holds(value) !== false),
      {
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: (SECONDS * 1000) / PROPERTIES,
        markInterruptAsFailure: false,
        endOnFailure: false,
      },
    );
  });
}

/** Parts of what hostile text is made of. */
const PIECES = [
  ..."\u0000\u001b\u009b\u202e\u200b\ud800|`*_[]()<>!#@&$~:;/\\\"'\r\n\t -+=.{}%,0aZ…",
  ...[
    "::error::",
    "##[x]",
    "##vso[",
    "<!--",
    "-->",
    "</td>",
    "http://x.y",
    "www.",
    "GH-1",
    "__proto__",
    "@acme/team",
    "@ann",
    "#1",
  ],
  ...["constructor", "{0}", "](", "```", "~~~", "&#64;", "&commat;", "\r\n", "CVE-2099-1", "..", "%2e%2e/"],
];

/** Text of letters and of whatever has a meaning somewhere. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 30 })
  .map((pieces) => pieces.join(""));
