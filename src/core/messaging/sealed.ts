// What nodes tell each other about a task, signed by the secret that they share, and each word taken once. Redis may be anybody's; the secret is not.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Sealed } from '../model/remote.js';

/** HMAC-SHA-256 of `value` as JSON with sorted keys, so that it does not matter who has written it anew on the way. */
export function signatureOf(value: unknown, secret: string): string {
  return createHmac('sha256', secret).update(canonical(value)).digest('hex');
}

export function isSignedBy(value: unknown, signature: string, secret: string): boolean {
  const [wanted, found] = [Buffer.from(signatureOf(value, secret)), Buffer.from(signature)];
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

/** JSON without its signature, which is over the rest. */
export function unsigned<Value extends { readonly signature: string }>({ signature: _own, ...rest }: Value): Omit<Value, 'signature'> {
  return rest;
}

/** A word for one life of a node: whoever opens remembers what was said for that long, and is told nothing that was said before it. */
export function newDoor(): string {
  return randomBytes(8).toString('hex');
}

export class Sealer {
  readonly #session = randomBytes(8).toString('hex');
  readonly #secret: string;
  #turn = 0;

  constructor(secret: string) {
    this.#secret = secret;
  }

  seal<Body>(topic: string, { task, fence, body }: Pick<Sealed<Body>, 'task' | 'fence' | 'body'>): Sealed<Body> {
    this.#turn += 1;
    const told = { task, fence, session: this.#session, turn: this.#turn, body };
    return { ...told, signature: signatureOf({ topic, ...told }, this.#secret) };
  }
}

/** Sessions of one sender that are remembered: it is started anew now and then, and nobody may repeat what an old one said. */
const MOST_SESSIONS = 10_000;

/** Opens what was sealed for one topic: once, and never anything older than what was opened before. */
export class Opener {
  readonly #topic: string;
  readonly #secret: string;
  readonly #turns = new Map<string, number>();

  constructor(topic: string, secret: string) {
    this.#topic = topic;
    this.#secret = secret;
  }

  /** False: not by one who has the secret, not for this topic, or said before. */
  opens(sealed: Sealed<unknown>): boolean {
    if (!isSignedBy({ topic: this.#topic, ...unsigned(sealed) }, sealed.signature, this.#secret)) return false;
    if (sealed.turn <= (this.#turns.get(sealed.session) ?? 0)) return false;
    if (this.#turns.size >= MOST_SESSIONS && !this.#turns.has(sealed.session)) return false;
    this.#turns.set(sealed.session, sealed.turn);
    return true;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
