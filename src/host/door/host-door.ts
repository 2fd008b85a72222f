// The door of one host for its agents, put together: tokens, what a run of a CLI is given, the socket and its answers.
import { ok, type Result } from '../../core/model/error.js';
import { AgentDoor } from './agent-door.js';
import { createDoorAnswers } from './agent-door-answers.js';
import { openSeats, type SeatsOrder } from './agent-seats.js';
import { AgentTokens } from './agent-tokens.js';
import type { DoorWorld } from './door-world.js';

export interface HostDoor {
  /** What a run of an agent's CLI is given; nothing before the door is open. */
  readonly openSeat: ReturnType<typeof openSeats>;
  /** Where it can not be opened agents go on without it. */
  open(socketPath: string): Promise<Result<void>>;
  close(): void;
}

export interface HostDoorOrder extends Pick<SeatsOrder, 'commonDir' | 'program'> {
  /** Asked when the door is opened: all of it is there by then. */
  readonly world: () => DoorWorld;
  readonly say: (text: string) => void;
  /** An agent has called: a sign of its life. */
  readonly onCall: (agent: string) => void;
}

export function createHostDoor({ commonDir, program, world, say, onCall }: HostDoorOrder): HostDoor {
  const tokens = new AgentTokens();
  let path: string | null = null;
  let door: AgentDoor | null = null;
  return {
    openSeat: openSeats({ tokens, commonDir, program, socketPath: () => path }),
    async open(socketPath) {
      const answers = createDoorAnswers(world());
      const answer: typeof answers = (call) => {
        onCall(call.agent);
        return answers(call);
      };
      const opened = await AgentDoor.listen({ socketPath, tokens, answer, onRefused: say });
      if (!opened.ok) return opened;
      door = opened.value;
      path = socketPath;
      return ok(undefined);
    },
    close() {
      door?.close();
      path = null;
    },
  };
}
