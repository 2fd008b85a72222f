// Asking the host as an agent, over the agent-only socket: a connection for each call, so that a host that was started anew is found again, and a call
// that nobody waits for ends with its connection.
import { Connection } from '../../client/connection.js';
import type { AgentMethod, AgentMethods } from '../../core/model/agent-methods.js';
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import { PROTOCOL } from '../../core/model/protocol.js';
import type { Method, Requests } from '../../core/model/requests.js';
import { VERSION } from '../../core/model/version.js';

/** Never rejects. */
export type AgentAsk = <M extends AgentMethod>(
  method: M,
  params: AgentMethods[M]['params'],
  signal?: AbortSignal,
) => Promise<Result<AgentMethods[M]['result']>>;

export interface AgentPlace {
  readonly socket: string;
  readonly token: string;
}

export function agentLink({ socket, token }: AgentPlace): AgentAsk {
  return async <M extends AgentMethod>(method: M, params: AgentMethods[M]['params'], signal?: AbortSignal) => {
    const opened = await Connection.open(socket, { protocol: PROTOCOL, version: VERSION, screen: null, env: {}, token });
    if (!opened.ok) return fail(away(opened.error));
    const connection = opened.value;
    const leave = () => connection.close();
    signal?.addEventListener('abort', leave, { once: true });
    // The frames are those of every client; the methods there are the agent's.
    const answer = await connection.request(method as unknown as Method, params as Requests[Method]['params']);
    signal?.removeEventListener('abort', leave);
    connection.close();
    return answer as Result<AgentMethods[M]['result']>;
  };
}

/** An agent starts no host: that one's terminal it runs in. */
function away(error: OrchError): OrchError {
  if (error.kind !== 'no-host') return error;
  return { ...error, tried: 'reach your host', next: 'Go on with your task and try again later; what you have not sent is not kept' };
}
