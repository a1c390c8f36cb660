import { type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import {
  dataCenterInvalid,
  dataCenterNotThere,
  dataCenterPage,
  dataCenterRefusalFor,
  isKnownCaller,
  isWebAddress,
  textField,
} from "./answers.ts";
import type { DataCenterBuild, DataCenterWorld } from "./world.ts";

const STATES = ["SUCCESSFUL", "FAILED", "INPROGRESS", "CANCELLED", "UNKNOWN"] as const;

/** The most that are listed of a commit. */
const MOST_LISTED = 100;

/** The build statuses of commits, as they are now. */
export class DataCenterBuilds {
  readonly #world: DataCenterWorld;
  #all: readonly DataCenterBuild[];

  constructor(world: DataCenterWorld) {
    this.#world = world;
    this.#all = world.builds;
  }

  get all(): readonly DataCenterBuild[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = routesBelow(`${base}/commits/:commit/builds`, (request) =>
      dataCenterRefusalFor(this.#world, request, "read"),
    );
    return [
      on("GET", "", (request, part) => this.#one(request, part("commit"))),
      on("POST", "", (request, part) => this.#set(request, part("commit"))),
    ];
  }

  /** The older list, which is of no repository. */
  listRoute(rest: string): Route {
    return {
      method: "GET",
      path: `${rest}/build-status/latest/commits/:commit`,
      handle: (request, part) => {
        if (!isKnownCaller(this.#world, request)) {
          return dataCenterRefusalFor(this.#world, request, "read") ?? { status: 401 };
        }
        const own = this.#all
          .filter(({ commit }) => commit === part("commit"))
          .toSorted((a, b) => b.updatedDate - a.updatedDate)
          .slice(0, MOST_LISTED);
        const wires = own.map(({ updatedDate, ...build }) => ({
          ...buildWire(build),
          dateAdded: updatedDate,
        }));
        return dataCenterPage(this.#world, request, wires);
      },
    };
  }

  #one(request: RecordedRequest, commit: string): Answer {
    const key = queryValue(request, "key");
    if (key === undefined) return dataCenterInvalid("key", "The key must be given.");
    const found = this.#all.find((build) => build.commit === commit && build.key === key);
    if (found === undefined) {
      return dataCenterNotThere(`A build status with the key ${key}`, "build.NoSuchBuildStatusException");
    }
    const { updatedDate, ...build } = found;
    return { status: 200, body: { ...buildWire(build), createdDate: updatedDate, updatedDate } };
  }

  #set(request: RecordedRequest, commit: string): Answer {
    const body = bodyFields(request);
    const [key = "", url = ""] = ["key", "url"].map((name) => textField(body, name));
    const state = STATES.find((known) => known === body.state);
    if (!this.#world.commits.some(({ sha }) => sha === commit)) {
      return dataCenterInvalid("commitId", "The commit ID must be a full one of this repository.");
    }
    if (key.trim() === "" || key.length > 255) {
      return dataCenterInvalid("key", "The build key must not be blank or longer than 255 characters.");
    }
    if (state === undefined) return dataCenterInvalid("state", "The build state is not known.");
    if (!isWebAddress(url) || url.length > 450) {
      return dataCenterInvalid("url", "The URL must not be blank or longer than 450 characters.");
    }
    const ref = textField(body, "ref");
    if (ref !== undefined && !ref.startsWith("refs/")) return dataCenterInvalid("ref", "The ref is not one.");
    const updatedDate = Math.max(1_790_000_000_000, ...this.#all.map((build) => build.updatedDate)) + 1000;
    const [name, parent, description] = ["name", "parent", "description"].map((field) =>
      textField(body, field),
    );
    const build: DataCenterBuild = {
      ...{ commit, key, state, url, updatedDate },
      ...(name === undefined ? {} : { name }),
      ...(parent === undefined ? {} : { parent }),
      ...(description === undefined ? {} : { description }),
    };
    this.#all = [...this.#all.filter((one) => one.commit !== commit || one.key !== key), build];
    return { status: 204 };
  }
}

function buildWire({ commit: _, ...build }: Omit<DataCenterBuild, "updatedDate">): Wire {
  return { ...build };
}
