// Nodes over a Redis of their own: both are there for one test, and gone after it.
import type { RedisBroker } from '../../src/core/adapters/redis/redis-broker.js';
import { type BrokerOrder, redisBroker } from './brokers.js';
import { type RedisServer, startRedis } from './redis-server.js';

type NodeOrder = Pick<BrokerOrder, 'secret' | 'onNotice'>;

export class RedisNodes {
  #server: RedisServer | null = null;
  readonly #made: RedisBroker[] = [];

  async start(): Promise<void> {
    this.#server = await startRedis();
  }

  async end(): Promise<void> {
    await Promise.all(this.#made.splice(0).map((broker) => broker.close()));
    await this.#server?.end();
  }

  get server(): RedisServer {
    if (this.#server === null) throw new Error('start it before');
    return this.#server;
  }

  /** One that has not joined yet. */
  unopened(name: string, order: NodeOrder = {}): RedisBroker {
    const broker = redisBroker({ node: name, url: this.server.url, ...order });
    this.#made.push(broker);
    return broker;
  }

  /** One that has joined; fails the test where it can not. */
  async node(name: string, order: NodeOrder = {}): Promise<RedisBroker> {
    const broker = this.unopened(name, order);
    const opened = await broker.open();
    if (!opened.ok) throw new Error(opened.error.said);
    return broker;
  }
}
