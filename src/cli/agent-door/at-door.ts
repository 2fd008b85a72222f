// How a command in an agent's terminal reaches its host: by the socket and the token that stand in its environment, and only there.
import { type AgentDoorLink, isAgentTerminal, openAgentDoor } from '../../client/agent-door.js';
import { fail, type Result } from '../../core/model/error.js';
import type { Invocation } from '../invocation.js';
import { type Outcome, usage } from '../outcome.js';

/** `person`: what a person calls instead, in whose terminal this is not. */
export async function atDoor(
  { name }: Invocation,
  person: string,
  use: (door: AgentDoorLink) => Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  if (!isAgentTerminal(process.env))
    return fail(usage(`\`orch-tui ${name}\` is for the terminal of an agent, and this is none`, `Use \`orch-tui ${person}\``));
  const door = await openAgentDoor(process.env);
  if (!door.ok) return door;
  const outcome = await use(door.value);
  door.value.close();
  return outcome;
}
