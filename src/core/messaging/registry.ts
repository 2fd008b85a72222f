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

/** What becomes of one that gave none for too long. One that is gone is started again, whatever is configured. */
export function afterStale(found: 'alive' | 'gone', onStale: Config['registry']['onStale']): 'tell' | 'restart' | 'stop' {
  return found === 'gone' ? 'restart' : onStale;
}
