// Two agents that answer each other for ever: how many messages a minute there are between two parties, and whether that was told already.

const MINUTE_MS = 60_000;

interface Pair {
  /** Of the last minute, the oldest first. */
  readonly sentAt: number[];
  refusedAt: number | null;
}

export type Rate = 'well' | 'too many' | 'still too many';

export class RateWatch {
  readonly #pairs = new Map<string, Pair>();
  readonly #perMinute: number;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts one more between the two, in either direction. `too many` is said once, until a minute has gone by without. */
  count(one: string, other: string, now: number): Rate {
    this.#forget(now);
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const pair = this.#pairs.get(key) ?? { sentAt: [], refusedAt: null };
    this.#pairs.set(key, pair);
    while ((pair.sentAt[0] ?? now) <= now - MINUTE_MS) pair.sentAt.shift();
    if (pair.sentAt.length < this.#perMinute) {
      pair.sentAt.push(now);
      return 'well';
    }
    const isNew = pair.refusedAt === null || now - pair.refusedAt > MINUTE_MS;
    pair.refusedAt = now;
    return isNew ? 'too many' : 'still too many';
  }

  /** A pair that is quiet is not kept. */
  #forget(now: number): void {
    if (this.#pairs.size < 1000) return;
    for (const [key, { sentAt, refusedAt }] of this.#pairs) {
      const last = Math.max(sentAt.at(-1) ?? 0, refusedAt ?? 0);
      if (last < now - MINUTE_MS) this.#pairs.delete(key);
    }
  }
}
