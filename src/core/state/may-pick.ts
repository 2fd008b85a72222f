// Whether one of several tries can be picked now, and if not why. Views and requests ask the same.
import { type Agent, isOver } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import { mayFinish, mayResume } from './agent-orders.js';
import { hasTryEnded, type TriedGoal } from './tries.js';

export interface Pick {
  readonly agent: Agent;
  /** Of its goal, also `agent` itself. */
  readonly own: readonly Agent[];
  readonly how: 'alone' | 'combined';
}

/** Null where it can. */
export function pickRefusal({ tries }: TriedGoal, { agent, own, how }: Pick): OrchError | null {
  const picked = own.find(({ id }) => id === tries.picked);
  const refused = (said: string, next: string): OrchError => ({ kind: 'usage', tried: `pick ${agent.name}`, said, next });
  if (picked?.state === 'done') return refused(`${picked.name} was picked and is finished`, 'Take up another one with `orch-tui resume`');
  if (picked !== undefined && isAtIt(picked))
    return refused(`${picked.name} was picked and is ${picked.state}`, 'Wait for its end, or stop it');
  if (isAtIt(agent)) return refused(`it is ${agent.state}`, 'Wait for its end, or stop it first');
  if (!mayFinish(agent)) return refused('its worktree is gone', 'See `orch-tui trash list`, or pick another one');
  if (how === 'alone') return null;
  if (!mayResume(agent)) return refused('its CLI is still open', 'Stop it first, then pick it again');
  const isAlone = own.every(({ id, baseCommit }) => id === agent.id || baseCommit === null);
  return isAlone ? refused('there is nothing to combine it with', 'Pick it alone') : null;
}

/** Others that have not ended: to pick one is to stop these. */
export function stillTrying(agent: Agent, own: readonly Agent[]): readonly Agent[] {
  return own.filter((other) => other.id !== agent.id && !hasTryEnded(other) && !isOver(other.state));
}

function isAtIt({ state }: Agent): boolean {
  return state === 'queued' || state === 'preparing' || state === 'starting' || state === 'working' || state === 'finishing';
}
