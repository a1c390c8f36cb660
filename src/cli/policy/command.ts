import { nearest } from "../../text/near.ts";
import { refuse, type Shell } from "../shell.ts";
import { terminalText } from "../terminal/words.ts";
import { checkPolicies } from "./check.ts";
import { showPolicies } from "./show.ts";

const POLICY_COMMANDS = ["show", "check"] as const;

/** `scan-gate policy show` and `scan-gate policy check FILE`. */
export async function policyCommand(args: readonly string[], shell: Shell): Promise<number> {
  const [first = "", ...rest] = args;
  const command = POLICY_COMMANDS.find((name) => name === first);
  if (command === "show") return await showPolicies(rest, shell);
  if (command === "check") return checkPolicies(rest, shell);
  const [meant] = nearest(first, POLICY_COMMANDS, 1);
  const hint = meant === undefined ? "it is show or check FILE" : `did you mean policy ${meant}?`;
  const given =
    first === "" ? "policy needs a command" : `"${terminalText(first, 80)}" is no command of policy`;
  return refuse(shell, [`${given}; ${hint}`]);
}
