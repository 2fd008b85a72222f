// Brokers for tests, letters and tasks to give them, and waiting for what they do.

import { redisAddress } from '../../src/core/adapters/redis/redis-address.js';
import { createRedisBroker, type RedisBroker } from '../../src/core/adapters/redis/redis-broker.js';
import { systemClock } from '../../src/core/adapters/system-clock.js';
import { signTask } from '../../src/core/messaging/signed-task.js';
import type { Broker, Letter, OfferedTask } from '../../src/core/ports/broker.js';

export interface BrokerOrder {
  readonly node?: string;
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly secret?: string | null;
  readonly prefix?: string;
  readonly namespace?: string;
  readonly ca?: string | null;
  readonly staleSeconds?: number;
  readonly onNotice?: (text: string) => void;
}

export function redisBroker(order: BrokerOrder): RedisBroker {
  const address = redisAddress(order.url, order.env ?? {});
  if (!address.ok) throw new Error(address.error.said);
  return createRedisBroker({
    node: order.node ?? 'here',
    address: address.value,
    prefix: order.prefix ?? 'orch-tui',
    namespace: order.namespace ?? 'sample',
    ca: order.ca ?? null,
    secret: () => order.secret ?? null,
    staleSeconds: order.staleSeconds ?? 300,
    clock: systemClock,
    onNotice: order.onNotice ?? (() => undefined),
  });
}

export function sampleLetter(id: string, to: string, text = 'hello'): Letter {
  const message = {
    id,
    type: 'message' as const,
    from_agent: 'one',
    to_agent: 'other',
    timestamp: '2026-11-21T12:00:00.000Z',
    payload: { text },
    retry_count: 0,
  };
  return { to, message, fromName: 'one', toName: 'other' };
}

export function sampleTask(id: string, change: Partial<Omit<OfferedTask, 'signature'>> & { readonly secret?: string } = {}): OfferedTask {
  const { secret, ...rest } = change;
  return signTask({ id, fence: 1, owner: 'here', labels: [], priority: 0, body: { what: id }, ...rest }, secret ?? null);
}

/** A list that can be waited for. */
export class Heard<Item> {
  readonly items: Item[] = [];
  #waiting: { readonly holds: (items: readonly Item[]) => boolean; readonly go: () => void }[] = [];

  add(item: Item): void {
    this.items.push(item);
    this.#waiting = this.#waiting.filter(({ holds, go }) => {
      if (!holds(this.items)) return true;
      go();
      return false;
    });
  }

  until(holds: (items: readonly Item[]) => boolean): Promise<void> {
    if (holds(this.items)) return Promise.resolve();
    return new Promise((go) => this.#waiting.push({ holds, go }));
  }

  count(count: number): Promise<void> {
    return this.until((items) => items.length >= count);
  }
}

/** Resolves when the broker is in that state. */
export function inState(broker: Broker, state: 'ready' | 'away'): Promise<void> {
  if (broker.condition.state === state) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = broker.onCondition((condition) => {
      if (condition.state !== state) return;
      leave();
      resolve();
    });
  });
}
