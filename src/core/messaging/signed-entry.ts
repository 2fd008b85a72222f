// Who takes part, as it stands in Redis: signed by the secret that the machines share, for one node and one repository, and worth something
// only while the node renews it. Whoever reads it need not trust the clock of whoever has written it: only its own.
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { isSignedBy, signatureOf } from './sealed.js';

const MOST_CHARS = 64 * 1024;
/** Lives of nodes that are remembered: nobody may repeat what an old one said. */
const MOST_SESSIONS = 10_000;

const hex = (length: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${length}}$`, 'u')));
const sealSchema = z.object({
  session: hex(16),
  turn: z.int().check(z.minimum(1)),
  /** How long it counts unless it is renewed. */
  keepMs: z.int().check(z.minimum(1)),
  /** Digest of the list of its agents, which is another key. */
  agents: hex(64),
  signature: hex(64),
});
const entrySchema = z.record(z.string(), z.unknown());

interface Place {
  /** Keys of one repository begin with it. */
  readonly space: string;
  readonly node: string;
}

interface Entry extends Place {
  readonly told: { readonly name: string };
  /** As it is written. */
  readonly agents: string;
  readonly keepMs: number;
}

export interface ReadEntry {
  readonly told: unknown;
  /** Of the list of its agents: another one where that is another. Null: without a secret nobody can say. */
  readonly digest: string | null;
  /** Whether this list of agents is the one that was written with it. */
  hasSaid(agents: string): boolean;
}

export class EntrySealer {
  readonly #session = randomBytes(8).toString('hex');
  #turn = 0;

  /** Without a secret, as between programs of one machine, it is not signed. */
  seal({ space, node, told, agents, keepMs }: Entry, secret: string | null): string {
    if (secret === null) return JSON.stringify(told);
    this.#turn += 1;
    const seal = { session: this.#session, turn: this.#turn, keepMs, agents: digest(agents) };
    const signature = signatureOf({ space, node, told, ...seal }, secret);
    return JSON.stringify({ ...told, seal: { ...seal, signature } });
  }
}

export class EntryReader {
  readonly #space: string;
  readonly #now: () => number;
  /** By session: the newest turn, and when it was first seen. */
  readonly #seen = new Map<string, { readonly turn: number; readonly at: number }>();

  constructor({ space, now }: { readonly space: string; readonly now: () => number }) {
    this.#space = space;
    this.#now = now;
  }

  /** Null: not by one who has the secret, not of this node, or not renewed for too long. */
  read({ node, text }: { readonly node: string; readonly text: string }, secret: string | null): ReadEntry | null {
    const entry = parsed(text);
    if (entry === null) return null;
    if (secret === null) return { told: entry, digest: null, hasSaid: () => true };
    const { seal: given, ...told } = entry;
    const seal = sealSchema.safeParse(given);
    if (!seal.success || told.name !== node) return null;
    const { signature, ...rest } = seal.data;
    if (!isSignedBy({ space: this.#space, node, told, ...rest }, signature, secret) || !this.#isFresh(rest)) return null;
    return { told, digest: rest.agents, hasSaid: (agents) => digest(agents) === rest.agents };
  }

  #isFresh({ session, turn, keepMs }: { readonly session: string; readonly turn: number; readonly keepMs: number }): boolean {
    const known = this.#seen.get(session);
    if (known !== undefined && turn <= known.turn) return turn === known.turn && this.#now() - known.at < keepMs;
    if (known === undefined && this.#seen.size >= MOST_SESSIONS) return false;
    this.#seen.set(session, { turn, at: this.#now() });
    return true;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  if (text.length > MOST_CHARS) return null;
  try {
    const read = entrySchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
