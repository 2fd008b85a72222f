// The inbox of one party: what waits for it in the order it was sent, what is on its way to it, and who waits for the next one.
import type { KeptMessage, Message } from '../model/message.js';

type Wanted = 'any' | ((message: Message) => boolean);

interface Waiter {
  readonly wanted: Wanted;
  readonly give: (kept: KeptMessage) => void;
}

export class Mailbox {
  /** By id, the oldest first: everything that was neither acknowledged nor given up. */
  readonly #waiting = new Map<string, KeptMessage>();
  /** With how each had been handed over before. */
  readonly #underWay = new Map<string, KeptMessage['via']>();
  readonly #waiters = new Set<Waiter>();
  #length = 0;

  /** A new one, or the new state of one that waits. */
  put(kept: KeptMessage): void {
    this.#count(this.#waiting.get(kept.message.id), -1);
    this.#count(kept, 1);
    this.#waiting.set(kept.message.id, kept);
  }

  remove(id: string): void {
    this.#count(this.#waiting.get(id), -1);
    this.#waiting.delete(id);
    this.#underWay.delete(id);
  }

  get all(): readonly KeptMessage[] {
    return [...this.#waiting.values()];
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Characters of all that waits. */
  get length(): number {
    return this.#length;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#waiters.size === 0;
  }

  /** What whoever asks may have: all but what is being handed over, and what the same sender has sent behind that. */
  get open(): readonly KeptMessage[] {
    return [...this.#open()];
  }

  /** The first of those. */
  firstOpen(wanted: Wanted): KeptMessage | null {
    for (const kept of this.#open()) if (wanted === 'any' || wanted(kept.message)) return kept;
    return null;
  }

  /** What may be handed over unasked at `now`: nothing before its time or behind one that waits for its time. */
  due(now: number): readonly KeptMessage[] {
    return [...this.#due(now)];
  }

  /** Whether there is something like that. Asked with every change, however much waits. */
  hasDue(now: number): boolean {
    return this.#waiting.size > 0 && this.#due(now).next().done !== true;
  }

  begin({ message, via }: KeptMessage): void {
    this.#underWay.set(message.id, via);
  }

  /** How one that is on its way was handed over before. */
  viaBefore(id: string): KeptMessage['via'] {
    return this.#underWay.get(id) ?? null;
  }

  /** Those of them that were on their way. */
  end(ids: readonly string[]): readonly KeptMessage[] {
    return ids.flatMap((id) => (this.#underWay.delete(id) ? (this.#waiting.get(id) ?? []) : []));
  }

  isUnderWay(id: string): boolean {
    return this.#underWay.has(id);
  }

  /** Gives the way to wait no more. */
  await(waiter: Waiter): () => void {
    this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  get isAwaited(): boolean {
    return this.#waiters.size > 0;
  }

  /**
   * Whoever has waited longest for one like it, and else for any; nobody where it is not its turn yet: one that the same sender sent before
   * is on its way.
   */
  waiterFor({ message }: KeptMessage): Waiter | null {
    const all = [...this.#waiters];
    const waiter = all.find(({ wanted }) => wanted !== 'any' && wanted(message)) ?? all.find(({ wanted }) => wanted === 'any');
    return waiter === undefined || this.#isBehind(message) ? null : waiter;
  }

  #isBehind({ id, from_agent: sender }: Message): boolean {
    for (const under of this.#underWay.keys()) if (under !== id && this.#waiting.get(under)?.message.from_agent === sender) return true;
    return false;
  }

  #open(): Generator<KeptMessage> {
    return this.#inOrder(({ message }) => !this.#underWay.has(message.id));
  }

  #due(now: number): Generator<KeptMessage> {
    const isDue = ({ message, retryAt }: KeptMessage) =>
      !this.#underWay.has(message.id) && (retryAt === null || Date.parse(retryAt) <= now);
    return this.#inOrder(isDue);
  }

  /** One that may not holds up what its sender has sent behind it. */
  *#inOrder(may: (kept: KeptMessage) => boolean): Generator<KeptMessage> {
    const held = new Set<string>();
    for (const kept of this.#waiting.values()) {
      const sender = kept.message.from_agent;
      if (held.has(sender)) continue;
      if (may(kept)) yield kept;
      else held.add(sender);
    }
  }

  #count(kept: KeptMessage | undefined, by: 1 | -1): void {
    if (kept !== undefined) this.#length += by * kept.message.payload.text.length;
  }
}
