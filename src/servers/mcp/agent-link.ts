// Asking the host as an agent, by its door: a connection for each call, so that a host that was started anew is found again, and a call that nobody
// waits for ends with its connection.
import { openAgentDoor } from '../../client/agent-door.js';
import type { AgentMethod, AgentMethods } from '../../core/model/agent-methods.js';
import type { Result } from '../../core/model/error.js';

/** Never rejects. */
export type AgentAsk = <M extends AgentMethod>(
  method: M,
  params: AgentMethods[M]['params'],
  signal?: AbortSignal,
) => Promise<Result<AgentMethods[M]['result']>>;

/** ORCH_SOCKET, and ORCH_TOKEN or ORCH_TOKEN_FILE. */
export function agentLink(place: Readonly<Record<string, string>>): AgentAsk {
  return async (method, params, signal) => {
    const door = await openAgentDoor(place);
    if (!door.ok) return door;
    const leave = () => door.value.close();
    signal?.addEventListener('abort', leave, { once: true });
    const answer = await door.value.request(method, params);
    signal?.removeEventListener('abort', leave);
    leave();
    return answer;
  };
}
