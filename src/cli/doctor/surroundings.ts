import { routeTo } from "../../platform/http/connection.ts";
import type { Environment } from "../../platform/runner/actions.ts";
import type { Settings } from "../../settings/settings.ts";
import { readAccount } from "../../settings/snyk-account.ts";
import { variableOf } from "../run/tokens.ts";
import { type Diagnosis, diagnoses } from "./diagnosis.ts";

const settingsArea = diagnoses("settings");
const networkArea = diagnoses("network");

/** What is on and what is off, and settings that a run takes and that people rarely mean. */
export function diagnoseSettings({ semgrep, snyk, reports, require, failOn, onIncomplete }: Settings) {
  const { ok, warning } = settingsArea;
  const told: Diagnosis[] = [];
  for (const [name, variable, isOn] of [
    ["Semgrep", variableOf("semgrep-token"), semgrep !== undefined],
    ["Snyk", variableOf("snyk-token"), snyk !== undefined],
  ] as const) {
    told.push(
      isOn
        ? ok(`${name} is on`)
        : warning(`${name} is off: its token is empty`, `Set ${variable}, if ${name} should be asked`),
    );
  }
  if (reports.length > 0) told.push(ok(`report files are read: ${reports.join(", ")}`));
  if (require === undefined) {
    told.push(
      warning(
        "`require` is not set, so a source whose token is empty is silently off",
        "Name the sources that must answer: `require: semgrep, snyk`",
      ),
    );
  }
  if (failOn === "none")
    told.push(warning("`fail-on: none` blocks nothing: the gate only watches", "Set a severity to block by"));
  if (onIncomplete === "warn")
    told.push(
      warning(
        "`on-incomplete: warn` lets a job pass that nothing was proved of",
        "Leave it out once the set-up works",
      ),
    );
  return told;
}

/** Which way requests go: proxies, certificates, and addresses without TLS. */
export function diagnoseNetwork(
  { semgrep, snyk }: Settings,
  env: Environment,
  { forgeUrl, readText }: { forgeUrl: string | undefined; readText: (path: string) => string | undefined },
): readonly Diagnosis[] {
  const { ok, warning, problem } = networkArea;
  const urls = [semgrep?.url, snyk && readAccount(snyk).apiUrl, forgeUrl].filter((url) => url !== undefined);
  const routes = urls.map((url): Diagnosis => {
    const { host } = new URL(url);
    try {
      const { proxy } = routeTo(new URL(url));
      return ok(
        proxy === undefined ? `${host} is reached directly` : `${host} is reached through the proxy ${proxy}`,
      );
    } catch {
      return problem(
        `the proxy that the environment names for ${host} is not an address`,
        "Correct `https_proxy`, or name the host in `no_proxy`",
      );
    }
  });
  const unchecked =
    env.NODE_TLS_REJECT_UNAUTHORIZED === "0"
      ? [
          warning(
            "NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate is checked, and whoever is on the way can read the tokens",
            "Take it out; name your own root certificate in NODE_EXTRA_CA_CERTS",
          ),
        ]
      : [];
  const extra = env.NODE_EXTRA_CA_CERTS ?? "";
  if (extra === "") return [...routes, ...unchecked];
  const text = readText(extra);
  return [
    ...routes,
    ...unchecked,
    text?.includes("-----BEGIN CERTIFICATE-----")
      ? ok("NODE_EXTRA_CA_CERTS holds certificates, which are trusted as well")
      : problem(
          text === undefined
            ? "NODE_EXTRA_CA_CERTS names a file that cannot be read, so Node.js ignores it"
            : "NODE_EXTRA_CA_CERTS names a file without a certificate, so Node.js ignores it",
          "Put the path of your root certificate into it, in PEM form",
        ),
  ];
}
