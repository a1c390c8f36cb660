import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Debian and Ubuntu put it; `SCAN_GATE_CHROMIUM` names another one. */
const EXECUTABLE = process.env.SCAN_GATE_CHROMIUM ?? "/usr/bin/chromium";

export const HAS_CHROMIUM = existsSync(EXECUTABLE);

/** What to do about a missing browser. */
export const NO_CHROMIUM = `There is no ${EXECUTABLE}: install chromium, or name one in SCAN_GATE_CHROMIUM`;

/** Headless, and without anything that a browser asks the network for on its own account. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Within this time a browser does what it is told, on however busy a machine. */
export const PATIENCE_MS = 240_000;

/** A browser, for the caller to close. @throws when there is none */
export async function openChromium(): Promise<Browser> {
  if (!HAS_CHROMIUM) throw new Error(NO_CHROMIUM);
  return await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS, timeout: PATIENCE_MS });
}
