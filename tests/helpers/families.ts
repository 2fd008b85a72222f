// Agents that delegate, for tests of state and effects: orders of children, and a post that keeps what it is given.

import { ok } from '../../src/core/model/error.js';
import type { EventBody, NewAgent } from '../../src/core/model/event.js';
import type { KeptMessage, Message } from '../../src/core/model/message.js';
import type { Deliveries, Post, SendMessage } from '../../src/core/ports/post.js';
import { created, newAgent, shows, started } from './fold-events.js';

export function childOf(parent: string, id: string, changes: Parameters<typeof newAgent>[1] = {}): NewAgent {
  const { plan, ...rest } = changes;
  return newAgent(id, {
    parent,
    base: `orch/name-${parent}`,
    delegation: { depth: 1, waits: false, message: '' },
    plan: { unattended: true, whenStuck: 'fail', ...plan },
    ...rest,
  });
}

export function delegated(parent: string, id: string, changes: Parameters<typeof newAgent>[1] = {}): EventBody {
  return { type: 'agent.delegated', agent: parent, order: childOf(parent, id, changes) };
}

export function childAtWork(parent: string, id: string, changes: Parameters<typeof newAgent>[1] = {}): readonly EventBody[] {
  return [delegated(parent, id, changes), created(id), started(id), shows(id, 'working')];
}

export function reported(parent: string, child: string): EventBody {
  const result = {
    agent: child,
    state: 'done',
    summary: 'it is there',
    artifacts: [],
    branch: `orch/name-${child}`,
    commit: 'm1',
  } as const;
  return { type: 'child.reported', agent: parent, child, result };
}

export function taken(parent: string, child: string): EventBody {
  return { type: 'child.resultTaken', agent: parent, child };
}

/** What was sent, in order; everything waits until it is taken. */
export class FakePost
  implements
    Pick<Post, 'send' | 'inbox' | 'list' | 'next' | 'acknowledge' | 'retry' | 'seq' | 'since' | 'listen'>,
    Pick<Deliveries, 'begin' | 'delivered' | 'putBack'>
{
  readonly sent: SendMessage[] = [];
  kept: KeptMessage[] = [];
  refuses: Awaited<ReturnType<Post['send']>> | null = null;
  seq = 0;
  readonly #listeners = new Set<() => void>();
  readonly #waiting: { party: string; holds: (message: Message) => boolean; done: (kept: KeptMessage) => void }[] = [];

  constructor(readonly now: () => number = () => 0) {}

  async send(order: SendMessage): ReturnType<Post['send']> {
    if (this.refuses !== null) return this.refuses;
    this.sent.push(order);
    const messages = order.to.map((to, at): Message => {
      const timestamp = new Date(this.now()).toISOString();
      return {
        id: `m${this.kept.length + at + 1}`,
        type: order.type,
        from_agent: order.from,
        to_agent: to,
        timestamp,
        payload: order.payload,
        retry_count: 0,
      };
    });
    for (const message of messages) {
      this.kept.push({
        message,
        state: 'queued',
        fromName: order.from,
        toName: message.to_agent,
        via: null,
        at: '',
        error: null,
        retryAt: null,
      });
      const at = this.#waiting.findIndex(({ party, holds }) => party === message.to_agent && holds(message));
      const [waiter] = at === -1 ? [] : this.#waiting.splice(at, 1);
      if (waiter !== undefined) waiter.done(this.#take(message.id));
    }
    this.#changed();
    return ok(messages);
  }

  inbox(party: string): readonly KeptMessage[] {
    return this.kept.filter(({ message, state }) => message.to_agent === party && state === 'queued');
  }

  async retry(ids: readonly string[]): Promise<readonly string[]> {
    const dead = this.kept.filter(({ message, state }) => state === 'dead' && ids.includes(message.id)).map(({ message }) => message.id);
    this.kept = this.kept.map((kept) => (dead.includes(kept.message.id) ? { ...kept, state: 'queued' } : kept));
    return dead;
  }

  list({ party }: { readonly party: string | null }): readonly KeptMessage[] {
    return this.kept.filter(({ message }) => party === null || message.to_agent === party || message.from_agent === party);
  }

  next(party: string, holds: (message: Message) => boolean, signal: AbortSignal): Promise<KeptMessage | null> {
    const there = this.kept.find(({ message, state }) => message.to_agent === party && state === 'queued' && holds(message));
    if (there !== undefined) return Promise.resolve(this.#take(there.message.id));
    return new Promise((resolve) => {
      const waiter = { party, holds, done: resolve };
      this.#waiting.push(waiter);
      signal.addEventListener('abort', () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(null);
      });
    });
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    const over = new Set(this.kept.filter(({ state }) => state === 'dead').map(({ message }) => message.id));
    for (const id of ids) if (!over.has(id)) this.#take(id);
    this.#changed();
  }

  async begin(ids: readonly string[]): Promise<readonly string[]> {
    return ids;
  }

  delivered(ids: readonly string[]): void {
    void this.acknowledge(ids);
  }

  putBack(): void {}

  since(): readonly KeptMessage[] {
    return this.kept;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(id: string): KeptMessage {
    this.kept = this.kept.map((kept) => (kept.message.id === id ? { ...kept, state: 'acknowledged', via: 'inbox' } : kept));
    return this.kept.find(({ message }) => message.id === id) as KeptMessage;
  }

  #changed(): void {
    this.seq += 1;
    for (const listener of this.#listeners) listener();
  }
}
