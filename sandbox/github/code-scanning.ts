import type { Route } from "../service/routes.ts";
import { queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { checkPermission, type Needs, notFound, page, parseBody, refusal } from "./answers.ts";
import { type CheckedSarif, checkSarif, unpack } from "./sarif-check.ts";
import type { GitHubWorld } from "./world.ts";

const FIELDS = ["commit_sha", "ref", "sarif", "checkout_uri", "started_at", "tool_name", "validate"];
const READ: Needs = { anyOf: ["security-events"], access: "read" };
const WRITE: Needs = { anyOf: ["security-events"], access: "write" };

/** One accepted upload, with what processing makes of it. */
export interface Upload extends CheckedSarif {
  readonly id: string;
  readonly commit: string;
  readonly ref: string;
}

/** The uploads of a repository's code scanning. */
export class CodeScanning {
  readonly #world: GitHubWorld;
  readonly #looks = new Map<string, number>();
  #uploads: readonly Upload[] = [];

  constructor(world: GitHubWorld) {
    this.#world = world;
  }

  get uploads(): readonly Upload[] {
    return this.#uploads;
  }

  routes(base: string): readonly Route[] {
    const on =
      (needs: Needs, handle: Route["handle"]): Route["handle"] =>
      (request, part) =>
        checkPermission(this.#world, needs) ?? this.#checkEnabled() ?? handle(request, part);
    const path = `${base}/code-scanning`;
    return [
      { method: "POST", path: `${path}/sarifs`, handle: on(WRITE, (request) => this.#upload(request, path)) },
      {
        method: "GET",
        path: `${path}/sarifs/:id`,
        handle: on(READ, (_request, part) => this.#look(part("id"), path)),
      },
      { method: "GET", path: `${path}/alerts`, handle: on(READ, (request) => page(request, [])) },
      { method: "GET", path: `${path}/analyses`, handle: on(READ, (request) => this.#analyses(request)) },
    ];
  }

  #checkEnabled(): Answer | undefined {
    const message = "Code Security must be enabled for this repository to use code scanning.";
    return this.#world.repository.codeScanning ? undefined : refusal(403, message);
  }

  #upload(request: RecordedRequest, path: string): Answer {
    const body = parseBody(request);
    if (body === undefined) return refusal(400, "Problems parsing JSON");
    const unknown = Object.keys(body).find((key) => !FIELDS.includes(key));
    if (unknown !== undefined)
      return refusal(422, `Invalid request.\n\n"${unknown}" is not a permitted key.`);
    const { commit_sha: commit, ref, sarif } = body;
    if (typeof commit !== "string" || !/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(commit)) {
      return refusal(422, "commit_sha is not a valid commit");
    }
    if (typeof ref !== "string" || !/^refs\/(heads|tags|pull)\/.+$/.test(ref))
      return refusal(422, "ref is invalid");
    const mismatch = this.#checkPair(commit, ref);
    if (mismatch !== undefined) return mismatch;
    const unpacked = typeof sarif === "string" ? unpack(sarif) : undefined;
    if (unpacked === undefined) return refusal(400, "sarif field is invalid");
    if (unpacked.bytes > 10_000_000) return refusal(413, "SARIF file is too large");
    const id = `6c81cd8e-b078-4ac3-a3be-${(0xf1a2b3c40000 + this.#uploads.length).toString(16)}`;
    this.#uploads = [...this.#uploads, { id, commit, ref, ...checkSarif(unpacked.document, unpacked.bytes) }];
    return { status: 202, body: { id, url: `https://api.github.com${path}/sarifs/${id}` } };
  }

  /** A merge commit belongs to the merge ref, a head commit to the head ref or its branch. */
  #checkPair(commit: string, ref: string): Answer | undefined {
    const known = this.#world.commits.some((one) => one.sha === commit);
    if (!known) return refusal(422, "commit not found");
    const [, number, which] = /^refs\/pull\/(\d+)\/(merge|head)$/.exec(ref) ?? [];
    if (number === undefined) return undefined;
    const pull = this.#world.pulls.find((one) => String(one.number) === number);
    if (pull === undefined) return refusal(422, `ref '${ref}' not found in this repository`);
    const expected = which === "merge" ? pull.mergeCommit : pull.head.sha;
    return commit === expected ? undefined : refusal(422, "commit not found");
  }

  #look(id: string, path: string): Answer {
    const upload = this.#uploads.find((one) => one.id === id);
    if (upload === undefined) return notFound();
    const looks = (this.#looks.get(id) ?? 0) + 1;
    this.#looks.set(id, looks);
    if (looks <= this.#world.processingLooks) return { status: 200, body: { processing_status: "pending" } };
    const failed = upload.errors.length > 0;
    return {
      status: 200,
      body: {
        processing_status: failed ? "failed" : "complete",
        analyses_url: `https://api.github.com${path}/analyses?sarif_id=${id}`,
        ...(failed ? { errors: upload.errors } : {}),
      },
    };
  }

  #analyses(request: RecordedRequest): Answer {
    const wanted = queryValue(request, "sarif_id");
    const ref = queryValue(request, "ref");
    const items = this.#uploads
      .filter(
        (upload) =>
          (wanted === undefined || upload.id === wanted) && (ref === undefined || upload.ref === ref),
      )
      .flatMap((upload) =>
        upload.analyses.map((analysis, index) => ({
          id: 53_000 + index,
          sarif_id: upload.id,
          commit_sha: upload.commit,
          ref: upload.ref,
          tool: { name: analysis.tool, version: null, guid: null },
          category: analysis.category,
          analysis_key: "(default)",
          environment: "{}",
          error: "",
          warning: analysis.warning,
          results_count: analysis.results,
          rules_count: analysis.rules,
          created_at: "2026-11-18T16:46:00Z",
          deletable: true,
        })),
      );
    return page(request, items);
  }
}
