// Who is there: a key per node and one for its agents, which expire when nobody renews them, and the set of names to find them by.

import { readAgent, readNode } from '../../messaging/wire-schemas.js';
import { ok, type Result } from '../../model/error.js';
import type { NodeEntry } from '../../model/node.js';
import type { AgentEntry, Broker } from '../../ports/broker.js';
import type { RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

/** More than anybody reads in a list. */
const MOST_AGENTS = 500;

export interface RegistryOptions {
  readonly node: string;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly staleMs: number;
  readonly now: () => number;
  readonly onBad: (what: string) => void;
  /** A node that has not said anything for `staleMs`. */
  readonly onGone: (node: string) => void;
}

export class RedisRegistry {
  readonly #options: RegistryOptions;

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  async announce(entry: Parameters<Broker['announce']>[0], agents: readonly AgentEntry[]): Promise<Result<void>> {
    const { node, keys, session, staleMs, now } = this.#options;
    const seenAt = new Date(now()).toISOString();
    const said = await session.ask((client) =>
      client
        .multi()
        .set(keys.node(node), JSON.stringify({ ...entry, seenAt }), 'PX', staleMs)
        .set(keys.agents(node), JSON.stringify(agents.slice(0, MOST_AGENTS)), 'PX', staleMs)
        .sadd(keys.nodes, node)
        .exec(),
    );
    return said.ok ? ok(undefined) : said;
  }

  async nodes(): Promise<Result<readonly NodeEntry[]>> {
    const { node, keys, onBad } = this.#options;
    const texts = await this.#read(keys.node);
    if (!texts.ok) return texts;
    return ok(
      texts.value.flatMap((text) => {
        const entry = readNode(text);
        if (entry === null) onBad('an entry of a node');
        return entry === null ? [] : [{ ...entry, isSelf: entry.name === node }];
      }),
    );
  }

  async agents(): Promise<Result<readonly AgentEntry[]>> {
    const { keys, onBad } = this.#options;
    const texts = await this.#read(keys.agents);
    if (!texts.ok) return texts;
    return ok(
      texts.value.flatMap((text) => {
        const entries = listIn(text);
        if (entries === null) onBad('a list of agents');
        return (entries ?? []).slice(0, MOST_AGENTS).flatMap((value) => readAgent(value) ?? []);
      }),
    );
  }

  async leave(): Promise<void> {
    const { node, keys, session } = this.#options;
    await session.ask((client) => client.multi().del(keys.node(node), keys.agents(node)).srem(keys.nodes, node).exec());
  }

  /** The value of one key of each node; names whose keys have expired are taken out of the set. */
  async #read(keyOf: (node: string) => string): Promise<Result<readonly string[]>> {
    const { keys, session, node, onGone } = this.#options;
    return session.ask(async (client) => {
      const names = await client.smembers(keys.nodes);
      if (names.length === 0) return [];
      const values = await client.mget(...names.map(keyOf));
      const gone = names.filter((name, index) => values[index] === null && name !== node);
      if (gone.length > 0) await client.srem(keys.nodes, ...gone);
      for (const name of gone) onGone(name);
      return values.filter((value) => value !== null);
    });
  }
}

function listIn(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
