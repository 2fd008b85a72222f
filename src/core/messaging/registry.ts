// Health of agents, as rules: whose signs of life are waited for, when they are late, and what follows. Pure.
import type { Agent } from '../model/agent.js';
import type { Config } from '../model/config.js';
import { runsElsewhere } from '../model/remote.js';

/** It says that it works, here, and awaits nobody: then it gives signs of life, such as output. */
export function givesSigns(agent: Agent): boolean {
  return (
    (agent.state === 'working' || agent.state === 'starting') && agent.process !== null && !waitsForOthers(agent) && !runsElsewhere(agent)
  );
}

function waitsForOthers({ waitsForChildren, inquiry }: Agent): boolean {
  return waitsForChildren === true || inquiry !== undefined;
}

/** One that hangs whenever it is started would be started for ever, and paid each time. */
export const MOST_RESTARTS = 3;

export interface Stale {
  readonly found: 'alive' | 'gone';
  readonly onStale: Config['registry']['onStale'];
  /** Since a turn of it has ended. */
  readonly restarts: number;
}

/** What becomes of one that gave none for too long. One that is gone is started again, whatever is configured. */
export function afterStale({ found, onStale, restarts }: Stale): 'tell' | 'restart' | 'stop' {
  const next = found === 'gone' ? 'restart' : onStale;
  if (next !== 'restart' || restarts < MOST_RESTARTS) return next;
  return found === 'gone' ? 'stop' : 'tell';
}

/** A turn of it came to an end, or somebody has ended it: it does not hang whenever it is started. */
export function hasGoneOn({ state, run }: Pick<Agent, 'state' | 'run'>): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped' || ((state === 'idle' || state === 'waiting') && run.hasWorked);
}
