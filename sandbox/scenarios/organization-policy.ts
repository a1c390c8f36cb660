import type { OtherRepository } from "../github/world.ts";
import { BASE_COMMIT, HEAD_COMMIT, TOKENS } from "../shop/names.ts";
import type { World } from "../world.ts";
import { busyWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

const DAY = 24 * 60 * 60_000;

/** Where the organization keeps its policy, as the repositories name it. */
export const ORGANIZATION_POLICY = "acme/.github/scan-gate.yml@v1";

/** What the organization asks of every repository, and what it lets them accept. */
export const ORGANIZATION_RULES = `version: 1
fail-on: critical
rules:
  - match: { type: secrets }
    fail-on: low
local: { max-days: 90 }
`;

/** The organization's repository; the job's own token does not see it. */
export function organizationRepository(
  text: string,
): OtherRepository & { readonly refs: Record<string, string> } {
  const commit = "7d0c5e1f2a3b48596877665544332211aabbccdd";
  return {
    owner: "acme",
    name: ".github",
    tokens: [TOKENS.policy],
    refs: { v1: commit },
    files: [{ commit, path: "scan-gate.yml", text }],
  };
}

/** A repository's own file: nothing but an exception for so many days. */
export function ownRules(now: number, days: number): string {
  const expires = new Date(now + days * DAY).toISOString().slice(0, 10);
  return `version: 1
extends: ${ORGANIZATION_POLICY}
fail-on: none
suppress:
  - id: CVE-2021-23337
    reason: receipts are rendered from our own templates only
    owner: "@acme/web"
    expires: ${expires}
`;
}

/** The world with a policy of its own on the base branch and the head, and the organization's beside it. */
export function withPolicies(world: World, own: string, organization: OtherRepository): World {
  const files = [BASE_COMMIT, HEAD_COMMIT].map((commit) => ({
    commit,
    path: ".github/scan-gate.yml",
    text: own,
  }));
  return { ...world, github: { ...world.github, files, others: [organization] } };
}

export const organizationPolicy: Scenario = {
  name: "organization-policy",
  description:
    "The organization's policy blocks a leaked password, which the repository's own file would let pass.",
  world: (now) => withPolicies(busyWorld(now), ownRules(now, 30), organizationRepository(ORGANIZATION_RULES)),
  ...ON_PULL_REQUEST,
  inputs: { ...ON_PULL_REQUEST.inputs, "policy-token": TOKENS.policy },
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    outputs: { blocking: "1", suppressed: "3" },
    comment: "written",
    upload: "written",
  },
};
