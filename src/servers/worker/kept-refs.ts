// Names under which this machine keeps what a task starts from and what it gave to its owner: gone when the task is over. Work without any other
// name stays.
import type { Carrier } from '../../core/ports/carrier.js';

const GIVEN = 'refs/orch/given/';
const BASE = 'refs/orch/base/';
/** By these work stays here for a person, or is with its owner. */
const STAYS = /^refs\/(?:heads|remotes|tags|orch\/rescue)\//u;

/** Where the newest of what it gave to its owner is kept here, by the agent's name. */
export function givenRef(name: string): string {
  return `${GIVEN}${name}`;
}

/** Where the task's work starts from, by its id. */
export function baseRef(task: string): string {
  return `${BASE}${task}`;
}

export interface Held {
  readonly isDoing: (agent: string) => boolean;
  readonly holds: (task: string) => boolean;
}

/** All but what belongs to a task that goes on here. */
export async function sweepRefs(carrier: Pick<Carrier, 'list' | 'keep' | 'namesOf'>, { isDoing, holds }: Held): Promise<void> {
  const bases = await carrier.list({ prefix: BASE });
  // That is its owner's.
  for (const { ref } of bases.ok ? bases.value : []) if (!holds(ref.slice(BASE.length))) await carrier.keep({ ref, commit: null });
  const given = await carrier.list({ prefix: GIVEN });
  for (const { ref, commit } of given.ok ? given.value : []) {
    if (isDoing(ref.slice(GIVEN.length))) continue;
    if ((await carrier.namesOf(commit)).some((name) => STAYS.test(name))) await carrier.keep({ ref, commit: null });
  }
}
