// Two agents that answer each other for ever: how many messages there are between two parties, a minute and an hour, and whether that was told already.

const MINUTE_MS = 60_000;
/** Models take their time over an answer: a circle of slow ones is found by how long it goes on. */
export const HOUR_MS = 60 * MINUTE_MS;
export const MINUTES_WORTH = 5;

interface Pair {
  /** Of the last hour, the oldest first. */
  readonly sentAt: number[];
  refusedAt: number | null;
}

export type Rate = 'well' | 'too many' | 'still too many';

export class RateWatch {
  readonly #pairs = new Map<string, Pair>();
  readonly #perMinute: number;
  #forgotAt = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Whether one more may go between the two, in either direction. `too many` is said once, until a minute has gone by without. */
  look(one: string, other: string, now: number): Rate {
    const pair = this.#pairOf(one, other, now);
    if (this.#hasRoom(pair, now)) return 'well';
    const isNew = pair.refusedAt === null || now - pair.refusedAt > MINUTE_MS;
    pair.refusedAt = now;
    return isNew ? 'too many' : 'still too many';
  }

  /** It goes. */
  count(one: string, other: string, now: number): void {
    const pair = this.#pairOf(one, other, now);
    if (this.#hasRoom(pair, now)) pair.sentAt.push(now);
  }

  #pairOf(one: string, other: string, now: number): Pair {
    this.#forget(now);
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const pair = this.#pairs.get(key) ?? { sentAt: [], refusedAt: null };
    this.#pairs.set(key, pair);
    while ((pair.sentAt[0] ?? now) <= now - HOUR_MS) pair.sentAt.shift();
    return pair;
  }

  #hasRoom({ sentAt }: Pair, now: number): boolean {
    const ofMinute = sentAt.length - sentAt.findLastIndex((at) => at <= now - MINUTE_MS) - 1;
    return ofMinute < this.#perMinute && sentAt.length < this.#perMinute * MINUTES_WORTH;
  }

  /** A pair that is quiet is not kept. Not with each message: two hundred agents are twenty thousand pairs. */
  #forget(now: number): void {
    if (this.#pairs.size < 1000 || now - this.#forgotAt < MINUTE_MS) return;
    this.#forgotAt = now;
    for (const [key, { sentAt, refusedAt }] of this.#pairs) {
      const last = Math.max(sentAt.at(-1) ?? 0, refusedAt ?? 0);
      if (last < now - HOUR_MS) this.#pairs.delete(key);
    }
  }
}
