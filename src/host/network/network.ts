// This host among other nodes: the Redis it shares with them, who is there, and messages on their way to them. Alone where no Redis is named:
// then nothing of Redis is loaded. What is lost with Redis goes on here and is caught up with when it is back.
import { createEmbeddedBroker } from '../../core/adapters/embedded-broker.js';
import { configuredAddress, exposed, type RedisAddress, redisAddress } from '../../core/adapters/redis/redis-address.js';
import type { RedisBroker, RedisBrokerOptions } from '../../core/adapters/redis/redis-broker.js';
import type { Config } from '../../core/model/config.js';
import { fail, type OrchError, ok, type Result, saidAndNext } from '../../core/model/error.js';
import type { BrokerCondition, NodeEntry } from '../../core/model/node.js';
import type { AgentEntry, Broker, Letter } from '../../core/ports/broker.js';
import type { Clock } from '../../core/ports.js';
import { latePart } from '../late-part.js';
import { Announcer } from './announcer.js';
import { RecentLetters } from './recent-letters.js';
import { SilentNodes } from './silent-nodes.js';

export interface NetworkOrder {
  readonly clock: Clock;
  readonly node: string;
  readonly config: Pick<Config, 'redis' | 'registry'>;
  /** The person's variables as they are now. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** The same in every clone of this repository. */
  readonly identity: () => Promise<Result<string>>;
  readonly self: () => Parameters<Broker['announce']>[0];
  readonly agents: () => readonly AgentEntry[];
  /** A message of another node; an error: it is brought again. */
  readonly take: (letter: Letter) => Promise<Result<void>>;
  /** Messages that are kept here for other nodes. */
  readonly waiting: () => number;
  readonly say: (text: string) => void;
  /** Redis came or went, or others did. */
  readonly onChange: () => void;
  /** Loads BullMQ; tests pass their own. */
  readonly load?: () => Promise<(options: RedisBrokerOptions) => RedisBroker>;
}

export class Network {
  readonly #order: NetworkOrder;
  readonly #alone: Broker;
  readonly #recent: RecentLetters;
  readonly #announcer: Announcer;
  readonly silent: SilentNodes;
  #joined: { readonly broker: RedisBroker; readonly address: RedisAddress } | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isJoining = false;
  #stays = false;
  #isClosed = false;

  constructor(order: NetworkOrder) {
    const { clock, node, config } = order;
    this.#order = order;
    this.#alone = createEmbeddedBroker({ node, clock });
    this.#recent = new RecentLetters(clock);
    const heartbeatMs = config.registry.heartbeatSeconds * 1000;
    this.silent = new SilentNodes({ ...order, heartbeatMs, broker: () => this.#ready });
    this.#announcer = new Announcer({
      ...order,
      heartbeatMs,
      onLook: (broker) => void this.silent.look(broker),
      broker: () => this.#ready ?? this.#alone,
      isShared: () => this.#ready !== null,
    });
  }

  /** Name of this one. */
  get node(): string {
    return this.#order.node;
  }

  /** What reaches other machines; null where none is named. It may be away. */
  get broker(): Broker | null {
    return this.#joined?.broker ?? null;
  }

  /** ORCH_CLUSTER_SECRET. */
  get secret(): string | null {
    return this.#order.environment().ORCH_CLUSTER_SECRET || null;
  }

  get condition(): BrokerCondition {
    const { condition } = this.#joined?.broker ?? this.#alone;
    return { ...condition, waiting: condition.kind === 'redis' ? this.#order.waiting() : 0 };
  }

  /** This host first. */
  async nodes(): Promise<readonly NodeEntry[]> {
    const { clock, self } = this.#order;
    const found = (await this.#ready?.nodes()) ?? ok([]);
    const others = found.ok ? found.value.filter(({ isSelf }) => !isSelf) : [];
    return [{ ...self(), seenAt: new Date(clock.now()).toISOString(), isSelf: true }, ...others];
  }

  /** As configured, when the host begins. Nobody waits for it; what is wrong is told. */
  async openConfigured(): Promise<void> {
    const { config, environment, say } = this.#order;
    const url = configuredAddress(config.redis.url, environment());
    if (url === null) return;
    this.#isJoining = true;
    const opened = await this.serve(url);
    this.#isJoining = false;
    if (!opened.ok) say(`${opened.error.tried}: ${saidAndNext(opened.error)}`);
  }

  /** Notes for whoever asked. In use already with the same address: it stays. An error: this host goes on alone. */
  serve(url: string): Promise<Result<readonly string[]>> {
    const opened = this.#turn.then(() => this.#serve(url));
    // A bug of one try holds up neither the next one nor the end.
    this.#turn = opened.catch(() => undefined);
    return opened;
  }

  /** The person started this host to be there for others: from now on it is kept while it shares a Redis, though that may be away. */
  stay(): void {
    this.#stays = true;
  }

  get keepsHost(): boolean {
    return this.#stays && (this.#isJoining || this.#joined !== null);
  }

  /** Resolves when the Redis that is named was asked, whether it was there or not. */
  async asked(): Promise<void> {
    await this.#turn;
  }

  /** Something of this host that others see is another now. */
  changed(): void {
    this.#announcer.changed();
  }

  /** Agents of other nodes that messages can be sent to. */
  get others(): ReadonlyMap<string, AgentEntry> {
    return this.#announcer.others;
  }

  /** Redis is named, and was not heard of yet: whoever is unknown may be there. */
  get isUnsure(): boolean {
    return (this.#isJoining || this.#joined !== null) && !this.#announcer.hasLooked;
  }

  /** Hands a message to the node that has its receiver. */
  async carry(letter: Letter): Promise<Result<void>> {
    const broker = this.#ready;
    if (broker === null) return fail(this.#joined?.broker.condition.error ?? ALONE);
    const sent = await broker.send(letter);
    if (sent.ok) this.#recent.add(letter);
    return sent;
  }

  get isReady(): boolean {
    return this.#ready !== null;
  }

  /** What it left in Redis, in words. */
  async close(): Promise<readonly string[]> {
    this.#isClosed = true;
    this.#announcer.dispose();
    await this.#turn;
    const left = (await this.#joined?.broker.close()) ?? [];
    await this.#alone.close();
    return left;
  }

  get #ready(): RedisBroker | null {
    const broker = this.#joined?.broker;
    return broker?.condition.state === 'ready' ? broker : null;
  }

  async #serve(url: string): Promise<Result<readonly string[]>> {
    const { environment } = this.#order;
    const parsed = redisAddress(url, environment());
    if (!parsed.ok) return parsed;
    const address = parsed.value;
    const problem = exposed(address, environment().ORCH_CLUSTER_SECRET);
    if (problem !== null) return fail(problem);
    const joined = this.#joined;
    if (joined !== null) {
      const { state, error } = joined.broker.condition;
      if (joined.address.shown === address.shown && joined.address.password === address.password && (state === 'ready' || isAway(error)))
        return ok(state === 'ready' ? [] : [awayLine(joined.broker.condition)]);
      if (state === 'ready') return fail(usedAlready(joined.address.shown, address.shown));
      await this.#leave();
    }
    return this.#join(address);
  }

  async #join(address: RedisAddress): Promise<Result<readonly string[]>> {
    const { node, config, clock, say, identity, take, load = loadRedis } = this.#order;
    const namespace = await identity();
    if (!namespace.ok) return namespace;
    const create = await latePart(`use Redis at ${address.shown}`, load);
    if (!create.ok) return create;
    const broker = create.value({
      node,
      address,
      prefix: config.redis.prefix,
      namespace: namespace.value,
      ca: config.redis.ca,
      secret: () => this.secret,
      staleSeconds: config.registry.staleSeconds,
      clock,
      onNotice: say,
    });
    const opened = await broker.open();
    if (this.#isClosed || (!opened.ok && !isAway(opened.error))) {
      await broker.close();
      return opened.ok ? ok([]) : opened;
    }
    this.#joined = { broker, address };
    broker.receive(take);
    broker.onCondition((condition) => this.#moved(condition));
    broker.onBack((isRestarted) => this.#back(isRestarted));
    if (opened.ok) this.#announcer.changed();
    this.#order.onChange();
    return ok(opened.ok ? [] : [awayLine(broker.condition)]);
  }

  async #leave(): Promise<void> {
    const joined = this.#joined;
    this.#joined = null;
    await joined?.broker.close();
  }

  #moved(condition: BrokerCondition): void {
    const { say, onChange } = this.#order;
    if (this.#isClosed) return;
    say(condition.state === 'away' ? awayLine(condition) : `Redis at ${condition.address} is there`);
    onChange();
  }

  #back(isRestarted: boolean): void {
    this.#announcer.isBack();
    // A Redis that was killed may have lost what it took last; whoever has it already takes it once.
    if (isRestarted) for (const letter of this.#recent.all()) void this.#ready?.send(letter);
    this.#order.onChange();
  }
}

async function loadRedis() {
  const { createRedisBroker } = await import('../../core/adapters/redis/redis-broker.js');
  return createRedisBroker;
}

function isAway(error: OrchError | null): boolean {
  return error !== null && 'isAway' in error;
}

function awayLine({ address, error }: BrokerCondition): string {
  const why = error === null ? '' : `: ${error.said}`;
  return `Redis at ${address} is away${why}. Work goes on here alone, and it is tried again`;
}

function usedAlready(used: string, wanted: string): OrchError {
  return {
    kind: 'conflict',
    tried: `use ${wanted}`,
    said: `this host shares ${used} already`,
    next: 'End it with `orch-tui host --stop` first',
  };
}

const ALONE: OrchError = {
  kind: 'broker',
  tried: 'reach another machine',
  said: 'this host is alone: it has no Redis',
  next: 'Start it with --redis URL',
};
