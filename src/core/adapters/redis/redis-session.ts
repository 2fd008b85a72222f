// The connections to one Redis: looked for until it is there, looked at each time it comes back, and told of when it goes. Timers only while it is away.
import { Redis } from 'ioredis';
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import type { BrokerCondition } from '../../model/node.js';
import type { Clock, Timer } from '../../ports.js';
import { type ClientOptions, lookAt, type Probe, probeRedis } from './probe-redis.js';
import { redisFailure } from './redis-errors.js';
import { redisScripts, type Scripts } from './redis-scripts.js';

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 15_000;
/** A command that is not answered for so long: the connection is dead, though nobody closed it. */
const COMMAND_MS = 5000;
/** BullMQ asks at least every ten seconds; silence beyond this is a dead line. */
const SOCKET_MS = 25_000;

/** Without a number of retries the library would let commands hang that were under way when the line broke. */
const FAILS_AT_ONCE = { enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 };

export interface SessionOptions extends Probe {
  readonly clock: Clock;
  /** Each time it is there, before it counts as ready. `isRestarted`: it is not the process it was. */
  readonly onBack: (isRestarted: boolean) => Promise<void>;
  readonly onCondition: (condition: BrokerCondition) => void;
  readonly onWarning: (text: string) => void;
}

export class RedisSession {
  readonly #options: SessionOptions;
  #main: Redis | null = null;
  #client: ClientOptions | null = null;
  #scripts: Scripts | null = null;
  #others: Redis[] = [];
  #condition: BrokerCondition;
  #timer: Timer | null = null;
  #delayMs = FIRST_RETRY_MS;
  #runId = '';
  #isClosed = false;
  #looking: Promise<void> | null = null;
  readonly #warned = new Set<string>();

  constructor(options: SessionOptions) {
    this.#options = options;
    const since = new Date(options.clock.now()).toISOString();
    this.#condition = { kind: 'redis', state: 'away', address: options.address.shown, since, error: null, waiting: 0 };
  }

  get condition(): BrokerCondition {
    return this.#condition;
  }

  /** It was there once: something of this node may lie in it. */
  get wasReady(): boolean {
    return this.#runId !== '';
  }

  get isReady(): boolean {
    return this.#condition.state === 'ready';
  }

  /** The first look. An error: it is not there or not to be used; it goes on trying. */
  async open(): Promise<Result<void>> {
    await this.#look();
    const { error } = this.#condition;
    return error === null ? ok(undefined) : fail(error);
  }

  /** For a command of ours, which fails at once where Redis is away. Its failure is a value. */
  async ask<Value>(run: (client: Redis, scripts: Scripts) => Promise<Value>): Promise<Result<Value>> {
    const [client, scripts] = [this.#main, this.#scripts];
    if (client === null || scripts === null || !this.isReady) return fail(this.#awayError());
    return this.#tell(() => run(client, scripts));
  }

  /** While it is looked at, before it counts as ready. */
  async askEarly<Value>(run: (client: Redis, scripts: Scripts) => Promise<Value>): Promise<Result<Value>> {
    const [client, scripts] = [this.#main, this.#scripts];
    if (client === null || scripts === null) return fail(this.#awayError());
    return this.#tell(() => run(client, scripts));
  }

  /** The connection of our own commands; null before the first time it was there. */
  get main(): Redis | null {
    return this.#main;
  }

  /** One more connection, for what waits in Redis: it comes back by itself. Its commands wait for that, or fail. */
  connection(whileAway: 'waits' | 'fails-at-once'): Redis {
    const how = whileAway === 'waits' ? { maxRetriesPerRequest: null } : FAILS_AT_ONCE;
    const client = new Redis({ ...this.#client, ...how, socketTimeout: SOCKET_MS, retryStrategy: retryMs });
    // Told once, by the main connection.
    client.on('error', () => undefined);
    this.#others.push(client);
    return client;
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    for (const client of [this.#main, ...this.#others]) client?.disconnect();
  }

  async #tell<Value>(run: () => Promise<Value>): Promise<Result<Value>> {
    try {
      return ok(await run());
    } catch (error) {
      const failure = redisFailure(this.#options.address.shown, error);
      // Nobody closed it, and nobody answers: as good as closed, also before the line knows.
      if (/timed out/i.test(String(error)) && !this.#isClosed) {
        this.#away(failure);
        this.#main?.disconnect(true);
      }
      return fail(failure);
    }
  }

  async #look(): Promise<void> {
    const opened = await probeRedis(this.#options);
    if (this.#isClosed) return;
    if (!opened.ok) {
      this.#away(opened.error);
      this.#timer = this.#options.clock.after(this.#delayMs, () => void this.#look());
      this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_RETRY_MS);
      return;
    }
    this.#client = opened.value.options;
    await this.#connect(opened.value.options);
  }

  async #connect(options: ClientOptions): Promise<void> {
    const main = new Redis({ ...options, ...FAILS_AT_ONCE, commandTimeout: COMMAND_MS, lazyConnect: true, retryStrategy: retryMs });
    this.#main = main;
    this.#scripts = redisScripts(main);
    let said: unknown = null;
    main.on('error', (error) => {
      said = error;
    });
    main.on('close', () => {
      // Why it went may be known already.
      if (this.#isClosed || (said === null && this.#condition.error !== null)) return;
      this.#away(redisFailure(this.#options.address.shown, said ?? ''));
      said = null;
    });
    main.on('ready', () => void this.#back(main));
    await main.connect().catch(() => undefined);
    await this.#looking;
  }

  #back(main: Redis): Promise<void> {
    this.#looking = this.#lookAgain(main);
    return this.#looking;
  }

  async #lookAgain(main: Redis): Promise<void> {
    const { keys, node, onBack, onWarning } = this.#options;
    const found = await this.#tell(() => lookAt(main, keys, node));
    const facts = found.ok ? found.value : found;
    if (this.#isClosed || main.status !== 'ready') return;
    if (!facts.ok) {
      this.#away(facts.error);
      // Over the same connection: soon where it only starts, later where a person has to mend something.
      const delayMs = 'isAway' in facts.error ? FIRST_RETRY_MS : LONGEST_RETRY_MS;
      this.#timer = this.#options.clock.after(delayMs, () => void this.#back(main));
      return;
    }
    const { runId, warnings } = facts.value;
    const isRestarted = this.#runId !== '' && this.#runId !== runId;
    this.#runId = runId;
    this.#delayMs = FIRST_RETRY_MS;
    for (const text of warnings) if (!this.#warned.has(text)) onWarning(text);
    for (const text of warnings) this.#warned.add(text);
    await onBack(isRestarted);
    if (this.#isClosed || main.status !== 'ready') return;
    this.#set({ state: 'ready', error: null });
  }

  #away(error: OrchError): void {
    const { said, state } = { said: this.#condition.error?.said, state: this.#condition.state };
    if (state === 'away' && said === error.said) return;
    this.#set({ state: 'away', error });
  }

  #set(change: Pick<BrokerCondition, 'state' | 'error'>): void {
    const since = change.state === this.#condition.state ? this.#condition.since : new Date(this.#options.clock.now()).toISOString();
    this.#condition = { ...this.#condition, ...change, since };
    this.#options.onCondition(this.#condition);
  }

  #awayError(): OrchError {
    return this.#condition.error ?? redisFailure(this.#options.address.shown, '');
  }
}

/** `times`: tries since it was lost. */
function retryMs(times: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(times - 1, 10), LONGEST_RETRY_MS);
}
