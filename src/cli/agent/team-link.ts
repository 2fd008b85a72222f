// The way of the built-in agent to its host: a connection for each call, so that a call that nobody waits for ends with it.
import { isAgentTerminal, openAgentDoor } from '../../client/agent-door.js';
import type { ToolboxOrder } from '../../core/agent/toolbox.js';

type Team = NonNullable<ToolboxOrder['team']>['team'];

/** Null where this is no terminal of an agent. */
export function createTeam(env: Readonly<Record<string, string | undefined>>): Team | null {
  if (!isAgentTerminal(env)) return null;
  return {
    async ask(method, params, signal) {
      const door = await openAgentDoor(env);
      if (!door.ok) return door;
      const leave = () => door.value.close();
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await door.value.request(method, params);
      } finally {
        signal.removeEventListener('abort', leave);
        leave();
      }
    },
  };
}

/** What the host says at the start; a host that can not be reached lets nobody delegate. */
export async function mayDelegate(team: Team): Promise<'may' | 'may not'> {
  const self = await team.ask('agentSelf', {}, AbortSignal.timeout(ASKING_MS));
  return self.ok && self.value.mayDelegate.children > 0 && self.value.mayDelegate.levels > 0 ? 'may' : 'may not';
}

const ASKING_MS = 5000;
