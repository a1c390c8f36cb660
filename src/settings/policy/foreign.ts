import { ScanGateError, sentence, toReason } from "../../errors.ts";
import type { PolicyRepository } from "../../forge-ports.ts";
import type { Policy } from "../../model/policy.ts";
import type { PolicyOrigin } from "../../model/report.ts";
import type { Threshold } from "../../model/severity.ts";
import { type ForgeKind, type Reason, SOURCE_NAMES } from "../../model/verdict.ts";
import { counted } from "../../text/count.ts";
import { parsePolicy } from "./place.ts";
import {
  type PolicyReference,
  parsePolicyReference,
  policyReferenceName,
  REFERENCE_FORM,
} from "./reference.ts";

/** The most files that are judged together, those of the default branch above another not counted (contract §6). */
export const MOST_POLICY_FILES = 4;

export interface ForeignPolicySource {
  readonly settings: {
    readonly failOn: Threshold;
    readonly githubToken: string;
    readonly policyToken: string;
  };
  /** Another repository of the forge, with the token that reads policies. */
  readonly repository: (owner: string, repo: string) => PolicyRepository;
  readonly context: { readonly forge?: ForgeKind };
}

/** A policy file of another repository, as it was read. */
export interface ForeignPolicyFile {
  readonly policy: Policy;
  readonly origin: PolicyOrigin;
}

/** The files of other repositories that stand above a file, as far as they could be read. */
export interface PolicyLineage {
  /** Top first. */
  readonly files: readonly ForeignPolicyFile[];
  /** Why the files above these are not known: one cannot be used, or could not be read. */
  readonly trouble?: ScanGateError | UnreadablePolicy;
}

/** A policy that nobody could read; not one that is broken. */
export class UnreadablePolicy extends Error {
  readonly reason: Reason;

  constructor(error: unknown, what: string, hint?: string) {
    const reason = toReason(error, "policy");
    const message = sentence(`${what}: ${reason.message}`, hint);
    super(message);
    this.reason = { ...reason, source: "policy", message };
  }
}

/** The same file at the same commit has the same name, however its reference writes it. */
export function policyFileKey({ repository, path, commit, ref }: PolicyOrigin): string {
  return `${repository.toLowerCase()}/${path}@${commit ?? ref}`;
}

/** Policy files of other repositories: each is read once in a run, and so is each ref. */
export class ForeignPolicies {
  readonly #from: ForeignPolicySource;
  readonly #files = new Map<string, Promise<ForeignPolicyFile>>();
  readonly #commits = new Map<string, Promise<string | undefined>>();

  constructor(from: ForeignPolicySource) {
    this.#from = from;
  }

  /**
   * The file that a reference names, and what that extends in turn, one after the other: only a file tells what stands
   * above it. What goes wrong is given beside what was read, so that the trouble of several can be told in one order.
   * @param below the file that has the reference
   */
  async lineageOf(name: string | undefined, below?: PolicyOrigin): Promise<PolicyLineage> {
    const files: ForeignPolicyFile[] = [];
    const keys = new Set(below && [policyFileKey(below)]);
    const most = MOST_POLICY_FILES - (below === undefined ? 0 : 1);
    let next = name;
    while (next !== undefined) {
      try {
        if (files.length === most) throw tooManyPolicies(next);
        const file = await this.#file(referenceIn(next));
        const key = policyFileKey(file.origin);
        if (keys.has(key)) throw circle(next);
        keys.add(key);
        files.unshift(file);
        next = file.policy.extends;
      } catch (error) {
        if (!(error instanceof ScanGateError || error instanceof UnreadablePolicy)) throw error;
        return { files, trouble: error };
      }
    }
    return { files };
  }

  #file(reference: PolicyReference): Promise<ForeignPolicyFile> {
    const name = policyReferenceName(reference);
    return once(this.#files, name, () => this.#read(reference, name));
  }

  async #read(reference: PolicyReference, name: string): Promise<ForeignPolicyFile> {
    const { owner, repo, path, ref } = reference;
    const repository = this.#from.repository(owner, repo);
    const { failOn } = this.#from.settings;
    const found = await this.#text(repository, reference, name);
    const place = {
      hints: {
        broken: `Fix the file in ${owner}/${repo}, so that ${ref} has it; until then nothing can be judged`,
      },
    };
    const policy = await parsePolicy({ text: found.text, path: name, place, failOn, isForeign: true });
    return { policy, origin: { repository: `${owner}/${repo}`, path, ref, commit: found.commit } };
  }

  /** The text of the file and its commit. @throws `config-invalid` where it is not there, else UnreadablePolicy */
  async #text(
    repository: PolicyRepository,
    { owner, repo, path, ref }: PolicyReference,
    name: string,
  ): Promise<{ readonly text: string; readonly commit: string }> {
    const about = `${owner}/${repo}`;
    try {
      const commit = await once(this.#commits, `${about}@${ref}`, () => repository.commitOf(ref));
      let why = `${about} has no branch, tag or commit ${ref}`;
      if (commit !== undefined) {
        const text = await repository.file(path, commit);
        if (text !== undefined) return { text, commit };
        why = `${ref} of ${about} has no file ${path}`;
      }
      if (await repository.isVisible()) throw missingForeign(name, why);
    } catch (error) {
      if (error instanceof ScanGateError && error.source === "policy") throw error;
      throw new UnreadablePolicy(error, `${name} could not be read with ${this.#token()}`);
    }
    throw new UnreadablePolicy(invisible(about, this.#forge), name, `It was asked with ${this.#token()}`);
  }

  get #forge(): ForgeKind {
    return this.#from.context.forge ?? "github";
  }

  /** The token that was used, by the input that it came from. */
  #token(): string {
    if (this.#forge !== "github") return "the token in SCAN_GATE_POLICY_TOKEN, or the forge's own without it";
    const { githubToken, policyToken } = this.#from.settings;
    return policyToken === githubToken
      ? "the `github-token`, since `policy-token` is empty or the same"
      : "the `policy-token`";
  }
}

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

function referenceIn(name: string): PolicyReference {
  const reference = parsePolicyReference(name);
  if (reference === undefined)
    throw new TypeError(`${name} was to be checked before: it is no ${REFERENCE_FORM}`);
  return reference;
}

/** That a chain has more files than are judged together. */
export function tooManyPolicies(name: string): ScanGateError {
  return unusable(
    `The policy ${name} would be one too many: ${counted(MOST_POLICY_FILES, "file")} are judged together at most`,
    "Put the rules of two of them into one",
  );
}

function circle(name: string): ScanGateError {
  return unusable(
    `The policies extend each other in a circle, which ${name} closes`,
    "Take `extends` out of one of them",
  );
}

function missingForeign(name: string, why: string): ScanGateError {
  return unusable(`There is no policy file ${name}: ${why}`, "Correct the reference, or make the file");
}

function unusable(message: string, hint: string): ScanGateError {
  return new ScanGateError({ code: "config-invalid", source: "policy", message, hint });
}

function invisible(repository: string, forge: ForgeKind): ScanGateError {
  const token =
    forge === "github"
      ? `give \`policy-token\` a token with \`contents: read\` for ${repository}`
      : `set SCAN_GATE_POLICY_TOKEN to a token that may read ${repository}`;
  return new ScanGateError({
    code: "not-found",
    source: forge,
    message: `${SOURCE_NAMES[forge]} shows no repository ${repository} to this token`,
    hint: `Check its name, and ${token}`,
  });
}
