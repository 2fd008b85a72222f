// What a run of an agent's CLI is given to speak for its agent: the socket, a token in its environment and in a file, and our program. Gone with the run.
import { removeTokenFile, writeTokenFile } from '../../core/adapters/token-file.js';
import type { Agent } from '../../core/model/agent.js';
import type { AgentTokens } from './agent-tokens.js';

export interface AgentSeat {
  /** For the CLI alone: neither its verify command nor a setup gets it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface SeatsOrder {
  readonly tokens: AgentTokens;
  readonly commonDir: string;
  /** Where the door listens; null where it does not. */
  readonly socketPath: () => string | null;
  /** Our program, as it can be called. */
  readonly program: string;
}

export const NO_SEAT: AgentSeat = { env: {}, close: async () => undefined };

export function openSeats({ tokens, commonDir, socketPath, program }: SeatsOrder): (agent: Agent) => Promise<AgentSeat> {
  return async ({ id, worktree }) => {
    const socket = socketPath();
    if (socket === null) return NO_SEAT;
    const { token, revoke } = tokens.issue(id);
    const file = worktree === null ? null : await writeTokenFile({ commonDir, worktree, token });
    return {
      env: { ORCH_SOCKET: socket, ORCH_TOKEN: token, ORCH_BIN: program, ...(file === null ? {} : { ORCH_TOKEN_FILE: file }) },
      async close() {
        // A newer run has its own token in that file by now.
        if (revoke() && file !== null) await removeTokenFile(file);
      },
    };
  };
}
