// Who is there: a key per node and one for its agents, which expire when nobody renews them, and the set of names to find them by. Signed where
// the nodes share a secret: Redis may be anybody's, and whoever is there is given tasks and messages.
import { EntryReader, EntrySealer, type ReadEntry } from '../../messaging/signed-entry.js';
import { readAgent, readNode } from '../../messaging/wire-schemas.js';
import { ok, type Result } from '../../model/error.js';
import type { NodeEntry } from '../../model/node.js';
import { plainText } from '../../model/plain-text.js';
import type { AgentEntry, Broker } from '../../ports/broker.js';
import type { RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

/** More than anybody reads in a list. */
const MOST_AGENTS = 500;
const MOST_TOLD = 20;
const NAMES_MS = 86_400_000;

interface Found {
  readonly name: string;
  readonly texts: readonly (string | null)[];
}

interface KnownList {
  readonly digest: string;
  readonly agents: readonly AgentEntry[];
}

export interface RegistryOptions {
  readonly node: string;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly secret: () => string | null;
  readonly staleMs: number;
  readonly now: () => number;
  readonly onBad: (what: string) => void;
  /** A node that has not said anything for `staleMs`. */
  readonly onGone: (node: string) => void;
}

export class RedisRegistry {
  readonly #options: RegistryOptions;
  readonly #sealer = new EntrySealer();
  readonly #reader: EntryReader;
  readonly #bad = new Set<string>();
  /** By node, as they were read last. */
  #lists = new Map<string, KnownList>();

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#reader = new EntryReader({ space: options.keys.base, now: options.now });
  }

  async announce(entry: Parameters<Broker['announce']>[0], agents: readonly AgentEntry[]): Promise<Result<void>> {
    const { node, keys, session, staleMs, now, secret } = this.#options;
    const told = { ...entry, seenAt: new Date(now()).toISOString() };
    const list = JSON.stringify(agents.slice(0, MOST_AGENTS));
    const text = this.#sealer.seal({ space: keys.base, node, told, agents: list, keepMs: staleMs }, secret());
    const said = await session.ask((client) =>
      client
        .multi()
        .set(keys.node(node), text, 'PX', staleMs)
        .set(keys.agents(node), list, 'PX', staleMs)
        .sadd(keys.nodes, node)
        // Where all were killed nobody takes their names out of it.
        .pexpire(keys.nodes, Math.max(staleMs, NAMES_MS))
        .exec(),
    );
    return said.ok ? ok(undefined) : said;
  }

  async nodes(): Promise<Result<readonly NodeEntry[]>> {
    const { node, keys, onBad } = this.#options;
    const found = await this.#read((name) => [keys.node(name)]);
    if (!found.ok) return found;
    return ok(
      found.value.flatMap(({ name, texts: [text = null] }) => {
        const entry = text === null ? null : readNode(this.#open(name, text)?.told);
        if (text !== null && entry === null) onBad(this.#badEntry(name));
        return entry === null ? [] : [{ ...entry, isSelf: entry.name === node }];
      }),
    );
  }

  /** Lists are long and everybody reads them all: only those are that are not as they were read last. */
  async agents(): Promise<Result<readonly AgentEntry[]>> {
    const { keys, session } = this.#options;
    const found = await this.#read((name) => [keys.node(name)]);
    if (!found.ok) return found;
    const names = found.value.map(({ name }) => name);
    const known = new Map<string, KnownList>();
    for (const {
      name,
      texts: [about = null],
    } of found.value) {
      const last = this.#lists.get(name);
      if (last !== undefined && about !== null && this.#open(name, about)?.digest === last.digest) known.set(name, last);
    }
    const others = names.filter((name) => !known.has(name));
    // Both at one moment: written together, they fit each other.
    const read =
      others.length === 0
        ? ok([])
        : await session.ask((client) => client.mget(...others.flatMap((name) => [keys.node(name), keys.agents(name)])));
    if (!read.ok) return read;
    this.#lists = known;
    const lists = new Map(others.map((name, at) => [name, this.#listOf(name, read.value[at * 2] ?? null, read.value[at * 2 + 1] ?? null)]));
    return ok(names.flatMap((name) => known.get(name)?.agents ?? lists.get(name) ?? []));
  }

  #listOf(name: string, about: string | null, list: string | null): readonly AgentEntry[] {
    const { onBad, secret } = this.#options;
    if (list === null) return [];
    const entry = about === null ? null : this.#open(name, about);
    const isSaid = secret() === null || entry?.hasSaid(list) === true;
    const entries = isSaid ? listIn(list) : null;
    if (entries === null) onBad(isSaid ? 'a list of agents' : this.#badEntry(name));
    const read = (entries ?? []).slice(0, MOST_AGENTS).flatMap((value) => readAgent(value) ?? []);
    const agents = secret() === null ? read : read.filter((agent) => agent.node === plainText(name));
    if (isSaid && entry !== null && entry.digest !== null) this.#lists.set(name, { digest: entry.digest, agents });
    return agents;
  }

  async leave(): Promise<void> {
    const { node, keys, session } = this.#options;
    await session.ask((client) => client.multi().del(keys.node(node), keys.agents(node)).srem(keys.nodes, node).exec());
  }

  #open(node: string, text: string): ReadEntry | null {
    return this.#reader.read({ node, text }, this.#options.secret());
  }

  /** It may be one of another version, or without our secret: its name helps to find it. Of many of them no more than some are told. */
  #badEntry(name: string): string {
    if (this.#bad.size < MOST_TOLD) this.#bad.add(name);
    return this.#bad.has(name) ? `an entry of a node (${plainText(name, 60)})` : 'an entry of a node';
  }

  /** The values of the keys of each node; names whose keys have expired are taken out of the set. */
  async #read(keysOf: (node: string) => readonly string[]): Promise<Result<readonly Found[]>> {
    const { keys, session, node, onGone } = this.#options;
    return session.ask(async (client) => {
      const names = await client.smembers(keys.nodes);
      if (names.length === 0) return [];
      const values = await client.mget(...names.flatMap(keysOf));
      const each = values.length / names.length;
      const found = names.map((name, index) => ({ name, texts: values.slice(index * each, (index + 1) * each) }));
      const gone = found.filter(({ name, texts }) => texts.every((text) => text === null) && name !== node).map(({ name }) => name);
      if (gone.length > 0) await client.srem(keys.nodes, ...gone);
      for (const name of gone) onGone(name);
      return found;
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
