// Whose size the terminal of an agent has where several machines look at it: whoever only looks leaves it the size that somebody else works in.
import type { TerminalSize } from '../../core/model/protocol.js';
import type { Clock } from '../../core/ports.js';

/** Whoever is attached says so more often than this. */
const LEASE_MS = 15_000;

/** What tells of it, of all that one machine says of an agent. */
type Told =
  | { readonly kind: 'size'; readonly size: TerminalSize; readonly attended?: boolean }
  | { readonly kind: 'watch'; readonly on: boolean; readonly attended?: boolean }
  | { readonly kind: 'keys' }
  | { readonly kind: string };

export class AttendedSizes {
  readonly #clock: Pick<Clock, 'now'>;
  /** By agent: the machine where somebody is attached to it. */
  readonly #held = new Map<string, { readonly by: string; readonly until: number }>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** To be asked of all that a machine says of an agent. False: it is a size that is to be left out. */
  takes(agent: string, by: string, told: Told): boolean {
    const held = this.#held.get(agent);
    const isOthers = held !== undefined && held.by !== by && held.until > this.#clock.now();
    const isAttended = told.kind === 'keys' || ('attended' in told && told.attended === true);
    if (isAttended) this.#held.set(agent, { by, until: this.#clock.now() + LEASE_MS });
    else if (told.kind === 'watch' && held?.by === by) this.#held.delete(agent);
    return told.kind !== 'size' || isAttended || !isOthers;
  }

  /** Those that are not there any more. */
  sweep(isThere: (agent: string) => boolean): void {
    for (const agent of this.#held.keys()) if (!isThere(agent)) this.#held.delete(agent);
  }
}
