import type { Agent } from "node:http";
import { getProxyUrl, HttpClient } from "@actions/http-client";
import { Failure } from "./failure.ts";
import type { Route } from "./network-error.ts";

/** What a request goes through: the client that sends it, and the agent that opens its sockets. */
export interface Connection {
  readonly client: HttpClient;
  readonly agent: Agent;
}

export interface ConnectionOptions {
  /** Ends the opening of a tunnel through a proxy. */
  readonly signal: AbortSignal;
  /** Whether the request may go over a connection that is already open. */
  readonly reused: boolean;
}

/** Makes connections, and keeps those that are used again. */
export interface Connections {
  for(url: URL, options: ConnectionOptions): Connection;
}

export function createConnections(): Connections {
  // A client keeps the agent of the first address that it is asked for, which speaks TLS or does not.
  const kept = new Map<string, HttpClient>();
  const keptClient = ({ origin }: URL): HttpClient => {
    const client = kept.get(origin) ?? new HttpClient(undefined, [], { keepAlive: true });
    kept.set(origin, client);
    return client;
  };
  return {
    for(url, { signal, reused }) {
      const client = reused ? keptClient(url) : freshClient();
      const isProxied = proxyAddress(url) !== "";
      return { client, agent: isProxied ? tunnelAgent(url, signal) : client.getAgent(url.href) };
    },
  };
}

function freshClient(): HttpClient {
  return new HttpClient(undefined, [], { keepAlive: false });
}

/**
 * An agent of its own for each request through a proxy. It asks the proxy for a tunnel with its `proxyOptions`, and
 * that request can be reached in no other way: without the signal in there, a proxy that never answers would hold
 * its socket, and with it the process.
 */
function tunnelAgent(url: URL, signal: AbortSignal): Agent {
  const agent = freshClient().getAgent(url.href);
  if ("proxyOptions" in agent && typeof agent.proxyOptions === "object" && agent.proxyOptions !== null) {
    Object.assign(agent.proxyOptions, { signal });
  }
  return agent;
}

/** Scheme, host and port of the proxy that the environment names for an address; its credentials are left out. */
export function routeTo(url: URL): Route {
  const address = proxyAddress(url);
  if (address === "") return { host: url.host };
  const proxy = new URL(address);
  return { host: url.host, proxy: `${proxy.protocol}//${proxy.host}` };
}

function proxyAddress(url: URL): string {
  try {
    return getProxyUrl(url.href);
  } catch {
    // Not told as it is: the variable may hold credentials.
    throw new Failure({
      code: "unreachable",
      what: "the proxy that the environment names is not an address",
      transient: false,
      noEffect: true,
    });
  }
}
