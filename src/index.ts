import { cancelledBySignals, exit } from "./platform/runner/signals.ts";
import { runWorkflow } from "./workflow.ts";

// A promise that never settles would otherwise end the process as a success.
process.exitCode = 1;
const write = (line: string) => void process.stdout.write(`${line}\n`);
process.on("uncaughtException", (error) => {
  // Only its kind: what it says may hold anything, and the tokens are not known yet when it comes early.
  write(`Scan Gate itself failed with an unexpected ${error.name}; report it with the log of this run.`);
  exit(1);
});
exit(await runWorkflow({ env: process.env, write, cancelled: cancelledBySignals() }));
