import { blocked } from "./blocked.ts";
import { clean } from "./clean.ts";
import { exception, recheck, stranger } from "./exception.ts";
import { fork } from "./fork.ts";
import { dependabot, forkToGreen } from "./green-by-status.ts";
import { hostile } from "./hostile.ts";
import { huge } from "./huge.ts";
import { incomplete } from "./incomplete.ts";
import { lateCheck } from "./late-check.ts";
import { mergeGroup } from "./merge-group.ts";
import { organizationPolicy } from "./organization-policy.ts";
import { push } from "./push.ts";
import type { Scenario } from "./scenario.ts";
import { superseded } from "./superseded.ts";
import { waiting } from "./waiting.ts";
import { workflowRun } from "./workflow-run.ts";

/** Every scenario, in the order in which they are listed; the first is the one that runs unless another is named. */
export const SCENARIOS: readonly [Scenario, ...Scenario[]] = [
  blocked,
  clean,
  waiting,
  lateCheck,
  incomplete,
  superseded,
  push,
  fork,
  workflowRun,
  forkToGreen,
  dependabot,
  recheck,
  exception,
  stranger,
  mergeGroup,
  organizationPolicy,
  huge,
  hostile,
];
