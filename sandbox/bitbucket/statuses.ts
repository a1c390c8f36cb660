import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { bitbucketPage, bitbucketRefusal, bitbucketRefusalFor } from "./answers.ts";
import type { BitbucketStatus, BitbucketWorld } from "./world.ts";

const STATES = ["SUCCESSFUL", "FAILED", "INPROGRESS", "STOPPED"] as const;
const LONGEST_KEY = 40;
const LONGEST_TEXT = 255;

/** The build statuses of commits: a new one takes the place of the one with its key. */
export class BitbucketStatuses {
  readonly #world: BitbucketWorld;
  #all: readonly BitbucketStatus[];
  #changes = 0;

  constructor(world: BitbucketWorld) {
    this.#world = world;
    this.#all = world.statuses;
  }

  get all(): readonly BitbucketStatus[] {
    return this.#all;
  }

  /** Sets a status as another run does. */
  set(status: Omit<BitbucketStatus, "change">): BitbucketStatus {
    this.#changes += 1;
    const row = { ...status, change: this.#changes };
    const others = this.#all.filter((one) => one.commit !== row.commit || one.key !== row.key);
    this.#all = [row, ...others];
    return row;
  }

  routes(base: string): readonly Route[] {
    const on = routesBelow(`${base}/commit/:commit/statuses`, (request, part) => {
      const isKnown = this.#world.commits.some(({ sha }) => sha === part("commit"));
      const refused = bitbucketRefusalFor(this.#world, request, "repository");
      return refused ?? (isKnown ? undefined : bitbucketRefusal(404, "Resource not found"));
    });
    return [
      on("GET", "", (request, part) =>
        bitbucketPage(request, this.#all.filter(({ commit }) => commit === part("commit")).map(statusWire)),
      ),
      on("POST", "/build", (request, part) => this.#add(request, part("commit"))),
    ];
  }

  #add(request: RecordedRequest, commit: string): Answer {
    const { key, state, url, name, description } = bodyFields(request);
    const known = STATES.find((one) => one === state);
    if (typeof key !== "string" || key === "" || key.length > LONGEST_KEY)
      return bitbucketRefusal(400, "key: Ensure this value has at most 40 characters.");
    if (known === undefined) return bitbucketRefusal(400, "state: Select a valid choice.");
    if (typeof url !== "string" || !URL.canParse(url))
      return bitbucketRefusal(400, "url: Enter a valid URL.");
    const texts = { name, description };
    for (const [field, text] of Object.entries(texts)) {
      if (typeof text === "string" && text.length > LONGEST_TEXT)
        return bitbucketRefusal(400, `${field}: Ensure this value has at most 255 characters.`);
    }
    const row = this.set({
      commit,
      key,
      state: known,
      url,
      ...(typeof name === "string" ? { name } : {}),
      ...(typeof description === "string" ? { description } : {}),
    });
    return { status: 201, body: statusWire(row) };
  }
}

function statusWire({ key, state, url, name, description, change }: BitbucketStatus): Wire {
  const at = new Date(1_790_000_000_000 + change * 1000).toISOString();
  return {
    type: "build",
    key,
    state,
    url,
    name: name ?? null,
    description: description ?? "",
    refname: null,
    created_on: at,
    updated_on: at,
  };
}
