// Places of workers: how many are free, and which agents go there because none is free here (`worker.overflow`).
import type { Agent } from '../../core/model/agent.js';
import { ok, type Result } from '../../core/model/error.js';
import type { EventBody } from '../../core/model/event.js';
import { isElsewhere } from '../../core/model/remote.js';
import type { AppState } from '../../core/model/state.js';
import type { Broker } from '../../core/ports/broker.js';
import type { Clock, Timer } from '../../core/ports.js';
import { refusedElsewhere } from './remote-offer.js';

/** Of all workers together; null where there is no worker at all. */
export async function freeSlots(broker: Pick<Broker, 'nodes'>): Promise<Result<number | null>> {
  const nodes = await broker.nodes();
  if (!nodes.ok) return nodes;
  const workers = nodes.value.filter(({ kind }) => kind === 'worker');
  if (workers.length === 0) return ok(null);
  return ok(workers.reduce((sum, { slots, busy }) => sum + Math.max(0, slots - busy), 0));
}

/** A place here may become free within a moment: whoever is queued that long has found none. */
const WAIT_MS = 2000;

export interface OverflowOptions {
  readonly clock: Clock;
  readonly broker: () => Broker | null;
  readonly secret: () => string | null;
  readonly state: () => AppState;
  readonly dispatch: (event: EventBody) => void;
}

export class Overflow {
  readonly #options: OverflowOptions;
  #timer: Timer | null = null;
  #isOver = false;

  constructor(options: OverflowOptions) {
    this.#options = options;
  }

  /** Call after each event. */
  check(): void {
    const { broker, secret, clock, state } = this.#options;
    if (this.#timer !== null || this.#isOver || broker()?.condition.state !== 'ready' || secret() === null) return;
    if (waiting(state()).length === 0) return;
    this.#timer = clock.after(WAIT_MS, () => void this.#look());
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  async #look(): Promise<void> {
    const { broker, state, dispatch } = this.#options;
    const there = broker();
    const free = there === null ? null : await freeSlots(there);
    this.#timer = null;
    if (this.#isOver) return;
    // Those that were given out and have not been taken need a place of theirs, too.
    const given = Object.values(state().agents).filter((agent) => isElsewhere(agent) && agent.node === undefined && isOpen(agent)).length;
    const places = free?.ok === true ? (free.value ?? 0) - given : 0;
    for (const agent of waiting(state()).slice(0, Math.max(0, places)))
      dispatch({ type: 'agent.moved', agent: agent.id, placement: { on: 'any' }, evidence: 'no place was free here' });
    if (waiting(state()).length > 0) this.check();
  }
}

function isOpen({ state }: Agent): boolean {
  return state === 'queued' || state === 'preparing' || state === 'starting';
}

/** One that was told where to run, or has begun, stays. */
function waiting({ agents }: AppState): readonly Agent[] {
  const free = (agent: Agent) =>
    agent.placement === undefined && agent.baseCommit === null && agent.finish.artifact === undefined && refusedElsewhere(agent) === null;
  return Object.values(agents)
    .filter((agent) => agent.state === 'queued' && free(agent))
    .sort((one, other) => one.sinceSeq - other.sinceSeq);
}
