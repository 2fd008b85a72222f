// Who may speak for an agent: a random token for each run of its CLI, known only here and to that run. Void when the run ends.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { setMaxListeners } from 'node:events';

const TOKEN_BYTES = 32;
/** Old ones are only remembered to say so: whoever shows one learns nothing by it. */
const MOST_OLD = 200;

export interface Seat {
  /** Id of the agent that it speaks for. */
  readonly agent: string;
  /** Aborts when the token is void. */
  readonly signal: AbortSignal;
}

export interface IssuedToken {
  readonly token: string;
  /** False when a newer one has taken its place already, or it was void. */
  revoke(): boolean;
}

interface Known {
  readonly digest: Buffer;
  readonly agent: string;
  readonly over: AbortController;
}

export class AgentTokens {
  readonly #known = new Map<string, Known>();
  #old: readonly Buffer[] = [];

  /** A new one for the agent; one that it had before is void. */
  issue(agent: string): IssuedToken {
    const before = this.#known.get(agent);
    if (before !== undefined) this.#drop(before);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const known: Known = { digest: digestOf(token), agent, over: new AbortController() };
    // Each of its connections listens.
    setMaxListeners(0, known.over.signal);
    this.#known.set(agent, known);
    return { token, revoke: () => this.#drop(known) };
  }

  /** `old`: of a run that has ended. All are compared, and each in the same time whatever it is. */
  seatOf(token: unknown): Seat | 'old' | 'unknown' {
    if (typeof token !== 'string') return 'unknown';
    const digest = digestOf(token);
    let found: Known | null = null;
    for (const known of this.#known.values()) if (timingSafeEqual(known.digest, digest)) found = known;
    if (found !== null) return { agent: found.agent, signal: found.over.signal };
    return this.#old.some((old) => timingSafeEqual(old, digest)) ? 'old' : 'unknown';
  }

  #drop(known: Known): boolean {
    if (known.over.signal.aborted) return false;
    if (this.#known.get(known.agent) === known) this.#known.delete(known.agent);
    this.#old = [...this.#old, known.digest].slice(-MOST_OLD);
    known.over.abort();
    return true;
  }
}

/** Of one length, whatever was shown. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
